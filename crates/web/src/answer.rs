//! What the page's script is told: a state, and a sentence with a next step in the
//! customer's language.

use crate::locales::Words;
use crate::reasons::reason;
use crate::wait::{in_words, seconds_until};
use axum::http::StatusCode;
use gangway_app::JourneyStatus;
use gangway_domain::{PageTexts, Problem, Timestamp};
use serde::Serialize;

/// The JSON of every call of the page.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub(crate) struct Answer {
    pub(crate) state: &'static str,
    pub(crate) title: String,
    pub(crate) message: String,
    /// Digits of the connected number, once finished.
    pub(crate) number: Option<String>,
    /// Whether trying again needs no new turn through Meta's dialog.
    pub(crate) resumable: bool,
    /// Whether a number of her WhatsApp account can be chosen, or one be added.
    pub(crate) choosable: bool,
    /// Seconds until trying again is of any use.
    pub(crate) wait_seconds: Option<u64>,
    /// Short helps below the message.
    pub(crate) hints: Vec<String>,
}

impl Answer {
    /// Puts a status into words; the partner's own texts for success and failure come first.
    pub(crate) fn new(
        status: &JourneyStatus,
        words: &Words<'_>,
        texts: &PageTexts,
        now: Timestamp,
    ) -> Self {
        let wait = match status {
            JourneyStatus::Halted { not_before, .. } => seconds_until(now, *not_before),
            JourneyStatus::Delayed { next_try, .. } => seconds_until(now, *next_try),
            _ => None,
        };
        let reason = reason(status, wait.is_some());
        let when = wait.map(|seconds| in_words(seconds, words));
        let text = words.say_when(reason.text, when.as_deref().unwrap_or_default());
        let mut answer = Self {
            state: state_of(status, wait.is_some()),
            title: words.say(reason.title),
            message: text,
            hints: reason.hints.iter().map(|key| words.say(key)).collect(),
            ..Self::default()
        };
        match status {
            JourneyStatus::Finished { number } => {
                answer.number = Some(number.clone());
                if let Some(success) = &texts.success {
                    answer.message = success.as_str().to_owned();
                }
            }
            JourneyStatus::Halted {
                resumable,
                choosable,
                ..
            } => {
                answer.resumable = *resumable;
                answer.choosable = *choosable;
                answer.wait_seconds = wait;
                if let (Some(failed), "failed") = (&texts.failed, answer.state) {
                    answer.message = format!("{failed}\n{}", answer.message);
                }
            }
            _ => {}
        }
        answer
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
            ..Self::default()
        }
    }

    fn plain(state: &'static str, words: &Words<'_>, key: &str) -> Self {
        Self {
            state,
            title: words.say(&format!("{key}-title")),
            message: words.say(key),
            ..Self::default()
        }
    }

    /// The HTTP status that goes with the state.
    pub(crate) fn http_status(&self) -> StatusCode {
        match self.state {
            "refused" => StatusCode::CONFLICT,
            "expired" | "gone" | "replaced" => StatusCode::GONE,
            _ => StatusCode::OK,
        }
    }
}

