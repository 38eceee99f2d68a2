//! What the page's script is told: a state, and a sentence with a next step in the
//! customer's language.

use crate::locales::Words;
use axum::http::StatusCode;
use gangway_app::JourneyStatus;
use gangway_domain::{PageTexts, Problem};
use serde::Serialize;

/// The JSON of every call of the page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Answer {
    pub(crate) state: &'static str,
    pub(crate) title: String,
    pub(crate) message: String,
    /// Digits of the connected number, once finished.
    pub(crate) number: Option<String>,
    /// Whether trying again needs no new turn through Meta's dialog.
    pub(crate) resumable: bool,
}

impl Answer {
    /// Puts a status into words; the partner's own texts for success and failure come first.
    pub(crate) fn new(status: &JourneyStatus, words: &Words<'_>, texts: &PageTexts) -> Self {
        let state = state_of(status);
        let own = |text: Option<&str>, otherwise: &str| {
            text.map_or_else(|| words.say(otherwise), str::to_owned)
        };
        let success = texts.success.as_ref().map(|text| text.as_str());
        let (title, message, number, resumable) = match status {
            JourneyStatus::Finished { number } => (
                words.say("state-finished-title"),
                own(success, "state-finished"),
                Some(number.clone()),
                false,
            ),
            JourneyStatus::Halted { problem, resumable } => {
                let reason = words.say(&problem_key(*problem, *resumable));
                let message = match &texts.failed {
                    Some(failed) => format!("{failed}\n{reason}"),
                    None => reason,
                };
                (words.say("state-failed-title"), message, None, *resumable)
            }
            _ => {
                let key = format!("state-{state}");
                let title = words.say(&format!("{key}-title"));
                (title, words.say(&key), None, false)
            }
        };
        Self {
            state,
            title,
            message,
            number,
            resumable,
        }
    }

    /// For a link that never was.
    pub(crate) fn unknown_link(words: &Words<'_>) -> Self {
        Self::plain("gone", words, "state-unknown")
    }

    /// For a moment in which the store does not answer.
    pub(crate) fn unavailable(words: &Words<'_>) -> Self {
        Self::plain("failed", words, "state-unavailable")
    }

    /// For a call that no page of ours sends; its reader is a developer.
    pub(crate) fn refusal(message: String) -> Self {
        Self {
            state: "failed",
            title: "This request was not understood".to_owned(),
            message,
            number: None,
            resumable: false,
        }
    }

    fn plain(state: &'static str, words: &Words<'_>, key: &str) -> Self {
        Self {
            state,
            title: words.say(&format!("{key}-title")),
            message: words.say(key),
            number: None,
            resumable: false,
        }
    }

    /// The HTTP status that goes with the state.
    pub(crate) fn http_status(&self) -> StatusCode {
        match self.state {
            "refused" => StatusCode::CONFLICT,
            "expired" | "gone" => StatusCode::GONE,
            _ => StatusCode::OK,
        }
    }
}

/// The state's name on the wire and in the page.
pub(crate) const fn state_of(status: &JourneyStatus) -> &'static str {
    match status {
        JourneyStatus::Ready => "ready",
        JourneyStatus::Waiting => "waiting",
        JourneyStatus::Working => "working",
        JourneyStatus::Finished { .. } => "finished",
        JourneyStatus::AlreadyFinished => "refused",
        JourneyStatus::Cancelled => "cancelled",
        JourneyStatus::Halted { .. } => "failed",
        JourneyStatus::Expired => "expired",
        JourneyStatus::Gone => "gone",
    }
}

/// The catalogue's key for a problem.
pub(crate) fn problem_key(problem: Problem, resumable: bool) -> String {
    if problem == Problem::MetaUnavailable && resumable {
        // What the customer chose counts only where there is a token to go on with.
        return "problem-meta-unavailable-kept".to_owned();
    }
    format!("problem-{}", problem.name().replace('_', "-"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::locales::{Catalogues, Locale};
    use gangway_domain::Text;

    fn words(catalogues: &Catalogues) -> Words<'_> {
        Words {
            catalogues,
            locale: Locale::English,
            partner: "Northwind Partners",
            business: "Rosa",
        }
    }

    #[test]
    fn a_second_finish_is_refused_kindly() {
        let catalogues = Catalogues::new();
        let answer = Answer::new(
            &JourneyStatus::AlreadyFinished,
            &words(&catalogues),
            &PageTexts::default(),
        );
        assert_eq!(answer.state, "refused");
        assert_eq!(answer.http_status(), StatusCode::CONFLICT);
        assert!(answer.message.contains("nothing left to do"));
    }

    #[test]
    fn a_dead_link_is_gone() {
        let catalogues = Catalogues::new();
        for status in [JourneyStatus::Expired, JourneyStatus::Gone] {
            let answer = Answer::new(&status, &words(&catalogues), &PageTexts::default());
            assert_eq!(answer.http_status(), StatusCode::GONE);
        }
    }

    #[test]
    fn choices_are_kept_only_where_the_set_up_can_go_on() {
        let catalogues = Catalogues::new();
        for resumable in [true, false] {
            let halted = JourneyStatus::Halted {
                problem: Problem::MetaUnavailable,
                resumable,
            };
            let answer = Answer::new(&halted, &words(&catalogues), &PageTexts::default());
            assert_eq!(answer.message.contains("choices are kept"), resumable);
            assert_eq!(answer.message.contains("Facebook’s window"), !resumable);
        }
    }

    #[test]
    fn the_partners_texts_come_first_and_the_next_step_stays() {
        let catalogues = Catalogues::new();
        let texts = PageTexts {
            success: Text::parse("s", "Welcome aboard!").unwrap(),
            failed: Text::parse("f", "Call us on 100.").unwrap(),
            ..PageTexts::default()
        };
        let number = "972501234567".to_owned();
        let done = Answer::new(
            &JourneyStatus::Finished { number },
            &words(&catalogues),
            &texts,
        );
        assert_eq!(done.message, "Welcome aboard!");
        assert_eq!(done.number.as_deref(), Some("972501234567"));

        let halted = JourneyStatus::Halted {
            problem: Problem::PinUnknown,
            resumable: false,
        };
        let failed = Answer::new(&halted, &words(&catalogues), &texts);
        assert!(failed.message.starts_with("Call us on 100.\n"));
        assert!(failed.message.contains("two-step verification"));
    }
}
