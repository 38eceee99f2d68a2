//! Endpoints, events and deliveries read back.

use super::{Columns, Unreadable, maybe, time, word};
use crate::{
    Delivery, DeliveryAttempt, DeliveryRecord, Endpoint, EndpointSecret, FormerSecret, StoredEvent,
    SwitchedOff,
};
use gangway_domain::{
    AttemptFault, DeliveryState, Email, EventId, OffReason, PartnerEvent, PartnerId, Sealed,
    Timestamp, WebhookUrl,
};
use std::time::Duration;

/// The columns that [`endpoint`] reads, in its order.
#[macro_export]
macro_rules! endpoint_columns {
    () => {
        "endpoint.partner, endpoint.url, endpoint.email, endpoint.secret, endpoint.hint, \
         endpoint.former_secret, endpoint.former_until, endpoint.failing_since, \
         endpoint.off_at, endpoint.off_why"
    };
}

/// The columns that [`stored_event`] reads, in its order.
#[macro_export]
macro_rules! stored_event_columns {
    () => {
        "partner_event.number, partner_event.body"
    };
}

/// The columns that [`delivery`] reads, in its order.
#[macro_export]
macro_rules! delivery_columns {
    () => {
        "delivery.id, partner_event.event_id, partner_event.body, delivery.tries"
    };
}

/// The columns that [`delivery_record`] reads, in its order.
#[macro_export]
macro_rules! delivery_record_columns {
    () => {
        "delivery.id, partner_event.event_id, partner_event.event, delivery.queued_at, \
         delivery.state, delivery.tries, delivery.due_at"
    };
}

/// The columns that [`delivery_attempt`] reads, in its order.
#[macro_export]
macro_rules! delivery_attempt_columns {
    () => {
        "delivery_attempt.delivery, delivery_attempt.at, delivery_attempt.took, \
         delivery_attempt.http_status, delivery_attempt.fault, delivery_attempt.answer"
    };
}

/// Reads [`endpoint_columns!`].
///
/// # Errors
/// When a column does not read back.
pub fn endpoint<C: Columns>(row: &mut C) -> Result<Endpoint, C::Error> {
    let partner = PartnerId::from_row(row.int()?);
    let url = maybe(row, "endpoint.url", |_, raw| WebhookUrl::parse(raw))?;
    let email = maybe(row, "endpoint.email", Email::parse)?;
    let sealed = row.maybe_bytes()?.map(Sealed::from_bytes);
    let secret = EndpointSecret {
        sealed: sealed.ok_or_else(|| Unreadable::column("endpoint.secret"))?,
        hint: row.text()?,
    };
    let former = row.maybe_bytes()?.map(Sealed::from_bytes).zip(time(row)?);
    let failing_since = time(row)?;
    let off = time(row)?.zip(word(row, "endpoint.off_why", OffReason::from_name)?);
    Ok(Endpoint {
        partner,
        url,
        email,
        secret,
        former: former.map(|(sealed, until)| FormerSecret { sealed, until }),
        failing_since,
        off: off.map(|(at, why)| SwitchedOff { at, why }),
    })
}

/// Reads [`stored_event_columns!`].
///
/// # Errors
/// When a column does not read back.
pub fn stored_event<C: Columns>(row: &mut C) -> Result<StoredEvent, C::Error> {
    Ok(StoredEvent {
        number: row.int()?,
        body: row.text()?,
    })
}

/// Reads [`delivery_columns!`].
///
/// # Errors
/// When a column does not read back.
pub fn delivery<C: Columns>(row: &mut C) -> Result<Delivery, C::Error> {
    Ok(Delivery {
        id: row.int()?,
        event_id: EventId::parse(&row.text()?).map_err(Unreadable::from)?,
        body: row.text()?,
        tries: tries(row)?,
    })
}

/// Reads [`delivery_record_columns!`].
///
/// # Errors
/// When a column does not read back.
pub fn delivery_record<C: Columns>(row: &mut C) -> Result<DeliveryRecord, C::Error> {
    Ok(DeliveryRecord {
        id: row.int()?,
        event_id: EventId::parse(&row.text()?).map_err(Unreadable::from)?,
        event: PartnerEvent::from_name(&row.text()?)
            .ok_or_else(|| Unreadable::column("partner_event.event"))?,
        queued_at: Timestamp::from_millis(row.int()?),
        state: DeliveryState::from_name(&row.text()?)
            .ok_or_else(|| Unreadable::column("delivery.state"))?,
        tries: tries(row)?,
        due_at: time(row)?,
    })
}

/// Reads [`delivery_attempt_columns!`]: the delivery's id, and the attempt.
///
/// # Errors
/// When a column does not read back.
pub fn delivery_attempt<C: Columns>(row: &mut C) -> Result<(i64, DeliveryAttempt), C::Error> {
    let delivery = row.int()?;
    let at = Timestamp::from_millis(row.int()?);
    let took =
        u64::try_from(row.int()?).map_err(|_| Unreadable::column("delivery_attempt.took"))?;
    let http_status = row.maybe_int()?.map(u16::try_from).transpose();
    let attempt = DeliveryAttempt {
        at,
        took: Duration::from_millis(took),
        http_status: http_status.map_err(|_| Unreadable::column("delivery_attempt.http_status"))?,
        fault: word(row, "delivery_attempt.fault", AttemptFault::from_name)?,
        answer: row.maybe_bytes()?.unwrap_or_default(),
    };
    Ok((delivery, attempt))
}

fn tries<C: Columns>(row: &mut C) -> Result<u32, C::Error> {
    Ok(u32::try_from(row.int()?).map_err(|_| Unreadable::column("delivery.tries"))?)
}
