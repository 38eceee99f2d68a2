//! Work that must follow, and what Meta told.

use crate::error::Failure;
use crate::{SqliteStore, journey, sql};
use async_trait::async_trait;
use gangway_domain::{AccountId, Hash256, PartnerId, Timestamp};
use gangway_storage::{Job, JobEnd, JobKind, Jobs, Lease, MetaEvent, StorageError, Unreadable};
use rusqlite::{Connection, params};

const TAKE_BACK: &str = "take_back";
const META_EVENT: &str = "meta_event";
const ENDPOINT_OFF: &str = "endpoint_off";

/// Takes the longest due job.
pub(crate) const TAKE: &str = "UPDATE job SET lease_owner = ?1, lease_until = ?2, tries = tries + 1
         WHERE id = (SELECT id FROM job WHERE coalesce(lease_until, due_at) <= ?3
             ORDER BY coalesce(lease_until, due_at), id LIMIT 1)
         RETURNING id, kind, account, meta_event, partner, tries - 1";

/// Whether anything is done and older than ?1.
pub(crate) const OLD: &str =
    "SELECT 1 FROM meta_event WHERE outcome IS NOT NULL AND received_at < ?1";

/// Forgets what is done and older than ?1.
pub(crate) const FORGET: &str = "DELETE FROM meta_event WHERE id IN (
    SELECT id FROM meta_event WHERE outcome IS NOT NULL AND received_at < ?1
    ORDER BY received_at LIMIT ?2)";

#[async_trait]
impl Jobs for SqliteStore {
    async fn keep_meta_events(&self, events: Vec<MetaEvent>) -> Result<usize, StorageError> {
        let new = self.write(move |write| keep(write.sql(), &events)).await?;
        if new > 0 {
            self.waker().wake();
        }
        Ok(new)
    }

