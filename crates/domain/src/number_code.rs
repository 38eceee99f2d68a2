//! The code by which the possession of a number is proved, and the language that it comes in.

use crate::{FieldError, FieldProblem};

/// A six-digit code.
#[derive(Clone, PartialEq, Eq)]
pub struct NumberCode(String);

impl NumberCode {
    /// Reads a code as people copy it: dashes and spaces in between are dropped.
    ///
    /// # Errors
    /// When there are not six digits.
    pub fn parse(field: &'static str, raw: &str) -> Result<Self, FieldError> {
        let is_filler = |letter: &char| *letter == '-' || letter.is_whitespace();
        let digits: String = raw.chars().filter(|letter| !is_filler(letter)).collect();
        if digits.len() == 6 && digits.bytes().all(|byte| byte.is_ascii_digit()) {
            Ok(Self(digits))
        } else {
            Err(FieldError::new(field, FieldProblem::NotCode))
        }
    }

    /// The digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Whoever reads a log must not prove anything with it.
impl std::fmt::Debug for NumberCode {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("NumberCode(…)")
    }
}

/// The language of a code's message, as Meta writes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CodeLanguage(String);

impl CodeLanguage {
    /// Reads `en`, `en_US` or `en-us`; `en_US` where nothing is left after trimming.
    ///
    /// # Errors
    /// When it is not of that form.
    pub fn parse(field: &'static str, raw: &str) -> Result<Self, FieldError> {
        let raw = raw.trim();
        if raw.is_empty() {
            return Ok(Self::default());
        }
        let is_word = |word: &str, length: std::ops::RangeInclusive<usize>| {
            length.contains(&word.len()) && word.bytes().all(|byte| byte.is_ascii_alphabetic())
        };
        let (language, country) = match raw.split_once(['_', '-']) {
            Some((language, country)) => (language, Some(country)),
            None => (raw, None),
        };
        if !is_word(language, 2..=3) || !country.is_none_or(|country| is_word(country, 2..=2)) {
            return Err(FieldError::new(field, "must be a language such as en_US"));
        }
        let country = country.map_or_else(String::new, |country| {
            format!("_{}", country.to_ascii_uppercase())
        });
        Ok(Self(format!("{}{country}", language.to_ascii_lowercase())))
    }

    /// As Meta writes it.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Default for CodeLanguage {
    fn default() -> Self {
        Self("en_US".to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_as_people_copy_it() {
        for raw in ["123456", "123-456", " 123 456\n", "12 34-56"] {
            assert_eq!(NumberCode::parse("code", raw).unwrap().as_str(), "123456");
        }
        for raw in [
            "",
            "12345",
            "1234567",
            "12345a",
            "١٢٣٤٥٦",
            "123.456",
            "+123456",
        ] {
            let error = NumberCode::parse("code", raw).unwrap_err().to_string();
            assert!(error.contains("six digits"), "{raw}: {error}");
        }
        let code = NumberCode::parse("code", "123456").unwrap();
        assert!(!format!("{code:?}").contains("123"));
    }

    #[test]
    fn a_language_as_meta_writes_it() {
        for (raw, expected) in [
            ("", "en_US"),
            (" ", "en_US"),
            ("he", "he"),
            ("pt-br", "pt_BR"),
            ("EN_us", "en_US"),
            ("fil", "fil"),
        ] {
            let language = CodeLanguage::parse("language", raw).unwrap();
            assert_eq!(language.as_str(), expected);
        }
        for raw in [
            "e", "english", "en_USA", "en_", "_US", "e1", "en_U1", "en_US_x", "עב",
        ] {
            assert!(CodeLanguage::parse("language", raw).is_err(), "{raw}");
        }
    }
}
