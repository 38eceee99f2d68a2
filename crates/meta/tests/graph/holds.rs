//! Waits that Meta asks for, and calls that are not sent for their sake.

use crate::stub::{Stub, number, token, waba};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use gangway_domain::WabaId;
use gangway_meta::{Call, GraphError, GraphErrorKind};
use serde_json::{Value, json};
use std::time::Duration;

const APP: &str = "X-App-Usage";
const BUSINESS: &str = "X-Business-Use-Case-Usage";
const SEVEN_MINUTES: Duration = Duration::from_secs(7 * 60);

fn answer(status: u16, headers: &[(&'static str, &str)], body: &Value) -> Response {
    let mut response = (StatusCode::from_u16(status).unwrap(), body.to_string()).into_response();
    for (name, value) in headers {
        response.headers_mut().insert(*name, value.parse().unwrap());
    }
    response
}

fn account() -> Value {
    json!({"id": "102000000000001"})
}

fn too_many() -> Value {
    json!({"error": {"code": 80007, "message": "(#80007) Too many calls."}})
}

/// The header of a business that has used `percent` and has to wait for `minutes`.
fn usage(percent: u32, minutes: u32) -> String {
    json!({"272000000000001": [{"type": "whatsapp", "call_count": percent, "total_cputime": 1,
        "total_time": 1, "estimated_time_to_regain_access": minutes}]})
    .to_string()
}

fn held(error: &GraphError) -> Duration {
    let GraphError::Held { wait, .. } = error else {
        panic!("not held: {error:?}");
    };
    *wait
}

#[tokio::test]
async fn a_stated_wait_is_told_and_kept() {
    let refused = answer(400, &[(BUSINESS, &usage(100, 7))], &too_many());
    let (stub, graph) = Stub::giving([refused, answer(200, &[], &account())]).await;
    let error = graph.waba(&token(), &waba()).await.unwrap_err();
    assert_eq!(error.kind(), GraphErrorKind::RateLimited);
    assert_eq!(error.wait(), Some(SEVEN_MINUTES));
    assert!(!error.may_have_acted());
    stub.asked_once();

    let error = graph.subscribe_app(&token(), &waba()).await.unwrap_err();
    let wait = held(&error);
    assert!(
        wait <= SEVEN_MINUTES && wait > SEVEN_MINUTES / 2,
        "{wait:?}"
    );
    assert_eq!(
        (error.call(), error.kind()),
        (Call::SubscribeApp, GraphErrorKind::RateLimited)
    );
    assert!(stub.asked().is_empty(), "it was not sent");

    let other = WabaId::parse("103").unwrap();
    graph.waba(&token(), &other).await.unwrap();
    stub.asked_once();
}

#[tokio::test]
async fn a_good_answer_can_ask_for_a_wait_too() {
    let good = answer(200, &[(BUSINESS, &usage(40, 3))], &account());
    let (stub, graph) = Stub::giving([good]).await;
    graph.waba(&token(), &waba()).await.unwrap();
    held(&graph.waba(&token(), &waba()).await.unwrap_err());
    stub.asked_once();
}

#[tokio::test]
async fn a_refusal_without_a_stated_wait_has_none() {
    let refused = answer(400, &[(BUSINESS, &usage(99, 0))], &too_many());
    let (stub, graph) = Stub::giving([refused, answer(200, &[], &account())]).await;
    let error = graph.waba(&token(), &waba()).await.unwrap_err();
    assert_eq!(
        (error.kind(), error.wait()),
        (GraphErrorKind::RateLimited, None)
    );
    graph.waba(&token(), &waba()).await.unwrap();
    assert_eq!(stub.asked().len(), 2);
}

#[tokio::test]
async fn a_full_app_holds_everything_but_a_code() {
    let full = answer(
        200,
        &[(APP, r#"{"call_count":100,"total_time":3}"#)],
        &account(),
    );
    let exchanged = answer(200, &[], &json!({"access_token": "EAA"}));
    let (stub, graph) = Stub::giving([full, exchanged]).await;
    graph.waba(&token(), &waba()).await.unwrap();
    for error in [
        graph.debug_token(&token()).await.unwrap_err(),
        graph
            .register(&token(), &number(), "481516")
            .await
            .unwrap_err(),
    ] {
        assert!(held(&error) <= Duration::from_secs(60));
    }
    assert_eq!(stub.asked().len(), 1);
    graph.exchange_code("AQ", None).await.unwrap();
    assert_eq!(stub.asked_once().line, "GET /v25.0/oauth/access_token");
}

#[tokio::test]
async fn how_long_an_unstated_hold_lasts_can_be_said() {
    let full = || answer(200, &[(BUSINESS, &usage(100, 0))], &account());
    let (stub, graph) = Stub::giving([full(), full()]).await;
    let graph = graph.holding_for(Duration::ZERO);
    for _ in 0..2 {
        graph.waba(&token(), &waba()).await.unwrap();
    }
    assert_eq!(stub.asked().len(), 2);

    let (_stub, graph) = Stub::giving([full()]).await;
    let graph = graph.holding_for(SEVEN_MINUTES);
    graph.waba(&token(), &waba()).await.unwrap();
    let wait = held(&graph.waba(&token(), &waba()).await.unwrap_err());
    assert!(wait > SEVEN_MINUTES / 2, "{wait:?}");
}
