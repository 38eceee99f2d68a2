//! `/{WABA}/subscribed_apps` and `/{APP}/subscriptions`.

use serde_json::{Value, json};

use crate::support::{APP, Receiver, Sim, VERIFY_TOKEN, app_token};

#[tokio::test]
async fn an_app_subscribes_reads_and_unsubscribes() {
    let sim = Sim::start().await;
    let customer = sim.onboarded(json!({})).await;
    let path = format!("/v25.0/{}/subscribed_apps", customer.waba_id);
    assert_eq!(
        sim.get(&path, &customer.token).await.ok(),
        json!({ "data": [] })
    );
    // The documented call has no body at all.
    let bare = sim.http().post(sim.url(&path)).bearer_auth(&customer.token);
    assert_eq!(sim.send(bare).await.ok(), json!({ "success": true }));
    let list = sim.get(&path, &customer.token).await.ok();
    assert_eq!(list["data"][0]["whatsapp_business_api_data"]["id"], APP);
    assert!(list["data"][0].get("override_callback_uri").is_none());
    sim.delete(&path, &customer.token).await.ok();
    assert_eq!(
        sim.get(&path, &customer.token).await.ok(),
        json!({ "data": [] })
    );
}

#[tokio::test]
async fn an_override_is_challenged_and_cleared_by_subscribing_again() {
    let sim = Sim::start().await;
    let receiver = Receiver::start().await;
    let customer = sim.onboarded(json!({})).await;
    let path = format!("/v25.0/{}/subscribed_apps", customer.waba_id);
    let with =
        |token: &str| json!({ "override_callback_uri": receiver.url, "verify_token": token });

    sim.post(&path, &customer.token, with(VERIFY_TOKEN))
        .await
        .error(100);
    assert_eq!(
        receiver.received(),
        0,
        "an app that is not subscribed is refused before the challenge"
    );
    sim.post(&path, &customer.token, json!({})).await.ok();
    sim.post(&path, &customer.token, with("wrong"))
        .await
        .error(100);
    sim.post(
        &path,
        &customer.token,
        json!({ "override_callback_uri": receiver.url }),
    )
    .await
    .error(100);
    let long = format!("{}?{}", receiver.url, "x".repeat(200));
    let too_long = json!({ "override_callback_uri": long, "verify_token": VERIFY_TOKEN });
    sim.post(&path, &customer.token, too_long).await.error(100);

    sim.post(&path, &customer.token, with(VERIFY_TOKEN))
        .await
        .ok();
    let list = sim.get(&path, &customer.token).await.ok();
    assert_eq!(
        list["data"][0]["override_callback_uri"],
        receiver.url.as_str()
    );
    let number = format!("/v25.0/{}?fields=webhook_configuration", customer.phone_id);
    let number = sim.get(&number, &customer.token).await.ok();
    assert_eq!(
        number["webhook_configuration"]["whatsapp_business_account"],
        receiver.url.as_str()
    );

    sim.post(&path, &customer.token, json!({})).await.ok();
    let list = sim.get(&path, &customer.token).await.ok();
    assert!(list["data"][0].get("override_callback_uri").is_none());
}

fn callback(url: &str, verify_token: &str) -> Value {
    json!({
        "object": "whatsapp_business_account", "callback_url": url, "verify_token": verify_token,
        "fields": "account_update,messages",
    })
}

#[tokio::test]
async fn the_apps_own_callback_is_challenged_listed_and_removed() {
    let sim = Sim::start().await;
    let receiver = Receiver::start().await;
    let path = format!("/v25.0/{APP}/subscriptions");
    assert_eq!(
        sim.get(&path, &app_token()).await.ok(),
        json!({ "data": [] })
    );
    sim.post(&path, &app_token(), callback(&receiver.url, VERIFY_TOKEN))
        .await
        .ok();
    let list = sim.get(&path, &app_token()).await.ok();
    assert_eq!(
        (&list["data"][0]["callback_url"], &list["data"][0]["active"]),
        (&json!(receiver.url), &json!(true))
    );
    let names: Vec<_> = list["data"][0]["fields"]
        .as_array()
        .unwrap()
        .iter()
        .map(|field| &field["name"])
        .collect();
    assert_eq!(names, ["account_update", "messages"]);

    sim.delete(&format!("{path}?fields=messages"), &app_token())
        .await
        .ok();
    let list = sim.get(&path, &app_token()).await.ok();
    assert_eq!(list["data"][0]["fields"].as_array().unwrap().len(), 1);
    sim.delete(&path, &app_token()).await.ok();
    assert_eq!(
        sim.get(&path, &app_token()).await.ok(),
        json!({ "data": [] })
    );
}

#[tokio::test]
async fn a_callback_that_fails_the_challenge_is_not_taken() {
    let sim = Sim::start().await;
    let receiver = Receiver::start().await;
    let path = format!("/v25.0/{APP}/subscriptions");
    sim.post(&path, &app_token(), callback(&receiver.url, "wrong"))
        .await
        .error(2200);
    sim.post(
        &path,
        &app_token(),
        callback("http://127.0.0.1:1/hook", VERIFY_TOKEN),
    )
    .await
    .error(2200);
    sim.post(&path, &app_token(), callback("not a url", VERIFY_TOKEN))
        .await
        .error(2200);
    let mut unknown = callback(&receiver.url, VERIFY_TOKEN);
    unknown["fields"] = json!(["account_update", "gossip"]);
    sim.post(&path, &app_token(), unknown).await.error(100);
    assert_eq!(
        sim.get(&path, &app_token()).await.ok(),
        json!({ "data": [] })
    );
}

#[tokio::test]
async fn app_subscriptions_want_that_apps_token() {
    let sim = Sim::start().await;
    let customer = sim.onboarded(json!({})).await;
    let path = format!("/v25.0/{APP}/subscriptions");
    sim.get(&path, &customer.token).await.error(15);
    sim.get("/v25.0/670000000000002/subscriptions", &app_token())
        .await
        .unreachable();
    sim.get(&path, &format!("{APP}|wrong")).await.error(190);
}
