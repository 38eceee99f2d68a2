//! The headless customer on a page that sends her to the full-page dialog.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::extract::{Query, State};
use axum::response::Html;
use axum::routing::{get, post};
use axum::{Json, Router};
use gangway_meta_sim::Ending;
use gangway_meta_sim::customer::{Customer, CustomerError, FinishOptions, PageState};
use serde_json::{Value, json};

use crate::support::{APP, CONFIG, SECRET, Sim};

/// A server that offers the redirect, and says what it is told to say.
struct Server {
    origin: String,
    shared: Arc<Shared>,
}

#[derive(Default)]
struct Shared {
    dialog: Mutex<String>,
    returned: Mutex<HashMap<String, String>>,
    /// What the status says once the browser is back.
    end: Mutex<String>,
}

impl Server {
    async fn start(dialog: &str, end: &str) -> Self {
        let shared = Arc::new(Shared::default());
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let origin = format!("http://{}", listener.local_addr().unwrap());
        *shared.end.lock().unwrap() = end.to_owned();
        let query = [
            ("client_id", APP),
            ("config_id", CONFIG),
            ("response_type", "code"),
            ("redirect_uri", &format!("{origin}/oauth/return")),
            ("state", "once only"),
            ("extras", "{\"setup\":{}}"),
        ];
        let url = url::Url::parse_with_params(&format!("{dialog}/v25.0/dialog/oauth"), query);
        *shared.dialog.lock().unwrap() = url.unwrap().into();
        let app = Router::new()
            .route("/o/link", get(async || html(true)))
            .route("/o/plain", get(async || html(false)))
            .route("/o/redirect", post(redirect))
            .route("/oauth/return", get(back))
            .route("/o/status", get(status))
            .with_state(Arc::clone(&shared));
        tokio::spawn(async move { axum::serve(listener, app).await });
        Self { origin, shared }
    }

    fn returned(&self, name: &str) -> Option<String> {
        self.shared.returned.lock().unwrap().get(name).cloned()
    }
}

fn html(offers_redirect: bool) -> Html<String> {
    let mut block = json!({
        "app_id": APP, "config_id": CONFIG, "start_url": "start", "code_url": "code", "event_url": "event",
        "status_url": "status", "session": "session-1",
    });
    if offers_redirect {
        block["redirect_url"] = json!("redirect");
    }
    Html(format!(
        "<script type=\"application/json\" id=\"gangway-page\">{block}</script>"
    ))
}

async fn redirect(State(shared): State<Arc<Shared>>, body: Json<Value>) -> Json<Value> {
    if body["session"] == "session-1" {
        Json(json!({ "url": *shared.dialog.lock().unwrap() }))
    } else {
        Json(json!({ "state": "gone" }))
    }
}

async fn back(
    State(shared): State<Arc<Shared>>,
    Query(query): Query<HashMap<String, String>>,
) -> Html<&'static str> {
    *shared.returned.lock().unwrap() = query;
    Html("One moment")
}

async fn status(State(shared): State<Arc<Shared>>) -> Json<Value> {
    let back = !shared.returned.lock().unwrap().is_empty();
    let state = if back {
        shared.end.lock().unwrap().clone()
    } else {
        "waiting".to_owned()
    };
    Json(json!({ "state": state, "title": "T", "message": "M" }))
}

async fn registered(sim: &Sim, server: &Server) {
    let uri = format!("{}/oauth/return", server.origin);
    sim.control("/_sim/redirect_uris", json!({ "uri": uri }))
        .await;
}

async fn finish(sim: &Sim, link: &str, ending: Option<Ending>) -> Result<PageState, CustomerError> {
    let options = FinishOptions {
        number: Some("4915123456789".into()),
        ending,
        redirect: true,
        ..FinishOptions::default()
    };
    let customer = Customer::new(&sim.url(""))
        .unwrap()
        .with_patience(Duration::from_millis(600));
    customer
        .finish(link, &options)
        .await
        .map(|outcome| outcome.state)
}

#[tokio::test]
async fn goes_to_the_dialog_and_comes_back_with_a_code() {
    let sim = Sim::start().await;
    let server = Server::start(&sim.url(""), "finished").await;
    registered(&sim, &server).await;
    let link = format!("{}/o/link", server.origin);
    assert_eq!(
        finish(&sim, &link, None).await.unwrap(),
        PageState::Finished
    );
    assert_eq!(server.returned("state").as_deref(), Some("once only"));
    let code = server.returned("code").unwrap();
    let uri = format!("{}/oauth/return", server.origin);
    let exchange = [
        ("client_id", APP),
        ("client_secret", SECRET),
        ("code", &code),
        ("redirect_uri", &uri),
    ];
    sim.exchange_with(&exchange).await.ok();
    assert_eq!(sim.world().await["numbers"][0]["number"], "4915123456789");
}

#[tokio::test]
async fn comes_back_with_a_refusal_and_hears_what_the_server_makes_of_it() {
    let sim = Sim::start().await;
    for (word, state) in [
        ("cancelled", PageState::Cancelled),
        ("needs_pin", PageState::NeedsPin),
        ("replaced", PageState::Replaced),
        ("delayed", PageState::Delayed),
        ("pondering", PageState::Unknown),
    ] {
        let server = Server::start(&sim.url(""), word).await;
        registered(&sim, &server).await;
        let link = format!("{}/o/link", server.origin);
        let ended = finish(&sim, &link, Some(Ending::Denied)).await;
        assert_eq!(ended.unwrap(), state);
        assert_eq!(server.returned("error").as_deref(), Some("access_denied"));
    }
}

#[tokio::test]
async fn says_why_there_is_no_way_through() {
    let sim = Sim::start().await;
    let server = Server::start(&sim.url(""), "finished").await;
    let link = format!("{}/o/link", server.origin);
    let error = finish(&sim, &link, None).await.unwrap_err().to_string();
    assert!(error.contains("not registered"), "{error}");
    let plain = format!("{}/o/plain", server.origin);
    let error = finish(&sim, &plain, None).await.unwrap_err().to_string();
    assert!(error.contains("redirect_url"), "{error}");
    let elsewhere = Server::start("https://www.facebook.com", "finished").await;
    let link = format!("{}/o/link", elsewhere.origin);
    let error = finish(&sim, &link, None).await.unwrap_err().to_string();
    assert!(error.contains("meta.dialog_url"), "{error}");
}
