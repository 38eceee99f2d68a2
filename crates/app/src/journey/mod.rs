//! The customer's way: open, start, Meta's dialog, finish.
//!
//! The code exchange happens in the request that brings the code; all after it is a
//! stored step, so that a set-up that was cut short goes on where it stopped.

mod account_steps;
mod details;
mod exchange;
mod extras;
mod finish;
mod full_page;
mod lease;
mod number_choice;
mod pin;
mod prove;
mod recovery;
mod register;
mod renewal;
mod signals;
mod status;
mod sync;
mod take_back;
mod take_over;
mod verdict;
mod work;

pub use extras::signup_extras;
pub use full_page::{DialogReturn, FullPage, WayOn};
pub(crate) use number_choice::Pace;
pub use number_choice::{AddedNumber, ChoiceError, NumberOption, NumberOptions};
pub(crate) use recovery::Recovered;
pub use signals::BrowserSignal;
pub use status::JourneyStatus;
pub(crate) use sync::SYNC_TIME;
pub use take_over::SetUp;

use crate::App;
use crate::keys::{TOKEN, secret_context};
use gangway_domain::{AccountId, LinkSlug, Onboarding, OnboardingState, Sealed};
use gangway_meta::BusinessToken;
use gangway_storage::{Grant, StorageError};
use status::REPORTED as REPORTED_BY_FACEBOOK;

/// Why a message from the customer's page was not taken.
#[derive(Debug, thiserror::Error)]
pub enum JourneyError {
    /// There is no such link.
    #[error("there is no such onboarding link")]
    UnknownLink,
    /// The message makes no sense.
    #[error("{0}")]
    Unreadable(&'static str),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StorageError),
}

impl App {
    async fn account_of(&self, link: &str) -> Result<Onboarding, JourneyError> {
        let link = LinkSlug::parse(link).map_err(|_| JourneyError::UnknownLink)?;
        self.store
            .account_by_link(&link)
            .await?
            .ok_or(JourneyError::UnknownLink)
    }

    /// The status with which every further step of this link is refused.
    pub(crate) fn closed_for(&self, account: &Onboarding, link: &str) -> Option<JourneyStatus> {
        let closed = self.closed(account);
        match closed {
            Some(JourneyStatus::AlreadyFinished | JourneyStatus::Gone) => closed,
            _ if account.link.as_str() != link => Some(JourneyStatus::Replaced),
            _ => closed,
        }
    }

    /// The status with which every further step of a closed account is refused.
    fn closed(&self, account: &Onboarding) -> Option<JourneyStatus> {
        match account.state {
            OnboardingState::Finished => Some(JourneyStatus::AlreadyFinished),
            OnboardingState::Removed => Some(JourneyStatus::Gone),
            _ if account.is_expired(self.clock.now()) => Some(JourneyStatus::Expired),
            _ => None,
        }
    }

    /// The business token of an account; `None` where there is none that opens.
    pub(crate) fn business_token(
        &self,
        account: AccountId,
        grant: &Grant,
    ) -> Option<BusinessToken> {
        self.open_secret(account, TOKEN, grant.token.as_ref())
            .map(BusinessToken::new)
    }

    /// Opens a sealed secret of an account; `None` where there is none that opens.
    fn open_secret(
        &self,
        account: AccountId,
        what: &str,
        sealed: Option<&Sealed>,
    ) -> Option<String> {
        let opened = self.keys.open(&secret_context(account, what), sealed?);
        match opened.and_then(|secret| secret.text().map(str::to_owned)) {
            Ok(secret) => Some(secret),
            Err(error) => {
                tracing::error!(account = %account, what, %error, "a stored secret does not open");
                None
            }
        }
    }
}
