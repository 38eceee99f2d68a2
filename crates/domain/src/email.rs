//! An e-mail address: syntax only, nothing is sent to it.

use crate::{FieldError, FieldProblem, clean};

/// An e-mail address of at most 100 characters.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Email(String);

impl Email {
    /// Cleans and checks; `None` when nothing is left after trimming.
    ///
    /// # Errors
    /// When it is too long or no e-mail address.
    pub fn parse(field: &'static str, raw: &str) -> Result<Option<Self>, FieldError> {
        let text = clean(field, raw, 100)?;
        if text.is_empty() {
            return Ok(None);
        }
        if email_address::EmailAddress::is_valid(&text) && !text.contains(['<', '"', ' ']) {
            Ok(Some(Self(text)))
        } else {
            Err(FieldError::new(field, FieldProblem::NotEmail))
        }
    }

    /// The address.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn syntax() {
        for good in [
            "john@example.com",
            "a.b+c@sub.example.co.il",
            "דנה@דוגמה.קום",
        ] {
            assert!(Email::parse("e", good).unwrap().is_some(), "{good}");
        }
        for bad in [
            "john",
            "john@",
            "@example.com",
            "a b@example.com",
            "a@b@c",
            "John <j@example.com>",
        ] {
            assert!(Email::parse("e", bad).is_err(), "{bad}");
        }
        assert_eq!(Email::parse("e", " "), Ok(None));
    }
}
