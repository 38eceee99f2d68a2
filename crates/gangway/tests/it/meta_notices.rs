//! What each of Meta's events does to an account that has finished, seen as its partner sees it.

use crate::support::{PageSession, TestApp, TestPartner, delivery, events, fact, notices};
use serde_json::{Value, json};
use std::time::Duration;

/// An account that has finished, and the WhatsApp account that it is on.
async fn live(app: &TestApp, partner: &TestPartner, coexistence: u8) -> (Value, String) {
    let account = app
        .finished(partner, json!({"coexistence": coexistence}))
        .await;
    let waba = app.meta().waba_of(&account["whatsapp"]).await;
    (account, waba)
}

fn now(app: &TestApp) -> i64 {
    app.server.app.now().as_secs()
}

#[tokio::test]
async fn an_account_that_is_no_longer_shared_is_cut_off_and_stays_listed() {
    let app = TestApp::start().await;
    let partner = app.partner("One").await;
    let (account, waba) = live(&app, &partner, 0).await;
    let (other, _) = live(&app, &partner, 0).await;
    let listed = app.list(&partner).await;
    app.happens(json!({"event": "PARTNER_REMOVED", "waba_id": waba}))
        .await;
    let seen = app
        .until_state(&partner, &account["whatsapp"], "disconnected")
        .await;
    assert_eq!(seen["disconnected"], "unshared");
    assert_eq!(seen["whatsapp"], account["whatsapp"]);
    let cut_off = events(&seen, "disconnected");
    assert_eq!(
        (cut_off.len(), &cut_off[0]["cause"]),
        (1, &json!("unshared"))
    );
    assert_eq!(notices(&seen, "sharing"), ["removed"]);
    // The documented list knows only that it was finished.
    assert_eq!(app.list(&partner).await, listed);
    let number = account["whatsapp"].as_str().unwrap();
    app.delete(&partner, number).await.expect(409, 25);
    let other = app.timeline(&partner, &other["whatsapp"]).await;
    assert_eq!(other["state"], "finished");
}

#[tokio::test]
async fn a_number_that_was_disconnected_says_why() {
    let app = TestApp::start().await;
    let partner = app.partner("One").await;
    for (reason, by) in [("CHANGE_NUMBER", "USER"), ("PRIMARY_INACTIVITY", "SYSTEM")] {
        let (account, _) = live(&app, &partner, 1).await;
        let number = &account["whatsapp"];
        app.happens(json!({
            "event": "PARTNER_REMOVED", "number": number, "reason": reason, "initiated_by": by,
        }))
        .await;
        let seen = app.until_state(&partner, number, "disconnected").await;
        assert_eq!(seen["disconnected"], reason);
        assert_eq!(
            notices(&seen, "coexistence"),
            [format!("disconnected by {by}: {reason}")]
        );
    }
    let listed = app.list(&partner).await;
    assert!(listed.iter().all(|account| account["status"] == 1));
}

#[tokio::test]
async fn a_removed_app_and_a_deleted_account_cut_off() {
    let app = TestApp::start().await;
    let partner = app.partner("One").await;
    for (event, cause) in [
        ("PARTNER_APP_UNINSTALLED", "uninstalled"),
        ("ACCOUNT_DELETED", "deleted"),
    ] {
        let (account, waba) = live(&app, &partner, 0).await;
        app.happens(json!({"event": event, "waba_id": waba})).await;
        let seen = app
            .until_state(&partner, &account["whatsapp"], "disconnected")
            .await;
        assert_eq!(seen["disconnected"], cause);
        assert_eq!(notices(&seen, "sharing"), [cause]);
    }
}

#[tokio::test]
async fn a_changed_phone_leaves_a_mark_and_no_more() {
    let app = TestApp::start().await;
    let partner = app.partner("One").await;
    let (account, waba) = live(&app, &partner, 1).await;
    let number = &account["whatsapp"];
    for (event, word) in [
        ("ACCOUNT_OFFBOARDED", "offboarded"),
        ("ACCOUNT_RECONNECTED", "reconnected"),
    ] {
        app.pass(60).await;
        app.happens(json!({"event": event, "waba_id": waba})).await;
        let seen = app
            .until(&partner, number, |seen| {
                fact(seen, "coexistence") == Some(word)
            })
            .await;
        assert_eq!(seen["state"], "finished");
    }
    app.pass(2 * 3600).await;
    let seen = app.taken_in(&partner, number).await;
    assert_eq!(seen["state"], "finished");
    assert_eq!(notices(&seen, "coexistence"), ["offboarded", "reconnected"]);
    assert!(events(&seen, "disconnected").is_empty());
}

