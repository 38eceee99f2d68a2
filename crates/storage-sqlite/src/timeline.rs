//! What happened to each account, written in the transaction in which it happened.

use crate::error::Failure;
use crate::writer::Write;
use crate::{outbox, rows, sql};
use gangway_domain::{AccountId, ListedNumber, TimelineEntry};
use gangway_storage::{MILESTONES, TIMELINE_KEPT};
use rusqlite::{Connection, params};

/// Lets go of all but the latest ?2 events.
pub(crate) const PRUNE: &str = "DELETE FROM timeline WHERE account = ?1 AND id <= (
             SELECT id FROM timeline WHERE account = ?1 ORDER BY id DESC LIMIT 1 OFFSET ?2)";

/// Appends an event, lets go of what is too old to be kept, and tells the partner what it is
/// told of. The account's row has to be as it is afterwards already.
pub(crate) fn append(
    write: &mut Write<'_>,
    account: AccountId,
    entry: &TimelineEntry,
) -> Result<(), Failure> {
    keep(write.sql(), account, entry)?;
    outbox::tell(write, account, entry, None)
}

/// The same for a finish, by which another number than this one may be listed now.
pub(crate) fn append_finish(
    write: &mut Write<'_>,
    account: AccountId,
    entry: &TimelineEntry,
    previous: Option<&ListedNumber>,
) -> Result<(), Failure> {
    keep(write.sql(), account, entry)?;
    outbox::tell(write, account, entry, previous)
}

fn keep(conn: &Connection, account: AccountId, entry: &TimelineEntry) -> Result<(), Failure> {
    sql::run(
        conn,
        "INSERT INTO timeline (account, at, event, step, cause) VALUES (?1, ?2, ?3, ?4, ?5)",
        params![
            account.row(),
            entry.at.as_millis(),
            entry.event.name(),
            entry.step,
            entry.cause,
        ],
    )?;
    // Who came so far has passed what lies before, seen or not.
    let reached = MILESTONES.iter().position(|kind| *kind == entry.event);
    for kind in MILESTONES.iter().take(reached.map_or(0, |place| place + 1)) {
        sql::run(
            conn,
            "INSERT OR IGNORE INTO milestone (account, kind, at, partner, created_at)
             SELECT id, ?2, ?3, partner, created_at FROM account WHERE id = ?1",
            params![account.row(), kind.name(), entry.at.as_millis()],
        )?;
    }
    // The offset walks the account's own end of the index: nothing, while there are few.
    sql::run(conn, PRUNE, params![account.row(), most()])?;
    Ok(())
}

/// The events of an account, oldest first.
pub(crate) fn of(conn: &Connection, account: AccountId) -> Result<Vec<TimelineEntry>, Failure> {
    sql::all(
        conn,
        concat!(
            "SELECT ",
            gangway_storage::timeline_columns!(),
            " FROM timeline WHERE account = ?1 ORDER BY id"
        ),
        [account.row()],
        rows::timeline_entry,
    )
}

fn most() -> i64 {
    i64::try_from(TIMELINE_KEPT).unwrap_or(i64::MAX)
}
