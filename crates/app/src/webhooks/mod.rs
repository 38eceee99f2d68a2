//! What partners are told by webhook: where it is sent, what was, and what is sent again.

mod deliveries;
mod events;
mod off;
mod replay;
mod sending;
mod set;

pub use deliveries::DeliveryView;
pub use events::{Events, EventsError, EventsWish};
pub use replay::{ReplayError, ReplayWish};
pub use sending::{ClaimedDeliveries, OpenEndpoint};
pub use set::{ChangeWebhook, ChangedWebhook, WebhookError};

use crate::App;
use gangway_crypto::WebhookSecret;
use gangway_domain::{Email, PartnerId};
use gangway_mail::Mailer;
use gangway_outbound::Outbound;
use gangway_storage::EndpointSecret;
use std::time::Duration;

/// How partners' webhooks are sent and kept.
#[derive(Debug, Clone)]
pub struct OutboxSettings {
    /// The way out.
    pub outbound: Outbound,
    /// A claimed delivery is reserved for so long: for longer than an attempt may take.
    pub lease: Duration,
    /// A secret that was replaced signs for so long beside the new one.
    pub overlap: Duration,
    /// Events are kept for so long.
    pub kept_for: Duration,
    /// Who is told of an endpoint that is switched off, where mail is configured.
    pub mail: Option<MailSettings>,
}

/// How the operator sends mail.
#[derive(Debug, Clone)]
pub struct MailSettings {
    /// The way out.
    pub mailer: Mailer,
    /// Gets what is for partners who left no address.
    pub operator: Option<Email>,
}

/// What a partner's signing secret is sealed to: it opens nowhere else.
fn secret_context(partner: PartnerId) -> String {
    format!("partner:{partner}:webhook_secret")
}

impl App {
    fn fresh_secret(&self, partner: PartnerId) -> (WebhookSecret, EndpointSecret) {
        let rng = self.rng.as_ref();
        let secret = WebhookSecret::generate(rng);
        let context = secret_context(partner);
        let sealed = self.keys.seal(rng, &context, secret.expose().as_bytes());
        let hint = secret.hint().to_owned();
        (secret, EndpointSecret { sealed, hint })
    }
}
