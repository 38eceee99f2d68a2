//! Where a customer stands, in the terms of her page.

use crate::App;
use gangway_domain::{Onboarding, OnboardingState, Problem};
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
    /// Done just now, in this attempt.
    Finished {
        /// Digits of the connected number.
        number: String,
    },
    /// The link was finished before; nothing more is to be done.
    AlreadyFinished,
    /// The customer left the dialog; the button is to be pressed again.
    Cancelled,
    /// The set-up halted.
    Halted {
        /// Why.
        problem: Problem,
        /// Whether Gangway can go on without a new turn through the dialog.
        resumable: bool,
    },
    /// The link's time is over.
    Expired,
    /// The partner removed the account.
    Gone,
}

impl App {
    /// Where the customer of this account stands.
    pub(crate) async fn status_of(
        &self,
        account: &Onboarding,
    ) -> Result<JourneyStatus, StorageError> {
        if account.is_expired(self.clock.now()) && account.state != OnboardingState::Provisioning {
            return Ok(JourneyStatus::Expired);
        }
        Ok(match account.state {
            OnboardingState::Created | OnboardingState::Opened | OnboardingState::Started => {
                JourneyStatus::Ready
            }
            OnboardingState::Cancelled => JourneyStatus::Cancelled,
            OnboardingState::Provisioning => JourneyStatus::Working,
            OnboardingState::NeedsAttention => {
                let problem = account.problem.unwrap_or(Problem::MetaRefused);
                self.halted(account, problem).await?
            }
            OnboardingState::Finished => JourneyStatus::Finished {
                number: account.number.as_str().to_owned(),
            },
            OnboardingState::Removed => JourneyStatus::Gone,
        })
    }

    /// The status of a halted set-up, with what can be done about it.
    pub(crate) async fn halted(
        &self,
        account: &Onboarding,
        problem: Problem,
    ) -> Result<JourneyStatus, StorageError> {
        let grant = self.store.grant(account.id).await?.unwrap_or_default();
        Ok(JourneyStatus::Halted {
            problem,
            resumable: problem.can_resume() && grant.token.is_some(),
        })
    }
}
