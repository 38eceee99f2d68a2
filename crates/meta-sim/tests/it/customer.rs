//! The headless customer against a stand-in for the onboarding page.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, Uri};
use axum::response::Html;
use axum::routing::{get, post};
use axum::{Json, Router};
use gangway_meta_sim::customer::{Customer, CustomerError, FinishOptions, PageState};
use gangway_meta_sim::{Ending, Ordering};
use serde_json::{Value, json};

use crate::support::{APP, COEXISTENCE_CONFIG, Sim};

/// A page that notes what it is told, and answers `finished` at the second question for its status.
struct Page {
    link: String,
    shared: Arc<Shared>,
}

#[derive(Default)]
struct Shared {
    origin: Mutex<String>,
    told: Mutex<Vec<(String, Value)>>,
    asked: Mutex<usize>,
    start_state: Mutex<Option<&'static str>>,
}

impl Page {
    async fn start() -> Self {
        let shared = Arc::new(Shared::default());
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let origin = format!("http://{}", listener.local_addr().unwrap());
        *shared.origin.lock().unwrap() = origin.clone();
        let app = Router::new()
            .route("/o/link", get(html))
            .route(
                "/o/dead",
                get(async || (StatusCode::GONE, Html("<h1>This link has ended</h1>"))),
            )
            .route("/o/start", post(tell))
            .route("/o/code", post(tell))
            .route("/o/event", post(tell))
            .route("/o/status", get(status))
            .with_state(Arc::clone(&shared));
        tokio::spawn(async move { axum::serve(listener, app).await });
        Self {
            link: format!("{origin}/o/link"),
            shared,
        }
    }

    fn told(&self) -> Vec<(String, Value)> {
        self.shared.told.lock().unwrap().clone()
    }
}

async fn html() -> Html<String> {
    let block = json!({
        "sdk_url": "http://sim/en_US/sdk.js", "app_id": APP, "config_id": COEXISTENCE_CONFIG, "graph_version": "v25.0",
        "extras": { "setup": { "business": { "name": "Tea" } } }, "start_url": "start", "code_url": "/o/code",
        "event_url": "event", "status_url": "/o/status", "session": "session-1",
    });
    Html(format!(
        "<html><script type=\"application/json\" id=\"gangway-page\">{block}</script></html>"
    ))
}

async fn tell(
    State(shared): State<Arc<Shared>>,
    headers: HeaderMap,
    uri: Uri,
    body: Json<Value>,
) -> (StatusCode, Json<Value>) {
    if headers["origin"].to_str().unwrap() != *shared.origin.lock().unwrap()
        || body["session"] != "session-1"
    {
        return (
            StatusCode::FORBIDDEN,
            Json(json!({ "error": "wrong origin or session" })),
        );
    }
    shared
        .told
        .lock()
        .unwrap()
        .push((uri.path().to_owned(), body.0));
    let state = shared.start_state.lock().unwrap().unwrap_or("working");
    let answer = json!({ "state": state, "title": "T", "message": "M", "number": null });
    // A refusal has a state too.
    (
        if state == "gone" {
            StatusCode::GONE
        } else {
            StatusCode::OK
        },
        Json(answer),
    )
}

async fn status(State(shared): State<Arc<Shared>>, uri: Uri) -> Json<Value> {
    assert_eq!(uri.query(), Some("session=session-1"));
    let mut asked = shared.asked.lock().unwrap();
    *asked += 1;
    let state = if *asked < 2 { "working" } else { "finished" };
    Json(
        json!({ "state": state, "title": "Connected", "message": "All set.", "number": "4915123456789" }),
    )
}

fn customer(sim: &Sim) -> Customer {
    Customer::new(&sim.url(""))
        .unwrap()
        .with_patience(Duration::from_secs(5))
}

#[tokio::test]
async fn goes_through_as_the_page_would() {
    let (sim, page) = (Sim::start().await, Page::start().await);
    let options = FinishOptions {
        number: Some("+49 1512 3456789".into()),
        ..FinishOptions::default()
    };
    let outcome = customer(&sim).finish(&page.link, &options).await.unwrap();
    assert_eq!(
        (outcome.state, outcome.message.as_str()),
        (PageState::Finished, "All set.")
    );
    assert_eq!(outcome.number.as_deref(), Some("4915123456789"));

    let told = page.told();
    let paths: Vec<_> = told.iter().map(|(path, _)| path.as_str()).collect();
    assert_eq!(paths, ["/o/start", "/o/event", "/o/code"]);
    let event: Value = serde_json::from_str(told[1].1["message"].as_str().unwrap()).unwrap();
    assert_eq!(
        event["event"], "FINISH_WHATSAPP_BUSINESS_APP_ONBOARDING",
        "the success that fits the configuration"
    );
    sim.exchange(told[2].1["code"].as_str().unwrap()).await.ok();
    let world = sim.world().await;
    assert_eq!(
        (&world["wabas"][0]["name"], &world["numbers"][0]["number"]),
        (&json!("Tea"), &json!("4915123456789"))
    );
}

