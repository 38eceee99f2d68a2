//! A number and a code for whoever asks, as far as the rules allow.

use super::find;
use crate::error::Failure;
use crate::{limits, sql};
use gangway_domain::{
    MOST_WAITING, NumberCall, PhoneNumber, RESERVED_FOR, RegisteredNumber, Text, Timestamp,
};
use gangway_storage::{RegisterOutcome, Registration};
use rusqlite::{Connection, params};

/// How many other numbers of a partner wait at ?3, for a customer or for their code.
pub(crate) const WAITING: &str = "SELECT count(*) FROM registered_number
     WHERE partner = ?1 AND number <> ?2 AND connected_at IS NULL
         AND (account IS NOT NULL OR verified_until > ?3 OR asked_at > ?4)";

pub(super) fn reserve(
    conn: &Connection,
    registration: Registration,
) -> Result<RegisterOutcome, Failure> {
    let Registration {
        partner,
        number,
        comment,
        at,
    } = registration;
    let before = find(conn, &number)?;
    let is_own = before
        .as_ref()
        .is_some_and(|known| known.partner == partner);
    let is_held = before.as_ref().is_some_and(|known| match is_own {
        true => !known.may_be_verified(at),
        false => !known.is_free(at),
    });
    if is_held || is_connected(conn, &number)? {
        return Ok(RegisterOutcome::Held);
    }
    let waiting: i64 = sql::first(
        conn,
        WAITING,
        params![
            partner.row(),
            number.as_str(),
            at.as_millis(),
            at.minus(RESERVED_FOR).as_millis(),
        ],
        |row| Ok(row.get(0)?),
    )?
    .unwrap_or(0);
    if waiting >= i64::from(MOST_WAITING) {
        return Ok(RegisterOutcome::Full);
    }
    if let Some(end) = limits::count(conn, &number, NumberCall::Code, at)? {
        return Ok(RegisterOutcome::TooManyCodes(end));
    }
    let reserved = match before {
        Some(known) if is_own => RegisteredNumber {
            asked_at: known.reserved_from(at),
            comment: comment.or(known.comment),
            ..known
        },
        other => RegisteredNumber {
            partner,
            number,
            comment,
            // The operator's numbers at Meta are all partners' alike.
            meta_id: other.and_then(|known| known.meta_id),
            asked_at: at,
            verified_until: None,
            account: None,
            connected_at: None,
        },
    };
    store(conn, &reserved)?;
    Ok(RegisterOutcome::Reserved(Box::new(reserved)))
}

/// Whether somebody's customer has connected it.
fn is_connected(conn: &Connection, number: &PhoneNumber) -> Result<bool, Failure> {
    sql::exists(
        conn,
        "SELECT 1 FROM account
         WHERE number = ?1 AND finished_at IS NOT NULL AND removed_at IS NULL",
        [number.as_str()],
    )
}

fn store(conn: &Connection, reserved: &RegisteredNumber) -> Result<(), Failure> {
    let number = reserved.number.as_str();
    sql::run(
        conn,
        "INSERT INTO registered_number (number, partner, comment, meta_id, asked_at,
             verified_until)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6)
         ON CONFLICT (number) DO UPDATE SET partner = excluded.partner,
             comment = excluded.comment, asked_at = excluded.asked_at,
             verified_until = excluded.verified_until,
             remind_at = iif(excluded.verified_until IS NULL, NULL, remind_at)",
        params![
            number,
            reserved.partner.row(),
            reserved.comment.as_ref().map(Text::as_str),
            reserved.meta_id.as_ref().map(|id| id.as_str()),
            reserved.asked_at.as_millis(),
            reserved.verified_until.map(Timestamp::as_millis),
        ],
    )?;
    Ok(())
}
