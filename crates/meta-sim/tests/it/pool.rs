//! The pool of pre-verified numbers of a Solution Partner.

use serde_json::{Value, json};

use crate::support::{APP, Answer, PARTNER_BUSINESS, SYSTEM_TOKEN, Sim};

const DAY: u32 = 24 * 3600;

async fn partner() -> Sim {
    Sim::start_with(|config| config.apps[0].solution_partner = true).await
}

async fn add(sim: &Sim, digits: &str) -> Answer {
    let path = format!("/v25.0/{PARTNER_BUSINESS}/add_phone_numbers?phone_number={digits}");
    sim.post(&path, SYSTEM_TOKEN, json!({})).await
}

async fn added(sim: &Sim, digits: &str) -> String {
    let answer = add(sim, digits).await.ok();
    answer["id"].as_str().unwrap().to_owned()
}

async fn ask(sim: &Sim, id: &str) -> Answer {
    let path = format!("/v25.0/{id}/request_code?code_method=SMS&language=en_US");
    sim.post(&path, SYSTEM_TOKEN, json!({})).await
}

async fn give(sim: &Sim, id: &str, code: &str) -> Answer {
    let path = format!("/v25.0/{id}/verify_code?code={code}");
    sim.post(&path, SYSTEM_TOKEN, json!({})).await
}

async fn code_to(sim: &Sim, digits: &str) -> String {
    let path = format!("/_sim/code?number=%2B{digits}");
    let answer = sim.send(sim.http().get(sim.url(&path))).await.ok();
    answer["code"].as_str().unwrap().to_owned()
}

async fn verified(sim: &Sim, digits: &str) -> String {
    let id = added(sim, digits).await;
    ask(sim, &id).await.ok();
    give(sim, &id, &code_to(sim, digits).await).await.ok();
    id
}

async fn status(sim: &Sim, id: &str) -> Value {
    let answer = sim.get(&format!("/v25.0/{id}"), SYSTEM_TOKEN).await;
    answer.ok()["code_verification_status"].clone()
}

async fn list(sim: &Sim, query: &str) -> Value {
    let path = format!("/v25.0/{PARTNER_BUSINESS}/preverified_numbers?{query}");
    sim.get(&path, SYSTEM_TOKEN).await.ok()
}

#[tokio::test]
async fn a_number_is_added_verified_read_and_deleted() {
    let sim = partner().await;
    let id = added(&sim, "4915112345671").await;
    assert!(id.starts_with("900"));
    assert_eq!(status(&sim, &id).await, "NOT_VERIFIED");
    ask(&sim, &id).await.ok();
    give(&sim, &id, "000000").await.error(136_025);
    let code = code_to(&sim, "4915112345671").await;
    sim.advance(600).await;
    let expired = give(&sim, &id, &code).await.error(136_025);
    assert!(
        expired["error_data"]["details"]
            .as_str()
            .unwrap()
            .contains("expired")
    );
    ask(&sim, &id).await.ok();
    give(&sim, &id, &code_to(&sim, "4915112345671").await)
        .await
        .ok();
    let read = sim.get(&format!("/v25.0/{id}"), SYSTEM_TOKEN).await.ok();
    assert_eq!(read["code_verification_status"], "VERIFIED");
    assert_eq!(read["phone_number"], "4915112345671");
    assert!(read["verification_expiry_time"].is_string());
    let deleted = sim.delete(&format!("/v25.0/{id}"), SYSTEM_TOKEN).await;
    assert_eq!(deleted.ok(), json!({ "success": true }));
    sim.get(&format!("/v25.0/{id}"), SYSTEM_TOKEN)
        .await
        .unreachable();
}

#[tokio::test]
async fn the_clock_walks_a_number_through_its_90_days() {
    let sim = partner().await;
    let id = verified(&sim, "4915112345672").await;
    sim.advance(45 * DAY - 1).await;
    ask(&sim, &id).await.error(136_024);
    sim.advance(1).await;
    ask(&sim, &id).await.ok();
    sim.advance(45 * DAY - 1).await;
    assert_eq!(status(&sim, &id).await, "VERIFIED");
    sim.advance(1).await;
    assert_eq!(status(&sim, &id).await, "EXPIRED");
    ask(&sim, &id).await.ok();
    give(&sim, &id, &code_to(&sim, "4915112345672").await)
        .await
        .ok();
    assert_eq!(status(&sim, &id).await, "VERIFIED");

    let forgotten = added(&sim, "4915112345673").await;
    sim.advance(90 * DAY).await;
    sim.get(&format!("/v25.0/{forgotten}"), SYSTEM_TOKEN)
        .await
        .unreachable();
}

