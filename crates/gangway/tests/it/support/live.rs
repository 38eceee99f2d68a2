//! What Meta tells the server by webhook, and what becomes of it.

use super::{APP_ID, APP_SECRET, TIMELINE, TestApp, TestPartner};
use gangway_crypto::hmac_sha256_hex;
use reqwest::Method;
use serde_json::{Value, json};
use std::time::Duration;

pub const WEBHOOK: &str = "/webhooks/meta";

/// The value of `X-Hub-Signature-256` for these bytes.
pub fn signature(body: &[u8]) -> String {
    format!("sha256={}", hmac_sha256_hex(APP_SECRET.as_bytes(), body))
}

/// A delivery with one change, at this second.
pub fn delivery(entry: &str, time: i64, field: &str, value: Value) -> Value {
    let mut change = json!({"field": field});
    change["value"] = value;
    json!({
        "object": "whatsapp_business_account",
        "entry": [{"id": entry, "time": time, "changes": [change]}],
    })
}

impl TestApp {
    /// Delivers a body as Meta would; gives the HTTP status.
    pub async fn deliver(&self, body: &Value) -> u16 {
        let body = body.to_string().into_bytes();
        let signature = signature(&body);
        self.deliver_bytes(body, Some(&signature)).await
    }

    pub async fn deliver_bytes(&self, body: Vec<u8>, signature: Option<&str>) -> u16 {
        let mut request = self.request(Method::POST, WEBHOOK).body(body);
        if let Some(signature) = signature {
            request = request.header("x-hub-signature-256", signature);
        }
        request.send().await.unwrap().status().as_u16()
    }

    /// Has something happen at Meta that tells the server at once.
    pub async fn happens(&self, mut order: Value) {
        order["app_id"] = APP_ID.into();
        let sent = self.meta().post("webhook", order).await;
        assert_eq!(sent["delivered"], true, "{sent}");
    }

    /// Time goes by, here and at Meta.
    pub async fn pass(&self, seconds: u32) {
        self.clock.advance(Duration::from_secs(seconds.into()));
        self.meta().advance(seconds).await;
    }

    /// All that is known of the account with this number.
    pub async fn timeline(&self, partner: &TestPartner, number: &Value) -> Value {
        let token = self.token(partner).await;
        self.look(&token, number).await
    }

    async fn look(&self, token: &str, number: &Value) -> Value {
        let path = format!("{TIMELINE}?whatsapp={}", number.as_str().unwrap());
        let answer = self.call(Method::GET, &path, Some(token), None).await;
        answer.expect(200, 1);
        answer.json
    }

    /// Waits until the account is so; gives all that is known of it then.
    #[track_caller]
    pub fn until(
        &self,
        partner: &TestPartner,
        number: &Value,
        so: impl Fn(&Value) -> bool,
    ) -> impl Future<Output = Value> {
        let caller = std::panic::Location::caller();
        async move {
            let token = self.token(partner).await;
            let mut seen = Value::Null;
            for _ in 0..1_000 {
                seen = self.look(&token, number).await;
                if so(&seen) {
                    return seen;
                }
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
            panic!("{caller}: it stays so: {seen:#}");
        }
    }

    /// Waits until the account is in this state.
    #[track_caller]
    pub fn until_state(
        &self,
        partner: &TestPartner,
        number: &Value,
        state: &'static str,
    ) -> impl Future<Output = Value> {
        self.until(partner, number, move |seen| seen["state"] == state)
    }

    /// Waits until everything that Meta has told so far is taken in: two more things are told,
    /// one after the other, and waited for.
    pub async fn taken_in(&self, partner: &TestPartner, number: &Value) -> Value {
        let mut seen = Value::Null;
        for word in ["FIRST", "SECOND"] {
            self.pass(1).await;
            let limit = format!("TIER_{word}");
            self.happens(json!({
                "event": "phone_number_quality_update", "number": number, "current_limit": limit,
            }))
            .await;
            let told = move |seen: &Value| {
                fact(seen, "quality").is_some_and(|said| said.ends_with(&limit))
            };
            seen = self.until(partner, number, told).await;
        }
        seen
    }
}

/// What Meta said last of a matter.
pub fn fact<'a>(seen: &'a Value, name: &str) -> Option<&'a str> {
    let facts = seen["facts"].as_array().unwrap();
    let found = facts.iter().find(|fact| fact["name"] == name);
    found.map(|fact| fact["value"].as_str().unwrap())
}

/// The events of this kind.
pub fn events<'a>(seen: &'a Value, kind: &str) -> Vec<&'a Value> {
    let all = seen["timeline"].as_array().unwrap();
    all.iter().filter(|event| event["event"] == kind).collect()
}

/// What was told of a matter, in the order of the timeline.
pub fn notices<'a>(seen: &'a Value, matter: &str) -> Vec<&'a str> {
    let told = events(seen, "meta_notice");
    let told = told.iter().filter(|event| event["step"] == matter);
    told.map(|event| event["cause"].as_str().unwrap()).collect()
}
