//! Numbers that stay in the WhatsApp Business app.

use serde_json::{Value, json};

use crate::support::{Onboarded, Sim};

async fn coexistence(sim: &Sim) -> Onboarded {
    sim.onboarded(json!({ "extras": { "featureType": "whatsapp_business_app_onboarding" } }))
        .await
}

fn sync(kind: &str) -> Value {
    json!({ "messaging_product": "whatsapp", "sync_type": kind })
}

fn path(customer: &Onboarded) -> String {
    format!("/v25.0/{}/smb_app_data", customer.phone_id)
}

#[tokio::test]
async fn the_number_is_connected_and_on_the_app() {
    let sim = Sim::start().await;
    let customer = coexistence(&sim).await;
    let fields = format!(
        "/v25.0/{}/phone_numbers?fields=is_on_biz_app,platform_type,status",
        customer.waba_id
    );
    let list = sim.get(&fields, &customer.token).await.ok();
    let expected = json!({
        "id": customer.phone_id, "is_on_biz_app": true, "platform_type": "CLOUD_API", "status": "CONNECTED",
    });
    assert_eq!(list["data"], json!([expected]));
}

#[tokio::test]
async fn each_sync_runs_once() {
    let sim = Sim::start().await;
    let customer = coexistence(&sim).await;
    let mut request_ids = Vec::new();
    for kind in ["smb_app_state_sync", "history"] {
        let answer = sim
            .post(&path(&customer), &customer.token, sync(kind))
            .await
            .ok();
        assert_eq!(answer["messaging_product"], "whatsapp");
        request_ids.push(answer["request_id"].as_str().unwrap().to_owned());
        sim.post(&path(&customer), &customer.token, sync(kind))
            .await
            .error(2_593_107);
    }
    assert_ne!(request_ids[0], request_ids[1]);
    assert_eq!(
        sim.world().await["numbers"][0]["syncs"]["history"],
        request_ids[1].as_str()
    );
}

#[tokio::test]
async fn syncs_are_open_for_24_hours() {
    let sim = Sim::start().await;
    let customer = coexistence(&sim).await;
    sim.advance(24 * 3600).await;
    sim.post(&path(&customer), &customer.token, sync("history"))
        .await
        .ok();
    sim.advance(1).await;
    sim.post(
        &path(&customer),
        &customer.token,
        sync("smb_app_state_sync"),
    )
    .await
    .error(2_593_108);
}

#[tokio::test]
async fn other_numbers_and_other_syncs_are_refused() {
    let sim = Sim::start().await;
    let cloud = sim.onboarded(json!({})).await;
    sim.post(&path(&cloud), &cloud.token, sync("history"))
        .await
        .error(100);
    let customer = coexistence(&sim).await;
    sim.post(&path(&customer), &customer.token, sync("contacts"))
        .await
        .error(100);
    sim.post(
        &path(&customer),
        &customer.token,
        json!({ "sync_type": "history" }),
    )
    .await
    .error(100);
    sim.post(&path(&customer), &cloud.token, sync("history"))
        .await
        .unreachable();
}

#[tokio::test]
async fn an_owner_who_comes_back_keeps_the_number_and_may_sync_again() {
    let sim = Sim::start().await;
    let first = coexistence(&sim).await;
    sim.post(&path(&first), &first.token, sync("history"))
        .await
        .ok();
    sim.advance(48 * 3600).await;
    let again = sim
        .onboarded(json!({ "number": first.number, "ending": "finish-coexistence" }))
        .await;
    assert_eq!(
        (&again.phone_id, &again.waba_id),
        (&first.phone_id, &first.waba_id)
    );
    assert_ne!(again.token, first.token);
    sim.post(&path(&again), &again.token, sync("history"))
        .await
        .ok();
}
