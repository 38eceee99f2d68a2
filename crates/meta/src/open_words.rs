//! Words of Meta's that are told apart.

/// A set of words that Meta may extend: unknown ones are kept, missing ones are `Unknown`.
macro_rules! open_words {
    (@first $text:literal $(| $other:literal)*) => {
        $text
    };
    (
        $(#[$doc:meta])* $name:ident {
            $($(#[$word_doc:meta])* $word:ident = $($text:literal)|+),* $(,)?
        }
    ) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Default, PartialEq, Eq, Hash, serde::Deserialize)]
        #[serde(from = "Option<String>")]
        pub enum $name {
            $($(#[$word_doc])* $word,)*
            /// Not said, or not known to Meta itself.
            #[default]
            Unknown,
            /// A word that is newer than this list.
            Other(String),
        }

        impl $name {
            /// Meta's word for it; `None` where it said none.
            #[must_use]
            pub fn word(&self) -> Option<&str> {
                match self {
                    $(Self::$word => Some(open_words!(@first $($text)|+)),)*
                    Self::Unknown => None,
                    Self::Other(word) => Some(word),
                }
            }
        }

        impl From<Option<String>> for $name {
            fn from(word: Option<String>) -> Self {
                match word.as_deref() {
                    $(Some($($text)|+) => Self::$word,)*
                    None | Some("UNKNOWN") => Self::Unknown,
                    Some(other) => Self::Other(other.chars().take(64).collect()),
                }
            }
        }
    };
}

pub(crate) use open_words;
