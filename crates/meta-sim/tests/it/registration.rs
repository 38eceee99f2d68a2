//! Register, deregister and the PIN.

use serde_json::{Value, json};

use crate::support::{Answer, Onboarded, Sim};

async fn register(sim: &Sim, customer: &Onboarded, pin: &str) -> Answer {
    let body = json!({ "messaging_product": "whatsapp", "pin": pin });
    sim.post(
        &format!("/v25.0/{}/register", customer.phone_id),
        &customer.token,
        body,
    )
    .await
}

async fn deregister(sim: &Sim, customer: &Onboarded) -> Answer {
    sim.post(
        &format!("/v25.0/{}/deregister", customer.phone_id),
        &customer.token,
        json!({}),
    )
    .await
}

async fn in_world(sim: &Sim, customer: &Onboarded) -> Value {
    let world = sim.world().await;
    let numbers = world["numbers"].as_array().unwrap();
    numbers
        .iter()
        .find(|number| number["id"] == customer.phone_id.as_str())
        .unwrap()
        .clone()
}

#[tokio::test]
async fn registering_connects_the_number_and_sets_its_pin() {
    let sim = Sim::start().await;
    let customer = sim.onboarded(json!({})).await;
    assert_eq!(
        register(&sim, &customer, "481516").await.ok(),
        json!({ "success": true })
    );
    let number = in_world(&sim, &customer).await;
    assert_eq!(
        (&number["status"], &number["pin"]),
        (&json!("CONNECTED"), &json!("481516"))
    );
    assert_eq!(number["register_calls"], 1);
    let path = format!("/v25.0/{}?fields=status,is_pin_enabled", customer.phone_id);
    let read = sim.get(&path, &customer.token).await.ok();
    assert_eq!(
        (&read["status"], &read["is_pin_enabled"]),
        (&json!("CONNECTED"), &json!(true))
    );
}

#[tokio::test]
async fn a_pin_that_is_set_must_match() {
    let sim = Sim::start().await;
    let customer = sim.onboarded(json!({ "existing_pin": "111111" })).await;
    let mismatch = register(&sim, &customer, "222222").await;
    assert_eq!(mismatch.status, 400);
    assert!(mismatch.error(133_005)["error_data"]["details"].is_string());
    assert_eq!(in_world(&sim, &customer).await["status"], "PENDING");
    register(&sim, &customer, "111111").await.ok();

    deregister(&sim, &customer).await.ok();
    register(&sim, &customer, "222222").await.error(133_005);
    sim.post(
        &format!("/v25.0/{}", customer.phone_id),
        &customer.token,
        json!({ "pin": "333333" }),
    )
    .await
    .ok();
    register(&sim, &customer, "333333").await.ok();
}

#[tokio::test]
async fn bad_requests_and_unverified_numbers_are_refused() {
    let sim = Sim::start().await;
    let customer = sim.onboarded(json!({})).await;
    for pin in ["12345", "1234567", "12345a", ""] {
        register(&sim, &customer, pin).await.error(100);
    }
    let path = format!("/v25.0/{}/register", customer.phone_id);
    sim.post(&path, &customer.token, json!({ "pin": "123456" }))
        .await
        .error(100);
    let region = json!({ "messaging_product": "whatsapp", "pin": "123456", "data_localization_region": "XX" });
    sim.post(&path, &customer.token, region).await.error(100);
    sim.post(
        &format!("/v25.0/{}", customer.phone_id),
        &customer.token,
        json!({ "pin": "1" }),
    )
    .await
    .error(100);
    sim.post(
        &format!("/v25.0/{}", customer.phone_id),
        &customer.token,
        json!({}),
    )
    .await
    .error(100);

    let unverified = sim.onboarded(json!({ "number_verified": false })).await;
    register(&sim, &unverified, "123456").await.error(133_006);
}

#[tokio::test]
async fn coexistence_numbers_are_neither_registered_nor_deregistered() {
    let sim = Sim::start().await;
    let customer = sim
        .onboarded(json!({ "ending": "finish-coexistence" }))
        .await;
    register(&sim, &customer, "123456").await.error(100);
    deregister(&sim, &customer).await.error(100);
    let number = in_world(&sim, &customer).await;
    assert_eq!(
        (&number["status"], &number["pin"]),
        (&json!("CONNECTED"), &Value::Null)
    );
}

#[tokio::test]
async fn the_eleventh_register_call_blocks_the_number_for_72_hours() {
    let sim = Sim::start().await;
    let customer = sim.onboarded(json!({})).await;
    for _ in 0..10 {
        register(&sim, &customer, "123456").await.ok();
    }
    register(&sim, &customer, "123456").await.error(133_016);
    sim.advance(71 * 3600).await;
    register(&sim, &customer, "123456").await.error(133_016);
    sim.advance(3600).await;
    register(&sim, &customer, "123456").await.ok();
    assert_eq!(in_world(&sim, &customer).await["register_calls"], 13);
}

#[tokio::test]
async fn deregistering_disconnects_once() {
    let sim = Sim::start().await;
    let customer = sim.onboarded(json!({})).await;
    deregister(&sim, &customer).await.error(133_010);
    register(&sim, &customer, "123456").await.ok();
    deregister(&sim, &customer).await.ok();
    assert_eq!(in_world(&sim, &customer).await["status"], "DISCONNECTED");
    deregister(&sim, &customer).await.error(133_010);
}
