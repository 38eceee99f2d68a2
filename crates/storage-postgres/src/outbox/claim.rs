//! Finding out what is due, and taking it.

use crate::error::Failure;
use crate::reader::Reader;
use crate::rows;
use crate::unit::Unit;
use gangway_domain::{PartnerId, Timestamp};
use gangway_storage::{Delivery, Endpoint, Lease, delivery_columns, endpoint_columns};

/// The endpoints to which something is due. Steps from partner to partner along the index of
/// what is pending: the cost is that of the partners, however much is pending.
///
/// With an OFFSET a subquery stays one, and each of its rows is found by its index, however
/// many rows there might be when this is planned. The same goes for the others here.
pub(crate) const ENDPOINTS: &str = concat!(
    "WITH RECURSIVE waiting AS (
         (SELECT partner, due_at FROM delivery WHERE state = 'pending'
          ORDER BY partner, due_at LIMIT 1)
         UNION ALL
         SELECT next.partner, next.due_at
         FROM waiting CROSS JOIN LATERAL (
             SELECT partner, due_at FROM delivery
             WHERE state = 'pending' AND partner > waiting.partner
             ORDER BY partner, due_at LIMIT 1) AS next)
     SELECT ",
    endpoint_columns!(),
    " FROM waiting CROSS JOIN LATERAL (
         SELECT endpoint.* FROM endpoint JOIN partner ON partner.id = endpoint.partner
         WHERE endpoint.partner = waiting.partner AND endpoint.url IS NOT NULL
             AND endpoint.off_at IS NULL AND partner.suspended_at IS NULL OFFSET 0) AS endpoint
     WHERE waiting.due_at <= $1"
);

/// Claims what is due at $5, the longest due ones first. One of an account waits for an earlier
/// one that was not tried, is being tried, or is about to be: it is due as well. What another
/// node is claiming is passed over, and looks here as it was before: it still keeps the later
/// ones of its account waiting.
///
/// As an array, the few are found by their key.
pub(crate) const CLAIM: &str = concat!(
    "WITH due AS MATERIALIZED (
         SELECT id, due_at FROM delivery
         WHERE partner = $1 AND state = 'pending' AND due_at <= $5
             AND EXISTS (SELECT 1 FROM endpoint JOIN partner ON partner.id = endpoint.partner
                 WHERE endpoint.partner = $1 AND endpoint.url IS NOT NULL
                     AND endpoint.off_at IS NULL AND partner.suspended_at IS NULL)
             AND NOT EXISTS (SELECT 1 FROM delivery AS earlier
                 WHERE earlier.account = delivery.account AND earlier.id < delivery.id
                     AND earlier.state = 'pending'
                     AND (earlier.tries = 0 OR earlier.lease_owner IS NOT NULL
                         OR earlier.due_at <= $5)
                 OFFSET 0)
         ORDER BY due_at, id LIMIT $4
         FOR NO KEY UPDATE OF delivery SKIP LOCKED),
     taken AS (
         UPDATE delivery SET lease_owner = $2, due_at = $3
         WHERE id = ANY (ARRAY (SELECT id FROM due))
         RETURNING id, event, tries)
     SELECT ",
    delivery_columns!(),
    " FROM due
         JOIN taken AS delivery ON delivery.id = due.id
         CROSS JOIN LATERAL (
             SELECT event_id, body FROM partner_event
             WHERE partner_event.id = delivery.event OFFSET 0) AS partner_event
     ORDER BY due.due_at, due.id"
);

pub(super) async fn endpoints(reader: &Reader, now: Timestamp) -> Result<Vec<Endpoint>, Failure> {
    let mut found = Vec::new();
    for row in reader.rows(ENDPOINTS, &[&now.as_millis()]).await? {
        match rows::endpoint(&row) {
            Ok(endpoint) => found.push(endpoint),
            Err(Failure::Unreadable(why)) => {
                let partner: i64 = row.try_get(0)?;
                tracing::error!(
                    partner,
                    why,
                    "an endpoint does not read back; nothing is sent to it"
                );
            }
            Err(failure) => return Err(failure),
        }
    }
    Ok(found)
}

/// One that does not read back is not tried, ever.
const UNREADABLE: &str = "UPDATE delivery SET state = 'failed', due_at = NULL, lease_owner = NULL
     WHERE id = ANY ($1)";

/// Claims what is due. One that does not read back has failed, so that it does not stand in the
/// way of the others.
pub(super) async fn claim(
    unit: &Unit,
    partner: PartnerId,
    lease: &Lease,
    at_most: u32,
    now: Timestamp,
) -> Result<Vec<Delivery>, Failure> {
    let taken = unit
        .rows(
            CLAIM,
            &[
                &partner.row(),
                &lease.owner,
                &lease.until.as_millis(),
                &i64::from(at_most),
                &now.as_millis(),
            ],
        )
        .await?;
    let (mut claimed, mut unreadable) = (Vec::with_capacity(taken.len()), Vec::new());
    for row in taken {
        match rows::delivery(&row) {
            Ok(delivery) => claimed.push(delivery),
            Err(Failure::Unreadable(why)) => {
                let delivery: i64 = row.try_get(0)?;
                tracing::error!(
                    delivery,
                    why,
                    "a delivery does not read back; it has failed"
                );
                unreadable.push(delivery);
            }
            Err(failure) => return Err(failure),
        }
    }
    if !unreadable.is_empty() {
        unit.run(UNREADABLE, &[&unreadable]).await?;
    }
    Ok(claimed)
}
