//! Tokens: who may see what, `debug_token`, `/me`, `appsecret_proof`, usage headers.

use serde_json::json;

use crate::support::{APP, OTHER_APP, START, Sim, app_token, proof};

#[tokio::test]
async fn debug_token_tells_app_scopes_and_ids() {
    let sim = Sim::start().await;
    let customer = sim.onboarded(json!({})).await;
    let path = format!("/v25.0/debug_token?input_token={}", customer.token);
    let data = sim.get(&path, &app_token()).await.ok()["data"].clone();
    assert_eq!(
        (&data["app_id"], &data["is_valid"], &data["type"]),
        (&json!(APP), &json!(true), &json!("SYSTEM_USER"))
    );
    assert_eq!(
        (&data["issued_at"], &data["expires_at"]),
        (&json!(START), &json!(START + 5_184_000))
    );
    for granular in data["granular_scopes"].as_array().unwrap() {
        assert_eq!(granular["target_ids"], json!([customer.waba_id]));
    }

    sim.control("/_sim/knobs", json!({ "granular_target_ids": false }))
        .await;
    let data = sim.get(&path, &app_token()).await.ok()["data"].clone();
    assert_eq!(
        data["granular_scopes"][0],
        json!({ "scope": "whatsapp_business_management" })
    );
}

#[tokio::test]
async fn debug_token_marks_garbage_and_dead_tokens_as_invalid() {
    let sim = Sim::start().await;
    let garbage = sim
        .get("/v25.0/debug_token?input_token=garbage", &app_token())
        .await
        .ok();
    assert_eq!(
        (
            &garbage["data"]["is_valid"],
            &garbage["data"]["error"]["code"]
        ),
        (&json!(false), &json!(190))
    );

    let customer = sim.onboarded(json!({})).await;
    sim.advance(61 * 86_400).await;
    let path = format!("/v25.0/debug_token?input_token={}", customer.token);
    let dead = sim.get(&path, &app_token()).await.ok()["data"].clone();
    assert_eq!(
        (&dead["is_valid"], &dead["app_id"]),
        (&json!(false), &json!(APP))
    );
    assert_eq!(
        (&dead["error"]["code"], &dead["error"]["subcode"]),
        (&json!(190), &json!(463))
    );
}

#[tokio::test]
async fn debug_token_wants_an_app_token_and_shows_a_foreign_app_as_such() {
    let sim = Sim::start().await;
    let customer = sim.onboarded(json!({})).await;
    let path = format!("/v25.0/debug_token?input_token={}", customer.token);
    sim.get(&path, &customer.token).await.error(100);
    sim.get(&path, &format!("{APP}|wrong")).await.error(190);
    sim.get("/v25.0/debug_token", &app_token()).await.error(100);
    let seen = sim
        .get(&path, &format!("{OTHER_APP}|app-secret-two"))
        .await
        .ok();
    assert_eq!(
        seen["data"]["app_id"], APP,
        "the caller has to look at app_id"
    );
}

#[tokio::test]
async fn me_gives_the_customers_business() {
    let sim = Sim::start().await;
    let customer = sim.onboarded(json!({})).await;
    let me = sim
        .get("/v25.0/me?fields=client_business_id", &customer.token)
        .await
        .ok();
    assert_eq!(me["client_business_id"], customer.business_id.as_str());
    assert!(me["id"].is_string() && me.get("name").is_none());
    sim.get("/v25.0/me?fields=client_business_id", &app_token())
        .await
        .error(100);
    sim.get("/v25.0/me?fields=client_business_id", "garbage")
        .await
        .error(190);
}

#[tokio::test]
async fn a_token_comes_in_header_query_or_form() {
    let sim = Sim::start().await;
    let customer = sim.onboarded(json!({})).await;
    let waba = format!("/{}", customer.waba_id);
    sim.send(
        sim.http()
            .get(sim.url(&waba))
            .query(&[("access_token", &customer.token)]),
    )
    .await
    .ok();
    let subscribe = sim.http().post(sim.url(&format!("{waba}/subscribed_apps")));
    sim.send(subscribe.form(&[("access_token", &customer.token)]))
        .await
        .ok();
    let missing = sim.send(sim.http().get(sim.url(&waba))).await;
    assert_eq!(
        (missing.status, missing.error(104)["type"].as_str()),
        (400, Some("OAuthException"))
    );
}

