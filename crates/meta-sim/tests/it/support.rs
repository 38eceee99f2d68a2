//! A simulator with one app and a foreign one, a small Graph client, and a server that receives what is sent.

use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, Method, StatusCode, Uri};
use gangway_meta_sim::{
    AppConfig, ClockMode, LoginConfiguration, RunningSimulator, SimConfig, Simulator,
};
use hmac::{Hmac, KeyInit, Mac};
use reqwest::redirect::Policy;
use serde_json::{Value, json};
use sha2::Sha256;
use tokio::sync::Notify;

pub(crate) const APP: &str = "670000000000001";
pub(crate) const SECRET: &str = "app-secret-one";
pub(crate) const OTHER_APP: &str = "670000000000002";
pub(crate) const CONFIG: &str = "900000000000001";
pub(crate) const COEXISTENCE_CONFIG: &str = "900000000000002";
pub(crate) const PARTNER_BUSINESS: &str = "270000000000001";
pub(crate) const REDIRECT: &str = "https://partner.example/return";
pub(crate) const SYSTEM_TOKEN: &str = "EAAsystem";
pub(crate) const START: i64 = 1_795_341_600;

/// A simulator on a manual clock and a fixed seed.
pub(crate) struct Sim {
    running: RunningSimulator,
    http: reqwest::Client,
}

/// Status, headers and JSON body of an answer.
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Value,
}

impl Answer {
    /// Fails unless the answer is 200.
    pub(crate) fn ok(self) -> Value {
        assert_eq!(self.status, 200, "{}", self.body);
        self.body
    }

    /// Fails unless the answer is Meta's envelope with this code; gives the error.
    pub(crate) fn error(&self, code: u32) -> Value {
        let error = self.body["error"].clone();
        assert_eq!(error["code"], code, "{}", self.body);
        assert!(
            error["message"].is_string()
                && error["type"].is_string()
                && error["fbtrace_id"].is_string()
        );
        error
    }

    /// Fails unless the answer says that the object is out of reach.
    pub(crate) fn unreachable(&self) {
        assert_eq!(
            (self.status, &self.error(100)["error_subcode"]),
            (400, &json!(33))
        );
    }
}

impl Sim {
    pub(crate) async fn start() -> Self {
        Self::start_with(|_| {}).await
    }

    pub(crate) async fn start_with(adjust: impl FnOnce(&mut SimConfig)) -> Self {
        let app = AppConfig {
            app_id: APP.into(),
            app_secret: SECRET.into(),
            name: "Partner App".into(),
            business_id: Some(PARTNER_BUSINESS.into()),
            configurations: vec![
                LoginConfiguration {
                    id: CONFIG.into(),
                    coexistence: false,
                },
                LoginConfiguration {
                    id: COEXISTENCE_CONFIG.into(),
                    coexistence: true,
                },
            ],
            redirect_uris: vec![REDIRECT.into()],
            system_token: Some(SYSTEM_TOKEN.into()),
            ..AppConfig::default()
        };
        let other = AppConfig {
            app_id: OTHER_APP.into(),
            app_secret: "app-secret-two".into(),
            name: "Other App".into(),
            business_id: None,
            system_token: None,
            ..app.clone()
        };
        let mut config = SimConfig {
            apps: vec![app, other],
            seed: Some(42),
            clock: ClockMode::Manual {
                unix_seconds: START,
            },
            ..SimConfig::default()
        };
        adjust(&mut config);
        let running = Simulator::start(config).await.unwrap();
        let http = reqwest::Client::builder()
            .redirect(Policy::none())
            .build()
            .unwrap();
        Self { running, http }
    }

    pub(crate) fn url(&self, path: &str) -> String {
        format!("{}{path}", self.running.base_url())
    }

    pub(crate) async fn shutdown(self) {
        self.running.shutdown().await;
    }

    pub(crate) fn http(&self) -> &reqwest::Client {
        &self.http
    }

    pub(crate) async fn send(&self, request: reqwest::RequestBuilder) -> Answer {
        let response = request.send().await.unwrap();
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        let text = response.text().await.unwrap();
        Answer {
            status,
            headers,
            body: serde_json::from_str(&text).unwrap_or(Value::String(text)),
        }
    }

    pub(crate) async fn get(&self, path: &str, token: &str) -> Answer {
        self.send(self.http.get(self.url(path)).bearer_auth(token))
            .await
    }

    pub(crate) async fn post(&self, path: &str, token: &str, body: Value) -> Answer {
        self.send(
            self.http
                .post(self.url(path))
                .bearer_auth(token)
                .json(&body),
        )
        .await
    }

    pub(crate) async fn delete(&self, path: &str, token: &str) -> Answer {
        self.send(self.http.delete(self.url(path)).bearer_auth(token))
            .await
    }

    pub(crate) async fn control(&self, path: &str, body: Value) -> Value {
        self.send(self.http.post(self.url(path)).json(&body))
            .await
            .ok()
    }

    pub(crate) async fn advance(&self, seconds: u32) {
        self.control("/_sim/clock", json!({ "advance_seconds": seconds }))
            .await;
    }

    pub(crate) async fn world(&self) -> Value {
        self.send(self.http.get(self.url("/_sim/world"))).await.ok()
    }

