//! The one shape in which a value says that it was refused.

use crate::{COLOUR_FIELD, Colour, Colours, NoLogo, TEXT_COLOUR_FIELD};

/// A refused value: which field, what is wrong with it and how to mend it.
///
/// `Display` gives one plain sentence that a partner's developer can act on.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{field} {problem}")]
pub struct FieldError {
    /// Name of the field as the caller wrote it.
    pub field: &'static str,
    /// What is wrong with it.
    pub problem: FieldProblem,
}

impl FieldError {
    /// A refusal of `field`, read as "`field` `problem`".
    pub fn new(field: &'static str, problem: impl Into<FieldProblem>) -> Self {
        Self {
            field,
            problem: problem.into(),
        }
    }
}

/// What is wrong with a value. `Display` is the rest of the API's sentence behind the field's name,
/// without the final full stop being assumed; pages say it in their reader's language.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FieldProblem {
    /// Nothing is there.
    #[error("is required and is empty; fill it in")]
    Required,
    /// Too many characters.
    #[error("may have at most {most} characters; shorten it")]
    TooLong {
        /// As many as it may have.
        most: usize,
    },
    /// A character that forges what a reader sees.
    #[error("may not hold control characters; remove U+{:04X}", u32::from(*.0))]
    ControlCharacter(char),
    /// No phone number.
    #[error("is not a phone number; write it with its country code, like 972501234567")]
    NotPhone,
    /// Not the digits of a code.
    #[error("must be the six digits of the code")]
    NotCode,
    /// No e-mail address.
    #[error("is not an e-mail address; write it like name@example.com")]
    NotEmail,
    /// No language tag.
    #[error("is not a BCP 47 language tag; write it like en, he or pt-BR")]
    NotLanguage,
    /// No address of a page that is called safely.
    #[error("must be an https address such as https://example.com/page")]
    NotHttps,
    /// No address at all.
    #[error("must be an address such as https://example.com/webhooks")]
    NotAddress,
    /// An address of another scheme.
    #[error("must begin with https:// or http://")]
    NotHttp,
    /// An address with a name and a password in it.
    #[error("must not hold a user name or a password; check the signature instead")]
    WithCredentials,
    /// An address with a part that stays in the browser.
    #[error("must not hold a #fragment; it would not be sent")]
    WithFragment,
    /// A host to send customers back to that is none; holds what was written.
    #[error("{0:?} is not a host name; write it like www.example.com")]
    NotHost(String),
    /// A host to which the operator lets no customers be sent back.
    #[error(
        "points to {host}, which is not on your list of redirect hosts; ask the operator to add it"
    )]
    HostNotListed {
        /// The host.
        host: String,
    },
    /// More than a partner's own domain.
    #[error(
        "must be a host name alone, such as pages.example.com: leave out https://, port and path"
    )]
    NotBareDomain,
    /// An IP address in place of a partner's own domain.
    #[error("must be a name, such as pages.example.com, not an IP address")]
    IpAddress,
    /// No partner's own domain.
    #[error("is no host name; write it like pages.example.com")]
    NotDomain,
    /// A name without a dot in place of a partner's own domain.
    #[error("must be a full name with a dot in it, such as pages.example.com")]
    DomainWithoutDot,
    /// What DNS does not know, in place of a partner's own domain.
    #[error(
        "is no host name: between its dots there are 1 to 63 letters, digits and hyphens, such as pages.example.com"
    )]
    DomainLabels,
    /// The installation's own host in place of a partner's domain.
    #[error(
        "is the host of public_url, where everybody's pages are; use a name of the partner's own"
    )]
    DomainIsPublic,
    /// Another partner's domain.
    #[error("belongs to another partner; take it from that one first, or use another name")]
    DomainTaken,
    /// No colour.
    #[error("must be a # and six hexadecimal digits, such as #0b5cd6")]
    NotColour,
    /// A colour of text without one for it to be upon.
    #[error("needs {COLOUR_FIELD} to be upon; send both, or clear it")]
    NoColourBelow,
    /// Text that cannot be read.
    #[error("{0}")]
    Contrast(Unreadable),
    /// A colour upon which the text that is set cannot be read.
    #[error("does not go with the {TEXT_COLOUR_FIELD} that is set: {0}")]
    ContrastOfSet(Unreadable),
    /// No logo.
    #[error(transparent)]
    NoLogo(#[from] NoLogo),
    /// What only the API and the command line meet, in the words of the API.
    #[error("{0}")]
    Other(String),
}

impl From<String> for FieldProblem {
    fn from(said: String) -> Self {
        Self::Other(said)
    }
}

impl From<&str> for FieldProblem {
    fn from(said: &str) -> Self {
        Self::Other(said.to_owned())
    }
}

/// Two colours too much alike.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "{text} upon {COLOUR_FIELD} {colour} has a contrast of {}:1 and needs {}:1 at least; use {}, or \"\" to let it be chosen",
    self.told(),
    Colours::LEAST_CONTRAST,
    .colour.readable()
)]
pub struct Unreadable {
    /// The colour below.
    pub colour: Colour,
    /// That of the text.
    pub text: Colour,
}

impl Unreadable {
    /// The contrast with two decimals, cut off and not rounded: 4.499 is not to be told as 4.50.
    #[must_use]
    pub fn told(&self) -> String {
        let ratio = self.colour.contrast(self.text);
        format!("{:.2}", (ratio * 100.0).floor() / 100.0)
    }
}
