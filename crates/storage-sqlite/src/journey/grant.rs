//! What is known of an account's set-up.

use crate::error::Failure;
use crate::{rows, sql};
use gangway_domain::{AccountId, PhoneNumberId, Sealed, WabaId};
use gangway_storage::{AssetsInUse, Grant, GrantRecord};
use rusqlite::{Connection, params};

/// Erases a grant and gives it out one last time.
pub(crate) fn take(conn: &Connection, account: AccountId) -> Result<Option<Grant>, Failure> {
    let known = load(conn, account)?;
    sql::run(
        conn,
        "DELETE FROM account_grant WHERE account = ?1",
        [account.row()],
    )?;
    Ok(known.map(|known| known.grant))
}

/// Whether a grant stands on these; a removed account has none.
pub(super) fn in_use(
    conn: &Connection,
    waba: &WabaId,
    phone_number: &PhoneNumberId,
) -> Result<AssetsInUse, Failure> {
    Ok(AssetsInUse {
        waba: sql::exists(
            conn,
            "SELECT 1 FROM account_grant WHERE waba = ?1",
            [waba.as_str()],
        )?,
        phone_number: sql::exists(
            conn,
            "SELECT 1 FROM account_grant WHERE phone_number = ?1",
            [phone_number.as_str()],
        )?,
    })
}

pub(super) fn load(conn: &Connection, account: AccountId) -> Result<Option<GrantRecord>, Failure> {
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
            ") VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)"
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
        ],
    )?;
    Ok(())
}
