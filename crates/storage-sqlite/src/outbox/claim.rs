//! Finding out what is due, and taking it.

use crate::error::Failure;
use crate::{rows, sql};
use gangway_domain::{PartnerId, Timestamp};
use gangway_storage::{Delivery, Endpoint, Lease};
use rusqlite::{Connection, params};

/// The endpoints to which something is due at ?1. Steps from partner to partner along the
/// index of what is pending: the cost is that of the partners, however much is pending.
pub(crate) const ENDPOINTS: &str = concat!(
    "WITH RECURSIVE waiting (partner) AS (
         SELECT min(partner) FROM delivery WHERE state = 'pending'
         UNION ALL
         SELECT (SELECT min(partner) FROM delivery
             WHERE state = 'pending' AND partner > waiting.partner)
         FROM waiting WHERE waiting.partner IS NOT NULL)
     SELECT ",
    gangway_storage::endpoint_columns!(),
    " FROM waiting
         CROSS JOIN endpoint ON endpoint.partner = waiting.partner
         CROSS JOIN partner ON partner.id = waiting.partner
     WHERE endpoint.url IS NOT NULL AND endpoint.off_at IS NULL
         AND partner.suspended_at IS NULL
         AND (SELECT min(due_at) FROM delivery
             WHERE state = 'pending' AND partner = waiting.partner) <= ?1"
);

/// What may be claimed at ?2, the longest due ones first. One of an account waits for an
/// earlier one that was not tried, is being tried, or is about to be: it is due as well.
pub(crate) const CLAIMABLE: &str = concat!(
    "SELECT ",
    gangway_storage::delivery_columns!(),
    " FROM delivery INDEXED BY delivery_due
         CROSS JOIN partner_event ON partner_event.id = delivery.event
     WHERE delivery.partner = ?1 AND delivery.state = 'pending' AND delivery.due_at <= ?2
         AND EXISTS (SELECT 1 FROM endpoint JOIN partner ON partner.id = endpoint.partner
             WHERE endpoint.partner = ?1 AND endpoint.url IS NOT NULL
                 AND endpoint.off_at IS NULL AND partner.suspended_at IS NULL)
         AND NOT EXISTS (SELECT 1 FROM delivery AS earlier
             WHERE earlier.account = delivery.account AND earlier.id < delivery.id
                 AND earlier.state = 'pending'
                 AND (earlier.tries = 0 OR earlier.lease_owner IS NOT NULL
                     OR earlier.due_at <= ?2))
     ORDER BY delivery.due_at, delivery.id LIMIT ?3"
);

pub(super) fn endpoints(conn: &Connection, now: Timestamp) -> Result<Vec<Endpoint>, Failure> {
    let mut found = Vec::new();
    sql::each(conn, ENDPOINTS, [now.as_millis()], |row| {
        match rows::endpoint(row) {
            Ok(endpoint) => found.push(endpoint),
            Err(Failure::Unreadable(why)) => {
                let partner: i64 = row.get(0)?;
                tracing::error!(
                    partner,
                    %why,
                    "an endpoint does not read back; nothing is sent to it"
                );
            }
            Err(failure) => return Err(failure),
        }
        Ok(())
    })?;
    Ok(found)
}

/// Whether anything may be claimed.
pub(super) fn any(
    conn: &Connection,
    partner: PartnerId,
    at_most: u32,
    now: Timestamp,
) -> Result<bool, Failure> {
    let values = params![partner.row(), now.as_millis(), at_most.min(1)];
    sql::exists(conn, CLAIMABLE, values)
}

/// Claims what is due. One that does not read back has failed, so that it does not stand in the
/// way of the others.
pub(super) fn claim(
    conn: &Connection,
    partner: PartnerId,
    lease: &Lease,
    at_most: u32,
    now: Timestamp,
) -> Result<Vec<Delivery>, Failure> {
    let values = params![partner.row(), now.as_millis(), at_most];
    let due = sql::all(conn, CLAIMABLE, values, |row| {
        let id: i64 = row.get(0)?;
        match rows::delivery(row) {
            Ok(delivery) => Ok((id, Some(delivery))),
            Err(Failure::Unreadable(why)) => {
                tracing::error!(
                    delivery = id,
                    %why,
                    "a delivery does not read back; it has failed"
                );
                Ok((id, None))
            }
            Err(failure) => Err(failure),
        }
    })?;
    let mut claimed = Vec::with_capacity(due.len());
    for (id, read) in due {
        if let Some(delivery) = read {
            sql::run(
                conn,
                "UPDATE delivery SET lease_owner = ?2, due_at = ?3 WHERE id = ?1",
                params![id, lease.owner, lease.until.as_millis()],
            )?;
            claimed.push(delivery);
        } else {
            sql::run(
                conn,
                "UPDATE delivery SET state = 'failed', due_at = NULL, lease_owner = NULL
                 WHERE id = ?1",
                [id],
            )?;
        }
    }
    Ok(claimed)
}
