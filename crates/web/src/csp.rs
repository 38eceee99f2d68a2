//! The Content-Security-Policy of each page: nothing is allowed but what it needs.

use crate::brand::BrandStyle;
use crate::settings::SignupSettings;
use url::Url;

/// Scheme, host and port of an address.
pub(crate) fn origin_of(address: &str) -> Option<String> {
    let origin = Url::parse(address).ok()?.origin();
    origin.is_tuple().then(|| origin.ascii_serialization())
}

/// What Meta's SDK has to reach, wherever it comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct SdkSources {
    script: String,
    reach: String,
}

impl SdkSources {
    /// The SDK's own origin may run and be asked; those whose messages count may be asked and framed.
    pub(crate) fn new(signup: &SignupSettings) -> Self {
        let script = origin_of(&signup.sdk_url).unwrap_or_default();
        let mut reach = vec![script.clone()];
        for allowed in &signup.message_origins {
            if allowed == "facebook" {
                reach.push("https://facebook.com".to_owned());
                reach.push("https://*.facebook.com".to_owned());
            } else if let Some(origin) = origin_of(allowed) {
                reach.push(origin);
            }
        }
        reach.retain(|source| !source.is_empty());
        reach.sort();
        reach.dedup();
        Self {
            script,
            reach: reach.join(" "),
        }
    }
}

/// For the page that opens Meta's dialog.
pub(crate) fn onboarding(sdk: &SdkSources, style: &BrandStyle) -> String {
    let SdkSources { script, reach } = sdk;
    let style = style.source();
    format!(
        "default-src 'none'; script-src 'self' {script}; style-src 'self'{style}; \
         img-src 'self' data: {reach}; connect-src 'self' {reach}; frame-src {reach}; \
         form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    )
}

/// For notices, which run no script; some have a form.
pub(crate) fn notice(style: &BrandStyle, form: bool) -> String {
    let form = if form { "'self'" } else { "'none'" };
    still(style, form, "'none'")
}

/// For a page that does nothing, in a frame of ours.
pub(crate) fn preview(style: &BrandStyle) -> String {
    still(style, "'none'", "'self'")
}

fn still(style: &BrandStyle, form: &str, frame: &str) -> String {
    let style = style.source();
    format!(
        "default-src 'none'; style-src 'self'{style}; img-src 'self' data:; \
         form-action {form}; base-uri 'none'; frame-ancestors {frame}"
    )
}

/// For the landing page, which loads nothing from anybody. It runs no script that could connect;
/// who judges websites asks for `robots.txt` in a page's name.
pub(crate) const WEBSITE: &str = "default-src 'none'; style-src 'self'; img-src data:; \
     connect-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'";

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples;

    fn directive<'a>(policy: &'a str, name: &str) -> Vec<&'a str> {
        policy
            .split("; ")
            .find_map(|part| part.strip_prefix(name))
            .expect("the directive is there")
            .split_whitespace()
            .collect()
    }

    #[test]
    fn metas_sdk_reaches_facebook_and_nobody_else() {
        let policy = onboarding(&SdkSources::new(&samples::signup()), &BrandStyle::default());
        assert_eq!(
            directive(&policy, "script-src"),
            ["'self'", "https://connect.facebook.net"]
        );
        assert_eq!(
            directive(&policy, "connect-src"),
            [
                "'self'",
                "https://*.facebook.com",
                "https://connect.facebook.net",
                "https://facebook.com"
            ]
        );
        assert!(!directive(&policy, "frame-src").contains(&"'self'"));
        assert!(!policy.contains("unsafe"), "{policy}");
    }

    #[test]
    fn a_simulator_gets_exactly_its_own_origin() {
        let mut signup = samples::signup();
        signup.sdk_url = "http://127.0.0.1:9100/{locale}/sdk.js".to_owned();
        signup.message_origins = vec!["http://127.0.0.1:9100".to_owned()];
        let policy = onboarding(&SdkSources::new(&signup), &BrandStyle::default());
        assert_eq!(directive(&policy, "frame-src"), ["http://127.0.0.1:9100"]);
        assert!(!policy.contains("facebook"), "{policy}");
    }

    #[test]
    fn colours_are_allowed_by_their_hash_and_a_logo_needs_nothing() {
        let colour = gangway_domain::Colour::parse("colour", "#0b5cd6");
        let colours = gangway_domain::Colours::new(colour.unwrap().unwrap(), None);
        let mut look = samples::full().look;
        look.colours = None;
        let plain = onboarding(&SdkSources::new(&samples::signup()), &BrandStyle::of(&look));
        assert_eq!(directive(&plain, "style-src"), ["'self'"]);
        assert!(!plain.contains("cdn.example.com"), "{plain}");
        look.colours = Some(colours.unwrap());
        let style = BrandStyle::of(&look);
        let hash = style.source();
        for policy in [
            onboarding(&SdkSources::new(&samples::signup()), &style),
            notice(&style, false),
            preview(&style),
        ] {
            assert_eq!(directive(&policy, "style-src"), ["'self'", hash.trim()]);
            assert!(!policy.contains("unsafe"), "{policy}");
        }
    }

    #[test]
    fn only_a_preview_is_framed_and_only_by_us() {
        let style = BrandStyle::default();
        assert_eq!(directive(&preview(&style), "frame-ancestors"), ["'self'"]);
        assert_eq!(directive(&preview(&style), "form-action"), ["'none'"]);
        let others = [
            onboarding(&SdkSources::new(&samples::signup()), &style),
            notice(&style, true),
        ];
        for policy in others {
            assert_eq!(directive(&policy, "frame-ancestors"), ["'none'"]);
        }
    }

    #[test]
    fn a_notice_may_send_its_own_form_and_no_other() {
        assert_eq!(
            directive(&notice(&BrandStyle::default(), true), "form-action"),
            ["'self'"]
        );
        assert_eq!(
            directive(&notice(&BrandStyle::default(), false), "form-action"),
            ["'none'"]
        );
    }
}
