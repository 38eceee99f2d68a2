//! The customer's way through an account.

mod claim;
mod finish;
mod grant;
mod lease;
mod run;
mod take_over;
mod visit;

pub(crate) use grant::{erase as erase_grant, load as load_grant};
pub(crate) use lease::until as lease_until;
#[cfg(test)]
pub(crate) use take_over::LONGEST;

use crate::{SqliteStore, sql, steps, timeline};
use async_trait::async_trait;
use gangway_domain::{AccountId, Hash256, PhoneNumberId, Step, TimelineEntry, Timestamp, WabaId};
use gangway_storage::{
    AssetsInUse, ClaimOutcome, Claims, FinishOutcome, Finished, Given, Grant, Journey, Lease,
    Progress, Recovery, StartOutcome, StepFailure, StepRecord, StorageError, TakenOver,
};

#[async_trait]
impl Journey for SqliteStore {
    async fn open(&self, account: AccountId, now: Timestamp) -> Result<(), StorageError> {
        self.write(move |write| visit::open(write, account, now))
            .await
    }

    async fn start(
        &self,
        account: AccountId,
        session: Hash256,
        now: Timestamp,
    ) -> Result<StartOutcome, StorageError> {
        self.write(move |write| visit::start(write, account, session, now))
            .await
    }

    async fn claim_assets(
        &self,
        account: AccountId,
        session: Hash256,
        claims: Claims,
    ) -> Result<bool, StorageError> {
        self.write(move |write| visit::claim_assets(write.sql(), account, session, claims))
            .await
    }

    async fn is_latest(&self, account: AccountId, session: Hash256) -> Result<bool, StorageError> {
        self.readers().short(|conn| {
            let sql = "SELECT 1 FROM account WHERE id = ?1 AND session = ?2";
            sql::exists(conn, sql, rusqlite::params![account.row(), session.0])
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
        self.write(move |write| visit::cancel(write, account, session, step, cause, now))
            .await
    }

    async fn claim_exchange(
        &self,
        account: AccountId,
        code: Hash256,
        lease: Lease,
        now: Timestamp,
    ) -> Result<ClaimOutcome, StorageError> {
        self.write(move |write| claim::exchange(write, account, code, &lease, now))
            .await
    }

    async fn claim_resume(
        &self,
        account: AccountId,
        given: Given,
        lease: Lease,
        now: Timestamp,
    ) -> Result<ClaimOutcome, StorageError> {
        self.write(move |write| claim::resume(write, account, given, &lease, now))
            .await
    }

    async fn claim_recovery(
        &self,
        account: AccountId,
        recovery: Recovery,
        lease: Lease,
        now: Timestamp,
    ) -> Result<ClaimOutcome, StorageError> {
        self.write(move |write| claim::recovery(write, account, recovery, &lease, now))
            .await
    }

    async fn begin_step(
        &self,
        account: AccountId,
        owner: i64,
        step: Step,
        now: Timestamp,
    ) -> Result<Option<StepRecord>, StorageError> {
        self.write(move |write| run::begin_step(write.sql(), account, owner, step, now))
            .await
    }

    async fn progress(
        &self,
        account: AccountId,
        owner: i64,
        step: Progress,
        now: Timestamp,
    ) -> Result<bool, StorageError> {
        self.write(move |write| run::progress(write, account, owner, step, now))
            .await
    }

    async fn fail_step(
        &self,
        account: AccountId,
        owner: i64,
        failure: StepFailure,
        now: Timestamp,
    ) -> Result<bool, StorageError> {
        self.write(move |write| run::fail_step(write, account, owner, &failure, now))
            .await
    }

    async fn renew(&self, account: AccountId, lease: Lease) -> Result<bool, StorageError> {
        self.write(move |write| lease::renew(write.sql(), account, &lease))
            .await
    }

    async fn hand_over(&self, account: AccountId, owner: i64) -> Result<(), StorageError> {
        let given = self
            .write(move |write| lease::hand_over(write.sql(), account, owner))
            .await?;
        if given {
            self.waker().wake();
        }
        Ok(())
    }

    async fn take_over(
        &self,
        lease: Lease,
        now: Timestamp,
    ) -> Result<Option<TakenOver>, StorageError> {
        // Asked again and again; mostly there is nothing to write.
        if !self
            .readers()
            .short(|conn| take_over::any_waits(conn, now))?
        {
            return Ok(None);
        }
        loop {
            let taken = {
                let lease = lease.clone();
                self.write(move |write| take_over::take_over(write, &lease, now))
                    .await
            };
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
        self.write(move |write| finish::finish(write, account, owner, finished))
            .await
    }

    async fn grant(&self, account: AccountId) -> Result<Option<Grant>, StorageError> {
        self.readers()
            .short(|conn| Ok(grant::load(conn, account)?.map(|known| known.grant)))
    }

    async fn steps(&self, account: AccountId) -> Result<Vec<StepRecord>, StorageError> {
        self.readers().short(|conn| steps::of(conn, account))
    }

    async fn timeline(&self, account: AccountId) -> Result<Vec<TimelineEntry>, StorageError> {
        self.readers().short(|conn| timeline::of(conn, account))
    }

    async fn assets_in_use(
        &self,
        waba: &WabaId,
        phone_number: &PhoneNumberId,
    ) -> Result<AssetsInUse, StorageError> {
        let (waba, phone_number) = (waba.clone(), phone_number.clone());
        self.readers()
            .long(move |conn| grant::in_use(conn, &waba, &phone_number))
            .await
    }
}
