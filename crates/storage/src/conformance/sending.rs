//! What the cases of webhooks have in common: endpoints, deliveries and how they end.

use super::world::{World, at, lease, sealed};
use crate::{
    Delivery, DeliveryAttempt, DeliveryEnd, DeliveryFilter, DeliveryRecord, EndedDelivery,
    Endpoint, EndpointSecret, EventFilter, SetWebhook, StoredEvent, UrlChange, WakeUp,
};
use gangway_domain::{AccountId, PartnerId, Timestamp, WebhookUrl};
use std::future::Future;
use std::pin::pin;
use std::task::{Context, Waker};
use std::time::Duration;

/// Claims of the cases end so many seconds after they began.
pub(super) const LEASE: u64 = 100;

pub(super) fn url(n: u64) -> WebhookUrl {
    let url = WebhookUrl::parse(&format!("https://hooks{n}.example.com/in"));
    url.unwrap().unwrap()
}

pub(super) fn secret(byte: u8) -> EndpointSecret {
    EndpointSecret {
        sealed: sealed(byte),
        hint: format!("{byte:04}"),
    }
}

/// A change that changes nothing.
pub(super) fn nothing(partner: PartnerId) -> SetWebhook {
    SetWebhook {
        partner,
        url: UrlChange::Keep,
        email: None,
        fresh: secret(255),
        rotate: false,
        former_until: at(0),
    }
}

/// A change of the address.
pub(super) fn to(partner: PartnerId, n: u64) -> SetWebhook {
    SetWebhook {
        url: UrlChange::Set(url(n)),
        ..nothing(partner)
    }
}

/// A change that takes the address away.
pub(super) fn cleared(partner: PartnerId) -> SetWebhook {
    SetWebhook {
        url: UrlChange::Clear,
        ..nothing(partner)
    }
}

/// An attempt that began at this second.
pub(super) fn attempt(began: u64, http_status: u16) -> DeliveryAttempt {
    DeliveryAttempt {
        at: at(began),
        took: Duration::from_millis(37),
        http_status: Some(http_status),
        fault: None,
        answer: b"ok".to_vec(),
    }
}

pub(super) fn taken(now: u64) -> DeliveryEnd {
    DeliveryEnd::Delivered(attempt(now, 204))
}

pub(super) fn again(now: u64, due: u64) -> DeliveryEnd {
    DeliveryEnd::Again(attempt(now, 503), at(due))
}

pub(super) fn failed(now: u64) -> DeliveryEnd {
    DeliveryEnd::Failed(attempt(now, 500))
}

pub(super) fn gone(now: u64) -> DeliveryEnd {
    DeliveryEnd::Gone(attempt(now, 410))
}

/// Whether it was woken since the last time, by what has been answered already.
pub(super) fn was_woken(wake_up: &mut WakeUp) -> bool {
    let woken = pin!(wake_up.woken());
    woken
        .poll(&mut Context::from_waker(Waker::noop()))
        .is_ready()
}

impl World {
    /// An endpoint that is on.
    pub(super) async fn endpoint(&self, partner: PartnerId) -> Endpoint {
        self.set(to(partner, 1)).await.unwrap()
    }

    /// A new partner whose endpoint is on.
    pub(super) async fn listener(&self) -> PartnerId {
        let partner = self.client().await.id();
        self.endpoint(partner).await;
        partner
    }

    pub(super) async fn set(&self, change: SetWebhook) -> Option<Endpoint> {
        let set = self.store.set_webhook(change).await.unwrap();
        set.map(|set| set.endpoint)
    }

    pub(super) async fn the_endpoint(&self, partner: PartnerId) -> Endpoint {
        self.store.webhook(partner).await.unwrap().unwrap()
    }

    /// An account that the partner makes at this second, of which it is told so.
    pub(super) async fn told(&self, partner: PartnerId, now: u64) -> AccountId {
        let mut new = self.draft(partner);
        new.created_at = at(now);
        self.store_draft(new).await.id
    }

    /// All events of a partner.
    pub(super) async fn all_told(&self, partner: PartnerId) -> Vec<StoredEvent> {
        let filter = EventFilter {
            limit: 10_000,
            ..EventFilter::default()
        };
        self.store.events(partner, &filter).await.unwrap().events
    }

    /// Claims deliveries for [`LEASE`].
    pub(super) async fn claim(
        &self,
        partner: PartnerId,
        owner: i64,
        at_most: u32,
        now: u64,
    ) -> Vec<Delivery> {
        let lease = lease(owner, at(now + LEASE));
        let claimed = self
            .store
            .claim_deliveries(partner, lease, at_most, at(now))
            .await;
        claimed.unwrap()
    }

    /// Claims the only delivery there is to claim.
    pub(super) async fn claim_one(&self, partner: PartnerId, owner: i64, now: u64) -> Delivery {
        let claimed = self.claim(partner, owner, 100, now).await;
        let [one] = <[Delivery; 1]>::try_from(claimed).unwrap();
        one
    }

    /// Whose endpoints something is due to.
    pub(super) async fn due(&self, now: u64) -> Vec<PartnerId> {
        let endpoints = self.store.endpoints_due(at(now)).await.unwrap();
        let mut partners: Vec<PartnerId> = endpoints.iter().map(|one| one.partner).collect();
        partners.sort_unstable();
        partners
    }

    /// Ends one delivery; gives whose endpoints were switched off.
    pub(super) async fn end(
        &self,
        partner: PartnerId,
        owner: i64,
        delivery: i64,
        end: DeliveryEnd,
        now: Timestamp,
    ) -> Vec<PartnerId> {
        let ended = EndedDelivery {
            delivery,
            partner,
            end,
        };
        let off = self.store.end_deliveries(owner, vec![ended], now).await;
        off.unwrap()
    }

    /// Switches a partner's endpoint off, by what its only delivery that is due comes to.
    pub(super) async fn switch_off(&self, partner: PartnerId, now: u64) {
        let one = self.claim_one(partner, 77, now).await;
        let off = self.end(partner, 77, one.id, gone(now), at(now)).await;
        assert_eq!(off, [partner]);
    }

    /// All deliveries of a partner, the oldest first.
    pub(super) async fn records(&self, partner: PartnerId) -> Vec<DeliveryRecord> {
        let filter = DeliveryFilter {
            limit: 10_000,
            ..DeliveryFilter::default()
        };
        let mut records = self.store.deliveries(partner, &filter).await.unwrap();
        records.reverse();
        records
    }

    /// The attempts of one delivery.
    pub(super) async fn attempts(&self, partner: PartnerId, delivery: i64) -> Vec<DeliveryAttempt> {
        let attempts = self.store.attempts(partner, &[delivery]).await.unwrap();
        attempts.into_iter().map(|(_, attempt)| attempt).collect()
    }
}
