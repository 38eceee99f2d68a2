//! One delivery: signed, posted, judged. Whose turn it is, the worker decides.

use super::secret_context;
use crate::App;
use crate::lists::with_base;
use gangway_crypto::WebhookSecret;
use gangway_domain::{PartnerId, Sealed, Timestamp, delivery_retries};
use gangway_storage::{
    Delivery, DeliveryAttempt, DeliveryEnd, EndedDelivery, Lease, StorageError, WakeUp,
};
use std::time::Duration;

/// A receiver that asks to be left alone is left alone for so long at most.
const LONGEST_WISH: Duration = Duration::from_secs(10 * 3600);

/// An endpoint to which can be sent.
#[derive(Debug)]
pub struct OpenEndpoint {
    /// Whose.
    pub partner: PartnerId,
    /// Whether its latest attempt failed.
    pub failing: bool,
    url: String,
    /// With what the addresses in its events begin.
    base: String,
    secrets: Vec<WebhookSecret>,
}

/// Deliveries that this node has to try.
#[derive(Debug)]
pub struct ClaimedDeliveries {
    /// By whose name their ends are stored.
    pub owner: i64,
    /// Nobody else tries them before this instant.
    pub until: Timestamp,
    /// The longest due one first.
    pub deliveries: Vec<Delivery>,
}

impl App {
    /// Tells when something to be sent was stored by this process.
    #[must_use]
    pub fn outbox_wake_up(&self) -> WakeUp {
        self.store.outbox_wake_up()
    }

    /// The partners to whose endpoints something is due.
    ///
    /// # Errors
    /// When the store does not answer.
    pub async fn endpoints_due(&self) -> Result<Vec<PartnerId>, StorageError> {
        let due = self.store.endpoints_due(self.clock.now()).await?;
        Ok(due.into_iter().map(|endpoint| endpoint.partner).collect())
    }

    /// A partner's endpoint with its secrets; `None` where nothing can be sent.
    ///
    /// # Errors
    /// When the store does not answer.
    pub async fn open_endpoint(
        &self,
        partner: PartnerId,
    ) -> Result<Option<OpenEndpoint>, StorageError> {
        let now = self.clock.now();
        let found = self.store.webhook(partner).await?;
        let Some(endpoint) = found.filter(|endpoint| endpoint.off.is_none()) else {
            return Ok(None);
        };
        let Some(url) = endpoint.url else {
            return Ok(None);
        };
        let former = endpoint.former.filter(|former| now < former.until);
        let sealed = [Some(endpoint.secret.sealed), former.map(|f| f.sealed)];
        let secrets = sealed.into_iter().flatten();
        let secrets: Option<Vec<_>> = secrets
            .map(|sealed| self.open_webhook_secret(partner, &sealed))
            .collect();
        let base = self.base_of(partner).await?.into_owned();
        Ok(secrets.map(|secrets| OpenEndpoint {
            partner,
            failing: endpoint.failing_since.is_some(),
            url: url.as_str().to_owned(),
            base,
            secrets,
        }))
    }

    /// Reserves deliveries for this node.
    ///
    /// # Errors
    /// When the store does not answer.
    pub async fn claim_deliveries(
        &self,
        partner: PartnerId,
        at_most: u32,
    ) -> Result<ClaimedDeliveries, StorageError> {
        let now = self.clock.now();
        let lease = Lease {
            owner: self.draw_owner(),
            until: now.plus(self.settings.outbox.lease),
        };
        let (owner, until) = (lease.owner, lease.until);
        let deliveries = self
            .store
            .claim_deliveries(partner, lease, at_most, now)
            .await?;
        Ok(ClaimedDeliveries {
            owner,
            until,
            deliveries,
        })
    }

