//! The customer's way through an account. Every unit locks the account's row first, so
//! that what it decides on stays as it was read.

mod claim;
mod finish;
mod grant;
mod held;
mod lease;
mod steps;
mod visit;

#[cfg(test)]
pub(crate) use lease::TAKE_OVER;

use crate::{PostgresStore, read, rows, timeline, unit};
use async_trait::async_trait;
use gangway_domain::{
    AccountId, Hash256, PhoneNumberId, Step, TimelineEntry, TimelineEvent, Timestamp, WabaId,
};
use gangway_storage::{
    AssetsInUse, ClaimOutcome, Claims, FinishOutcome, Finished, Given, Grant, Journey, Lease,
    Progress, Recovery, StartOutcome, StepFailure, StepRecord, StorageError, TakenOver,
};
use tokio_postgres::types::ToSql;

#[async_trait]
impl Journey for PostgresStore {
    async fn open(&self, account: AccountId, now: Timestamp) -> Result<(), StorageError> {
        unit!(self, |unit| visit::open(unit, account, now))
    }

    async fn start(
        &self,
        account: AccountId,
        session: Hash256,
        now: Timestamp,
    ) -> Result<StartOutcome, StorageError> {
        unit!(self, |unit| visit::start(unit, account, session, now))
    }

    async fn claim_assets(
        &self,
        account: AccountId,
        session: Hash256,
        claims: Claims,
    ) -> Result<bool, StorageError> {
        unit!(self, |unit| visit::claim_assets(
            unit, account, session, &claims
        ))
    }

    async fn is_latest(&self, account: AccountId, session: Hash256) -> Result<bool, StorageError> {
        const SQL: &str = "SELECT 1 FROM account WHERE id = $1 AND session = $2";
        read!(self, |reader| async {
            let params: [&(dyn ToSql + Sync); 2] = [&account.row(), &session.0.as_slice()];
            Ok(reader.first(SQL, &params).await?.is_some())
        })
    }

    async fn cancel(
        &self,
        account: AccountId,
        session: Hash256,
        step: Option<String>,
        cause: Option<String>,
        now: Timestamp,
    ) -> Result<(), StorageError> {
        let left = TimelineEntry {
            at: now,
            event: TimelineEvent::Cancelled,
            step,
            cause,
        };
        unit!(self, |unit| visit::cancel(unit, account, session, &left))
    }

    async fn claim_exchange(
        &self,
        account: AccountId,
        code: Hash256,
        lease: Lease,
        now: Timestamp,
    ) -> Result<ClaimOutcome, StorageError> {
        unit!(self, |unit| claim::exchange(
            unit, account, code, &lease, now
        ))
    }

    async fn claim_resume(
        &self,
        account: AccountId,
        given: Given,
        lease: Lease,
        now: Timestamp,
    ) -> Result<ClaimOutcome, StorageError> {
        unit!(self, |unit| claim::resume(
            unit, account, &given, &lease, now
        ))
    }

    async fn claim_recovery(
        &self,
        account: AccountId,
        recovery: Recovery,
        lease: Lease,
        now: Timestamp,
    ) -> Result<ClaimOutcome, StorageError> {
        unit!(self, |unit| claim::recovery(
            unit, account, &recovery, &lease, now
        ))
    }

    async fn begin_step(
        &self,
        account: AccountId,
        owner: i64,
        step: Step,
        now: Timestamp,
    ) -> Result<Option<StepRecord>, StorageError> {
        unit!(self, |unit| steps::begin_held(
            unit, account, owner, step, now
        ))
    }

    async fn progress(
        &self,
        account: AccountId,
        owner: i64,
        step: Progress,
        now: Timestamp,
    ) -> Result<bool, StorageError> {
        unit!(self, |unit| steps::progress(
            unit, account, owner, &step, now
        ))
    }

    async fn fail_step(
        &self,
        account: AccountId,
        owner: i64,
        failure: StepFailure,
        now: Timestamp,
    ) -> Result<bool, StorageError> {
        unit!(self, |unit| steps::fail(
            unit, account, owner, &failure, now
        ))
    }

    async fn renew(&self, account: AccountId, lease: Lease) -> Result<bool, StorageError> {
        unit!(self, |unit| lease::renew(unit, account, &lease))
    }

    async fn hand_over(&self, account: AccountId, owner: i64) -> Result<(), StorageError> {
        unit!(self, |unit| lease::hand_over(unit, account, owner))
    }

    async fn take_over(
        &self,
        lease: Lease,
        now: Timestamp,
    ) -> Result<Option<TakenOver>, StorageError> {
        loop {
            let taken = unit!(self, |unit| lease::take_over(unit, &lease, now));
            match taken? {
                None => return Ok(None),
                Some(Ok(taken)) => return Ok(Some(taken)),
                Some(Err(why)) => {
                    tracing::error!(
                        why,
                        "a set-up does not read back; it is left alone for the length of a lease"
                    );
                }
            }
        }
    }

    async fn finish(
        &self,
        account: AccountId,
        owner: i64,
        finished: Finished,
    ) -> Result<FinishOutcome, StorageError> {
        unit!(self, |unit| finish::finish(unit, account, owner, &finished))
    }

    async fn grant(&self, account: AccountId) -> Result<Option<Grant>, StorageError> {
        read!(self, |reader| async {
            let row = reader.first(grant::SELECT, &[&account.row()]).await?;
            let known = row.as_ref().map(rows::grant).transpose()?;
            Ok(known.map(|known| known.grant))
        })
    }

    async fn steps(&self, account: AccountId) -> Result<Vec<StepRecord>, StorageError> {
        read!(self, |reader| async {
            let rows = reader.rows(steps::SELECT, &[&account.row()]).await?;
            let mut steps: Vec<StepRecord> =
                rows.iter().map(rows::step).collect::<Result<_, _>>()?;
            steps.sort_by_key(|record| record.step);
            Ok(steps)
        })
    }

    async fn timeline(&self, account: AccountId) -> Result<Vec<TimelineEntry>, StorageError> {
        read!(self, |reader| async {
            let params: [&(dyn ToSql + Sync); 2] = [&account.row(), &timeline::kept()];
            let rows = reader.rows(timeline::SELECT, &params).await?;
            rows.iter().map(rows::timeline_entry).collect()
        })
    }

    async fn assets_in_use(
        &self,
        waba: &WabaId,
        phone_number: &PhoneNumberId,
    ) -> Result<AssetsInUse, StorageError> {
        const SQL: &str = "SELECT
             EXISTS (SELECT 1 FROM account_grant g JOIN account a ON a.id = g.account
                 WHERE g.waba = $1 AND a.state <> 'removed'),
             EXISTS (SELECT 1 FROM account_grant g JOIN account a ON a.id = g.account
                 WHERE g.phone_number = $2 AND a.state <> 'removed')";
        read!(self, |reader| async {
            let Some(row) = reader
                .first(SQL, &[&waba.as_str(), &phone_number.as_str()])
                .await?
            else {
                return Ok(AssetsInUse::default());
            };
            Ok(AssetsInUse {
                waba: row.try_get(0)?,
                phone_number: row.try_get(1)?,
            })
        })
    }
}
