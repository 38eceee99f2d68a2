//! Sending again, and sending a test.

use super::{endpoint, events};
use crate::error::Failure;
use crate::writer::Write;
use crate::{outbox, sql};
use gangway_domain::{EventId, PartnerId, Timestamp};
use gangway_storage::{NewEvent, ReplayAllOutcome, ReplayOutcome};
use rusqlite::params;

/// The latest delivery of an event that is pending.
pub(crate) const PENDING: &str = "SELECT id FROM delivery
     WHERE event = ?1 AND state = 'pending' ORDER BY id DESC LIMIT 1";

/// Events in their order, and whether each was delivered.
pub(crate) const LOOK: &str = "SELECT id, account, number,
         EXISTS (SELECT 1 FROM delivery
             WHERE delivery.event = partner_event.id AND delivery.state = 'delivered')
     FROM partner_event
     WHERE partner = ?1 AND number > ?2 AND at >= ?3
     ORDER BY number LIMIT ?4";

/// An event to be sent again.
struct Kept {
    row: i64,
    account: Option<i64>,
}

pub(super) fn one(
    write: &mut Write<'_>,
    partner: PartnerId,
    event: &EventId,
    now: Timestamp,
) -> Result<ReplayOutcome, Failure> {
    let kept = sql::first(
        write.sql(),
        "SELECT id, account FROM partner_event WHERE event_id = ?1 AND partner = ?2",
        params![event.as_str(), partner.row()],
        |row| {
            Ok(Kept {
                row: row.get(0)?,
                account: row.get(1)?,
            })
        },
    )?;
    let Some(kept) = kept else {
        return Ok(ReplayOutcome::NotFound);
    };
    if !endpoint::is_on(write.sql(), partner)? {
        return Ok(ReplayOutcome::NoEndpoint);
    }
    send(write, partner, &kept, now)?;
    Ok(ReplayOutcome::Queued)
}

pub(super) fn undelivered(
    write: &mut Write<'_>,
    partner: PartnerId,
    since: Timestamp,
    after: i64,
    at_most: u32,
    now: Timestamp,
) -> Result<ReplayAllOutcome, Failure> {
    let conn = write.sql();
    if !endpoint::is_on(conn, partner)? {
        return Ok(ReplayAllOutcome::NoEndpoint);
    }
    let after = events::past_older(conn, partner, Some(since), after)?;
    let looked_at = sql::all(
        conn,
        LOOK,
        params![partner.row(), after, since.as_millis(), at_most],
        |row| {
            let kept = Kept {
                row: row.get(0)?,
                account: row.get(1)?,
            };
            Ok((kept, row.get::<_, i64>(2)?, row.get::<_, bool>(3)?))
        },
    )?;
    let mut queued = 0;
    for (kept, ..) in looked_at.iter().filter(|(.., delivered)| !delivered) {
        send(write, partner, kept, now)?;
        queued += 1;
    }
    let is_full = u32::try_from(looked_at.len()) == Ok(at_most);
    let last = looked_at.last().map(|(_, number, _)| *number);
    Ok(ReplayAllOutcome::Queued {
        queued,
        next: last.filter(|_| is_full),
    })
}

/// Lets the delivery that waits be due, or makes another one. The endpoint is on.
fn send(
    write: &mut Write<'_>,
    partner: PartnerId,
    event: &Kept,
    now: Timestamp,
) -> Result<(), Failure> {
    let conn = write.sql();
    let pending: Option<i64> = sql::first(conn, PENDING, [event.row], |row| Ok(row.get(0)?))?;
    match pending {
        None => outbox::queue(write, partner, event.row, event.account, now),
        Some(delivery) => {
            // One with a lease is being sent, or due as soon as the lease has ended.
            sql::run(
                conn,
                "UPDATE delivery SET due_at = ?2
                 WHERE id = ?1 AND lease_owner IS NULL AND due_at > ?2",
                params![delivery, now.as_millis()],
            )?;
            write.wake_outbox();
            Ok(())
        }
    }
}

pub(super) fn test(
    write: &mut Write<'_>,
    partner: PartnerId,
    now: Timestamp,
) -> Result<Option<EventId>, Failure> {
    if !endpoint::is_on(write.sql(), partner)? {
        return Ok(None);
    }
    let number = outbox::next_number(write.sql(), partner)?;
    let event = NewEvent::test(partner, number, now);
    outbox::add(write, partner, number, &event)?;
    Ok(Some(event.id))
}
