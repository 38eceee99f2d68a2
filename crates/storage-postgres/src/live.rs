//! What Meta tells of accounts and numbers.

use crate::error::Failure;
use crate::timeline::Happened;
use crate::unit::Unit;
use crate::{PostgresStore, read, rows, unit};
use async_trait::async_trait;
use gangway_domain::{
    AccountId, MetaBusinessId, Onboarding, OnboardingState, PhoneNumber, TimelineEntry,
    TimelineEvent, Timestamp, Transition, WabaId,
};
use gangway_storage::rows::state;
use gangway_storage::{Attempt, Fact, Live, StorageError, Unclaimed, account_columns};
use tokio_postgres::Row;

/// The attempts that began at a moment or later, the latest first.
pub(crate) const ATTEMPTS: &str = concat!(
    "SELECT ",
    account_columns!(),
    ", meta_business FROM account
     WHERE started_at >= $1 AND state NOT IN ('finished', 'removed')
     ORDER BY started_at DESC, id DESC LIMIT 200"
);

pub(crate) const ACCOUNTS_ON: &str = concat!(
    "SELECT ",
    account_columns!(),
    " FROM account
     WHERE id IN (SELECT account FROM account_grant WHERE waba = $1) AND state <> 'removed'
     ORDER BY id"
);

pub(crate) const ACCOUNTS_WITH: &str = concat!(
    "SELECT ",
    account_columns!(),
    " FROM account WHERE number = $1 AND finished_at IS NOT NULL AND removed_at IS NULL
     ORDER BY id"
);

#[async_trait]
impl Live for PostgresStore {
    async fn accounts_on(&self, waba: &WabaId) -> Result<Vec<Onboarding>, StorageError> {
        read!(self, |reader| async {
            let found = reader.rows(ACCOUNTS_ON, &[&waba.as_str()]).await?;
            found.iter().map(rows::account).collect()
        })
    }

    async fn accounts_with(&self, number: &PhoneNumber) -> Result<Vec<Onboarding>, StorageError> {
        read!(self, |reader| async {
            let found = reader.rows(ACCOUNTS_WITH, &[&number.as_str()]).await?;
            found.iter().map(rows::account).collect()
        })
    }

    async fn attempts_since(&self, since: Timestamp) -> Result<Vec<Attempt>, StorageError> {
        read!(self, |reader| async {
            let found = reader.rows(ATTEMPTS, &[&since.as_millis()]).await?;
            found.iter().map(attempt).collect()
        })
    }

    async fn disconnect(
        &self,
        account: AccountId,
        cause: &str,
        now: Timestamp,
    ) -> Result<bool, StorageError> {
        unit!(self, |unit| disconnect(unit, account, cause, now))
    }

    async fn reconnect(
        &self,
        account: AccountId,
        cause: &str,
        now: Timestamp,
    ) -> Result<bool, StorageError> {
        unit!(self, |unit| reconnect(unit, account, cause, now))
    }

    async fn note_fact(
        &self,
        account: AccountId,
        fact: Fact,
        now: Timestamp,
    ) -> Result<bool, StorageError> {
        unit!(self, |unit| note_fact(unit, account, &fact, now))
    }

    async fn facts(&self, account: AccountId) -> Result<Vec<Fact>, StorageError> {
        const SQL: &str = "SELECT name, value, at FROM fact WHERE account = $1 ORDER BY name";
        read!(self, |reader| async {
            let found = reader.rows(SQL, &[&account.row()]).await?;
            found
                .iter()
                .map(|row| {
                    Ok(Fact {
                        name: row.try_get(0)?,
                        value: row.try_get(1)?,
                        at: Timestamp::from_millis(row.try_get(2)?),
                    })
                })
                .collect()
        })
    }

    async fn add_unclaimed(&self, unclaimed: Unclaimed) -> Result<(), StorageError> {
        unit!(self, |unit| add_unclaimed(unit, &unclaimed))
    }

    async fn unclaimed(&self) -> Result<Vec<Unclaimed>, StorageError> {
        const SQL: &str =
            "SELECT waba, business, at, reason FROM unclaimed ORDER BY at, waba LIMIT 1000";
        read!(self, |reader| async {
            let found = reader.rows(SQL, &[]).await?;
            found.iter().map(unclaimed).collect()
        })
    }

    async fn remove_unclaimed(&self, waba: &WabaId) -> Result<bool, StorageError> {
        unit!(self, |unit| async {
            let sql = "DELETE FROM unclaimed WHERE waba = $1";
            Ok::<_, Failure>(unit.run(sql, &[&waba.as_str()]).await? > 0)
        })
    }
}

