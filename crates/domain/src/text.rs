//! Free text from partners: trimmed, in normal form, without control characters, bounded.

use crate::{FieldError, FieldProblem};
use unicode_normalization::UnicodeNormalization;

/// Text of 1 to `MAX` Unicode scalar values.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Text<const MAX: usize>(String);

impl<const MAX: usize> Text<MAX> {
    /// Cleans and checks; `None` when nothing is left after trimming.
    ///
    /// # Errors
    /// When it is too long or holds control characters.
    pub fn parse(field: &'static str, raw: &str) -> Result<Option<Self>, FieldError> {
        let text = clean(field, raw, MAX)?;
        Ok((!text.is_empty()).then_some(Self(text)))
    }

    /// The same, where something has to be there.
    ///
    /// # Errors
    /// Also when nothing is left after trimming.
    pub fn required(field: &'static str, raw: &str) -> Result<Self, FieldError> {
        Self::parse(field, raw)?.ok_or_else(|| FieldError::new(field, FieldProblem::Required))
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl<const MAX: usize> std::fmt::Display for Text<MAX> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// Trims, brings to NFC and checks the length in Unicode scalar values.
///
/// # Errors
/// When it is longer than `max` or holds control characters (line breaks and
/// text-direction overrides included, since both can forge what a reader sees).
pub fn clean(field: &'static str, raw: &str, max: usize) -> Result<String, FieldError> {
    // Far past every limit: refuse before normalising.
    if raw.len() > max.saturating_mul(64) + 1024 {
        return Err(too_long(field, max));
    }
    let text: String = raw.trim().nfc().collect();
    if let Some(bad) = text.chars().find(|c| is_unwanted(*c)) {
        return Err(FieldError::new(field, FieldProblem::ControlCharacter(bad)));
    }
    if text.chars().count() > max {
        return Err(too_long(field, max));
    }
    Ok(text)
}

fn too_long(field: &'static str, max: usize) -> FieldError {
    FieldError::new(field, FieldProblem::TooLong { most: max })
}

fn is_unwanted(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{2028}' | '\u{2029}' | '\u{FEFF}')
        || is_noncharacter(c)
}

const fn is_noncharacter(c: char) -> bool {
    matches!(c, '\u{FDD0}'..='\u{FDEF}') || (c as u32) & 0xFFFE == 0xFFFE
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn limits_count_scalar_values_after_normalising() {
        // "é" as e + combining accent is one scalar value in NFC.
        let decomposed = "e\u{301}".repeat(50);
        assert_eq!(
            Text::<50>::required("reference", &decomposed).map(|t| t.as_str().chars().count()),
            Ok(50)
        );
        let emoji = "😀".repeat(51);
        assert!(Text::<50>::required("reference", &emoji).is_err());
    }

    #[test]
    fn control_characters_are_named() {
        let refused = Text::<50>::parse("reference", "a\nb").unwrap_err();
        assert_eq!(
            refused.to_string(),
            "reference may not hold control characters; remove U+000A"
        );
        assert!(Text::<50>::parse("reference", "a\u{202E}b").is_err());
    }

    #[test]
    fn blank_is_absent() {
        assert_eq!(Text::<5>::parse("x", "  "), Ok(None));
        assert!(Text::<5>::required("x", " \t ").is_err());
    }

    proptest! {
        #[test]
        fn whatever_comes_is_clean_or_refused(raw in any::<String>()) {
            if let Ok(text) = clean("x", &raw, 100) {
                prop_assert!(text.chars().count() <= 100);
                prop_assert!(!text.chars().any(is_unwanted));
                prop_assert_eq!(clean("x", &text, 100), Ok(text));
            }
        }
    }
}
