//! How a partner's pages look where a link does not say otherwise.

use crate::{
    COLOUR_FIELD, Colour, Colours, FieldError, FieldProblem, HttpsUrl, LogoRef, PageTexts,
    TEXT_COLOUR_FIELD, Text,
};

/// What becomes of a value.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Change<T> {
    /// It stays.
    #[default]
    Keep,
    /// There is none from now on.
    Clear,
    /// This one from now on.
    Set(T),
}

impl<T> Change<T> {
    /// Out of a field of a request: left out, empty, or a value.
    #[must_use]
    pub fn of(given: Option<Option<T>>) -> Self {
        match given {
            None => Self::Keep,
            Some(None) => Self::Clear,
            Some(Some(value)) => Self::Set(value),
        }
    }

    /// What there is after it.
    #[must_use]
    pub fn applied_to(self, before: Option<T>) -> Option<T> {
        match self {
            Self::Keep => before,
            Self::Clear => None,
            Self::Set(value) => Some(value),
        }
    }

    /// The value that was given.
    #[must_use]
    pub const fn given(&self) -> Option<&T> {
        match self {
            Self::Set(value) => Some(value),
            Self::Keep | Self::Clear => None,
        }
    }

    /// Whether anything was given.
    #[must_use]
    pub const fn is_keep(&self) -> bool {
        matches!(self, Self::Keep)
    }
}

/// A partner's logo. Its picture is stored: pages never show one from elsewhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Logo {
    /// Where it was fetched; `None` for one that was handed in.
    pub url: Option<HttpsUrl>,
    /// The picture.
    pub picture: LogoRef,
}

/// How a partner's pages look where a link does not say otherwise.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Branding {
    /// Best 200 x 60.
    pub logo: Option<Logo>,
    /// Above the button.
    pub message: Option<Text<200>>,
    /// On the button.
    pub button: Option<Text<50>>,
    /// After the finish.
    pub success: Option<Text<200>>,
    /// After a failure.
    pub failed: Option<Text<200>>,
    /// Of button, monogram and progress.
    pub colours: Option<Colours>,
}

/// A change of how a partner's pages look. `L` says where a new logo comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BrandingChange<L> {
    /// The logo.
    pub logo: Change<L>,
    /// Above the button.
    pub message: Change<Text<200>>,
    /// On the button.
    pub button: Change<Text<50>>,
    /// After the finish.
    pub success: Change<Text<200>>,
    /// After a failure.
    pub failed: Change<Text<200>>,
    /// Of button, monogram and progress. Without it there is no colour of text either.
    pub colour: Change<Colour>,
    /// Of text upon that; without one it is chosen.
    pub text_colour: Change<Colour>,
}

impl<L> Default for BrandingChange<L> {
    fn default() -> Self {
        Self {
            logo: Change::Keep,
            message: Change::Keep,
            button: Change::Keep,
            success: Change::Keep,
            failed: Change::Keep,
            colour: Change::Keep,
            text_colour: Change::Keep,
        }
    }
}

impl<L> BrandingChange<L> {
    /// The same with the logo that was found for it.
    #[must_use]
    pub fn with_logo<M>(self, logo: Change<M>) -> BrandingChange<M> {
        BrandingChange {
            logo,
            message: self.message,
            button: self.button,
            success: self.success,
            failed: self.failed,
            colour: self.colour,
            text_colour: self.text_colour,
        }
    }
}

impl Branding {
    /// What a change makes of it.
    ///
    /// # Errors
    /// When text upon the colour could not be read, or would have no colour to be upon.
    pub fn changed(self, change: BrandingChange<Logo>) -> Result<Self, FieldError> {
        Ok(Self {
            logo: change.logo.applied_to(self.logo),
            message: change.message.applied_to(self.message),
            button: change.button.applied_to(self.button),
            success: change.success.applied_to(self.success),
            failed: change.failed.applied_to(self.failed),
            colours: colours(self.colours, change.colour, change.text_colour)?,
        })
    }

