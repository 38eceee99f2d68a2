//! What Meta tells of accounts and numbers beside the customer's own journey.

use crate::StorageError;
use async_trait::async_trait;
use gangway_domain::{AccountId, MetaBusinessId, Onboarding, PhoneNumber, Timestamp, WabaId};

/// The latest that Meta said of one matter, as of the quality of a number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact {
    /// The matter: a short word of ours.
    pub name: String,
    /// What Meta said of it.
    pub value: String,
    /// When it said so.
    pub at: Timestamp,
}

/// An account whose customer may be the one of whom Meta tells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attempt {
    /// The account.
    pub account: Onboarding,
    /// The business portfolio that it once belonged to.
    pub business: Option<MetaBusinessId>,
}

/// A WhatsApp account that a customer shared and that no onboarding account could be found for
/// without a guess.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unclaimed {
    /// The WhatsApp account.
    pub waba: WabaId,
    /// Its owner's business portfolio.
    pub business: Option<MetaBusinessId>,
    /// When Meta told.
    pub at: Timestamp,
    /// Why nobody was found: a short word of ours.
    pub reason: String,
}

/// What Meta tells of accounts and numbers.
#[async_trait]
pub trait Live {
    /// The accounts, not removed, whose set-up has proved this WhatsApp account.
    async fn accounts_on(&self, waba: &WabaId) -> Result<Vec<Onboarding>, StorageError>;

    /// The accounts of all partners that list this real number.
    async fn accounts_with(&self, number: &PhoneNumber) -> Result<Vec<Onboarding>, StorageError>;

    /// The accounts that are neither finished nor removed and whose latest attempt began at
    /// `since` or later; at most 200, the latest first.
    async fn attempts_since(&self, since: Timestamp) -> Result<Vec<Attempt>, StorageError>;

    /// Notes that a live number was cut off. `false` when the account is not live, or was cut
    /// off for this cause already. Timeline: disconnected, with the cause.
    async fn disconnect(
        &self,
        account: AccountId,
        cause: &str,
        now: Timestamp,
    ) -> Result<bool, StorageError>;

    /// Notes that a number that was cut off is live again. `false` when it was not cut off.
    /// Timeline: reconnected, with the cause.
    async fn reconnect(
        &self,
        account: AccountId,
        cause: &str,
        now: Timestamp,
    ) -> Result<bool, StorageError>;

    /// Keeps a fact, unless something newer is known of the matter; `false` then, and when it
    /// says nothing new. Timeline: meta-notice, with the matter as step and the value as cause.
    async fn note_fact(
        &self,
        account: AccountId,
        fact: Fact,
        now: Timestamp,
    ) -> Result<bool, StorageError>;

    /// The facts of an account, by name.
    async fn facts(&self, account: AccountId) -> Result<Vec<Fact>, StorageError>;

    /// Puts a WhatsApp account on the claim list, or replaces what is said of it there.
    async fn add_unclaimed(&self, unclaimed: Unclaimed) -> Result<(), StorageError>;

    /// The claim list, oldest first; at most 1,000.
    async fn unclaimed(&self) -> Result<Vec<Unclaimed>, StorageError>;

    /// Takes a WhatsApp account off the claim list; `false` when it is not on it.
    async fn remove_unclaimed(&self, waba: &WabaId) -> Result<bool, StorageError>;
}
