//! The text in which a search looks, and the form in which it compares.

use gangway_domain::{AccountDetails, ListedNumber};
use unicode_normalization::UnicodeNormalization;

/// Between two fields; no text holds it, so nothing is found across a border.
const BORDER: char = '\u{1f}';

/// Everything about an account that a search finds, folded.
#[must_use]
pub fn haystack(number: &ListedNumber, details: &AccountDetails) -> String {
    let fields = [
        Some(details.business_name.as_str()),
        Some(number.as_str()),
        details.business_email.as_ref().map(|email| email.as_str()),
        details.reference.as_ref().map(|text| text.as_str()),
        Some(details.display_name.as_str()),
    ];
    let mut joined = String::new();
    for field in fields.into_iter().flatten() {
        joined.push_str(field);
        joined.push(BORDER);
    }
    fold(&joined)
}

/// Lower case, NFC, and one sigma: lower-casing makes a different one at a word's end,
/// which would hide `ΟΔΟΣ` inside a longer word.
#[must_use]
pub fn fold(text: &str) -> String {
    text.to_lowercase()
        .nfc()
        .map(|c| if c == 'ς' { 'σ' } else { c })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folding_is_stable_and_knows_one_sigma() {
        for text in ["İstanbul", "ΟΔΟΣ", "שלום", "E\u{301}COLE", "Straße", "Ǆ"] {
            let once = fold(text);
            assert_eq!(fold(&once), once, "{text}");
        }
        assert_eq!(fold("ΟΔΟΣ"), "οδοσ");
        assert_eq!(fold("E\u{301}COLE"), "école");
    }
}
