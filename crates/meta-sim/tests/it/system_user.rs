//! The partner's system user: fetching the token of a customer who came without a code.

use serde_json::{Value, json};

use crate::support::{Answer, SYSTEM_TOKEN, Sim, app_token, proof};

async fn fetch(sim: &Sim, business_id: &str, body: Value) -> Answer {
    let path = format!("/v25.0/{business_id}/system_user_access_tokens");
    sim.post(&path, SYSTEM_TOKEN, body).await
}

fn proven() -> Value {
    json!({ "appsecret_proof": proof(SYSTEM_TOKEN), "fetch_only": true })
}

#[tokio::test]
async fn a_customer_of_the_hosted_page_is_reached_with_a_fetched_token() {
    let sim = Sim::start().await;
    let signup = sim.sign_up(json!({ "hosted": true })).await;
    assert_eq!(
        (&signup["code"], &signup["messages"], &signup["order"]),
        (&Value::Null, &json!([]), &json!([]))
    );
    let business_id = signup["business_id"].as_str().unwrap();
    let token = fetch(&sim, business_id, proven()).await.ok()["access_token"].clone();
    let path = format!(
        "/v25.0/{}/phone_numbers",
        signup["waba_id"].as_str().unwrap()
    );
    let list = sim.get(&path, token.as_str().unwrap()).await.ok();
    assert_eq!(list["data"][0]["id"], signup["phone_number_id"]);
    assert_eq!(
        fetch(&sim, business_id, proven()).await.ok()["access_token"],
        token,
        "there is one token for each customer"
    );
}

#[tokio::test]
async fn the_token_of_an_exchange_is_the_one_that_is_fetched() {
    let sim = Sim::start().await;
    let customer = sim.onboarded(json!({})).await;
    let form = [
        ("appsecret_proof", proof(SYSTEM_TOKEN)),
        ("fetch_only", "true".to_owned()),
    ];
    let url = sim.url(&format!(
        "/v25.0/{}/system_user_access_tokens",
        customer.business_id
    ));
    let request = sim.http().post(url).bearer_auth(SYSTEM_TOKEN).form(&form);
    let fetched = sim.send(request).await.ok();
    assert_eq!(fetched["access_token"], customer.token.as_str());
    // Dead tokens are not given out again.
    sim.advance(61 * 24 * 3600).await;
    let fetched = fetch(&sim, &customer.business_id, proven()).await.ok();
    assert_ne!(fetched["access_token"], customer.token.as_str());
}

#[tokio::test]
async fn what_is_not_proven_or_not_shared_is_refused() {
    let sim = Sim::start().await;
    let customer = sim.onboarded(json!({})).await;
    let business = customer.business_id.as_str();
    fetch(&sim, business, json!({ "fetch_only": true }))
        .await
        .error(100);
    let wrong = json!({ "appsecret_proof": proof("EAAother"), "fetch_only": true });
    fetch(&sim, business, wrong).await.error(100);
    let making = json!({ "appsecret_proof": proof(SYSTEM_TOKEN) });
    let refused = fetch(&sim, business, making).await.error(100);
    assert!(refused["message"].as_str().unwrap().contains("fetch_only"));
    fetch(&sim, "272000000000009", proven()).await.unreachable();
    let path = format!("/v25.0/{business}/system_user_access_tokens");
    for token in [customer.token.clone(), app_token()] {
        let body = json!({ "appsecret_proof": proof(&token), "fetch_only": true });
        sim.post(&path, &token, body).await.error(200);
    }
    sim.get("/v25.0/me", "EAAsystem2").await.error(190);
}
