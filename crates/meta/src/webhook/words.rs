//! Meta's words and texts, cut to a sane length.

use crate::wire::MetaId;
use gangway_domain::PhoneNumber;
use serde_json::Value;

/// Longest word that an event carries, in characters.
pub(super) const MAX_WORD: usize = 64;

/// The text without control characters and leading spaces, cut to `most` characters.
pub(super) fn clean(text: &str, most: usize) -> String {
    text.chars()
        .filter(|c| !c.is_control())
        .skip_while(|c| c.is_whitespace())
        .take(most)
        .collect()
}

/// A word or short phrase; a number counts as one.
pub(super) fn word(value: &Value) -> Option<String> {
    let text = match value {
        Value::String(text) => clean(text, MAX_WORD),
        Value::Number(number) => clean(&number.to_string(), MAX_WORD),
        _ => return None,
    };
    let text = text.trim_end();
    (!text.is_empty()).then(|| text.to_owned())
}

/// An id of Meta, also where it comes as a number.
pub(super) fn id<T: MetaId>(value: &Value) -> Option<T> {
    match value {
        Value::String(text) => T::from_text(text).ok(),
        Value::Number(number) => T::from_text(&number.as_u64()?.to_string()).ok(),
        _ => None,
    }
}

/// A phone number, formatted or as bare digits.
pub(super) fn number(value: &Value) -> Option<PhoneNumber> {
    PhoneNumber::from_meta(&word(value)?).ok()
}

/// A whole number, also where it comes as text.
pub(super) fn count(value: &Value) -> Option<i64> {
    match value {
        Value::Number(number) => number.as_i64(),
        Value::String(text) => text.trim().parse().ok(),
        _ => None,
    }
}
