//! The setting for clients that read only the body: the same bodies, always HTTP 200.

use crate::support::{ACCESS_TOKEN, Answer, CREATE, DELETE, LIST, TestApp, TestPartner};
use reqwest::Method;
use serde_json::{Value, json};

type Call<'a> = (u16, Method, &'a str, Option<&'a str>, Option<Value>);

/// One call for every kind of refusal, with the HTTP status that it usually has.
async fn refusals(app: &TestApp, partner: &TestPartner) -> Vec<(u16, Answer)> {
    let token = Some(partner.token.as_str());
    let calls: [Call<'_>; 10] = [
        (401, Method::GET, LIST, None, None),
        (401, Method::GET, LIST, Some("garbage"), None),
        (405, Method::POST, LIST, None, None),
        (
            422,
            Method::GET,
            "/api/whatsapp/getAccounts?limit=0",
            token,
            None,
        ),
        (422, Method::POST, CREATE, token, Some(json!({}))),
        (
            404,
            Method::DELETE,
            DELETE,
            token,
            Some(json!({"whatsapp": "972570000001"})),
        ),
        (400, Method::POST, ACCESS_TOKEN, None, Some(json!([]))),
        (
            401,
            Method::POST,
            ACCESS_TOKEN,
            None,
            Some(json!({"client_id": "x", "client_secret": "y"})),
        ),
        (404, Method::GET, "/api/nothing", None, None),
        (404, Method::GET, "/api/", None, None),
    ];
    let mut answers = Vec::new();
    for (http, method, path, token, body) in calls {
        answers.push((http, app.call(method, path, token, body).await));
    }
    let large = vec![b' '; 70_000];
    let large = app
        .call_with_bytes(Method::POST, CREATE, &partner.token, large)
        .await;
    answers.push((413, large));
    answers
}

#[tokio::test]
async fn every_refusal_is_http_200_with_the_same_body() {
    let usual = TestApp::start().await;
    let usual = refusals(&usual, &usual.partner("One").await).await;
    let app = TestApp::with(&[("api.always_200", "true")]).await;
    let flat = refusals(&app, &app.partner("One").await).await;
    for ((http, usual), (_, flat)) in usual.iter().zip(&flat) {
        assert_eq!(usual.http, *http, "{}", usual.text);
        assert_eq!(flat.http, 200, "{}", flat.text);
        assert_eq!(flat.text, usual.text);
        for header in ["www-authenticate", "allow", "content-type"] {
            assert_eq!(flat.header(header), usual.header(header));
        }
    }
    assert_eq!(flat[2].1.header("allow"), "GET, HEAD");
}

#[tokio::test]
async fn unchanged_stays_304() {
    let app = TestApp::with(&[("api.always_200", "true")]).await;
    let partner = app.partner("One").await;
    let first = app
        .call(Method::GET, LIST, Some(&partner.token), None)
        .await;
    let again = app
        .request(Method::GET, LIST)
        .bearer_auth(&partner.token)
        .header("if-none-match", first.header("etag"));
    assert_eq!(app.send(again).await.http, 304);
}

#[tokio::test]
async fn the_customers_pages_keep_their_status() {
    let app = TestApp::with(&[("api.always_200", "true")]).await;
    let unknown = format!("{}/o/{}", app.server.public_url, "x".repeat(24));
    assert_eq!(app.page(&unknown).await.http, 404);
}
