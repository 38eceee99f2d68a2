//! Turns through Meta's dialog as a full page.

use crate::error::Failure;
use crate::unit::Unit;
use crate::{PostgresStore, rows, unit};
use async_trait::async_trait;
use gangway_domain::{AccountId, Hash256, Timestamp};
use gangway_storage::{
    DIALOGS_KEPT, DialogState, Dialogs, ReturnedDialog, StorageError, Unreadable, account_columns,
};
use std::time::Duration;

/// How long the state of a turn is still known after its end, so that a late return is told
/// apart from one that was never given out.
const KEPT: Duration = Duration::from_secs(24 * 3600);
/// How many old ones a new one clears away.
const CLEARED: i64 = 32;

/// As an array, the few are found by their key, however many there might be.
pub(crate) const CLEAR: &str = "DELETE FROM dialog_state WHERE hash = ANY (ARRAY (
         SELECT hash FROM dialog_state WHERE until < $1
         ORDER BY until LIMIT $2 FOR UPDATE SKIP LOCKED))";

/// Forgets the turns of an account but for the latest $2. One that comes back at this moment
/// goes with the next.
pub(crate) const CROWD_OUT: &str = "DELETE FROM dialog_state WHERE hash = ANY (ARRAY (
         SELECT hash FROM dialog_state WHERE account = $1
         ORDER BY until DESC, hash OFFSET $2 FOR UPDATE SKIP LOCKED))";

/// Forgets the turns of an account: whatever comes back of them is unknown.
pub(crate) const FORGET: &str = "DELETE FROM dialog_state WHERE account = $1";

#[async_trait]
impl Dialogs for PostgresStore {
    async fn keep_dialog(&self, state: DialogState, now: Timestamp) -> Result<(), StorageError> {
        unit!(self, |unit| keep(unit, &state, now))
    }

    async fn return_dialog(
        &self,
        hash: Hash256,
        now: Timestamp,
    ) -> Result<Option<ReturnedDialog>, StorageError> {
        unit!(self, |unit| give_back(unit, hash, now))
    }
}

async fn keep(unit: &Unit, state: &DialogState, now: Timestamp) -> Result<(), Failure> {
    let over = now.minus(KEPT).as_millis();
    unit.batch(&[
        // Another node may be clearing the same ones away.
        (CLEAR, &[&over, &CLEARED]),
        (CROWD_OUT, &[&state.account.row(), &(DIALOGS_KEPT - 1)]),
        (
            "INSERT INTO dialog_state (hash, account, session, until) VALUES ($1, $2, $3, $4)",
            &[
                &state.hash.0.as_slice(),
                &state.account.row(),
                &state.session.0.as_slice(),
                &state.until.as_millis(),
            ],
        ),
    ])
    .await?;
    Ok(())
}

async fn give_back(
    unit: &Unit,
    hash: Hash256,
    now: Timestamp,
) -> Result<Option<ReturnedDialog>, Failure> {
    const ACCOUNT: &str = concat!("SELECT ", account_columns!(), " FROM account WHERE id = $1");
    let hash = hash.0.as_slice();
    let found = unit
        .first(
            "SELECT account, session, used_at IS NULL AND $2 < until FROM dialog_state
             WHERE hash = $1 FOR NO KEY UPDATE",
            &[&hash, &now.as_millis()],
        )
        .await?;
    let Some(dialog) = found else { return Ok(None) };
    let account = AccountId::from_row(dialog.try_get(0)?);
    let session =
        rows::hash(&dialog, 1)?.ok_or_else(|| Unreadable::column("dialog_state.session"))?;
    let row = unit
        .then_first(
            &[(
                "UPDATE dialog_state SET used_at = $2 WHERE hash = $1 AND used_at IS NULL",
                &[&hash, &now.as_millis()],
            )],
            ACCOUNT,
            &[&account.row()],
        )
        .await?;
    let row = row.ok_or_else(|| Unreadable::column("dialog_state.account"))?;
    Ok(Some(ReturnedDialog {
        account: rows::account(&row)?,
        session,
        fresh: dialog.try_get(2)?,
    }))
}
