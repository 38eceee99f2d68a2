//! What became of events on their way.

use crate::error::Failure;
use crate::reader::Reader;
use crate::rows;
use gangway_domain::{DeliveryState, EventId, PartnerId};
use gangway_storage::{
    DeliveryAttempt, DeliveryFilter, DeliveryRecord, delivery_attempt_columns,
    delivery_record_columns,
};

macro_rules! records {
    ($of:literal) => {
        concat!(
            "SELECT ",
            delivery_record_columns!(),
            " FROM delivery JOIN partner_event ON partner_event.id = delivery.event
             WHERE ($3::text IS NULL OR delivery.state = $3) AND ",
            $of,
            " LIMIT $4"
        )
    };
}

/// The deliveries of a partner, the newest first. As one range of the index: by its id alone,
/// those of all other partners would be looked through.
pub(crate) const OF_PARTNER: &str = records!(
    "(delivery.partner, delivery.id) > ($1, 0) AND (delivery.partner, delivery.id) < ($1, $2)
     ORDER BY delivery.partner DESC, delivery.id DESC"
);

/// Those of one of its events.
pub(crate) const OF_EVENT: &str = records!(
    "delivery.event = (SELECT id FROM partner_event WHERE event_id = $5 AND partner = $1)
     AND delivery.id < $2
     ORDER BY delivery.id DESC"
);

pub(crate) const ATTEMPTS: &str = concat!(
    "SELECT ",
    delivery_attempt_columns!(),
    " FROM delivery JOIN delivery_attempt ON delivery_attempt.delivery = delivery.id
     WHERE delivery.id = ANY ($2) AND delivery.partner = $1
     ORDER BY delivery_attempt.delivery, delivery_attempt.number"
);

pub(super) async fn of(
    reader: &Reader,
    partner: PartnerId,
    filter: &DeliveryFilter,
) -> Result<Vec<DeliveryRecord>, Failure> {
    let before = filter.before.unwrap_or(i64::MAX);
    let state = filter.state.map(DeliveryState::name);
    let (partner, limit) = (partner.row(), i64::from(filter.limit));
    let found = match filter.event.as_ref().map(EventId::as_str) {
        Some(event) => {
            reader
                .rows(OF_EVENT, &[&partner, &before, &state, &limit, &event])
                .await?
        }
        None => {
            reader
                .rows(OF_PARTNER, &[&partner, &before, &state, &limit])
                .await?
        }
    };
    found.iter().map(rows::delivery_record).collect()
}

/// The attempts of these deliveries, as far as they are the partner's.
pub(super) async fn attempts(
    reader: &Reader,
    partner: PartnerId,
    deliveries: &[i64],
) -> Result<Vec<(i64, DeliveryAttempt)>, Failure> {
    let found = reader
        .rows(ATTEMPTS, &[&partner.row(), &deliveries])
        .await?;
    found.iter().map(rows::delivery_attempt).collect()
}
