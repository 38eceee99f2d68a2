//! Reading accounts and numbers.

use serde_json::{Value, json};

use crate::support::Sim;

#[tokio::test]
async fn an_account_shows_the_asked_fields_and_its_id() {
    let sim = Sim::start().await;
    let extras =
        json!({ "setup": { "business": { "name": "Zoë's Tea", "address": { "country": "DE" } } } });
    let customer = sim.onboarded(json!({ "extras": extras })).await;
    let path = format!(
        "/v25.0/{}?fields=name,country,owner_business_info{{id}}",
        customer.waba_id
    );
    let waba = sim.get(&path, &customer.token).await.ok();
    let expected = json!({
        "id": customer.waba_id, "name": "Zoë's Tea", "country": "DE",
        "owner_business_info": { "id": customer.business_id },
    });
    assert_eq!(waba, expected);
    let unknown = sim
        .get(
            &format!("/v25.0/{}?fields=colour", customer.waba_id),
            &customer.token,
        )
        .await;
    assert!(
        unknown.error(100)["message"]
            .as_str()
            .unwrap()
            .contains("colour")
    );
}

#[tokio::test]
async fn a_new_cloud_number_is_verified_and_pending() {
    let sim = Sim::start().await;
    let customer = sim.onboarded(json!({ "number": "+49 1512 3456789" })).await;
    assert_eq!(customer.number, "4915123456789");
    let fields = "display_phone_number,status,code_verification_status,is_on_biz_app,is_pin_enabled,last_onboarded_time";
    let number = sim
        .get(
            &format!("/v25.0/{}?fields={fields}", customer.phone_id),
            &customer.token,
        )
        .await
        .ok();
    let shown = number["display_phone_number"].as_str().unwrap();
    assert!(shown.starts_with("+49 ") && shown.contains(' '), "{shown}");
    assert_eq!(
        shown
            .chars()
            .filter(char::is_ascii_digit)
            .collect::<String>(),
        customer.number
    );
    assert_eq!(
        (&number["status"], &number["code_verification_status"]),
        (&json!("PENDING"), &json!("VERIFIED"))
    );
    assert_eq!(
        (&number["is_on_biz_app"], &number["is_pin_enabled"]),
        (&json!(false), &json!(false))
    );
    assert_eq!(number["last_onboarded_time"], "2026-11-22T10:00:00+0000");
    let default = sim
        .get(&format!("/v25.0/{}", customer.phone_id), &customer.token)
        .await
        .ok();
    assert!(default.get("status").is_none() && default["quality_rating"].is_string());
}

#[tokio::test]
async fn invented_numbers_are_unique_and_bad_ones_are_refused() {
    let sim = Sim::start().await;
    let (one, two) = (
        sim.onboarded(json!({})).await,
        sim.onboarded(json!({})).await,
    );
    assert_ne!(one.number, two.number);
    let body = json!({ "client_id": crate::support::APP, "config_id": crate::support::CONFIG, "number": "call me" });
    let refused = sim
        .send(sim.http().post(sim.url("/_sim/signup")).json(&body))
        .await;
    assert_eq!(refused.status, 400);
    assert!(refused.body["error"].as_str().unwrap().contains("`number`"));
}

#[tokio::test]
async fn numbers_of_an_account_come_newest_first_and_filtered() {
    let sim = Sim::start().await;
    let customer = sim.onboarded(json!({ "number": "4915123456789" })).await;
    let path = format!("/v25.0/{}/phone_numbers", customer.waba_id);
    let list = sim.get(&path, &customer.token).await.ok();
    assert_eq!(list["data"].as_array().unwrap().len(), 1);
    assert_eq!(list["data"][0]["id"], customer.phone_id.as_str());
    assert!(list["paging"]["cursors"]["after"].is_string() && list["paging"].get("next").is_none());

    let count = async |query: &str| {
        let answer = sim
            .get(&format!("{path}?{query}"), &customer.token)
            .await
            .ok();
        answer["data"].as_array().map(Vec::len)
    };
    assert_eq!(
        count("display_phone_number=%2B49%201512%203456789").await,
        Some(1)
    );
    assert_eq!(count("display_phone_number=4930123").await, Some(0));
    let live = "filtering=%5B%7B%22field%22%3A%22account_mode%22%2C%22operator%22%3A%22EQUAL%22%2C%22value%22%3A%22";
    assert_eq!(count(&format!("{live}LIVE%22%7D%5D")).await, Some(1));
    assert_eq!(count(&format!("{live}SANDBOX%22%7D%5D")).await, Some(0));
    for wrong in [
        "limit=0",
        "limit=x",
        "sort=name",
        "after=nowhere",
        "filtering=x",
        "fields=colour",
    ] {
        sim.get(&format!("{path}?{wrong}"), &customer.token)
            .await
            .error(100);
    }
}

#[tokio::test]
async fn pages_follow_their_cursors() {
    let sim = Sim::start().await;
    let first = sim.onboarded(json!({})).await;
    let mut expected = vec![first.phone_id.clone()];
    for _ in 0..4 {
        sim.advance(60).await;
        let next = sim.sign_up(json!({ "waba_id": first.waba_id })).await;
        assert_eq!(
            next["waba_id"],
            first.waba_id.as_str(),
            "another number of the same account"
        );
        expected.insert(0, next["phone_number_id"].as_str().unwrap().to_owned());
    }
    let ids = |page: &Value| -> Vec<String> {
        let numbers = page["data"].as_array().unwrap().iter();
        numbers
            .map(|number| number["id"].as_str().unwrap().to_owned())
            .collect()
    };
    let mut url = sim.url(&format!(
        "/v25.0/{}/phone_numbers?limit=2&fields=id&access_token=hidden",
        first.waba_id
    ));
    let mut seen = Vec::new();
    let mut pages = Vec::new();
    loop {
        let page = sim
            .send(sim.http().get(&url).bearer_auth(&first.token))
            .await
            .ok();
        seen.extend(ids(&page));
        pages.push(page.clone());
        let Some(next) = page["paging"]["next"].as_str() else {
            break;
        };
        assert!(!next.contains("access_token"), "{next}");
        url = next.to_owned();
    }
    assert_eq!((seen, pages.len()), (expected, 3));
    let back = pages[2]["paging"]["previous"].as_str().unwrap();
    let previous = sim
        .send(sim.http().get(back).bearer_auth(&first.token))
        .await
        .ok();
    assert_eq!(ids(&previous), ids(&pages[1]));
}

#[tokio::test]
async fn an_account_without_a_number_lists_none() {
    let sim = Sim::start().await;
    let customer = sim.onboarded(json!({ "ending": "finish-only-waba" })).await;
    let list = sim
        .get(
            &format!("/v25.0/{}/phone_numbers", customer.waba_id),
            &customer.token,
        )
        .await
        .ok();
    assert_eq!(list, json!({ "data": [] }));
}
