//! What is counted of connected numbers, and when.

use crate::error::Failure;
use crate::{rows, sql};
use gangway_domain::{AccountId, ListedNumber, Month, Timestamp};
use gangway_storage::rows::stored_count;
use gangway_storage::{CountDue, MONTHS_KEPT, NumberCounts};
use rusqlite::{Connection, params};

/// How many old counts are dropped in one go.
const AT_ONCE: u32 = 100;

/// Takes the one that has been due for the longest time.
pub(crate) const TAKE: &str = "UPDATE count_due SET due_at = ?2
     WHERE waba = (SELECT waba FROM count_due WHERE due_at <= ?1 ORDER BY due_at, waba LIMIT 1)
     RETURNING waba, account";

/// Drops what is older than a month.
pub(crate) const OLD: &str = "DELETE FROM message_count WHERE (number, month) IN (
     SELECT number, month FROM message_count WHERE month < ?1 ORDER BY month LIMIT ?2)";

pub(super) fn any_is_due(conn: &Connection, now: Timestamp) -> Result<bool, Failure> {
    let due = "SELECT 1 FROM count_due WHERE due_at <= ?1";
    sql::exists(conn, due, [now.as_millis()])
}

pub(super) fn take(
    conn: &Connection,
    now: Timestamp,
    until: Timestamp,
) -> Result<Option<CountDue>, Failure> {
    let values = params![now.as_millis(), until.as_millis()];
    sql::first(conn, TAKE, values, |row| rows::count_due(row, until))
}

pub(super) fn store(
    conn: &Connection,
    due: &CountDue,
    counts: &[NumberCounts],
    next: Timestamp,
    now: Timestamp,
) -> Result<(), Failure> {
    for one in counts {
        sql::run(
            conn,
            // A WhatsApp account that has the number no more, or not yet, counts nothing of it.
            "INSERT INTO message_count
                 (number, month, waba, conversations, marketing, service, incoming, at)
             SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8 WHERE EXISTS (
                 SELECT 1 FROM account
                 WHERE number = ?1 AND finished_at IS NOT NULL AND removed_at IS NULL)
             ON CONFLICT (number, month) DO UPDATE SET waba = excluded.waba,
                 conversations = excluded.conversations, marketing = excluded.marketing,
                 service = excluded.service, incoming = excluded.incoming, at = excluded.at
             WHERE waba = excluded.waba OR excluded.conversations > 0",
            params![
                one.number.as_str(),
                one.month.start().as_secs(),
                due.waba.as_str(),
                stored_count(one.counts.conversations),
                stored_count(one.counts.marketing),
                stored_count(one.counts.service),
                stored_count(one.counts.incoming),
                now.as_millis(),
            ],
        )?;
    }
    let oldest = Month::of(now).minus(MONTHS_KEPT).start().as_secs();
    sql::run(conn, OLD, params![oldest, AT_ONCE])?;
    sql::run(
        conn,
        "UPDATE count_due SET due_at = ?3 WHERE waba = ?1 AND due_at = ?2",
        params![due.waba.as_str(), due.until.as_millis(), next.as_millis()],
    )?;
    Ok(())
}

/// An account has finished: what it stands on is due at once, by its token; what it stood on
/// before is left to others.
pub(crate) fn due_by(conn: &Connection, account: AccountId, now: Timestamp) -> Result<(), Failure> {
    leave(conn, account)?;
    sql::run(
        conn,
        "INSERT INTO count_due (waba, account, due_at)
         SELECT waba, account, ?2 FROM account_grant WHERE account = ?1 AND waba IS NOT NULL
         ON CONFLICT (waba) DO UPDATE SET account = excluded.account,
             due_at = min(due_at, excluded.due_at)",
        params![account.row(), now.as_millis()],
    )?;
    Ok(())
}

/// An account stands on nothing any more: another one that stands on the same takes its place.
pub(crate) fn leave(conn: &Connection, account: AccountId) -> Result<(), Failure> {
    sql::run(
        conn,
        "UPDATE count_due SET account = coalesce((
             SELECT a.id FROM account_grant g JOIN account a ON a.id = g.account
             WHERE g.waba = count_due.waba AND a.id <> ?1
                 AND a.finished_at IS NOT NULL AND a.removed_at IS NULL
             ORDER BY a.finished_at DESC, a.id DESC LIMIT 1), account)
         WHERE account = ?1",
        [account.row()],
    )?;
    let unclaimed = "DELETE FROM count_due WHERE account = ?1";
    sql::run(conn, unclaimed, [account.row()])?;
    Ok(())
}

/// Drops the counts of a number that no account lists any more.
pub(crate) fn drop_of(conn: &Connection, number: &ListedNumber) -> Result<(), Failure> {
    sql::run(
        conn,
        "DELETE FROM message_count WHERE number = ?1 AND NOT EXISTS (
             SELECT 1 FROM account
             WHERE number = ?1 AND finished_at IS NOT NULL AND removed_at IS NULL)",
        [number.as_str()],
    )?;
    Ok(())
}
