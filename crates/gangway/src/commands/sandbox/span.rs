//! Spans of time as people write them: `500ms`, `31s`, `10m`, `2h`, `3d`.

use std::time::Duration;

/// Reads a span.
pub(super) fn parse(text: &str) -> Result<Duration, String> {
    let malformed = || "write a number with ms, s, m, h or d, such as 31s, 2h or 3d".to_owned();
    let unit_at = text
        .find(|character: char| !character.is_ascii_digit())
        .ok_or_else(malformed)?;
    let (count, unit) = text.split_at(unit_at);
    let count: u64 = count.parse().map_err(|_| malformed())?;
    let unit_ms: u64 = match unit.trim() {
        "ms" => 1,
        "s" => 1000,
        "m" => 60_000,
        "h" => 3_600_000,
        "d" => 86_400_000,
        _ => return Err(malformed()),
    };
    count
        .checked_mul(unit_ms)
        .map(Duration::from_millis)
        .ok_or_else(|| "this is too long".to_owned())
}

/// Whole seconds of a span that has no others, and that fits the simulator.
pub(super) fn parse_seconds(text: &str) -> Result<u32, String> {
    let span = parse(text)?;
    if span.subsec_nanos() != 0 {
        return Err("the simulator counts whole seconds here".to_owned());
    }
    u32::try_from(span.as_secs()).map_err(|_| "this is too long".to_owned())
}

/// Milliseconds of a span that fits the simulator.
pub(super) fn parse_millis(text: &str) -> Result<u32, String> {
    u32::try_from(parse(text)?.as_millis()).map_err(|_| "this is too long".to_owned())
}

#[cfg(test)]
mod tests {
    use super::{parse_millis, parse_seconds};

    #[test]
    fn reads_what_people_write() {
        for (text, seconds) in [("31s", 31), ("10m", 600), ("2h", 7200), ("3d", 259_200)] {
            assert_eq!(parse_seconds(text), Ok(seconds), "{text}");
        }
        assert_eq!(parse_millis("500ms"), Ok(500));
        assert_eq!(parse_seconds("2000ms"), Ok(2));
        for wrong in [
            "",
            "5",
            "s",
            "1.5h",
            "-1s",
            "2w",
            "1500ms",
            "99999999999999999999d",
        ] {
            assert!(parse_seconds(wrong).is_err(), "{wrong}");
        }
    }
}
