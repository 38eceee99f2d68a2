//! The outbox: what has to be sent to partners, and who sends it.
//!
//! Every operation that changes where an account stands writes the event and, where the
//! partner has an endpoint that is on, its delivery into the same transaction.

use crate::{DeliveryAttempt, Endpoint, Lease, StorageError, WakeUp};
use async_trait::async_trait;
use gangway_domain::{EventId, PartnerId, Timestamp};

/// A delivery to be tried by whoever claimed it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delivery {
    /// Row id.
    pub id: i64,
    /// Of which event.
    pub event_id: EventId,
    /// JSON, [base marks](crate::BASE_MARK) still in.
    pub body: String,
    /// How often it was tried before.
    pub tries: u32,
}

/// What becomes of a delivery that was claimed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EndedDelivery {
    /// Which.
    pub delivery: i64,
    /// To whose endpoint.
    pub partner: PartnerId,
    /// How it ended.
    pub end: DeliveryEnd,
}

/// How the work on a delivery ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DeliveryEnd {
    /// The receiver took it.
    Delivered(DeliveryAttempt),
    /// It did not; it is tried again then.
    Again(DeliveryAttempt, Timestamp),
    /// It did not, for the last time.
    Failed(DeliveryAttempt),
    /// The receiver wants no more, of anything: the endpoint is switched off as
    /// [gone](gangway_domain::OffReason::Gone).
    Gone(DeliveryAttempt),
    /// It was not tried; it is due again at once.
    Released,
}

/// Sending.
#[async_trait]
pub trait Outbox {
    /// The endpoints to which something is due: not cleared, not switched off, of partners
    /// that are not suspended.
    async fn endpoints_due(&self, now: Timestamp) -> Result<Vec<Endpoint>, StorageError>;

    /// Claims deliveries to a partner's endpoint that are due, the longest due ones first, at
    /// most so many. One of an account waits for the account's earlier ones: as long as one
    /// of them was not tried, or is being tried. One that does not read back has failed. Nothing where the endpoint is cleared, off,
    /// or the partner suspended. What another node is claiming at this moment is left to it.
    async fn claim_deliveries(
        &self,
        partner: PartnerId,
        lease: Lease,
        at_most: u32,
        now: Timestamp,
    ) -> Result<Vec<Delivery>, StorageError>;

    /// Stores how deliveries ended, each with its attempt, and gives the partners whose
    /// endpoints are switched off by that; for each of them a
    /// [job](crate::JobKind::EndpointOff) is due.
    ///
    /// One whose lease was lost keeps its attempt; it is delivered if it was taken, and
    /// otherwise stands as others left it. Success ends the endpoint's time of failing; a
    /// failure begins it (anew, where nothing failed for a day and a half), or switches the
    /// endpoint off as [failing](gangway_domain::OffReason::Failing) when it began
    /// [`OFF_AFTER`](gangway_domain::OFF_AFTER) ago or earlier.
    async fn end_deliveries(
        &self,
        owner: i64,
        ended: Vec<EndedDelivery>,
        now: Timestamp,
    ) -> Result<Vec<PartnerId>, StorageError>;

    /// Clears away events before this instant with their deliveries and attempts; at most so
    /// many events.
    async fn forget_events(&self, before: Timestamp, at_most: u32) -> Result<u32, StorageError>;

    /// Tells when this process has stored something to be sent. What others store is found by
    /// looking.
    fn outbox_wake_up(&self) -> WakeUp;
}
