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
    use crate::locales::{Catalogues, Locale, catalogues};
    use std::collections::BTreeSet;
    use std::sync::LazyLock;

    fn said(locale: Locale, seconds: u64) -> String {
        static CATALOGUES: LazyLock<Catalogues> = LazyLock::new(catalogues);
        let words = Words {
            catalogues: &CATALOGUES,
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
    fn every_language_bends_its_words_as_the_number_wants() {
        let minutes = |count| count * MINUTE;
        let days = |count| count * DAY;
        for (locale, seconds, expected) in [
            (Locale::Spanish, 50, "dentro de un minuto"),
            (Locale::Spanish, minutes(10), "dentro de unos 10 minutos"),
            (Locale::Hebrew, 7_000, "בעוד כשעתיים"),
            (Locale::Arabic, minutes(2), "بعد نحو دقيقتين"),
            (Locale::Arabic, minutes(10), "بعد نحو 10 دقائق"),
            (Locale::Arabic, minutes(20), "بعد نحو 20 دقيقة"),
            (Locale::Arabic, days(100), "بعد 100 يومًا"),
            (Locale::Portuguese, 1, "daqui a cerca de um minuto"),
            (Locale::French, 7_000, "dans environ 2 heures"),
            (Locale::German, days(2), "in zwei Tagen"),
            (Locale::German, days(7), "in 7 Tagen"),
            (Locale::Russian, 1, "примерно через минуту"),
            (Locale::Russian, minutes(3), "примерно через 3 минуты"),
            (Locale::Russian, minutes(11), "примерно через 11 минут"),
            (Locale::Russian, minutes(21), "примерно через 21 минуту"),
            (Locale::Russian, minutes(90), "примерно через 90 минут"),
            (Locale::Russian, 21 * HOUR, "примерно через 21 час"),
            (Locale::Russian, days(22), "через 22 дня"),
            (Locale::Hindi, 1, "करीब एक मिनट बाद"),
            (Locale::Hindi, 7_000, "करीब 2 घंटे बाद"),
            (Locale::Indonesian, minutes(5), "sekitar 5 menit lagi"),
        ] {
            assert_eq!(said(locale, seconds), expected, "{seconds}");
        }
    }

    #[test]
    fn every_wait_is_told_in_every_language() {
        let spans = [(MINUTE, 1..=90), (HOUR, 2..=36), (DAY, 2..=130)];
        for locale in Locale::ALL {
            for (unit, counts) in spans.clone() {
                let told: BTreeSet<String> = counts
                    .clone()
                    .map(|count| {
                        let text = said(locale, count * unit);
                        assert!(!text.contains(['{', '$']), "{text}");
                        let digits: String = text.chars().filter(char::is_ascii_digit).collect();
                        // Small numbers may be words.
                        let word = digits.is_empty() && count <= 3;
                        assert!(word || digits == count.to_string(), "{text}");
                        text
                    })
                    .collect();
                assert_eq!(told.len(), counts.count(), "{}", locale.tag());
            }
        }
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
