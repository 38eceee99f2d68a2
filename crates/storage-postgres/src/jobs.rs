//! Work that must follow, and what Meta told by webhook.

use crate::error::Failure;
use crate::unit::Unit;
use crate::{PostgresStore, rows, unit, wake};
use async_trait::async_trait;
use gangway_domain::{AccountId, PartnerId, Timestamp};
use gangway_storage::{Job, JobEnd, JobKind, Jobs, Lease, MetaEvent, StorageError, Unreadable};
use tokio_postgres::Row;

/// All events of a delivery and a job for each, in the order in which they came. A key that
/// is there already, or came before in the same delivery, is passed over.
const KEEP: &str = "WITH told AS (
         INSERT INTO meta_event (key, received_at, change)
         SELECT e.key, e.received_at, e.change
         FROM unnest($1::bytea[], $2::bigint[], $3::text[])
             WITH ORDINALITY AS e (key, received_at, change, place)
         ORDER BY e.place
         ON CONFLICT (key) DO NOTHING
         RETURNING id, received_at)
     INSERT INTO job (kind, meta_event, due_at)
     SELECT 'meta_event', id, received_at FROM told ORDER BY id";

/// Takes the longest due job. What another node is taking is passed over.
pub(crate) const TAKE: &str = "WITH due AS MATERIALIZED (
         SELECT id FROM job WHERE coalesce(lease_until, due_at) <= $3
         ORDER BY coalesce(lease_until, due_at), id LIMIT 1
         FOR NO KEY UPDATE SKIP LOCKED),
     taken AS (
         UPDATE job SET lease_owner = $1, lease_until = $2, tries = tries + 1
         FROM due WHERE job.id = due.id
         RETURNING job.id, kind, tries - 1 AS tries, account, meta_event, partner)
     SELECT taken.id, kind, tries, account, key, received_at, change, partner
     FROM taken LEFT JOIN meta_event ON meta_event.id = taken.meta_event";

const DONE: &str = "WITH done AS (
         DELETE FROM job WHERE id = $1 AND lease_owner = $2 RETURNING meta_event),
     told AS (
         UPDATE meta_event SET outcome = $3 WHERE id = (SELECT meta_event FROM done))
     SELECT 1 FROM done";

/// As an array, the few are found by their key, however many there might be.
pub(crate) const FORGET: &str = "DELETE FROM meta_event WHERE id = ANY (ARRAY (
         SELECT id FROM meta_event WHERE outcome IS NOT NULL AND received_at < $1
         ORDER BY received_at LIMIT $2 FOR UPDATE SKIP LOCKED))";

#[async_trait]
impl Jobs for PostgresStore {
    async fn keep_meta_events(&self, events: Vec<MetaEvent>) -> Result<usize, StorageError> {
        if events.is_empty() {
            return Ok(0);
        }
        unit!(self, |unit| keep(unit, &events))
    }

    async fn take_job(&self, lease: Lease, now: Timestamp) -> Result<Option<Job>, StorageError> {
        loop {
            let taken = unit!(self, |unit| take(unit, &lease, now));
            match taken? {
                None => return Ok(None),
                Some(Ok(job)) => return Ok(Some(job)),
                Some(Err(why)) => {
                    tracing::error!(
                        why,
                        "a job does not read back; it is left alone for the length of a lease"
                    );
                }
            }
        }
    }

    async fn end_job(
        &self,
        job: i64,
        owner: i64,
        end: JobEnd,
        now: Timestamp,
    ) -> Result<bool, StorageError> {
        unit!(self, |unit| end_held(unit, job, owner, &end, now))
    }

    async fn hasten_take_back(
        &self,
        account: AccountId,
        now: Timestamp,
    ) -> Result<(), StorageError> {
        unit!(self, |unit| hasten(unit, account, now))
    }

    async fn erase_grant(&self, account: AccountId) -> Result<(), StorageError> {
        unit!(self, |unit| erase(unit, account))
    }

    async fn forget_meta_events(
        &self,
        before: Timestamp,
        at_most: u32,
    ) -> Result<u32, StorageError> {
        unit!(self, |unit| async {
            let gone = unit
                .run(FORGET, &[&before.as_millis(), &i64::from(at_most)])
                .await?;
            Ok::<_, Failure>(u32::try_from(gone).unwrap_or(u32::MAX))
        })
    }
}

