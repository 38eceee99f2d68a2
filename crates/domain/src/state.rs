//! The one state machine of an onboarding account.

use crate::Problem;

/// Where an onboarding account stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum OnboardingState {
    /// The link exists; nobody has looked at it.
    Created,
    /// The page has been looked at.
    Opened,
    /// The customer has pressed the button.
    Started,
    /// Meta has given a code, which is being exchanged.
    Exchanging,
    /// There is a token; Gangway is setting the number up, or waits to try again.
    Provisioning,
    /// The customer's WhatsApp account has no number yet; the link still works.
    NeedsNumber,
    /// The number has a two-step PIN that only the customer knows; the link still works.
    NeedsPin,
    /// The set-up came to a halt that somebody has to clear; the link still works.
    NeedsAttention,
    /// The number is live and handed over.
    Finished,
    /// The customer left Meta's dialog before its end; the link still works.
    Cancelled,
    /// The link's time is over; the partner can renew it.
    Expired,
    /// The partner has removed the account; the link is dead.
    Removed,
    /// The number was live and is cut off; the customer can connect it again.
    Disconnected,
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
    /// A code arrived.
    Exchange,
    /// There is a token to work with.
    Provision,
    /// The set-up halted, for this reason.
    Halt(Problem),
    /// The set-up is done.
    Finish,
    /// The link's time ran out.
    Expire,
    /// The partner gave the account a new link.
    Renew,
    /// Meta cut the number off, or the customer did.
    Disconnect,
    /// Meta says that the number is live again.
    Reconnect,
    /// The partner removed the account, which has never finished.
    Remove,
    /// The partner deleted the number that the account has connected.
    Delete,
}

impl OnboardingState {
    /// Every state, for exhaustive checks.
    pub const ALL: [Self; 13] = [
        Self::Created,
        Self::Opened,
        Self::Started,
        Self::Exchanging,
        Self::Provisioning,
        Self::NeedsNumber,
        Self::NeedsPin,
        Self::NeedsAttention,
        Self::Finished,
        Self::Cancelled,
        Self::Expired,
        Self::Removed,
        Self::Disconnected,
    ];

    /// The state after `transition`, or `None` where that is not allowed.
    #[must_use]
    pub const fn after(self, transition: Transition) -> Option<Self> {
        use Transition as T;
        Some(match (self, transition) {
            (Self::Removed, _) => return None,
            (_, T::Delete) => Self::Removed,
            (Self::Finished, T::Disconnect) | (Self::Disconnected, T::Disconnect) => {
                Self::Disconnected
            }
            (Self::Disconnected, T::Reconnect) => Self::Finished,
            (Self::Finished, _) | (_, T::Disconnect | T::Reconnect) => return None,
            (Self::Disconnected, T::Remove | T::Expire) => return None,
            (_, T::Remove) => Self::Removed,

            (Self::Expired, T::Renew) => Self::Created,
            // A new link for a set-up that is under way, or for a page that was seen, changes
            // nothing of where it stands.
            (state, T::Renew) => state,
            (Self::Exchanging | Self::Provisioning, T::Expire) => return None,
            (_, T::Expire) => Self::Expired,

            (Self::Created, T::Open) => Self::Opened,
            // A page looked at again changes nothing.
            (state, T::Open) => state,
            // While Gangway works on it, a second press or a late cancel changes nothing.
            (Self::Exchanging | Self::Provisioning, T::Start | T::Cancel) => self,
            // Only a token that Meta itself hands out goes past the end of a link.
            (Self::Expired, T::Start | T::Cancel | T::Exchange) => return None,
            (_, T::Start) => Self::Started,
            (_, T::Cancel) => Self::Cancelled,
            (_, T::Exchange) => Self::Exchanging,
            (_, T::Provision) => Self::Provisioning,
            (Self::Exchanging | Self::Provisioning, T::Halt(problem)) => problem.state(),
            (Self::Provisioning, T::Finish) => Self::Finished,
            (_, T::Halt(_) | T::Finish) => return None,
        })
    }

    /// Whether nothing can happen to it any more by what its customer does.
    #[must_use]
    pub const fn is_final(self) -> bool {
        matches!(self, Self::Finished | Self::Removed)
    }

    /// Whether a set-up is under way, or waits to be tried again.
    #[must_use]
    pub const fn is_in_work(self) -> bool {
        matches!(self, Self::Exchanging | Self::Provisioning)
    }

    /// Whether a set-up halted here, with a [`Problem`].
    #[must_use]
    pub const fn is_halted(self) -> bool {
        matches!(
            self,
            Self::NeedsNumber | Self::NeedsPin | Self::NeedsAttention
        )
    }

