//! Turns through Meta's dialog as a full page.

use crate::error::Failure;
use crate::{SqliteStore, accounts, sql};
use async_trait::async_trait;
use gangway_domain::{AccountId, Hash256, Timestamp};
use gangway_storage::{DIALOGS_KEPT, DialogState, Dialogs, ReturnedDialog, StorageError};
use rusqlite::{Connection, params};
use std::time::Duration;

/// For so long after its end a turn that comes back is still known as one that is over.
const KEPT: Duration = Duration::from_secs(24 * 3600);

/// How many states that are long over a new one clears away on the way.
const CLEARED: i64 = 32;

/// Forgets the turns of an account but for the latest ?2.
pub(crate) const CROWD_OUT: &str = "DELETE FROM dialog_state WHERE hash IN (
         SELECT hash FROM dialog_state WHERE account = ?1
         ORDER BY until DESC, hash LIMIT -1 OFFSET ?2)";

pub(crate) const FORGET: &str = "DELETE FROM dialog_state WHERE account = ?1";

#[async_trait]
impl Dialogs for SqliteStore {
    async fn keep_dialog(&self, state: DialogState, now: Timestamp) -> Result<(), StorageError> {
        self.write(move |write| keep(write.sql(), &state, now))
            .await
    }

    async fn return_dialog(
        &self,
        hash: Hash256,
        now: Timestamp,
    ) -> Result<Option<ReturnedDialog>, StorageError> {
        self.write(move |write| take(write.sql(), hash, now)).await
    }
}

fn keep(conn: &Connection, state: &DialogState, now: Timestamp) -> Result<(), Failure> {
    sql::run(
        conn,
        "DELETE FROM dialog_state WHERE hash IN (
             SELECT hash FROM dialog_state WHERE until < ?1 ORDER BY until LIMIT ?2)",
        params![now.minus(KEPT).as_millis(), CLEARED],
    )?;
    sql::run(
        conn,
        CROWD_OUT,
        params![state.account.row(), DIALOGS_KEPT - 1],
    )?;
    sql::run(
        conn,
        "INSERT INTO dialog_state (hash, account, session, until) VALUES (?1, ?2, ?3, ?4)",
        params![
            state.hash.0,
            state.account.row(),
            state.session.0,
            state.until.as_millis(),
        ],
    )?;
    Ok(())
}

/// Forgets the turns of an account: whatever comes back of them is unknown.
pub(crate) fn forget(conn: &Connection, account: AccountId) -> Result<(), Failure> {
    sql::run(conn, FORGET, [account.row()])?;
    Ok(())
}

fn take(
    conn: &Connection,
    hash: Hash256,
    now: Timestamp,
) -> Result<Option<ReturnedDialog>, Failure> {
    let found = sql::first(
        conn,
        "SELECT account, session, used_at IS NULL AND ?2 < until FROM dialog_state
         WHERE hash = ?1",
        params![hash.0, now.as_millis()],
        |row| {
            let account = AccountId::from_row(row.get(0)?);
            Ok((account, Hash256(row.get(1)?), row.get::<_, bool>(2)?))
        },
    )?;
    let Some((account, session, fresh)) = found else {
        return Ok(None);
    };
    sql::run(
        conn,
        "UPDATE dialog_state SET used_at = ?2 WHERE hash = ?1 AND used_at IS NULL",
        params![hash.0, now.as_millis()],
    )?;
    Ok(
        accounts::by_id(conn, account)?.map(|account| ReturnedDialog {
            account,
            session,
            fresh,
        }),
    )
}
