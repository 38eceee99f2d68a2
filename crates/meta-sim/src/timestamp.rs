//! Times as Graph prints them.

const DAY: i64 = 86_400;

/// `2026-11-20T10:00:00+0000`, from milliseconds since the epoch.
pub(crate) fn graph_time(unix_ms: i64) -> String {
    let seconds = unix_ms.div_euclid(1000);
    let (year, month, day) = civil_date(seconds.div_euclid(DAY));
    let second_of_day = seconds.rem_euclid(DAY);
    let (hour, minute, second) = (
        second_of_day / 3600,
        second_of_day / 60 % 60,
        second_of_day % 60,
    );
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}+0000")
}

/// Start of the month in which a moment lies and start of the next one, in unix seconds, UTC.
pub(crate) fn month_around(unix_seconds: i64) -> (i64, i64) {
    let first_of_month = |days: i64| days - (civil_date(days).2 - 1);
    let start = first_of_month(unix_seconds.div_euclid(DAY));
    // No month has more than 31 days, and none is shorter than what is left of these then.
    let end = first_of_month(start + 31);
    (start * DAY, end * DAY)
}

/// `November 22, 2026`, as bans are dated.
pub(crate) fn prose_date(unix_ms: i64) -> String {
    const MONTHS: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    let (year, month, day) = civil_date(unix_ms.div_euclid(1000).div_euclid(DAY));
    let month = usize::try_from(month - 1)
        .ok()
        .and_then(|at| MONTHS.get(at));
    format!("{} {day}, {year}", month.unwrap_or(&""))
}

/// Year, month and day of a count of days since 1970-01-01, in the Gregorian calendar: the year is counted from
/// March, so that the leap day is the last of its year.
fn civil_date(days: i64) -> (i64, i64, i64) {
    let days = days + 719_468;
    let era = days.div_euclid(146_097);
    let day_of_era = days.rem_euclid(146_097);
    let year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted_month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * shifted_month + 2) / 5 + 1;
    let month = if shifted_month < 10 {
        shifted_month + 3
    } else {
        shifted_month - 9
    };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    (year, month, day)
}

#[cfg(test)]
mod tests {
    use super::{graph_time, month_around, prose_date};

    #[test]
    fn prints_known_moments() {
        assert_eq!(graph_time(0), "1970-01-01T00:00:00+0000");
        assert_eq!(graph_time(951_782_400_000), "2000-02-29T00:00:00+0000");
        assert_eq!(prose_date(1_795_341_599_999), "November 22, 2026");
        assert_eq!(graph_time(1_795_341_599_999), "2026-11-22T09:59:59+0000");
    }

    #[test]
    fn months_end_where_the_next_ones_start() {
        for (at, start, end) in [
            (0, 0, 2_678_400),
            (1_709_251_199, 1_706_745_600, 1_709_251_200),
            (1_761_955_200, 1_761_955_200, 1_764_547_200),
            (1_767_225_599, 1_764_547_200, 1_767_225_600),
        ] {
            assert_eq!(month_around(at), (start, end));
        }
    }
}
