//! Partners' webhook endpoints, the events that they are told, and what became of each
//! delivery.

use crate::StorageError;
use async_trait::async_trait;
use gangway_domain::{
    AccountId, AttemptFault, DeliveryState, Email, EventId, OffReason, PartnerEvent, PartnerId,
    Sealed, Timestamp, WebhookUrl,
};
use std::time::Duration;

/// A signing secret of an endpoint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EndpointSecret {
    /// Sealed.
    pub sealed: Sealed,
    /// Its last characters, by which the partner knows which one it is.
    pub hint: String,
}

/// A secret that was replaced and still signs for a while.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormerSecret {
    /// Sealed.
    pub sealed: Sealed,
    /// It signs before this instant.
    pub until: Timestamp,
}

/// An endpoint that was switched off.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SwitchedOff {
    /// When.
    pub at: Timestamp,
    /// Why.
    pub why: OffReason,
}

/// Where a partner's webhooks are sent, and how they are signed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Endpoint {
    /// Whose; every partner has one at most.
    pub partner: PartnerId,
    /// Where; `None` once it was cleared.
    pub url: Option<WebhookUrl>,
    /// Who is told when it is switched off.
    pub email: Option<Email>,
    /// Signs.
    pub secret: EndpointSecret,
    /// Signs beside it.
    pub former: Option<FormerSecret>,
    /// Since when nothing was taken; `None` while the last attempt succeeded.
    pub failing_since: Option<Timestamp>,
    /// Nothing is sent while this is set; setting an address switches it on again.
    pub off: Option<SwitchedOff>,
}

/// What becomes of the address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum UrlChange {
    /// It stays.
    Keep,
    /// This one from now on. Deliveries that wait go there too; an endpoint that was switched
    /// off is on again.
    Set(WebhookUrl),
    /// None; deliveries wait.
    Clear,
}

/// A change of an endpoint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SetWebhook {
    /// Whose.
    pub partner: PartnerId,
    /// The address.
    pub url: UrlChange,
    /// Who is told when it is switched off; `None` leaves it.
    pub email: Option<Option<Email>>,
    /// A new secret: used if there is none yet, or on `rotate`.
    pub fresh: EndpointSecret,
    /// Whether the new secret takes the place of the one there is.
    pub rotate: bool,
    /// A secret that is replaced signs until then.
    pub former_until: Timestamp,
}

impl SetWebhook {
    /// What this makes of an endpoint; `None` where there is none and none is made.
    #[must_use]
    pub fn applied_to(self, before: Option<Endpoint>) -> Option<WebhookSet> {
        let Some(mut endpoint) = before else {
            let UrlChange::Set(url) = self.url else {
                return None;
            };
            let endpoint = Endpoint {
                partner: self.partner,
                url: Some(url),
                email: self.email.flatten(),
                secret: self.fresh,
                former: None,
                failing_since: None,
                off: None,
            };
            return Some(WebhookSet {
                endpoint,
                secret_made: true,
            });
        };
        match self.url {
            UrlChange::Keep => {}
            UrlChange::Clear => endpoint.url = None,
            UrlChange::Set(url) => {
                endpoint.url = Some(url);
                endpoint.failing_since = None;
                endpoint.off = None;
            }
        }
        if let Some(email) = self.email {
            endpoint.email = email;
        }
        if self.rotate {
            let replaced = std::mem::replace(&mut endpoint.secret, self.fresh);
            endpoint.former = Some(FormerSecret {
                sealed: replaced.sealed,
                until: self.former_until,
            });
        }
        Some(WebhookSet {
            endpoint,
            secret_made: self.rotate,
        })
    }
}

/// An endpoint after a change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WebhookSet {
    /// As it is now.
    pub endpoint: Endpoint,
    /// Whether the fresh secret is in force.
    pub secret_made: bool,
}

/// An event that a partner was told, or could have been.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredEvent {
    /// The how-manieth of this partner: no gaps, in the order in which they came true.
    pub number: i64,
    /// JSON, [base marks](crate::BASE_MARK) still in.
    pub body: String,
}

/// Events are numbered in the order in which they are stored, and each has the time of the node
/// that it came from: by so much at most an event is earlier than one with a lower number.
const SKEW: Duration = Duration::from_secs(3600);

/// An instant before which an event is surely older than `since`, whatever its node's clock.
#[must_use]
pub fn surely_older(since: Timestamp) -> Timestamp {
    since.minus(SKEW)
}

