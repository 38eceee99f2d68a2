//! Webhooks that misbehave: unsigned, repeated, late, early, out of order, gathered, laid out otherwise.

use serde_json::{Value, json};

use crate::support::{APP, Received, Receiver, Sim};
use crate::webhooks::{verified, with_callback};

fn events(posts: &[Received]) -> Vec<Value> {
    let bodies = posts
        .iter()
        .map(|post| serde_json::from_slice::<Value>(&post.body).unwrap());
    bodies
        .map(|body| body["entry"][0]["changes"][0]["value"]["event"].clone())
        .collect()
}

async fn with_knobs(receiver: &Receiver, knobs: Value) -> Sim {
    let sim = with_callback(receiver).await;
    sim.control("/_sim/knobs", knobs).await;
    sim
}

#[tokio::test]
async fn an_order_can_be_signed_wrongly_or_not_at_all() {
    let receiver = Receiver::start().await;
    let sim = with_knobs(&receiver, json!({ "send_partner_added": false })).await;
    let customer = sim.onboarded(json!({})).await;
    for signature in ["good", "bad", "missing"] {
        let order = json!({
            "app_id": APP, "event": "SOMETHING_NEW", "waba_id": customer.waba_id, "signature": signature,
        });
        sim.control("/_sim/webhook", order).await;
    }
    let posts = receiver.posts(3).await;
    let signature = |post: &Received| post.headers.get("x-hub-signature-256").cloned();
    verified(&posts[0]);
    assert_ne!(signature(&posts[0]), signature(&posts[1]));
    assert!(signature(&posts[1]).is_some() && signature(&posts[2]).is_none());
    assert!(posts.iter().all(|post| post.body == posts[0].body));
}

#[tokio::test]
async fn an_order_can_come_often_and_late() {
    let receiver = Receiver::start().await;
    let sim = with_knobs(&receiver, json!({ "send_partner_added": false })).await;
    let customer = sim.onboarded(json!({})).await;
    let order =
        json!({ "app_id": APP, "event": "PARTNER_ADDED", "waba_id": customer.waba_id, "times": 3 });
    receiver.answer_next_with(&[200, 503]);
    let sent = sim.control("/_sim/webhook", order.clone()).await;
    assert_eq!(
        (&sent["statuses"], &sent["delivered"]),
        (&json!([200, 503, 200]), &json!(false))
    );
    let mut late = order;
    late["delay_seconds"] = json!(60);
    let sent = sim.control("/_sim/webhook", late).await;
    assert_eq!(sent["queued"], 3);
    sim.advance(59).await;
    assert_eq!(receiver.received(), 3);
    sim.advance(1).await;
    assert_eq!(receiver.posts(6).await.len(), 6);
}

#[tokio::test]
async fn many_changes_come_in_one_post() {
    let receiver = Receiver::start().await;
    let sim = with_knobs(&receiver, json!({ "send_partner_added": false })).await;
    let customer = sim.onboarded(json!({})).await;
    let raw = json!({ "field": "account_update", "value": { "event": "ODD" }, "entry_id": "7" });
    let named = json!({ "event": "PARTNER_REMOVED", "waba_id": customer.waba_id });
    let mut changes = vec![raw; 999];
    changes.push(named);
    let order = json!({ "app_id": APP, "changes": changes });
    sim.control("/_sim/webhook", order.clone()).await;
    let body = verified(&receiver.posts(1).await[0]);
    assert_eq!(body["entry"].as_array().unwrap().len(), 2);
    assert_eq!(body["entry"][0]["changes"].as_array().unwrap().len(), 999);
    assert_eq!(
        body["entry"][1]["changes"][0]["value"]["event"],
        "PARTNER_REMOVED"
    );
    sim.get(&format!("/v25.0/{}", customer.waba_id), &customer.token)
        .await
        .unreachable();
    let mut too_many = order;
    let first = too_many["changes"][0].clone();
    too_many["changes"].as_array_mut().unwrap().push(first);
    for wrong in [
        too_many,
        json!({ "app_id": APP, "changes": [] }),
        json!({ "app_id": APP, "changes": [{ "event": "X", "waba_id": "1" }] }),
        json!({ "app_id": APP, "event": "X", "waba_id": customer.waba_id, "shape": "round" }),
        json!({ "app_id": APP, "event": "X", "waba_id": customer.waba_id, "colour": "red" }),
    ] {
        let refused = sim
            .send(sim.http().post(sim.url("/_sim/webhook")).json(&wrong))
            .await;
        assert!(refused.status == 400 && refused.body["error"].is_string());
    }
}

