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
async fn when_meta_is_down_after_the_exchange_it_goes_on_by_itself() {
    let app = TestApp::start().await;
    let partner = app.partner("One").await;
    for endpoint in ["debug_token", "phone_numbers", "subscribe"] {
        let (account, page) = acme(&app, &partner).await;
        // The run itself tries once more; then it waits.
        app.meta()
            .fault(endpoint, json!({"status": 503, "times": 2}))
            .await;
        let (heard, last) = page.go_through(json!({})).await;
        assert_eq!(last["state"], "delayed", "{endpoint}: {last}");
        assert!(says(&last, "keep trying"), "{last}");
        assert_eq!(app.list(&partner).await[0], account);
        let reloaded = app.page(&page.link).await.data().unwrap();
        assert_eq!(reloaded["state"], "delayed");

        app.clock.advance(Duration::from_secs(5));
        let digits = heard["number"].as_str().unwrap();
        finishes(&page, digits).await;
        connected_once(&app, digits).await;
        let waba = heard["waba_id"].as_str().unwrap();
        assert_eq!(app.meta().subscribers(waba).await, [APP_ID]);
    }
}

#[tokio::test]
async fn a_wait_that_meta_states_is_kept_and_then_it_goes_on() {
    let app = TestApp::start().await;
    let partner = app.partner("One").await;
    let (_, page) = acme(&app, &partner).await;
    let busy = json!({"error": {"code": 80_007}, "usage": {"estimated_time_to_regain_access": 7}});
    app.meta().fault("subscribe", busy).await;
    let (heard, last) = page.go_through(json!({})).await;
    assert_eq!(last["state"], "delayed", "{last}");
    assert!(
        says(&last, "asked us to wait") && says(&last, "7"),
        "{last}"
    );
    let calls = app.meta().calls("subscribe").await.len();

    // Nobody can hurry it: not she, not by a new turn, and not the clock a second before.
    assert_eq!(page.resume().await["state"], "delayed");
    let again = heard["number"].clone();
    let (_, last) = page.go_through(json!({"number": again})).await;
    assert_eq!(last["state"], "delayed", "{last}");
    app.clock.advance(Duration::from_secs(7 * 60 - 1));
    assert_eq!(page.resume().await["state"], "delayed");
    assert_eq!(app.meta().calls("subscribe").await.len(), calls);
    app.clock.advance(Duration::from_secs(1));
    // The node itself counts by the machine's clock, which has not moved: another one goes on.
    let digits = heard["number"].as_str().unwrap().to_owned();
    let link = page.link.rsplit_once("/o/").unwrap().1.to_owned();
    let app = app.restart().await;
    let page = PageSession::at(&app, &format!("{}/o/{link}", app.server.public_url)).await;
    finishes(&page, &digits).await;
}

/// Waits until the worker has gone on with it.
async fn finishes(page: &PageSession<'_>, digits: &str) {
    let end = wait_for_end(page).await;
    assert_eq!(end, "finished");
    assert_eq!(page.status().await["number"], digits);
}

