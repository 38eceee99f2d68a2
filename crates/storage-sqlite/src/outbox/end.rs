//! What became of deliveries, and of the endpoints to which they went.

use crate::error::Failure;
use crate::{jobs, sql};
use gangway_domain::{AttemptFault, OFF_AFTER, OffReason, PartnerId, Timestamp};
use gangway_storage::{DeliveryAttempt, DeliveryEnd, EndedDelivery};
use rusqlite::{Connection, params};
use std::collections::BTreeMap;

/// Whoever took it has it, whoever sent it.
const DELIVERED: &str = "UPDATE delivery SET tries = tries + 1, state = 'delivered',
         due_at = NULL, lease_owner = NULL
     WHERE id = ?1 RETURNING tries";

const AGAIN: &str = "UPDATE delivery SET tries = tries + 1,
         due_at = CASE WHEN lease_owner = ?2 THEN ?3 ELSE due_at END,
         lease_owner = CASE WHEN lease_owner = ?2 THEN NULL ELSE lease_owner END
     WHERE id = ?1 RETURNING tries";

const FAILED: &str = "UPDATE delivery SET tries = tries + 1,
         state = CASE WHEN lease_owner = ?2 THEN 'failed' ELSE state END,
         due_at = CASE WHEN lease_owner = ?2 THEN NULL ELSE due_at END,
         lease_owner = CASE WHEN lease_owner = ?2 THEN NULL ELSE lease_owner END
     WHERE id = ?1 RETURNING tries";

const RELEASED: &str = "UPDATE delivery SET lease_owner = NULL, due_at = ?3
     WHERE id = ?1 AND lease_owner = ?2";

/// What some deliveries say of the endpoint to which they went.
#[derive(Debug, Default, Clone, Copy)]
struct Verdict {
    /// It took one.
    taken: bool,
    /// It did not take the last one.
    failing: bool,
    /// It wants no more.
    gone: bool,
}

/// Stores how deliveries ended; gives the partners whose endpoints are switched off by that.
pub(super) fn all(
    conn: &Connection,
    owner: i64,
    ended: &[EndedDelivery],
    now: Timestamp,
) -> Result<Vec<PartnerId>, Failure> {
    let mut verdicts = BTreeMap::<PartnerId, Verdict>::new();
    for one in ended {
        end(conn, owner, one, now)?;
        let verdict = verdicts.entry(one.partner).or_default();
        match one.end {
            DeliveryEnd::Delivered(_) => {
                verdict.taken = true;
                verdict.failing = false;
            }
            DeliveryEnd::Again(..) | DeliveryEnd::Failed(_) => verdict.failing = true,
            DeliveryEnd::Gone(_) => {
                verdict.failing = true;
                verdict.gone = true;
            }
            DeliveryEnd::Released => {}
        }
    }
    let mut off = Vec::new();
    for (partner, verdict) in verdicts {
        if judge(conn, partner, verdict, now)? {
            jobs::endpoint_off(conn, partner, now)?;
            off.push(partner);
        }
    }
    Ok(off)
}

fn end(
    conn: &Connection,
    owner: i64,
    ended: &EndedDelivery,
    now: Timestamp,
) -> Result<(), Failure> {
    let id = ended.delivery;
    let tries = |row: &rusqlite::Row<'_>| Ok(row.get::<_, i64>(0)?);
    let (attempt, number) = match &ended.end {
        DeliveryEnd::Delivered(attempt) => (attempt, sql::first(conn, DELIVERED, [id], tries)?),
        DeliveryEnd::Again(attempt, at) => {
            let values = params![id, owner, at.as_millis()];
            (attempt, sql::first(conn, AGAIN, values, tries)?)
        }
        DeliveryEnd::Failed(attempt) | DeliveryEnd::Gone(attempt) => {
            (attempt, sql::first(conn, FAILED, [id, owner], tries)?)
        }
        DeliveryEnd::Released => {
            sql::run(conn, RELEASED, params![id, owner, now.as_millis()])?;
            return Ok(());
        }
    };
    match number {
        Some(number) => keep(conn, id, number, attempt),
        // It was cleared away with its event while it was under way.
        None => Ok(()),
    }
}

fn keep(
    conn: &Connection,
    delivery: i64,
    number: i64,
    attempt: &DeliveryAttempt,
) -> Result<(), Failure> {
    sql::run(
        conn,
        "INSERT INTO delivery_attempt (delivery, number, at, took, http_status, fault, answer)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        params![
            delivery,
            number,
            attempt.at.as_millis(),
            i64::try_from(attempt.took.as_millis()).unwrap_or(i64::MAX),
            attempt.http_status,
            attempt.fault.map(AttemptFault::name),
            (!attempt.answer.is_empty()).then_some(&attempt.answer),
        ],
    )?;
    Ok(())
}

/// Notes how an endpoint does; says whether it is switched off now.
fn judge(
    conn: &Connection,
    partner: PartnerId,
    verdict: Verdict,
    now: Timestamp,
) -> Result<bool, Failure> {
    let known = sql::first(
        conn,
        "SELECT failing_since, url IS NOT NULL AND off_at IS NULL FROM endpoint
         WHERE partner = ?1",
        [partner.row()],
        |row| {
            let since: Option<i64> = row.get(0)?;
            Ok((since.map(Timestamp::from_millis), row.get::<_, bool>(1)?))
        },
    )?;
    let Some((known_since, is_on)) = known else {
        return Ok(false);
    };
    let before = known_since.filter(|_| !verdict.taken);
    let is_over = before.is_some_and(|since| since.plus(OFF_AFTER) <= now);
    // What is sent nothing any more is neither failing nor switched off by stragglers.
    let (since, why) = match verdict {
        Verdict { gone: true, .. } if is_on => (before.or(Some(now)), Some(OffReason::Gone)),
        Verdict { failing: true, .. } if is_on && is_over => (before, Some(OffReason::Failing)),
        Verdict { failing: true, .. } if is_on => (before.or(Some(now)), None),
        _ => (before, None),
    };
    if since != known_since || why.is_some() {
        sql::run(
            conn,
            "UPDATE endpoint SET failing_since = ?2,
                 off_at = CASE WHEN ?3 IS NULL THEN off_at ELSE ?4 END,
                 off_why = coalesce(?3, off_why)
             WHERE partner = ?1",
            params![
                partner.row(),
                since.map(Timestamp::as_millis),
                why.map(OffReason::name),
                now.as_millis(),
            ],
        )?;
    }
    Ok(why.is_some())
}
