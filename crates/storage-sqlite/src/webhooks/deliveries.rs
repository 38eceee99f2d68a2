//! What became of events on their way.

use crate::error::Failure;
use crate::{rows, sql};
use gangway_domain::{DeliveryState, EventId, PartnerId};
use gangway_storage::{DeliveryAttempt, DeliveryFilter, DeliveryRecord};
use rusqlite::{Connection, params};

macro_rules! records {
    ($from:literal) => {
        concat!(
            "SELECT ",
            gangway_storage::delivery_record_columns!(),
            $from,
            " AND delivery.id < ?2 AND (?3 IS NULL OR delivery.state = ?3)
             ORDER BY delivery.id DESC LIMIT ?4"
        )
    };
}

/// The deliveries of a partner.
pub(crate) const OF_PARTNER: &str = records!(
    " FROM delivery INDEXED BY delivery_by_partner
         CROSS JOIN partner_event ON partner_event.id = delivery.event
     WHERE delivery.partner = ?1"
);

/// Those of one of its events.
pub(crate) const OF_EVENT: &str = records!(
    " FROM partner_event
         CROSS JOIN delivery INDEXED BY delivery_by_event ON delivery.event = partner_event.id
     WHERE partner_event.event_id = ?5 AND partner_event.partner = ?1"
);

pub(super) fn of(
    conn: &Connection,
    partner: PartnerId,
    filter: &DeliveryFilter,
) -> Result<Vec<DeliveryRecord>, Failure> {
    let before = filter.before.unwrap_or(i64::MAX);
    let state = filter.state.map(DeliveryState::name);
    let (partner, limit) = (partner.row(), filter.limit);
    match filter.event.as_ref().map(EventId::as_str) {
        Some(event) => {
            let values = params![partner, before, state, limit, event];
            sql::all(conn, OF_EVENT, values, rows::delivery_record)
        }
        None => {
            let values = params![partner, before, state, limit];
            sql::all(conn, OF_PARTNER, values, rows::delivery_record)
        }
    }
}

/// The attempts of these deliveries, as far as they are the partner's.
pub(super) fn attempts(
    conn: &Connection,
    partner: PartnerId,
    mut deliveries: Vec<i64>,
) -> Result<Vec<(i64, DeliveryAttempt)>, Failure> {
    deliveries.sort_unstable();
    deliveries.dedup();
    let mut found = Vec::new();
    for delivery in deliveries {
        sql::each(
            conn,
            concat!(
                "SELECT ",
                gangway_storage::delivery_attempt_columns!(),
                " FROM delivery
                     CROSS JOIN delivery_attempt ON delivery_attempt.delivery = delivery.id
                 WHERE delivery.id = ?1 AND delivery.partner = ?2
                 ORDER BY delivery_attempt.number"
            ),
            params![delivery, partner.row()],
            |row| {
                found.push(rows::delivery_attempt(row)?);
                Ok(())
            },
        )?;
    }
    Ok(found)
}