#[tokio::test]
async fn the_same_told_in_the_wrong_order_is_the_same() {
    let app = TestApp::start().await;
    let partner = app.partner("One").await;
    let (account, waba) = live(&app, &partner, 1).await;
    let number = &account["whatsapp"];
    let told =
        |event: &str, at: i64| delivery(&waba, at, "account_update", json!({"event": event}));
    let start = now(&app);
    assert_eq!(
        app.deliver(&told("ACCOUNT_RECONNECTED", start + 120)).await,
        200
    );
    app.until(&partner, number, |seen| {
        fact(seen, "coexistence") == Some("reconnected")
    })
    .await;
    assert_eq!(
        app.deliver(&told("ACCOUNT_OFFBOARDED", start + 60)).await,
        200
    );
    app.taken_in(&partner, number).await;
    app.pass(2 * 3600).await;
    let seen = app.taken_in(&partner, number).await;
    assert_eq!(seen["state"], "finished");
    assert_eq!(fact(&seen, "coexistence"), Some("reconnected"));
}

#[tokio::test]
async fn who_does_not_come_back_within_the_hour_is_cut_off_until_she_does() {
    let app = TestApp::start().await;
    let partner = app.partner("One").await;
    let (account, waba) = live(&app, &partner, 1).await;
    let number = &account["whatsapp"];
    app.happens(json!({"event": "ACCOUNT_OFFBOARDED", "waba_id": waba}))
        .await;
    app.pass(3500).await;
    let seen = app.taken_in(&partner, number).await;
    assert_eq!(seen["state"], "finished");
    app.pass(200).await;
    let seen = app.until_state(&partner, number, "disconnected").await;
    assert_eq!(seen["disconnected"], "offboarded");

    app.happens(json!({"event": "ACCOUNT_RECONNECTED", "waba_id": waba}))
        .await;
    let seen = app.until_state(&partner, number, "finished").await;
    assert_eq!(seen["disconnected"], Value::Null);
    assert_eq!(events(&seen, "reconnected")[0]["cause"], "reconnected");
}

#[tokio::test]
async fn a_ban_cuts_off_and_its_end_gives_back() {
    let app = TestApp::start().await;
    let partner = app.partner("One").await;
    let (account, waba) = live(&app, &partner, 0).await;
    let number = &account["whatsapp"];
    let ban = |state: &str| json!({"event": "DISABLED_UPDATE", "waba_id": waba, "state": state});
    app.happens(ban("SCHEDULE_FOR_DISABLE")).await;
    let seen = app
        .until(&partner, number, |seen| fact(seen, "ban").is_some())
        .await;
    assert_eq!(seen["state"], "finished");
    assert!(
        fact(&seen, "ban")
            .unwrap()
            .starts_with("SCHEDULE_FOR_DISABLE (")
    );
    app.pass(60).await;
    app.happens(ban("DISABLE")).await;
    let seen = app.until_state(&partner, number, "disconnected").await;
    assert_eq!(seen["disconnected"], "disabled");
    app.pass(60).await;
    app.happens(ban("REINSTATE")).await;
    let seen = app.until_state(&partner, number, "finished").await;
    assert_eq!(notices(&seen, "ban").len(), 3);

    // What was cut off for another cause is not given back by this.
    app.pass(60).await;
    app.happens(json!({"event": "PARTNER_REMOVED", "waba_id": waba}))
        .await;
    app.until_state(&partner, number, "disconnected").await;
    app.pass(60).await;
    app.happens(ban("REINSTATE")).await;
    let seen = app.taken_in(&partner, number).await;
    assert_eq!(
        (&seen["state"], &seen["disconnected"]),
        (&json!("disconnected"), &json!("unshared"))
    );
}

#[tokio::test]
async fn what_happened_before_the_finish_changes_nothing() {
    let app = TestApp::start().await;
    let partner = app.partner("One").await;
    app.pass(100).await;
    let (account, waba) = live(&app, &partner, 1).await;
    let number = &account["whatsapp"];
    let start = now(&app);
    let removed = json!({"event": "PARTNER_REMOVED", "waba_info": {"waba_id": waba}});
    let gone = json!({"event": "PARTNER_REMOVED", "phone_number": number});
    let disabled = json!({"event": "DISABLED_UPDATE", "ban_info": {"waba_ban_state": "DISABLE"}});
    for value in [removed.clone(), gone, disabled] {
        let late = delivery(&waba, start - 1, "account_update", value);
        assert_eq!(app.deliver(&late).await, 200);
    }
    let seen = app
        .until(&partner, number, |seen| {
            ["sharing", "coexistence", "ban"]
                .iter()
                .all(|name| fact(seen, name).is_some())
        })
        .await;
    assert_eq!(seen["state"], "finished");
    let seen = app.taken_in(&partner, number).await;
    assert_eq!(seen["state"], "finished");
    // The same, a moment after the finish, counts.
    let told = delivery(&waba, start + 1, "account_update", removed);
    assert_eq!(app.deliver(&told).await, 200);
    app.until_state(&partner, number, "disconnected").await;
}

