//! How long a receiver asks to be left alone.

use reqwest::header::{DATE, HeaderMap, HeaderName, RETRY_AFTER};
use std::time::Duration;

/// Seconds, or the time until a date. A date is the receiver's, so it is read by the receiver's
/// own clock, which the answer tells too: two clocks that differ do no harm.
pub(crate) fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let text = |name: HeaderName| headers.get(name)?.to_str().ok().map(str::trim);
    let wish = text(RETRY_AFTER)?;
    if let Ok(seconds) = wish.parse() {
        return Some(Duration::from_secs(seconds));
    }
    let date = |text: &str| httpdate::parse_http_date(text).ok();
    let (until, now) = (date(wish)?, date(text(DATE)?)?);
    Some(until.duration_since(now).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(wish: &'static str, date: Option<&'static str>) -> Option<u64> {
        let mut headers = HeaderMap::new();
        headers.insert(RETRY_AFTER, wish.parse().unwrap());
        if let Some(date) = date {
            headers.insert(DATE, date.parse().unwrap());
        }
        retry_after(&headers).map(|wish| wish.as_secs())
    }

    #[test]
    fn seconds_need_no_clock() {
        assert_eq!(read("120", None), Some(120));
        assert_eq!(read(" 0 ", Some("long ago")), Some(0));
    }

    #[test]
    fn a_date_is_read_by_the_clock_of_who_wrote_it() {
        let now = Some("Fri, 31 Dec 1999 23:59:00 GMT");
        assert_eq!(read("Sat, 01 Jan 2000 00:01:30 GMT", now), Some(150));
        assert_eq!(read("Saturday, 01-Jan-00 00:01:30 GMT", now), Some(150));
        assert_eq!(read("Fri, 31 Dec 1999 00:00:00 GMT", now), Some(0));
    }

    #[test]
    fn what_does_not_read_is_no_wish() {
        assert_eq!(read("Sat, 01 Jan 2000 00:01:30 GMT", None), None);
        assert_eq!(read("Sat, 01 Jan 2000 00:01:30 GMT", Some("now")), None);
        for wish in ["", "-1", "1.5", "soon", "99999999999999999999999"] {
            let date = Some("Fri, 31 Dec 1999 23:59:00 GMT");
            assert_eq!(read(wish, date), None, "{wish:?}");
        }
    }
}
