//! A delivery of Meta's: proved to be Meta's, taken apart, and kept before it is acknowledged.

use super::kept::keep;
use crate::App;
use gangway_meta::webhook::{NotAWebhook, WebhookVerifier, answer_challenge, parse};
use gangway_storage::StorageError;
use secrecy::{ExposeSecret, SecretString};

/// How Meta and Gangway know each other.
#[derive(Debug, Clone)]
pub struct WebhookSettings {
    /// Checks signatures.
    pub verifier: WebhookVerifier,
    /// What Meta is told in the app's dashboard, to be sent with its challenge. `None` where
    /// none is set: then no challenge is answered.
    pub verify_token: Option<SecretString>,
}

/// Why a delivery was not taken.
#[derive(Debug, thiserror::Error)]
pub enum ReceiveError {
    /// Not signed with the app's secret.
    #[error("the signature is missing or not made with the app secret")]
    NotSigned,
    /// No JSON object.
    #[error(transparent)]
    Unreadable(#[from] NotAWebhook),
    /// It could not be kept; Meta sends it again.
    #[error(transparent)]
    Store(#[from] StorageError),
}

impl App {
    /// The answer to Meta's question whether this is the address that the operator means.
    #[must_use]
    pub fn webhook_challenge(
        &self,
        mode: Option<&str>,
        token: Option<&str>,
        challenge: Option<&str>,
    ) -> Option<String> {
        let expected = self.settings.webhooks.verify_token.as_ref()?;
        answer_challenge(expected.expose_secret(), mode, token, challenge)
    }

    /// Keeps a delivery; what it says is taken in afterwards. Gives how many of its changes
    /// are new.
    ///
    /// # Errors
    /// See [`ReceiveError`].
    pub async fn receive_webhook(
        &self,
        signature: Option<&str>,
        body: &[u8],
    ) -> Result<usize, ReceiveError> {
        if !self.settings.webhooks.verifier.accepts(signature, body) {
            return Err(ReceiveError::NotSigned);
        }
        let changes = parse(body)?;
        let now = self.clock.now();
        let events: Vec<_> = changes
            .iter()
            .filter_map(|change| keep(change, now))
            .collect();
        if events.is_empty() {
            return Ok(0);
        }
        let (told, new) = (events.len(), self.store.keep_meta_events(events).await?);
        tracing::info!(told, new, "Meta told something");
        Ok(new)
    }
}
