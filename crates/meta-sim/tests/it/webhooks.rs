//! What the simulator sends, seen from a receiver.

use hmac::{Hmac, KeyInit, Mac};
use serde_json::{Value, json};
use sha2::Sha256;

use crate::support::{
    APP, PARTNER_BUSINESS, Received, Receiver, SECRET, Sim, VERIFY_TOKEN, app_token,
};

/// Checks the signature as a receiver has to: over the raw bytes, before parsing.
pub(crate) fn verified(post: &Received) -> Value {
    let signature = post.headers["x-hub-signature-256"]
        .to_str()
        .unwrap()
        .strip_prefix("sha256=")
        .unwrap();
    let mut mac = Hmac::<Sha256>::new_from_slice(SECRET.as_bytes()).unwrap();
    mac.update(&post.body);
    let expected: String = mac
        .finalize()
        .into_bytes()
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    assert_eq!(signature, expected);
    assert_eq!(post.headers["content-type"], "application/json");
    assert!(
        post.body.is_ascii(),
        "everything outside ASCII travels escaped"
    );
    serde_json::from_slice(&post.body).unwrap()
}

pub(crate) async fn with_callback(receiver: &Receiver) -> Sim {
    let url = receiver.url.clone();
    Sim::start_with(|config| config.apps[0].callback_url = Some(url)).await
}

#[tokio::test]
async fn a_finished_signup_tells_the_partner() {
    let receiver = Receiver::start().await;
    let sim = with_callback(&receiver).await;
    let signup = sim.sign_up(json!({})).await;
    let body = verified(&receiver.posts(1).await[0]);
    assert_eq!(body["entry"][0]["id"], PARTNER_BUSINESS);
    let change = &body["entry"][0]["changes"][0];
    assert_eq!(
        (&change["field"], &change["value"]["event"]),
        (&json!("account_update"), &json!("PARTNER_ADDED"))
    );
    let expected =
        json!({ "waba_id": signup["waba_id"], "owner_business_id": signup["business_id"] });
    assert_eq!(change["value"]["waba_info"], expected);
}

#[tokio::test]
async fn nothing_is_sent_for_a_cancel_or_when_the_knob_says_so() {
    let receiver = Receiver::start().await;
    let sim = with_callback(&receiver).await;
    sim.sign_up(json!({ "ending": "cancel" })).await;
    sim.control("/_sim/knobs", json!({ "send_partner_added": false }))
        .await;
    sim.sign_up(json!({})).await;
    assert_eq!(sim.world().await["webhooks"], json!([]));
    sim.control("/_sim/knobs", json!({ "send_partner_added": true }))
        .await;
    sim.sign_up(json!({})).await;
    assert_eq!(receiver.posts(1).await.len(), 1);
}

#[tokio::test]
async fn a_refused_webhook_comes_again_later() {
    let receiver = Receiver::start().await;
    receiver.answer_next_with(&[500, 404]);
    let sim = with_callback(&receiver).await;
    sim.sign_up(json!({})).await;
    let attempted = async |attempts: usize| {
        receiver.posts(attempts).await;
        // The receiver has answered; the simulator notes it a moment later.
        loop {
            let webhook = sim.world().await["webhooks"][0].clone();
            if webhook["attempts"] == attempts {
                return webhook;
            }
            tokio::task::yield_now().await;
        }
    };
    assert_eq!(attempted(1).await["last_status"], 500);
    sim.advance(1).await;
    assert_eq!(attempted(2).await["last_status"], 404);
    sim.advance(10).await;
    let webhook = attempted(3).await;
    assert_eq!(
        (&webhook["delivered"], &webhook["next_attempt_ms"]),
        (&json!(true), &Value::Null)
    );
    let posts = receiver.posts(3).await;
    assert!(
        posts.iter().all(|post| post.body == posts[0].body),
        "a repeat is the same body"
    );
}

