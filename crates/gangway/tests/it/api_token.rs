//! accessToken: credentials in, a token for one hour out.

use crate::support::{ACCESS_TOKEN, Answer, LIST, TestApp, TestPartner};
use gangway_domain::{ClientId, Clock};
use reqwest::Method;
use serde_json::{Value, json};
use std::collections::HashSet;
use std::time::Duration;

async fn ask(app: &TestApp, body: Value) -> Answer {
    app.call(Method::POST, ACCESS_TOKEN, None, Some(body)).await
}

fn credential(partner: &TestPartner) -> Value {
    json!({"client_id": partner.client_id, "client_secret": partner.client_secret})
}

async fn opens(app: &TestApp, token: &str) -> Answer {
    app.call(Method::GET, LIST, Some(token), None).await
}

#[tokio::test]
async fn the_answer_has_the_documented_fields_in_their_order() {
    let app = TestApp::start().await;
    let partner = app.partner("One").await;
    let answer = ask(&app, credential(&partner)).await;
    answer.expect(200, 1);
    let token = answer.json["access_token"].as_str().unwrap();
    let in_an_hour = app.clock.now().as_secs() + 3600;
    assert_eq!(
        answer.text,
        format!(
            r#"{{"status":"OK","reason":1,"access_token":"{token}","expiration_time":"{in_an_hour}","token_type":"Bearer"}}"#
        )
    );
    assert_eq!(answer.header("cache-control"), "no-store");
    assert!(token.len() >= 43, "256 bits need 43 characters: {token}");
    assert!(
        token
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
    );
}

#[tokio::test]
async fn several_tokens_live_side_by_side() {
    let app = TestApp::start().await;
    let partner = app.partner("One").await;
    let mut tokens = HashSet::from([partner.token.clone()]);
    for _ in 0..5 {
        tokens.insert(app.token(&partner).await);
    }
    assert_eq!(tokens.len(), 6);
    for token in &tokens {
        opens(&app, token).await.expect(200, 1);
    }
}

#[tokio::test]
async fn a_wrong_credential_is_401_and_does_not_say_which_half_is_wrong() {
    let app = TestApp::start().await;
    let partner = app.partner("One").await;
    let other = app.partner("Two").await;
    let id = &partner.client_id;
    let mut texts = HashSet::new();
    for (client_id, client_secret) in [
        (id.as_str(), "wrong"),
        (id, ""),
        (id, other.client_secret.as_str()),
        (id, partner.client_secret.to_uppercase().as_str()),
        ("nobody", partner.client_secret.as_str()),
        ("", ""),
        ("' OR 1=1 --", "x"),
    ] {
        let answer = ask(
            &app,
            json!({"client_id": client_id, "client_secret": client_secret}),
        )
        .await;
        answer.expect(401, 2);
        assert!(answer.header("www-authenticate").starts_with("Bearer"));
        texts.insert(answer.text);
    }
    assert_eq!(texts.len(), 1, "{texts:?}");
}

#[tokio::test]
async fn a_body_that_makes_no_sense_is_400() {
    let app = TestApp::start().await;
    let partner = app.partner("One").await;
    let (id, secret) = (&partner.client_id, &partner.client_secret);
    for (body, named) in [
        (json!({"client_secret": secret}), "client_id"),
        (json!({"client_id": id}), "client_secret"),
        (
            json!({"client_id": 1, "client_secret": secret}),
            "client_id",
        ),
        (
            json!({"client_id": id, "client_secret": null}),
            "client_secret",
        ),
        (
            json!({"client_id": id, "client_secret": [secret]}),
            "client_secret",
        ),
    ] {
        ask(&app, body).await.expect(400, 2).names(named);
    }
    for body in ["", "{", "null", "[]", "client_id=1"] {
        let request = app.request(Method::POST, ACCESS_TOKEN).body(body);
        app.send(request).await.expect(400, 2);
    }
}

#[tokio::test]
async fn ten_wrong_tries_block_the_address_for_a_while() {
    let app = TestApp::start().await;
    let partner = app.partner("One").await;
    for _ in 0..10 {
        let wrong = json!({"client_id": partner.client_id, "client_secret": "wrong"});
        ask(&app, wrong).await.expect(401, 2);
    }
    let blocked = ask(&app, credential(&partner)).await;
    blocked.expect(429, 3);
    let wait: u64 = blocked.header("retry-after").parse().unwrap();
    assert!(wait > 0);
    opens(&app, &partner.token).await.expect(200, 1);

    app.clock.advance(Duration::from_secs(wait - 1));
    ask(&app, credential(&partner)).await.expect(429, 3);
    app.clock.advance(Duration::from_secs(1));
    ask(&app, credential(&partner)).await.expect(200, 1);
}

#[tokio::test]
async fn malformed_bodies_do_not_count_as_wrong_tries() {
    let app = TestApp::start().await;
    let partner = app.partner("One").await;
    for _ in 0..15 {
        ask(&app, json!({})).await.expect(400, 2);
    }
    ask(&app, credential(&partner)).await.expect(200, 1);
}

#[tokio::test]
async fn a_token_lives_for_one_hour() {
    let app = TestApp::start().await;
    let partner = app.partner("One").await;
    app.clock.advance(Duration::from_millis(3_599_999));
    opens(&app, &partner.token).await.expect(200, 1);
    app.clock.advance(Duration::from_millis(1));
    opens(&app, &partner.token).await.expect(401, 3);
    let renewed = app.token(&partner).await;
    opens(&app, &renewed).await.expect(200, 1);
}

#[tokio::test]
async fn a_rotated_secret_ends_every_token_at_once() {
    let app = TestApp::start().await;
    let partner = app.partner("One").await;
    let bystander = app.partner("Two").await;
    let second = app.token(&partner).await;
    opens(&app, &second).await.expect(200, 1);

    let id = ClientId::parse(&partner.client_id).unwrap();
    let rotated = app.operator().rotate_secret(&id).await.unwrap().unwrap();
    for token in [&partner.token, &second] {
        opens(&app, token).await.expect(401, 3);
    }
    ask(&app, credential(&partner)).await.expect(401, 2);
    opens(&app, &bystander.token).await.expect(200, 1);

    let renewed = TestPartner {
        client_secret: rotated.secret.expose().to_owned(),
        ..partner
    };
    let token = app.token(&renewed).await;
    opens(&app, &token).await.expect(200, 1);
}

#[tokio::test]
async fn a_suspended_partner_gets_nothing_until_it_is_resumed() {
    let app = TestApp::start().await;
    let partner = app.partner("One").await;
    let id = ClientId::parse(&partner.client_id).unwrap();
    app.operator().suspend_partner(&id).await.unwrap().unwrap();
    let refused = opens(&app, &partner.token).await;
    refused.expect(401, 2);
    assert!(refused.header("www-authenticate").starts_with("Bearer"));
    ask(&app, credential(&partner)).await.expect(401, 2);

    app.operator().resume_partner(&id).await.unwrap().unwrap();
    let token = app.token(&partner).await;
    opens(&app, &token).await.expect(200, 1);
}

#[tokio::test]
async fn the_documented_client_may_send_more_fields_and_no_content_type() {
    let app = TestApp::start().await;
    let partner = app.partner("One").await;
    let mut body = credential(&partner);
    body["grant_type"] = "client_credentials".into();
    let request = app
        .request(Method::POST, ACCESS_TOKEN)
        .body(body.to_string());
    app.send(request).await.expect(200, 1);
}
