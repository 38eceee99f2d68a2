//! Happenings by name: what is told, and what becomes true.

use serde_json::{Value, json};

use crate::support::{APP, Onboarded, PARTNER_BUSINESS, Receiver, SYSTEM_TOKEN, Sim, proof};
use crate::webhooks::{verified, with_callback};

/// Orders a happening and gives the entry that arrived.
async fn told(sim: &Sim, receiver: &Receiver, order: Value) -> Value {
    let before = receiver.received();
    let mut order = order;
    order["app_id"] = json!(APP);
    let sent = sim.control("/_sim/webhook", order).await;
    assert_eq!(sent["delivered"], true, "{sent}");
    verified(&receiver.posts(before + 1).await[before])["entry"][0].clone()
}

/// A simulator without `PARTNER_ADDED`, so that only what is ordered is sent.
async fn quiet(receiver: &Receiver) -> Sim {
    let sim = with_callback(receiver).await;
    sim.control("/_sim/knobs", json!({ "send_partner_added": false }))
        .await;
    sim
}

async fn field(sim: &Sim, customer: &Onboarded, id: &str, name: &str) -> Value {
    let path = format!("/v25.0/{id}?fields={name}");
    sim.get(&path, &customer.token).await.ok()[name].clone()
}

#[tokio::test]
async fn an_unshared_account_is_out_of_reach_until_it_is_shared_again() {
    let receiver = Receiver::start().await;
    let sim = quiet(&receiver).await;
    let customer = sim.onboarded(json!({})).await;
    let order = json!({ "event": "PARTNER_REMOVED", "waba_id": customer.waba_id });
    let entry = told(&sim, &receiver, order).await;
    assert_eq!(entry["id"], PARTNER_BUSINESS);
    assert_eq!(
        entry["changes"][0]["value"]["waba_info"]["waba_id"],
        customer.waba_id.as_str()
    );
    for id in [&customer.waba_id, &customer.phone_id] {
        sim.get(&format!("/v25.0/{id}"), &customer.token)
            .await
            .unreachable();
    }
    let path = format!("/v25.0/{}/system_user_access_tokens", customer.business_id);
    let fetch = json!({ "appsecret_proof": proof(SYSTEM_TOKEN), "fetch_only": true });
    sim.post(&path, SYSTEM_TOKEN, fetch.clone())
        .await
        .unreachable();
    let order = json!({ "event": "PARTNER_ADDED", "waba_id": customer.waba_id });
    told(&sim, &receiver, order).await;
    sim.get(&format!("/v25.0/{}", customer.waba_id), &customer.token)
        .await
        .ok();
    sim.post(&path, SYSTEM_TOKEN, fetch).await.ok();
}

#[tokio::test]
async fn a_number_that_leaves_names_its_reason_and_is_gone() {
    let receiver = Receiver::start().await;
    let sim = quiet(&receiver).await;
    let customer = sim
        .onboarded(json!({ "ending": "finish-coexistence" }))
        .await;
    for (reason, by) in [("CHANGE_NUMBER", "USER"), ("PRIMARY_INACTIVITY", "SYSTEM")] {
        let order =
            json!({ "event": "PARTNER_REMOVED", "number": customer.number, "reason": reason });
        let value = told(&sim, &receiver, order).await["changes"][0]["value"].clone();
        let expected = json!({
            "phone_number": customer.number, "event": "PARTNER_REMOVED",
            "disconnection_info": { "reason": reason, "initiated_by": by },
        });
        assert_eq!(value, expected);
    }
    let number = format!("/v25.0/{}", customer.phone_id);
    sim.get(&number, &customer.token).await.unreachable();
    let list = format!("/v25.0/{}/phone_numbers", customer.waba_id);
    assert_eq!(
        sim.get(&list, &customer.token).await.ok()["data"],
        json!([])
    );
    // The owner may come back with the same number.
    let again = sim
        .onboarded(json!({ "ending": "finish-coexistence", "number": customer.number }))
        .await;
    assert_eq!(again.phone_id, customer.phone_id);
    sim.get(&number, &again.token).await.ok();
}

