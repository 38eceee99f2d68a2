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
    open_words! {
        /// Fruit.
        Fruit {
            /// Red.
            Apple = "APPLE" | "POMME",
            /// Yellow.
            Pear = "PEAR",
        }
    }

    #[test]
    fn a_word_comes_back_as_meta_says_it() {
        for (said, fruit, word) in [
            (Some("APPLE"), Fruit::Apple, Some("APPLE")),
            (Some("POMME"), Fruit::Apple, Some("APPLE")),
            (Some("PEAR"), Fruit::Pear, Some("PEAR")),
            (Some("FIG"), Fruit::Other("FIG".to_owned()), Some("FIG")),
            (Some("UNKNOWN"), Fruit::Unknown, None),
            (None, Fruit::Unknown, None),
        ] {
            let read = Fruit::from(said.map(str::to_owned));
            assert_eq!(read, fruit);
            assert_eq!(read.word(), word);
        }
        let long = Fruit::from(Some("F".repeat(65)));
        assert_eq!(long.word(), Some("F".repeat(64).as_str()));
    }
}
