//! The `state` of Meta's dialog: the word by which a turn is found again and, behind it, on which
//! host and in which language its page is to go on. Meta gives it back as it was.

use gangway_page::Locale;

/// Behind the word: she left a page on the partner's own domain.
const ON_DOMAIN: char = '~';

/// The page that a customer has left for the dialog.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Left<'a> {
    /// The word of the turn.
    pub(crate) turn: &'a str,
    /// Whether it was on the partner's own domain.
    pub(crate) on_domain: bool,
    /// The language that its address asked for.
    pub(crate) locale: Option<Locale>,
}

impl<'a> Left<'a> {
    /// What Meta is given.
    pub(crate) fn state(self) -> String {
        let mut state = self.turn.to_owned();
        if self.on_domain {
            state.push(ON_DOMAIN);
        }
        if let Some(locale) = self.locale {
            state.push('.');
            state.push_str(locale.tag());
        }
        state
    }

    /// Reads what has come back. Of a language counts what is spoken here.
    pub(crate) fn read(state: &'a str) -> Self {
        let (turn, locale) = state
            .rsplit_once('.')
            .map_or((state, None), |(turn, tag)| (turn, Locale::from_tag(tag)));
        let own = turn.strip_suffix(ON_DOMAIN);
        Self {
            turn: own.unwrap_or(turn),
            on_domain: own.is_some(),
            locale,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn host_and_language_go_there_and_back() {
        for on_domain in [false, true] {
            for locale in Locale::ALL.into_iter().map(Some).chain([None]) {
                let left = Left {
                    turn: "abc",
                    on_domain,
                    locale,
                };
                assert_eq!(Left::read(&left.state()), left);
            }
        }
        assert_eq!(
            Left::read("abc").state(),
            "abc",
            "nothing is added without need"
        );
    }

    #[test]
    fn whatever_else_stands_there_is_no_language() {
        let read = |state| {
            let left = Left::read(state);
            (left.turn, left.locale)
        };
        assert_eq!(read("abc.tlh"), ("abc", None));
        assert_eq!(read("abc.https://evil.example"), ("abc.https://evil", None));
        assert_eq!(read(".he"), ("", Some(Locale::Hebrew)));
        assert_eq!(read(""), ("", None));
    }
}
