//! A wait in words: a customer wants to know about when, not to the second.

use crate::locales::Words;
use fluent_bundle::FluentArgs;
use gangway_domain::Timestamp;

const MINUTE: u64 = 60;
const HOUR: u64 = 60 * MINUTE;
const DAY: u64 = 24 * HOUR;

/// Seconds from `now` until an instant that is still to come.
pub(crate) fn seconds_until(now: Timestamp, then: Option<Timestamp>) -> Option<u64> {
    let millis = now.until(then?).as_millis();
    let seconds = u64::try_from(millis.div_ceil(1000)).unwrap_or(u64::MAX);
    (seconds > 0).then_some(seconds)
}

/// "in about five minutes", never less than it is.
pub(crate) fn in_words(seconds: u64, words: &Words<'_>) -> String {
    let (key, count) = match seconds {
        ..=5_400 => ("wait-minutes", seconds.div_ceil(MINUTE)),
        5_401..=129_600 => ("wait-hours", seconds.div_ceil(HOUR)),
        _ => ("wait-days", seconds.div_ceil(DAY)),
    };
    let mut args = FluentArgs::new();
    args.set("count", count);
    words.catalogues.say(words.locale, key, &args)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::locales::{Catalogues, Locale};

    fn said(locale: Locale, seconds: u64) -> String {
        let catalogues = Catalogues::new();
        let words = Words {
            catalogues: &catalogues,
            locale,
            partner: "",
            business: "",
        };
        in_words(seconds, &words).replace(['\u{2068}', '\u{2069}'], "")
    }

    #[test]
    fn about_when() {
        for (seconds, english) in [
            (1, "in about a minute"),
            (61, "in about 2 minutes"),
            (5_400, "in about 90 minutes"),
            (5_401, "in about 2 hours"),
            (129_600, "in about 36 hours"),
            (129_601, "in two days"),
            (172_801, "in three days"),
            (259_200, "in three days"),
            (864_000, "in 10 days"),
        ] {
            assert_eq!(said(Locale::English, seconds), english, "{seconds}");
        }
    }

    #[test]
    fn every_language_has_its_own_numbers() {
        assert_eq!(said(Locale::Spanish, 50), "dentro de un minuto");
        assert_eq!(said(Locale::Spanish, 600), "dentro de unos 10 minutos");
        assert_eq!(said(Locale::Hebrew, 7_000), "בעוד כשעתיים");
        assert_eq!(said(Locale::Arabic, 120), "بعد نحو دقيقتين");
        assert_eq!(said(Locale::Arabic, 600), "بعد نحو 10 دقائق");
        assert_eq!(said(Locale::Arabic, 1_200), "بعد نحو 20 دقيقة");
    }

    #[test]
    fn a_moment_that_has_come_is_no_wait() {
        let at = Timestamp::from_millis;
        assert_eq!(seconds_until(at(10_000), Some(at(10_001))), Some(1));
        assert_eq!(seconds_until(at(10_000), Some(at(10_000))), None);
        assert_eq!(seconds_until(at(10_000), Some(at(9_000))), None);
        assert_eq!(seconds_until(at(10_000), None), None);
    }
}
