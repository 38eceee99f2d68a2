//! What is kept of a number over all accounts and partners: its two-step PIN, and how often
//! Meta was called about it.

use crate::StorageError;
use async_trait::async_trait;
use gangway_domain::{NumberCall, PhoneNumber, Sealed, Timestamp};

/// Numbers, whoever connects them.
#[async_trait]
pub trait Limits {
    /// Counts a call that is about to be made. Where there were [so many](NumberCall::most)
    /// already, nothing is counted and the answer says when one may be made again.
    async fn count_call(
        &self,
        number: &PhoneNumber,
        call: NumberCall,
        now: Timestamp,
    ) -> Result<Option<Timestamp>, StorageError>;

    /// The sealed PIN that is kept of a number.
    async fn number_pin(&self, number: &PhoneNumber) -> Result<Option<Sealed>, StorageError>;

    /// The sealed PIN that is kept of a number; where there is none, this one is from now on.
    async fn number_pin_or(
        &self,
        number: &PhoneNumber,
        pin: Sealed,
        now: Timestamp,
    ) -> Result<Sealed, StorageError>;

    /// Keeps the PIN that is in force, in the place of the one before.
    async fn keep_number_pin(
        &self,
        number: &PhoneNumber,
        pin: Sealed,
        now: Timestamp,
    ) -> Result<(), StorageError>;

    /// Forgets a PIN that is in force no more, unless there is another one by now.
    async fn forget_number_pin(
        &self,
        number: &PhoneNumber,
        pin: &Sealed,
    ) -> Result<(), StorageError>;
}