/// Which events.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct EventFilter {
    /// Those with a higher number.
    pub after: i64,
    /// Those at this instant or later.
    pub since: Option<Timestamp>,
    /// Those of this kind.
    pub event: Option<PartnerEvent>,
    /// Those of this account.
    pub account: Option<AccountId>,
    /// So many at most.
    pub limit: u32,
}

/// A part of a partner's events.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EventPage {
    /// The oldest first.
    pub events: Vec<StoredEvent>,
    /// Everything up to this number was looked at: to be given as `after` next time. The last
    /// event's number if the page is full, else the highest one of the partner.
    pub seen: i64,
}

/// One event on its way to its endpoint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeliveryRecord {
    /// Row id; a later delivery has a higher one.
    pub id: i64,
    /// Of which event.
    pub event_id: EventId,
    /// Its kind.
    pub event: PartnerEvent,
    /// When it was queued.
    pub queued_at: Timestamp,
    /// Where it stands.
    pub state: DeliveryState,
    /// How often it was tried.
    pub tries: u32,
    /// When it is tried next, while it is pending.
    pub due_at: Option<Timestamp>,
}

/// Which deliveries.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DeliveryFilter {
    /// Those that stand there.
    pub state: Option<DeliveryState>,
    /// Those of this event.
    pub event: Option<EventId>,
    /// Those with a lower id.
    pub before: Option<i64>,
    /// So many at most.
    pub limit: u32,
}

/// What one try came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeliveryAttempt {
    /// When it began.
    pub at: Timestamp,
    /// How long it took, to the millisecond.
    pub took: Duration,
    /// HTTP status of the answer.
    pub http_status: Option<u16>,
    /// Why there was none.
    pub fault: Option<AttemptFault>,
    /// How the answer began, at most 2,048 bytes.
    pub answer: Vec<u8>,
}

/// What became of the wish to send an event again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReplayOutcome {
    /// It is sent now: by a new delivery, or by the one that waited.
    Queued,
    /// The partner has no such event.
    NotFound,
    /// The partner has no endpoint, or it is switched off.
    NoEndpoint,
}

/// What became of the wish to send again all that was not delivered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReplayAllOutcome {
    /// So many are sent now.
    Queued {
        /// How many of those that were looked at.
        queued: u32,
        /// The number of the last event that was looked at, if there may be more.
        next: Option<i64>,
    },
    /// The partner has no endpoint, or it is switched off.
    NoEndpoint,
}

/// Endpoints, events and deliveries, as partners and operators see them.
#[async_trait]
pub trait Webhooks {
    /// Makes or changes a partner's endpoint. `None` where there is none and none is made:
    /// only an address makes one. A secret that was replaced before is forgotten with the
    /// next rotation. Wakes those who send.
    async fn set_webhook(&self, change: SetWebhook) -> Result<Option<WebhookSet>, StorageError>;

    /// A partner's endpoint.
    async fn webhook(&self, partner: PartnerId) -> Result<Option<Endpoint>, StorageError>;

    /// The partner's events, the oldest first. One that is seen is followed by none with a
    /// lower number later.
    async fn events(
        &self,
        partner: PartnerId,
        filter: &EventFilter,
    ) -> Result<EventPage, StorageError>;

    /// The partner's deliveries, the newest first.
    async fn deliveries(
        &self,
        partner: PartnerId,
        filter: &DeliveryFilter,
    ) -> Result<Vec<DeliveryRecord>, StorageError>;

    /// The attempts of deliveries of this partner, each with the delivery's id; by delivery,
    /// and the oldest first.
    async fn attempts(
        &self,
        partner: PartnerId,
        deliveries: &[i64],
    ) -> Result<Vec<(i64, DeliveryAttempt)>, StorageError>;

    /// Has an event sent now: a delivery of it that waits is due, otherwise there is a new
    /// one. One that is being sent is left alone. Wakes those who send.
    async fn replay(
        &self,
        partner: PartnerId,
        event: &EventId,
        now: Timestamp,
    ) -> Result<ReplayOutcome, StorageError>;

    /// Has those events since an instant sent that no delivery brought to the endpoint:
    /// looks at so many with a number above `after`. Each as [`replay`](Self::replay) does.
    async fn replay_undelivered(
        &self,
        partner: PartnerId,
        since: Timestamp,
        after: i64,
        at_most: u32,
        now: Timestamp,
    ) -> Result<ReplayAllOutcome, StorageError>;

    /// Makes a test event and a delivery of it; `None` where there is no endpoint, or it is
    /// switched off. Wakes those who send.
    async fn test_webhook(
        &self,
        partner: PartnerId,
        now: Timestamp,
    ) -> Result<Option<EventId>, StorageError>;
}
