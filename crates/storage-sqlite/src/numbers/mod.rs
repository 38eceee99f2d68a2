//! Numbers that partners register beforehand.

mod links;
mod remind;
mod reserve;

pub(crate) use links::{connect, forget, link, refusal, unlink};
#[cfg(test)]
pub(crate) use {remind::DUE, reserve::WAITING};

use crate::error::Failure;
use crate::{SqliteStore, rows, sql};
use async_trait::async_trait;
use gangway_domain::{
    NumberReminder, PartnerId, PhoneNumber, PreverifiedId, RegisteredNumber, Timestamp,
};
use gangway_storage::{Numbers, RegisterOutcome, Registration, ReleaseOutcome, StorageError};
use rusqlite::{Connection, params};

/// A partner's numbers.
pub(crate) const OF_PARTNER: &str = concat!(
    "SELECT ",
    gangway_storage::registered_number_columns!(),
    " FROM registered_number WHERE partner = ?1 ORDER BY asked_at DESC, number"
);

#[async_trait]
impl Numbers for SqliteStore {
    async fn reserve_number(
        &self,
        registration: Registration,
    ) -> Result<RegisterOutcome, StorageError> {
        self.write(move |write| reserve::reserve(write.sql(), registration))
            .await
    }

    async fn number_added(
        &self,
        partner: PartnerId,
        number: &PhoneNumber,
        meta_id: &PreverifiedId,
    ) -> Result<bool, StorageError> {
        let (number, meta_id) = (number.clone(), meta_id.clone());
        self.write(move |write| {
            let changed = sql::run(
                write.sql(),
                "UPDATE registered_number SET meta_id = ?3 WHERE number = ?2 AND partner = ?1",
                params![partner.row(), number.as_str(), meta_id.as_str()],
            )?;
            Ok(changed > 0)
        })
        .await
    }

    async fn number_verified(
        &self,
        partner: PartnerId,
        number: &PhoneNumber,
        until: Timestamp,
    ) -> Result<bool, StorageError> {
        let number = number.clone();
        self.write(move |write| {
            let changed = sql::run(
                write.sql(),
                "UPDATE registered_number SET verified_until = ?3, remind_at = ?4
                 WHERE number = ?2 AND partner = ?1 AND connected_at IS NULL",
                params![
                    partner.row(),
                    number.as_str(),
                    until.as_millis(),
                    NumberReminder::Renewable.due(until).as_millis(),
                ],
            )?;
            Ok(changed > 0)
        })
        .await
    }

    async fn remind_of_numbers(&self, at_most: u32, now: Timestamp) -> Result<u32, StorageError> {
        // Asked again and again; mostly there is nothing to write.
        if !self.readers().short(|conn| remind::any(conn, now))? {
            return Ok(0);
        }
        self.write(move |write| remind::remind(write, at_most, now))
            .await
    }

    async fn registered_number(
        &self,
        partner: PartnerId,
        number: &PhoneNumber,
    ) -> Result<Option<RegisteredNumber>, StorageError> {
        self.readers().short(|conn| {
            let found = find(conn, number)?;
            Ok(found.filter(|found| found.partner == partner))
        })
    }

    async fn registered_numbers(
        &self,
        partner: PartnerId,
    ) -> Result<Vec<RegisteredNumber>, StorageError> {
        self.readers()
            .long(move |conn| sql::all(conn, OF_PARTNER, [partner.row()], rows::registered_number))
            .await
    }

    async fn withdraw_number(
        &self,
        partner: PartnerId,
        number: &PhoneNumber,
    ) -> Result<ReleaseOutcome, StorageError> {
        let number = number.clone();
        self.write(move |write| give_up(write.sql(), WITHDRAW, partner, &number))
            .await
    }

    async fn release_number(
        &self,
        partner: PartnerId,
        number: &PhoneNumber,
    ) -> Result<ReleaseOutcome, StorageError> {
        let number = number.clone();
        self.write(move |write| give_up(write.sql(), RELEASE, partner, &number))
            .await
    }
}

/// A number, whoever holds it.
fn find(conn: &Connection, number: &PhoneNumber) -> Result<Option<RegisteredNumber>, Failure> {
    sql::first(
        conn,
        concat!(
            "SELECT ",
            gangway_storage::registered_number_columns!(),
            " FROM registered_number WHERE number = ?1"
        ),
        [number.as_str()],
        rows::registered_number,
    )
}

const WITHDRAW: &str = "UPDATE registered_number SET verified_until = NULL, remind_at = NULL
     WHERE number = ?1";

const RELEASE: &str = "DELETE FROM registered_number WHERE number = ?1";

/// Makes this change to a number that no link uses.
fn give_up(
    conn: &Connection,
    change: &str,
    partner: PartnerId,
    number: &PhoneNumber,
) -> Result<ReleaseOutcome, Failure> {
    let found = find(conn, number)?.filter(|found| found.partner == partner);
    let Some(found) = found else {
        return Ok(ReleaseOutcome::NotFound);
    };
    if found.account.is_some() {
        return Ok(ReleaseOutcome::InUse);
    }
    sql::run(conn, change, [number.as_str()])?;
    Ok(ReleaseOutcome::Released(Box::new(found)))
}
