//! Numbers that partners register beforehand, so that their customers need no code: Meta's
//! pre-verified numbers, where the operator's app has them.

mod register;
mod release;
mod verify;
mod waiting;

pub use register::RegisterNumber;
pub use waiting::WaitingNumber;

use crate::App;
use gangway_domain::MetaBusinessId;
use gangway_meta::{GraphError, GraphErrorKind, SystemToken};
use gangway_storage::StorageError;
use std::time::Duration;

/// The operator's pool at Meta.
#[derive(Debug, Clone)]
pub struct NumberPool {
    /// The operator's own business portfolio.
    pub business: MetaBusinessId,
    /// The token that may work on it.
    pub system_token: SystemToken,
}

/// Why something was not done with a number.
#[derive(Debug, thiserror::Error)]
pub enum NumberError {
    /// The operator's app has no pre-verified numbers.
    #[error(
        "the operator's Meta app has no pre-verified numbers; leave whatsapp out of createAccount and let the customer bring her number"
    )]
    NotOffered,
    /// Too many codes were asked for.
    #[error("too many codes were asked for this number; try again in {} minutes", minutes(*.0))]
    TooManyCodes(Duration),
    /// Too many numbers wait already.
    #[error(
        "500 of your numbers wait for their customers already; give one up with deleteRegisteredNumber"
    )]
    Full,
    /// Somebody holds it.
    #[error("whatsapp is already registered or connected, by you or by somebody else")]
    Held,
    /// Meta refused, in its own words.
    #[error("Meta refused: {0}")]
    Refused(String),
    /// The code is wrong, or too old.
    #[error("code is wrong or has expired; register the number again for a new one")]
    WrongCode,
    /// The partner holds no such number, or none that waits for a code.
    #[error("whatsapp is not registered in your account, or does not wait for a code")]
    NotRegistered,
    /// A link uses it.
    #[error("an onboarding link uses whatsapp, or a customer has connected it")]
    Linked,
    /// Meta did not answer; nobody knows what it did.
    #[error("Meta does not answer at the moment; try again shortly")]
    Unavailable,
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StorageError),
}

fn minutes(wait: Duration) -> u64 {
    wait.as_secs().div_ceil(60).max(1)
}

impl App {
    /// Whether the operator's app has numbers that partners register beforehand.
    #[must_use]
    pub const fn offers_registered_numbers(&self) -> bool {
        self.settings.number_pool.is_some()
    }

    fn pool(&self) -> Result<&NumberPool, NumberError> {
        let pool = self.settings.number_pool.as_ref();
        pool.ok_or(NumberError::NotOffered)
    }
}

/// What a failed call to the pool means for the partner. What only the operator can mend is
/// told to the operator.
fn refused(error: &GraphError) -> NumberError {
    match (error.kind(), error) {
        (GraphErrorKind::Permission, _) => {
            tracing::error!(%error, "Meta gives the operator's app no pre-verified numbers");
            NumberError::NotOffered
        }
        (GraphErrorKind::TokenDead | GraphErrorKind::Gone, _) => {
            tracing::error!(%error, "the operator's system token does not reach the pool of numbers");
            NumberError::Unavailable
        }
        (GraphErrorKind::Unavailable | GraphErrorKind::RateLimited, _) => NumberError::Unavailable,
        (_, GraphError::Refused(refusal)) => NumberError::Refused(refusal.said().to_owned()),
        _ => NumberError::Unavailable,
    }
}
