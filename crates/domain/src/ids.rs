//! Identifiers. Our own row ids are numbers that only the store gives out; Meta's ids
//! are opaque strings, because their form is announced to change.

use crate::{FieldError, Rng, alphanumeric};

macro_rules! row_id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(i64);

        impl $name {
            /// Wraps a row id that came from the store.
            #[must_use]
            pub const fn from_row(id: i64) -> Self {
                Self(id)
            }

            /// The row id.
            #[must_use]
            pub const fn row(self) -> i64 {
                self.0
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }
    };
}

row_id! {
    /// A partner.
    PartnerId
}
row_id! {
    /// An onboarding account.
    AccountId
}

macro_rules! reads_as_text {
    ($name:ident) => {
        impl $name {
            /// The text as it was given.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

macro_rules! meta_id {
    ($(#[$doc:meta])* $name:ident, $field:literal) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(String);

        impl $name {
            /// Accepts any id that can stand as one path segment of a Graph URL.
            ///
            /// # Errors
            /// When it is empty, over 64 characters, or holds anything but letters,
            /// digits, `_` and `-`.
            pub fn parse(raw: &str) -> Result<Self, FieldError> {
                let fits = (1..=64).contains(&raw.len())
                    && raw.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_' || b == b'-');
                if fits {
                    Ok(Self(raw.to_owned()))
                } else {
                    Err(FieldError::new($field, "is not an id that Meta gives out"))
                }
            }
        }

        reads_as_text!($name);
    };
}

meta_id! {
    /// A WhatsApp Business Account.
    WabaId, "waba_id"
}
meta_id! {
    /// A phone number object of Meta (not the digits).
    PhoneNumberId, "phone_number_id"
}
meta_id! {
    /// A number in the operator's pool of pre-verified numbers at Meta.
    PreverifiedId, "preverified_id"
}
meta_id! {
    /// A business portfolio of Meta.
    MetaBusinessId, "business_id"
}
meta_id! {
    /// A Meta app.
    AppId, "app_id"
}

macro_rules! random_word {
    ($(#[$doc:meta])* $name:ident, $field:literal, $len:literal) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, Hash)]
        pub struct $name(String);

        impl $name {
            /// A new one; five bits a character.
            #[must_use]
            pub fn generate(rng: &dyn Rng) -> Self {
                Self(alphanumeric(rng, $len))
            }

            /// Accepts letters and digits, so that a link written by an import keeps working.
            ///
            /// # Errors
            /// When it is empty, over 64 characters, or holds anything but letters and digits.
            pub fn parse(raw: &str) -> Result<Self, FieldError> {
                let fits = (1..=64).contains(&raw.len())
                    && raw.bytes().all(|b| b.is_ascii_alphanumeric());
                if fits {
                    Ok(Self(raw.to_owned()))
                } else {
                    Err(FieldError::new($field, "may hold 1 to 64 letters and digits only"))
                }
            }
        }

        reads_as_text!($name);
    };
}

random_word! {
    /// The secret part of an onboarding link (120 bits): who has it may finish the account.
    LinkSlug, "link", 24
}
random_word! {
    /// The public part of a landing page's address. Tells nothing about the link.
    LandingSlug, "landing page", 12
}
random_word! {
    /// A partner's client id: an identifier, not a secret.
    ClientId, "client_id", 20
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn meta_ids_cannot_leave_their_path_segment() {
        assert!(WabaId::parse("102000000000001").is_ok());
        for bad in ["", "1/2", "..", "a b", "1?x=2", "\u{661}"] {
            assert!(WabaId::parse(bad).is_err(), "{bad:?}");
        }
    }
}
