//! The one state machine of an onboarding account.

/// Where an onboarding account stands. Only `Finished` is status 1 in the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum OnboardingState {
    /// The link exists; nobody has looked at it.
    Created,
    /// The page has been looked at.
    Opened,
    /// The customer has pressed the button.
    Started,
    /// The customer left Meta's dialog before its end; the link still works.
    Cancelled,
    /// Meta has given a code; Gangway is setting the number up.
    Provisioning,
    /// The set-up came to a halt that somebody has to clear; the link still works.
    NeedsAttention,
    /// The number is live and handed over.
    Finished,
    /// The partner has removed the account; the link is dead.
    Removed,
}

/// What can happen to an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Transition {
    /// The page was looked at.
    Open,
    /// The button was pressed.
    Start,
    /// Meta's dialog was left.
    Cancel,
    /// A code arrived, or the set-up goes on.
    Provision,
    /// The set-up halted.
    Halt,
    /// The set-up is done.
    Finish,
    /// The partner removed the account.
    Remove,
}

impl OnboardingState {
    /// Every state, for exhaustive checks.
    pub const ALL: [Self; 8] = [
        Self::Created,
        Self::Opened,
        Self::Started,
        Self::Cancelled,
        Self::Provisioning,
        Self::NeedsAttention,
        Self::Finished,
        Self::Removed,
    ];

    /// The state after `transition`, or `None` where that is not allowed.
    #[must_use]
    pub const fn after(self, transition: Transition) -> Option<Self> {
        match (self, transition) {
            (Self::Finished | Self::Removed, _) => None,
            (_, Transition::Remove) => Some(Self::Removed),
            (Self::Created, Transition::Open) => Some(Self::Opened),
            // A page looked at again changes nothing.
            (state, Transition::Open) => Some(state),
            // While Gangway works on it, a second press or a late cancel changes nothing.
            (Self::Provisioning, Transition::Start | Transition::Cancel) => {
                Some(Self::Provisioning)
            }
            (_, Transition::Start) => Some(Self::Started),
            (_, Transition::Cancel) => Some(Self::Cancelled),
            (_, Transition::Provision) => Some(Self::Provisioning),
            (Self::Provisioning, Transition::Halt) => Some(Self::NeedsAttention),
            (Self::Provisioning, Transition::Finish) => Some(Self::Finished),
            (_, Transition::Halt | Transition::Finish) => None,
        }
    }

    /// Whether nothing can happen any more.
    #[must_use]
    pub const fn is_final(self) -> bool {
        matches!(self, Self::Finished | Self::Removed)
    }

    /// The documented status: 1 once finished.
    #[must_use]
    pub const fn status(self) -> u8 {
        matches!(self, Self::Finished) as u8
    }

    /// The stored name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Created => "created",
            Self::Opened => "opened",
            Self::Started => "started",
            Self::Cancelled => "cancelled",
            Self::Provisioning => "provisioning",
            Self::NeedsAttention => "needs_attention",
            Self::Finished => "finished",
            Self::Removed => "removed",
        }
    }

    /// Reads a stored name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.name() == name)
    }
}

/// Why a set-up halted. The page turns each into one sentence and one next step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Problem {
    /// Meta did not take the code (too old, used, or for another app).
    CodeRefused,
    /// What the browser claimed is not what Meta says the token owns.
    NotProved,
    /// Several accounts or numbers fit and none was named.
    Ambiguous,
    /// The WhatsApp account has no phone number yet.
    NumberMissing,
    /// The number already belongs to another account of this partner.
    NumberTaken,
    /// The number has a two-step PIN that Gangway does not know.
    PinUnknown,
    /// Meta refuses registrations of this number for now.
    RegisterLimit,
    /// Meta refused a step for a reason of its own.
    MetaRefused,
    /// Meta could not be reached or did not answer properly.
    MetaUnavailable,
}

impl Problem {
    /// Every problem, for exhaustive checks.
    pub const ALL: [Self; 9] = [
        Self::CodeRefused,
        Self::NotProved,
        Self::Ambiguous,
        Self::NumberMissing,
        Self::NumberTaken,
        Self::PinUnknown,
        Self::RegisterLimit,
        Self::MetaRefused,
        Self::MetaUnavailable,
    ];

    /// The stored name; also the key of the page's sentence.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::CodeRefused => "code_refused",
            Self::NotProved => "not_proved",
            Self::Ambiguous => "ambiguous",
            Self::NumberMissing => "number_missing",
            Self::NumberTaken => "number_taken",
            Self::PinUnknown => "pin_unknown",
            Self::RegisterLimit => "register_limit",
            Self::MetaRefused => "meta_refused",
            Self::MetaUnavailable => "meta_unavailable",
        }
    }

    /// Reads a stored name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|problem| problem.name() == name)
    }

    /// Whether the same token may be tried again, without a new turn through Meta's dialog.
    #[must_use]
    pub const fn can_resume(self) -> bool {
        matches!(self, Self::MetaUnavailable | Self::NumberMissing)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const TRANSITIONS: [Transition; 7] = [
        Transition::Open,
        Transition::Start,
        Transition::Cancel,
        Transition::Provision,
        Transition::Halt,
        Transition::Finish,
        Transition::Remove,
    ];

    #[test]
    fn names_read_back() {
        for state in OnboardingState::ALL {
            assert_eq!(OnboardingState::from_name(state.name()), Some(state));
        }
        for problem in Problem::ALL {
            assert_eq!(Problem::from_name(problem.name()), Some(problem));
        }
    }

    #[test]
    fn every_open_state_leads_to_finished() {
        for state in OnboardingState::ALL.into_iter().filter(|s| !s.is_final()) {
            let end = state
                .after(Transition::Start)
                .and_then(|s| s.after(Transition::Provision))
                .and_then(|s| s.after(Transition::Finish));
            assert_eq!(end, Some(OnboardingState::Finished), "{state:?}");
        }
    }

    proptest! {
        #[test]
        fn final_states_stay_and_finish_needs_provisioning(
            steps in proptest::collection::vec(0..TRANSITIONS.len(), 0..40)
        ) {
            let mut state = OnboardingState::Created;
            for step in steps {
                let before = state;
                let Some(after) = state.after(TRANSITIONS[step]) else { continue };
                prop_assert!(!before.is_final());
                if after == OnboardingState::Finished {
                    prop_assert_eq!(before, OnboardingState::Provisioning);
                }
                prop_assert!(after != OnboardingState::Created || before == OnboardingState::Created);
                state = after;
            }
        }
    }
}
