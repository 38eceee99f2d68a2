//! Phone numbers, real and temporary.

use crate::{FieldError, FieldProblem, Rng};

/// A valid phone number as E.164 digits without `+`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PhoneNumber(String);

impl PhoneNumber {
    /// Accepts digits with spaces, dashes, dots, brackets and a leading `+`.
    ///
    /// # Errors
    /// When it is empty or no valid number with its country code.
    pub fn parse(field: &'static str, raw: &str) -> Result<Self, FieldError> {
        let digits = digits_of(field, raw)?;
        if in_a_numbering_plan(&digits) && TemporaryNumber::recognise(&digits).is_none() {
            Ok(Self(digits))
        } else {
            Err(not_a_number(field))
        }
    }

    /// Takes digits that Meta itself gave for a number on a proved account, where a
    /// library older than the numbering plan must not stand in the way.
    ///
    /// # Errors
    /// When there are fewer than 5 or more than 15 digits.
    pub fn from_meta(raw: &str) -> Result<Self, FieldError> {
        let digits: String = raw.chars().filter(char::is_ascii_digit).collect();
        if (5..=15).contains(&digits.len()) {
            Ok(Self(digits))
        } else {
            Err(not_a_number("display_phone_number"))
        }
    }

    /// The digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The calling code of the country and the digits after it, whose leading zeros stay.
    #[must_use]
    pub fn calling_code_and_rest(&self) -> (&str, &str) {
        // No code is the start of another. Those of one or two digits are all given out, so
        // what is not among them has three, be it newer than the library or not.
        (1..=2)
            .map(|length| self.0.split_at(length))
            .find(|(code, _)| is_calling_code(code))
            .unwrap_or_else(|| self.0.split_at(3))
    }
}

/// A made-up number that stands for the real one until the customer has finished.
///
/// It starts with `97257`, a range that Israel has not given to customers; a real number
/// that begins so is refused.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TemporaryNumber(String);

impl TemporaryNumber {
    /// What every temporary number starts with.
    pub const PREFIX: &'static str = "97257";

    /// Draws one with `digits` digits after the prefix. The store keeps it unique.
    #[must_use]
    pub fn draw(rng: &dyn Rng, digits: u32) -> Self {
        let digits = digits.clamp(7, 10);
        let rest = rng.below(10_u64.pow(digits));
        let width = digits as usize;
        Self(format!("{}{rest:0width$}", Self::PREFIX))
    }

    /// Reads one back.
    #[must_use]
    pub fn recognise(digits: &str) -> Option<Self> {
        let rest = digits.strip_prefix(Self::PREFIX)?;
        let fits = (7..=10).contains(&rest.len()) && rest.bytes().all(|b| b.is_ascii_digit());
        fits.then(|| Self(digits.to_owned()))
    }

    /// The digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A number as the list shows it, and as partners name an account by it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ListedNumber {
    /// Stands in until the finish.
    Temporary(TemporaryNumber),
    /// The customer's own.
    Real(PhoneNumber),
}

impl ListedNumber {
    /// Reads a number that names an account.
    ///
    /// # Errors
    /// When it is neither a temporary nor a valid number.
    pub fn parse(field: &'static str, raw: &str) -> Result<Self, FieldError> {
        let digits = digits_of(field, raw)?;
        if let Some(temporary) = TemporaryNumber::recognise(&digits) {
            return Ok(Self::Temporary(temporary));
        }
        PhoneNumber::parse(field, raw).map(Self::Real)
    }

    /// The digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Temporary(number) => number.as_str(),
            Self::Real(number) => number.as_str(),
        }
    }
}

fn digits_of(field: &'static str, raw: &str) -> Result<String, FieldError> {
    let trimmed = raw.trim();
    let body = trimmed.strip_prefix('+').unwrap_or(trimmed);
    if body.is_empty() {
        return Err(FieldError::new(field, FieldProblem::Required));
    }
    let mut digits = String::with_capacity(body.len());
    for c in body.chars() {
        match c {
            '0'..='9' => digits.push(c),
            ' ' | '-' | '.' | '(' | ')' | '\u{a0}' | '\u{2011}' | '\u{2013}' => {}
            _ => return Err(not_a_number(field)),
        }
    }
    if (5..=15).contains(&digits.len()) {
        Ok(digits)
    } else {
        Err(not_a_number(field))
    }
}

/// Whether the digits fit the general plan of their country. The stricter check for
/// ranges in use would refuse numbers that are newer than the library.
fn in_a_numbering_plan(digits: &str) -> bool {
    let Ok(number) = phonenumber::parse(None, format!("+{digits}")) else {
        return false;
    };
    let national = number.national().to_string();
    phonenumber::metadata::DATABASE
        .by_code(&number.code().value())
        .into_iter()
        .flatten()
        .any(|region| region.descriptors().general().is_match(&national))
}

fn is_calling_code(digits: &str) -> bool {
    digits.parse::<u16>().is_ok_and(|code| {
        phonenumber::metadata::DATABASE
            .by_code(&code)
            .is_some_and(|regions| !regions.is_empty())
    })
}

fn not_a_number(field: &'static str) -> FieldError {
    FieldError::new(field, FieldProblem::NotPhone)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn separators_are_dropped() {
        for raw in ["972501234567", "+972 50-123-4567", " +972 (50) 123 4567 "] {
            assert_eq!(
                PhoneNumber::parse("whatsapp", raw).unwrap().as_str(),
                "972501234567"
            );
        }
    }

    #[test]
    fn what_is_no_number() {
        for raw in [
            "",
            "+",
            "abc",
            "0501234567",
            "97250",
            "9725012345678901",
            "972 50x1234567",
            "٩٧٢٥٠١٢٣٤٥٦٧",
        ] {
            assert!(PhoneNumber::parse("whatsapp", raw).is_err(), "{raw:?}");
        }
    }

    #[test]
    fn temporary_numbers_are_never_taken_for_real_ones() {
        for rest in ["0000000", "1234567", "9999999", "12345678", "1234567890"] {
            let digits = format!("97257{rest}");
            assert!(PhoneNumber::parse("whatsapp", &digits).is_err(), "{digits}");
            assert!(TemporaryNumber::recognise(&digits).is_some());
        }
    }

    #[test]
    fn the_calling_code_is_parted_from_the_rest() {
        for (digits, code, rest) in [
            ("15550783881", "1", "5550783881"),
            ("79161234567", "7", "9161234567"),
            ("493012345", "49", "3012345"),
            ("390612345678", "39", "0612345678"),
            ("972501234567", "972", "501234567"),
            ("18681234567", "1", "8681234567"),
            // Not given to any country.
            ("999501234567", "999", "501234567"),
        ] {
            let number = PhoneNumber::from_meta(digits).unwrap();
            assert_eq!(number.calling_code_and_rest(), (code, rest));
        }
    }

    proptest! {
        #[test]
        fn a_listed_number_is_digits_or_refused(raw in any::<String>()) {
            if let Ok(number) = ListedNumber::parse("whatsapp", &raw) {
                prop_assert!(number.as_str().bytes().all(|b| b.is_ascii_digit()));
            }
        }
    }
}
