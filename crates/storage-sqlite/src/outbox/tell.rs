//! What partners are told, written into the unit of what happened.

use crate::error::Failure;
use crate::writer::Write;
use crate::{rows, sql};
use gangway_domain::{AccountId, ListedNumber, PartnerEvent, PartnerId, TimelineEntry, Timestamp};
use gangway_storage::NewEvent;
use rusqlite::{Connection, params};

/// Counts an account's events up, and reads the account as it is now.
const COUNT_AND_READ: &str = concat!(
    "UPDATE account SET events = events + 1 WHERE id = ?1 RETURNING ",
    gangway_storage::account_columns!(),
    ", events"
);

/// Tells the partner of what has happened to an account, if it is told of such. The account's
/// row has to be as it is afterwards already; `previous` is the number that a finish replaced.
pub(crate) fn tell(
    write: &mut Write<'_>,
    account: AccountId,
    entry: &TimelineEntry,
    previous: Option<&ListedNumber>,
) -> Result<(), Failure> {
    if PartnerEvent::of(entry.event).is_none() {
        return Ok(());
    }
    let counted = sql::first(write.sql(), COUNT_AND_READ, [account.row()], |row| {
        Ok((rows::account(row)?, row.get("events")?))
    })?;
    let (account, sequence) = counted.ok_or(Failure::Refused("there is no such account"))?;
    if let Some(event) = NewEvent::of(entry, &account, sequence, previous) {
        let number = next_number(write.sql(), account.partner)?;
        add(write, account.partner, number, &event)?;
    }
    Ok(())
}

/// Counts a partner's events up.
pub(crate) fn next_number(conn: &Connection, partner: PartnerId) -> Result<i64, Failure> {
    let number = sql::first(
        conn,
        "UPDATE partner SET events = events + 1 WHERE id = ?1 RETURNING events",
        [partner.row()],
        |row| Ok(row.get(0)?),
    )?;
    number.ok_or(Failure::Refused("there is no such partner"))
}

/// Keeps an event, and has it sent where there is an endpoint for it.
pub(crate) fn add(
    write: &mut Write<'_>,
    partner: PartnerId,
    number: i64,
    event: &NewEvent,
) -> Result<(), Failure> {
    let account = event.account.map(AccountId::row);
    sql::run(
        write.sql(),
        "INSERT INTO partner_event (partner, number, account, sequence, event_id, event, at, body)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        params![
            partner.row(),
            number,
            account,
            event.sequence,
            event.id.as_str(),
            event.event.name(),
            event.at.as_millis(),
            event.body,
        ],
    )?;
    let row = write.sql().last_insert_rowid();
    queue(write, partner, row, account, event.at)?;
    Ok(())
}

/// Has an event sent, if the partner's endpoint is on.
pub(crate) fn queue(
    write: &mut Write<'_>,
    partner: PartnerId,
    event: i64,
    account: Option<i64>,
    now: Timestamp,
) -> Result<(), Failure> {
    let queued = sql::run(
        write.sql(),
        "INSERT INTO delivery (partner, event, account, queued_at, state, due_at)
         SELECT partner, ?2, ?3, ?4, 'pending', ?4 FROM endpoint
         WHERE partner = ?1 AND url IS NOT NULL AND off_at IS NULL",
        params![partner.row(), event, account, now.as_millis()],
    )?;
    if queued > 0 {
        write.wake_outbox();
    }
    Ok(())
}
