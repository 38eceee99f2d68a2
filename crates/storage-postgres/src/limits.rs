//! What is kept of a number over all accounts and partners.

use crate::accounts::LOCK_NUMBER;
use crate::error::Failure;
use crate::unit::Unit;
use crate::{PostgresStore, read, unit};
use async_trait::async_trait;
use gangway_domain::{NumberCall, PhoneNumber, Sealed, Timestamp};
use gangway_storage::{Limits, StorageError};

/// How many calls that count no more a new one clears away on the way.
const CLEARED: i64 = 32;

/// The calls for a number that count since $3, the latest ones first.
pub(crate) const CALLS: &str = "SELECT at FROM number_call
     WHERE number = $1 AND call = $2 AND at > $3 ORDER BY at DESC LIMIT $4";

const PIN: &str = "SELECT pin FROM number_pin WHERE number = $1";

/// As an array, the few are found by their key, however many there might be.
pub(crate) const CLEAR: &str = "DELETE FROM number_call WHERE id = ANY (ARRAY (
         SELECT id FROM number_call WHERE at <= $1
         ORDER BY at LIMIT $2 FOR UPDATE SKIP LOCKED))";

#[async_trait]
impl Limits for PostgresStore {
    async fn count_call(
        &self,
        number: &PhoneNumber,
        call: NumberCall,
        now: Timestamp,
    ) -> Result<Option<Timestamp>, StorageError> {
        unit!(self, |unit| async {
            // Two calls about one number are counted one after the other.
            unit.run(LOCK_NUMBER, &[&number.as_str()]).await?;
            count(unit, number, call, now).await
        })
    }

    async fn number_pin(&self, number: &PhoneNumber) -> Result<Option<Sealed>, StorageError> {
        read!(self, |reader| async {
            let row = reader.first(PIN, &[&number.as_str()]).await?;
            let pin = row.map(|row| row.try_get(0)).transpose()?;
            Ok(pin.map(Sealed::from_bytes))
        })
    }

    async fn number_pin_or(
        &self,
        number: &PhoneNumber,
        pin: Sealed,
        now: Timestamp,
    ) -> Result<Sealed, StorageError> {
        const SQL: &str = "INSERT INTO number_pin (number, pin, at) VALUES ($1, $2, $3)
             ON CONFLICT (number) DO NOTHING";
        unit!(self, |unit| async {
            let (number, at) = (number.as_str(), now.as_millis());
            let kept = unit
                .then_first(&[(SQL, &[&number, &pin.as_bytes(), &at])], PIN, &[&number])
                .await?;
            // Forgotten between the two: the next registration keeps one again.
            let kept = kept.map(|row| row.try_get(0)).transpose()?;
            Ok(kept.map_or_else(|| pin.clone(), Sealed::from_bytes))
        })
    }

    async fn keep_number_pin(
        &self,
        number: &PhoneNumber,
        pin: Sealed,
        now: Timestamp,
    ) -> Result<(), StorageError> {
        const SQL: &str = "INSERT INTO number_pin (number, pin, at) VALUES ($1, $2, $3)
             ON CONFLICT (number) DO UPDATE SET pin = EXCLUDED.pin, at = EXCLUDED.at";
        unit!(self, |unit| async {
            let (number, at) = (number.as_str(), now.as_millis());
            unit.run(SQL, &[&number, &pin.as_bytes(), &at]).await?;
            Ok(())
        })
    }

    async fn forget_number_pin(
        &self,
        number: &PhoneNumber,
        pin: &Sealed,
    ) -> Result<(), StorageError> {
        const SQL: &str = "DELETE FROM number_pin WHERE number = $1 AND pin = $2";
        unit!(self, |unit| async {
            unit.run(SQL, &[&number.as_str(), &pin.as_bytes()]).await?;
            Ok(())
        })
    }
}

/// Counts a call about a number that is locked, or gives when one may be made again.
pub(crate) async fn count(
    unit: &Unit,
    number: &PhoneNumber,
    call: NumberCall,
    now: Timestamp,
) -> Result<Option<Timestamp>, Failure> {
    let (number, name) = (number.as_str(), call.name());
    let since = now.minus(call.within()).as_millis();
    let latest = unit
        .rows(CALLS, &[&number, &name, &since, &i64::from(call.most())])
        .await?;
    let full = latest.len() >= call.most() as usize;
    if let Some(first) = latest.last().filter(|_| full) {
        let first = Timestamp::from_millis(first.try_get(0)?);
        return Ok(Some(first.plus(call.within())));
    }
    let over = now.minus(NumberCall::COUNTED_FOR).as_millis();
    unit.batch(&[
        (CLEAR, &[&over, &CLEARED]),
        (
            "INSERT INTO number_call (number, call, at) VALUES ($1, $2, $3)",
            &[&number, &name, &now.as_millis()],
        ),
    ])
    .await?;
    Ok(None)
}
