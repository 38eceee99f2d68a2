//! The partner's webhook: where it goes, what is sent there, and the list of all events.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::client::Client;
use crate::endpoint::{
    Endpoint, GET_EVENTS, GET_WEBHOOK, REPLAY_WEBHOOK, SET_WEBHOOK, TEST_WEBHOOK,
};
use crate::error::Error;

/// A webhook that was just set.
#[derive(Clone, PartialEq, Eq, Deserialize)]
pub struct WebhookSet {
    /// The address in its normal form; empty once it is cleared.
    pub url: String,
    /// The signing secret (`whsec_…`), in the one answer in which it is made.
    pub secret: Option<String>,
}

impl std::fmt::Debug for WebhookSet {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("WebhookSet")
            .field("url", &self.url)
            .field("secret", &self.secret.as_ref().map(|_| "…"))
            .finish()
    }
}

/// A webhook, and whether it is taken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Webhook {
    /// The address; empty where there is none.
    pub url: String,
    /// The last characters of the signing secret.
    pub secret_hint: String,
    /// Until these Unix seconds the secret of before signs as well.
    pub former_secret_until: Option<i64>,
    /// Who is told when the webhook is switched off.
    pub email: String,
    /// The events that are sent.
    pub events: Vec<String>,
    /// Nothing was taken since these Unix seconds.
    pub failing_since: Option<i64>,
    /// Nothing is sent since these Unix seconds.
    pub off_since: Option<i64>,
    /// Why: `gone` or `failing`.
    pub off_reason: Option<String>,
}

/// A part of the list of events.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct EventPage {
    /// The oldest first, each as its webhook has it.
    pub list: Vec<Value>,
    /// Where to go on, now or later.
    pub next_cursor: String,
}

impl Client {
    /// Sets the address to which events are posted; an empty one clears it.
    ///
    /// # Errors
    ///
    /// [`Error::Refused`] with reason 13 where nothing can be sent there.
    pub async fn set_webhook(&self, url: &str) -> Result<WebhookSet, Error> {
        self.send(&SET_WEBHOOK, json!({ "url": url })).await
    }

    /// Puts a new signing secret in force; the one before signs as well for a while.
    ///
    /// # Errors
    ///
    /// [`Error::Refused`] with reason 15 where there is no webhook yet.
    pub async fn rotate_webhook_secret(&self) -> Result<WebhookSet, Error> {
        self.send(&SET_WEBHOOK, json!({ "rotate_secret": 1 })).await
    }

    /// The webhook, and whether it is taken.
    ///
    /// # Errors
    ///
    /// [`Error::Refused`] where the server does not take the credentials.
    pub async fn webhook(&self) -> Result<Webhook, Error> {
        self.call(&GET_WEBHOOK, |request| request).await?.json()
    }

    /// Sends a test event and answers its id.
    ///
    /// # Errors
    ///
    /// [`Error::Refused`] with reason 27 where there is nowhere to send it to.
    pub async fn test_webhook(&self) -> Result<String, Error> {
        #[derive(Deserialize)]
        struct Tested {
            event: String,
        }

        let tested: Tested = self.send(&TEST_WEBHOOK, json!({})).await?;
        Ok(tested.event)
    }

    /// Sends an event again, whatever became of it.
    ///
    /// # Errors
    ///
    /// [`Error::Refused`] with reason 26 where there is no such event, 27 where there is nowhere to send it to.
    pub async fn replay_event(&self, event: &str) -> Result<u64, Error> {
        self.replay(json!({ "event": event })).await
    }

    /// Sends all events since these Unix seconds again that were not delivered; answers how many.
    ///
    /// # Errors
    ///
    /// [`Error::Refused`] with reason 27 where there is nowhere to send them to.
    pub async fn replay_since(&self, since: i64) -> Result<u64, Error> {
        self.replay(json!({ "since": since })).await
    }

    /// Lists events, the oldest first: from the beginning, or on from the `next_cursor` of an earlier page.
    ///
    /// # Errors
    ///
    /// [`Error::Refused`] where the server does not take the credentials or the cursor.
    pub async fn events(&self, cursor: Option<&str>, limit: u32) -> Result<EventPage, Error> {
        let limit = limit.to_string();
        let mut query = vec![("limit", &*limit)];
        query.extend(cursor.map(|cursor| ("cursor", cursor)));
        let answer = self
            .call(&GET_EVENTS, |request| request.query(&query))
            .await?;
        answer.json()
    }

    async fn replay(&self, which: Value) -> Result<u64, Error> {
        #[derive(Deserialize)]
        struct Replayed {
            queued: u64,
        }

        let replayed: Replayed = self.send(&REPLAY_WEBHOOK, which).await?;
        Ok(replayed.queued)
    }

    async fn send<T: serde::de::DeserializeOwned>(
        &self,
        endpoint: &'static Endpoint,
        body: Value,
    ) -> Result<T, Error> {
        let answer = self.call(endpoint, |request| request.json(&body)).await?;
        answer.json()
    }
}
