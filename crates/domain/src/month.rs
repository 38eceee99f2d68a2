//! Calendar months, for counts that are kept by month.

use crate::Timestamp;

const SECONDS_A_DAY: i64 = 24 * 3600;
/// From 1 March of the year 0 to 1 January 1970.
const DAYS_BEFORE_1970: i64 = 719_468;

/// A calendar month in UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Month {
    /// How many months after January 1970.
    index: i64,
}

impl Month {
    /// The month in which an instant lies.
    #[must_use]
    pub const fn of(at: Timestamp) -> Self {
        let day = at.as_secs().div_euclid(SECONDS_A_DAY);
        // 400 years have 4800 months and 146097 days: right, or beside it by one.
        let mut index = (day * 4800).div_euclid(146_097);
        while first_day(index) > day {
            index -= 1;
        }
        while first_day(index + 1) <= day {
            index += 1;
        }
        Self { index }
    }

    /// Its first instant.
    #[must_use]
    pub const fn start(self) -> Timestamp {
        Timestamp::from_secs(first_day(self.index) * SECONDS_A_DAY)
    }

    /// The first instant after it.
    #[must_use]
    pub const fn end(self) -> Timestamp {
        self.minus(-1).start()
    }

    /// The month so many months earlier.
    #[must_use]
    pub const fn minus(self, months: i64) -> Self {
        Self {
            index: self.index - months,
        }
    }
}

/// The day on which a month starts, counted from 1 January 1970. Years are taken to start in
/// March, so that the leap day is the last one of a year.
const fn first_day(index: i64) -> i64 {
    let since_march = index + 1970 * 12 - 2;
    let (year, month) = (since_march.div_euclid(12), since_march.rem_euclid(12));
    let leap_days = year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400);
    year * 365 + leap_days + (153 * month + 2) / 5 - DAYS_BEFORE_1970
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn borders_are_those_of_the_calendar() {
        for (at, start, end) in [
            (0, 0, 2_678_400),
            (-1, -2_678_400, 0),
            // 29 February 2000 and 2024, the last second of each.
            (951_868_799, 949_363_200, 951_868_800),
            (1_709_251_199, 1_706_745_600, 1_709_251_200),
            // 28 February 2100 is the last of its month.
            (4_107_542_399, 4_105_123_200, 4_107_542_400),
            // November 2025 begins.
            (1_761_955_200, 1_761_955_200, 1_764_547_200),
        ] {
            let month = Month::of(Timestamp::from_secs(at));
            assert_eq!(month.start(), Timestamp::from_secs(start), "{at}");
            assert_eq!(month.end(), Timestamp::from_secs(end), "{at}");
        }
    }

    #[test]
    fn a_year_earlier_is_twelve_months_earlier() {
        let month = Month::of(Timestamp::from_secs(1_761_955_200));
        assert_eq!(month.minus(12).start(), Timestamp::from_secs(1_730_419_200));
    }

    proptest! {
        #[test]
        fn each_instant_lies_in_its_month(secs in -100_000_000_000_i64..100_000_000_000) {
            let at = Timestamp::from_secs(secs);
            let month = Month::of(at);
            prop_assert!(month.start() <= at && at < month.end());
            prop_assert_eq!(Month::of(month.start()), month);
            prop_assert_eq!(Month::of(month.end()), month.minus(-1));
        }
    }
}
