//! Faults that are more than an answer: dropped connections, usage figures, one object only.

use serde_json::{Value, json};

use crate::support::{Onboarded, Sim};

fn register(sim: &Sim, customer: &Onboarded) -> reqwest::RequestBuilder {
    sim.http()
        .post(sim.url(&format!("/v25.0/{}/register", customer.phone_id)))
        .bearer_auth(&customer.token)
        .json(&json!({ "messaging_product": "whatsapp", "pin": "123456" }))
}

/// The client sees a broken connection and no HTTP answer.
async fn is_dropped(request: reqwest::RequestBuilder) {
    let error = request.send().await.unwrap_err();
    assert!(
        error.is_request() && !error.is_timeout() && error.status().is_none(),
        "{error:?}"
    );
}

#[tokio::test]
async fn a_connection_is_dropped_before_the_effect() {
    let sim = Sim::start().await;
    let customer = sim.onboarded(json!({})).await;
    sim.control(
        "/_sim/faults",
        json!({ "endpoint": "register", "drop": true }),
    )
    .await;
    is_dropped(register(&sim, &customer)).await;
    let number = sim.world().await["numbers"][0].clone();
    assert_eq!(
        (&number["status"], &number["register_calls"]),
        (&json!("PENDING"), &json!(0))
    );
    let log = sim.send(sim.http().get(sim.url("/_sim/log"))).await.ok();
    let last = log["calls"].as_array().unwrap().last().unwrap().clone();
    assert_eq!(
        (&last["dropped"], &last["status"], &last["fault"]),
        (&json!(true), &json!(0), &json!(true))
    );
    sim.send(register(&sim, &customer)).await.ok();
}

#[tokio::test]
async fn a_connection_is_dropped_after_the_effect() {
    let sim = Sim::start().await;
    let customer = sim.onboarded(json!({})).await;
    let fault = json!({ "endpoint": "register", "drop": true, "takes_effect": true });
    sim.control("/_sim/faults", fault).await;
    is_dropped(register(&sim, &customer)).await;
    assert_eq!(sim.world().await["numbers"][0]["status"], "CONNECTED");
}

#[tokio::test]
async fn a_fault_can_state_a_wait_in_the_usage_header() {
    let sim = Sim::start().await;
    let customer = sim.onboarded(json!({})).await;
    let path = format!("/v25.0/{}", customer.waba_id);
    let usage = json!({ "estimated_time_to_regain_access": 7, "call_count": 100 });
    let stated = async || {
        let answer = sim.get(&path, &customer.token).await;
        let header = answer.headers["x-business-use-case-usage"].as_bytes();
        let usage: Value = serde_json::from_slice(header).unwrap();
        let usage = usage[&customer.business_id][0].clone();
        assert_eq!(usage["type"], "whatsapp");
        (
            answer.status,
            usage["estimated_time_to_regain_access"].clone(),
            answer.body["error"]["code"].clone(),
        )
    };
    sim.control(
        "/_sim/faults",
        json!({ "endpoint": "waba", "usage": usage }),
    )
    .await;
    assert_eq!(stated().await, (200, json!(7), Value::Null));
    let fault = json!({ "endpoint": "waba", "usage": usage, "error": { "code": 80_007 } });
    sim.control("/_sim/faults", fault).await;
    assert_eq!(stated().await, (400, json!(7), json!(80_007)));
    assert_eq!(stated().await, (200, json!(0), Value::Null));
}

#[tokio::test]
async fn a_fault_can_be_kept_to_one_object() {
    let sim = Sim::start().await;
    let (one, two) = (
        sim.onboarded(json!({})).await,
        sim.onboarded(json!({})).await,
    );
    let fault = json!({ "endpoint": "waba", "object": two.waba_id, "error": { "code": 2 } });
    sim.control("/_sim/faults", fault).await;
    let listed = sim.send(sim.http().get(sim.url("/_sim/faults"))).await.ok();
    assert_eq!(
        (
            &listed["faults"][0]["object"],
            &listed["faults"][0]["calls"]
        ),
        (&json!(two.waba_id), &json!(0))
    );
    sim.get(&format!("/v25.0/{}", one.waba_id), &one.token)
        .await
        .ok();
    sim.get(&format!("/v25.0/{}", two.waba_id), &two.token)
        .await
        .error(2);
}
