//! A page language.

use crate::{FieldError, FieldProblem, clean};
use unic_langid::{CharacterDirection, LanguageIdentifier};

/// A BCP 47 language tag such as `en`, `he` or `pt-BR`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Language(LanguageIdentifier);

impl Language {
    /// Cleans and checks; `None` when nothing is left after trimming.
    ///
    /// # Errors
    /// When it is no language tag.
    pub fn parse(field: &'static str, raw: &str) -> Result<Option<Self>, FieldError> {
        let text = clean(field, raw, 35)?;
        if text.is_empty() {
            return Ok(None);
        }
        match text.parse::<LanguageIdentifier>() {
            Ok(tag) if !tag.language.is_empty() => Ok(Some(Self(tag))),
            _ => Err(FieldError::new(field, FieldProblem::NotLanguage)),
        }
    }

    /// The tag in its normal form.
    #[must_use]
    pub fn tag(&self) -> String {
        self.0.to_string()
    }

    /// Whether the language is written from right to left.
    #[must_use]
    pub fn is_rtl(&self) -> bool {
        self.0.character_direction() == CharacterDirection::RTL
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags() {
        let hebrew = Language::parse("language", "HE-il").unwrap().unwrap();
        assert_eq!(hebrew.tag(), "he-IL");
        assert!(hebrew.is_rtl());
        assert!(
            !Language::parse("language", "pt-BR")
                .unwrap()
                .unwrap()
                .is_rtl()
        );
        for bad in ["x", "english please", "12", "en--US"] {
            assert!(Language::parse("language", bad).is_err(), "{bad}");
        }
    }
}