#[tokio::test]
async fn what_meta_says_of_a_number_is_shown_and_changes_no_state() {
    let app = TestApp::start().await;
    let partner = app.partner("One").await;
    let (account, waba) = live(&app, &partner, 0).await;
    let number = &account["whatsapp"];
    let orders = [
        (
            json!({"event": "phone_number_name_update", "number": number, "decision": "REJECTED",
                "rejection_reason": "NAME_FORMAT_UNACCEPTABLE"}),
            "display_name_review",
            "REJECTED NAME_FORMAT_UNACCEPTABLE",
        ),
        (
            json!({"event": "phone_number_quality_update", "number": number, "kind": "FLAGGED",
                "current_limit": "TIER_1K"}),
            "quality",
            "FLAGGED TIER_1K",
        ),
        (
            json!({"event": "account_review_update", "waba_id": waba, "decision": "REJECTED"}),
            "account_review",
            "REJECTED",
        ),
        (
            json!({"event": "security", "number": number, "kind": "PIN_RESET_REQUEST"}),
            "security",
            "PIN_RESET_REQUEST",
        ),
        (
            json!({"event": "ACCOUNT_VIOLATION", "waba_id": waba, "kind": "SPAM"}),
            "violation",
            "SPAM",
        ),
        (
            json!({"event": "ACCOUNT_RESTRICTION", "waba_id": waba,
                "kind": "RESTRICTED_BIZ_INITIATED_MESSAGING"}),
            "restriction",
            "RESTRICTED_BIZ_INITIATED_MESSAGING",
        ),
    ];
    let listed = app.list(&partner).await;
    for (order, matter, said) in orders {
        app.pass(1).await;
        let at = now(&app);
        app.happens(order).await;
        let seen = app
            .until(&partner, number, |seen| fact(seen, matter) == Some(said))
            .await;
        let told = events(&seen, "meta_notice");
        let told = told
            .iter()
            .find(|event| event["step"] == matter && event["cause"] == said);
        assert_eq!(told.unwrap()["time"], at);
        assert_eq!(seen["state"], "finished");
    }
    assert_eq!(app.list(&partner).await, listed);
}

#[tokio::test]
async fn a_history_that_is_not_shared_is_shown_as_declined() {
    let app = TestApp::start().await;
    app.meta().knobs(json!({"decline_history": true})).await;
    let partner = app.partner("One").await;
    let (account, _) = live(&app, &partner, 1).await;
    let declined = |seen: &Value| fact(seen, "history_sync") == Some("declined");
    let seen = app.until(&partner, &account["whatsapp"], declined).await;
    assert_eq!(notices(&seen, "history_sync"), ["declined"]);
    assert_eq!(seen["state"], "finished");
}

/// A refusal of the history that names the number by Meta's id alone.
fn history_declined(app: &TestApp, number: &Value) -> Value {
    let value = json!({
        "messaging_product": "whatsapp",
        "metadata": {"phone_number_id": number["id"]},
        "history": [{"errors": [{"code": 2_593_109}]}],
    });
    delivery(
        number["waba_id"].as_str().unwrap(),
        now(app),
        "history",
        value,
    )
}

#[tokio::test]
async fn a_history_is_declined_by_the_id_of_the_number_too() {
    let app = TestApp::start().await;
    let partner = app.partner("One").await;
    let (account, _) = live(&app, &partner, 1).await;
    let (other, _) = live(&app, &partner, 1).await;
    let digits = &account["whatsapp"];
    let before = app.taken_in(&partner, digits).await;
    assert_ne!(fact(&before, "history_sync"), Some("declined"));
    app.pass(1).await;
    let number = app.meta().number(digits.as_str().unwrap()).await;
    assert_eq!(app.deliver(&history_declined(&app, &number)).await, 200);
    let declined = |seen: &Value| fact(seen, "history_sync") == Some("declined");
    let seen = app.until(&partner, digits, declined).await;
    assert_eq!(notices(&seen, "history_sync").last(), Some(&"declined"));
    let other = app.taken_in(&partner, &other["whatsapp"]).await;
    assert_ne!(fact(&other, "history_sync"), Some("declined"));
}

