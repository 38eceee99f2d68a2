//! Which messages of the catalogues a status is put into: what happened, and what to do next.

use gangway_app::JourneyStatus;
use gangway_domain::Problem;

/// Keys of the catalogues.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Reason {
    pub(crate) title: &'static str,
    pub(crate) text: &'static str,
    /// Short helps below the text.
    pub(crate) hints: &'static [&'static str],
}

impl Reason {
    const fn new(title: &'static str, text: &'static str) -> Self {
        Self {
            title,
            text,
            hints: &[],
        }
    }
}

/// The words for a status; `waits` where Meta's wait is not over.
pub(crate) fn reason(status: &JourneyStatus, waits: bool) -> Reason {
    match status {
        JourneyStatus::Ready => Reason::new("state-ready-title", "state-ready"),
        JourneyStatus::Waiting => Reason::new("state-waiting-title", "state-waiting"),
        JourneyStatus::Working => Reason::new("state-working-title", "state-working"),
        JourneyStatus::Delayed { busy, .. } => {
            let text = match *busy && waits {
                true => "state-delayed-busy",
                false => "state-delayed",
            };
            Reason::new("state-delayed-title", text)
        }
        JourneyStatus::Finished { .. } => Reason::new("state-finished-title", "state-finished"),
        JourneyStatus::AlreadyFinished => Reason::new("state-refused-title", "state-refused"),
        JourneyStatus::Cancelled { reported: true, .. } => Reason {
            title: "state-reported-title",
            text: "state-reported",
            hints: &REPORTED_HINTS,
        },
        JourneyStatus::Cancelled { step, .. } => {
            Reason::new("state-cancelled-title", cancelled(step.as_deref()))
        }
        JourneyStatus::Halted {
            problem: Problem::PinUnknown,
            resumable: true,
            ..
        } if !waits => Reason {
            title: "state-needs-pin-title",
            text: "state-needs-pin",
            hints: &["pin-hint-lost"],
        },
        JourneyStatus::Halted {
            problem,
            choosable: true,
            ..
        } => Reason::new("state-choose-title", to_choose(*problem)),
        JourneyStatus::Halted {
            problem, resumable, ..
        } => Reason::new("state-failed-title", halted(*problem, *resumable, waits)),
        JourneyStatus::Disconnected { cause } => {
            Reason::new("state-disconnected-title", disconnected(cause))
        }
        JourneyStatus::Expired => Reason::new("state-expired-title", "state-expired"),
        JourneyStatus::Gone => Reason::new("state-gone-title", "state-gone"),
        JourneyStatus::Replaced => Reason::new("state-replaced-title", "state-replaced"),
    }
}

/// What Facebook says in its own window where it turns somebody away; the page hears only that it did.
const REPORTED_HINTS: [&str; 5] = [
    "reported-hint-young",
    "reported-hint-admin",
    "reported-hint-portfolios",
    "reported-hint-verify",
    "reported-hint-partner",
];

/// The screens of Meta's dialog that it names when it is left, with what was to be done there.
pub(crate) const STEPS: [(&str, &str); 6] = [
    ("BUSINESS_ACCOUNT_SELECTION", "cancelled-business"),
    ("WABA_PHONE_PROFILE_PICKER", "cancelled-account"),
    ("WHATSAPP_BUSINESS_PROFILE_SETUP", "cancelled-profile"),
    ("PHONE_NUMBER_SETUP", "cancelled-number"),
    ("PHONE_NUMBER_VERIFICATION", "cancelled-verification"),
    ("PERMISSIONS", "cancelled-permissions"),
];

fn cancelled(step: Option<&str>) -> &'static str {
    let known = STEPS.iter().find(|(name, _)| Some(*name) == step);
    match (known, step) {
        (Some((_, key)), _) => key,
        (None, Some(_)) => "cancelled-elsewhere",
        (None, None) => "state-cancelled",
    }
}

