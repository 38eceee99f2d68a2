//! Keeping the lease, giving it away, and taking over from those who have gone.

use super::grant;
use crate::error::Failure;
use crate::timeline::Happened;
use crate::unit::Unit;
use crate::{rows, wake};
use gangway_domain::{AccountId, TimelineEntry, TimelineEvent, Timestamp};
use gangway_storage::{Lease, TakenOver, account_columns};
use tokio_postgres::Row;

pub(super) async fn renew(unit: &Unit, account: AccountId, lease: &Lease) -> Result<bool, Failure> {
    let renewed = unit
        .run(
            "UPDATE account SET lease_until = $3 WHERE id = $1 AND lease_owner = $2",
            &[&account.row(), &lease.owner, &lease.until.as_millis()],
        )
        .await?;
    Ok(renewed > 0)
}

pub(super) async fn hand_over(unit: &Unit, account: AccountId, owner: i64) -> Result<(), Failure> {
    let given = unit
        .run(
            "UPDATE account SET lease_owner = NULL, lease_until = NULL
             WHERE id = $1 AND lease_owner = $2",
            &[&account.row(), &owner],
        )
        .await?;
    if given > 0 {
        unit.first(wake::NOTIFY, &[]).await?;
    }
    Ok(())
}

/// Takes the longest waiting set-up. What another node is taking is passed over.
pub(crate) const TAKE_OVER: &str = concat!(
    "WITH due AS MATERIALIZED (
         SELECT id AS waiting, lease_until IS NOT NULL AS abandoned FROM account
         WHERE state IN ('exchanging', 'provisioning')
             AND coalesce(lease_until, next_try, 0) <= $3
         ORDER BY coalesce(lease_until, next_try, 0), id LIMIT 1
         FOR NO KEY UPDATE SKIP LOCKED)
     UPDATE account SET lease_owner = $1, lease_until = $2, next_try = NULL
     FROM due WHERE id = waiting
     RETURNING ",
    account_columns!(),
    ", abandoned"
);

/// Takes over a set-up. One that does not read back stays taken, so that it does not stand
/// in the way of the others.
pub(super) async fn take_over(
    unit: &Unit,
    lease: &Lease,
    now: Timestamp,
) -> Result<Option<Result<TakenOver, String>>, Failure> {
    let taken = unit
        .first(
            TAKE_OVER,
            &[&lease.owner, &lease.until.as_millis(), &now.as_millis()],
        )
        .await?;
    let Some(row) = taken else { return Ok(None) };
    match read(unit, &row, now).await {
        Ok(taken) => Ok(Some(Ok(taken))),
        Err(Failure::Unreadable(why)) => {
            let id = AccountId::from_row(row.try_get(0)?);
            Ok(Some(Err(format!("account {id}: {why}"))))
        }
        Err(failure) => Err(failure),
    }
}

async fn read(unit: &Unit, row: &Row, now: Timestamp) -> Result<TakenOver, Failure> {
    let account = rows::account(row)?;
    if row.try_get("abandoned")? {
        let entry = TimelineEntry::new(now, TimelineEvent::TakenOver);
        Happened::to(account.id, &entry).note(unit, &[]).await?;
    }
    let known = grant::load(unit, account.id).await?;
    Ok(TakenOver {
        account,
        grant: known.unwrap_or_default().grant,
    })
}
