//! What became of deliveries, and of the endpoints to which they went.

use crate::error::Failure;
use crate::{jobs, sql};
use gangway_domain::{AttemptFault, OffReason, PartnerId, Timestamp};
use gangway_storage::{DeliveryAttempt, DeliveryEnd, EndedDelivery, Standing, Verdict};
use rusqlite::{Connection, params};

// With RETURNING a statement keeps a copy of every page that it changes, to take itself back.
// With OR FAIL it needs none: whatever fails here, the whole unit is taken back.

/// Whoever took it has it, whoever sent it.
const DELIVERED: &str = "UPDATE OR FAIL delivery SET tries = tries + 1, state = 'delivered',
         due_at = NULL, lease_owner = NULL
     WHERE id = ?1 RETURNING tries";

const AGAIN: &str = "UPDATE OR FAIL delivery SET tries = tries + 1,
         due_at = CASE WHEN lease_owner = ?2 THEN ?3 ELSE due_at END,
         lease_owner = CASE WHEN lease_owner = ?2 THEN NULL ELSE lease_owner END
     WHERE id = ?1 RETURNING tries";

const FAILED: &str = "UPDATE OR FAIL delivery SET tries = tries + 1,
         state = CASE WHEN lease_owner = ?2 THEN 'failed' ELSE state END,
         due_at = CASE WHEN lease_owner = ?2 THEN NULL ELSE due_at END,
         lease_owner = CASE WHEN lease_owner = ?2 THEN NULL ELSE lease_owner END
     WHERE id = ?1 RETURNING tries";

const RELEASED: &str = "UPDATE delivery SET lease_owner = NULL, due_at = ?3
     WHERE id = ?1 AND lease_owner = ?2";

/// Stores how deliveries ended; gives the partners whose endpoints are switched off by that.
pub(super) fn all(
    conn: &Connection,
    owner: i64,
    ended: &[EndedDelivery],
    now: Timestamp,
) -> Result<Vec<PartnerId>, Failure> {
    for one in ended {
        end(conn, owner, one, now)?;
    }
    let mut off = Vec::new();
    for (partner, verdict) in Verdict::of_all(ended) {
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
    let standing = sql::first(
        conn,
        "SELECT failing_since, url IS NOT NULL AND off_at IS NULL, failed_at FROM endpoint
         WHERE partner = ?1",
        [partner.row()],
        |row| {
            let (since, latest): (Option<i64>, Option<i64>) = (row.get(0)?, row.get(2)?);
            Ok(Standing {
                failing_since: since.map(Timestamp::from_millis),
                failed_at: latest.map(Timestamp::from_millis),
                is_on: row.get(1)?,
            })
        },
    )?;
    let Some(ruling) = standing.and_then(|standing| verdict.on(standing, now)) else {
        return Ok(false);
    };
    sql::run(
        conn,
        "UPDATE endpoint SET failing_since = ?2, failed_at = ?5,
             off_at = CASE WHEN ?3 IS NULL THEN off_at ELSE ?4 END,
             off_why = coalesce(?3, off_why)
         WHERE partner = ?1",
        params![
            partner.row(),
            ruling.failing_since.map(Timestamp::as_millis),
            ruling.off.map(OffReason::name),
            now.as_millis(),
            ruling.failed_at.map(Timestamp::as_millis),
        ],
    )?;
    Ok(ruling.off.is_some())
}
