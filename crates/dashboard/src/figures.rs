//! Times and numbers as the reader writes them. Without script times are in UTC and say so; the
//! script puts them into the reader's own time zone.

use gangway_domain::{Timestamp, Utc};
use gangway_page::Locale;
use serde::Serialize;

/// An instant, for the `time` macro of the templates.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct When {
    /// For machines.
    iso: String,
    /// For people.
    text: String,
}

impl When {
    pub(crate) fn new(at: Timestamp, locale: Locale) -> Self {
        let utc = Utc::of(at.as_secs());
        let Utc {
            year,
            month,
            day,
            hour,
            minute,
            second,
        } = utc;
        let month_name = month_name(locale, month);
        let text = match locale {
            Locale::Hebrew => format!("{day} ב{month_name} {year}, {hour:02}:{minute:02} UTC"),
            _ => format!("{day} {month_name} {year}, {hour:02}:{minute:02} UTC"),
        };
        Self {
            iso: format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z"),
            text,
        }
    }

    pub(crate) fn of(at: Option<Timestamp>, locale: Locale) -> Option<Self> {
        at.map(|at| Self::new(at, locale))
    }
}

/// A day, such as `23 Nov`.
pub(crate) fn day(at: Timestamp, locale: Locale) -> String {
    let Utc { month, day, .. } = Utc::of(at.as_secs());
    let month = month_name(locale, month);
    match locale {
        Locale::Hebrew => format!("{day} ב{month}"),
        _ => format!("{day} {month}"),
    }
}

/// A count with its thousands apart: both languages of the dashboard write them with a comma.
pub(crate) fn count(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (n, digit) in digits.chars().enumerate() {
        if n > 0 && (digits.len() - n).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

fn month_name(locale: Locale, month: i64) -> &'static str {
    const ENGLISH: [&str; 12] = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ];
    const HEBREW: [&str; 12] = [
        "ינואר",
        "פברואר",
        "מרץ",
        "אפריל",
        "מאי",
        "יוני",
        "יולי",
        "אוגוסט",
        "ספטמבר",
        "אוקטובר",
        "נובמבר",
        "דצמבר",
    ];
    let names = match locale {
        Locale::Hebrew => HEBREW,
        _ => ENGLISH,
    };
    usize::try_from(month - 1)
        .ok()
        .and_then(|index| names.get(index).copied())
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_for_people_and_machines() {
        let at = Timestamp::from_secs(1_800_000_000);
        let english = When::new(at, Locale::English);
        assert_eq!(english.iso, "2027-01-15T08:00:00Z");
        assert_eq!(english.text, "15 Jan 2027, 08:00 UTC");
        assert_eq!(
            When::new(at, Locale::Hebrew).text,
            "15 בינואר 2027, 08:00 UTC"
        );
        assert_eq!(day(at, Locale::English), "15 Jan");
    }

    #[test]
    fn thousands() {
        for (number, text) in [
            (0, "0"),
            (999, "999"),
            (1_000, "1,000"),
            (10_000, "10,000"),
            (1_234_567, "1,234,567"),
        ] {
            assert_eq!(count(number), text);
        }
    }
}
