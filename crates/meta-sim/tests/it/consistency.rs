//! What is true already and does not show yet.

use serde_json::{Value, json};

use crate::support::Sim;

#[tokio::test]
async fn a_fresh_number_is_missing_from_the_list_for_a_while() {
    let sim = Sim::start().await;
    sim.control("/_sim/knobs", json!({ "number_list_delay_seconds": 30 }))
        .await;
    let customer = sim.onboarded(json!({})).await;
    let list = format!("/v25.0/{}/phone_numbers", customer.waba_id);
    sim.advance(29).await;
    assert_eq!(
        sim.get(&list, &customer.token).await.ok()["data"],
        json!([])
    );
    sim.get(&format!("/v25.0/{}", customer.phone_id), &customer.token)
        .await
        .ok();
    sim.advance(1).await;
    assert_eq!(
        sim.get(&list, &customer.token).await.ok()["data"][0]["id"],
        customer.phone_id.as_str()
    );
}

#[tokio::test]
async fn a_registration_shows_late() {
    let sim = Sim::start().await;
    sim.control(
        "/_sim/knobs",
        json!({ "register_visible_after_seconds": 10 }),
    )
    .await;
    let customer = sim.onboarded(json!({})).await;
    let body = json!({ "messaging_product": "whatsapp", "pin": "123456" });
    let register = format!("/v25.0/{}/register", customer.phone_id);
    sim.post(&register, &customer.token, body).await.ok();
    let status = async || -> Value {
        let path = format!("/v25.0/{}?fields=status", customer.phone_id);
        sim.get(&path, &customer.token).await.ok()["status"].clone()
    };
    sim.advance(9).await;
    assert_eq!(status().await, "PENDING");
    sim.advance(1).await;
    assert_eq!(status().await, "CONNECTED");
}
