//! Numbers that partners register beforehand.

mod links;
mod remind;
mod reserve;

pub(crate) use links::{CONNECT, FORGET, LINK, TAKE, UNLINK, free};
#[cfg(test)]
pub(crate) use remind::DUE;

use crate::accounts::LOCK_NUMBER;
use crate::error::Failure;
use crate::unit::Unit;
use crate::{PostgresStore, read, rows, unit};
use async_trait::async_trait;
use gangway_domain::{
    NumberReminder, PartnerId, PhoneNumber, PreverifiedId, RegisteredNumber, Timestamp,
};
use gangway_storage::{
    Numbers, RegisterOutcome, Registration, ReleaseOutcome, StorageError, registered_number_columns,
};

/// A number, whoever holds it.
const FIND: &str = concat!(
    "SELECT ",
    registered_number_columns!(),
    " FROM registered_number WHERE number = $1"
);

/// The same, locked before any partner's row.
const LOCK: &str = concat!(
    "SELECT ",
    registered_number_columns!(),
    " FROM registered_number WHERE number = $1 FOR NO KEY UPDATE"
);

/// A partner's numbers.
const OF_PARTNER: &str = concat!(
    "SELECT ",
    registered_number_columns!(),
    " FROM registered_number WHERE partner = $1 ORDER BY asked_at DESC, number"
);

#[async_trait]
impl Numbers for PostgresStore {
    async fn reserve_number(
        &self,
        registration: Registration,
    ) -> Result<RegisterOutcome, StorageError> {
        unit!(self, |unit| reserve::reserve(unit, &registration))
    }

    async fn number_added(
        &self,
        partner: PartnerId,
        number: &PhoneNumber,
        meta_id: &PreverifiedId,
    ) -> Result<bool, StorageError> {
        const SQL: &str =
            "UPDATE registered_number SET meta_id = $3 WHERE number = $2 AND partner = $1";
        unit!(self, |unit| async {
            let (partner, number) = (partner.row(), number.as_str());
            let changed = unit
                .run(SQL, &[&partner, &number, &meta_id.as_str()])
                .await?;
            Ok(changed > 0)
        })
    }

    async fn number_verified(
        &self,
        partner: PartnerId,
        number: &PhoneNumber,
        until: Timestamp,
    ) -> Result<bool, StorageError> {
        const SQL: &str = "UPDATE registered_number SET verified_until = $3, remind_at = $4
             WHERE number = $2 AND partner = $1 AND connected_at IS NULL";
        unit!(self, |unit| async {
            let (partner, number) = (partner.row(), number.as_str());
            let remind_at = NumberReminder::Renewable.due(until).as_millis();
            let changed = unit
                .run(SQL, &[&partner, &number, &until.as_millis(), &remind_at])
                .await?;
            Ok(changed > 0)
        })
    }

    async fn remind_of_numbers(&self, at_most: u32, now: Timestamp) -> Result<u32, StorageError> {
        unit!(self, |unit| remind::remind(unit, at_most, now))
    }

    async fn registered_number(
        &self,
        partner: PartnerId,
        number: &PhoneNumber,
    ) -> Result<Option<RegisteredNumber>, StorageError> {
        read!(self, |reader| async {
            let row = reader.first(FIND, &[&number.as_str()]).await?;
            let found = row.as_ref().map(rows::registered_number).transpose()?;
            Ok(found.filter(|found| found.partner == partner))
        })
    }

    async fn registered_numbers(
        &self,
        partner: PartnerId,
    ) -> Result<Vec<RegisteredNumber>, StorageError> {
        read!(self, |reader| async {
            let found = reader.rows(OF_PARTNER, &[&partner.row()]).await?;
            found.iter().map(rows::registered_number).collect()
        })
    }

    async fn withdraw_number(
        &self,
        partner: PartnerId,
        number: &PhoneNumber,
    ) -> Result<ReleaseOutcome, StorageError> {
        unit!(self, |unit| give_up(unit, WITHDRAW, partner, number))
    }

    async fn release_number(
        &self,
        partner: PartnerId,
        number: &PhoneNumber,
    ) -> Result<ReleaseOutcome, StorageError> {
        unit!(self, |unit| give_up(unit, RELEASE, partner, number))
    }
}

/// A number, whoever holds it; nobody else decides on it until the unit ends.
async fn locked(unit: &Unit, number: &PhoneNumber) -> Result<Option<RegisteredNumber>, Failure> {
    let number = number.as_str();
    let row = unit
        .then_first(&[(LOCK_NUMBER, &[&number])], LOCK, &[&number])
        .await?;
    row.as_ref().map(rows::registered_number).transpose()
}

const WITHDRAW: &str = "UPDATE registered_number SET verified_until = NULL, remind_at = NULL
     WHERE number = $1";

const RELEASE: &str = "DELETE FROM registered_number WHERE number = $1";

/// Makes this change to a number that no link uses.
async fn give_up(
    unit: &Unit,
    change: &'static str,
    partner: PartnerId,
    number: &PhoneNumber,
) -> Result<ReleaseOutcome, Failure> {
    let found = locked(unit, number).await?;
    let Some(found) = found.filter(|found| found.partner == partner) else {
        return Ok(ReleaseOutcome::NotFound);
    };
    if found.account.is_some() {
        return Ok(ReleaseOutcome::InUse);
    }
    unit.run(change, &[&number.as_str()]).await?;
    Ok(ReleaseOutcome::Released(Box::new(found)))
}
