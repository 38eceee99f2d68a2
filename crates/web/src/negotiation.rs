//! Which language a page speaks: the link's own, else what its address asks for, else
//! the browser's, else the partner's default, else English.

use crate::locales::Locale;
use axum::http::{HeaderMap, header};
use gangway_domain::Language;

/// Where a page's language may come from.
pub(crate) struct Wishes<'a> {
    pub(crate) link: Option<&'a Language>,
    pub(crate) query: Option<&'a str>,
    pub(crate) headers: &'a HeaderMap,
    pub(crate) partner: Option<&'a Language>,
}

impl Wishes<'_> {
    /// The first wish that a catalogue can meet.
    pub(crate) fn locale(&self) -> Locale {
        let of = |language: Option<&Language>| language.and_then(|l| Locale::from_tag(&l.tag()));
        of(self.link)
            .or_else(|| self.query.and_then(Locale::from_tag))
            .or_else(|| accepted(self.headers))
            .or_else(|| of(self.partner))
            .unwrap_or(Locale::English)
    }
}

fn accepted(headers: &HeaderMap) -> Option<Locale> {
    let header = headers.get(header::ACCEPT_LANGUAGE)?.to_str().ok()?;
    let mut wishes: Vec<(f32, Locale)> = header
        .split(',')
        .take(32)
        .filter_map(|wish| {
            let (tag, quality) = wish.split_once(';').unwrap_or((wish, "q=1"));
            let quality = quality.trim().strip_prefix("q=")?.parse::<f32>().ok()?;
            Some((quality, Locale::from_tag(tag)?))
        })
        .filter(|(quality, _)| *quality > 0.0)
        .collect();
    // Stable: equal wishes stay in the order in which the browser wrote them.
    wishes.sort_by(|a, b| b.0.total_cmp(&a.0));
    wishes.first().map(|(_, locale)| *locale)
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

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
        let link = language("fr");
        let wishes = Wishes {
            link: link.as_ref(),
            query: None,
            headers: &browser("he"),
            partner: None,
        };
        assert_eq!(wishes.locale(), Locale::Hebrew);
    }

    #[test]
    fn qualities_order_and_zero_refuses() {
        assert_eq!(
            accepted(&browser("fr, en;q=0.4, ar;q=0.9")),
            Some(Locale::Arabic)
        );
        assert_eq!(
            accepted(&browser("he;q=0, es;q=0.1")),
            Some(Locale::Spanish)
        );
        assert_eq!(accepted(&browser("es, he")), Some(Locale::Spanish));
        for garbage in ["", ";;;,,,", "q=1", "he;q=abc", "*", "he;q=NaN"] {
            assert_eq!(accepted(&browser(garbage)), None, "{garbage}");
        }
    }
}
