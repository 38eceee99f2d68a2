//! The browser that a page is looked at with: whether windows open in it, and whether Facebook
//! lets anybody sign in there. Many apps show links in a browser of their own, in which one or
//! both do not work.

/// How a customer gets to Meta's dialog.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Entry {
    /// In a window beside the page.
    Window,
    /// In place of the page: windows do not open, signing in works.
    FullPage,
    /// In another browser: Facebook turns people away who sign in inside this app.
    Elsewhere,
}

impl Entry {
    /// The name in the page.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Window => "window",
            Self::FullPage => "full_page",
            Self::Elsewhere => "elsewhere",
        }
    }
}

/// What the device runs; each has its own way to leave an app for the browser.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Platform {
    Android,
    Ios,
    /// A desk, or nothing that is known.
    Other,
}

/// Browser and device of a visit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Surroundings {
    pub(crate) entry: Entry,
    pub(crate) platform: Platform,
}

/// What betrays an app in its browser's `User-Agent`, and what works there. The first row that
/// fits counts, so that apps of Meta come before the general marks that they carry as well.
const APPS: [(&str, Entry); 24] = [
    // Facebook and Messenger, by whatever tag their versions use.
    ("FBAN/", Entry::FullPage),
    ("FBAV/", Entry::FullPage),
    ("FB_IAB/", Entry::FullPage),
    ("Orca-Android", Entry::FullPage),
    ("Instagram ", Entry::FullPage),
    // Threads, by the name that its versions use.
    ("Barcelona ", Entry::FullPage),
    ("WhatsApp/", Entry::Elsewhere),
    ("Line/", Entry::Elsewhere),
    ("KAKAOTALK", Entry::Elsewhere),
    ("MicroMessenger/", Entry::Elsewhere),
    ("musical_ly", Entry::Elsewhere),
    ("BytedanceWebview", Entry::Elsewhere),
    ("TikTok", Entry::Elsewhere),
    ("trill_", Entry::Elsewhere),
    ("LinkedInApp", Entry::Elsewhere),
    ("Snapchat", Entry::Elsewhere),
    ("Telegram-Android", Entry::Elsewhere),
    ("Twitter for", Entry::Elsewhere),
    ("Pinterest/", Entry::Elsewhere),
    ("Viber", Entry::Elsewhere),
    // Mail and search of Google: the former is an Android webview, the latter of both kinds.
    ("GmailHybrid", Entry::Elsewhere),
    // Any other app on Android that shows pages in a webview.
    ("; wv)", Entry::Elsewhere),
    // The Google app on an iPhone; it has no window to open beside itself.
    ("GSA/", Entry::FullPage),
    // Firefox Focus on an iPhone.
    ("Focus/", Entry::FullPage),
];

impl Surroundings {
    /// Reads a `User-Agent`; what is not known is taken for a browser in which all works.
    pub(crate) fn of(agent: &str) -> Self {
        let platform = if agent.contains("Android") {
            Platform::Android
        } else if ["iPhone", "iPad", "iPod"]
            .iter()
            .any(|device| agent.contains(device))
        {
            Platform::Ios
        } else {
            Platform::Other
        };
        let known = APPS
            .iter()
            .find(|(mark, _)| agent.contains(mark))
            .map(|(_, entry)| *entry);
        // Browsers on an iPhone call themselves Safari too; views inside of apps do not.
        let nameless = platform == Platform::Ios && !agent.contains("Safari/");
        let entry = match known {
            Some(entry) => entry,
            None if nameless => Entry::FullPage,
            None => Entry::Window,
        };
        Self { entry, platform }
    }

