//! Telling partners of the time of their numbers.

use crate::error::Failure;
use crate::writer::Write;
use crate::{outbox, rows, sql};
use gangway_domain::{NumberReminder, Timestamp};
use gangway_storage::NewEvent;
use rusqlite::{Connection, params};

/// Of which numbers partners are to be told, the longest due ones first.
pub(crate) const DUE: &str = concat!(
    "SELECT ",
    gangway_storage::registered_number_columns!(),
    " FROM registered_number WHERE remind_at <= ?1 ORDER BY remind_at LIMIT ?2"
);

pub(super) fn any(conn: &Connection, now: Timestamp) -> Result<bool, Failure> {
    sql::exists(conn, DUE, params![now.as_millis(), 1])
}

pub(super) fn remind(write: &mut Write<'_>, at_most: u32, now: Timestamp) -> Result<u32, Failure> {
    let values = params![now.as_millis(), at_most];
    let due = sql::all(write.sql(), DUE, values, rows::registered_number)?;
    for held in &due {
        let next = held
            .verified_until
            .and_then(|until| NumberReminder::next(until, now));
        sql::run(
            write.sql(),
            "UPDATE registered_number SET remind_at = ?2 WHERE number = ?1",
            params![held.number.as_str(), next.map(Timestamp::as_millis)],
        )?;
        let reminder = held
            .verified_until
            .and_then(|until| NumberReminder::now(until, now));
        if let Some(reminder) = reminder {
            let event = NewEvent::of_number(held, reminder, now);
            let number = outbox::next_number(write.sql(), held.partner)?;
            outbox::add(write, held.partner, number, &event)?;
        }
    }
    Ok(u32::try_from(due.len()).unwrap_or(u32::MAX))
}
