//! `/_sim/`: clock, faults, log, knobs.

use gangway_meta_sim::ClockMode;
use serde_json::json;

use crate::support::{START, Sim};

#[tokio::test]
async fn the_clock_is_read_and_moved() {
    let sim = Sim::start().await;
    let clock = sim.send(sim.http().get(sim.url("/_sim/clock"))).await.ok();
    assert_eq!(
        clock,
        json!({ "now": START, "time": "2026-11-22T10:00:00+0000", "mode": "manual" })
    );
    let moved = sim
        .control("/_sim/clock", json!({ "advance_seconds": 90 }))
        .await;
    assert_eq!(moved["now"], START + 90);
    for wrong in [
        json!({}),
        json!({ "advance_seconds": -1 }),
        json!({ "advance": 1 }),
    ] {
        let refused = sim
            .send(sim.http().post(sim.url("/_sim/clock")).json(&wrong))
            .await;
        assert!(refused.status == 400 && refused.body["error"].is_string());
    }
}

#[tokio::test]
async fn a_real_clock_can_be_moved_too() {
    let sim = Sim::start_with(|config| config.clock = ClockMode::Real).await;
    let before = sim.send(sim.http().get(sim.url("/_sim/clock"))).await.ok();
    let after = sim
        .control("/_sim/clock", json!({ "advance_seconds": 3600 }))
        .await;
    assert!(after["now"].as_i64().unwrap() - before["now"].as_i64().unwrap() >= 3600);
    assert_eq!(after["mode"], "real");
}

#[tokio::test]
async fn a_fault_answers_instead_of_the_endpoint() {
    let sim = Sim::start().await;
    let customer = sim.onboarded(json!({})).await;
    let fault = json!({
        "endpoint": "register", "nth": 2,
        "error": { "code": 131_000, "message": "Something went wrong", "details": "try later", "is_transient": true },
    });
    sim.control("/_sim/faults", fault).await;
    let path = format!("/v25.0/{}/register", customer.phone_id);
    let body = json!({ "messaging_product": "whatsapp", "pin": "123456" });
    sim.post(&path, &customer.token, body.clone()).await.ok();
    let struck = sim.post(&path, &customer.token, body.clone()).await;
    let error = struck.error(131_000);
    assert_eq!((struck.status, &error["is_transient"]), (500, &json!(true)));
    assert_eq!(error["error_data"]["details"], "try later");
    sim.post(&path, &customer.token, body).await.ok();
    assert_eq!(
        sim.world().await["numbers"][0]["register_calls"],
        2,
        "a fault has no effect on the world"
    );
    assert_eq!(
        sim.send(sim.http().get(sim.url("/_sim/faults"))).await.ok(),
        json!({ "faults": [] })
    );
}

#[tokio::test]
async fn meta_can_be_down_with_html() {
    let sim = Sim::start().await;
    let customer = sim.onboarded(json!({})).await;
    sim.control("/_sim/faults", json!({ "times": 1000, "status": 503 }))
        .await;
    let down = sim.get("/v25.0/me", &customer.token).await;
    assert_eq!(
        (down.status, down.headers["content-type"].to_str().unwrap()),
        (503, "text/html; charset=utf-8")
    );
    assert!(down.body.as_str().unwrap().contains("<html>"));
    sim.send(sim.http().delete(sim.url("/_sim/faults"))).await;
    sim.get("/v25.0/me", &customer.token).await.ok();
}

#[tokio::test]
async fn a_delay_alone_only_slows_the_call() {
    let sim = Sim::start().await;
    let customer = sim.onboarded(json!({})).await;
    sim.control("/_sim/faults", json!({ "endpoint": "me", "delay_ms": 300 }))
        .await;
    let hasty = sim
        .http()
        .get(sim.url("/v25.0/me"))
        .bearer_auth(&customer.token);
    let hasty = hasty
        .timeout(std::time::Duration::from_millis(50))
        .send()
        .await;
    assert!(hasty.is_err_and(|error| error.is_timeout()));
    sim.get("/v25.0/me", &customer.token).await.ok();
}