    /// The stored name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Created => "created",
            Self::Opened => "opened",
            Self::Started => "started",
            Self::Exchanging => "exchanging",
            Self::Provisioning => "provisioning",
            Self::NeedsNumber => "needs_number",
            Self::NeedsPin => "needs_pin",
            Self::NeedsAttention => "needs_attention",
            Self::Finished => "finished",
            Self::Cancelled => "cancelled",
            Self::Expired => "expired",
            Self::Removed => "removed",
            Self::Disconnected => "disconnected",
        }
    }

    /// Reads a stored name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.name() == name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::HashSet;

    fn transitions() -> Vec<Transition> {
        let mut all = vec![
            Transition::Open,
            Transition::Start,
            Transition::Cancel,
            Transition::Exchange,
            Transition::Provision,
            Transition::Finish,
            Transition::Expire,
            Transition::Renew,
            Transition::Disconnect,
            Transition::Reconnect,
            Transition::Remove,
            Transition::Delete,
        ];
        all.extend(Problem::ALL.map(Transition::Halt));
        all
    }

    #[test]
    fn names_read_back() {
        for state in OnboardingState::ALL {
            assert_eq!(OnboardingState::from_name(state.name()), Some(state));
        }
    }

    #[test]
    fn every_state_can_be_reached_and_every_open_one_leads_to_finished() {
        let reached_from = |start: OnboardingState| {
            let mut seen = HashSet::from([start]);
            let mut edge = vec![start];
            while let Some(state) = edge.pop() {
                for transition in transitions() {
                    if let Some(next) = state.after(transition)
                        && seen.insert(next)
                    {
                        edge.push(next);
                    }
                }
            }
            seen
        };
        assert_eq!(
            reached_from(OnboardingState::Created).len(),
            OnboardingState::ALL.len()
        );
        for state in OnboardingState::ALL {
            if state != OnboardingState::Removed {
                assert!(
                    reached_from(state).contains(&OnboardingState::Finished),
                    "{state:?} has no way on"
                );
            }
        }
        assert_eq!(reached_from(OnboardingState::Removed).len(), 1);
    }

    #[test]
    fn a_customer_who_presses_the_button_again_always_gets_on() {
        for state in OnboardingState::ALL {
            let open = !state.is_final() && state != OnboardingState::Expired;
            let end = state
                .after(Transition::Start)
                .and_then(|s| s.after(Transition::Exchange))
                .and_then(|s| s.after(Transition::Provision))
                .and_then(|s| s.after(Transition::Finish));
            assert_eq!(end, open.then_some(OnboardingState::Finished), "{state:?}");
        }
    }

    #[test]
    fn a_problem_leads_to_its_own_state() {
        for problem in Problem::ALL {
            let state = OnboardingState::Provisioning.after(Transition::Halt(problem));
            assert!(state.is_some_and(OnboardingState::is_halted), "{problem:?}");
        }
        for (problem, state) in [
            (Problem::NumberMissing, OnboardingState::NeedsNumber),
            (Problem::PinUnknown, OnboardingState::NeedsPin),
            (Problem::MetaRefused, OnboardingState::NeedsAttention),
        ] {
            assert_eq!(problem.state(), state);
        }
    }

    proptest! {
        #[test]
        fn no_walk_leaves_the_rules(
            steps in proptest::collection::vec(0..transitions().len(), 0..60)
        ) {
            let all = transitions();
            let mut state = OnboardingState::Created;
            let mut has_finished = false;
            for step in steps {
                let before = state;
                let Some(after) = state.after(all[step]) else { continue };
                prop_assert_ne!(before, OnboardingState::Removed, "removed is the end");
                if after == OnboardingState::Finished {
                    let by_work = before == OnboardingState::Provisioning && all[step] == Transition::Finish;
                    let by_meta = before == OnboardingState::Disconnected && all[step] == Transition::Reconnect;
                    prop_assert!(by_work || by_meta);
                    has_finished = true;
                }
                if after == OnboardingState::Disconnected {
                    prop_assert!(has_finished, "only what was live can be cut off");
                }
                if after.is_halted() && after != before {
                    prop_assert!(before.is_in_work());
                }
                if before.is_in_work() && after == OnboardingState::Expired {
                    prop_assert!(false, "what is under way does not expire");
                }
                if after == OnboardingState::Created && before != OnboardingState::Created {
                    prop_assert_eq!((before, all[step]), (OnboardingState::Expired, Transition::Renew));
                }
                state = after;
            }
        }
    }
}
