//! Somebody who claims what is not theirs: nobody gets in, and nothing happens to the victim.

use crate::support::{OTHER_APP_ID, OTHER_CONFIG_ID, PageSession, TestApp, TestPartner};
use serde_json::{Value, json};

/// Another customer of the simulated Meta, as Meta sees her now.
struct Victim {
    digits: String,
    waba: String,
    phone: String,
}

impl Victim {
    /// One who was onboarded by some partner.
    async fn onboarded(app: &TestApp, partner: &TestPartner) -> Self {
        let account = app.finished(partner, json!({})).await;
        Self::of(app, account["whatsapp"].as_str().unwrap()).await
    }

    /// One who has shared her number with the app, and nobody has set it up.
    async fn untouched(app: &TestApp, page: &PageSession<'_>) -> Self {
        let heard = page.dialog(json!({"business_name": "Victim"})).await;
        Self::of(app, heard["number"].as_str().unwrap()).await
    }

    async fn of(app: &TestApp, digits: &str) -> Self {
        let number = app.meta().number(digits).await;
        Self {
            digits: digits.to_owned(),
            waba: number["waba_id"].as_str().unwrap().to_owned(),
            phone: number["id"].as_str().unwrap().to_owned(),
        }
    }

    /// Everything about her that a set-up could change.
    async fn seen(&self, app: &TestApp) -> (Value, Vec<String>) {
        (
            app.meta().number(&self.digits).await,
            app.meta().subscribers(&self.waba).await,
        )
    }
}

fn claim(waba: &str, phone: Option<&str>) -> String {
    let data = json!({"waba_id": waba, "phone_number_id": phone});
    json!({"type": "WA_EMBEDDED_SIGNUP", "event": "FINISH", "version": 3, "data": data}).to_string()
}

/// Nothing is finished, and the liar's own number is not set up either.
async fn nobody_got_in(app: &TestApp, partner: &TestPartner, account: &Value, heard: &Value) {
    let number = account["whatsapp"].as_str().unwrap();
    let listed = app.list_of(partner, &format!("?whatsapp={number}")).await;
    assert_eq!(listed, std::slice::from_ref(account));
    let own = app.meta().number(heard["number"].as_str().unwrap()).await;
    assert_eq!(own["register_calls"], 0);
    let waba = heard["waba_id"].as_str().unwrap();
    assert!(app.meta().subscribers(waba).await.is_empty());
}

#[track_caller]
fn refused(answer: &Value) {
    assert_eq!(
        (&answer["state"], &answer["resumable"]),
        (&json!("failed"), &json!(false)),
        "{answer}"
    );
    assert_eq!(answer["number"], Value::Null);
    let message = answer["message"].as_str().unwrap();
    assert!(message.contains("did not confirm"), "{message}");
}

#[tokio::test]
async fn ids_of_another_customer_are_not_believed() {
    let app = TestApp::start().await;
    let (partner, other) = (app.partner("One").await, app.partner("Two").await);
    for granular in [true, false] {
        app.meta()
            .post("knobs", json!({"granular_target_ids": granular}))
            .await;
        let spare = app.create(&other, json!({"business_name": "Spare"})).await;
        let spare = PageSession::start(&app, &spare).await;
        for victim in [
            Victim::onboarded(&app, &partner).await,
            Victim::onboarded(&app, &other).await,
            Victim::untouched(&app, &spare).await,
        ] {
            let before = victim.seen(&app).await;
            let account = app.create(&partner, json!({"business_name": "Liar"})).await;
            let page = PageSession::start(&app, &account).await;
            let wish = json!({"ordering": "forged-ids", "forged_waba_id": victim.waba});
            let (heard, last) = page.go_through(wish).await;
            refused(&last);
            assert_eq!(page.status().await["state"], "failed");
            nobody_got_in(&app, &partner, &account, &heard).await;
            assert_eq!(victim.seen(&app).await, before);
        }
    }
}

