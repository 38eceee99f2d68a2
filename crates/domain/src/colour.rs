//! Colours of a page, and whether text upon them can be read.

use crate::{FieldError, FieldProblem, Unreadable, clean};

/// An opaque sRGB colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Colour([u8; 3]);

impl Colour {
    /// Black.
    pub const BLACK: Self = Self([0; 3]);
    /// White.
    pub const WHITE: Self = Self([255; 3]);

    /// Red, green and blue.
    #[must_use]
    pub const fn rgb(red: u8, green: u8, blue: u8) -> Self {
        Self([red, green, blue])
    }

    /// Reads `#rrggbb`; `None` when nothing is left after trimming.
    ///
    /// # Errors
    /// When it is written in another way.
    pub fn parse(field: &'static str, raw: &str) -> Result<Option<Self>, FieldError> {
        let text = clean(field, raw, 50)?;
        if text.is_empty() {
            return Ok(None);
        }
        let digits = text.strip_prefix('#').map(str::as_bytes);
        let colour = digits.and_then(|digits| match digits {
            [r1, r2, g1, g2, b1, b2] => {
                Some(Self([byte(*r1, *r2)?, byte(*g1, *g2)?, byte(*b1, *b2)?]))
            }
            _ => None,
        });
        colour
            .map(Some)
            .ok_or_else(|| FieldError::new(field, FieldProblem::NotColour))
    }

    /// WCAG's contrast ratio of the two: 1 to 21, in either order.
    #[must_use]
    pub fn contrast(self, other: Self) -> f64 {
        let (one, two) = (self.luminance(), other.luminance());
        (one.max(two) + 0.05) / (one.min(two) + 0.05)
    }

    /// Black or white, whichever can be read better upon it. One of them always can.
    #[must_use]
    pub fn readable(self) -> Self {
        if self.contrast(Self::WHITE) >= self.contrast(Self::BLACK) {
            Self::WHITE
        } else {
            Self::BLACK
        }
    }

    /// WCAG's relative luminance: 0 to 1.
    fn luminance(self) -> f64 {
        let [red, green, blue] = self.0.map(|channel| {
            let part = f64::from(channel) / 255.0;
            if part <= 0.04045 {
                part / 12.92
            } else {
                ((part + 0.055) / 1.055).powf(2.4)
            }
        });
        0.2126f64.mul_add(red, 0.7152f64.mul_add(green, 0.0722 * blue))
    }
}

impl std::fmt::Display for Colour {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let [red, green, blue] = self.0;
        write!(f, "#{red:02x}{green:02x}{blue:02x}")
    }
}

fn byte(high: u8, low: u8) -> Option<u8> {
    let digit = |byte: u8| u8::try_from(char::from(byte).to_digit(16)?).ok();
    Some(digit(high)? * 16 + digit(low)?)
}

/// The partner's colour, and the one of text upon it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Colours {
    colour: Colour,
    text: Option<Colour>,
}

/// What the colour is called on the wire.
pub const COLOUR_FIELD: &str = "onboarding_color";
/// What the colour of text upon it is called on the wire.
pub const TEXT_COLOUR_FIELD: &str = "onboarding_text_color";

impl Colours {
    /// The least contrast at which text of any size can be read (WCAG 2.2, AA).
    pub const LEAST_CONTRAST: f64 = 4.5;

    /// Checks that text can be read.
    ///
    /// # Errors
    /// When it cannot; says how far from it the two are, and a colour that would do.
    pub fn new(colour: Colour, text: Option<Colour>) -> Result<Self, FieldError> {
        if let Some(text) = text
            && colour.contrast(text) < Self::LEAST_CONTRAST
        {
            let problem = FieldProblem::Contrast(Unreadable { colour, text });
            return Err(FieldError::new(TEXT_COLOUR_FIELD, problem));
        }
        Ok(Self { colour, text })
    }

    /// Of the button, the monogram and the progress.
    #[must_use]
    pub const fn colour(self) -> Colour {
        self.colour
    }

    /// Of text upon it, if the partner gave one.
    #[must_use]
    pub const fn given_text(self) -> Option<Colour> {
        self.text
    }

    /// Of text upon it.
    #[must_use]
    pub fn text(self) -> Colour {
        self.text.unwrap_or_else(|| self.colour.readable())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn colour(raw: &str) -> Colour {
        Colour::parse("c", raw).unwrap().unwrap()
    }

    #[test]
    fn only_six_digits_are_read() {
        assert_eq!(colour(" #0B5cD6 ").to_string(), "#0b5cd6");
        assert_eq!(Colour::parse("c", " "), Ok(None));
        for bad in [
            "0b5cd6",
            "#0b5cd",
            "#0b5cd6f",
            "#fff",
            "red",
            "#0b5cdg",
            "#+b5cd6",
            "rgb(1,2,3)",
            "#ééé",
            "#0b5cd6;}",
        ] {
            let refused = Colour::parse("onboarding_color", bad).unwrap_err();
            assert_eq!(refused.field, "onboarding_color", "{bad}");
            assert!(refused.to_string().contains("such as #0b5cd6"), "{bad}");
        }
    }

    #[test]
    fn contrast_is_that_of_wcag() {
        for (one, two, hundredths) in [
            ("#ffffff", "#000000", 2100),
            ("#ffffff", "#767676", 454),
            ("#ffffff", "#777777", 447),
            ("#ff0000", "#ffffff", 399),
            ("#0000ff", "#ffffff", 859),
            ("#123456", "#123456", 100),
        ] {
            let told = |one: &str, two: &str| (colour(one).contrast(colour(two)) * 100.0).floor();
            assert!(
                (told(one, two) - f64::from(hundredths)).abs() < 0.5,
                "{one} {two}"
            );
            assert!((told(one, two) - told(two, one)).abs() < f64::EPSILON);
        }
    }

    #[test]
    fn what_cannot_be_read_is_refused_with_the_ratio_and_the_mend() {
        let refused = Colours::new(colour("#777777"), Some(Colour::WHITE)).unwrap_err();
        assert_eq!(
            refused.to_string(),
            "onboarding_text_color #ffffff upon onboarding_color #777777 has a contrast of 4.47:1 and needs 4.5:1 at least; use #000000, or \"\" to let it be chosen"
        );
        let fits = Colours::new(colour("#767676"), Some(Colour::WHITE)).unwrap();
        assert_eq!(fits.text(), Colour::WHITE);
        assert_eq!(
            Colours::new(colour("#ffdd00"), None).unwrap().text(),
            Colour::BLACK
        );
        assert_eq!(
            Colours::new(colour("#0b5cd6"), None).unwrap().text(),
            Colour::WHITE
        );
    }

    proptest! {
        #[test]
        fn what_is_chosen_can_always_be_read(red: u8, green: u8, blue: u8) {
            let colour = Colour::rgb(red, green, blue);
            prop_assert!(Colours::new(colour, Some(colour.readable())).is_ok());
            prop_assert_eq!(Colour::parse("c", &colour.to_string()), Ok(Some(colour)));
        }
    }
}
