//! Letting go of events that are old enough, and of what became of them.

use crate::error::Failure;
use crate::sql;
use gangway_domain::Timestamp;
use rusqlite::{Connection, params};

/// The oldest events: ids are in the order of age.
pub(crate) const OLDEST: &str = "SELECT id, at FROM partner_event ORDER BY id LIMIT ?1";

/// Whether the oldest event is old enough.
pub(super) fn any(conn: &Connection, before: Timestamp) -> Result<bool, Failure> {
    Ok(!old(conn, before, 1)?.is_empty())
}

/// Forgets at most so many; says how many it were.
pub(super) fn forget(conn: &Connection, before: Timestamp, at_most: u32) -> Result<u32, Failure> {
    let gone = old(conn, before, at_most)?;
    // Nothing has a lower id than these.
    let Some(last) = gone.last() else {
        return Ok(0);
    };
    for statement in [
        "DELETE FROM delivery_attempt
         WHERE delivery IN (SELECT id FROM delivery WHERE event <= ?1)",
        "DELETE FROM delivery WHERE event <= ?1",
        "DELETE FROM partner_event WHERE id <= ?1",
    ] {
        sql::run(conn, statement, [last])?;
    }
    Ok(u32::try_from(gone.len()).unwrap_or(u32::MAX))
}

/// The ids of the oldest events up to the first one that is not old enough.
fn old(conn: &Connection, before: Timestamp, at_most: u32) -> Result<Vec<i64>, Failure> {
    let mut oldest = sql::all(conn, OLDEST, params![at_most], |row| {
        let at = Timestamp::from_millis(row.get(1)?);
        Ok((row.get::<_, i64>(0)?, at))
    })?;
    let keep = oldest.iter().position(|(_, at)| before <= *at);
    oldest.truncate(keep.unwrap_or(oldest.len()));
    Ok(oldest.into_iter().map(|(id, _)| id).collect())
}
