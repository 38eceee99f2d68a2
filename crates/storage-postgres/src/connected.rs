//! Connected numbers and what is counted of them.

mod counts;

pub(crate) use counts::{CEDE, DROP, DUE, LEAVE, LOCK};
#[cfg(test)]
pub(crate) use counts::{OLD, TAKE};

use crate::{PostgresStore, accounts, read, rows, unit};
use async_trait::async_trait;
use gangway_domain::{ListedNumber, Month, PartnerId, Timestamp};
use gangway_storage::{
    Connected, ConnectedNumber, CountDue, NumberCounts, RemoveConnectedOutcome, StorageError,
    connected_number_columns,
};
use tokio_postgres::types::ToSql;

/// A partner's connected numbers with their counts of one month.
pub(crate) const OF_PARTNER: &str = concat!(
    "SELECT ",
    connected_number_columns!(),
    " FROM account LEFT JOIN message_count
         ON message_count.number = account.number AND message_count.month = $2
     WHERE account.partner = $1 AND account.finished_at IS NOT NULL
         AND account.removed_at IS NULL
     ORDER BY account.finished_at DESC, account.id DESC"
);

#[async_trait]
impl Connected for PostgresStore {
    async fn connected_numbers(
        &self,
        partner: PartnerId,
        month: Month,
    ) -> Result<Vec<ConnectedNumber>, StorageError> {
        read!(self, |reader| async {
            let month = month.start().as_secs();
            let params: [&(dyn ToSql + Sync); 2] = [&partner.row(), &month];
            let found = reader.rows(OF_PARTNER, &params).await?;
            found.iter().map(rows::connected_number).collect()
        })
    }

    async fn take_count(
        &self,
        now: Timestamp,
        until: Timestamp,
    ) -> Result<Option<CountDue>, StorageError> {
        unit!(self, |unit| counts::take(unit, now, until))
    }

    async fn store_counts(
        &self,
        due: CountDue,
        counts: Vec<NumberCounts>,
        next: Timestamp,
        now: Timestamp,
    ) -> Result<(), StorageError> {
        unit!(self, |unit| counts::store(unit, &due, &counts, next, now))
    }

    async fn remove_connected(
        &self,
        partner: PartnerId,
        number: &ListedNumber,
        now: Timestamp,
    ) -> Result<RemoveConnectedOutcome, StorageError> {
        unit!(self, |unit| accounts::remove_connected(
            unit, partner, number, now
        ))
    }
}