#[tokio::test]
async fn an_uninstalled_app_has_dead_tokens_only() {
    let receiver = Receiver::start().await;
    let sim = quiet(&receiver).await;
    let (customer, other) = (
        sim.onboarded(json!({})).await,
        sim.onboarded(json!({})).await,
    );
    let order = json!({ "event": "PARTNER_APP_UNINSTALLED", "waba_id": customer.waba_id });
    let value = told(&sim, &receiver, order).await["changes"][0]["value"].clone();
    assert_eq!(value["waba_info"]["partner_app_id"], APP);
    let waba = format!("/v25.0/{}", customer.waba_id);
    let error = sim.get(&waba, &customer.token).await.error(190);
    assert_eq!(error["error_subcode"], 458);
    let path = format!("/v25.0/{}/system_user_access_tokens", customer.business_id);
    let fetch = json!({ "appsecret_proof": proof(SYSTEM_TOKEN), "fetch_only": true });
    sim.post(&path, SYSTEM_TOKEN, fetch).await.unreachable();
    sim.get(&format!("/v25.0/{}", other.waba_id), &other.token)
        .await
        .ok();
    let again = sim.onboarded(json!({ "number": customer.number })).await;
    sim.get(&waba, &again.token).await.ok();
    sim.get(&waba, &customer.token).await.error(190);
}

#[tokio::test]
async fn a_device_change_goes_off_and_comes_back() {
    let receiver = Receiver::start().await;
    let sim = quiet(&receiver).await;
    let customer = sim
        .onboarded(json!({ "ending": "finish-coexistence" }))
        .await;
    for (event, status) in [
        ("ACCOUNT_OFFBOARDED", "DISCONNECTED"),
        ("ACCOUNT_RECONNECTED", "CONNECTED"),
    ] {
        let order = json!({ "event": event, "waba_id": customer.waba_id });
        let entry = told(&sim, &receiver, order).await;
        assert_eq!(entry["id"], customer.waba_id.as_str());
        assert_eq!(entry["changes"][0]["value"], json!({ "event": event }));
        assert_eq!(
            field(&sim, &customer, &customer.phone_id, "status").await,
            status
        );
    }
}

#[tokio::test]
async fn bans_and_reviews_show_at_the_account() {
    let receiver = Receiver::start().await;
    let sim = quiet(&receiver).await;
    let customer = sim.onboarded(json!({})).await;
    let waba = customer.waba_id.as_str();
    for (state, status) in [
        ("SCHEDULE_FOR_DISABLE", "ACTIVE"),
        ("DISABLE", "DISABLED"),
        ("REINSTATE", "ACTIVE"),
    ] {
        let order = json!({ "event": "DISABLED_UPDATE", "waba_id": waba, "state": state });
        let entry = told(&sim, &receiver, order).await;
        assert_eq!(
            entry["changes"][0]["value"]["ban_info"],
            json!({ "waba_ban_state": state, "waba_ban_date": "November 22, 2026" })
        );
        assert_eq!(field(&sim, &customer, waba, "status").await, status);
    }
    let order =
        json!({ "event": "account_review_update", "waba_id": waba, "decision": "REJECTED" });
    let entry = told(&sim, &receiver, order).await;
    assert_eq!(
        entry["changes"][0],
        json!({ "field": "account_review_update", "value": { "decision": "REJECTED" } })
    );
    assert_eq!(
        field(&sim, &customer, waba, "account_review_status").await,
        "REJECTED"
    );
}

#[tokio::test]
async fn name_quality_and_pin_show_at_the_number() {
    let receiver = Receiver::start().await;
    let sim = quiet(&receiver).await;
    let customer = sim.onboarded(json!({})).await;
    let order = json!({
        "event": "phone_number_name_update", "number": format!("+{}", customer.number),
        "decision": "REJECTED", "rejection_reason": "NAME_FORMAT_UNACCEPTABLE",
    });
    let entry = told(&sim, &receiver, order).await;
    assert_eq!(entry["id"], customer.waba_id.as_str());
    let value = &entry["changes"][0]["value"];
    assert_eq!(
        (&value["display_phone_number"], &value["rejection_reason"]),
        (&json!(customer.number), &json!("NAME_FORMAT_UNACCEPTABLE"))
    );
    let phone = customer.phone_id.as_str();
    assert_eq!(
        field(&sim, &customer, phone, "name_status").await,
        "DECLINED"
    );

    let order = json!({
        "event": "phone_number_quality_update", "number": customer.number, "kind": "FLAGGED",
        "old_limit": "TIER_2K", "current_limit": "TIER_250",
    });
    let entry = told(&sim, &receiver, order).await;
    assert_eq!(entry["changes"][0]["value"]["event"], "FLAGGED");
    assert_eq!(field(&sim, &customer, phone, "quality_rating").await, "RED");

    let order = json!({ "event": "security", "number": customer.number, "pin": "999999" });
    let entry = told(&sim, &receiver, order).await;
    assert_eq!(entry["changes"][0]["value"]["event"], "PIN_CHANGED");
    let register = json!({ "messaging_product": "whatsapp", "pin": "123456" });
    sim.post(
        &format!("/v25.0/{phone}/register"),
        &customer.token,
        register,
    )
    .await
    .error(133_005);
}

