//! Phone numbers: reading what a customer types, inventing plausible ones, and printing them as Graph does.

use crate::dice::Dice;

/// Mobile prefixes under which every number is valid, and how many digits follow.
const PREFIXES: &[(&str, usize)] = &[
    ("49151", 8),
    ("49160", 7),
    ("49172", 7),
    ("972502", 6),
    ("972526", 6),
    ("972544", 6),
];

/// Calling codes of two digits; besides them there are 1 and 7, and all others have three.
const TWO_DIGIT_CODES: &[&str] = &[
    "20", "27", "30", "31", "32", "33", "34", "36", "39", "40", "41", "43", "44", "45", "46", "47",
    "48", "49", "51", "52", "53", "54", "55", "56", "57", "58", "60", "61", "62", "63", "64", "65",
    "66", "81", "82", "84", "86", "90", "91", "92", "93", "94", "95", "98",
];

/// Countries by calling code, where the code alone tells: enough for the `country` of a made-up account.
const COUNTRIES: &[(&str, &str)] = &[
    ("27", "ZA"),
    ("31", "NL"),
    ("32", "BE"),
    ("33", "FR"),
    ("34", "ES"),
    ("351", "PT"),
    ("353", "IE"),
    ("41", "CH"),
    ("43", "AT"),
    ("45", "DK"),
    ("46", "SE"),
    ("48", "PL"),
    ("49", "DE"),
    ("52", "MX"),
    ("55", "BR"),
    ("62", "ID"),
    ("65", "SG"),
    ("81", "JP"),
    ("90", "TR"),
    ("91", "IN"),
    ("971", "AE"),
    ("972", "IL"),
];

/// The digits of a number as typed, without `+`, spaces, dashes and the like.
pub(crate) fn parse(typed: &str) -> Option<String> {
    let trimmed = typed.trim();
    let rest = trimmed
        .strip_prefix('+')
        .or_else(|| trimmed.strip_prefix("00"))
        .unwrap_or(trimmed);
    let mut digits = String::with_capacity(rest.len());
    for character in rest.chars() {
        match character {
            '0'..='9' => digits.push(character),
            ' ' | '-' | '.' | '(' | ')' | '/' | '\u{a0}' => {}
            _ => return None,
        }
    }
    ((7..=15).contains(&digits.len()) && !digits.starts_with('0')).then_some(digits)
}

/// A valid mobile number that `taken` does not claim.
pub(crate) fn invent(dice: &mut Dice, taken: impl Fn(&str) -> bool) -> String {
    loop {
        let (prefix, rest) = PREFIXES[dice.below(PREFIXES.len())];
        let digits = format!("{prefix}{}", dice.digits(rest));
        if !taken(&digits) {
            return digits;
        }
    }
}

/// The number as Graph's `display_phone_number`: international, in groups.
pub(crate) fn display(digits: &str) -> String {
    let (code, national) = split(digits);
    let first = national.len().min(3);
    let second = first + (national.len() - first) / 2;
    let groups = [
        &national[..first],
        &national[first..second],
        &national[second..],
    ];
    groups
        .iter()
        .filter(|group| !group.is_empty())
        .fold(format!("+{code}"), |shown, group| {
            format!("{shown} {group}")
        })
}

/// The ISO code of the number's country, where the calling code tells it.
pub(crate) fn country(digits: &str) -> Option<String> {
    let (code, _) = split(digits);
    COUNTRIES
        .iter()
        .find(|(of_country, _)| *of_country == code)
        .map(|(_, iso)| (*iso).to_owned())
}

/// Calling code and national number.
fn split(digits: &str) -> (&str, &str) {
    let length = if digits.starts_with(['1', '7']) {
        1
    } else if TWO_DIGIT_CODES.iter().any(|code| digits.starts_with(code)) {
        2
    } else {
        3
    };
    digits.split_at(length.min(digits.len()))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::{country, display, invent, parse};
    use crate::dice::Dice;

    #[test]
    fn reads_what_people_type() {
        assert_eq!(
            parse(" +49 (1512) 345-6789 ").as_deref(),
            Some("4915123456789")
        );
        assert_eq!(parse("00972 50 123 4567").as_deref(), Some("972501234567"));
        for wrong in ["", "12345", "0301234567", "+49 call me", "1234567890123456"] {
            assert_eq!(parse(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn invents_valid_numbers_that_are_not_taken() {
        let mut dice = Dice::new(Some(1)).unwrap();
        let mut seen: Vec<String> = Vec::new();
        for _ in 0..200 {
            let number = invent(&mut dice, |candidate| {
                seen.iter().any(|other| other == candidate)
            });
            let parsed = phonenumber::parse(None, format!("+{number}")).unwrap();
            assert!(parsed.is_valid(), "{number}");
            let region = parsed.country().id().unwrap();
            assert_eq!(country(&number).as_deref(), Some(region.as_ref()));
            assert!(
                !number.starts_with("97257"),
                "{number} looks like a temporary number"
            );
            assert!(!seen.contains(&number), "{number} came twice");
            seen.push(number);
        }
    }

    #[test]
    fn prints_with_spaces_and_keeps_the_digits() {
        for digits in ["4915123456789", "972501234567", "15550783881", "1234567"] {
            let shown = display(digits);
            assert!(
                shown.starts_with('+') && shown.len() > digits.len(),
                "{shown}"
            );
            assert_eq!(
                shown
                    .chars()
                    .filter(char::is_ascii_digit)
                    .collect::<String>(),
                digits
            );
        }
        assert_eq!(display("972501234567"), "+972 501 234 567");
    }
}
