//! Where a customer stands, in the terms of her page.

use crate::App;
use gangway_domain::{Onboarding, OnboardingState, Problem, Timestamp};
use gangway_storage::StorageError;

/// What the page shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum JourneyStatus {
    /// The button is to be pressed (again).
    Ready,
    /// One half of Meta's answer is still missing.
    Waiting,
    /// Gangway sets the number up.
    Working,
    /// A step did not succeed; Gangway tries again by itself.
    Delayed {
        /// When.
        next_try: Option<Timestamp>,
        /// Whether Meta asked to wait.
        busy: bool,
    },
    /// Done just now, in this attempt.
    Finished {
        /// Digits of the connected number.
        number: String,
    },
    /// The link was finished before; nothing more is to be done.
    AlreadyFinished,
    /// The customer left the dialog; the button is to be pressed again.
    Cancelled {
        /// The dialog's step, in Meta's words.
        step: Option<String>,
        /// Whether Facebook reported an error that made her leave.
        reported: bool,
    },
    /// The set-up halted.
    Halted {
        /// Why.
        problem: Problem,
        /// Whether Gangway can go on without a new turn through the dialog.
        resumable: bool,
        /// Whether a number can be chosen, or added.
        choosable: bool,
        /// Not before this instant.
        not_before: Option<Timestamp>,
    },
    /// The number was live and is cut off; the link connects it again.
    Disconnected {
        /// Why: a short word.
        cause: String,
    },
    /// The link's time is over.
    Expired,
    /// The partner removed the account.
    Gone,
    /// A newer link took the place of this one.
    Replaced,
}

/// What a cancelled account keeps in place of the dialog's step when Facebook reported an error.
pub(super) const REPORTED: &str = "REPORTED_ERROR";

impl App {
    /// Where the customer of this account stands.
    pub(crate) async fn status_of(
        &self,
        account: &Onboarding,
    ) -> Result<JourneyStatus, StorageError> {
        if let Some(JourneyStatus::Expired) = self.closed(account) {
            return Ok(JourneyStatus::Expired);
        }
        Ok(match account.state {
            OnboardingState::Created | OnboardingState::Opened | OnboardingState::Started => {
                JourneyStatus::Ready
            }
            OnboardingState::Cancelled => JourneyStatus::Cancelled {
                step: account
                    .cancelled_step
                    .clone()
                    .filter(|step| step != REPORTED),
                reported: account.cancelled_step.as_deref() == Some(REPORTED),
            },
            OnboardingState::Exchanging | OnboardingState::Provisioning => self.in_work(account),
            OnboardingState::NeedsNumber
            | OnboardingState::NeedsPin
            | OnboardingState::NeedsAttention => {
                let problem = account.problem.unwrap_or(Problem::MetaRefused);
                self.halted(account, problem).await?
            }
            OnboardingState::Finished => JourneyStatus::Finished {
                number: account.number.as_str().to_owned(),
            },
            OnboardingState::Disconnected => JourneyStatus::Disconnected {
                cause: account.disconnected.clone().unwrap_or_default(),
            },
            OnboardingState::Expired => JourneyStatus::Expired,
            OnboardingState::Removed => JourneyStatus::Gone,
        })
    }

    fn in_work(&self, account: &Onboarding) -> JourneyStatus {
        match account.next_try {
            None => JourneyStatus::Working,
            next_try => JourneyStatus::Delayed {
                next_try,
                busy: self.still_to_wait(account).is_some(),
            },
        }
    }

    /// Until when Meta asked not to be called for this account, where that is not over.
    pub(super) fn still_to_wait(&self, account: &Onboarding) -> Option<Timestamp> {
        account.not_before.filter(|until| *until > self.clock.now())
    }

    /// The status of a halted set-up, with what can be done about it.
    pub(crate) async fn halted(
        &self,
        account: &Onboarding,
        problem: Problem,
    ) -> Result<JourneyStatus, StorageError> {
        let grant = self.store.grant(account.id).await?.unwrap_or_default();
        let not_before = self.still_to_wait(account);
        // After the wait it is the PIN again that is missing.
        let problem = match (problem, not_before) {
            (Problem::PinTries, None) => Problem::PinUnknown,
            (other, _) => other,
        };
        Ok(JourneyStatus::Halted {
            problem,
            resumable: problem.can_resume() && grant.token.is_some(),
            choosable: problem.is_about_number() && grant.token.is_some(),
            not_before,
        })
    }
}
