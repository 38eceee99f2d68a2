//! Connected numbers and what is counted of them.

mod counts;

#[cfg(test)]
pub(crate) use counts::{OLD, TAKE};
pub(crate) use counts::{drop_of, due_by, leave};

use crate::{SqliteStore, accounts, rows, sql};
use async_trait::async_trait;
use gangway_domain::{ListedNumber, Month, PartnerId, Timestamp};
use gangway_storage::{
    Connected, ConnectedNumber, CountDue, NumberCounts, RemoveConnectedOutcome, StorageError,
};
use rusqlite::params;

/// A partner's connected numbers with their counts of one month.
pub(crate) const OF_PARTNER: &str = concat!(
    "SELECT ",
    gangway_storage::connected_number_columns!(),
    " FROM account LEFT JOIN message_count
         ON message_count.number = account.number AND message_count.month = ?2
     WHERE account.partner = ?1 AND account.finished_at IS NOT NULL
         AND account.removed_at IS NULL
     ORDER BY account.finished_at DESC, account.id DESC"
);

#[async_trait]
impl Connected for SqliteStore {
    async fn connected_numbers(
        &self,
        partner: PartnerId,
        month: Month,
    ) -> Result<Vec<ConnectedNumber>, StorageError> {
        self.readers()
            .long(move |conn| {
                let values = params![partner.row(), month.start().as_secs()];
                sql::all(conn, OF_PARTNER, values, rows::connected_number)
            })
            .await
    }

    async fn take_count(
        &self,
        now: Timestamp,
        until: Timestamp,
    ) -> Result<Option<CountDue>, StorageError> {
        // Asked again and again; mostly there is nothing to write.
        if !self.readers().short(|conn| counts::any_is_due(conn, now))? {
            return Ok(None);
        }
        self.write(move |write| counts::take(write.sql(), now, until))
            .await
    }

    async fn store_counts(
        &self,
        due: CountDue,
        counts: Vec<NumberCounts>,
        next: Timestamp,
        now: Timestamp,
    ) -> Result<(), StorageError> {
        self.write(move |write| counts::store(write.sql(), &due, &counts, next, now))
            .await
    }

    async fn remove_connected(
        &self,
        partner: PartnerId,
        number: &ListedNumber,
        now: Timestamp,
    ) -> Result<RemoveConnectedOutcome, StorageError> {
        let number = number.clone();
        let removed = self
            .write(move |write| accounts::remove_connected(write, partner, &number, now))
            .await?;
        if removed.job_is_due {
            self.waker().wake();
        }
        Ok(removed.outcome)
    }
}
