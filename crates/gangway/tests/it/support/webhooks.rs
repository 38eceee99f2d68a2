//! The calls of a partner about its webhook, and how to know that nothing is sent.

use super::{Answer, Received, Receiver, TestApp, TestPartner};
use reqwest::Method;
use serde_json::{Value, json};
use std::time::Duration;

pub const SET_WEBHOOK: &str = "/api/settings/setWebhook";
pub const GET_WEBHOOK: &str = "/api/settings/getWebhook";
pub const TEST_WEBHOOK: &str = "/api/settings/testWebhook";
pub const REPLAY_WEBHOOK: &str = "/api/settings/replayWebhook";
pub const EVENTS: &str = "/api/settings/getEvents";
pub const DELIVERIES: &str = "/api/settings/getDeliveries";

impl TestApp {
    /// A call of a partner with a fresh token: the clock may have moved.
    pub async fn as_partner(
        &self,
        partner: &TestPartner,
        method: Method,
        path: &str,
        body: Option<Value>,
    ) -> Answer {
        let token = self.token(partner).await;
        self.call(method, path, Some(&token), body).await
    }

    /// Sets or changes a partner's webhook, whatever comes of it.
    pub async fn try_set_webhook(&self, partner: &TestPartner, body: Value) -> Answer {
        self.as_partner(partner, Method::POST, SET_WEBHOOK, Some(body))
            .await
    }

    /// Sets a partner's webhook; gives the secret, which has to be the first one.
    pub async fn set_webhook(&self, partner: &TestPartner, url: &str) -> String {
        let answer = self.try_set_webhook(partner, json!({"url": url})).await;
        answer.expect(200, 1);
        answer.json["secret"].as_str().unwrap().to_owned()
    }

    /// A receiver that is a partner's webhook, and the secret.
    pub async fn receiver(&self, partner: &TestPartner) -> (Receiver, String) {
        let receiver = Receiver::start().await;
        let secret = self.set_webhook(partner, &receiver.url()).await;
        (receiver, secret)
    }

    /// What getWebhook says.
    pub async fn webhook(&self, partner: &TestPartner) -> Value {
        let answer = self
            .as_partner(partner, Method::GET, GET_WEBHOOK, None)
            .await;
        answer.expect(200, 1);
        answer.json
    }

    /// Waits until getWebhook says so.
    #[track_caller]
    pub fn until_webhook(
        &self,
        partner: &TestPartner,
        so: impl Fn(&Value) -> bool,
    ) -> impl Future<Output = Value> {
        self.until_said(async || self.webhook(partner).await, so)
    }

    /// Has a test event made; gives its id.
    pub async fn test_event(&self, partner: &TestPartner) -> String {
        let answer = self
            .as_partner(partner, Method::POST, TEST_WEBHOOK, None)
            .await;
        answer.expect(200, 1);
        answer.json["event"].as_str().unwrap().to_owned()
    }

    pub async fn replay(&self, partner: &TestPartner, body: Value) -> Answer {
        self.as_partner(partner, Method::POST, REPLAY_WEBHOOK, Some(body))
            .await
    }

    /// Has events sent again; gives how many.
    pub async fn replayed(&self, partner: &TestPartner, body: Value) -> u64 {
        let answer = self.replay(partner, body).await;
        answer.expect(200, 1);
        answer.json["queued"].as_u64().unwrap()
    }

    /// getEvents with a query string such as `?limit=2`.
    pub async fn events(&self, partner: &TestPartner, query: &str) -> Answer {
        let path = format!("{EVENTS}{query}");
        let answer = self.as_partner(partner, Method::GET, &path, None).await;
        answer.expect(200, 1).clone()
    }

    /// The ids of all events that getEvents lists.
    pub async fn event_ids(&self, partner: &TestPartner) -> Vec<String> {
        let answer = self.events(partner, "?limit=1000").await;
        let list = answer.json["list"].as_array().unwrap();
        let ids = list.iter().map(|event| event["id"].as_str().unwrap());
        ids.map(str::to_owned).collect()
    }

    /// getDeliveries with a query string such as `?state=failed`.
    pub async fn deliveries(&self, partner: &TestPartner, query: &str) -> Vec<Value> {
        let path = format!("{DELIVERIES}{query}");
        let answer = self.as_partner(partner, Method::GET, &path, None).await;
        answer.expect(200, 1);
        answer.json["list"].as_array().unwrap().clone()
    }

    /// Waits until the newest delivery of an event is so; gives it.
    #[track_caller]
    pub fn until_delivery(
        &self,
        partner: &TestPartner,
        event: &str,
        so: impl Fn(&Value) -> bool,
    ) -> impl Future<Output = Value> {
        let query = format!("?event={event}");
        let newest = async move || {
            let mut found = self.deliveries(partner, &query).await;
            assert!(!found.is_empty(), "nothing delivers the event");
            found.swap_remove(0)
        };
        self.until_said(newest, so)
    }

    /// Waits until the newest delivery of an event was tried so often and that is noted.
    #[track_caller]
    pub fn until_tried(
        &self,
        partner: &TestPartner,
        event: &str,
        times: usize,
    ) -> impl Future<Output = Value> {
        self.until_delivery(partner, event, move |delivery| {
            delivery["attempts"].as_array().unwrap().len() == times
        })
    }

    /// Waits until everything that was queued for a partner was delivered.
    #[track_caller]
    pub fn until_delivered(&self, partner: &TestPartner) -> impl Future<Output = Value> {
        let waiting = async || self.deliveries(partner, "?state=pending").await.into();
        self.until_said(waiting, |waiting| *waiting == json!([]))
    }

    #[track_caller]
    fn until_said(
        &self,
        ask: impl AsyncFn() -> Value,
        so: impl Fn(&Value) -> bool,
    ) -> impl Future<Output = Value> {
        let caller = std::panic::Location::caller();
        async move {
            let mut said = Value::Null;
            for _ in 0..1_000 {
                said = ask().await;
                if so(&said) {
                    return said;
                }
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
            panic!("{caller}: it stays so: {said:#}");
        }
    }
}

/// Shows that those who send have looked: what was due to others by then has been taken up.
pub struct Beacon {
    partner: TestPartner,
    receiver: Receiver,
}

impl Beacon {
    pub async fn light(app: &TestApp) -> Self {
        let partner = app.partner("Beacon").await;
        let (receiver, _) = app.receiver(&partner).await;
        Self { partner, receiver }
    }

    /// Waits until everything that is due now had its chance: whatever is found by the first
    /// look is under way before the next one.
    pub async fn seen(&self, app: &TestApp) {
        for _ in 0..3 {
            let count = self.receiver.count();
            app.test_event(&self.partner).await;
            self.receiver.until(count + 1).await;
            app.until_delivered(&self.partner).await;
        }
    }
}

/// The ids of what came, in order.
pub fn ids(received: &[Received]) -> Vec<&str> {
    received.iter().map(Received::id).collect()
}

/// Whether this came of an account, and is this event of it.
pub fn is_event(received: &Received, reference: &str, event: &str) -> bool {
    received.reference() == reference && received.event() == event
}
