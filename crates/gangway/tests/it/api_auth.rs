//! What holds for every call: the token, the method, the path.

use crate::support::{ACCESS_TOKEN, CREATE, DELETE, LIST, TestApp};
use reqwest::Method;
use serde_json::json;
use std::time::Duration;

const GUARDED: [(&str, &str); 3] = [("GET", LIST), ("POST", CREATE), ("DELETE", DELETE)];

fn method(name: &str) -> Method {
    Method::from_bytes(name.as_bytes()).unwrap()
}

#[tokio::test]
async fn no_usable_authorization_header_is_reason_2_on_every_call() {
    let app = TestApp::start().await;
    let partner = app.partner("One").await;
    let token = &partner.token;
    for (verb, path) in GUARDED {
        let plain = app.request(method(verb), path);
        app.send(plain).await.expect(401, 2);
        for header in [
            format!("Basic {token}"),
            token.clone(),
            "Bearer".to_owned(),
            "Bearer ".to_owned(),
            format!("Bearer{token}"),
        ] {
            let request = app.request(method(verb), path);
            let answer = app.send(request.header("authorization", &header)).await;
            answer.expect(401, 2).names("Authorization");
            assert!(answer.header("www-authenticate").starts_with("Bearer"));
        }
        let twice = app.request(method(verb), path).bearer_auth(token);
        let twice = twice.header("authorization", "Bearer other");
        app.send(twice).await.expect(401, 2);
    }
}

#[tokio::test]
async fn a_token_that_opens_nothing_is_reason_3_on_every_call() {
    let app = TestApp::start().await;
    let partner = app.partner("One").await;
    let elsewhere = TestApp::start().await;
    let foreign = elsewhere.partner("One").await.token;
    let cut = partner.token[1..].to_owned();
    for (verb, path) in GUARDED {
        for token in [
            foreign.as_str(),
            &cut,
            "garbage",
            "a b c",
            &partner.client_secret,
            &"x".repeat(5_000),
        ] {
            let answer = app.call(method(verb), path, Some(token), None).await;
            answer.expect(401, 3);
            assert!(answer.header("www-authenticate").starts_with("Bearer"));
            assert_eq!(answer.header("cache-control"), "no-store");
        }
    }
    app.clock.advance(Duration::from_secs(3600));
    for (verb, path) in GUARDED {
        let answer = app
            .call(method(verb), path, Some(&partner.token), None)
            .await;
        answer.expect(401, 3);
    }
}

#[tokio::test]
async fn the_scheme_may_be_written_in_any_case() {
    let app = TestApp::start().await;
    let token = app.partner("One").await.token;
    for scheme in ["Bearer", "bearer", "BEARER", "bEaReR"] {
        let request = app.request(Method::GET, LIST);
        let request = request.header("authorization", format!("{scheme} {token}"));
        app.send(request).await.expect(200, 1);
    }
}

#[tokio::test]
async fn a_wrong_method_has_the_endpoints_own_reason_before_any_token_is_looked_at() {
    let app = TestApp::start().await;
    let token = app.partner("One").await.token;
    for (path, right) in [
        (ACCESS_TOKEN, &["POST"][..]),
        (CREATE, &["POST"]),
        (DELETE, &["DELETE"]),
        (LIST, &["GET", "HEAD"]),
    ] {
        for verb in ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "BREW"] {
            if right.contains(&verb) {
                continue;
            }
            for token in [None, Some("garbage"), Some(token.as_str())] {
                let answer = app.call(method(verb), path, token, None).await;
                answer.expect(405, 13).names(right[0]);
                assert_eq!(answer.header("allow"), right.join(", "), "{verb} {path}");
            }
        }
    }
}

#[tokio::test]
async fn head_answers_like_get_without_a_body() {
    let app = TestApp::start().await;
    let token = app.partner("One").await.token;
    let listed = app.call(Method::GET, LIST, Some(&token), None).await;
    let head = app.call(Method::HEAD, LIST, Some(&token), None).await;
    assert_eq!((head.http, head.text.as_str()), (200, ""));
    assert_eq!(head.header("etag"), listed.header("etag"));
    assert_eq!(head.header("content-type"), "application/json");
    for path in [ACCESS_TOKEN, CREATE, DELETE] {
        let head = app.call(Method::HEAD, path, Some(&token), None).await;
        assert_eq!((head.http, head.text.as_str()), (405, ""), "{path}");
    }
}

#[tokio::test]
async fn an_unknown_path_under_api_is_the_envelope_too() {
    let app = TestApp::start().await;
    let token = app.partner("One").await.token;
    for path in [
        "/api",
        "/api/",
        "/api//",
        "/api/whatsapp",
        "/api/whatsapp/",
        "/api/whatsapp/getAccounts/",
        "/api/whatsapp/GetAccounts",
        "/api/whatsapp/getAccounts/1",
        "/api/settings/accesstoken",
        "/api/%00",
        "/api/%ff%fe",
        "/api/..%2f..%2fetc/passwd",
        "/api/?q=1",
    ] {
        for verb in ["GET", "POST", "DELETE", "BREW"] {
            let answer = app.call(method(verb), path, Some(&token), None).await;
            answer.expect(404, 404);
        }
        app.call(Method::GET, path, None, None)
            .await
            .expect(404, 404);
    }
}

#[tokio::test]
async fn the_document_itself_is_under_api_and_has_the_envelope_for_a_wrong_method() {
    let app = TestApp::start().await;
    let path = "/api/openapi.json";
    let document = app.call(Method::GET, path, None, None).await;
    assert_eq!(document.http, 200);
    assert_eq!(document.json["openapi"], "3.1.0");
    for verb in ["POST", "DELETE", "PUT"] {
        let answer = app.call(method(verb), path, None, Some(json!({}))).await;
        answer.expect(405, 405);
        assert_eq!(answer.header("allow"), "GET, HEAD");
    }
}
