//! setWebhook and getWebhook: where, with which secret, and who hears of trouble.

use crate::support::{
    DELIVERIES, EVENTS, GET_WEBHOOK, REPLAY_WEBHOOK, Receiver, Reply, SET_WEBHOOK, TEST_WEBHOOK,
    TestApp,
};
use reqwest::Method;
use serde_json::{Value, json};

const URL: &str = "https://example.com/webhooks";

/// Whether a hint is what a secret ends with, and little of it. What base64 is filled up with
/// is no part of the secret.
fn ends_with(secret: &str, hint: &Value) -> bool {
    let hint = hint.as_str().unwrap();
    hint.len() == 4 && secret.trim_end_matches('=').ends_with(hint)
}

#[tokio::test]
async fn the_secret_is_told_once_and_again_only_when_it_is_rotated() {
    let app = TestApp::start().await;
    let partner = app.partner("One").await;
    let none = app.webhook(&partner).await;
    assert_eq!(
        (&none["url"], &none["secret_hint"]),
        (&json!(""), &json!(""))
    );

    let set = app.try_set_webhook(&partner, json!({"url": URL})).await;
    set.expect(200, 1);
    let secret = set.json["secret"].as_str().unwrap().to_owned();
    let answer = format!(r#"{{"status":"OK","url":"{URL}","reason":1,"secret":"{secret}"}}"#);
    assert_eq!(set.text, answer);
    assert!(secret.starts_with("whsec_"), "{secret}");

    let webhook = app.webhook(&partner).await;
    assert_eq!(webhook["url"], URL);
    assert!(ends_with(&secret, &webhook["secret_hint"]), "{webhook}");
    for key in [
        "former_secret_until",
        "failing_since",
        "off_since",
        "off_reason",
    ] {
        assert_eq!(webhook[key], Value::Null, "{key}");
    }
    let events = webhook["events"].as_array().unwrap();
    assert!(events.contains(&json!("onboarding.finished")) && events.len() == 12);

    let moved = app
        .try_set_webhook(&partner, json!({"url": "http://example.org/a?b=c"}))
        .await;
    assert_eq!(
        moved.text,
        r#"{"status":"OK","url":"http://example.org/a?b=c","reason":1}"#
    );
    let rotated = app
        .try_set_webhook(&partner, json!({"rotate_secret": "1"}))
        .await;
    rotated.expect(200, 1);
    assert_eq!(rotated.json["url"], "http://example.org/a?b=c");
    let second = rotated.json["secret"].as_str().unwrap();
    assert_ne!(second, secret);
    let webhook = app.webhook(&partner).await;
    assert!(ends_with(second, &webhook["secret_hint"]));
    let day = 24 * 3600;
    let until = app.server.app.now().as_secs() + day;
    assert_eq!(webhook["former_secret_until"], until);
    app.pass(24 * 3600).await;
    assert_eq!(
        app.webhook(&partner).await["former_secret_until"],
        Value::Null
    );
    for secret in [&secret, second] {
        assert!(!app.data.holds(secret), "a secret lies open in the data");
    }
}

#[tokio::test]
async fn clearing_keeps_the_secret_and_what_is_due_waits() {
    let app = TestApp::start().await;
    let partner = app.partner("One").await;
    let (receiver, secret) = app.receiver(&partner).await;
    receiver.answers(Reply::status(503));
    let first = app.test_event(&partner).await;
    app.until_tried(&partner, &first, 1).await;

    let cleared = app.try_set_webhook(&partner, json!({"url": " "})).await;
    assert_eq!(cleared.text, r#"{"status":"OK","url":"","reason":1}"#);
    let webhook = app.webhook(&partner).await;
    assert_eq!(webhook["url"], "");
    assert!(ends_with(&secret, &webhook["secret_hint"]));
    let test = app
        .as_partner(&partner, Method::POST, TEST_WEBHOOK, None)
        .await;
    test.expect(409, 27);
    app.pass(600).await;
    let meanwhile = app.create(&partner, json!({"business_name": "A"})).await;

    // What waited goes to the new address; what came meanwhile is in the list.
    let other = Receiver::start().await;
    let set = app
        .try_set_webhook(&partner, json!({"url": other.url()}))
        .await;
    set.expect(200, 1);
    assert_eq!(
        set.json.get("secret"),
        None,
        "the secret of before signs on"
    );
    let came = other.until(1).await;
    assert_eq!(came[0].id(), first);
    app.until_delivered(&partner).await;
    assert_eq!((receiver.count(), other.count()), (1, 1));
    let listed = app.events(&partner, "?event=onboarding.created").await;
    assert_eq!(listed.json["list"][0]["account"], meanwhile);
}

#[tokio::test]
async fn what_cannot_be_set_is_told_field_by_field() {
    let app = TestApp::start().await;
    let partner = app.partner("One").await;
    let long = format!("https://example.com/{}", "a".repeat(512));
    for (body, http, reason, part) in [
        (json!({}), 422, 13, "url"),
        (json!({"url": null}), 422, 13, "url"),
        (json!({"rotate_secret": 0}), 422, 13, "url"),
        (json!({"url": 7}), 422, 13, "url"),
        (json!({"url": "example.com/webhooks"}), 422, 13, "url"),
        (json!({"url": "ftp://example.com"}), 422, 13, "https://"),
        (
            json!({"url": "https://a:b@example.com"}),
            422,
            13,
            "password",
        ),
        (
            json!({"url": "https://example.com/#a"}),
            422,
            13,
            "#fragment",
        ),
        (json!({"url": "https://"}), 422, 13, "url"),
        (json!({"url": long}), 422, 13, "512"),
        (json!({"url": "https://example.com/\u{7}x"}), 422, 13, "url"),
        (json!({"url": URL, "email": "nobody"}), 422, 15, "email"),
        (
            json!({"url": URL, "email": ["a@example.com"]}),
            422,
            15,
            "email",
        ),
        (
            json!({"url": URL, "rotate_secret": 2}),
            422,
            15,
            "rotate_secret",
        ),
        (json!({"rotate_secret": 1}), 409, 15, "url"),
        (json!({"email": "ops@example.com"}), 409, 15, "url"),
    ] {
        let answer = app.try_set_webhook(&partner, body.clone()).await;
        assert_eq!(answer.http, http, "{body}: {}", answer.text);
        answer.expect(http, reason).names(part);
    }
    assert_eq!(app.webhook(&partner).await["url"], "", "nothing half set");
    let broken = app
        .call_with_bytes(Method::POST, SET_WEBHOOK, &partner.token, "{\"url\":")
        .await;
    broken.expect(400, 2);
}

#[tokio::test]
async fn an_address_for_mail_comes_and_goes() {
    let app = TestApp::start().await;
    let partner = app.partner("One").await;
    let body = json!({"url": URL, "email": " ops@example.com "});
    app.try_set_webhook(&partner, body).await.expect(200, 1);
    assert_eq!(app.webhook(&partner).await["email"], "ops@example.com");
    app.try_set_webhook(&partner, json!({"url": "https://example.org/"}))
        .await
        .expect(200, 1);
    let webhook = app.webhook(&partner).await;
    assert_eq!(webhook["email"], "ops@example.com", "it was not spoken of");
    app.try_set_webhook(&partner, json!({"email": ""}))
        .await
        .expect(200, 1);
    let webhook = app.webhook(&partner).await;
    assert_eq!(
        (&webhook["email"], &webhook["url"]),
        (&json!(""), &json!("https://example.org/"))
    );
}

const CALLS: [(Method, &str, u64); 6] = [
    (Method::POST, SET_WEBHOOK, 14),
    (Method::GET, GET_WEBHOOK, 13),
    (Method::POST, TEST_WEBHOOK, 13),
    (Method::POST, REPLAY_WEBHOOK, 13),
    (Method::GET, EVENTS, 13),
    (Method::GET, DELIVERIES, 13),
];

#[tokio::test]
async fn wrong_methods_and_tokens_have_the_reasons_of_each_call() {
    let app = TestApp::start().await;
    for (method, path, reason) in CALLS {
        for wrong in [Method::GET, Method::POST, Method::PUT, Method::DELETE] {
            if wrong == method {
                continue;
            }
            let answer = app.call(wrong, path, None, None).await;
            answer.expect(405, reason);
            assert!(answer.header("allow").contains(method.as_str()), "{path}");
        }
        app.call(method.clone(), path, None, None)
            .await
            .expect(401, 2);
        app.call(method, path, Some("unknown"), None)
            .await
            .expect(401, 3);
    }
}

#[tokio::test]
async fn with_always_200_the_reason_is_in_the_body_alone() {
    let app = TestApp::with(&[("api.always_200", "true")]).await;
    let partner = app.partner("One").await;
    for (method, path, reason) in CALLS {
        app.call(Method::PATCH, path, None, None)
            .await
            .expect(200, reason);
        app.call(method, path, Some("unknown"), None)
            .await
            .expect(200, 3);
    }
    for (body, reason) in [
        (json!({"url": "ftp://example.com"}), 13),
        (json!({"rotate_secret": 1}), 15),
    ] {
        app.try_set_webhook(&partner, body)
            .await
            .expect(200, reason);
    }
    let body = json!({"since": 0});
    app.replay(&partner, body).await.expect(200, 27);
    app.set_webhook(&partner, URL).await;
}