    /// The texts of a page: the link's own before the partner's.
    #[must_use]
    pub fn texts_under(&self, link: &PageTexts) -> PageTexts {
        PageTexts {
            logo: link.logo.clone(),
            picture: link.picture,
            message: link.message.clone().or_else(|| self.message.clone()),
            button: link.button.clone().or_else(|| self.button.clone()),
            success: link.success.clone().or_else(|| self.success.clone()),
            failed: link.failed.clone().or_else(|| self.failed.clone()),
        }
    }
}

fn colours(
    before: Option<Colours>,
    colour: Change<Colour>,
    text: Change<Colour>,
) -> Result<Option<Colours>, FieldError> {
    let blamed = if text.given().is_some() {
        TEXT_COLOUR_FIELD
    } else {
        COLOUR_FIELD
    };
    let Some(colour) = colour.applied_to(before.map(Colours::colour)) else {
        // The colour of text goes with the one that it was upon.
        return match text {
            Change::Set(_) => Err(FieldError::new(
                TEXT_COLOUR_FIELD,
                FieldProblem::NoColourBelow,
            )),
            Change::Keep | Change::Clear => Ok(None),
        };
    };
    let text = text.applied_to(before.and_then(Colours::given_text));
    Colours::new(colour, text).map(Some).map_err(|error| {
        let problem = match error.problem {
            FieldProblem::Contrast(unreadable) if blamed == COLOUR_FIELD => {
                FieldProblem::ContrastOfSet(unreadable)
            }
            problem => problem,
        };
        FieldError::new(blamed, problem)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn colour(raw: &str) -> Colour {
        Colour::parse("colour", raw).unwrap().unwrap()
    }

    fn to(colour: Change<Colour>, text_colour: Change<Colour>) -> BrandingChange<Logo> {
        BrandingChange {
            colour,
            text_colour,
            ..BrandingChange::default()
        }
    }

    fn coloured(text: Option<Colour>) -> Branding {
        Branding {
            colours: Some(Colours::new(colour("#0b5cd6"), text).unwrap()),
            ..Branding::default()
        }
    }

    #[test]
    fn a_text_colour_goes_with_its_colour() {
        let both = coloured(Some(Colour::WHITE));
        let cleared = both.clone().changed(to(Change::Clear, Change::Keep));
        assert_eq!(cleared, Ok(Branding::default()));
        let chosen = both.changed(to(Change::Keep, Change::Clear));
        assert_eq!(chosen, Ok(coloured(None)));
        for change in [
            to(Change::Keep, Change::Set(Colour::WHITE)),
            to(Change::Clear, Change::Set(Colour::WHITE)),
        ] {
            let refused = Branding::default().changed(change).unwrap_err();
            assert_eq!(refused.field, TEXT_COLOUR_FIELD);
        }
    }

    #[test]
    fn the_field_that_was_sent_is_named() {
        let yellow = colour("#ffdd00");
        let refused = coloured(Some(Colour::WHITE))
            .changed(to(Change::Set(yellow), Change::Keep))
            .unwrap_err();
        assert_eq!(refused.field, COLOUR_FIELD);
        assert!(refused.to_string().contains("1.34:1"), "{refused}");
        assert!(refused.to_string().contains("use #000000"), "{refused}");
        let refused = coloured(None)
            .changed(to(Change::Set(yellow), Change::Set(Colour::WHITE)))
            .unwrap_err();
        assert_eq!(refused.field, TEXT_COLOUR_FIELD);
        let fits = coloured(None).changed(to(Change::Set(yellow), Change::Keep));
        assert_eq!(fits.unwrap().colours.unwrap().text(), Colour::BLACK);
    }

    #[test]
    fn a_links_own_texts_come_first() {
        let text = |raw: &str| Text::<200>::required("text", raw).unwrap();
        let partner = Branding {
            message: Some(text("partner")),
            success: Some(text("partner")),
            ..Branding::default()
        };
        let link = PageTexts {
            message: Some(text("link")),
            failed: Some(text("link")),
            ..PageTexts::default()
        };
        let texts = partner.texts_under(&link);
        let said = [texts.message, texts.success, texts.failed]
            .map(|text| text.map(|text| text.as_str().to_owned()));
        let expected = ["link", "partner", "link"].map(|text| Some(text.to_owned()));
        assert_eq!(said, expected);
        assert_eq!(texts.button, None);
    }
}