/// Reads [`ATTEMPTS`].
fn attempt(row: &Row) -> Result<Attempt, Failure> {
    let business: Option<&str> = row.try_get("meta_business")?;
    Ok(Attempt {
        account: rows::account(row)?,
        business: business.map(MetaBusinessId::parse).transpose()?,
    })
}

fn unclaimed(row: &Row) -> Result<Unclaimed, Failure> {
    let business: Option<&str> = row.try_get(1)?;
    Ok(Unclaimed {
        waba: WabaId::parse(row.try_get(0)?)?,
        business: business.map(MetaBusinessId::parse).transpose()?,
        at: Timestamp::from_millis(row.try_get(2)?),
        reason: row.try_get(3)?,
    })
}

/// Where an account stands, and why it was cut off if it was. Locked until the unit ends.
async fn standing(
    unit: &Unit,
    account: AccountId,
) -> Result<Option<(OnboardingState, Option<String>)>, Failure> {
    let found = unit
        .first(
            "SELECT state, disconnected FROM account WHERE id = $1 FOR NO KEY UPDATE",
            &[&account.row()],
        )
        .await?;
    let Some(row) = found else { return Ok(None) };
    Ok(Some((state(row.try_get(0)?)?, row.try_get(1)?)))
}

async fn disconnect(
    unit: &Unit,
    account: AccountId,
    cause: &str,
    now: Timestamp,
) -> Result<bool, Failure> {
    let Some((before, known)) = standing(unit, account).await? else {
        return Ok(false);
    };
    let Some(next) = before.after(Transition::Disconnect) else {
        return Ok(false);
    };
    if known.as_deref() == Some(cause) {
        return Ok(false);
    }
    let entry = TimelineEntry::new(now, TimelineEvent::Disconnected).cause(cause);
    put(unit, account, next, Some(cause), &entry).await?;
    Ok(true)
}

async fn reconnect(
    unit: &Unit,
    account: AccountId,
    cause: &str,
    now: Timestamp,
) -> Result<bool, Failure> {
    let Some((before, _)) = standing(unit, account).await? else {
        return Ok(false);
    };
    let Some(next) = before.after(Transition::Reconnect) else {
        return Ok(false);
    };
    let entry = TimelineEntry::new(now, TimelineEvent::Reconnected).cause(cause);
    put(unit, account, next, None, &entry).await?;
    Ok(true)
}

async fn put(
    unit: &Unit,
    account: AccountId,
    state: OnboardingState,
    disconnected: Option<&str>,
    entry: &TimelineEntry,
) -> Result<(), Failure> {
    let change = "UPDATE account SET state = $2, disconnected = $3 WHERE id = $1";
    Happened::to(account, entry)
        .note(
            unit,
            &[(change, &[&account.row(), &state.name(), &disconnected])],
        )
        .await
}

async fn note_fact(
    unit: &Unit,
    account: AccountId,
    fact: &Fact,
    now: Timestamp,
) -> Result<bool, Failure> {
    if standing(unit, account).await?.is_none() {
        return Ok(false);
    }
    let (row, at) = (account.row(), fact.at.as_millis());
    let known = unit
        .first(
            "SELECT value, at FROM fact WHERE account = $1 AND name = $2",
            &[&row, &fact.name],
        )
        .await?;
    let mut says_something_new = true;
    if let Some(known) = known {
        if at < known.try_get(1)? {
            return Ok(false);
        }
        says_something_new = known.try_get::<_, &str>(0)? != fact.value;
    }
    // What was said again counts from then: something older that comes later is not news.
    unit.run(
        "INSERT INTO fact (account, name, value, at) VALUES ($1, $2, $3, $4)
         ON CONFLICT (account, name) DO UPDATE SET value = EXCLUDED.value, at = EXCLUDED.at",
        &[&row, &fact.name, &fact.value, &at],
    )
    .await?;
    if says_something_new {
        let entry = TimelineEntry::new(now, TimelineEvent::MetaNotice)
            .step(&*fact.name)
            .cause(&*fact.value);
        Happened::to(account, &entry).note(unit, &[]).await?;
    }
    Ok(says_something_new)
}

async fn add_unclaimed(unit: &Unit, unclaimed: &Unclaimed) -> Result<(), Failure> {
    unit.run(
        "INSERT INTO unclaimed (waba, business, at, reason) VALUES ($1, $2, $3, $4)
         ON CONFLICT (waba) DO UPDATE SET business = EXCLUDED.business, at = EXCLUDED.at,
             reason = EXCLUDED.reason",
        &[
            &unclaimed.waba.as_str(),
            &unclaimed.business.as_ref().map(MetaBusinessId::as_str),
            &unclaimed.at.as_millis(),
            &unclaimed.reason,
        ],
    )
    .await?;
    Ok(())
}