#[tokio::test]
async fn a_history_that_is_declined_before_the_finish_stays_declined() {
    let app = TestApp::start().await;
    // So that Meta's own word of it, which comes with the synchronisation, is the same.
    app.meta().knobs(json!({"decline_history": true})).await;
    let partner = app.partner("One").await;
    let body = json!({"business_name": "Acme", "coexistence": 1});
    let account = app.create(&partner, body).await;
    let page = PageSession::start(&app, &account).await;
    let busy = json!({"status": 503, "times": 1_000});
    app.meta().fault("smb_app_data", busy).await;
    let (heard, last) = page.go_through(json!({})).await;
    assert_eq!(last["state"], "delayed", "{last}");
    let number = heard["number"].as_str().unwrap();
    let number = app.meta().number(number).await;
    assert_eq!(app.deliver(&history_declined(&app, &number)).await, 200);
    let declined = |seen: &Value| fact(seen, "history_sync") == Some("declined");
    let seen = app.until(&partner, &account["whatsapp"], declined).await;
    assert_eq!(seen["state"], "provisioning");

    app.meta().clear_faults().await;
    app.pass(3_600).await;
    let mut state = page.status().await["state"].clone();
    while state == "delayed" || state == "working" {
        tokio::time::sleep(Duration::from_millis(20)).await;
        state = page.status().await["state"].clone();
    }
    assert_eq!(state, "finished");
    let seen = app.timeline(&partner, &heard["number"]).await;
    assert!(declined(&seen), "{seen:#}");
    assert_eq!(notices(&seen, "history_sync").first(), Some(&"declined"));
}

#[tokio::test]
async fn what_nobody_understands_and_what_lies_elsewhere_survives() {
    let app = TestApp::start().await;
    let partner = app.partner("One").await;
    let (account, waba) = live(&app, &partner, 0).await;
    let number = &account["whatsapp"];
    let before = app.taken_in(&partner, number).await;
    let start = now(&app);
    for strange in [
        delivery(
            &waba,
            start,
            "account_update",
            json!({"event": "SOMETHING_NEW", "waba_info": {"waba_id": waba}}),
        ),
        delivery(
            &waba,
            start,
            "a_field_of_tomorrow",
            json!({"event": 7, "deep": [{"er": null}]}),
        ),
        delivery(
            "0",
            start,
            "account_update",
            json!({"event": "PARTNER_REMOVED"}),
        ),
        delivery(
            "0",
            start,
            "security",
            json!({"display_phone_number": "1234", "event": "PIN_CHANGED"}),
        ),
        json!({"entry": [{"id": waba, "time": "yesterday", "changes": "none"}]}),
    ] {
        assert_eq!(app.deliver(&strange).await, 200, "{strange}");
    }
    let seen = app.taken_in(&partner, number).await;
    let without_marks = |seen: &Value| {
        let all = seen["timeline"].as_array().unwrap();
        let others = all.iter().filter(|event| event["step"] != "quality");
        others.cloned().collect::<Vec<_>>()
    };
    assert_eq!(without_marks(&seen), without_marks(&before));

    // Meta's own samples put `field` and `object` in places of their own.
    let value = |n: i64| json!({"display_phone_number": number, "event": format!("PIN_{n}")});
    let field_in_value = |mut value: Value| {
        value["field"] = "security".into();
        value
    };
    for (n, entry) in [
        json!({"id": waba, "time": start + 10, "changes": [{"value": field_in_value(value(0))}]}),
        json!({"id": waba, "time": start + 11, "field": "security", "changes": [{"value": value(1)}]}),
        json!({"id": waba, "time": start + 12, "field": "security", "value": value(2)}),
        json!({"id": waba, "time": start + 13, "changes": {"field": "security", "value": value(3)}}),
    ]
    .into_iter()
    .enumerate()
    {
        let body = json!({"entry": [entry]});
        assert_eq!(app.deliver(&body).await, 200);
        let said = format!("PIN_{n}");
        app.until(&partner, number, |seen| fact(seen, "security") == Some(&said))
            .await;
    }
    // The event alone says enough of an account_update.
    let bare = json!({"entry": [{"id": "0", "time": start + 20, "changes": [
        {"value": {"event": "PARTNER_REMOVED", "waba_info": {"waba_id": waba}}},
    ]}]});
    assert_eq!(app.deliver(&bare).await, 200);
    app.until_state(&partner, number, "disconnected").await;
}

#[tokio::test]
async fn the_same_number_at_two_partners_is_told_to_both() {
    let app = TestApp::start().await;
    let (one, two) = (app.partner("One").await, app.partner("Two").await);
    let (account, waba) = live(&app, &one, 1).await;
    let number = &account["whatsapp"];
    let theirs = app
        .create(&two, json!({"business_name": "Theirs", "coexistence": 1}))
        .await;
    let theirs = app
        .finish(&theirs, json!({"number": number, "waba_id": waba}))
        .await;
    assert_eq!(&theirs["whatsapp"], number);
    app.happens(json!({"event": "PARTNER_REMOVED", "number": number, "reason": "CHANGE_NUMBER"}))
        .await;
    for partner in [&one, &two] {
        app.until_state(partner, number, "disconnected").await;
    }
}
