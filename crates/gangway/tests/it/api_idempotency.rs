//! createAccount with an Idempotency-Key: a repeat is safe.

use crate::support::{Answer, CREATE, TestApp, TestPartner};
use reqwest::Method;
use serde_json::{Value, json};
use std::collections::HashSet;
use std::sync::Arc;
use std::time::Duration;
use tokio::task::JoinSet;

async fn keyed(app: &TestApp, partner: &TestPartner, key: &str, body: &Value) -> Answer {
    let request = app
        .request(Method::POST, CREATE)
        .bearer_auth(&partner.token)
        .header("idempotency-key", key)
        .json(body);
    app.send(request).await
}

fn acme() -> Value {
    json!({"business_name": "Acme", "reference": "7"})
}

#[tokio::test]
async fn a_repeat_gives_the_first_answer_and_makes_nothing_new() {
    let app = TestApp::start().await;
    let partner = app.partner("One").await;
    let first = keyed(&app, &partner, "k1", &acme()).await;
    first.expect(200, 1);
    assert_eq!(first.header("idempotent-replayed"), "");
    for _ in 0..3 {
        let again = keyed(&app, &partner, "k1", &acme()).await;
        assert_eq!(again.text, first.text);
        assert_eq!(again.header("idempotent-replayed"), "true");
    }
    assert_eq!(app.list(&partner).await.len(), 1);
    let other_key = keyed(&app, &partner, "k2", &acme()).await;
    assert_ne!(other_key.text, first.text);
    app.create(&partner, acme()).await;
    assert_eq!(app.list(&partner).await.len(), 3);
}

#[tokio::test]
async fn the_first_answer_comes_again_even_after_the_account_has_changed() {
    let app = TestApp::start().await;
    let partner = app.partner("One").await;
    let first = keyed(&app, &partner, "k", &acme()).await;
    let number = first.json["account"]["whatsapp"].as_str().unwrap();
    app.delete(&partner, number).await.expect(200, 1);
    let again = keyed(&app, &partner, "k", &acme()).await;
    assert_eq!(again.text, first.text);
    assert!(app.list(&partner).await.is_empty());
}

#[tokio::test]
async fn the_key_with_another_body_is_an_error() {
    let app = TestApp::start().await;
    let partner = app.partner("One").await;
    keyed(&app, &partner, "k", &acme()).await.expect(200, 1);
    for other in [
        json!({"business_name": "Acme", "reference": "8"}),
        json!({"business_name": "Acme"}),
    ] {
        let answer = keyed(&app, &partner, "k", &other).await;
        answer.expect(409, 33).names("Idempotency-Key");
    }
    assert_eq!(app.list(&partner).await.len(), 1);
    keyed(&app, &partner, "k", &acme()).await.expect(200, 1);
}

#[tokio::test]
async fn a_refused_call_uses_no_key_up() {
    let app = TestApp::start().await;
    let partner = app.partner("One").await;
    keyed(&app, &partner, "k", &json!({"reference": "7"}))
        .await
        .expect(422, 21);
    keyed(&app, &partner, "k", &acme()).await.expect(200, 1);
}

#[tokio::test]
async fn another_partners_same_key_is_another_key() {
    let app = TestApp::start().await;
    let one = app.partner("One").await;
    let two = app.partner("Two").await;
    let mine = keyed(&app, &one, "k", &acme()).await;
    let theirs = keyed(&app, &two, "k", &json!({"business_name": "Other"})).await;
    theirs.expect(200, 1);
    assert_eq!(theirs.json["account"]["business_name"], "Other");
    assert_ne!(
        mine.json["account"]["whatsapp"],
        theirs.json["account"]["whatsapp"]
    );
    assert_eq!(app.list(&one).await.len(), 1);
    assert_eq!(app.list(&two).await.len(), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn twenty_calls_at_once_with_one_key_make_one_account() {
    let app = Arc::new(TestApp::start().await);
    let partner = app.partner("One").await;
    let mut calls = JoinSet::new();
    for _ in 0..20 {
        let (app, partner) = (Arc::clone(&app), partner.clone());
        calls.spawn(async move { keyed(&app, &partner, "k", &acme()).await });
    }
    let answers = calls.join_all().await;
    let texts: HashSet<_> = answers.iter().map(|answer| &answer.text).collect();
    assert_eq!(texts.len(), 1);
    let replayed = answers
        .iter()
        .filter(|answer| answer.header("idempotent-replayed") == "true");
    assert_eq!(replayed.count(), 19);
    assert_eq!(app.list(&partner).await.len(), 1);
}

#[tokio::test]
async fn a_key_is_kept_for_24_hours_and_then_forgotten() {
    let app = TestApp::start().await;
    let mut partner = app.partner("One").await;
    let first = keyed(&app, &partner, "k", &acme()).await;
    let second = keyed(&app, &partner, "k2", &acme()).await;

    app.clock.advance(Duration::from_secs(24 * 3600));
    partner.token = app.token(&partner).await;
    let still = keyed(&app, &partner, "k", &acme()).await;
    assert_eq!(still.text, first.text);

    app.clock.advance(Duration::from_millis(1));
    let anew = keyed(&app, &partner, "k2", &acme()).await;
    anew.expect(200, 1);
    assert_ne!(anew.text, second.text);
    assert_eq!(app.list(&partner).await.len(), 3);
}

#[tokio::test]
async fn a_key_survives_a_restart() {
    let app = TestApp::start().await;
    let partner = app.partner("One").await;
    let first = keyed(&app, &partner, "k", &acme()).await;
    let first = first.json["account"]["whatsapp"].clone();
    let app = app.restart().await;
    let again = keyed(&app, &partner, "k", &acme()).await;
    assert_eq!(again.json["account"]["whatsapp"], first);
    assert_eq!(app.list(&partner).await.len(), 1);
}

#[tokio::test]
async fn a_key_is_1_to_255_printable_characters_in_one_header() {
    let app = TestApp::start().await;
    let partner = app.partner("One").await;
    for good in ["x", "!\"#~", &"k".repeat(255)] {
        keyed(&app, &partner, good, &acme()).await.expect(200, 1);
    }
    for bad in ["", "a b", "a\tb", "é", &"k".repeat(256)] {
        let answer = keyed(&app, &partner, bad, &acme()).await;
        answer.expect(422, 33).names("Idempotency-Key");
    }
    let twice = app
        .request(Method::POST, CREATE)
        .bearer_auth(&partner.token)
        .header("idempotency-key", "a")
        .header("idempotency-key", "b")
        .json(&acme());
    app.send(twice).await.expect(422, 33);
    assert_eq!(app.list(&partner).await.len(), 3);
}