    /// Sends a customer through the dialog; `extra` adds to the plain request.
    pub(crate) async fn sign_up(&self, extra: Value) -> Value {
        let mut body = json!({ "client_id": APP, "config_id": CONFIG });
        body.as_object_mut()
            .unwrap()
            .extend(extra.as_object().unwrap().clone());
        self.control("/_sim/signup", body).await
    }

    pub(crate) async fn exchange(&self, code: &str) -> Answer {
        self.exchange_with(&[
            ("client_id", APP),
            ("client_secret", SECRET),
            ("code", code),
        ])
        .await
    }

    pub(crate) async fn exchange_with(&self, query: &[(&str, &str)]) -> Answer {
        self.send(
            self.http
                .get(self.url("/v25.0/oauth/access_token"))
                .query(query),
        )
        .await
    }

    /// A customer who is through: token and ids.
    pub(crate) async fn onboarded(&self, extra: Value) -> Onboarded {
        let signup = self.sign_up(extra).await;
        let token = self.exchange(signup["code"].as_str().unwrap()).await.ok();
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        Onboarded {
            token: text(&token["access_token"]),
            waba_id: text(&signup["waba_id"]),
            phone_id: text(&signup["phone_number_id"]),
            business_id: text(&signup["business_id"]),
            number: text(&signup["number"]),
        }
    }
}

/// `appsecret_proof` of a token of the app.
pub(crate) fn proof(token: &str) -> String {
    let mut mac = Hmac::<Sha256>::new_from_slice(SECRET.as_bytes()).unwrap();
    mac.update(token.as_bytes());
    let digest = mac.finalize().into_bytes();
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}

pub(crate) fn app_token() -> String {
    format!("{APP}|{SECRET}")
}

pub(crate) struct Onboarded {
    pub(crate) token: String,
    pub(crate) waba_id: String,
    pub(crate) phone_id: String,
    pub(crate) business_id: String,
    pub(crate) number: String,
}

/// What a webhook receiver got.
#[derive(Clone)]
pub(crate) struct Received {
    pub(crate) method: Method,
    pub(crate) uri: Uri,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

/// A webhook receiver that answers challenges for one verify token and takes posts with a settable status.
pub(crate) struct Receiver {
    pub(crate) url: String,
    shared: Arc<Shared>,
}

struct Shared {
    received: Mutex<Vec<Received>>,
    statuses: Mutex<Vec<u16>>,
    arrived: Notify,
}

pub(crate) const VERIFY_TOKEN: &str = "verify-me";

impl Receiver {
    pub(crate) async fn start() -> Self {
        let shared = Arc::new(Shared {
            received: Mutex::default(),
            statuses: Mutex::default(),
            arrived: Notify::new(),
        });
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/hook", listener.local_addr().unwrap());
        let app = Router::new()
            .fallback(receive)
            .with_state(Arc::clone(&shared));
        tokio::spawn(async move { axum::serve(listener, app).await });
        Self { url, shared }
    }

    /// The statuses of the next posts; 200 once they are used up.
    pub(crate) fn answer_next_with(&self, statuses: &[u16]) {
        *self.shared.statuses.lock().unwrap() = statuses.to_vec();
    }

    /// Waits until that many posts have come.
    pub(crate) async fn posts(&self, count: usize) -> Vec<Received> {
        let wait = async {
            loop {
                let arrived = self.shared.arrived.notified();
                let posts: Vec<Received> = {
                    let received = self.shared.received.lock().unwrap();
                    received
                        .iter()
                        .filter(|request| request.method == Method::POST)
                        .cloned()
                        .collect()
                };
                if posts.len() >= count {
                    return posts;
                }
                arrived.await;
            }
        };
        tokio::time::timeout(std::time::Duration::from_secs(10), wait)
            .await
            .expect("the webhooks did not come")
    }

    pub(crate) fn first(&self) -> Received {
        self.shared.received.lock().unwrap()[0].clone()
    }

    pub(crate) fn received(&self) -> usize {
        self.shared.received.lock().unwrap().len()
    }
}

async fn receive(
    State(shared): State<Arc<Shared>>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> (StatusCode, String) {
    shared.received.lock().unwrap().push(Received {
        method: method.clone(),
        uri: uri.clone(),
        headers,
        body,
    });
    shared.arrived.notify_one();
    if method == Method::GET {
        let query: std::collections::HashMap<_, _> =
            url::form_urlencoded::parse(uri.query().unwrap_or_default().as_bytes())
                .into_owned()
                .collect();
        return if query
            .get("hub.mode")
            .is_some_and(|mode| mode == "subscribe")
            && query
                .get("hub.verify_token")
                .is_some_and(|token| token == VERIFY_TOKEN)
        {
            (
                StatusCode::OK,
                query.get("hub.challenge").cloned().unwrap_or_default(),
            )
        } else {
            (StatusCode::FORBIDDEN, String::new())
        };
    }
    let mut statuses = shared.statuses.lock().unwrap();
    let status = if statuses.is_empty() {
        200
    } else {
        statuses.remove(0)
    };
    (StatusCode::from_u16(status).unwrap(), String::new())
}
