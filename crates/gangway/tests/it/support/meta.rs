//! What the simulated Meta knows and was asked, and how to make it fail.

use super::{APP_ID, APP_SECRET, TestApp, VERIFY_TOKEN};
use serde_json::{Value, json};

/// The fields that the server wants to hear of.
const WEBHOOK_FIELDS: &str = "account_update,account_review_update,account_alerts,\
    phone_number_name_update,phone_number_quality_update,business_capability_update,security,\
    history,messages";

/// The simulator's own side, over HTTP.
pub struct Meta<'a> {
    app: &'a TestApp,
}

impl TestApp {
    pub fn meta(&self) -> Meta<'_> {
        Meta { app: self }
    }
}

impl Meta<'_> {
    pub async fn post(&self, what: &str, body: Value) -> Value {
        let url = format!("{}/_sim/{what}", self.app.sim.base_url());
        let response = self.app.http.post(url).json(&body).send().await.unwrap();
        let ok = response.status().is_success();
        let text = response.text().await.unwrap();
        assert!(ok, "{text}");
        serde_json::from_str(&text).unwrap()
    }

    /// Tells Meta where this server is: the address of its webhooks, and where the dialog may
    /// return to.
    pub async fn knows_the_server(&self) {
        let server = format!("http://{}", self.app.server.address);
        let uri = format!("{server}/oauth/return");
        self.post("redirect_uris", json!({"app_id": APP_ID, "uri": uri}))
            .await;
        let url = format!("{}/v25.0/{APP_ID}/subscriptions", self.app.sim.base_url());
        let answer = self
            .app
            .http
            .post(url)
            .bearer_auth(format!("{APP_ID}|{APP_SECRET}"))
            .json(&json!({
                "object": "whatsapp_business_account",
                "callback_url": format!("{server}/webhooks/meta"),
                "verify_token": VERIFY_TOKEN,
                "fields": WEBHOOK_FIELDS,
            }))
            .send()
            .await
            .unwrap();
        let ok = answer.status().is_success();
        let text = answer.text().await.unwrap();
        assert!(ok, "{text}");
    }

    /// The pre-verified numbers of all partners.
    pub async fn pool(&self) -> Value {
        self.get("world").await["pool"].clone()
    }

    /// The last code that was sent to a number.
    pub async fn code_to(&self, number: &str) -> String {
        let sent = self.get(&format!("code?number={number}")).await;
        sent["code"].as_str().unwrap().to_owned()
    }

    /// What numbers have delivered, summed up.
    pub async fn books(&self) -> Vec<Value> {
        let sums = self.get("books").await;
        sums["books"].as_array().unwrap().clone()
    }

    pub async fn knobs(&self, changes: Value) {
        self.post("knobs", changes).await;
    }

    pub async fn clear_faults(&self) {
        let url = format!("{}/_sim/faults", self.app.sim.base_url());
        let answer = self.app.http.delete(url).send().await.unwrap();
        assert!(answer.status().is_success());
    }

    /// The faults that have yet to strike.
    pub async fn faults(&self) -> Vec<Value> {
        let set = self.get("faults").await;
        set["faults"].as_array().unwrap().clone()
    }

    async fn get(&self, what: &str) -> Value {
        let url = format!("{}/_sim/{what}", self.app.sim.base_url());
        self.app
            .http
            .get(url)
            .send()
            .await
            .unwrap()
            .json()
            .await
            .unwrap()
    }

    pub async fn advance(&self, seconds: u32) {
        self.post("clock", json!({"advance_seconds": seconds}))
            .await;
    }

    /// The next call of the endpoint is answered with this.
    pub async fn fault(&self, endpoint: &str, how: Value) {
        let mut spec = how;
        spec["endpoint"] = endpoint.into();
        self.post("faults", spec).await;
    }

    pub async fn number(&self, digits: &str) -> Value {
        let world = self.get("world").await;
        let numbers = world["numbers"].as_array().unwrap();
        let found = numbers.iter().find(|number| number["number"] == digits);
        found
            .unwrap_or_else(|| panic!("Meta does not know {digits}"))
            .clone()
    }

    /// The account on which a number is.
    pub async fn waba_of(&self, digits: &Value) -> String {
        let number = self.number(digits.as_str().unwrap()).await;
        number["waba_id"].as_str().unwrap().to_owned()
    }

    /// The ids of the apps that hear of an account.
    pub async fn subscribers(&self, waba: &str) -> Vec<String> {
        let world = self.get("world").await;
        let wabas = world["wabas"].as_array().unwrap();
        let found = wabas.iter().find(|account| account["id"] == waba).unwrap();
        let subscriptions = found["subscriptions"].as_array().unwrap();
        subscriptions
            .iter()
            .map(|subscription| subscription["app_id"].as_str().unwrap().to_owned())
            .collect()
    }

    /// The calls of an endpoint that came so far.
    pub async fn calls(&self, endpoint: &str) -> Vec<Value> {
        let log = self.get("log").await;
        let calls = log["calls"].as_array().unwrap();
        calls
            .iter()
            .filter(|call| call["endpoint"] == endpoint)
            .cloned()
            .collect()
    }
}
