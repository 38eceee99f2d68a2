//! The customer's way through an account.

mod grant;
mod lease;
mod visit;

pub(crate) use grant::take as take_grant;

use crate::{SqliteStore, sql};
use async_trait::async_trait;
use gangway_domain::{AccountId, Hash256, PhoneNumberId, Problem, Timestamp, WabaId};
use gangway_storage::{
    AssetsInUse, ClaimOutcome, Claims, FinishOutcome, Finished, Grant, Journey, Lease, Progress,
    StartOutcome, StorageError, TakenOver,
};

#[async_trait]
impl Journey for SqliteStore {
    async fn open(&self, account: AccountId) -> Result<(), StorageError> {
        self.write(move |write| visit::open(write.sql(), account))
            .await
    }

    async fn start(
        &self,
        account: AccountId,
        session: Hash256,
        now: Timestamp,
    ) -> Result<StartOutcome, StorageError> {
        self.write(move |write| visit::start(write.sql(), account, session, now))
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
    ) -> Result<(), StorageError> {
        self.write(move |write| visit::cancel(write.sql(), account, session, step.as_deref()))
            .await
    }

    async fn claim_exchange(
        &self,
        account: AccountId,
        code: Hash256,
        lease: Lease,
        now: Timestamp,
    ) -> Result<ClaimOutcome, StorageError> {
        self.write(move |write| lease::claim(write.sql(), account, Some(code), &lease, now))
            .await
    }

    async fn claim_resume(
        &self,
        account: AccountId,
        lease: Lease,
        now: Timestamp,
    ) -> Result<ClaimOutcome, StorageError> {
        self.write(move |write| lease::claim(write.sql(), account, None, &lease, now))
            .await
    }

    async fn progress(
        &self,
        account: AccountId,
        owner: i64,
        step: Progress,
    ) -> Result<bool, StorageError> {
        self.write(move |write| lease::progress(write.sql(), account, owner, step))
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
        if !self.readers().short(|conn| lease::waits(conn, now))? {
            return Ok(None);
        }
        loop {
            let taken = {
                let lease = lease.clone();
                self.write(move |write| lease::take_over(write.sql(), &lease, now))
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

    async fn halt(
        &self,
        account: AccountId,
        owner: i64,
        problem: Problem,
    ) -> Result<(), StorageError> {
        self.write(move |write| lease::halt(write.sql(), account, owner, problem))
            .await
    }

    async fn finish(
        &self,
        account: AccountId,
        owner: i64,
        finished: Finished,
    ) -> Result<FinishOutcome, StorageError> {
        self.write(move |write| lease::finish(write, account, owner, finished))
            .await
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

    async fn grant(&self, account: AccountId) -> Result<Option<Grant>, StorageError> {
        self.readers()
            .short(|conn| Ok(grant::load(conn, account)?.map(|known| known.grant)))
    }
}