    async fn take_job(&self, lease: Lease, now: Timestamp) -> Result<Option<Job>, StorageError> {
        // Asked again and again; mostly there is nothing to write.
        if !self.readers().short(|conn| is_due(conn, now))? {
            return Ok(None);
        }
        loop {
            let taken = {
                let lease = lease.clone();
                self.write(move |write| take(write.sql(), &lease, now))
                    .await
            };
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
        let due_again = matches!(end, JobEnd::Later(at) if at <= now);
        let ended = self
            .write(move |write| self::end(write.sql(), job, owner, &end))
            .await?;
        if ended && due_again {
            self.waker().wake();
        }
        Ok(ended)
    }

    async fn hasten_take_back(
        &self,
        account: AccountId,
        now: Timestamp,
    ) -> Result<(), StorageError> {
        let hastened = self
            .write(move |write| hasten(write.sql(), account, now))
            .await?;
        if hastened {
            self.waker().wake();
        }
        Ok(())
    }

    async fn erase_grant(&self, account: AccountId) -> Result<(), StorageError> {
        self.write(move |write| {
            let removed = sql::exists(
                write.sql(),
                "SELECT 1 FROM account WHERE id = ?1 AND state = 'removed'",
                [account.row()],
            )?;
            if removed {
                journey::erase_grant(write.sql(), account)?;
            }
            Ok(())
        })
        .await
    }

    async fn forget_meta_events(
        &self,
        before: Timestamp,
        at_most: u32,
    ) -> Result<u32, StorageError> {
        // Asked again and again; mostly there is nothing to write.
        if !self.readers().short(|conn| any_is_old(conn, before))? {
            return Ok(0);
        }
        self.write(move |write| forget(write.sql(), before, at_most))
            .await
    }
}

/// Notes that what a removed account's set-up did at Meta has to be taken back.
pub(crate) fn take_back(
    conn: &Connection,
    account: AccountId,
    due: Timestamp,
) -> Result<(), Failure> {
    sql::run(
        conn,
        "INSERT INTO job (kind, account, due_at) VALUES (?1, ?2, ?3)",
        params![TAKE_BACK, account.row(), due.as_millis()],
    )?;
    Ok(())
}

/// Notes that a partner has to be told that its endpoint was switched off.
pub(crate) fn endpoint_off(
    conn: &Connection,
    partner: PartnerId,
    due: Timestamp,
) -> Result<(), Failure> {
    sql::run(
        conn,
        "INSERT INTO job (kind, partner, due_at) VALUES (?1, ?2, ?3)",
        params![ENDPOINT_OFF, partner.row(), due.as_millis()],
    )?;
    Ok(())
}

fn keep(conn: &Connection, events: &[MetaEvent]) -> Result<usize, Failure> {
    let mut new = 0;
    for event in events {
        let kept = sql::run(
            conn,
            "INSERT INTO meta_event (key, received_at, change) VALUES (?1, ?2, ?3)
             ON CONFLICT (key) DO NOTHING",
            params![event.key.0, event.received_at.as_millis(), event.change],
        )?;
        if kept > 0 {
            sql::run(
                conn,
                "INSERT INTO job (kind, meta_event, due_at) VALUES (?1, ?2, ?3)",
                params![
                    META_EVENT,
                    conn.last_insert_rowid(),
                    event.received_at.as_millis(),
                ],
            )?;
        }
        new += kept;
    }
    Ok(new)
}

fn is_due(conn: &Connection, now: Timestamp) -> Result<bool, Failure> {
    sql::exists(
        conn,
        "SELECT 1 FROM job WHERE coalesce(lease_until, due_at) <= ?1",
        [now.as_millis()],
    )
}

/// Takes the longest due job. One that does not read back stays taken, so that it does not
/// stand in the way of the others.
fn take(
    conn: &Connection,
    lease: &Lease,
    now: Timestamp,
) -> Result<Option<Result<Job, String>>, Failure> {
    let taken = sql::first(
        conn,
        TAKE,
        params![lease.owner, lease.until.as_millis(), now.as_millis()],
        |row| {
            Ok(Taken {
                id: row.get(0)?,
                kind: row.get(1)?,
                account: row.get(2)?,
                meta_event: row.get(3)?,
                partner: row.get(4)?,
                tries: row.get(5)?,
            })
        },
    )?;
    let Some(taken) = taken else {
        return Ok(None);
    };
    match taken.read(conn) {
        Ok(job) => Ok(Some(Ok(job))),
        Err(Failure::Unreadable(why)) => Ok(Some(Err(format!("job {}: {why}", taken.id)))),
        Err(failure) => Err(failure),
    }
}

/// A job as it is stored.
struct Taken {
    id: i64,
    kind: String,
    account: Option<i64>,
    meta_event: Option<i64>,
    partner: Option<i64>,
    tries: i64,
}

impl Taken {
    fn read(&self, conn: &Connection) -> Result<Job, Failure> {
        let kind = match (
            self.kind.as_str(),
            self.account,
            self.meta_event,
            self.partner,
        ) {
            (TAKE_BACK, Some(account), ..) => JobKind::TakeBack(AccountId::from_row(account)),
            (META_EVENT, _, Some(event), _) => JobKind::MetaEvent(meta_event(conn, event)?),
            (ENDPOINT_OFF, .., Some(partner)) => JobKind::EndpointOff(PartnerId::from_row(partner)),
            _ => return Err(Unreadable::column("job.kind").into()),
        };
        let tries = u32::try_from(self.tries).map_err(|_| Unreadable::column("job.tries"))?;
        Ok(Job {
            id: self.id,
            kind,
            tries,
        })
    }
}

fn meta_event(conn: &Connection, id: i64) -> Result<MetaEvent, Failure> {
    let found = sql::first(
        conn,
        "SELECT key, received_at, change FROM meta_event WHERE id = ?1",
        [id],
        |row| {
            let change = row.get_ref(2)?.as_str().map(str::to_owned);
            Ok(MetaEvent {
                key: Hash256(row.get(0)?),
                received_at: Timestamp::from_millis(row.get(1)?),
                change: change.map_err(|_| Unreadable::column("meta_event.change"))?,
            })
        },
    )?;
    found.ok_or_else(|| Unreadable::column("job.meta_event").into())
}

fn end(conn: &Connection, job: i64, owner: i64, end: &JobEnd) -> Result<bool, Failure> {
    match end {
        JobEnd::Later(at) => {
            let ended = sql::run(
                conn,
                "UPDATE job SET due_at = ?3, lease_owner = NULL, lease_until = NULL
                 WHERE id = ?1 AND lease_owner = ?2",
                params![job, owner, at.as_millis()],
            )?;
            Ok(ended > 0)
        }
        JobEnd::Done(outcome) => {
            let ended = sql::first(
                conn,
                "DELETE FROM job WHERE id = ?1 AND lease_owner = ?2 RETURNING meta_event",
                params![job, owner],
                |row| Ok(row.get::<_, Option<i64>>(0)?),
            )?;
            if let Some(Some(event)) = ended {
                sql::run(
                    conn,
                    "UPDATE meta_event SET outcome = ?2 WHERE id = ?1",
                    params![event, outcome],
                )?;
            }
            Ok(ended.is_some())
        }
    }
}

/// Whether there was a job that would have waited.
fn hasten(conn: &Connection, account: AccountId, now: Timestamp) -> Result<bool, Failure> {
    let hastened = sql::run(
        conn,
        "UPDATE job SET due_at = ?3 WHERE account = ?1 AND kind = ?2 AND due_at > ?3",
        params![account.row(), TAKE_BACK, now.as_millis()],
    )?;
    Ok(hastened > 0)
}

fn any_is_old(conn: &Connection, before: Timestamp) -> Result<bool, Failure> {
    sql::exists(conn, OLD, [before.as_millis()])
}

fn forget(conn: &Connection, before: Timestamp, at_most: u32) -> Result<u32, Failure> {
    let forgotten = sql::run(conn, FORGET, params![before.as_millis(), at_most])?;
    Ok(u32::try_from(forgotten).unwrap_or(u32::MAX))
}
