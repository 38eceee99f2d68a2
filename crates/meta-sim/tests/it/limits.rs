//! Calls an hour for an account.

use serde_json::{Value, json};

use crate::support::{Answer, Sim};

fn figures(answer: &Answer, business_id: &str) -> Value {
    let header = answer.headers["x-business-use-case-usage"].as_bytes();
    let usage: Value = serde_json::from_slice(header).unwrap();
    usage[business_id][0].clone()
}

#[tokio::test]
async fn an_account_has_200_calls_an_hour_and_is_told_how_long_to_wait() {
    let sim = Sim::start().await;
    let customer = sim.onboarded(json!({})).await;
    let path = format!("/v25.0/{}", customer.waba_id);
    for call in 1..=200 {
        let answer = sim.get(&path, &customer.token).await;
        let figures = figures(&answer, &customer.business_id);
        assert_eq!(figures["call_count"], (call + 1) / 2);
        assert_eq!(figures["estimated_time_to_regain_access"], 0);
        answer.ok();
    }
    sim.advance(20 * 60).await;
    let refused = sim.get(&path, &customer.token).await;
    refused.error(80_007);
    assert_eq!(
        figures(&refused, &customer.business_id)["estimated_time_to_regain_access"],
        40
    );
    // Another customer has calls of her own.
    let other = sim.onboarded(json!({})).await;
    sim.get(&format!("/v25.0/{}", other.waba_id), &other.token)
        .await
        .ok();
    sim.advance(40 * 60).await;
    sim.get(&path, &customer.token).await.ok();
}

#[tokio::test]
async fn a_registered_number_raises_the_limit_and_knobs_set_both() {
    let sim = Sim::start().await;
    let knobs = json!({ "hourly_calls": 2, "hourly_calls_registered": 4 });
    sim.control("/_sim/knobs", knobs).await;
    let customer = sim.onboarded(json!({})).await;
    let register = format!("/v25.0/{}/register", customer.phone_id);
    let body = json!({ "messaging_product": "whatsapp", "pin": "123456" });
    sim.post(&register, &customer.token, body.clone())
        .await
        .ok();
    let path = format!("/v25.0/{}/phone_numbers", customer.waba_id);
    for _ in 0..3 {
        sim.get(&path, &customer.token).await.ok();
    }
    sim.post(&register, &customer.token, body)
        .await
        .error(80_007);
    assert_eq!(
        sim.world().await["numbers"][0]["register_calls"],
        1,
        "a refused call has no effect"
    );
}