#[tokio::test]
async fn dead_tokens_are_401_or_what_the_knob_says() {
    let sim = Sim::start().await;
    let customer = sim.onboarded(json!({})).await;
    sim.advance(61 * 86_400).await;
    let path = format!("/v25.0/{}", customer.waba_id);
    let dead = sim.get(&path, &customer.token).await;
    assert_eq!(
        (dead.status, &dead.error(190)["error_subcode"]),
        (401, &json!(463))
    );
    assert!(
        dead.headers["www-authenticate"]
            .to_str()
            .unwrap()
            .contains("invalid_token")
    );
    sim.control("/_sim/knobs", json!({ "invalid_token_status": 400 }))
        .await;
    assert_eq!(sim.get(&path, &customer.token).await.status, 400);
}

#[tokio::test]
async fn the_proof_is_checked_when_sent_and_required_by_the_knob() {
    let sim = Sim::start().await;
    let customer = sim.onboarded(json!({})).await;
    let path = format!("/v25.0/{}", customer.waba_id);
    let right = format!("{path}?appsecret_proof={}", proof(&customer.token));
    sim.get(&right, &customer.token).await.ok();
    let wrong = sim
        .get(&format!("{path}?appsecret_proof=00"), &customer.token)
        .await;
    assert_eq!(wrong.error(100)["type"], "GraphMethodException");
    sim.get(&path, &customer.token).await.ok();
    sim.control("/_sim/knobs", json!({ "require_appsecret_proof": true }))
        .await;
    sim.get(&path, &customer.token).await.error(100);
    sim.get(&right, &customer.token).await.ok();
}

#[tokio::test]
async fn a_token_reaches_its_own_assets_only() {
    let sim = Sim::start().await;
    let (one, two) = (
        sim.onboarded(json!({})).await,
        sim.onboarded(json!({})).await,
    );
    assert_ne!(one.waba_id, two.waba_id);
    for path in [
        format!("/v25.0/{}", two.waba_id),
        format!("/v25.0/{}/phone_numbers", two.waba_id),
        format!("/v25.0/{}/subscribed_apps", two.waba_id),
        format!("/v25.0/{}", two.phone_id),
        "/v25.0/999999999999999".to_owned(),
    ] {
        sim.get(&path, &one.token).await.unreachable();
    }
    let register = json!({ "messaging_product": "whatsapp", "pin": "123456" });
    sim.post(
        &format!("/v25.0/{}/register", two.phone_id),
        &one.token,
        register,
    )
    .await
    .unreachable();
    sim.post(
        &format!("/v25.0/{}/subscribed_apps", two.waba_id),
        &one.token,
        json!({}),
    )
    .await
    .unreachable();
    sim.post(
        &format!("/v25.0/{}", two.phone_id),
        &one.token,
        json!({ "pin": "123456" }),
    )
    .await
    .unreachable();
    sim.get(&format!("/v25.0/{}", one.waba_id), &app_token())
        .await
        .unreachable();
}

#[tokio::test]
async fn usage_headers_climb_and_start_again_after_an_hour() {
    let sim = Sim::start().await;
    let customer = sim.onboarded(json!({})).await;
    let path = format!("/v25.0/{}", customer.waba_id);
    let mut last = 0;
    for _ in 0..120 {
        let answer = sim.get(&path, &customer.token).await;
        let usage: serde_json::Value =
            serde_json::from_slice(answer.headers["x-app-usage"].as_bytes()).unwrap();
        let percent = usage["call_count"].as_u64().unwrap();
        assert!(percent >= last);
        last = percent;
    }
    assert!(last >= 2, "{last}");
    sim.advance(3600).await;
    let answer = sim.get(&path, &customer.token).await;
    let header = answer.headers["x-business-use-case-usage"].as_bytes();
    let usage: serde_json::Value = serde_json::from_slice(header).unwrap();
    assert_eq!(usage[&customer.business_id][0]["call_count"], 1);
}

#[tokio::test]
async fn unknown_paths_and_malformed_bodies_get_the_envelope() {
    let sim = Sim::start().await;
    let customer = sim.onboarded(json!({})).await;
    sim.get("/v25.0/no/such/path", &customer.token)
        .await
        .error(2500);
    let path = sim.url(&format!("/v25.0/{}/register", customer.phone_id));
    let broken = sim
        .http()
        .post(path)
        .bearer_auth(&customer.token)
        .header("content-type", "application/json");
    sim.send(broken.body("{\"pin\":")).await.error(100);
}
