//! The calls that the customer's page makes, one by one.

use super::TestApp;
use reqwest::Method;
use serde_json::{Value, json};
use std::time::Duration;

/// A page as it is served.
#[derive(Debug)]
pub struct Page {
    pub http: u16,
    pub html: String,
}

impl Page {
    /// What the page's script works with; `None` where the page offers no onboarding.
    pub fn data(&self) -> Option<Value> {
        let (_, rest) = self.html.split_once(r#"id="gangway-page""#)?;
        let (_, rest) = rest.split_once('>')?;
        let (data, _) = rest.split_once("</script>")?;
        serde_json::from_str(data).ok()
    }
}

impl TestApp {
    pub async fn page(&self, url: &str) -> Page {
        let response = self.http.get(url).send().await.unwrap();
        Page {
            http: response.status().as_u16(),
            html: response.text().await.unwrap(),
        }
    }
}

/// A page that was opened: what it would post, and where.
pub struct PageSession<'a> {
    app: &'a TestApp,
    pub link: String,
    pub session: String,
    data: Value,
}

impl<'a> PageSession<'a> {
    /// Opens an account's link and presses the button.
    pub async fn start(app: &'a TestApp, account: &Value) -> Self {
        let page = Self::open(app, account).await;
        let (http, answer) = page.post("start", json!({"session": page.session})).await;
        assert_eq!((http, &answer["state"]), (200, &json!("waiting")));
        page
    }

    /// Opens an account's link.
    pub async fn open(app: &'a TestApp, account: &Value) -> Self {
        Self::at(app, account["onboarding_link"].as_str().unwrap()).await
    }

    /// Opens a link.
    pub async fn at(app: &'a TestApp, link: &str) -> Self {
        let link = link.to_owned();
        let data = app.page(&link).await.data().unwrap();
        let session = data["session"].as_str().unwrap().to_owned();
        Self {
            app,
            link,
            session,
            data,
        }
    }

    /// Posts to one of the page's own addresses; gives HTTP status and answer.
    pub async fn post(&self, what: &str, body: Value) -> (u16, Value) {
        let request = self.app.http.post(format!("{}/{what}", self.link));
        answer(request.json(&body)).await
    }

    pub async fn code(&self, code: &str) -> Value {
        let body = json!({"session": self.session, "code": code});
        self.post("code", body).await.1
    }

    pub async fn event(&self, message: &str) -> Value {
        let body = json!({"session": self.session, "message": message});
        self.post("event", body).await.1
    }

    pub async fn resume(&self) -> Value {
        self.post("resume", json!({"session": self.session}))
            .await
            .1
    }

    pub async fn status(&self) -> Value {
        let url = format!("{}/status", self.link);
        answer(self.app.http.request(Method::GET, url)).await.1
    }

    /// Goes through the simulated dialog as the page opens it, with what the customer does
    /// besides; gives what the browser would hear of it.
    pub async fn dialog(&self, wish: Value) -> Value {
        let mut body = json!({
            "client_id": self.data["app_id"],
            "config_id": self.data["config_id"],
            "extras": self.data["extras"],
        });
        for (key, value) in wish.as_object().unwrap() {
            body[key] = value.clone();
        }
        self.app.meta().post("signup", body).await
    }

    /// Delivers event and code of a dialog in the order in which the browser heard them;
    /// gives the last answer.
    pub async fn deliver(&self, heard: &Value) -> Value {
        let mut messages = heard["messages"].as_array().unwrap().iter();
        let mut last = Value::Null;
        for step in heard["order"].as_array().unwrap() {
            last = match step.as_str().unwrap() {
                "code" => self.code(heard["code"].as_str().unwrap()).await,
                _ => self.event(messages.next().unwrap().as_str().unwrap()).await,
            };
        }
        last
    }

    /// The whole way through the dialog.
    pub async fn go_through(&self, wish: Value) -> (Value, Value) {
        let heard = self.dialog(wish).await;
        let last = self.deliver(&heard).await;
        (heard, last)
    }

    /// Asks on, as the page does, while the server works on the account or has finished it
    /// without the browser's word; gives how things stand then. Meta may have told before the
    /// browser does.
    pub async fn settled(&self, answered: Value) -> Value {
        let mut last = answered;
        for _ in 0..500 {
            if last["state"] != "working" && last["state"] != "refused" {
                break;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
            last = self.status().await;
        }
        last
    }
}

async fn answer(request: reqwest::RequestBuilder) -> (u16, Value) {
    let response = request.send().await.unwrap();
    let http = response.status().as_u16();
    let text = response.text().await.unwrap();
    assert_ne!(http / 100, 5, "{text}");
    let answer = serde_json::from_str(&text).unwrap_or_else(|_| panic!("no JSON: {text:?}"));
    (http, answer)
}
