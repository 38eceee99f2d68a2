//! Onboarding accounts: create, find, list, renew, remove.

mod create;
mod find;
mod links;
mod remove;

pub(crate) use find::{by_id, lists_number};
pub(crate) use remove::remove_connected;
#[cfg(test)]
pub(crate) use {
    find::{BY_LINK, BY_NUMBER},
    links::{EXPIRE, WISHES},
};

use crate::{SqliteStore, list};
use async_trait::async_trait;
use gangway_domain::{
    AccountId, LandingSlug, LinkSlug, ListedNumber, Onboarding, PartnerId, PhoneNumber, Timestamp,
};
use gangway_storage::{
    Accounts, CreateOutcome, Idempotency, ListFilter, ListPage, ListSnapshot, NewLink,
    NewOnboarding, RemoveOutcome, RenewOutcome, RenewalWish, StorageError,
};

#[async_trait]
impl Accounts for SqliteStore {
    async fn create_account(
        &self,
        new: NewOnboarding,
        idempotency: Option<Idempotency>,
    ) -> Result<CreateOutcome, StorageError> {
        self.write(move |write| create::create(write, new, idempotency.as_ref()))
            .await
    }

    async fn account_by_link(&self, link: &LinkSlug) -> Result<Option<Onboarding>, StorageError> {
        self.readers().short(|conn| find::by_link(conn, link))
    }

    async fn account_by_landing(
        &self,
        landing: &LandingSlug,
    ) -> Result<Option<Onboarding>, StorageError> {
        self.readers().short(|conn| find::by_landing(conn, landing))
    }

    async fn lists_number(
        &self,
        partner: PartnerId,
        number: &PhoneNumber,
    ) -> Result<bool, StorageError> {
        self.readers()
            .short(|conn| find::lists_number(conn, partner, number))
    }

    async fn account_by_number(
        &self,
        partner: PartnerId,
        number: &ListedNumber,
    ) -> Result<Option<Onboarding>, StorageError> {
        self.readers()
            .short(|conn| find::by_number(conn, partner, number))
    }

    async fn renew_link(
        &self,
        partner: PartnerId,
        number: &ListedNumber,
        new: NewLink,
        now: Timestamp,
    ) -> Result<RenewOutcome, StorageError> {
        let number = number.clone();
        self.write(move |write| links::renew(write, partner, &number, new, now))
            .await
    }

    async fn request_renewal(
        &self,
        account: AccountId,
        now: Timestamp,
    ) -> Result<bool, StorageError> {
        self.write(move |write| links::request_renewal(write, account, now))
            .await
    }

    async fn renewal_wishes(&self, partner: PartnerId) -> Result<Vec<RenewalWish>, StorageError> {
        self.readers()
            .long(move |conn| links::wishes(conn, partner))
            .await
    }

    async fn expire_links(&self, at_most: u32, now: Timestamp) -> Result<u32, StorageError> {
        // Asked again and again; mostly there is nothing to write.
        if !self.readers().short(|conn| links::any_is_over(conn, now))? {
            return Ok(0);
        }
        self.write(move |write| links::expire(write, at_most, now))
            .await
    }

    async fn remove_account(
        &self,
        partner: PartnerId,
        number: &ListedNumber,
        now: Timestamp,
    ) -> Result<RemoveOutcome, StorageError> {
        let number = number.clone();
        let removed = self
            .write(move |write| remove::remove(write, partner, &number, now))
            .await?;
        if removed.job_is_due {
            self.waker().wake();
        }
        Ok(removed.outcome)
    }

    async fn list_snapshot(&self, partner: PartnerId) -> Result<ListSnapshot, StorageError> {
        self.readers()
            .long(move |conn| list::snapshot(conn, partner))
            .await
    }

    async fn list_page(
        &self,
        partner: PartnerId,
        filter: &ListFilter,
    ) -> Result<ListPage, StorageError> {
        if list::is_short(filter) {
            return self
                .readers()
                .short(|conn| list::page(conn, partner, filter));
        }
        let filter = filter.clone();
        self.readers()
            .long(move |conn| list::page(conn, partner, &filter))
            .await
    }
}