#[tokio::test]
async fn accepted_syncs_bring_their_webhooks_to_the_override() {
    let (app, account) = (Receiver::start().await, Receiver::start().await);
    let sim = with_callback(&app).await;
    let customer = sim
        .onboarded(json!({ "ending": "finish-coexistence" }))
        .await;
    app.posts(1).await;
    let subscribed = format!("/v25.0/{}/subscribed_apps", customer.waba_id);
    sim.post(&subscribed, &customer.token, json!({})).await.ok();
    let with_override =
        json!({ "override_callback_uri": account.url, "verify_token": VERIFY_TOKEN });
    sim.post(&subscribed, &customer.token, with_override)
        .await
        .ok();
    for kind in ["smb_app_state_sync", "history"] {
        let body = json!({ "messaging_product": "whatsapp", "sync_type": kind });
        sim.post(
            &format!("/v25.0/{}/smb_app_data", customer.phone_id),
            &customer.token,
            body,
        )
        .await
        .ok();
    }
    let bodies: Vec<Value> = account.posts(4).await.iter().map(verified).collect();
    let of = |field: &str| -> Vec<&Value> {
        let changes = bodies.iter().map(|body| &body["entry"][0]["changes"][0]);
        changes
            .filter(|change| change["field"] == field)
            .map(|change| &change["value"])
            .collect()
    };
    assert_eq!(
        of("smb_app_state_sync")[0]["state_sync"][0]["contact"]["full_name"],
        "Zoë Müller"
    );
    let mut chunks: Vec<i64> = of("history")
        .iter()
        .map(|value| {
            value["history"][0]["metadata"]["chunk_order"]
                .as_i64()
                .unwrap()
        })
        .collect();
    chunks.sort_unstable();
    assert_eq!(chunks, [1, 2, 3]);
    for value in of("history") {
        assert_eq!(
            value["metadata"],
            json!({ "display_phone_number": customer.number, "phone_number_id": customer.phone_id })
        );
    }
    // Account fields never follow the override.
    let sent = sim
        .control(
            "/_sim/webhook",
            json!({ "app_id": APP, "event": "PARTNER_REMOVED", "waba_id": customer.waba_id }),
        )
        .await;
    assert_eq!(
        (&sent["url"], &sent["delivered"]),
        (&json!(app.url), &json!(true))
    );
}

#[tokio::test]
async fn a_chosen_event_is_sent_at_once() {
    let receiver = Receiver::start().await;
    let sim = Sim::start().await;
    let customer = sim.onboarded(json!({})).await;
    let order =
        json!({ "app_id": APP, "event": "PARTNER_APP_INSTALLED", "waba_id": customer.waba_id });
    let refused = sim
        .send(sim.http().post(sim.url("/_sim/webhook")).json(&order))
        .await;
    assert!(
        refused.status == 400
            && refused.body["error"]
                .as_str()
                .unwrap()
                .contains("no callback")
    );

    let callback = json!({
        "object": "whatsapp_business_account", "callback_url": receiver.url, "verify_token": VERIFY_TOKEN,
        "fields": "account_update,phone_number_quality_update",
    });
    sim.post(
        &format!("/v25.0/{APP}/subscriptions"),
        &app_token(),
        callback,
    )
    .await
    .ok();
    assert!(
        sim.control("/_sim/webhook", order).await["delivered"]
            .as_bool()
            .unwrap()
    );
    let value = json!({ "display_phone_number": customer.number, "event": "ONBOARDING", "current_limit": "TIER_250" });
    let order = json!({
        "app_id": APP, "field": "phone_number_quality_update", "value": value, "waba_id": customer.waba_id,
    });
    sim.control("/_sim/webhook", order).await;
    let payload = json!({ "entry": [{ "changes": [{ "value": { "event": "MÉTA" } }] }] });
    receiver.answer_next_with(&[503]);
    let sent = sim
        .control(
            "/_sim/webhook",
            json!({ "app_id": APP, "payload": payload }),
        )
        .await;
    assert_eq!(
        (&sent["status"], &sent["delivered"]),
        (&json!(503), &json!(false))
    );

    let bodies: Vec<Value> = receiver.posts(3).await.iter().map(verified).collect();
    assert_eq!(
        bodies[0]["entry"][0]["changes"][0]["value"]["waba_info"]["partner_app_id"],
        APP
    );
    assert_eq!(bodies[1]["entry"][0]["id"], customer.waba_id.as_str());
    assert_eq!(bodies[2], payload);
    for wrong in [
        json!({}),
        json!({ "app_id": APP, "event": "X" }),
        json!({ "event": "X", "waba_id": "1" }),
    ] {
        let refused = sim
            .send(sim.http().post(sim.url("/_sim/webhook")).json(&wrong))
            .await;
        assert!(
            refused.status == 400 && refused.body["error"].is_string(),
            "{}",
            refused.body
        );
    }
}

#[tokio::test]
async fn the_challenge_carries_mode_token_and_a_number() {
    let receiver = Receiver::start().await;
    let sim = Sim::start().await;
    let callback = json!({
        "object": "whatsapp_business_account", "callback_url": format!("{}?tenant=7", receiver.url),
        "verify_token": VERIFY_TOKEN, "fields": "account_update",
    });
    sim.post(
        &format!("/v25.0/{APP}/subscriptions"),
        &app_token(),
        callback,
    )
    .await
    .ok();
    let challenge = receiver.first().uri;
    let query = challenge.query().unwrap();
    assert!(
        query.starts_with("tenant=7&hub.mode=subscribe&hub.challenge="),
        "{query}"
    );
}
