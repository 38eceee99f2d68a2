//! The numbers that are connected: what was counted of them, and their end.

use crate::StorageError;
use async_trait::async_trait;
use gangway_domain::{
    AccountId, ListedNumber, Month, PartnerId, PhoneNumber, Text, Timestamp, WabaId,
};
use std::iter::Sum;

/// Counts are kept for so many months before the present one.
pub const MONTHS_KEPT: i64 = 13;

/// How many messages a number delivered in a month, by what Meta charges for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct MessageCounts {
    /// All of them.
    pub conversations: u64,
    /// Advertising.
    pub marketing: u64,
    /// Answers.
    pub service: u64,
    /// Those in a conversation that the customer opened.
    pub incoming: u64,
}

impl Sum for MessageCounts {
    fn sum<I: Iterator<Item = Self>>(counts: I) -> Self {
        counts.fold(Self::default(), |sum, one| Self {
            conversations: sum.conversations.saturating_add(one.conversations),
            marketing: sum.marketing.saturating_add(one.marketing),
            service: sum.service.saturating_add(one.service),
            incoming: sum.incoming.saturating_add(one.incoming),
        })
    }
}

/// A number that an account has connected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConnectedNumber {
    /// By which account.
    pub account: AccountId,
    /// The number.
    pub number: PhoneNumber,
    /// When the account was made.
    pub created_at: Timestamp,
    /// When it finished for the first time.
    pub finished_at: Timestamp,
    /// As the list shows it.
    pub display_name: Text<100>,
    /// As the list shows it.
    pub business_name: Text<100>,
    /// Whether the customer may have kept the app.
    pub coexistence: bool,
    /// What was counted in the month that was asked for; zeros where nothing was.
    pub counts: MessageCounts,
}

/// A WhatsApp account whose messages are to be counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CountDue {
    /// Which.
    pub waba: WabaId,
    /// The account whose token may ask.
    pub account: AccountId,
    /// Until when it is left to who took it.
    pub until: Timestamp,
}

/// What was counted of one number in one month.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NumberCounts {
    /// Which number.
    pub number: PhoneNumber,
    /// Which month.
    pub month: Month,
    /// How many.
    pub counts: MessageCounts,
}

/// What became of the wish to delete a connected number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RemoveConnectedOutcome {
    /// It is gone, now or since an earlier call.
    Removed,
    /// The partner has no such connected number.
    NotFound,
}

/// Connected numbers.
#[async_trait]
pub trait Connected {
    /// A partner's accounts that have finished and are not removed, the latest finish first,
    /// with their counts of this month.
    async fn connected_numbers(
        &self,
        partner: PartnerId,
        month: Month,
    ) -> Result<Vec<ConnectedNumber>, StorageError>;

    /// Takes the WhatsApp account that has been due for a count for the longest time, and puts
    /// it off until `until`: should its taker end half-way, it is due again then. A finish
    /// makes its own due at once; where an account is removed, another one on the same
    /// WhatsApp account stands in for it. What another node is taking is left to it.
    async fn take_count(
        &self,
        now: Timestamp,
        until: Timestamp,
    ) -> Result<Option<CountDue>, StorageError>;

    /// Stores what was counted, in the place of what was before, as far as an account still
    /// lists the number, and drops a bounded part of what is older than [`MONTHS_KEPT`]. It is
    /// due again at `next`, unless something has made it due otherwise since it was taken.
    async fn store_counts(
        &self,
        due: CountDue,
        counts: Vec<NumberCounts>,
        next: Timestamp,
        now: Timestamp,
    ) -> Result<(), StorageError>;

    /// Removes the account of a partner that has connected this number, by its digits, with its counts, and
    /// the number from those that the partner registered: it left Meta's pool when it was
    /// connected. What its set-up did is taken back as after
    /// [`remove_account`](crate::Accounts::remove_account). Asked again for a number that none
    /// of the partner's accounts lists since, it says the same again and changes nothing. The
    /// number that the account had before its finish does not find it.
    /// Timeline: removed, for the cause `deleted`.
    async fn remove_connected(
        &self,
        partner: PartnerId,
        number: &ListedNumber,
        now: Timestamp,
    ) -> Result<RemoveConnectedOutcome, StorageError>;
}
