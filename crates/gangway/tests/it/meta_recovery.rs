//! Customers whose browsers brought nothing: found by what Meta tells, or by nobody's guess.

use crate::support::{PageSession, TestApp, TestPartner, delivery, events};
use gangway_domain::{ClientId, ListedNumber, WabaId};
use gangway_storage::Unclaimed;
use serde_json::{Value, json};
use std::time::Duration;

/// Where the browser gets no time to be quicker.
async fn without_grace() -> TestApp {
    TestApp::with(&[("recovery.grace_seconds", "0")]).await
}

async fn open(app: &TestApp, partner: &TestPartner, coexistence: u8) -> Value {
    let body = json!({"business_name": "Acme", "coexistence": coexistence});
    app.create(partner, body).await
}

/// The claim list once it is so long.
async fn claims(app: &TestApp, many: usize) -> Vec<Unclaimed> {
    let mut found = Vec::new();
    for _ in 0..1_000 {
        found = app.operator().unclaimed().await.unwrap();
        if found.len() == many {
            return found;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    panic!("the claim list stays so: {found:?}");
}

async fn tokens_fetched(app: &TestApp) -> usize {
    app.meta().calls("system_user_access_tokens").await.len()
}

async fn assign(app: &TestApp, partner: &TestPartner, waba: &str, number: &Value) {
    let operator = app.operator();
    let client = ClientId::parse(&partner.client_id).unwrap();
    let number = ListedNumber::parse("number", number.as_str().unwrap()).unwrap();
    let account = operator.account(&client, &number).await.unwrap().unwrap();
    let waba = WabaId::parse(waba).unwrap();
    operator.assign_claim(&waba, &account).await.unwrap();
}

#[tokio::test]
async fn who_closed_her_browser_is_finished_by_metas_word() {
    let app = without_grace().await;
    let partner = app.partner("One").await;
    for (wish, coexistence) in [(json!({}), 0), (json!({}), 1), (json!({"hosted": true}), 0)] {
        let account = open(&app, &partner, coexistence).await;
        let page = PageSession::start(&app, &account).await;
        let heard = page.dialog(wish).await;
        let seen = app
            .until_state(&partner, &account["whatsapp"], "finished")
            .await;
        assert_eq!(
            (&seen["recovered"], &seen["whatsapp"]),
            (&json!(1), &heard["number"])
        );
        assert_eq!(events(&seen, "recovered").len(), 1);
        let listed = &app.list(&partner).await[0];
        assert_eq!(
            (&listed["status"], &listed["whatsapp"]),
            (&json!(1), &heard["number"])
        );
        assert_eq!(page.status().await["state"], "finished");
    }
    assert_eq!(tokens_fetched(&app).await, 3);
    assert!(app.operator().unclaimed().await.unwrap().is_empty());
}

#[tokio::test]
async fn the_consent_of_a_customer_whose_set_up_halted_does_not_pass_for_anothers() {
    let app = TestApp::start().await;
    let partner = app.partner("One").await;
    let live = app.finished(&partner, json!({})).await;
    let waits = open(&app, &partner, 0).await;
    let _page = PageSession::start(&app, &waits).await;
    // She goes through without a number: her account has a token and has proved nothing.
    let halted = open(&app, &partner, 0).await;
    let page = PageSession::start(&app, &halted).await;
    let (_, last) = page.go_through(json!({"ending": "finish-only-waba"})).await;
    assert_eq!(last["state"], "failed", "{last}");
    app.pass(120).await;
    app.taken_in(&partner, &live["whatsapp"]).await;
    let seen = app.timeline(&partner, &waits["whatsapp"]).await;
    assert_eq!(
        (&seen["state"], &seen["recovered"]),
        (&json!("started"), &json!(0))
    );
    let seen = app.timeline(&partner, &halted["whatsapp"]).await;
    assert_eq!(seen["state"], "needs_number");
    assert!(app.operator().unclaimed().await.unwrap().is_empty());
    assert_eq!(tokens_fetched(&app).await, 0);
}

#[tokio::test]
async fn among_several_open_accounts_nobody_is_guessed_until_the_operator_says() {
    let app = without_grace().await;
    let partner = app.partner("One").await;
    let (one, two) = (open(&app, &partner, 0).await, open(&app, &partner, 0).await);
    let page = PageSession::start(&app, &one).await;
    let _other = PageSession::start(&app, &two).await;
    let heard = page.dialog(json!({})).await;
    let waba = heard["waba_id"].as_str().unwrap();
    let listed = claims(&app, 1).await;
    assert_eq!(
        (listed[0].waba.as_str(), listed[0].reason.as_str()),
        (waba, "several_open_accounts")
    );
    let business = listed[0].business.as_ref().map(|id| id.as_str());
    assert_eq!(business, heard["business_id"].as_str());
    for account in [&one, &two] {
        let seen = app.timeline(&partner, &account["whatsapp"]).await;
        assert_eq!(seen["state"], "started");
    }
    assert!(
        app.list(&partner)
            .await
            .iter()
            .all(|account| account["status"] == 0)
    );

    assign(&app, &partner, waba, &one["whatsapp"]).await;
    let seen = app
        .until_state(&partner, &one["whatsapp"], "finished")
        .await;
    assert_eq!(
        (&seen["recovered"], &seen["whatsapp"]),
        (&json!(1), &heard["number"])
    );
    let other = app.timeline(&partner, &two["whatsapp"]).await;
    assert_eq!(other["state"], "started");
    claims(&app, 0).await;
}

#[tokio::test]
async fn with_nobody_open_it_waits_on_the_list() {
    let app = without_grace().await;
    let partner = app.partner("One").await;
    let created = open(&app, &partner, 0).await;
    let told = |told: bool| json!({"send_partner_added": told});
    app.meta().knobs(told(false)).await;
    let finished = app.finished(&partner, json!({})).await;
    app.meta().knobs(told(true)).await;
    // Nobody pressed a button here: she came by Meta's own page.
    let page = PageSession::open(&app, &created).await;
    let heard = page.dialog(json!({"hosted": true})).await;
    let listed = claims(&app, 1).await;
    assert_eq!(listed[0].reason, "no_open_account");
    assert_eq!(listed[0].waba.as_str(), heard["waba_id"]);
    let seen = app.timeline(&partner, &created["whatsapp"]).await;
    assert!(events(&seen, "recovered").is_empty());
    // Told again, it is the same entry; dismissed, it is gone.
    app.pass(1).await;
    app.happens(json!({"event": "PARTNER_ADDED", "waba_id": heard["waba_id"]}))
        .await;
    app.taken_in(&partner, &finished["whatsapp"]).await;
    claims(&app, 1).await;
    app.operator().dismiss_claim(&listed[0].waba).await.unwrap();
    claims(&app, 0).await;
}

#[tokio::test]
async fn where_the_browser_answered_metas_word_changes_nothing() {
    let app = TestApp::start().await;
    let partner = app.partner("One").await;
    // Told before the browser hears of it, twice; and again once the account has finished.
    app.meta()
        .knobs(json!({"partner_added_early": true, "partner_added_times": 2}))
        .await;
    let account = app.finished(&partner, json!({})).await;
    let number = &account["whatsapp"];
    app.pass(120).await;
    let waba = app.meta().waba_of(number).await;
    app.happens(json!({"event": "PARTNER_ADDED", "waba_id": waba, "times": 2}))
        .await;
    app.happens(json!({"event": "PARTNER_APP_INSTALLED", "waba_id": waba}))
        .await;
    app.pass(120).await;
    let seen = app.taken_in(&partner, number).await;
    assert_eq!(
        (&seen["state"], &seen["recovered"]),
        (&json!("finished"), &json!(0))
    );
    assert!(events(&seen, "recovered").is_empty());
    assert_eq!(events(&seen, "finished").len(), 1);
    assert_eq!(tokens_fetched(&app).await, 0);
    assert!(app.operator().unclaimed().await.unwrap().is_empty());
    assert_eq!(
        app.meta().number(number.as_str().unwrap()).await["register_calls"],
        1
    );
}

#[tokio::test]
async fn told_twice_and_late_it_is_finished_once() {
    let app = without_grace().await;
    let partner = app.partner("One").await;
    app.meta().knobs(json!({"partner_added_times": 3})).await;
    let account = open(&app, &partner, 0).await;
    let page = PageSession::start(&app, &account).await;
    let heard = page.dialog(json!({})).await;
    let number = &heard["number"];
    app.until_state(&partner, &account["whatsapp"], "finished")
        .await;
    // The browser comes back after all.
    let last = page.deliver(&heard).await;
    assert_eq!(last["state"], "refused", "{last}");
    app.pass(120).await;
    let seen = app.taken_in(&partner, number).await;
    assert_eq!(events(&seen, "finished").len(), 1);
    assert_eq!(
        app.meta().number(number.as_str().unwrap()).await["register_calls"],
        1
    );
    assert!(app.operator().unclaimed().await.unwrap().is_empty());
}

#[tokio::test]
async fn within_the_grace_the_browser_goes_first() {
    let app = TestApp::start().await;
    let partner = app.partner("One").await;
    let witness = app.finished(&partner, json!({})).await;
    let account = open(&app, &partner, 0).await;
    let page = PageSession::start(&app, &account).await;
    let heard = page.dialog(json!({})).await;
    app.taken_in(&partner, &witness["whatsapp"]).await;
    let seen = app.timeline(&partner, &account["whatsapp"]).await;
    assert_eq!(seen["state"], "started", "the grace is not over");
    let last = page.deliver(&heard).await;
    assert_eq!(last["state"], "finished");
    app.pass(120).await;
    let seen = app.taken_in(&partner, &heard["number"]).await;
    assert_eq!(seen["recovered"], 0);
    assert_eq!(tokens_fetched(&app).await, 0);

    // Another one brings nothing, and is waited for no longer than that.
    let account = open(&app, &partner, 0).await;
    let page = PageSession::start(&app, &account).await;
    page.dialog(json!({})).await;
    app.taken_in(&partner, &witness["whatsapp"]).await;
    app.pass(61).await;
    let seen = app
        .until_state(&partner, &account["whatsapp"], "finished")
        .await;
    assert_eq!(seen["recovered"], 1);
}

#[tokio::test]
async fn a_forged_claim_of_anothers_account_is_never_enough() {
    let app = without_grace().await;
    let (one, two) = (app.partner("One").await, app.partner("Two").await);
    app.meta().knobs(json!({"send_partner_added": false})).await;
    let (victims, forgers) = (open(&app, &one, 0).await, open(&app, &two, 0).await);
    let victim = PageSession::start(&app, &victims).await;
    let forger = PageSession::start(&app, &forgers).await;
    let heard = victim.dialog(json!({})).await;
    // She knows the victim's ids, and says that they are hers.
    let claim = json!({
        "type": "WA_EMBEDDED_SIGNUP", "event": "FINISH",
        "data": {"waba_id": heard["waba_id"], "phone_number_id": heard["phone_number_id"]},
    });
    forger.event(&claim.to_string()).await;
    let added = delivery(
        "0",
        app.server.app.now().as_secs(),
        "account_update",
        json!({"event": "PARTNER_ADDED", "waba_info": {
            "waba_id": heard["waba_id"], "owner_business_id": heard["business_id"],
        }}),
    );
    assert_eq!(app.deliver(&added).await, 200);
    let listed = claims(&app, 1).await;
    assert_eq!(listed[0].reason, "several_open_accounts");
    for (partner, account) in [(&one, &victims), (&two, &forgers)] {
        let seen = app.timeline(partner, &account["whatsapp"]).await;
        assert_eq!(seen["state"], "started");
    }
    // The victim's own browser still finishes her account.
    let last = victim.deliver(&heard).await;
    assert_eq!(last["state"], "finished", "{last}");
    let seen = app.timeline(&two, &forgers["whatsapp"]).await;
    assert_eq!(seen["state"], "started");
}

#[tokio::test]
async fn a_forged_claim_does_not_push_a_number_onto_anothers_account() {
    let app = without_grace().await;
    let (one, two) = (app.partner("One").await, app.partner("Two").await);
    let (victims, forgers) = (open(&app, &one, 0).await, open(&app, &two, 0).await);
    let _victim = PageSession::start(&app, &victims).await;
    let forger = PageSession::start(&app, &forgers).await;
    // She says that her account is another one, so that only the victim seems to fit.
    let claim = json!({
        "type": "WA_EMBEDDED_SIGNUP", "event": "FINISH",
        "data": {"waba_id": "990000000000099", "phone_number_id": "990000000000098"},
    });
    forger.event(&claim.to_string()).await;
    forger.dialog(json!({})).await;
    claims(&app, 1).await;
    let seen = app.timeline(&one, &victims["whatsapp"]).await;
    assert_eq!(
        (&seen["state"], &seen["recovered"]),
        (&json!("started"), &json!(0))
    );
}

#[tokio::test]
async fn a_number_that_was_cut_off_comes_back_by_metas_word_among_other_open_accounts() {
    let app = without_grace().await;
    let partner = app.partner("One").await;
    let account = app.finished(&partner, json!({"coexistence": 1})).await;
    let number = account["whatsapp"].clone();
    app.pass(60).await;
    app.happens(json!({"event": "PARTNER_REMOVED", "number": number}))
        .await;
    app.until_state(&partner, &number, "disconnected").await;
    app.pass(60).await;
    let other = open(&app, &partner, 1).await;
    let _other = PageSession::start(&app, &other).await;
    let page = PageSession::start(&app, &account).await;
    page.dialog(json!({"number": number})).await;
    let seen = app.until_state(&partner, &number, "finished").await;
    assert_eq!(seen["recovered"], 1);
    let other = app.timeline(&partner, &other["whatsapp"]).await;
    assert_eq!(other["state"], "started");
}
