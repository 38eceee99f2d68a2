//! What is kept of a number over all accounts and partners.

use crate::error::Failure;
use crate::{SqliteStore, sql};
use async_trait::async_trait;
use gangway_domain::{NumberCall, PhoneNumber, Sealed, Timestamp};
use gangway_storage::{Limits, StorageError};
use rusqlite::{Connection, params};

/// How many calls that count no more a new one clears away on the way.
const CLEARED: i64 = 32;

/// The calls for a number that count since ?3, the latest ones first.
pub(crate) const CALLS: &str = "SELECT at FROM number_call
     WHERE number = ?1 AND call = ?2 AND at > ?3 ORDER BY at DESC LIMIT ?4";

pub(crate) const CLEAR: &str = "DELETE FROM number_call WHERE id IN (
         SELECT id FROM number_call WHERE at <= ?1 ORDER BY at LIMIT ?2)";

#[async_trait]
impl Limits for SqliteStore {
    async fn count_call(
        &self,
        number: &PhoneNumber,
        call: NumberCall,
        now: Timestamp,
    ) -> Result<Option<Timestamp>, StorageError> {
        let number = number.clone();
        self.write(move |write| count(write.sql(), &number, call, now))
            .await
    }

    async fn number_pin(&self, number: &PhoneNumber) -> Result<Option<Sealed>, StorageError> {
        self.readers().short(|conn| kept(conn, number))
    }

    async fn number_pin_or(
        &self,
        number: &PhoneNumber,
        pin: Sealed,
        now: Timestamp,
    ) -> Result<Sealed, StorageError> {
        let number = number.clone();
        self.write(move |write| {
            let conn = write.sql();
            if let Some(kept) = kept(conn, &number)? {
                return Ok(kept);
            }
            keep(conn, &number, &pin, now)?;
            Ok(pin)
        })
        .await
    }

    async fn keep_number_pin(
        &self,
        number: &PhoneNumber,
        pin: Sealed,
        now: Timestamp,
    ) -> Result<(), StorageError> {
        let number = number.clone();
        self.write(move |write| keep(write.sql(), &number, &pin, now))
            .await
    }

    async fn forget_number_pin(
        &self,
        number: &PhoneNumber,
        pin: &Sealed,
    ) -> Result<(), StorageError> {
        let (number, pin) = (number.clone(), pin.clone());
        self.write(move |write| {
            sql::run(
                write.sql(),
                "DELETE FROM number_pin WHERE number = ?1 AND pin = ?2",
                params![number.as_str(), pin.as_bytes()],
            )?;
            Ok(())
        })
        .await
    }
}

fn kept(conn: &Connection, number: &PhoneNumber) -> Result<Option<Sealed>, Failure> {
    sql::first(
        conn,
        "SELECT pin FROM number_pin WHERE number = ?1",
        [number.as_str()],
        |row| Ok(Sealed::from_bytes(row.get(0)?)),
    )
}

fn keep(
    conn: &Connection,
    number: &PhoneNumber,
    pin: &Sealed,
    now: Timestamp,
) -> Result<(), Failure> {
    sql::run(
        conn,
        "INSERT INTO number_pin (number, pin, at) VALUES (?1, ?2, ?3)
         ON CONFLICT (number) DO UPDATE SET pin = excluded.pin, at = excluded.at",
        params![number.as_str(), pin.as_bytes(), now.as_millis()],
    )?;
    Ok(())
}

/// Counts a call, or gives when one may be made again.
pub(crate) fn count(
    conn: &Connection,
    number: &PhoneNumber,
    call: NumberCall,
    now: Timestamp,
) -> Result<Option<Timestamp>, Failure> {
    let since = now.minus(call.within()).as_millis();
    let latest = sql::all(
        conn,
        CALLS,
        params![number.as_str(), call.name(), since, call.most()],
        |row| Ok(Timestamp::from_millis(row.get(0)?)),
    )?;
    let full = latest.len() >= call.most() as usize;
    if let Some(first) = latest.last().filter(|_| full) {
        return Ok(Some(first.plus(call.within())));
    }
    let over = now.minus(NumberCall::COUNTED_FOR).as_millis();
    sql::run(conn, CLEAR, params![over, CLEARED])?;
    sql::run(
        conn,
        "INSERT INTO number_call (number, call, at) VALUES (?1, ?2, ?3)",
        params![number.as_str(), call.name(), now.as_millis()],
    )?;
    Ok(None)
}
