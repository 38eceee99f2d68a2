//! The credit line of a Solution Partner.

use serde_json::{Value, json};

use crate::support::{Onboarded, PARTNER_BUSINESS, SYSTEM_TOKEN, Sim};

const LINE: &str = "197000000000001";

async fn partner() -> Sim {
    Sim::start_with(|config| {
        config.apps[0].solution_partner = true;
        config.apps[0].credit_line = Some(LINE.into());
    })
    .await
}

fn share(customer: &Onboarded, currency: &str) -> String {
    format!(
        "/v25.0/{LINE}/whatsapp_credit_sharing_and_attach?waba_currency={currency}&waba_id={}",
        customer.waba_id
    )
}

#[tokio::test]
async fn the_line_is_found_shared_and_checked() {
    let sim = partner().await;
    let customer = sim.onboarded(json!({})).await;
    let found = format!("/v25.0/{PARTNER_BUSINESS}/extendedcredits");
    assert_eq!(
        sim.get(&found, SYSTEM_TOKEN).await.ok(),
        json!({ "data": [{ "id": LINE }] })
    );
    let funding = format!(
        "/v25.0/{}?fields=primary_funding_id,currency",
        customer.waba_id
    );
    let before = sim.get(&funding, &customer.token).await.ok();
    assert_eq!(before["primary_funding_id"], Value::Null);

    let shared = sim
        .post(&share(&customer, "EUR"), SYSTEM_TOKEN, json!({}))
        .await
        .ok();
    assert_eq!(shared["waba_id"], customer.waba_id.as_str());
    let allocation = shared["allocation_config_id"].as_str().unwrap();
    let path = format!("/v25.0/{allocation}?fields=receiving_credential");
    let credential = sim.get(&path, SYSTEM_TOKEN).await.ok()["receiving_credential"]["id"].clone();
    let after = sim.get(&funding, &customer.token).await.ok();
    assert_eq!(
        (&after["primary_funding_id"], &after["currency"]),
        (&credential, &json!("EUR"))
    );
}

#[tokio::test]
async fn a_line_is_attached_once_and_in_a_known_currency() {
    let sim = partner().await;
    let customer = sim.onboarded(json!({})).await;
    let attach = async |currency: &str| {
        sim.post(&share(&customer, currency), SYSTEM_TOKEN, json!({}))
            .await
    };
    attach("XXX").await.error(100);
    attach("USD").await.ok();
    let again = attach("USD").await.error(100);
    assert!(
        again["message"]
            .as_str()
            .unwrap()
            .contains("already attached")
    );
    let path = share(&customer, "USD").replace(LINE, "197000000000009");
    sim.post(&path, SYSTEM_TOKEN, json!({})).await.unreachable();
    let path = share(&customer, "USD").replace(&customer.waba_id, "102000000000009");
    sim.post(&path, SYSTEM_TOKEN, json!({})).await.unreachable();
}

#[tokio::test]
async fn only_a_solution_partners_system_user_may() {
    let sim = partner().await;
    let customer = sim.onboarded(json!({})).await;
    let path = share(&customer, "USD");
    sim.post(&path, &customer.token, json!({})).await.error(200);

    let plain = Sim::start_with(|config| config.apps[0].credit_line = Some(LINE.into())).await;
    let customer = plain.onboarded(json!({})).await;
    let refused = plain
        .post(&share(&customer, "USD"), SYSTEM_TOKEN, json!({}))
        .await;
    assert_eq!(
        (refused.status, &refused.error(200)["code"]),
        (403, &json!(200))
    );
}
