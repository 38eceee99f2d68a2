//! The customer's way through an account. Every unit locks the account's row first, so
//! that what it decides on stays as it was read.

mod grant;
mod lease;
mod visit;

pub(crate) use grant::take as take_grant;

use crate::{PostgresStore, read, unit};
use async_trait::async_trait;
use gangway_domain::{AccountId, Hash256, PhoneNumberId, Problem, Timestamp, WabaId};
use gangway_storage::{
    AssetsInUse, ClaimOutcome, Claims, FinishOutcome, Finished, Grant, Journey, Lease, Progress,
    StartOutcome, StorageError, TakenOver,
};
use tokio_postgres::types::ToSql;

#[async_trait]
impl Journey for PostgresStore {
    async fn open(&self, account: AccountId) -> Result<(), StorageError> {
        unit!(self, |unit| visit::open(unit, account))
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
    ) -> Result<(), StorageError> {
        unit!(self, |unit| visit::cancel(
            unit,
            account,
            session,
            step.as_deref()
        ))
    }

    async fn claim_exchange(
        &self,
        account: AccountId,
        code: Hash256,
        lease: Lease,
        now: Timestamp,
    ) -> Result<ClaimOutcome, StorageError> {
        unit!(self, |unit| lease::claim(
            unit,
            account,
            Some(code),
            &lease,
            now
        ))
    }

    async fn claim_resume(
        &self,
        account: AccountId,
        lease: Lease,
        now: Timestamp,
    ) -> Result<ClaimOutcome, StorageError> {
        unit!(self, |unit| lease::claim(unit, account, None, &lease, now))
    }

    async fn progress(
        &self,
        account: AccountId,
        owner: i64,
        step: Progress,
    ) -> Result<bool, StorageError> {
        unit!(self, |unit| lease::progress(unit, account, owner, &step))
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

    async fn halt(
        &self,
        account: AccountId,
        owner: i64,
        problem: Problem,
    ) -> Result<(), StorageError> {
        unit!(self, |unit| lease::halt(unit, account, owner, problem))
    }

    async fn finish(
        &self,
        account: AccountId,
        owner: i64,
        finished: Finished,
    ) -> Result<FinishOutcome, StorageError> {
        unit!(self, |unit| lease::finish(unit, account, owner, &finished))
    }

    async fn grant(&self, account: AccountId) -> Result<Option<Grant>, StorageError> {
        read!(self, |reader| async {
            let row = reader.first(grant::SELECT, &[&account.row()]).await?;
            let known = row.as_ref().map(crate::rows::grant).transpose()?;
            Ok(known.map(|known| known.grant))
        })
    }

    async fn assets_in_use(
        &self,
        waba: &WabaId,
        phone_number: &PhoneNumberId,
    ) -> Result<AssetsInUse, StorageError> {
        const SQL: &str = "SELECT EXISTS (SELECT 1 FROM account_grant WHERE waba = $1),
                    EXISTS (SELECT 1 FROM account_grant WHERE phone_number = $2)";
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
