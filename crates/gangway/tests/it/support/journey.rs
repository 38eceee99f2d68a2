//! The calls that the customer's page makes, one by one.

use super::TestApp;
use serde_json::{Value, json};

/// A page that was opened: what it would post, and where.
pub struct PageSession<'a> {
    app: &'a TestApp,
    link: String,
    session: String,
}

impl<'a> PageSession<'a> {
    /// Opens an account's link and presses the button.
    pub async fn start(app: &'a TestApp, account: &Value) -> Self {
        let link = account["onboarding_link"].as_str().unwrap().to_owned();
        let page = app
            .http
            .get(&link)
            .send()
            .await
            .unwrap()
            .text()
            .await
            .unwrap();
        let data = page.split_once(r#"id="gangway-page""#).unwrap().1;
        let data = data
            .split_once('>')
            .unwrap()
            .1
            .split_once("</script>")
            .unwrap()
            .0;
        let data: Value = serde_json::from_str(data).unwrap();
        let session = data["session"].as_str().unwrap().to_owned();
        let page = Self { app, link, session };
        page.post("start", json!({"session": page.session})).await;
        page
    }

    /// Posts to one of the page's own addresses; gives HTTP status and answer.
    pub async fn post(&self, what: &str, body: Value) -> (u16, Value) {
        let response = self
            .app
            .http
            .post(format!("{}/{what}", self.link))
            .json(&body)
            .send()
            .await
            .unwrap();
        let http = response.status().as_u16();
        (http, response.json().await.unwrap())
    }

    pub async fn code(&self, code: &str) -> Value {
        let body = json!({"session": self.session, "code": code});
        self.post("code", body).await.1
    }

    pub async fn event(&self, message: &str) -> Value {
        let body = json!({"session": self.session, "message": message});
        self.post("event", body).await.1
    }

    /// Goes through the simulated dialog; gives what the browser would hear of it.
    pub async fn dialog(&self, wish: Value) -> Value {
        let mut body = json!({
            "client_id": super::APP_ID,
            "config_id": super::CONFIG_ID,
            "extras": {},
            "ending": "finish",
        });
        for (key, value) in wish.as_object().unwrap() {
            body[key] = value.clone();
        }
        let url = format!("{}/_sim/signup", self.app.sim.base_url());
        let response = self.app.http.post(url).json(&body).send().await.unwrap();
        assert!(
            response.status().is_success(),
            "{}",
            response.text().await.unwrap()
        );
        response.json().await.unwrap()
    }
}
