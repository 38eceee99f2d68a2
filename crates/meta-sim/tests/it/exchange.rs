//! `/oauth/access_token`.

use serde_json::json;

use crate::support::{APP, OTHER_APP, REDIRECT, SECRET, Sim};

#[tokio::test]
async fn a_code_gives_a_token_once() {
    let sim = Sim::start().await;
    let signup = sim.sign_up(json!({})).await;
    let code = signup["code"].as_str().unwrap();

    let token = sim.exchange(code).await.ok();
    assert!(token["access_token"].as_str().unwrap().starts_with("EAA"));
    assert_eq!(
        (&token["token_type"], &token["expires_in"]),
        (&json!("bearer"), &json!(5_184_000))
    );

    let again = sim.exchange(code).await;
    assert_eq!(
        (again.status, &again.error(100)["error_subcode"]),
        (400, &json!(36_009))
    );
}

#[tokio::test]
async fn a_post_with_a_form_does_as_well_and_an_empty_redirect_uri_is_none() {
    let sim = Sim::start().await;
    let signup = sim.sign_up(json!({})).await;
    let form = [
        ("client_id", APP),
        ("client_secret", SECRET),
        ("code", signup["code"].as_str().unwrap()),
        ("redirect_uri", ""),
    ];
    let token = sim
        .send(sim.http().post(sim.url("/oauth/access_token")).form(&form))
        .await
        .ok();
    assert!(token["access_token"].is_string());
}

#[tokio::test]
async fn a_code_lives_thirty_seconds() {
    let sim = Sim::start().await;
    let in_time = sim.sign_up(json!({})).await;
    sim.advance(30).await;
    sim.exchange(in_time["code"].as_str().unwrap()).await.ok();

    let late = sim.sign_up(json!({})).await;
    sim.advance(31).await;
    let refused = sim.exchange(late["code"].as_str().unwrap()).await;
    assert_eq!(refused.error(100)["error_subcode"], 36_007);
}

#[tokio::test]
async fn the_redirect_uri_must_be_the_one_of_the_dialog() {
    let sim = Sim::start().await;
    let popup = sim.sign_up(json!({})).await;
    let code = popup["code"].as_str().unwrap();
    let with = |code: &str, uri: &str| {
        let query = [
            ("client_id", APP),
            ("client_secret", SECRET),
            ("code", code),
            ("redirect_uri", uri),
        ];
        query.map(|(name, value)| (name, value.to_owned()))
    };
    let query = with(code, REDIRECT);
    let query: Vec<(&str, &str)> = query
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect();
    let refused = sim.exchange_with(&query).await;
    assert_eq!(refused.error(100)["error_subcode"], 36_008);
    // A refused exchange does not use the code up.
    sim.exchange(code).await.ok();

    let full_page = sim.sign_up(json!({ "redirect_uri": REDIRECT })).await;
    let code = full_page["code"].as_str().unwrap();
    sim.exchange(code).await.error(100);
    let query = with(code, REDIRECT);
    let query: Vec<(&str, &str)> = query
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect();
    sim.exchange_with(&query).await.ok();
}

#[tokio::test]
async fn wrong_secret_unknown_app_and_foreign_code_are_refused() {
    let sim = Sim::start().await;
    let signup = sim.sign_up(json!({})).await;
    let code = signup["code"].as_str().unwrap();
    sim.exchange_with(&[
        ("client_id", APP),
        ("client_secret", "wrong"),
        ("code", code),
    ])
    .await
    .error(1);
    sim.exchange_with(&[
        ("client_id", "1"),
        ("client_secret", SECRET),
        ("code", code),
    ])
    .await
    .error(101);
    sim.exchange_with(&[
        ("client_id", APP),
        ("client_secret", SECRET),
        ("code", "garbage"),
    ])
    .await
    .error(100);
    sim.exchange_with(&[("client_id", APP), ("client_secret", SECRET)])
        .await
        .error(100);
    let other = [
        ("client_id", OTHER_APP),
        ("client_secret", "app-secret-two"),
        ("code", code),
    ];
    sim.exchange_with(&other).await.error(100);
    sim.exchange(code).await.ok();
}

#[tokio::test]
async fn tokens_that_do_not_expire_come_without_expires_in() {
    let sim = Sim::start().await;
    sim.control("/_sim/knobs", json!({ "token_expires_in": null }))
        .await;
    let signup = sim.sign_up(json!({})).await;
    let token = sim.exchange(signup["code"].as_str().unwrap()).await.ok();
    assert!(token.get("expires_in").is_none(), "{token}");
    sim.advance(u32::MAX).await;
    sim.get("/v25.0/me", token["access_token"].as_str().unwrap())
        .await
        .ok();
}

#[tokio::test]
async fn a_live_token_is_renewed_and_a_dead_one_is_not() {
    let sim = Sim::start().await;
    let customer = sim.onboarded(json!({})).await;
    let query = [
        ("grant_type", "fb_exchange_token"),
        ("client_id", APP),
        ("client_secret", SECRET),
        ("set_token_expires_in_60_days", "true"),
        ("fb_exchange_token", customer.token.as_str()),
    ];
    sim.advance(59 * 86_400).await;
    let renewed = sim.exchange_with(&query).await.ok();
    let renewed = renewed["access_token"].as_str().unwrap();
    assert_ne!(renewed, customer.token);
    sim.advance(2 * 86_400).await;
    sim.exchange_with(&query).await.error(190);
    sim.get(&format!("/v25.0/{}", customer.waba_id), renewed)
        .await
        .ok();
}
