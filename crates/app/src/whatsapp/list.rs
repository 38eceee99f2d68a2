//! The connected numbers with this month's counts. Meta is not asked: a job counts.

use crate::App;
use gangway_domain::{Month, PartnerId};
use gangway_storage::{ConnectedNumber, MessageCounts, StorageError};

/// A partner's connected numbers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConnectedNumbers {
    /// The sums of what the numbers have counted.
    pub total: MessageCounts,
    /// The latest finish first.
    pub numbers: Vec<ConnectedNumber>,
}

impl App {
    /// A partner's connected numbers, and what was counted of them this month.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn connected_numbers(
        &self,
        partner: PartnerId,
    ) -> Result<ConnectedNumbers, StorageError> {
        let month = Month::of(self.clock.now());
        let numbers = self.store.connected_numbers(partner, month).await?;
        let total = numbers.iter().map(|number| number.counts).sum();
        Ok(ConnectedNumbers { total, numbers })
    }
}
