//! Times for people: in UTC, by the Gregorian calendar.

/// A point of time in its parts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Utc {
    /// Year.
    pub year: i64,
    /// 1 to 12.
    pub month: i64,
    /// 1 to 31.
    pub day: i64,
    /// 0 to 23.
    pub hour: i64,
    /// 0 to 59.
    pub minute: i64,
    /// 0 to 59.
    pub second: i64,
}

impl Utc {
    /// The parts of a time in unix seconds.
    #[must_use]
    pub const fn of(unix_seconds: i64) -> Self {
        let (days, rest) = (
            unix_seconds.div_euclid(86_400),
            unix_seconds.rem_euclid(86_400),
        );
        let (year, month, day) = date(days);
        Self {
            year,
            month,
            day,
            hour: rest / 3600,
            minute: rest / 60 % 60,
            second: rest % 60,
        }
    }
}

impl Utc {
    /// Unix seconds of the first second of a day; `None` when there is no such day.
    #[must_use]
    pub const fn midnight(year: i64, month: i64, day: i64) -> Option<i64> {
        if year < 0 || year > 9999 || month < 1 || month > 12 || day < 1 || day > 31 {
            return None;
        }
        // Years are counted from March, as below.
        let (since_march, in_year) = if month > 2 {
            (month - 3, year)
        } else {
            (month + 9, year - 1)
        };
        let leap_days = in_year.div_euclid(4) - in_year.div_euclid(100) + in_year.div_euclid(400);
        let days = in_year * 365 + leap_days + (153 * since_march + 2) / 5 + day - 1 - 719_468;
        let back = Self::of(days * 86_400);
        if back.year == year && back.month == month && back.day == day {
            Some(days * 86_400)
        } else {
            None
        }
    }
}

/// The Gregorian date of a day since 1970. Years are counted from March, so that the leap
/// day is the last one, in eras of 400 years, which all have the same length.
const fn date(days: i64) -> (i64, i64, i64) {
    const ERA: i64 = 146_097;
    let days = days.saturating_add(719_468);
    let (era, day) = (days.div_euclid(ERA), days.rem_euclid(ERA));
    let year = (day - day / 1_460 + day / 36_524 - day / 146_096) / 365;
    let day = day - (365 * year + year / 4 - year / 100);
    let month = (5 * day + 2) / 153;
    let day = day - (153 * month + 2) / 5 + 1;
    let (month, next) = if month < 10 {
        (month + 3, 0)
    } else {
        (month - 9, 1)
    };
    (era * 400 + year + next, month, day)
}

/// `2026-11-22 12:00:00`
impl std::fmt::Display for Utc {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self {
            year,
            month,
            day,
            hour,
            minute,
            second,
        } = self;
        write!(
            f,
            "{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}:{second:02}"
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn leap_days_and_centuries() {
        for (seconds, text) in [
            (-1, "1969-12-31 23:59:59"),
            (0, "1970-01-01 00:00:00"),
            (951_782_399, "2000-02-28 23:59:59"),
            (951_782_400, "2000-02-29 00:00:00"),
            (1_709_251_199, "2024-02-29 23:59:59"),
            (1_800_000_000, "2027-01-15 08:00:00"),
            (4_107_542_400, "2100-03-01 00:00:00"),
        ] {
            assert_eq!(Utc::of(seconds).to_string(), text);
        }
    }

    #[test]
    fn midnights() {
        for (year, month, day, seconds) in [
            (1970, 1, 1, Some(0)),
            (2000, 2, 29, Some(951_782_400)),
            (2027, 1, 15, Some(1_799_971_200)),
            (1969, 12, 31, Some(-86_400)),
            (2026, 2, 29, None),
            (2026, 13, 1, None),
            (2026, 11, 31, None),
        ] {
            assert_eq!(
                Utc::midnight(year, month, day),
                seconds,
                "{year}-{month}-{day}"
            );
        }
    }
}
