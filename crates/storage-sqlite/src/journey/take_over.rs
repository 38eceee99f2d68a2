//! Going on with a set-up that nobody works on any more, or whose next try is due.

use super::grant;
use crate::error::Failure;
use crate::writer::Write;
use crate::{rows, sql, timeline};
use gangway_domain::{AccountId, TimelineEntry, TimelineEvent, Timestamp};
use gangway_storage::{Lease, TakenOver};
use rusqlite::{Connection, params};

/// The set-ups that wait at ?1.
macro_rules! waiting {
    () => {
        " FROM account WHERE state IN ('exchanging', 'provisioning')
             AND coalesce(lease_until, next_try, 0) <= ?1"
    };
}

const ANY: &str = concat!("SELECT 1", waiting!());

/// The one that waits longest, and whether a lease on it has ended.
pub(crate) const LONGEST: &str = concat!(
    "SELECT id, lease_until IS NOT NULL",
    waiting!(),
    " ORDER BY coalesce(lease_until, next_try, 0), id LIMIT 1"
);

/// Whether a set-up waits to be taken over.
pub(super) fn any_waits(conn: &Connection, now: Timestamp) -> Result<bool, Failure> {
    sql::exists(conn, ANY, [now.as_millis()])
}

/// Takes the longest waiting set-up. One that does not read back stays taken, so that it
/// does not stand in the way of the others.
pub(super) fn take_over(
    write: &mut Write<'_>,
    lease: &Lease,
    now: Timestamp,
) -> Result<Option<Result<TakenOver, String>>, Failure> {
    let conn = write.sql();
    let longest = sql::first(conn, LONGEST, [now.as_millis()], |row| {
        Ok((AccountId::from_row(row.get(0)?), row.get::<_, bool>(1)?))
    })?;
    let Some((id, had_lease)) = longest else {
        return Ok(None);
    };
    let taken = sql::first(
        conn,
        concat!(
            "UPDATE account SET lease_owner = ?2, lease_until = ?3, next_try = NULL
             WHERE id = ?1 RETURNING ",
            gangway_storage::account_columns!(),
        ),
        params![id.row(), lease.owner, lease.until.as_millis()],
        |row| match rows::account(row) {
            Err(Failure::Unreadable(why)) => Ok(Err(format!("account {id}: {why}"))),
            read => Ok(Ok(read?)),
        },
    )?;
    if had_lease {
        let entry = TimelineEntry::new(now, TimelineEvent::TakenOver);
        timeline::append(write, id, &entry)?;
    }
    let account = match taken {
        None => return Ok(None),
        Some(Err(why)) => return Ok(Some(Err(why))),
        Some(Ok(account)) => account,
    };
    match grant::load(conn, id) {
        Ok(known) => Ok(Some(Ok(TakenOver {
            account,
            grant: known.unwrap_or_default().grant,
        }))),
        Err(Failure::Unreadable(why)) => Ok(Some(Err(format!("account {id}: {why}")))),
        Err(failure) => Err(failure),
    }
}
