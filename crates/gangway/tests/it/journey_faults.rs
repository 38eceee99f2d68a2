//! Meta fails on the way: what is kept, what is said, and how it goes on.

use crate::support::{APP_ID, PageSession, TestApp, TestPartner};
use serde_json::{Value, json};
use std::collections::HashSet;
use std::time::Duration;

async fn acme<'a>(app: &'a TestApp, partner: &TestPartner) -> (Value, PageSession<'a>) {
    let account = app.create(partner, json!({"business_name": "Acme"})).await;
    let page = PageSession::start(app, &account).await;
    (account, page)
}

#[track_caller]
fn failed(answer: &Value, resumable: bool, says: &str) {
    assert_eq!(
        (&answer["state"], &answer["resumable"]),
        (&json!("failed"), &json!(resumable)),
        "{answer}"
    );
    let message = answer["message"].as_str().unwrap();
    assert!(message.contains(says), "{message}");
}

#[tokio::test]
async fn a_code_older_than_30_seconds_is_too_late_and_a_new_turn_helps() {
    let app = TestApp::start().await;
    let partner = app.partner("One").await;
    let (account, page) = acme(&app, &partner).await;
    let heard = page.dialog(json!({})).await;
    app.meta().advance(31).await;
    failed(&page.deliver(&heard).await, false, "too late");
    assert_eq!(app.list(&partner).await, std::slice::from_ref(&account));

    let again = PageSession::start(&app, &account).await;
    let (_, last) = again.go_through(json!({})).await;
    assert_eq!(last["state"], "finished");
}

#[tokio::test]
async fn a_failed_exchange_is_told_and_the_code_is_never_tried_twice() {
    let app = TestApp::start().await;
    let partner = app.partner("One").await;
    for (fault, says) in [
        (json!({"status": 503}), "not answering"),
        (json!({"error": {"code": 1}}), "not answering"),
        (
            json!({"error": {"code": 2, "is_transient": true}}),
            "not answering",
        ),
        (json!({"error": {"code": 190}}), "once more"),
        (
            json!({"error": {"code": 100, "subcode": 36009}}),
            "once more",
        ),
    ] {
        let (account, page) = acme(&app, &partner).await;
        app.meta().fault("oauth_access_token", fault).await;
        let before = app.meta().calls("oauth_access_token").await.len();
        let (heard, last) = page.go_through(json!({})).await;
        failed(&last, false, says);
        let code = heard["code"].as_str().unwrap();
        failed(&page.code(code).await, false, says);
        failed(&page.resume().await, false, says);
        let after = app.meta().calls("oauth_access_token").await.len();
        assert_eq!(after, before + 1);
        assert_eq!(app.list(&partner).await[0], account);

        let again = PageSession::start(&app, &account).await;
        let (_, last) = again.go_through(json!({})).await;
        assert_eq!(last["state"], "finished");
    }
}

#[tokio::test]
async fn when_meta_is_down_after_the_exchange_the_customer_only_has_to_try_again() {
    let app = TestApp::start().await;
    let partner = app.partner("One").await;
    for endpoint in ["debug_token", "phone_numbers", "subscribe", "register"] {
        for fault in [json!({"status": 503}), json!({"error": {"code": 4}})] {
            let (account, page) = acme(&app, &partner).await;
            app.meta().fault(endpoint, fault).await;
            let (heard, last) = page.go_through(json!({})).await;
            failed(&last, true, "wait a minute");
            assert_eq!(app.list(&partner).await[0], account);
            let reloaded = app.page(&page.link).await.data().unwrap();
            assert_eq!(
                (&reloaded["state"], &reloaded["resumable"]),
                (&json!("failed"), &json!(true))
            );

            let last = page.resume().await;
            assert_eq!(last["state"], "finished", "{endpoint}: {last}");
            let digits = heard["number"].as_str().unwrap();
            assert_eq!(last["number"], digits);
            let number = app.meta().number(digits).await;
            assert_eq!(number["status"], "CONNECTED");
            let registers = app.meta().calls("register").await;
            let path = format!("{}/register", number["id"].as_str().unwrap());
            let pins: HashSet<_> = registers
                .iter()
                .filter(|call| call["path"].as_str().unwrap().ends_with(&path))
                .map(|call| call["params"]["pin"].as_str().unwrap())
                .collect();
            assert_eq!(
                pins,
                HashSet::from([number["pin"].as_str().unwrap()]),
                "one PIN"
            );
            let waba = heard["waba_id"].as_str().unwrap();
            assert_eq!(app.meta().subscribers(waba).await, [APP_ID]);
        }
    }
}

#[tokio::test]
async fn a_registration_whose_answer_was_lost_is_not_made_twice() {
    let app = TestApp::start().await;
    let partner = app.partner("One").await;
    let (_, page) = acme(&app, &partner).await;
    let lost = json!({"status": 502, "takes_effect": true});
    app.meta().fault("register", lost).await;
    let (heard, last) = page.go_through(json!({})).await;
    failed(&last, true, "wait a minute");
    let digits = heard["number"].as_str().unwrap();
    let pin = app.meta().number(digits).await["pin"].clone();
    assert!(pin.is_string(), "it did happen");
    let last = page.resume().await;
    assert_eq!(last["state"], "finished", "{last}");
    let number = app.meta().number(digits).await;
    assert_eq!(
        (&number["register_calls"], &number["pin"]),
        (&json!(1), &pin)
    );
}

