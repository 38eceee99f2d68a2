//! The customer's journey, from the link to the finished account.

use crate::support::{APP_ID, PageSession, TestApp};
use serde_json::{Value, json};

/// An account and what becomes of its number at Meta.
async fn onboard(app: &TestApp, account: &Value, wish: Value) -> (Value, Value) {
    let page = PageSession::start(app, account).await;
    let (heard, last) = page.go_through(wish).await;
    assert_eq!(last["state"], "finished", "{last}");
    (heard, last)
}

#[tokio::test]
async fn a_link_to_which_the_customer_brings_a_number() {
    let app = TestApp::start().await;
    let partner = app.partner("One").await;
    let account = app
        .create(&partner, json!({"business_name": "Acme", "reference": "7"}))
        .await;
    assert!(account["whatsapp"].as_str().unwrap().starts_with("97257"));
    let (heard, last) = onboard(&app, &account, json!({"number": "+972 50-123-4567"})).await;
    assert_eq!(last["number"], "972501234567");
    assert!(!last["title"].as_str().unwrap().is_empty());

    let mut expected = account.clone();
    expected["whatsapp"] = "972501234567".into();
    expected["status"] = 1.into();
    assert_eq!(app.list(&partner).await, [expected]);

    let number = app.meta().number("972501234567").await;
    assert_eq!(number["status"], "CONNECTED");
    assert_eq!(number["register_calls"], 1);
    let pin = number["pin"].as_str().unwrap();
    assert!(
        pin.len() == 6 && pin.bytes().all(|b| b.is_ascii_digit()),
        "{pin}"
    );
    let waba = heard["waba_id"].as_str().unwrap();
    assert_eq!(app.meta().subscribers(waba).await, [APP_ID]);
    assert!(app.meta().calls("smb_app_data").await.is_empty());
    assert_eq!(app.meta().calls("oauth_access_token").await.len(), 1);
}

#[tokio::test]
async fn a_coexistence_link_keeps_the_business_app_and_syncs_once() {
    let app = TestApp::start().await;
    let partner = app.partner("One").await;
    let account = app
        .create(&partner, json!({"business_name": "Acme", "coexistence": 1}))
        .await;
    assert!(account["whatsapp"].as_str().unwrap().starts_with("97257"));
    let (heard, _) = onboard(&app, &account, json!({"number": "972501234567"})).await;
    let listed = &app.list(&partner).await[0];
    assert_eq!(listed["whatsapp"], "972501234567");
    assert_eq!(
        (&listed["status"], &listed["coexistence"]),
        (&json!(1), &json!(1))
    );

    let number = app.meta().number("972501234567").await;
    assert_eq!(
        (&number["register_calls"], &number["pin"]),
        (&json!(0), &Value::Null)
    );
    assert_eq!(number["is_on_biz_app"], true);
    for kind in ["smb_app_state_sync", "history"] {
        assert!(number["syncs"][kind].is_string(), "{kind}");
    }
    let asked = app.meta().calls("smb_app_data").await;
    let asked: Vec<_> = asked
        .iter()
        .map(|call| &call["params"]["sync_type"])
        .collect();
    assert_eq!(asked, ["smb_app_state_sync", "history"]);
    let waba = heard["waba_id"].as_str().unwrap();
    assert_eq!(app.meta().subscribers(waba).await, [APP_ID]);
    assert!(app.meta().calls("register").await.is_empty());

    let number = listed["whatsapp"].as_str().unwrap();
    app.delete(&partner, number).await.expect(409, 25);
}

#[tokio::test]
async fn every_successful_ending_finishes_the_account() {
    let app = TestApp::start().await;
    let partner = app.partner("One").await;
    for ending in ["finish", "close-last-screen", "obo-migration", "grant-only"] {
        let account = app.create(&partner, json!({"business_name": ending})).await;
        onboard(&app, &account, json!({"ending": ending})).await;
    }
    let listed = app.list(&partner).await;
    assert_eq!(listed.len(), 4);
    assert!(listed.iter().all(|account| account["status"] == 1));
}

