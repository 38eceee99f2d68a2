//! What is known of an account's set-up.

use crate::error::Failure;
use crate::{rows, sql};
use gangway_domain::{AccountId, PhoneNumberId, Sealed, Timestamp, WabaId};
use gangway_storage::{AssetsInUse, GrantRecord};
use rusqlite::{Connection, params};

/// Erases what is known of an account's set-up, and what Meta said of its number.
pub(crate) fn erase(conn: &Connection, account: AccountId) -> Result<(), Failure> {
    sql::run(
        conn,
        "DELETE FROM account_grant WHERE account = ?1",
        [account.row()],
    )?;
    sql::run(conn, "DELETE FROM fact WHERE account = ?1", [account.row()])?;
    Ok(())
}

/// Whether an account that is not removed stands on these.
pub(super) fn in_use(
    conn: &Connection,
    waba: &WabaId,
    phone_number: &PhoneNumberId,
) -> Result<AssetsInUse, Failure> {
    Ok(AssetsInUse {
        waba: sql::exists(
            conn,
            "SELECT 1 FROM account_grant g JOIN account a ON a.id = g.account
             WHERE g.waba = ?1 AND a.state <> 'removed'",
            [waba.as_str()],
        )?,
        phone_number: sql::exists(
            conn,
            "SELECT 1 FROM account_grant g JOIN account a ON a.id = g.account
             WHERE g.phone_number = ?1 AND a.state <> 'removed'",
            [phone_number.as_str()],
        )?,
    })
}

pub(crate) fn load(conn: &Connection, account: AccountId) -> Result<Option<GrantRecord>, Failure> {
    sql::first(
        conn,
        concat!(
            "SELECT ",
            gangway_storage::grant_columns!(),
            " FROM account_grant WHERE account = ?1"
        ),
        [account.row()],
        rows::grant,
    )
}

pub(super) fn save(
    conn: &Connection,
    account: AccountId,
    known: &GrantRecord,
) -> Result<(), Failure> {
    let grant = &known.grant;
    let steps_for = known.steps_for.as_ref();
    sql::run(
        conn,
        concat!(
            "INSERT OR REPLACE INTO account_grant (account, ",
            gangway_storage::grant_columns!(),
            ") VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13,
             ?14, ?15)"
        ),
        params![
            account.row(),
            grant.token.as_ref().map(Sealed::as_bytes),
            grant.claims.waba.as_ref().map(WabaId::as_str),
            grant
                .claims
                .phone_number
                .as_ref()
                .map(PhoneNumberId::as_str),
            grant.waba.as_ref().map(WabaId::as_str),
            grant.phone_number.as_ref().map(PhoneNumberId::as_str),
            steps_for.map(|(waba, _)| waba.as_str()),
            steps_for.map(|(_, number)| number.as_str()),
            grant.subscribed,
            grant.pin.as_ref().map(Sealed::as_bytes),
            grant.registered,
            grant.contacts_sync,
            grant.history_sync,
            grant.token_at.map(Timestamp::as_millis),
            grant.credit_allocation,
        ],
    )?;
    Ok(())
}