#[tokio::test]
async fn the_body_can_be_laid_out_otherwise() {
    let receiver = Receiver::start().await;
    let sim = with_knobs(&receiver, json!({ "send_partner_added": false })).await;
    let customer = sim.onboarded(json!({})).await;
    let mut bodies = Vec::new();
    for (shape, count) in [
        ("field_in_value", 1),
        ("no_field", 2),
        ("no_object", 3),
        ("missing_waba_info", 4),
    ] {
        let order = json!({
            "app_id": APP, "event": "PARTNER_ADDED", "waba_id": customer.waba_id, "shape": shape,
        });
        sim.control("/_sim/webhook", order).await;
        bodies.push(verified(&receiver.posts(count).await[count - 1]));
    }
    let change = |at: usize| &bodies[at]["entry"][0]["changes"][0];
    assert_eq!(change(0)["value"]["field"], "account_update");
    assert!(change(0)["field"].is_null() && change(1)["field"].is_null());
    assert!(change(1)["value"]["field"].is_null());
    assert!(bodies[2]["object"].is_null() && !bodies[1]["object"].is_null());
    assert!(change(3)["value"]["waba_info"].is_null() && change(3)["field"].is_string());
}

#[tokio::test]
async fn partner_added_can_be_late_and_repeated_and_unsigned() {
    let receiver = Receiver::start().await;
    let knobs = json!({
        "partner_added_delay_seconds": 120, "partner_added_times": 2, "partner_added_signature": "missing",
    });
    let sim = with_knobs(&receiver, knobs).await;
    sim.sign_up(json!({})).await;
    sim.advance(119).await;
    assert_eq!(receiver.received(), 0);
    sim.advance(1).await;
    let posts = receiver.posts(2).await;
    assert_eq!(events(&posts), ["PARTNER_ADDED", "PARTNER_ADDED"]);
    assert!(posts[0].headers.get("x-hub-signature-256").is_none());
}

#[tokio::test]
async fn partner_added_can_be_earlier_than_the_browser() {
    let receiver = Receiver::start().await;
    let sim = with_knobs(&receiver, json!({ "partner_added_early": true })).await;
    for (done, path) in [(1, "/_sim/signup"), (2, "/v25.0/dialog/oauth")] {
        let form = [
            ("client_id", APP),
            ("config_id", crate::support::CONFIG),
            ("redirect_uri", crate::support::REDIRECT),
        ];
        let request = sim.http().post(sim.url(path));
        let request = if done == 1 {
            request.json(&json!({ "client_id": APP, "config_id": crate::support::CONFIG }))
        } else {
            request.form(&form)
        };
        sim.send(request).await;
        assert_eq!(receiver.received(), done, "it was there before the answer");
    }
}

#[tokio::test]
async fn partner_added_can_let_the_next_one_go_first() {
    let receiver = Receiver::start().await;
    let sim = with_knobs(&receiver, json!({ "partner_added_after_next": true })).await;
    let signup = sim.sign_up(json!({})).await;
    let order = json!({ "app_id": APP, "event": "PARTNER_REMOVED", "waba_id": signup["waba_id"] });
    sim.control("/_sim/webhook", order).await;
    assert_eq!(
        events(&receiver.posts(2).await),
        ["PARTNER_REMOVED", "PARTNER_ADDED"]
    );
    sim.control("/_sim/knobs", json!({ "send_partner_app_installed": true }))
        .await;
    sim.sign_up(json!({})).await;
    assert_eq!(
        events(&receiver.posts(4).await)[2..],
        ["PARTNER_APP_INSTALLED", "PARTNER_ADDED"]
    );
}

#[tokio::test]
async fn partner_added_of_several_customers_can_come_in_one_post() {
    let receiver = Receiver::start().await;
    let sim = with_knobs(&receiver, json!({ "partner_added_batch": 3 })).await;
    let mut wabas = Vec::new();
    for _ in 0..3 {
        assert_eq!(receiver.received(), 0);
        wabas.push(sim.sign_up(json!({})).await["waba_id"].clone());
    }
    let body = verified(&receiver.posts(1).await[0]);
    let changes = body["entry"][0]["changes"].as_array().unwrap();
    let told: Vec<&Value> = changes
        .iter()
        .map(|change| &change["value"]["waba_info"]["waba_id"])
        .collect();
    assert_eq!(told, wabas.iter().collect::<Vec<_>>());
}