#[tokio::test]
async fn every_listed_event_is_sent_as_the_list_says() {
    let receiver = Receiver::start().await;
    let sim = quiet(&receiver).await;
    let list = sim
        .send(sim.http().get(sim.url("/_sim/webhook")))
        .await
        .ok();
    let kinds = list["events"].as_array().unwrap();
    assert!(kinds.len() > 15);
    for kind in kinds {
        let customer = sim.onboarded(json!({})).await;
        let event = kind["event"].as_str().unwrap();
        let order = match kind["about"].as_str().unwrap() {
            "number" => json!({ "event": event, "number": customer.number }),
            _ => json!({ "event": event, "waba_id": customer.waba_id }),
        };
        // History follows the subscription of the account.
        sim.post(
            &format!("/v25.0/{}/subscribed_apps", customer.waba_id),
            &customer.token,
            json!({}),
        )
        .await
        .ok();
        let change = told(&sim, &receiver, order).await["changes"][0].clone();
        assert_eq!(change["field"], kind["field"], "{event}");
        if kind["field"] == "account_update" {
            assert_eq!(change["value"]["event"], event);
        }
        if kind["about"] == "number" {
            let order = json!({ "app_id": APP, "event": event, "waba_id": customer.waba_id });
            let refused = sim
                .send(sim.http().post(sim.url("/_sim/webhook")).json(&order))
                .await;
            let reason = refused.body["error"].as_str().unwrap();
            assert!(
                refused.status == 400 && reason.contains("number"),
                "{reason}"
            );
        }
    }
}

#[tokio::test]
async fn a_declined_history_is_told_instead_of_chunks() {
    let receiver = Receiver::start().await;
    let sim = quiet(&receiver).await;
    sim.control("/_sim/knobs", json!({ "decline_history": true }))
        .await;
    let customer = sim
        .onboarded(json!({ "ending": "finish-coexistence" }))
        .await;
    sim.post(
        &format!("/v25.0/{}/subscribed_apps", customer.waba_id),
        &customer.token,
        json!({}),
    )
    .await
    .ok();
    let sync = json!({ "messaging_product": "whatsapp", "sync_type": "history" });
    sim.post(
        &format!("/v25.0/{}/smb_app_data", customer.phone_id),
        &customer.token,
        sync,
    )
    .await
    .ok();
    let change = verified(&receiver.posts(1).await[0])["entry"][0]["changes"][0].clone();
    assert_eq!(
        (
            &change["field"],
            &change["value"]["history"][0]["errors"][0]["code"]
        ),
        (&json!("history"), &json!(2_593_109))
    );
    assert_eq!(sim.world().await["webhooks"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn the_world_stays_as_it_was_where_the_order_says_so() {
    let receiver = Receiver::start().await;
    let sim = quiet(&receiver).await;
    let customer = sim.onboarded(json!({})).await;
    let order = json!({ "event": "PARTNER_REMOVED", "waba_id": customer.waba_id, "world": false });
    told(&sim, &receiver, order).await;
    let path = format!("/v25.0/{}", customer.waba_id);
    sim.get(&path, &customer.token).await.ok();
    // The other way round: it happens, and nobody is told.
    let order = json!({ "app_id": APP, "event": "PARTNER_REMOVED", "waba_id": customer.waba_id, "times": 0 });
    let sent = sim.control("/_sim/webhook", order).await;
    assert_eq!(
        (&sent["url"], &sent["delivered"]),
        (&Value::Null, &json!(false))
    );
    sim.get(&path, &customer.token).await.unreachable();
    assert_eq!(receiver.received(), 1);
}
