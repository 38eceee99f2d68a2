//! Which language a browser asks for.

use crate::Locale;
use axum::http::{HeaderMap, header};

/// The language that the browser would like best, of those that are spoken here.
#[must_use]
pub fn accepted(headers: &HeaderMap, spoken: impl Fn(Locale) -> bool) -> Option<Locale> {
    let header = headers.get(header::ACCEPT_LANGUAGE)?.to_str().ok()?;
    let mut wishes: Vec<(f32, Locale)> = header
        .split(',')
        .take(32)
        .filter_map(|wish| {
            let (tag, quality) = wish.split_once(';').unwrap_or((wish, "q=1"));
            let quality = quality.trim().strip_prefix("q=")?.parse::<f32>().ok()?;
            Some((quality, Locale::from_tag(tag)?))
        })
        .filter(|(quality, locale)| *quality > 0.0 && spoken(*locale))
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

    #[test]
    fn qualities_order_and_zero_refuses() {
        assert_eq!(
            accepted(&browser("tlh, en;q=0.4, ar;q=0.9"), |_| true),
            Some(Locale::Arabic)
        );
        assert_eq!(
            accepted(&browser("he;q=0, es;q=0.1"), |_| true),
            Some(Locale::Spanish)
        );
        assert_eq!(
            accepted(&browser("es, he"), |_| true),
            Some(Locale::Spanish)
        );
        for garbage in ["", ";;;,,,", "q=1", "he;q=abc", "*", "he;q=NaN"] {
            assert_eq!(accepted(&browser(garbage), |_| true), None, "{garbage}");
        }
    }

    #[test]
    fn what_is_not_spoken_is_passed_over() {
        let headers = browser("ar, he;q=0.5");
        let spoken = |locale| locale != Locale::Arabic;
        assert_eq!(accepted(&headers, spoken), Some(Locale::Hebrew));
    }
}