/// Why a number that was live is cut off, by Meta's word or by ours.
pub(crate) const CAUSES: [(&str, &str); 11] = [
    ("ACCOUNT_DISCONNECTED", "disconnected-by-app"),
    ("BUSINESS_DOWNGRADE", "disconnected-downgrade"),
    ("PRIMARY_INACTIVITY", "disconnected-phone-unused"),
    ("COMPANION_INACTIVITY", "disconnected-link-unused"),
    ("CHANGE_NUMBER", "disconnected-number-changed"),
    ("USER_RE_REGISTERED", "disconnected-registered-again"),
    ("unshared", "disconnected-unshared"),
    ("uninstalled", "disconnected-uninstalled"),
    ("deleted", "disconnected-deleted"),
    ("disabled", "disconnected-disabled"),
    ("offboarded", "disconnected-offboarded"),
];

fn disconnected(cause: &str) -> &'static str {
    CAUSES
        .iter()
        .find(|(name, _)| *name == cause)
        .map_or("state-disconnected", |(_, key)| key)
}

/// Another number helps, or proving this one: the page offers both.
fn to_choose(problem: Problem) -> &'static str {
    match problem {
        Problem::NumberMissing => "choose-number-missing",
        Problem::NumberTaken => "choose-number-taken",
        Problem::NumberNotVerified => "choose-number-not-verified",
        _ => "choose-ambiguous",
    }
}

fn halted(problem: Problem, resumable: bool, waits: bool) -> &'static str {
    match problem {
        // Each of these says itself when to come back.
        Problem::PinTries if waits => "problem-pin-tries-wait",
        Problem::RegisterLimit if waits => "problem-register-limit-wait",
        Problem::RecentlyDeleted if waits => "problem-recently-deleted-wait",
        _ if waits => "problem-meta-busy-wait",
        Problem::CodeRefused => "problem-code-refused",
        Problem::AccessEnded => "problem-access-ended",
        Problem::NotProved => "problem-not-proved",
        Problem::Ambiguous => "problem-ambiguous",
        Problem::NumberMissing => "problem-number-missing",
        Problem::NumberTaken => "problem-number-taken",
        Problem::NumberNotVerified => "problem-number-not-verified",
        Problem::PinUnknown => "problem-pin-unknown",
        Problem::PinTries => "problem-pin-tries",
        Problem::RegisterLimit => "problem-register-limit",
        Problem::RecentlyDeleted => "problem-recently-deleted",
        Problem::RegisterUnclear => "problem-register-unclear",
        Problem::Blocked => "problem-blocked",
        Problem::PaymentMissing => "problem-payment-missing",
        Problem::AppNotAllowed => "problem-app-not-allowed",
        Problem::MetaBusy => "problem-meta-busy",
        Problem::MetaRefused => "problem-meta-refused",
        // What the customer chose counts only where there is a token to go on with.
        Problem::MetaUnavailable if resumable => "problem-meta-unavailable-kept",
        Problem::MetaUnavailable => "problem-meta-unavailable",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    fn differ<'a>(keys: impl IntoIterator<Item = &'a str>) -> usize {
        keys.into_iter().collect::<BTreeSet<_>>().len()
    }

    #[test]
    fn every_problem_has_words_of_its_own() {
        for resumable in [true, false] {
            let text = |problem| {
                let halted = JourneyStatus::Halted {
                    problem,
                    resumable,
                    choosable: false,
                    not_before: None,
                };
                reason(&halted, false).text
            };
            assert_eq!(differ(Problem::ALL.map(text)), Problem::ALL.len());
        }
    }

    #[test]
    fn every_wait_says_when() {
        for problem in Problem::ALL {
            assert!(halted(problem, true, true).ends_with("-wait"));
        }
        assert_eq!(differ(Problem::ALL.map(|p| halted(p, true, true))), 4);
    }

    #[test]
    fn every_step_and_every_cause_has_words_of_its_own() {
        let steps = STEPS.map(|(name, _)| Some(name));
        let steps = steps.into_iter().chain([Some("SOMETHING_NEW"), None]);
        assert_eq!(differ(steps.map(cancelled)), STEPS.len() + 2);
        let causes = CAUSES.map(|(name, _)| name);
        let causes = causes.into_iter().chain([""]).map(disconnected);
        assert_eq!(differ(causes), CAUSES.len() + 1);
        let reported = JourneyStatus::Cancelled {
            step: None,
            reported: true,
        };
        assert_eq!(reason(&reported, false).text, "state-reported");
    }
}
