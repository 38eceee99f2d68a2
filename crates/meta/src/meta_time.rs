//! Reading Meta's times: `2027-02-18T10:00:00+0000` today, unix seconds here and there.

use gangway_domain::Timestamp;
use serde::{Deserialize, Deserializer};
use serde_json::Value;

const DAY: i64 = 86_400;

/// A time that may be missing. One that cannot be read counts as missing, as does Meta's 0.
pub(crate) fn optional<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<Timestamp>, D::Error> {
    let seconds = match Option::<Value>::deserialize(deserializer)? {
        Some(Value::Number(number)) => number.as_i64(),
        Some(Value::String(text)) => seconds(text.trim()),
        _ => None,
    };
    Ok(seconds
        .filter(|&seconds| seconds > 0)
        .map(Timestamp::from_secs))
}

/// Unix seconds of a time in text.
fn seconds(text: &str) -> Option<i64> {
    if let Some(seconds) = digits(text) {
        return Some(seconds);
    }
    let (local, offset) = text.split_at_checked("2027-02-18T10:00:00".len())?;
    let (date, time) = local.split_once('T')?;
    let [year, month, day] = three(date, '-')?;
    let [hour, minute, second] = three(time, ':')?;
    let fits = (1..=12).contains(&month)
        && (1..=31).contains(&day)
        && hour < 24
        && minute < 60
        && second <= 60;
    if !fits {
        return None;
    }
    let local = days(year, month, day) * DAY + hour * 3600 + minute * 60 + second;
    Some(local - east(offset)?)
}

/// Seconds that an offset lies east of Greenwich: `Z`, `+0000` or `+00:00`.
fn east(offset: &str) -> Option<i64> {
    if offset == "Z" {
        return Some(0);
    }
    let (sign, rest) = match offset.strip_prefix('+') {
        Some(rest) => (1, rest),
        None => (-1, offset.strip_prefix('-')?),
    };
    let (hours, minutes) = rest.split_at_checked(2)?;
    let minutes = minutes.strip_prefix(':').unwrap_or(minutes);
    if minutes.len() != 2 {
        return None;
    }
    Some(sign * (digits(hours)? * 3600 + digits(minutes)? * 60))
}

fn three(text: &str, separator: char) -> Option<[i64; 3]> {
    let mut parts = text.split(separator).map(digits);
    let three = [parts.next()??, parts.next()??, parts.next()??];
    parts.next().is_none().then_some(three)
}

/// A number that is nothing but digits: no sign, no space.
fn digits(text: &str) -> Option<i64> {
    let is_number = text.bytes().all(|b| b.is_ascii_digit());
    is_number.then(|| text.parse().ok()).flatten()
}

/// Days from 1970-01-01 to a day of the Gregorian calendar. Years are counted from March,
/// which puts the leap day at their end.
fn days(year: i64, month: i64, day: i64) -> i64 {
    let (year, month) = if month > 2 {
        (year, month - 3)
    } else {
        (year - 1, month + 9)
    };
    let leap_days = year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400);
    let day_of_year = (153 * month + 2) / 5 + day - 1;
    // 0000-03-01, from where this counts, was so many days before 1970.
    year * 365 + leap_days + day_of_year - 719_468
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Deserialize)]
    struct Holder {
        #[serde(default, deserialize_with = "optional")]
        at: Option<Timestamp>,
    }

    fn read(json: &str) -> Option<i64> {
        let holder: Holder = serde_json::from_str(json).unwrap();
        holder.at.map(Timestamp::as_secs)
    }

    #[test]
    fn times_in_all_forms() {
        for (text, seconds) in [
            ("2027-02-18T10:00:00+0000", 1_802_944_800),
            ("2027-02-18T10:00:00Z", 1_802_944_800),
            ("2027-02-18T12:00:00+02:00", 1_802_944_800),
            ("2027-02-18T02:30:00-0730", 1_802_944_800),
            ("2000-02-29T00:00:00+0000", 951_782_400),
            ("2000-03-01T00:00:00+0000", 951_868_800),
            ("2026-11-22T09:59:59+0000", 1_795_341_599),
            ("1802944800", 1_802_944_800),
        ] {
            let json = serde_json::json!({"at": text}).to_string();
            assert_eq!(read(&json), Some(seconds), "{text}");
        }
        assert_eq!(read(r#"{"at":1802944800}"#), Some(1_802_944_800));
    }

    #[test]
    fn what_is_no_time_is_missing() {
        for json in [
            r"{}",
            r#"{"at":null}"#,
            r#"{"at":0}"#,
            r#"{"at":"0"}"#,
            r#"{"at":""}"#,
            r#"{"at":true}"#,
            r#"{"at":"tomorrow"}"#,
            r#"{"at":"2027-02-18"}"#,
            r#"{"at":"2027-02-18T10:00:00"}"#,
            r#"{"at":"2027-02-18T10:00:00+00"}"#,
            r#"{"at":"2027-13-18T10:00:00+0000"}"#,
            r#"{"at":"2027-02-18T25:00:00+0000"}"#,
            r#"{"at":"2027-+2-18T10:00:00+0000"}"#,
            r#"{"at":"99999999999999999999"}"#,
            r#"{"at":"2027-02-18T10:00:0é"}"#,
        ] {
            assert_eq!(read(json), None, "{json}");
        }
    }
}
