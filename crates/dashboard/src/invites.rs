//! Texts with which a partner sends a link to its customer, in the customer's language.

use crate::Dashboard;
use fluent_bundle::FluentArgs;
use gangway_page::{Catalogues, Locale};
use serde::Serialize;

/// The languages that customers' pages speak.
pub(crate) const SOURCES: [(Locale, &str); 10] = [
    (Locale::English, include_str!("../locales/en/invite.ftl")),
    (Locale::Hebrew, include_str!("../locales/he/invite.ftl")),
    (Locale::Arabic, include_str!("../locales/ar/invite.ftl")),
    (Locale::Spanish, include_str!("../locales/es/invite.ftl")),
    (Locale::Portuguese, include_str!("../locales/pt/invite.ftl")),
    (Locale::French, include_str!("../locales/fr/invite.ftl")),
    (Locale::German, include_str!("../locales/de/invite.ftl")),
    (Locale::Russian, include_str!("../locales/ru/invite.ftl")),
    (Locale::Hindi, include_str!("../locales/hi/invite.ftl")),
    (Locale::Indonesian, include_str!("../locales/id/invite.ftl")),
];

/// The text of a message, and the subject of an e-mail.
#[derive(Debug, Serialize)]
pub(crate) struct Invite {
    lang: &'static str,
    dir: &'static str,
    text: String,
    subject: String,
    /// Opens the reader's e-mail program with it.
    mail: String,
    /// Opens WhatsApp with it.
    whatsapp: String,
}

pub(crate) fn catalogues() -> Catalogues {
    Catalogues::new(&SOURCES)
}

impl Dashboard {
    pub(crate) fn invite(
        &self,
        locale: Locale,
        partner: &str,
        business: &str,
        link: &str,
    ) -> Invite {
        let mut args = FluentArgs::new();
        args.set("partner", partner);
        args.set("business", business);
        // Names are isolated on a page; in a message such marks would be in the way.
        let plain = |text: String| text.replace(['\u{2068}', '\u{2069}'], "");
        let text = plain(self.invites.say(locale, "invite-text", &args));
        let subject = plain(self.invites.say(locale, "invite-subject", &args));
        let text = format!("{text}\n{link}");
        let encoded = |text: &str| {
            // Mail programs take a plus sign for a plus sign.
            url::form_urlencoded::byte_serialize(text.as_bytes())
                .collect::<String>()
                .replace('+', "%20")
        };
        Invite {
            lang: locale.tag(),
            dir: locale.direction(),
            mail: format!(
                "mailto:?subject={}&body={}",
                encoded(&subject),
                encoded(&text)
            ),
            whatsapp: format!("https://wa.me/?text={}", encoded(&text)),
            text,
            subject,
        }
    }
}