#[tokio::test]
async fn an_answer_can_get_lost_after_the_call_took_effect() {
    let sim = Sim::start().await;
    let customer = sim.onboarded(json!({})).await;
    let fault = json!({ "endpoint": "register", "status": 502, "takes_effect": true });
    sim.control("/_sim/faults", fault).await;
    let path = format!("/v25.0/{}/register", customer.phone_id);
    let body = json!({ "messaging_product": "whatsapp", "pin": "123456" });
    let lost = sim.post(&path, &customer.token, body).await;
    assert_eq!(lost.status, 502);
    let number = &sim.world().await["numbers"][0];
    assert_eq!(
        (&number["register_calls"], &number["pin"]),
        (&json!(1), &json!("123456"))
    );
}

#[tokio::test]
async fn bad_faults_and_knobs_are_refused_with_a_reason() {
    let sim = Sim::start().await;
    for (path, body) in [
        ("/_sim/faults", json!({ "endpoint": "register" })),
        (
            "/_sim/faults",
            json!({ "endpoint": "nowhere", "status": 500 }),
        ),
        ("/_sim/faults", json!({ "nth": 0, "status": 500 })),
        ("/_sim/faults", json!({ "status": 99 })),
        ("/_sim/knobs", json!({ "granular_target_ids": "maybe" })),
        ("/_sim/knobs", json!({ "unknown": true })),
        ("/_sim/signup", json!({ "client_id": "1" })),
        (
            "/_sim/signup",
            json!({ "client_id": "670000000000001", "ending": "vanish" }),
        ),
    ] {
        let refused = sim.send(sim.http().post(sim.url(path)).json(&body)).await;
        assert!(
            refused.status == 400 && refused.body["error"].is_string(),
            "{path} {body} {}",
            refused.body
        );
    }
    assert_eq!(
        sim.send(sim.http().get(sim.url("/_sim/nothing")))
            .await
            .status,
        404
    );
}

#[tokio::test]
async fn the_log_has_every_call_and_no_secret() {
    let sim = Sim::start().await;
    let customer = sim.onboarded(json!({})).await;
    let path = format!(
        "/v25.0/{}/register?access_token={}",
        customer.phone_id, customer.token
    );
    let body = json!({ "messaging_product": "whatsapp", "pin": "12" });
    sim.send(sim.http().post(sim.url(&path)).json(&body))
        .await
        .error(100);
    let log = sim.send(sim.http().get(sim.url("/_sim/log"))).await.ok();
    let calls = log["calls"].as_array().unwrap();
    let endpoints: Vec<_> = calls
        .iter()
        .map(|call| call["endpoint"].as_str().unwrap())
        .collect();
    assert_eq!(endpoints, ["oauth_access_token", "register"]);
    let last = &calls[1];
    assert_eq!(
        (&last["status"], &last["error_code"], &last["version"]),
        (&json!(400), &json!(100), &json!("v25.0"))
    );
    assert_eq!(
        (&last["params"]["pin"], &last["method"]),
        (&json!("12"), &json!("POST"))
    );
    let tokens = sim.world().await["tokens"].clone();
    assert_eq!(
        (&last["token"], &tokens[0]["valid"]),
        (&tokens[0]["id"], &json!(true))
    );
    let text = log.to_string() + &sim.world().await.to_string();
    assert!(!text.contains(&customer.token) && !text.contains(crate::support::SECRET));
    sim.send(sim.http().delete(sim.url("/_sim/log"))).await;
    assert_eq!(
        sim.send(sim.http().get(sim.url("/_sim/log"))).await.ok(),
        json!({ "calls": [] })
    );
}

#[tokio::test]
async fn the_same_seed_makes_the_same_world() {
    let (one, two) = (Sim::start().await, Sim::start().await);
    assert_eq!(one.sign_up(json!({})).await, two.sign_up(json!({})).await);
    let other = Sim::start_with(|config| config.seed = None).await;
    assert_ne!(
        other.sign_up(json!({})).await["waba_id"],
        one.sign_up(json!({})).await["waba_id"]
    );
}

#[tokio::test]
async fn a_simulator_that_was_shut_down_answers_no_more() {
    let sim = Sim::start().await;
    let (http, url) = (sim.http().clone(), sim.url("/_sim/clock"));
    http.get(&url).send().await.unwrap();
    sim.shutdown().await;
    let refused = reqwest::Client::new().get(&url).send().await;
    assert!(refused.is_err_and(|error| error.is_connect()));
}
