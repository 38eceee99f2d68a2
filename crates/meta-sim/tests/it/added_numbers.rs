//! Numbers that are added to an account after the signup.

use serde_json::{Value, json};

use crate::support::{Answer, Onboarded, Sim};

async fn add(sim: &Sim, customer: &Onboarded, rest: &str) -> Answer {
    let path = format!(
        "/v25.0/{}/phone_numbers?cc=49&phone_number={rest}&verified_name=Acme",
        customer.waba_id
    );
    sim.post(&path, &customer.token, json!({})).await
}

#[tokio::test]
async fn a_number_is_added_verified_and_registered() {
    let sim = Sim::start().await;
    let customer = sim.onboarded(json!({ "ending": "finish-only-waba" })).await;
    let added = add(&sim, &customer, "15112345671").await.ok();
    let id = added["id"].as_str().unwrap();
    let list = format!(
        "/v25.0/{}/phone_numbers?fields=id,verified_name,code_verification_status",
        customer.waba_id
    );
    let listed = sim.get(&list, &customer.token).await.ok();
    assert_eq!(listed["data"][0]["verified_name"], "Acme");
    assert_eq!(
        listed["data"][0]["code_verification_status"],
        "NOT_VERIFIED"
    );
    let register = format!("/v25.0/{id}/register");
    let body = json!({ "messaging_product": "whatsapp", "pin": "481516" });
    sim.post(&register, &customer.token, body.clone())
        .await
        .error(133_006);
    let ask = format!("/v25.0/{id}/request_code?code_method=VOICE&language=de");
    sim.post(&ask, &customer.token, json!({})).await.ok();
    let path = "/_sim/code?number=4915112345671";
    let code = sim.send(sim.http().get(sim.url(path))).await.ok()["code"].clone();
    let verify = format!("/v25.0/{id}/verify_code");
    sim.post(&verify, &customer.token, json!({ "code": code }))
        .await
        .ok();
    sim.post(&ask, &customer.token, json!({}))
        .await
        .error(136_024);
    sim.post(&register, &customer.token, body).await.ok();
}

#[tokio::test]
async fn what_cannot_be_added_is_refused() {
    let sim = Sim::start().await;
    let customer = sim.onboarded(json!({ "ending": "finish-only-waba" })).await;
    let other = sim.onboarded(json!({ "number": "4915112345672" })).await;
    add(&sim, &customer, "15112345672").await.error(200_000);
    add(&sim, &customer, "15112345673").await.ok();
    let twice = add(&sim, &customer, "15112345673").await.error(100);
    assert_eq!(twice["error_subcode"], 2_388_012);
    add(&sim, &customer, "1").await.error(100);
    sim.control("/_sim/knobs", json!({ "numbers_per_account": 1 }))
        .await;
    let full = add(&sim, &customer, "15112345674").await.error(100);
    assert!(
        full["message"]
            .as_str()
            .unwrap()
            .contains("maximum number of phone numbers")
    );
    let path = format!(
        "/v25.0/{}/phone_numbers?cc=49&phone_number=15112345675&verified_name=Acme",
        other.waba_id
    );
    sim.post(&path, &customer.token, json!({}))
        .await
        .unreachable();
    let none = "/_sim/code?number=4915112345673";
    let answer = sim.send(sim.http().get(sim.url(none))).await;
    assert_eq!(
        (answer.status, answer.body["error"] != Value::Null),
        (404, true)
    );
}
