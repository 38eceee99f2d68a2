//! Onboarding accounts: create, find, renew, remove.

mod create;
mod links;
mod remove;

#[cfg(test)]
pub(crate) use links::{EXPIRE, WISHES};
pub(crate) use remove::remove_connected;

use crate::error::Failure;
use crate::unit::Unit;
use crate::{PostgresStore, list, read, rows, unit};
use async_trait::async_trait;
use gangway_domain::{
    AccountId, LandingSlug, LinkSlug, ListedNumber, Onboarding, PartnerId, PhoneNumber, Timestamp,
};
use gangway_storage::{
    Accounts, CreateOutcome, Idempotency, ListFilter, ListPage, ListSnapshot, NewLink,
    NewOnboarding, RENEWAL_WISHES_SHOWN, RemoveOutcome, RenewOutcome, RenewalWish, StorageError,
    account_columns,
};
use tokio_postgres::types::ToSql;

/// The account behind a link, also behind one that was replaced.
pub(crate) const BY_LINK: &str = concat!(
    "SELECT ",
    account_columns!(),
    " FROM account WHERE id = (
         SELECT id FROM account WHERE link = $1
         UNION ALL SELECT account FROM former_link WHERE link = $1 LIMIT 1)"
);

/// By digits, whatever kind of number they look like. The temporary number also finds an
/// account that has finished, and so tells that from one that never was.
const FIND: &str = "SELECT a.id FROM temporary_number t JOIN account a ON a.id = t.account
         WHERE t.number = $1 AND a.partner = $2
     UNION ALL
     SELECT account FROM registered_number
         WHERE number = $1 AND partner = $2 AND account IS NOT NULL
     UNION ALL
     SELECT id FROM account WHERE number = $1 AND partner = $2 AND finished_at IS NOT NULL
         AND removed_at IS NULL";

/// What [`FIND`] finds and is not removed.
pub(crate) const BY_NUMBER: &str = concat!(
    "SELECT ",
    account_columns!(),
    " FROM account WHERE id = (
         SELECT account FROM temporary_number WHERE number = $1
         UNION ALL
         SELECT account FROM registered_number
             WHERE number = $1 AND partner = $2 AND account IS NOT NULL
         UNION ALL
         SELECT id FROM account WHERE number = $1 AND partner = $2 AND finished_at IS NOT NULL
             AND removed_at IS NULL
         LIMIT 1)
     AND partner = $2 AND state <> 'removed'"
);

/// Keeps a number from being given to anybody else, as a temporary or as a real one, until
/// the unit ends. What was decided on it before is seen by the statements that follow.
pub(crate) const LOCK_NUMBER: &str = "SELECT pg_advisory_xact_lock(hashtextextended($1, 1))";

#[async_trait]
impl Accounts for PostgresStore {
    async fn create_account(
        &self,
        new: NewOnboarding,
        idempotency: Option<Idempotency>,
    ) -> Result<CreateOutcome, StorageError> {
        unit!(self, |unit| create::create(
            unit,
            &new,
            idempotency.as_ref()
        ))
    }

    async fn account_by_link(&self, link: &LinkSlug) -> Result<Option<Onboarding>, StorageError> {
        read!(self, |reader| async {
            let row = reader.first(BY_LINK, &[&link.as_str()]).await?;
            row.as_ref().map(rows::account).transpose()
        })
    }

    async fn account_by_landing(
        &self,
        landing: &LandingSlug,
    ) -> Result<Option<Onboarding>, StorageError> {
        const SQL: &str = concat!(
            "SELECT ",
            account_columns!(),
            " FROM account WHERE landing = $1"
        );
        read!(self, |reader| async {
            let row = reader.first(SQL, &[&landing.as_str()]).await?;
            row.as_ref().map(rows::account).transpose()
        })
    }

    async fn lists_number(
        &self,
        partner: PartnerId,
        number: &PhoneNumber,
    ) -> Result<bool, StorageError> {
        const SQL: &str = "SELECT 1 FROM account
             WHERE number = $1 AND partner = $2 AND finished_at IS NOT NULL
                 AND removed_at IS NULL";
        read!(self, |reader| async {
            let found = reader
                .first(SQL, &[&number.as_str(), &partner.row()])
                .await?;
            Ok(found.is_some())
        })
    }

    async fn account_by_number(
        &self,
        partner: PartnerId,
        number: &ListedNumber,
    ) -> Result<Option<Onboarding>, StorageError> {
        read!(self, |reader| async {
            let params: [&(dyn ToSql + Sync); 2] = [&number.as_str(), &partner.row()];
            let row = reader.first(BY_NUMBER, &params).await?;
            row.as_ref().map(rows::account).transpose()
        })
    }

    async fn renew_link(
        &self,
        partner: PartnerId,
        number: &ListedNumber,
        new: NewLink,
        now: Timestamp,
    ) -> Result<RenewOutcome, StorageError> {
        unit!(self, |unit| links::renew(unit, partner, number, &new, now))
    }

    async fn request_renewal(
        &self,
        account: AccountId,
        now: Timestamp,
    ) -> Result<bool, StorageError> {
        unit!(self, |unit| links::request_renewal(unit, account, now))
    }

    async fn renewal_wishes(&self, partner: PartnerId) -> Result<Vec<RenewalWish>, StorageError> {
        read!(self, |reader| async {
            let params: [&(dyn ToSql + Sync); 2] = [&partner.row(), &RENEWAL_WISHES_SHOWN];
            let found = reader.rows(links::WISHES, &params).await?;
            found
                .iter()
                .map(links::wish)
                .collect::<Result<_, Failure>>()
        })
    }

    async fn expire_links(&self, at_most: u32, now: Timestamp) -> Result<u32, StorageError> {
        unit!(self, |unit| links::expire(unit, at_most, now))
    }

    async fn remove_account(
        &self,
        partner: PartnerId,
        number: &ListedNumber,
        now: Timestamp,
    ) -> Result<RemoveOutcome, StorageError> {
        unit!(self, |unit| remove::remove(unit, partner, number, now))
    }

    async fn list_snapshot(&self, partner: PartnerId) -> Result<ListSnapshot, StorageError> {
        read!(self, |reader| list::snapshot(reader, partner))
    }

    async fn list_page(
        &self,
        partner: PartnerId,
        filter: &ListFilter,
    ) -> Result<ListPage, StorageError> {
        read!(self, |reader| list::page(reader, partner, filter))
    }
}

/// The account of a partner that lists the number, or listed it as a temporary one; removed
/// ones included.
async fn find(
    unit: &Unit,
    partner: PartnerId,
    number: &ListedNumber,
) -> Result<Option<AccountId>, Failure> {
    let found = unit
        .first(FIND, &[&number.as_str(), &partner.row()])
        .await?;
    let Some(row) = found else { return Ok(None) };
    Ok(Some(AccountId::from_row(row.try_get(0)?)))
}
