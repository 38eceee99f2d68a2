//! What happened to an account, noted by the operation that made it happen.

use crate::error::Failure;
use crate::unit::Unit;
use gangway_domain::{AccountId, TimelineEntry};
use gangway_storage::{TIMELINE_KEPT, timeline_columns};
use tokio_postgres::types::ToSql;

/// Adds an event, and drops those that are beyond the ones that are kept. Run under the lock
/// of the account, so that the events have the order in which they came true.
pub(crate) const NOTE: &str = "WITH dropped AS (
         DELETE FROM timeline WHERE account = $1 AND id <= (
             SELECT id FROM timeline WHERE account = $1 ORDER BY id DESC LIMIT 1 OFFSET $6))
     INSERT INTO timeline (account, at, event, step, cause) VALUES ($1, $2, $3, $4, $5)";

/// The latest events, oldest first.
pub(crate) const SELECT: &str = concat!(
    "SELECT ",
    timeline_columns!(),
    " FROM (SELECT id, ",
    timeline_columns!(),
    " FROM timeline WHERE account = $1 ORDER BY id DESC LIMIT $2) latest ORDER BY id"
);

/// How many events are kept, as PostgreSQL counts.
pub(crate) fn kept() -> i64 {
    i64::try_from(TIMELINE_KEPT).unwrap_or(i64::MAX)
}

/// An event as [`NOTE`] takes it.
pub(crate) struct Event {
    account: i64,
    at: i64,
    event: &'static str,
    step: Option<String>,
    cause: Option<String>,
    /// Of those that are there already.
    stay: i64,
}

impl Event {
    pub(crate) fn of(account: AccountId, entry: TimelineEntry) -> Self {
        Self {
            account: account.row(),
            at: entry.at.as_millis(),
            event: entry.event.name(),
            step: entry.step,
            cause: entry.cause,
            stay: kept() - 1,
        }
    }

    pub(crate) fn params(&self) -> [&(dyn ToSql + Sync); 6] {
        [
            &self.account,
            &self.at,
            &self.event,
            &self.step,
            &self.cause,
            &self.stay,
        ]
    }
}

/// Notes an event by itself.
pub(crate) async fn note(
    unit: &Unit,
    account: AccountId,
    entry: TimelineEntry,
) -> Result<(), Failure> {
    unit.run(NOTE, &Event::of(account, entry).params()).await?;
    Ok(())
}