#[tokio::test]
async fn hand_made_events_get_nobody_in() {
    let app = TestApp::start().await;
    let partner = app.partner("One").await;
    let victim = Victim::onboarded(&app, &partner).await;
    let before = victim.seen(&app).await;
    for own_waba in [true, false] {
        let account = app.create(&partner, json!({"business_name": "Liar"})).await;
        let page = PageSession::start(&app, &account).await;
        let heard = page.dialog(json!({})).await;
        // Her own account with somebody's number, or the other way round.
        let event = if own_waba {
            claim(heard["waba_id"].as_str().unwrap(), Some(&victim.phone))
        } else {
            claim(&victim.waba, heard["phone_number_id"].as_str())
        };
        page.event(&event).await;
        let last = page.code(heard["code"].as_str().unwrap()).await;
        refused(&last);
        nobody_got_in(&app, &partner, &account, &heard).await;
    }
    for invented in ["999999999999999", "1", "me", "../me", "debug_token"] {
        let account = app.create(&partner, json!({"business_name": "Liar"})).await;
        let page = PageSession::start(&app, &account).await;
        let heard = page.dialog(json!({})).await;
        let own = heard["waba_id"].as_str().unwrap();
        page.event(&claim(own, Some(invented))).await;
        let last = page.code(heard["code"].as_str().unwrap()).await;
        if invented.contains('/') {
            // No id at all: what the token owns decides.
            assert_eq!(last["number"], heard["number"]);
        } else {
            refused(&last);
            nobody_got_in(&app, &partner, &account, &heard).await;
        }
    }
    assert_eq!(victim.seen(&app).await, before);
}

#[tokio::test]
async fn a_lie_that_comes_after_the_code_is_not_believed_either() {
    let app = TestApp::start().await;
    app.meta()
        .post("knobs", json!({"granular_target_ids": false}))
        .await;
    let partner = app.partner("One").await;
    let account = app.create(&partner, json!({"business_name": "Liar"})).await;
    let page = PageSession::start(&app, &account).await;
    let victim = Victim::untouched(&app, &page).await;
    let before = victim.seen(&app).await;
    let heard = page.dialog(json!({})).await;
    let waiting = page.code(heard["code"].as_str().unwrap()).await;
    assert_eq!(waiting["state"], "waiting");
    let last = page.event(&claim(&victim.waba, Some(&victim.phone))).await;
    refused(&last);
    nobody_got_in(&app, &partner, &account, &heard).await;
    assert_eq!(victim.seen(&app).await, before);
}

#[tokio::test]
async fn an_honest_turn_on_the_same_link_succeeds_afterwards() {
    let app = TestApp::start().await;
    let partner = app.partner("One").await;
    let account = app.create(&partner, json!({"business_name": "Acme"})).await;
    let page = PageSession::start(&app, &account).await;
    let (_, last) = page.go_through(json!({"ordering": "forged-ids"})).await;
    refused(&last);
    // On the same page or a new one.
    page.post("start", json!({"session": page.session})).await;
    let (heard, last) = page.go_through(json!({})).await;
    assert_eq!(
        (&last["state"], &last["number"]),
        (&json!("finished"), &heard["number"])
    );
}

#[tokio::test]
async fn a_code_for_another_app_is_worth_nothing() {
    let app = TestApp::start().await;
    let partner = app.partner("One").await;
    let account = app.create(&partner, json!({"business_name": "Acme"})).await;
    let page = PageSession::start(&app, &account).await;
    let wish = json!({"client_id": OTHER_APP_ID, "config_id": OTHER_CONFIG_ID});
    let (heard, last) = page.go_through(wish).await;
    assert_eq!(
        (&last["state"], &last["resumable"]),
        (&json!("failed"), &json!(false))
    );
    nobody_got_in(&app, &partner, &account, &heard).await;
}

#[tokio::test]
async fn an_invented_code_is_worth_nothing() {
    let app = TestApp::start().await;
    let partner = app.partner("One").await;
    let account = app.create(&partner, json!({"business_name": "Acme"})).await;
    let page = PageSession::start(&app, &account).await;
    for code in ["AQinvented", " ", "a&b=c#d", "שלום"] {
        let last = page.code(code).await;
        assert_eq!(
            (&last["state"], &last["resumable"]),
            (&json!("failed"), &json!(false))
        );
    }
    for code in [String::new(), "x".repeat(5_000)] {
        let body = json!({"session": page.session, "code": code});
        assert_eq!(page.post("code", body).await.0, 422);
    }
    assert_eq!(app.list(&partner).await, [account]);
}

#[tokio::test]
async fn a_code_opens_one_link_only() {
    let app = TestApp::start().await;
    let (one, two) = (app.partner("One").await, app.partner("Two").await);
    let first = app.create(&one, json!({"business_name": "First"})).await;
    let second = app.create(&two, json!({"business_name": "Second"})).await;
    let page = PageSession::start(&app, &first).await;
    let (heard, last) = page.go_through(json!({})).await;
    assert_eq!(last["state"], "finished");
    let thief = PageSession::start(&app, &second).await;
    let answer = thief.code(heard["code"].as_str().unwrap()).await;
    assert_ne!(answer["state"], "finished");
    assert_eq!(app.list(&two).await, [second]);
    assert_eq!(
        app.meta().calls("oauth_access_token").await.len(),
        1,
        "not even asked for"
    );
}
