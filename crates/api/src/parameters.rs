//! Query parameters that several endpoints read alike.

use gangway_domain::{FieldError, Timestamp};

/// A time in unix seconds.
pub(crate) fn seconds(name: &'static str, value: &str) -> Result<Timestamp, FieldError> {
    value
        .parse()
        .map(Timestamp::from_secs)
        .map_err(|_| FieldError::new(name, "must be a time in unix seconds"))
}

/// How many objects a page may have, from 1.
pub(crate) fn limit(value: &str, most: u32) -> Result<u32, FieldError> {
    let limit = value
        .parse()
        .ok()
        .filter(|limit| (1..=most).contains(limit));
    let wrong = || FieldError::new("limit", format!("must be a whole number from 1 to {most}"));
    limit.ok_or_else(wrong)
}

/// A cursor that is a place in a numbered list.
pub(crate) fn place(value: &str) -> Result<i64, FieldError> {
    let place = value.parse().ok().filter(|place| *place >= 0);
    let wrong = || {
        FieldError::new(
            "cursor",
            "is not the next_cursor of an answer; start again without cursor",
        )
    };
    place.ok_or_else(wrong)
}

/// One of a fixed set of words.
pub(crate) fn word<T>(
    name: &'static str,
    value: &str,
    read: impl FnOnce(&str) -> Option<T>,
    words: &[&str],
) -> Result<T, FieldError> {
    let wrong = || FieldError::new(name, format!("must be one of {}", words.join(", ")));
    read(value).ok_or_else(wrong)
}