#[tokio::test]
async fn a_coexistence_sync_that_was_lost_or_whose_answer_was_lost_ends_well() {
    let app = TestApp::start().await;
    let partner = app.partner("One").await;
    for (nth, takes_effect) in [(1, false), (2, false), (1, true), (2, true)] {
        let body = json!({"business_name": "Acme", "coexistence": 1});
        let account = app.create(&partner, body).await;
        let page = PageSession::start(&app, &account).await;
        let fault = json!({"status": 502, "nth": nth, "takes_effect": takes_effect});
        app.meta().fault("smb_app_data", fault).await;
        let (heard, last) = page.go_through(json!({})).await;
        failed(&last, true, "wait a minute");
        let last = page.resume().await;
        assert_eq!(last["state"], "finished", "{last}");
        let number = app.meta().number(heard["number"].as_str().unwrap()).await;
        for kind in ["smb_app_state_sync", "history"] {
            assert!(number["syncs"][kind].is_string(), "{kind}");
        }
    }
}

#[tokio::test]
async fn what_only_the_customer_can_mend_is_said_to_her() {
    let app = TestApp::start().await;
    let partner = app.partner("One").await;

    let (_, page) = acme(&app, &partner).await;
    let (heard, last) = page.go_through(json!({"existing_pin": "135790"})).await;
    failed(&last, false, "two-step verification");
    let number = app.meta().number(heard["number"].as_str().unwrap()).await;
    assert_eq!(number["status"], "PENDING");

    let (_, page) = acme(&app, &partner).await;
    app.meta()
        .fault("register", json!({"error": {"code": 133_016}}))
        .await;
    let (_, last) = page.go_through(json!({})).await;
    failed(&last, false, "three days");

    let (_, page) = acme(&app, &partner).await;
    let (_, last) = page.go_through(json!({"number_verified": false})).await;
    failed(&last, false, "did not accept");
    assert!(
        app.list(&partner)
            .await
            .iter()
            .all(|account| account["status"] == 0)
    );
}

#[tokio::test]
async fn the_partners_own_words_come_first_and_the_next_step_stays() {
    let app = TestApp::start().await;
    let partner = app.partner("One").await;
    let body = json!({
        "business_name": "Acme", "onboarding_failed": "Call us on 100.", "onboarding_success": "Welcome!",
    });
    let account = app.create(&partner, body).await;
    let page = PageSession::start(&app, &account).await;
    app.meta().fault("subscribe", json!({"status": 503})).await;
    let (_, last) = page.go_through(json!({})).await;
    failed(&last, true, "wait a minute");
    assert!(
        last["message"]
            .as_str()
            .unwrap()
            .starts_with("Call us on 100.")
    );
    assert_eq!(page.resume().await["message"], "Welcome!");
}

#[tokio::test]
async fn a_half_set_up_account_that_is_deleted_leaves_nothing_behind_at_meta() {
    let app = TestApp::start().await;
    let partner = app.partner("One").await;
    let (account, page) = acme(&app, &partner).await;
    app.meta().fault("register", json!({"status": 503})).await;
    let (heard, last) = page.go_through(json!({})).await;
    failed(&last, true, "wait a minute");
    let waba = heard["waba_id"].as_str().unwrap();
    assert_eq!(app.meta().subscribers(waba).await, [APP_ID]);

    app.delete(&partner, account["whatsapp"].as_str().unwrap())
        .await
        .expect(200, 1);
    let taken_back = async {
        while !app.meta().subscribers(waba).await.is_empty() {
            tokio::task::yield_now().await;
        }
    };
    let patience = Duration::from_secs(10);
    tokio::time::timeout(patience, taken_back).await.unwrap();
    assert_eq!(page.resume().await["state"], "gone");
}

#[tokio::test]
async fn what_another_account_stands_on_is_not_taken_away_from_under_it() {
    let app = TestApp::start().await;
    let (one, two) = (app.partner("One").await, app.partner("Two").await);
    let live = app.finished(&one, json!({})).await;
    let digits = live["whatsapp"].as_str().unwrap();
    let (account, page) = acme(&app, &two).await;
    app.meta().fault("register", json!({"status": 503})).await;
    let (heard, last) = page.go_through(json!({"number": digits})).await;
    failed(&last, true, "wait a minute");
    app.delete(&two, account["whatsapp"].as_str().unwrap())
        .await
        .expect(200, 1);
    // Stopping waits for the work that is under way.
    let app = app.restart().await;
    let waba = heard["waba_id"].as_str().unwrap();
    assert_eq!(app.meta().subscribers(waba).await, [APP_ID]);
    assert_eq!(app.meta().number(digits).await["status"], "CONNECTED");
    assert!(app.meta().calls("deregister").await.is_empty());
}