    /// Tries one delivery: signs what is stored, posts it, judges the answer.
    pub async fn deliver(&self, endpoint: &OpenEndpoint, delivery: &Delivery) -> EndedDelivery {
        let at = self.clock.now();
        let body = with_base(&endpoint.base, delivery.body.as_bytes(), 1);
        let id = delivery.event_id.as_str();
        let sign = |secret: &WebhookSecret| secret.sign(id, at.as_secs(), &body);
        let signatures: Vec<String> = endpoint.secrets.iter().map(sign).collect();
        let headers = [
            ("content-type", "application/json"),
            ("webhook-id", id),
            ("webhook-timestamp", &at.as_secs().to_string()),
            ("webhook-signature", &signatures.join(" ")),
        ];
        let outbound = &self.settings.outbox.outbound;
        let posted = outbound.post(&endpoint.url, &headers, body.into()).await;
        let mut attempt = DeliveryAttempt {
            at,
            took: at.until(self.clock.now()),
            http_status: None,
            fault: None,
            answer: Vec::new(),
        };
        let mut wish = None;
        match posted {
            Ok(posted) => {
                attempt.http_status = Some(posted.status);
                attempt.answer = posted.answer;
                wish = posted.retry_after;
            }
            Err(fault) => attempt.fault = Some(fault),
        }
        let mut end = self.judge(attempt, delivery.tries, wish);
        if let DeliveryEnd::Gone(attempt) = end {
            end = self.gone(endpoint, attempt).await;
        }
        EndedDelivery {
            delivery: delivery.id,
            partner: endpoint.partner,
            end,
        }
    }

    /// An address that wants no more speaks for itself only: where the partner has set another
    /// one meanwhile, that one is tried.
    async fn gone(&self, endpoint: &OpenEndpoint, attempt: DeliveryAttempt) -> DeliveryEnd {
        let now = self.store.webhook(endpoint.partner).await;
        let is_other = match now {
            Ok(now) => now
                .and_then(|now| now.url)
                .is_some_and(|url| url.as_str() != endpoint.url),
            // It is asked again, and says so again if it is still the one.
            Err(_) => true,
        };
        if is_other {
            DeliveryEnd::Again(attempt, self.clock.now())
        } else {
            DeliveryEnd::Gone(attempt)
        }
    }

    /// Stores how deliveries ended.
    ///
    /// # Errors
    /// When the store does not answer.
    pub async fn end_deliveries(
        &self,
        owner: i64,
        ended: Vec<EndedDelivery>,
    ) -> Result<(), StorageError> {
        let now = self.clock.now();
        for partner in self.store.end_deliveries(owner, ended, now).await? {
            tracing::warn!(%partner, "the webhook endpoint of a partner is switched off");
        }
        Ok(())
    }

    fn judge(&self, attempt: DeliveryAttempt, before: u32, wish: Option<Duration>) -> DeliveryEnd {
        match attempt.http_status {
            Some(200..=299) => return DeliveryEnd::Delivered(attempt),
            Some(410) => return DeliveryEnd::Gone(attempt),
            _ => {}
        }
        let Some(pause) = delivery_retries().pause_after(before.saturating_add(1)) else {
            return DeliveryEnd::Failed(attempt);
        };
        // Up to a fifth more, so that what failed together does not come back together.
        let fifth = u64::try_from(pause.as_millis() / 5).unwrap_or(u64::MAX);
        let pause = pause + Duration::from_millis(self.rng.below(fifth.saturating_add(1)));
        let wish = wish.unwrap_or_default().min(LONGEST_WISH);
        let again = self.clock.now().plus(pause.max(wish));
        DeliveryEnd::Again(attempt, again)
    }

    fn open_webhook_secret(&self, partner: PartnerId, sealed: &Sealed) -> Option<WebhookSecret> {
        let opened = self.keys.open(&secret_context(partner), sealed);
        let secret = opened.ok().and_then(|opened| {
            let text = opened.text().ok()?;
            WebhookSecret::parse(text).ok()
        });
        if secret.is_none() {
            tracing::error!(%partner, "the webhook secret of a partner does not open; nothing is sent to it");
        }
        secret
    }
}
