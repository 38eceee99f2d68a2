//! Registered numbers and the accounts whose links use them.

use super::find;
use crate::error::Failure;
use crate::{accounts, sql};
use gangway_domain::{AccountId, PartnerId, PhoneNumber, Timestamp};
use gangway_storage::CreateOutcome;
use rusqlite::{Connection, params};

/// Why a number cannot be used for a new link, if it cannot.
pub(crate) fn refusal(
    conn: &Connection,
    partner: PartnerId,
    number: &PhoneNumber,
    now: Timestamp,
) -> Result<Option<CreateOutcome>, Failure> {
    let found = find(conn, number)?.filter(|found| found.partner == partner);
    let is_linked = found.as_ref().is_some_and(|found| found.account.is_some());
    if is_linked || accounts::lists_number(conn, partner, number)? {
        return Ok(Some(CreateOutcome::NumberInUse));
    }
    let is_usable = found.is_some_and(|found| found.is_waiting(now));
    Ok((!is_usable).then_some(CreateOutcome::NumberNotRegistered))
}

/// The link of this account uses it.
pub(crate) fn link(
    conn: &Connection,
    number: &PhoneNumber,
    account: AccountId,
) -> Result<(), Failure> {
    sql::run(
        conn,
        "UPDATE registered_number SET account = ?2 WHERE number = ?1",
        params![number.as_str(), account.row()],
    )?;
    Ok(())
}

/// The link of this account is gone; what it used waits again.
pub(crate) fn unlink(conn: &Connection, account: AccountId) -> Result<(), Failure> {
    sql::run(
        conn,
        "UPDATE registered_number SET account = NULL WHERE account = ?1",
        [account.row()],
    )?;
    Ok(())
}

/// The number that this account has connected is nobody's registered one any more.
pub(crate) fn forget(conn: &Connection, account: AccountId) -> Result<(), Failure> {
    let sql = "DELETE FROM registered_number WHERE account = ?1";
    sql::run(conn, sql, [account.row()])?;
    Ok(())
}

/// The customer of this account has connected a number. If it is not the registered one, that
/// one waits again; and the connected one waits for nobody else, whoever had registered it.
pub(crate) fn connect(
    conn: &Connection,
    account: AccountId,
    number: &PhoneNumber,
    at: Timestamp,
) -> Result<(), Failure> {
    sql::run(
        conn,
        "UPDATE registered_number SET account = iif(number = ?2, account, NULL),
             connected_at = iif(number = ?2, coalesce(connected_at, ?3), NULL),
             remind_at = iif(number = ?2, NULL, remind_at)
         WHERE account = ?1",
        params![account.row(), number.as_str(), at.as_millis()],
    )?;
    sql::run(
        conn,
        "DELETE FROM registered_number WHERE number = ?1 AND account IS NULL",
        [number.as_str()],
    )?;
    Ok(())
}
