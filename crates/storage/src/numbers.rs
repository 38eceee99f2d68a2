//! Numbers that partners register beforehand.

use crate::StorageError;
use async_trait::async_trait;
use gangway_domain::{PartnerId, PhoneNumber, PreverifiedId, RegisteredNumber, Text, Timestamp};

/// A partner's wish for a code to a number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Registration {
    /// Whose.
    pub partner: PartnerId,
    /// Which number.
    pub number: PhoneNumber,
    /// What the partner notes beside it; `None` leaves what there is.
    pub comment: Option<Text<200>>,
    /// Now.
    pub at: Timestamp,
}

/// What became of the wish.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RegisterOutcome {
    /// The partner holds the number, and the code is counted: Meta may be asked for it.
    Reserved(Box<RegisteredNumber>),
    /// Too many codes were asked for; one may be again then.
    TooManyCodes(Timestamp),
    /// Too many numbers of the partner wait already.
    Full,
    /// Somebody holds it, the partner itself included, or it is connected.
    Held,
}

/// What became of the wish to give a number up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ReleaseOutcome {
    /// It is nobody's now.
    Released(Box<RegisteredNumber>),
    /// A link uses it, or a customer has connected it.
    InUse,
    /// The partner holds no such number.
    NotFound,
}

/// Registered numbers.
#[async_trait]
pub trait Numbers {
    /// Reserves a number and counts a code, unless a [rule](RegisterOutcome) forbids it; then
    /// nothing changes. A number that [is free](RegisteredNumber::is_free) changes its holder.
    /// Codes count for the number, whoever asks.
    async fn reserve_number(
        &self,
        registration: Registration,
    ) -> Result<RegisterOutcome, StorageError>;

    /// Notes Meta's id of a number; `false` when the partner holds it no more.
    async fn number_added(
        &self,
        partner: PartnerId,
        number: &PhoneNumber,
        meta_id: &PreverifiedId,
    ) -> Result<bool, StorageError>;

    /// Notes that its possession is proved; `false` when the partner holds it no more.
    async fn number_verified(
        &self,
        partner: PartnerId,
        number: &PhoneNumber,
        until: Timestamp,
    ) -> Result<bool, StorageError>;

    /// Tells partners of the time of their numbers, at most so many, and gives how many it
    /// were. Of a number that waits each [reminder](gangway_domain::NumberReminder) is told
    /// once: an event without an account.
    async fn remind_of_numbers(&self, at_most: u32, now: Timestamp) -> Result<u32, StorageError>;

    /// A number that a partner holds.
    async fn registered_number(
        &self,
        partner: PartnerId,
        number: &PhoneNumber,
    ) -> Result<Option<RegisteredNumber>, StorageError>;

    /// All numbers that a partner holds, the one that was asked for last first.
    async fn registered_numbers(
        &self,
        partner: PartnerId,
    ) -> Result<Vec<RegisteredNumber>, StorageError>;

    /// Takes a number that no link uses out of use: no link can be made for it from then on,
    /// and its holder is told of its time no more. The answer is that of
    /// [`release_number`](Self::release_number), of the number as it was.
    async fn withdraw_number(
        &self,
        partner: PartnerId,
        number: &PhoneNumber,
    ) -> Result<ReleaseOutcome, StorageError>;

    /// Gives a number up that no link uses.
    async fn release_number(
        &self,
        partner: PartnerId,
        number: &PhoneNumber,
    ) -> Result<ReleaseOutcome, StorageError>;
}
