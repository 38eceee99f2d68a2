//! Which language a customer's page speaks: the link's own, else what its address asks for, else
//! the browser's, else the partner's default, else English.

use crate::locales::Locale;
use axum::http::HeaderMap;
use gangway_app::PageAccount;
use gangway_domain::Language;
use gangway_page::accepted;

/// Where a page's language may come from.
pub(crate) struct Wishes<'a> {
    pub(crate) link: Option<&'a Language>,
    pub(crate) query: Option<&'a str>,
    pub(crate) headers: &'a HeaderMap,
    pub(crate) partner: Option<&'a Language>,
}

/// The language that an account's link fixes, whatever its reader would like.
pub(crate) fn fixed(found: &PageAccount) -> Option<Locale> {
    known(found.account.details.language.as_ref())
}

fn known(language: Option<&Language>) -> Option<Locale> {
    Locale::from_tag(&language?.tag())
}

impl Wishes<'_> {
    /// The first wish that a catalogue can meet.
    pub(crate) fn locale(&self) -> Locale {
        known(self.link)
            .or_else(|| self.query.and_then(Locale::from_tag))
            .or_else(|| accepted(self.headers, |_| true))
            .or_else(|| known(self.partner))
            .unwrap_or(Locale::English)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::{HeaderValue, header};

    fn browser(accept: &'static str) -> HeaderMap {
        let mut headers = HeaderMap::new();
        headers.insert(header::ACCEPT_LANGUAGE, HeaderValue::from_static(accept));
        headers
    }

    fn language(tag: &str) -> Option<Language> {
        Language::parse("language", tag).unwrap()
    }

    #[test]
    fn the_order_of_wishes() {
        let (link, partner) = (language("he-IL"), language("ar"));
        let headers = browser("es-MX");
        let mut wishes = Wishes {
            link: link.as_ref(),
            query: Some("en"),
            headers: &headers,
            partner: partner.as_ref(),
        };
        assert_eq!(wishes.locale(), Locale::Hebrew);
        wishes.link = None;
        assert_eq!(wishes.locale(), Locale::English);
        wishes.query = Some("tlh");
        assert_eq!(wishes.locale(), Locale::Spanish);
        let nothing = HeaderMap::new();
        wishes.headers = &nothing;
        assert_eq!(wishes.locale(), Locale::Arabic);
        wishes.partner = None;
        assert_eq!(wishes.locale(), Locale::English);
    }

    #[test]
    fn a_link_language_without_catalogue_leaves_the_choice_to_the_browser() {
        let link = language("nl");
        let wishes = Wishes {
            link: link.as_ref(),
            query: None,
            headers: &browser("he"),
            partner: None,
        };
        assert_eq!(wishes.locale(), Locale::Hebrew);
    }
}
