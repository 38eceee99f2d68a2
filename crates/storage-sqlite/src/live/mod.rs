//! What Meta tells of accounts and numbers beside the customer's own journey.

mod attempts;
mod facts;
mod unclaimed;

#[cfg(test)]
pub(crate) use attempts::SINCE;

use crate::error::Failure;
use crate::writer::Write;
use crate::{SqliteStore, rows, sql, timeline};
use async_trait::async_trait;
use gangway_domain::{
    AccountId, Onboarding, PhoneNumber, TimelineEntry, TimelineEvent, Timestamp, Transition, WabaId,
};
use gangway_storage::{Attempt, Fact, Live, StorageError, Unclaimed};
use rusqlite::params;

/// The accounts that have proved a WhatsApp account.
pub(crate) const ON: &str = concat!(
    "SELECT ",
    gangway_storage::account_columns!(),
    " FROM account WHERE state <> 'removed'
         AND id IN (SELECT account FROM account_grant WHERE waba = ?1)
     ORDER BY id"
);

/// The accounts that list a real number.
pub(crate) const WITH: &str = concat!(
    "SELECT ",
    gangway_storage::account_columns!(),
    " FROM account WHERE number = ?1 AND finished_at IS NOT NULL AND removed_at IS NULL
     ORDER BY id"
);

#[async_trait]
impl Live for SqliteStore {
    async fn accounts_on(&self, waba: &WabaId) -> Result<Vec<Onboarding>, StorageError> {
        self.readers()
            .short(|conn| sql::all(conn, ON, [waba.as_str()], rows::account))
    }

    async fn accounts_with(&self, number: &PhoneNumber) -> Result<Vec<Onboarding>, StorageError> {
        self.readers()
            .short(|conn| sql::all(conn, WITH, [number.as_str()], rows::account))
    }

    async fn attempts_since(&self, since: Timestamp) -> Result<Vec<Attempt>, StorageError> {
        self.readers()
            .long(move |conn| attempts::since(conn, since))
            .await
    }

    async fn disconnect(
        &self,
        account: AccountId,
        cause: &str,
        now: Timestamp,
    ) -> Result<bool, StorageError> {
        let cause = cause.to_owned();
        self.write(move |write| disconnect(write, account, &cause, now))
            .await
    }

    async fn reconnect(
        &self,
        account: AccountId,
        cause: &str,
        now: Timestamp,
    ) -> Result<bool, StorageError> {
        let cause = cause.to_owned();
        self.write(move |write| reconnect(write, account, &cause, now))
            .await
    }

    async fn note_fact(
        &self,
        account: AccountId,
        fact: Fact,
        now: Timestamp,
    ) -> Result<bool, StorageError> {
        self.write(move |write| facts::note(write, account, &fact, now))
            .await
    }

    async fn facts(&self, account: AccountId) -> Result<Vec<Fact>, StorageError> {
        self.readers().short(|conn| facts::of(conn, account))
    }

    async fn add_unclaimed(&self, unclaimed: Unclaimed) -> Result<(), StorageError> {
        self.write(move |write| unclaimed::add(write.sql(), &unclaimed))
            .await
    }

    async fn unclaimed(&self) -> Result<Vec<Unclaimed>, StorageError> {
        self.readers().long(unclaimed::all).await
    }

    async fn remove_unclaimed(&self, waba: &WabaId) -> Result<bool, StorageError> {
        let waba = waba.clone();
        self.write(move |write| unclaimed::remove(write.sql(), &waba))
            .await
    }
}

fn disconnect(
    write: &mut Write<'_>,
    account: AccountId,
    cause: &str,
    now: Timestamp,
) -> Result<bool, Failure> {
    let event = TimelineEntry::new(now, TimelineEvent::Disconnected).cause(cause);
    change(write, account, Transition::Disconnect, Some(cause), &event)
}

fn reconnect(
    write: &mut Write<'_>,
    account: AccountId,
    cause: &str,
    now: Timestamp,
) -> Result<bool, Failure> {
    let event = TimelineEntry::new(now, TimelineEvent::Reconnected).cause(cause);
    change(write, account, Transition::Reconnect, None, &event)
}

/// Whether the account could change so, and was not cut off for this cause already.
fn change(
    write: &mut Write<'_>,
    account: AccountId,
    transition: Transition,
    disconnected: Option<&str>,
    event: &TimelineEntry,
) -> Result<bool, Failure> {
    let conn = write.sql();
    let before = sql::first(
        conn,
        "SELECT state, disconnected FROM account WHERE id = ?1",
        [account.row()],
        |row| {
            let state = gangway_storage::rows::state(&row.get::<_, String>(0)?)?;
            Ok((state, row.get::<_, Option<String>>(1)?))
        },
    )?;
    let Some((state, cause)) = before else {
        return Ok(false);
    };
    let Some(next) = state.after(transition) else {
        return Ok(false);
    };
    if (next, disconnected) == (state, cause.as_deref()) {
        return Ok(false);
    }
    sql::run(
        conn,
        "UPDATE account SET state = ?2, disconnected = ?3 WHERE id = ?1",
        params![account.row(), next.name(), disconnected],
    )?;
    timeline::append(write, account, event)?;
    Ok(true)
}