    /// The address that opens a link in the device's browser instead of in the app.
    pub(crate) fn way_out(self, link: &str) -> Option<String> {
        let (scheme, rest) = link.split_once("://")?;
        match self.platform {
            Platform::Android => Some(format!(
                "intent://{rest}#Intent;scheme={scheme};action=android.intent.action.VIEW;end"
            )),
            Platform::Ios => Some(format!("x-safari-{link}")),
            Platform::Other => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ANDROID_WEBVIEW: &str = "Mozilla/5.0 (Linux; Android 14; Pixel 8 Build/AP2A.240905.003; wv) \
        AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/128.0.6613.127 Mobile Safari/537.36";
    const IPHONE: &str = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5_1 like Mac OS X) \
        AppleWebKit/605.1.15 (KHTML, like Gecko)";

    #[test]
    fn known_browsers() {
        use Entry::{Elsewhere, FullPage, Window};
        use Platform::{Android, Ios, Other};
        let on_android = |tail: &str| format!("{ANDROID_WEBVIEW} {tail}");
        let on_iphone = |tail: &str| format!("{IPHONE} {tail}");
        let all = [
            // Browsers.
            ("", Window, Other),
            (
                "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36",
                Window,
                Other,
            ),
            (
                "Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:132.0) Gecko/20100101 Firefox/132.0",
                Window,
                Other,
            ),
            (
                "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Mobile Safari/537.36",
                Window,
                Android,
            ),
            (
                "Mozilla/5.0 (Linux; Android 14; SM-S921B) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/26.0 Chrome/122.0.0.0 Mobile Safari/537.36",
                Window,
                Android,
            ),
            (
                "Mozilla/5.0 (Android 14; Mobile; rv:132.0) Gecko/132.0 Firefox/132.0",
                Window,
                Android,
            ),
            (
                &on_iphone("Version/17.5 Mobile/15E148 Safari/604.1"),
                Window,
                Ios,
            ),
            (
                &on_iphone("CriOS/131.0.6778.73 Mobile/15E148 Safari/604.1"),
                Window,
                Ios,
            ),
            (
                &on_iphone("FxiOS/132.0 Mobile/15E148 Safari/605.1.15"),
                Window,
                Ios,
            ),
            // Meta's own apps.
            (
                &on_android("[FB_IAB/FB4A;FBAV/485.0.0.70.77;IABMV/1;]"),
                FullPage,
                Android,
            ),
            (
                &on_iphone(
                    "Mobile/15E148 [FBAN/FBIOS;FBAV/485.1.0.45.110;FBBV/665337277;FBDV/iPhone14,5]",
                ),
                FullPage,
                Ios,
            ),
            (
                &on_android("[FB_IAB/Orca-Android;FBAV/479.0.0.37.109;]"),
                FullPage,
                Android,
            ),
            (
                &on_iphone("Mobile/15E148 [FBAN/MessengerForiOS;FBAV/480.0.0.33.108]"),
                FullPage,
                Ios,
            ),
            (
                &on_android(
                    "Instagram 352.1.0.41.100 Android (34/14; 420dpi; 1080x2274; Google; Pixel 8)",
                ),
                FullPage,
                Android,
            ),
            (
                &on_iphone("Mobile/21F90 Instagram 352.0.0.29.98 (iPhone14,5; iOS 17_5_1; de_DE)"),
                FullPage,
                Ios,
            ),
            (
                &on_iphone("Mobile/21F90 Barcelona 352.0.0.29.98 (iPhone14,5; iOS 17_5_1)"),
                FullPage,
                Ios,
            ),
            // Other apps.
            (&on_android("WhatsApp/2.24.20.78 A"), Elsewhere, Android),
            (&on_iphone("Mobile/15E148 WhatsApp/2.24.20"), Elsewhere, Ios),
            (&on_android("Line/14.16.0/IAB"), Elsewhere, Android),
            (
                &on_iphone("Mobile/15E148 Safari Line/14.16.0"),
                Elsewhere,
                Ios,
            ),
            (
                &on_iphone("Mobile/15E148 KAKAOTALK 10.9.5 (INAPP)"),
                Elsewhere,
                Ios,
            ),
            (
                &on_android("MicroMessenger/8.0.50.2701(0x28003252) WeChat/arm64"),
                Elsewhere,
                Android,
            ),
            (
                &on_iphone("Mobile/15E148 musical_ly_36.5.0 JsSdk/2.0 BytedanceWebview/d8a21c6"),
                Elsewhere,
                Ios,
            ),
            (
                &on_android("trill_360503 JsSdk/1.0 NetType/WIFI AppName/trill"),
                Elsewhere,
                Android,
            ),
            (
                &on_iphone("Mobile/15E148 TikTok 36.5.0 rv:365020"),
                Elsewhere,
                Ios,
            ),
            (
                &on_iphone("Mobile/15E148 [LinkedInApp]/9.30.5263"),
                Elsewhere,
                Ios,
            ),
            (
                &on_android("Snapchat/13.12.0.43 (Pixel 8; Android 14#12025142#34; gzip)"),
                Elsewhere,
                Android,
            ),
            (
                &on_android("Telegram-Android/11.3.3 (Google Pixel 8; Android 14; SDK 34; HIGH)"),
                Elsewhere,
                Android,
            ),
            (
                &on_iphone("Mobile/15E148 Twitter for iPhone/10.65"),
                Elsewhere,
                Ios,
            ),
            (
                &on_iphone("Mobile/15E148 [Pinterest/iOS] Pinterest/12.40"),
                Elsewhere,
                Ios,
            ),
            (&on_android("Viber/23.3.0.6"), Elsewhere, Android),
            (&on_android("GmailHybrid/2024.10"), Elsewhere, Android),
            (&on_android("GSA/15.42.46.28.arm64"), Elsewhere, Android),
            (
                &on_iphone("GSA/342.0.693598186 Mobile/15E148 Safari/604.1"),
                FullPage,
                Ios,
            ),
            (&on_iphone("Focus/132.0 Mobile/15E148"), FullPage, Ios),
            // Apps without a name.
            (ANDROID_WEBVIEW, Elsewhere, Android),
            (&on_iphone("Mobile/15E148"), FullPage, Ios),
        ];
        for (agent, entry, platform) in all {
            assert_eq!(
                Surroundings::of(agent),
                Surroundings { entry, platform },
                "{agent}"
            );
        }
        for (mark, _) in APPS {
            let met = all.iter().any(|(agent, ..)| agent.contains(mark));
            assert!(met, "no sample for {mark}");
        }
    }

    #[test]
    fn ways_out_of_an_app() {
        let link = "https://gangway.example.com/o/abc";
        let out = |agent: &str| Surroundings::of(agent).way_out(link);
        assert_eq!(
            out(ANDROID_WEBVIEW).unwrap(),
            "intent://gangway.example.com/o/abc#Intent;scheme=https;action=android.intent.action.VIEW;end"
        );
        assert_eq!(
            out(IPHONE).unwrap(),
            "x-safari-https://gangway.example.com/o/abc"
        );
        assert_eq!(out("TikTok"), None);
    }
}
