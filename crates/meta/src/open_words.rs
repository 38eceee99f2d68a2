//! Words of Meta's that are told apart.

/// A set of words that Meta may extend: unknown ones are kept, missing ones are `Unknown`.
macro_rules! open_words {
    (
        $(#[$doc:meta])* $name:ident {
            $($(#[$word_doc:meta])* $word:ident = $text:literal $(| $also:literal)*),* $(,)?
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
            /// Meta's word for it; `None` for [`Unknown`](Self::Unknown).
            #[must_use]
            pub fn word(&self) -> Option<&str> {
                match self {
                    $(Self::$word => Some($text),)*
                    Self::Unknown => None,
                    Self::Other(word) => Some(word),
                }
            }
        }

        impl From<Option<String>> for $name {
            fn from(word: Option<String>) -> Self {
                match word.as_deref() {
                    $(Some($text $(| $also)*) => Self::$word,)*
                    None | Some("UNKNOWN") => Self::Unknown,
                    Some(other) => Self::Other(other.chars().take(64).collect()),
                }
            }
        }
    };
}

pub(crate) use open_words;

#[cfg(test)]
mod tests {
    use crate::CodeVerification as Word;

    #[test]
    fn a_word_comes_back_as_meta_says_it() {
        for (said, read, word) in [
            (Some("VERIFIED"), Word::Verified, Some("VERIFIED")),
            (
                Some("NOT_VERIFIED"),
                Word::NotVerified,
                Some("NOT_VERIFIED"),
            ),
            (Some("UNVERIFIED"), Word::NotVerified, Some("NOT_VERIFIED")),
            (Some("NEW"), Word::Other("NEW".to_owned()), Some("NEW")),
            (Some("UNKNOWN"), Word::Unknown, None),
            (None, Word::Unknown, None),
        ] {
            assert_eq!(Word::from(said.map(str::to_owned)), read);
            assert_eq!(read.word(), word);
        }
        let long = Word::from(Some("F".repeat(65)));
        assert_eq!(long.word(), Some("F".repeat(64).as_str()));
    }
}
