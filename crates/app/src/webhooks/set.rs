//! A partner says where its webhooks go.

use crate::App;
use gangway_crypto::WebhookSecret;
use gangway_domain::{Email, PartnerId};
use gangway_outbound::Refused;
use gangway_storage::{Endpoint, SetWebhook, StorageError, UrlChange};

/// What a partner wants of its endpoint.
#[derive(Debug, Clone)]
pub struct ChangeWebhook {
    /// The address.
    pub url: UrlChange,
    /// Who is told when it is switched off; `None` leaves it.
    pub email: Option<Option<Email>>,
    /// Whether a new secret takes the place of the one there is.
    pub rotate: bool,
}

/// An endpoint after a change.
#[derive(Debug)]
pub struct ChangedWebhook {
    /// As it is now; `None` where there is none.
    pub endpoint: Option<Endpoint>,
    /// The secret, if one was made: shown this once.
    pub secret: Option<WebhookSecret>,
}

/// Why an endpoint was not changed.
#[derive(Debug, thiserror::Error)]
pub enum WebhookError {
    /// Nothing is sent to such an address.
    #[error("url is an address to which nothing is sent: {0}")]
    Refused(#[from] Refused),
    /// There is no secret.
    #[error("there is no secret to rotate; set a url first")]
    NoSecret,
    /// There is no endpoint.
    #[error("there is no webhook to change; set a url first")]
    NoEndpoint,
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StorageError),
}

impl App {
    /// Makes or changes a partner's endpoint. Whether an address that is given as a name leads
    /// inside is judged with each delivery.
    ///
    /// # Errors
    /// See [`WebhookError`].
    pub async fn set_webhook(
        &self,
        partner: PartnerId,
        change: ChangeWebhook,
    ) -> Result<ChangedWebhook, WebhookError> {
        if let UrlChange::Set(url) = &change.url {
            self.settings.outbox.outbound.check(url.as_str())?;
        }
        let (secret, fresh) = self.fresh_secret(partner);
        let set = SetWebhook {
            partner,
            fresh,
            rotate: change.rotate,
            former_until: self.clock.now().plus(self.settings.outbox.overlap),
            url: change.url.clone(),
            email: change.email.clone(),
        };
        match self.store.set_webhook(set).await? {
            Some(set) => Ok(ChangedWebhook {
                endpoint: Some(set.endpoint),
                secret: set.secret_made.then_some(secret),
            }),
            None if change.rotate => Err(WebhookError::NoSecret),
            None if matches!(change.url, UrlChange::Keep)
                || matches!(change.email, Some(Some(_))) =>
            {
                Err(WebhookError::NoEndpoint)
            }
            None => Ok(ChangedWebhook {
                endpoint: None,
                secret: None,
            }),
        }
    }

    /// A partner's endpoint.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn webhook(&self, partner: PartnerId) -> Result<Option<Endpoint>, StorageError> {
        self.store.webhook(partner).await
    }
}