#[tokio::test]
async fn noise_and_stray_messages_do_not_reach_the_server() {
    for (ordering, paths) in [
        (Ordering::Noise, vec!["/o/start", "/o/event", "/o/code"]),
        (Ordering::WrongOrigin, vec!["/o/start", "/o/code"]),
        (Ordering::CodeFirst, vec!["/o/start", "/o/code", "/o/event"]),
        (
            Ordering::MessageTwice,
            vec!["/o/start", "/o/event", "/o/code", "/o/event"],
        ),
        (Ordering::MessageOnly, vec!["/o/start", "/o/event"]),
    ] {
        let (sim, page) = (Sim::start().await, Page::start().await);
        let options = FinishOptions {
            ordering,
            ..FinishOptions::default()
        };
        customer(&sim).finish(&page.link, &options).await.unwrap();
        let told = page.told();
        assert_eq!(
            told.iter()
                .map(|(path, _)| path.as_str())
                .collect::<Vec<_>>(),
            paths,
            "{ordering}"
        );
    }
}

#[tokio::test]
async fn a_cancel_is_told_and_a_dialog_without_a_word_is_reported_as_closed() {
    for (ending, closed) in [("cancel:PERMISSIONS", None), ("denied", Some(true))] {
        let (sim, page) = (Sim::start().await, Page::start().await);
        let options = FinishOptions {
            ending: Some(ending.parse::<Ending>().unwrap()),
            ..FinishOptions::default()
        };
        customer(&sim).finish(&page.link, &options).await.unwrap();
        let told = page.told();
        assert_eq!(
            told.iter()
                .map(|(path, _)| path.as_str())
                .collect::<Vec<_>>(),
            ["/o/start", "/o/event"],
            "{ending}"
        );
        let (_, event) = &told[1];
        assert_eq!(event["closed"].as_bool(), closed, "{ending}");
        assert_eq!(event["message"].is_string(), closed.is_none(), "{ending}");
    }
}

#[tokio::test]
async fn a_session_that_is_gone_ends_before_the_dialog() {
    let (sim, page) = (Sim::start().await, Page::start().await);
    *page.shared.start_state.lock().unwrap() = Some("gone");
    let outcome = customer(&sim)
        .finish(&page.link, &FinishOptions::default())
        .await
        .unwrap();
    assert_eq!(outcome.state, PageState::Gone);
    assert_eq!(sim.world().await["codes"]["issued"], 0);
}

#[tokio::test]
async fn errors_name_what_is_wrong() {
    let (sim, page) = (Sim::start().await, Page::start().await);
    let options = FinishOptions::default();
    let dead = customer(&sim)
        .finish(&page.link.replace("/link", "/dead"), &options)
        .await
        .unwrap_err();
    assert!(
        matches!(dead, CustomerError::NoOnboarding { status: 410 }),
        "{dead}"
    );
    let no_url = customer(&sim)
        .finish("onboarding", &options)
        .await
        .unwrap_err();
    assert!(no_url.to_string().contains("`onboarding`"), "{no_url}");
    let nobody = customer(&sim)
        .finish("http://127.0.0.1:1/o/link", &options)
        .await
        .unwrap_err();
    assert!(
        matches!(nobody, CustomerError::Unreachable { .. }),
        "{nobody}"
    );
    let bad_number = FinishOptions {
        number: Some("call me".into()),
        ..FinishOptions::default()
    };
    let refused = customer(&sim)
        .finish(&page.link, &bad_number)
        .await
        .unwrap_err();
    assert!(refused.to_string().contains("`number`"), "{refused}");
    let elsewhere = Customer::new(page.link.trim_end_matches("/o/link")).unwrap();
    let not_sim = elsewhere.finish(&page.link, &options).await.unwrap_err();
    assert!(
        matches!(not_sim, CustomerError::NotASimulator { status: 404, .. }),
        "{not_sim}"
    );
    assert!(Customer::new("sandbox").is_err());
}
