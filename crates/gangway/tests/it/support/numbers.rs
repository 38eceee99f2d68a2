//! Numbers that a partner registers beforehand.

use super::{Answer, OWN_BUSINESS, TestApp, TestPartner};
use gangway_domain::Clock;
use reqwest::Method;
use serde_json::{Value, json};

pub const REGISTER: &str = "/api/whatsapp/registerNumber";
pub const VERIFY: &str = "/api/whatsapp/verifyNumber";
pub const NUMBERS: &str = "/api/whatsapp/getRegisteredNumbers";
pub const DELETE_NUMBER: &str = "/api/whatsapp/deleteRegisteredNumber";

impl TestApp {
    /// A server whose operator has a pool of numbers at Meta.
    pub async fn with_pool() -> Self {
        Self::with(&[("meta.number_pool_business_id", OWN_BUSINESS)]).await
    }

    pub fn now(&self) -> i64 {
        self.clock.now().as_secs()
    }
}

/// What a partner does with its numbers.
pub struct Numbers<'a> {
    pub app: &'a TestApp,
    pub partner: TestPartner,
}

impl<'a> Numbers<'a> {
    pub async fn of(app: &'a TestApp, partner: &str) -> Self {
        Self {
            app,
            partner: app.partner(partner).await,
        }
    }

    /// The partner with a token of this time.
    pub async fn fresh(&self) -> TestPartner {
        TestPartner {
            token: self.app.token(&self.partner).await,
            ..self.partner.clone()
        }
    }

    async fn post(&self, path: &str, body: Value) -> Answer {
        let app = self.app;
        app.as_partner(&self.partner, Method::POST, path, Some(body))
            .await
    }

    pub async fn register(&self, number: &str) -> Answer {
        let wish = json!({"whatsapp": number, "method": 1, "comment": "of the shop"});
        self.post(REGISTER, wish).await
    }

    pub async fn verify(&self, number: &str, code: &str) -> Answer {
        self.post(VERIFY, json!({"whatsapp": number, "code": code}))
            .await
    }

    /// The whole way: a number that waits for its customer.
    pub async fn registered(&self, number: &str) {
        self.register(number).await.expect(200, 1);
        let code = self.app.meta().code_to(number).await;
        self.verify(number, &code).await.expect(200, 1);
    }

    pub async fn give_up(&self, number: &str) -> Answer {
        let body = json!({"whatsapp": number});
        self.app
            .as_partner(&self.partner, Method::DELETE, DELETE_NUMBER, Some(body))
            .await
    }

    pub async fn list(&self) -> Vec<Value> {
        let answer = self
            .app
            .as_partner(&self.partner, Method::GET, NUMBERS, None)
            .await;
        answer.expect(200, 1);
        answer.json["list"].as_array().unwrap().clone()
    }

    /// A link for a customer who gets this number.
    pub async fn create_with(&self, number: &str) -> Answer {
        let body = json!({"business_name": "Acme", "whatsapp": number});
        let app = self.app;
        app.as_partner(&self.partner, Method::POST, super::CREATE, Some(body))
            .await
    }
}
