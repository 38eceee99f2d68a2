//! Sending again, and sending a test.

use super::endpoint::LOCK_PARTNER;
use super::events::past_older;
use crate::error::Failure;
use crate::outbox::tell_one;
use crate::unit::Unit;
use gangway_domain::{EventId, PartnerId, Timestamp};
use gangway_storage::{NewEvent, ReplayAllOutcome, ReplayOutcome, surely_older};

const IS_ON: &str = "SELECT 1 FROM endpoint
     WHERE partner = $1 AND url IS NOT NULL AND off_at IS NULL";

/// An event, which nobody else sends again or clears away until the unit ends.
const LOCK: &str =
    "SELECT id FROM partner_event WHERE event_id = $2 AND partner = $1 FOR NO KEY UPDATE";

/// Events in their order, locked in it, and whether each was delivered.
pub(crate) const LOOK: &str = concat!(
    "SELECT id, number, EXISTS (SELECT 1 FROM delivery
         WHERE delivery.event = partner_event.id AND delivery.state = 'delivered' OFFSET 0)
     FROM partner_event
     WHERE partner = $1 AND number > ",
    past_older!("$2", "$5"),
    " AND at >= $3
     ORDER BY number LIMIT $4 FOR NO KEY UPDATE OF partner_event"
);

/// The deliveries that wait, in the order in which everybody locks them. One that is being
/// ended at this moment is waited for.
pub(crate) const LOCK_PENDING: &str = "SELECT count(*) FROM (
         SELECT 1 FROM delivery WHERE event = ANY ($1) AND state = 'pending'
         ORDER BY id FOR NO KEY UPDATE) AS locked";

/// One with a lease is being sent, or is due as soon as the lease has ended.
pub(crate) const HASTEN: &str = "UPDATE delivery SET due_at = $2
     WHERE event = ANY ($1) AND state = 'pending' AND lease_owner IS NULL AND due_at > $2";

/// Makes deliveries of those of which none waits; with $3, of those that were not delivered
/// meanwhile either.
pub(crate) const QUEUE: &str =
    "INSERT INTO delivery (partner, event, account, queued_at, state, due_at)
     SELECT partner, id, account, $2::bigint, 'pending', $2::bigint FROM partner_event
     WHERE id = ANY ($1) AND NOT EXISTS (
         SELECT 1 FROM delivery WHERE delivery.event = partner_event.id
             AND (delivery.state = 'pending' OR $3::boolean AND delivery.state = 'delivered')
         OFFSET 0)
     ORDER BY number";

pub(super) async fn one(
    unit: &Unit,
    partner: PartnerId,
    event: &EventId,
    now: Timestamp,
) -> Result<ReplayOutcome, Failure> {
    let partner = partner.row();
    let Some(row) = unit.first(LOCK, &[&partner, &event.as_str()]).await? else {
        return Ok(ReplayOutcome::NotFound);
    };
    if unit.first(IS_ON, &[&partner]).await?.is_none() {
        return Ok(ReplayOutcome::NoEndpoint);
    }
    send(unit, &[row.try_get(0)?], false, now).await?;
    Ok(ReplayOutcome::Queued)
}

pub(super) async fn undelivered(
    unit: &Unit,
    partner: PartnerId,
    since: Timestamp,
    after: i64,
    at_most: u32,
    now: Timestamp,
) -> Result<ReplayAllOutcome, Failure> {
    let partner = partner.row();
    if unit.first(IS_ON, &[&partner]).await?.is_none() {
        return Ok(ReplayAllOutcome::NoEndpoint);
    }
    let looked_at = unit
        .rows(
            LOOK,
            &[
                &partner,
                &after,
                &since.as_millis(),
                &i64::from(at_most),
                &surely_older(since).as_millis(),
            ],
        )
        .await?;
    let mut events: Vec<i64> = Vec::new();
    for row in &looked_at {
        if !row.try_get::<_, bool>(2)? {
            events.push(row.try_get(0)?);
        }
    }
    if !events.is_empty() {
        send(unit, &events, true, now).await?;
    }
    let is_full = u32::try_from(looked_at.len()) == Ok(at_most);
    let last = looked_at.last().map(|row| row.try_get(1)).transpose()?;
    Ok(ReplayAllOutcome::Queued {
        queued: u32::try_from(events.len()).unwrap_or(u32::MAX),
        next: last.filter(|_| is_full),
    })
}

/// Lets the deliveries of these events that wait be due, and makes others of the rest. The
/// endpoint is on.
async fn send(
    unit: &Unit,
    events: &[i64],
    undelivered: bool,
    now: Timestamp,
) -> Result<(), Failure> {
    let at = now.as_millis();
    unit.batch(&[
        (LOCK_PENDING, &[&events]),
        (HASTEN, &[&events, &at]),
        (QUEUE, &[&events, &at, &undelivered]),
    ])
    .await?;
    unit.wake_outbox();
    Ok(())
}

pub(super) async fn test(
    unit: &Unit,
    partner: PartnerId,
    now: Timestamp,
) -> Result<Option<EventId>, Failure> {
    const NEXT: &str = "SELECT partner.events + 1
         FROM partner JOIN endpoint ON endpoint.partner = partner.id
         WHERE partner.id = $1 AND endpoint.url IS NOT NULL AND endpoint.off_at IS NULL";
    let row = partner.row();
    let next = unit
        .then_first(&[(LOCK_PARTNER, &[&row])], NEXT, &[&row])
        .await?;
    let Some(next) = next else { return Ok(None) };
    let event = NewEvent::test(partner, next.try_get(0)?, now);
    let id = event.id.clone();
    tell_one(unit, &[], partner, Some(event), false).await?;
    Ok(Some(id))
}