async fn wait_for_end(page: &PageSession<'_>) -> String {
    let mut state = String::new();
    for _ in 0..300 {
        state = page.status().await["state"].as_str().unwrap().to_owned();
        if !matches!(state.as_str(), "working" | "delayed") {
            break;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    state
}

/// The number is registered, by one call, with the PIN that is stored.
async fn connected_once(app: &TestApp, digits: &str) {
    let number = app.meta().number(digits).await;
    assert_eq!(
        (&number["status"], &number["register_calls"]),
        (&json!("CONNECTED"), &json!(1))
    );
}

fn says(answer: &Value, what: &str) -> bool {
    answer["message"].as_str().unwrap().contains(what)
}

#[tokio::test]
async fn a_registration_whose_answer_was_lost_is_looked_up_and_not_made_twice() {
    let app = TestApp::start().await;
    let partner = app.partner("One").await;
    for lost in [
        json!({"status": 502, "takes_effect": true}),
        json!({"drop": true, "takes_effect": true}),
        json!({"error": {"code": 131_000}, "takes_effect": true}),
    ] {
        let (_, page) = acme(&app, &partner).await;
        app.meta().fault("register", lost).await;
        let (heard, last) = page.go_through(json!({})).await;
        assert_eq!(last["state"], "finished", "{last}");
        connected_once(&app, heard["number"].as_str().unwrap()).await;
    }
}

#[tokio::test]
async fn a_registration_of_which_nobody_knows_is_made_again_only_by_a_person_with_the_same_pin() {
    let app = TestApp::start().await;
    let partner = app.partner("One").await;
    let (_, page) = acme(&app, &partner).await;
    app.meta().fault("register", json!({"status": 503})).await;
    let calls = app.meta().calls("register").await.len();
    let (heard, last) = page.go_through(json!({})).await;
    assert_eq!(last["state"], "delayed", "it may show up yet: {last}");
    let digits = heard["number"].as_str().unwrap();
    let before = app.meta().number(digits).await;
    assert_eq!(before["status"], "PENDING");
    for _ in 0..10 {
        app.clock.advance(Duration::from_secs(20));
        tokio::time::sleep(Duration::from_millis(300)).await;
    }
    assert_eq!(wait_for_end(&page).await, "failed");
    failed(&page.status().await, true, "did not tell us");
    assert_eq!(app.meta().calls("register").await.len(), calls + 1);
    let last = page.resume().await;
    assert_eq!(last["state"], "finished", "{last}");
    let registers = app.meta().calls("register").await;
    let path = format!("{}/register", before["id"].as_str().unwrap());
    let pins: HashSet<_> = registers
        .iter()
        .filter(|call| call["path"].as_str().unwrap().ends_with(&path))
        .map(|call| call["params"]["pin"].as_str().unwrap())
        .collect();
    let number = app.meta().number(digits).await;
    assert_eq!(pins, HashSet::from([number["pin"].as_str().unwrap()]));
}

#[tokio::test]
async fn a_registration_that_shows_up_late_is_found_without_anybody() {
    let app = TestApp::start().await;
    let partner = app.partner("One").await;
    let (_, page) = acme(&app, &partner).await;
    app.meta()
        .knobs(json!({"register_visible_after_seconds": 30}))
        .await;
    app.meta()
        .fault("register", json!({"drop": true, "takes_effect": true}))
        .await;
    let (heard, last) = page.go_through(json!({})).await;
    assert_eq!(last["state"], "delayed", "{last}");
    app.meta().advance(31).await;
    app.clock.advance(Duration::from_secs(31));
    let digits = heard["number"].as_str().unwrap();
    finishes(&page, digits).await;
    connected_once(&app, digits).await;
}

#[tokio::test]
async fn a_wish_of_a_person_outlives_a_pause_before_the_call() {
    let app = TestApp::start().await;
    let partner = app.partner("One").await;
    let (_, page) = acme(&app, &partner).await;
    let (heard, last) = page.go_through(json!({"existing_pin": "135790"})).await;
    assert_eq!(last["state"], "needs_pin", "{last}");
    app.clock.advance(Duration::from_secs(60));
    app.meta()
        .fault("debug_token", json!({"status": 503, "times": 2}))
        .await;
    let body = json!({"session": page.session, "pin": "135790"});
    assert_eq!(page.post("pin", body).await.1["state"], "delayed");
    app.clock.advance(Duration::from_secs(30));
    finishes(&page, heard["number"].as_str().unwrap()).await;
}

#[tokio::test]
async fn a_refused_pin_is_not_tried_again() {
    let app = TestApp::start().await;
    let partner = app.partner("One").await;
    let (_, page) = acme(&app, &partner).await;
    page.go_through(json!({"existing_pin": "135790"})).await;
    let calls = app.meta().calls("register").await.len();
    assert_eq!(page.resume().await["state"], "needs_pin");
    assert_eq!(app.meta().calls("register").await.len(), calls);
    // Too many tries: Meta asks for a pause, and then it is the PIN again that is missing.
    app.meta()
        .fault("register", json!({"error": {"code": 133_009}}))
        .await;
    let pin = json!({"session": page.session, "pin": "111111"});
    assert_eq!(page.post("pin", pin).await.1["state"], "failed");
    app.clock.advance(Duration::from_secs(3600));
    app.meta().advance(3600).await;
    assert_eq!(page.status().await["state"], "needs_pin");
    let pin = json!({"session": page.session, "pin": "135790"});
    assert_eq!(page.post("pin", pin).await.1["state"], "finished");
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
        assert_eq!(last["state"], "finished", "{last}");
        let number = app.meta().number(heard["number"].as_str().unwrap()).await;
        for kind in ["smb_app_state_sync", "history"] {
            assert!(number["syncs"][kind].is_string(), "{kind}");
        }
    }
}

#[tokio::test]
async fn a_sync_that_comes_too_late_is_left_out_and_the_number_goes_live() {
    let app = TestApp::start().await;
    let partner = app.partner("One").await;
    let body = json!({"business_name": "Acme", "coexistence": 1});
    let account = app.create(&partner, body).await;
    let page = PageSession::start(&app, &account).await;
    app.meta()
        .fault("smb_app_data", json!({"status": 503, "times": 4}))
        .await;
    let (_, last) = page.go_through(json!({})).await;
    assert_eq!(last["state"], "delayed", "{last}");
    app.meta().clear_faults().await;
    app.meta().advance(25 * 3600).await;
    app.clock.advance(Duration::from_secs(25 * 3600));
    assert_eq!(wait_for_end(&page).await, "finished");
}

#[tokio::test]
async fn what_only_the_customer_can_mend_is_said_to_her() {
    let app = TestApp::start().await;
    let partner = app.partner("One").await;

    let (_, page) = acme(&app, &partner).await;
    let (heard, last) = page.go_through(json!({"existing_pin": "135790"})).await;
    assert_eq!(last["state"], "needs_pin", "{last}");
    let digits = heard["number"].as_str().unwrap();
    assert_eq!(app.meta().number(digits).await["status"], "PENDING");
    let pin = async |pin: &str| {
        page.post("pin", json!({"session": page.session, "pin": pin}))
            .await
    };
    assert_eq!(pin("12345").await.0, 422);
    assert_eq!(pin("111111").await.1["state"], "needs_pin");
    let (_, last) = pin("135790").await;
    assert_eq!(last["state"], "finished", "{last}");
    assert_eq!(app.meta().number(digits).await["register_calls"], 3);

    let (_, page) = acme(&app, &partner).await;
    app.meta()
        .fault("register", json!({"error": {"code": 133_016}}))
        .await;
    let calls = app.meta().calls("register").await.len();
    let (heard, last) = page.go_through(json!({})).await;
    failed(&last, true, "three days");
    // Neither the button nor a new turn through the dialog calls Meta sooner.
    failed(&page.resume().await, true, "three days");
    let digits = heard["number"].as_str().unwrap();
    let (_, last) = page.go_through(json!({"number": digits})).await;
    failed(&last, true, "three days");
    assert_eq!(app.meta().calls("register").await.len(), calls + 1);
    app.clock.advance(Duration::from_secs(72 * 3600));
    assert_eq!(page.resume().await["state"], "finished");

    // Three days have passed.
    let partner = TestPartner {
        token: app.token(&partner).await,
        ..partner
    };
    let (_, page) = acme(&app, &partner).await;
    let (_, last) = page.go_through(json!({"number_verified": false})).await;
    failed(&last, true, "");
    assert_eq!(
        app.list(&partner)
            .await
            .iter()
            .filter(|account| account["status"] == 1)
            .count(),
        2
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
    let locked = json!({"error": {"code": 131_031}});
    app.meta().fault("register", locked).await;
    let (_, last) = page.go_through(json!({})).await;
    failed(&last, true, "");
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
    let locked = json!({"error": {"code": 131_031}});
    app.meta().fault("register", locked).await;
    let (heard, last) = page.go_through(json!({})).await;
    failed(&last, true, "");
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
    // The customer has set a PIN of her own.
    app.happens(json!({"event": "security", "number": digits, "pin": "135790"}))
        .await;
    let (account, page) = acme(&app, &two).await;
    let (heard, last) = page.go_through(json!({"number": digits})).await;
    assert_eq!(last["state"], "needs_pin", "{last}");
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