#[tokio::test]
async fn the_pool_is_listed_in_order_in_pages_and_by_filters() {
    let sim = partner().await;
    let first = verified(&sim, "4915112345601").await;
    for number in 2..=27 {
        added(&sim, &format!("49151123456{number:02}")).await;
    }
    let page = list(&sim, "").await;
    assert_eq!(page["data"].as_array().unwrap().len(), 25);
    assert_eq!(page["data"][0]["id"], first.as_str());
    let next = page["paging"]["next"].as_str().unwrap();
    let rest = sim
        .send(sim.http().get(next).bearer_auth(SYSTEM_TOKEN))
        .await
        .ok();
    assert_eq!(rest["data"].as_array().unwrap().len(), 2);
    let only = list(&sim, "code_verification_status=VERIFIED").await;
    assert_eq!(only["data"].as_array().unwrap().len(), 1);
    let one = list(&sim, "phone_number=4915112345627").await;
    assert_eq!(one["data"][0]["phone_number"], "4915112345627");
    assert_eq!(one["data"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn a_number_is_in_one_place_only_and_the_pool_has_an_end() {
    let sim = partner().await;
    let customer = sim.onboarded(json!({})).await;
    add(&sim, &customer.number).await.error(100);
    added(&sim, "4915112345674").await;
    let twice = add(&sim, "4915112345674").await.error(100);
    assert_eq!(twice["error_subcode"], 2_388_012);
    add(&sim, "12").await.error(100);
    sim.control("/_sim/knobs", json!({ "number_pool_size": 1 }))
        .await;
    let full = add(&sim, "4915112345675").await.error(100);
    assert!(
        full["message"]
            .as_str()
            .unwrap()
            .contains("maximum number of phone numbers")
    );
}

#[tokio::test]
async fn a_customer_takes_the_offered_number_and_it_gets_a_new_id() {
    let sim = partner().await;
    let id = verified(&sim, "4915112345676").await;
    let offer = json!({ "extras": { "setup": { "preVerifiedPhone": { "ids": [id, "1"] } } } });
    let customer = sim.onboarded(offer.clone()).await;
    assert_eq!(customer.number, "4915112345676");
    assert_ne!(customer.phone_id, id);
    let path = format!(
        "/v25.0/{}?fields=code_verification_status",
        customer.phone_id
    );
    let read = sim.get(&path, &customer.token).await.ok();
    assert_eq!(read["code_verification_status"], "VERIFIED");
    sim.get(&format!("/v25.0/{id}"), SYSTEM_TOKEN)
        .await
        .unreachable();
    let another = sim.onboarded(offer).await;
    assert_ne!(another.number, customer.number, "it is not offered twice");

    let late = verified(&sim, "4915112345677").await;
    sim.advance(90 * DAY).await;
    let offer = json!({ "extras": { "setup": { "preVerifiedPhone": { "ids": [late] } } } });
    let customer = sim.onboarded(offer).await;
    let path = format!(
        "/v25.0/{}?fields=code_verification_status",
        customer.phone_id
    );
    let read = sim.get(&path, &customer.token).await.ok();
    assert_eq!(read["code_verification_status"], "NOT_VERIFIED");
}

#[tokio::test]
async fn the_pool_is_for_the_solution_partners_own_token() {
    let sim = partner().await;
    let id = added(&sim, "4915112345678").await;
    let customer = sim.onboarded(json!({})).await;
    let path = format!("/v25.0/{id}");
    sim.get(&path, &customer.token).await.error(200);
    let other = format!("/v25.0/{APP}/preverified_numbers");
    sim.get(&other, SYSTEM_TOKEN).await.unreachable();

    let plain = Sim::start().await;
    let refused = add(&plain, "4915112345679").await;
    assert_eq!(
        (refused.status, &refused.error(200)["code"]),
        (403, &json!(200))
    );
}

#[tokio::test]
async fn codes_have_a_cap_an_hour() {
    let sim = partner().await;
    let id = added(&sim, "4915112345680").await;
    for _ in 0..5 {
        ask(&sim, &id).await.ok();
    }
    ask(&sim, &id).await.error(136_024);
    sim.advance(3600).await;
    ask(&sim, &id).await.ok();
    let path = format!("/v25.0/{id}/request_code?code_method=FAX&language=en_US");
    sim.post(&path, SYSTEM_TOKEN, json!({})).await.error(100);
    let path = format!("/v25.0/{id}/request_code?code_method=SMS&language=English");
    sim.post(&path, SYSTEM_TOKEN, json!({})).await.error(100);
    let world = sim.world().await;
    assert_eq!(world["pool"][0]["codes_sent"], 6);
}