#[tokio::test]
async fn without_a_number_it_says_what_to_do_and_goes_on_once_there_is_one() {
    let app = TestApp::start().await;
    let partner = app.partner("One").await;
    let account = app.create(&partner, json!({"business_name": "Acme"})).await;
    let page = PageSession::start(&app, &account).await;
    let (heard, last) = page.go_through(json!({"ending": "finish-only-waba"})).await;
    assert_eq!(
        (&last["state"], &last["resumable"]),
        (&json!("failed"), &json!(true))
    );
    assert!(
        last["message"]
            .as_str()
            .unwrap()
            .contains("no phone number")
    );
    assert_eq!(app.list(&partner).await[0]["status"], 0);

    // She adds her number at Meta, in the account that she has shared.
    let wish = json!({"waba_id": heard["waba_id"], "number": "972501234567"});
    page.dialog(wish).await;
    let last = page.resume().await;
    assert_eq!(
        (&last["state"], &last["number"]),
        (&json!("finished"), &json!("972501234567"))
    );
}

#[tokio::test]
async fn a_second_finish_of_the_same_link_is_refused_kindly_and_changes_nothing() {
    let app = TestApp::start().await;
    let partner = app.partner("One").await;
    let account = app.create(&partner, json!({"business_name": "Acme"})).await;
    let early = PageSession::start(&app, &account).await;
    let (_, _) = onboard(&app, &account, json!({"number": "972501234567"})).await;
    let before = app.list(&partner).await;

    let heard = early.dialog(json!({"number": "972507654321"})).await;
    let session = &early.session;
    for (what, body) in [
        ("start", json!({"session": session})),
        (
            "event",
            json!({"session": session, "message": heard["messages"][0]}),
        ),
        ("code", json!({"session": session, "code": heard["code"]})),
        ("resume", json!({"session": session})),
        ("event", json!({"session": session, "closed": true})),
    ] {
        let (http, answer) = early.post(what, body).await;
        assert_eq!((http, &answer["state"]), (409, &json!("refused")), "{what}");
        assert!(
            answer["message"]
                .as_str()
                .unwrap()
                .contains("nothing left to do")
        );
    }
    assert_eq!(app.list(&partner).await, before);
    assert_eq!(app.meta().calls("oauth_access_token").await.len(), 1);
    let second = app.meta().number("972507654321").await;
    assert_eq!(second["register_calls"], 0);
    let waba = heard["waba_id"].as_str().unwrap();
    assert!(app.meta().subscribers(waba).await.is_empty());

    let page = app.page(&early.link).await;
    assert_eq!(page.http, 200);
    assert!(page.data().is_none() && page.html.contains("already done"));
    assert_eq!(early.status().await["state"], "finished");
}

#[tokio::test]
async fn the_landing_page_shows_the_number_once_it_is_connected() {
    let app = TestApp::start().await;
    let partner = app.partner("One").await;
    let account = app.create(&partner, json!({"business_name": "Acme"})).await;
    let landing = account["landing_page"].as_str().unwrap();
    let before = app.page(landing).await.html;
    let temporary = account["whatsapp"].as_str().unwrap();
    let link = account["onboarding_link"].as_str().unwrap();
    for secret in [temporary, link, link.rsplit('/').next().unwrap()] {
        assert!(!before.contains(secret), "{secret} is nobody's business");
    }
    onboard(&app, &account, json!({"number": "972501234567"})).await;
    assert!(app.page(landing).await.html.contains("972501234567"));
}

#[tokio::test]
async fn one_number_has_one_account_of_a_partner_but_another_partner_may_have_it_too() {
    let app = TestApp::start().await;
    let (one, two) = (app.partner("One").await, app.partner("Two").await);
    let number = json!({"number": "972501234567"});
    let first = app.create(&one, json!({"business_name": "First"})).await;
    onboard(&app, &first, number.clone()).await;

    let second = app.create(&one, json!({"business_name": "Second"})).await;
    for wish in [
        number.clone(),
        json!({"number": "972501234567", "ordering": "code-only"}),
    ] {
        let page = PageSession::start(&app, &second).await;
        let (_, last) = page.go_through(wish).await;
        assert_eq!(
            (&last["state"], &last["resumable"]),
            (&json!("failed"), &json!(false))
        );
        let message = last["message"].as_str().unwrap();
        assert!(message.contains("already connected"), "{message}");
    }
    assert_eq!(app.list(&one).await[0], second);
    assert_eq!(app.meta().number("972501234567").await["register_calls"], 1);

    let theirs = app.create(&two, json!({"business_name": "Theirs"})).await;
    let page = PageSession::start(&app, &theirs).await;
    let (_, last) = page.go_through(number).await;
    // Its two-step PIN is the first partner's; for this one Meta has to be asked anew.
    assert_ne!(last["state"], "waiting", "{last}");
    let message = last["message"].as_str().unwrap();
    assert!(!message.contains("already connected"), "{message}");
}