/// The state's name on the wire and in the page; `waits` where Meta's wait is not over.
pub(crate) const fn state_of(status: &JourneyStatus, waits: bool) -> &'static str {
    match status {
        JourneyStatus::Ready => "ready",
        JourneyStatus::Waiting => "waiting",
        JourneyStatus::Working => "working",
        JourneyStatus::Delayed { .. } => "delayed",
        JourneyStatus::Finished { .. } => "finished",
        JourneyStatus::AlreadyFinished => "refused",
        JourneyStatus::Cancelled { .. } => "cancelled",
        // A PIN is of use only where there is a token to go on with, and at once.
        JourneyStatus::Halted {
            problem: Problem::PinUnknown,
            resumable: true,
            ..
        } if !waits => "needs_pin",
        JourneyStatus::Halted { .. } => "failed",
        JourneyStatus::Disconnected { .. } => "disconnected",
        JourneyStatus::Expired => "expired",
        JourneyStatus::Gone => "gone",
        JourneyStatus::Replaced => "replaced",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::locales::Locale;
    use gangway_domain::Text;

    const NOW: Timestamp = Timestamp::from_secs(1_000_000);

    fn answer(status: &JourneyStatus, texts: &PageTexts) -> Answer {
        let catalogues = crate::locales::catalogues();
        let words = Words {
            catalogues: &catalogues,
            locale: Locale::English,
            partner: "Northwind Partners",
            business: "Rosa",
        };
        Answer::new(status, &words, texts, NOW)
    }

    fn plainly(status: &JourneyStatus) -> Answer {
        answer(status, &PageTexts::default())
    }

    fn halted(problem: Problem, resumable: bool, wait: Option<i64>) -> JourneyStatus {
        JourneyStatus::Halted {
            problem,
            resumable,
            choosable: false,
            not_before: wait.map(|wait| Timestamp::from_secs(NOW.as_secs() + wait)),
        }
    }

    #[test]
    fn a_second_finish_is_refused_kindly() {
        let answer = plainly(&JourneyStatus::AlreadyFinished);
        assert_eq!(answer.state, "refused");
        assert_eq!(answer.http_status(), StatusCode::CONFLICT);
        assert!(answer.message.contains("nothing left to do"));
    }

    #[test]
    fn a_dead_link_is_gone() {
        for status in [
            JourneyStatus::Expired,
            JourneyStatus::Gone,
            JourneyStatus::Replaced,
        ] {
            assert_eq!(plainly(&status).http_status(), StatusCode::GONE);
        }
    }

    #[test]
    fn choices_are_kept_only_where_the_set_up_can_go_on() {
        for resumable in [true, false] {
            let answer = plainly(&halted(Problem::MetaUnavailable, resumable, None));
            assert_eq!(answer.message.contains("choices are kept"), resumable);
            assert_eq!(answer.message.contains("Facebook’s window"), !resumable);
        }
    }

    #[test]
    fn a_wait_of_meta_is_told_and_ends() {
        let waits = plainly(&halted(Problem::RegisterLimit, true, Some(3 * 86_400)));
        assert_eq!(waits.wait_seconds, Some(3 * 86_400));
        assert!(waits.message.contains("three days"), "{}", waits.message);
        let over = plainly(&halted(Problem::RegisterLimit, true, Some(-1)));
        assert_eq!(over.wait_seconds, None);
        assert!(over.message.contains("Press the button"));

        // A PIN that is typed now would be refused unseen.
        let blocked = plainly(&halted(Problem::PinUnknown, true, Some(600)));
        assert_eq!((blocked.state, blocked.wait_seconds), ("failed", Some(600)));
    }

    #[test]
    fn a_pause_is_not_the_customers_to_end() {
        for (busy, next_try, told) in [
            (false, Some(900), "keep trying by ourselves"),
            (true, None, "keep trying by ourselves"),
            (true, Some(900), "15\u{2069} minutes"),
        ] {
            let next_try = next_try.map(|wait| Timestamp::from_secs(NOW.as_secs() + wait));
            let answer = plainly(&JourneyStatus::Delayed { next_try, busy });
            assert_eq!((answer.state, answer.wait_seconds), ("delayed", None));
            assert!(answer.message.contains(told), "{}", answer.message);
        }
    }

    #[test]
    fn a_pin_is_asked_for_where_it_can_be_used() {
        let asked = plainly(&halted(Problem::PinUnknown, true, None));
        assert_eq!((asked.state, asked.resumable), ("needs_pin", true));
        assert!(asked.hints[0].contains("two-step verification"));
        let lost = plainly(&halted(Problem::PinUnknown, false, None));
        assert_eq!(lost.state, "failed");
    }

    #[test]
    fn the_partners_texts_come_first_and_the_next_step_stays() {
        let texts = PageTexts {
            success: Text::parse("s", "Welcome aboard!").unwrap(),
            failed: Text::parse("f", "Call us on 100.").unwrap(),
            ..PageTexts::default()
        };
        let number = "972501234567".to_owned();
        let done = answer(&JourneyStatus::Finished { number }, &texts);
        assert_eq!(done.message, "Welcome aboard!");
        assert_eq!(done.number.as_deref(), Some("972501234567"));

        let failed = answer(&halted(Problem::PinUnknown, false, None), &texts);
        assert!(failed.message.starts_with("Call us on 100.\n"));
        assert!(failed.message.contains("two-step verification"));
        // To be asked for a PIN is no failure.
        let asked = answer(&halted(Problem::PinUnknown, true, None), &texts);
        assert!(!asked.message.contains("100"), "{}", asked.message);
    }
}