async fn keep(unit: &Unit, events: &[MetaEvent]) -> Result<usize, Failure> {
    let keys: Vec<&[u8]> = events.iter().map(|event| event.key.0.as_slice()).collect();
    let times: Vec<i64> = events
        .iter()
        .map(|event| event.received_at.as_millis())
        .collect();
    let changes: Vec<&str> = events.iter().map(|event| event.change.as_str()).collect();
    let new = unit.run(KEEP, &[&keys, &times, &changes]).await?;
    if new > 0 {
        unit.first(wake::NOTIFY, &[]).await?;
    }
    Ok(usize::try_from(new).unwrap_or(usize::MAX))
}

/// Takes a job. One that does not read back stays taken, so that it does not stand in the
/// way of the others.
async fn take(
    unit: &Unit,
    lease: &Lease,
    now: Timestamp,
) -> Result<Option<Result<Job, String>>, Failure> {
    let taken = unit
        .first(
            TAKE,
            &[&lease.owner, &lease.until.as_millis(), &now.as_millis()],
        )
        .await?;
    let Some(row) = taken else { return Ok(None) };
    match read(&row) {
        Ok(job) => Ok(Some(Ok(job))),
        Err(Failure::Unreadable(why)) => {
            let id: i64 = row.try_get("id")?;
            Ok(Some(Err(format!("job {id}: {why}"))))
        }
        Err(failure) => Err(failure),
    }
}

fn read(row: &Row) -> Result<Job, Failure> {
    let tries: i64 = row.try_get("tries")?;
    let kind = match row.try_get("kind")? {
        "take_back" => JobKind::TakeBack(AccountId::from_row(row.try_get("account")?)),
        "meta_event" => JobKind::MetaEvent(MetaEvent {
            key: rows::hash(row, 4)?.ok_or_else(|| Unreadable::column("job.meta_event"))?,
            received_at: Timestamp::from_millis(row.try_get("received_at")?),
            change: row.try_get("change")?,
        }),
        "endpoint_off" => JobKind::EndpointOff(PartnerId::from_row(row.try_get("partner")?)),
        _ => return Err(Unreadable::column("job.kind").into()),
    };
    Ok(Job {
        id: row.try_get("id")?,
        kind,
        tries: u32::try_from(tries).map_err(|_| Unreadable::column("job.tries"))?,
    })
}

async fn end_held(
    unit: &Unit,
    job: i64,
    owner: i64,
    end: &JobEnd,
    now: Timestamp,
) -> Result<bool, Failure> {
    match *end {
        JobEnd::Done(outcome) => {
            let done = unit.first(DONE, &[&job, &owner, &outcome]).await?;
            Ok(done.is_some())
        }
        JobEnd::Later(at) => {
            let put_off = unit
                .run(
                    "UPDATE job SET due_at = $3, lease_owner = NULL, lease_until = NULL
                     WHERE id = $1 AND lease_owner = $2",
                    &[&job, &owner, &at.as_millis()],
                )
                .await?;
            if put_off > 0 && at <= now {
                unit.first(wake::NOTIFY, &[]).await?;
            }
            Ok(put_off > 0)
        }
    }
}

async fn hasten(unit: &Unit, account: AccountId, now: Timestamp) -> Result<(), Failure> {
    let due = unit
        .run(
            "UPDATE job SET due_at = $2
             WHERE account = $1 AND kind = 'take_back' AND due_at > $2",
            &[&account.row(), &now.as_millis()],
        )
        .await?;
    if due > 0 {
        unit.first(wake::NOTIFY, &[]).await?;
    }
    Ok(())
}

async fn erase(unit: &Unit, account: AccountId) -> Result<(), Failure> {
    let account = account.row();
    unit.batch(&[
        (
            "DELETE FROM account_grant WHERE account = $1 AND EXISTS (
                 SELECT 1 FROM account WHERE id = $1 AND state = 'removed')",
            &[&account],
        ),
        (
            "DELETE FROM fact WHERE account = $1 AND EXISTS (
                 SELECT 1 FROM account WHERE id = $1 AND state = 'removed')",
            &[&account],
        ),
    ])
    .await?;
    Ok(())
}
