//! Links that lead nowhere, and customers who leave and come back.

use crate::support::{PageSession, TestApp, TestPartner};
use reqwest::Method;
use serde_json::json;
use std::time::Duration;

#[tokio::test]
async fn a_customer_who_left_at_any_step_can_come_back_and_finish() {
    let app = TestApp::start().await;
    let partner = app.partner("One").await;
    for ending in [
        "cancel:BUSINESS_ACCOUNT_SELECTION",
        "cancel:WABA_PHONE_PROFILE_PICKER",
        "cancel:WHATSAPP_BUSINESS_PROFILE_SETUP",
        "cancel:PHONE_NUMBER_SETUP",
        "cancel:PHONE_NUMBER_VERIFICATION",
        "cancel:PERMISSIONS",
        "cancel:SOMETHING_NEW",
        "cancel-error",
        "cancel-error-id",
        "error",
    ] {
        let account = app.create(&partner, json!({"business_name": ending})).await;
        let page = PageSession::start(&app, &account).await;
        let (_, last) = page.go_through(json!({"ending": ending})).await;
        assert_eq!(last["state"], "cancelled", "{ending}: {last}");
        assert_eq!(app.list(&partner).await[0], account);

        let again = PageSession::start(&app, &account).await;
        let (heard, last) = again.go_through(json!({})).await;
        assert_eq!(
            (&last["state"], &last["number"]),
            (&json!("finished"), &heard["number"])
        );
    }
}

#[tokio::test]
async fn a_closed_or_denied_dialog_is_a_cancel_and_may_be_opened_again_on_the_same_page() {
    let app = TestApp::start().await;
    let partner = app.partner("One").await;
    let account = app.create(&partner, json!({"business_name": "Acme"})).await;
    let page = PageSession::start(&app, &account).await;
    let heard = page.dialog(json!({"ending": "denied"})).await;
    assert_eq!(
        (&heard["code"], &heard["messages"]),
        (&json!(null), &json!([]))
    );
    let (http, answer) = page
        .post("event", json!({"session": page.session, "closed": true}))
        .await;
    assert_eq!((http, &answer["state"]), (200, &json!("cancelled")));
    assert_eq!(
        app.page(&page.link).await.data().unwrap()["state"],
        "cancelled"
    );

    page.post("start", json!({"session": page.session})).await;
    assert_eq!(page.status().await["state"], "ready");
    let (_, last) = page.go_through(json!({})).await;
    assert_eq!(last["state"], "finished");
}

#[tokio::test]
async fn a_late_cancel_does_not_undo_a_finish() {
    let app = TestApp::start().await;
    let partner = app.partner("One").await;
    let account = app.create(&partner, json!({"business_name": "Acme"})).await;
    let other = PageSession::open(&app, &account).await;
    let page = PageSession::start(&app, &account).await;
    page.go_through(json!({})).await;
    let leave = |page: &PageSession<'_>| json!({"session": page.session, "closed": true});
    let (http, answer) = page.post("event", leave(&page)).await;
    assert_eq!((http, &answer["state"]), (200, &json!("finished")));
    let (http, answer) = other.post("event", leave(&other)).await;
    assert_eq!((http, &answer["state"]), (409, &json!("refused")));
    assert_eq!(answer["number"], json!(null));
    assert_eq!(app.list(&partner).await[0]["status"], 1);
}

#[tokio::test]
async fn a_customer_who_is_in_the_dialog_when_her_link_expires_is_let_through() {
    let app = TestApp::start().await;
    let partner = app.partner("One").await;
    let body = json!({"business_name": "Acme", "expires_in": 60});
    let account = app.create(&partner, body).await;
    let page = PageSession::start(&app, &account).await;
    app.clock.advance(Duration::from_secs(3599));
    let (_, last) = page.go_through(json!({})).await;
    assert_eq!(last["state"], "finished", "{last}");
}

#[tokio::test]
async fn an_expired_link_is_gone_for_the_customer_and_stays_in_the_list() {
    let app = TestApp::start().await;
    let partner = app.partner("One").await;
    let body = json!({"business_name": "Acme", "expires_in": 7200});
    let account = app.create(&partner, body).await;
    app.clock.advance(Duration::from_secs(3600));
    let page = PageSession::start(&app, &account).await;
    let heard = page.dialog(json!({})).await;

    app.clock.advance(Duration::from_millis(3_599_999));
    assert_eq!(app.page(&page.link).await.http, 200);
    app.clock.advance(Duration::from_millis(1));
    let shown = app.page(&page.link).await;
    assert_eq!(shown.http, 410);
    assert!(shown.data().is_none() && shown.html.contains("expired"));
    let session = &page.session;
    for (what, body) in [
        ("opened", json!({})),
        ("start", json!({"session": session})),
        (
            "event",
            json!({"session": session, "message": heard["messages"][0]}),
        ),
        ("code", json!({"session": session, "code": heard["code"]})),
        ("resume", json!({"session": session})),
    ] {
        let (http, answer) = page.post(what, body).await;
        assert_eq!((http, &answer["state"]), (410, &json!("expired")), "{what}");
    }
    assert!(app.meta().calls("oauth_access_token").await.is_empty());
    // Her partner's token has expired as well by now.
    let partner = TestPartner {
        token: app.token(&partner).await,
        ..partner
    };
    assert_eq!(app.list(&partner).await, std::slice::from_ref(&account));
    let landing = account["landing_page"].as_str().unwrap();
    assert_eq!(
        app.page(landing).await.http,
        200,
        "the website is still hers"
    );
    app.delete(&partner, account["whatsapp"].as_str().unwrap())
        .await
        .expect(200, 1);
}

#[tokio::test]
async fn a_finished_account_does_not_expire() {
    let app = TestApp::start().await;
    let partner = app.partner("One").await;
    let account = app.finished(&partner, json!({"expires_in": 60})).await;
    app.clock.advance(Duration::from_secs(61));
    let link = account["onboarding_link"].as_str().unwrap();
    assert_eq!(app.page(link).await.http, 200);
    assert_eq!(app.list(&partner).await, [account]);
}

#[tokio::test]
async fn a_link_that_never_was_is_404_everywhere() {
    let app = TestApp::start().await;
    let session = "abcdefghjkmnpqrs";
    for slug in [
        "abcdefghjkmnpqrstvwxyz01",
        "x",
        "a%20b",
        "%00",
        "%ff",
        "..%2f..",
        "'--",
        &"x".repeat(500),
    ] {
        let link = format!("{}/o/{slug}", app.server.public_url);
        let page = app.page(&link).await;
        assert_eq!(page.http, 404, "{slug}");
        assert!(page.data().is_none());
        for (what, body) in [
            ("opened", json!({})),
            ("start", json!({"session": session})),
            ("event", json!({"session": session, "closed": true})),
            ("code", json!({"session": session, "code": "x"})),
            ("resume", json!({"session": session})),
        ] {
            let path = format!("/o/{slug}/{what}");
            let response = app
                .request(Method::POST, &path)
                .json(&body)
                .send()
                .await
                .unwrap();
            assert_eq!(response.status(), 404, "{slug} {what}");
            let answer: serde_json::Value = response.json().await.unwrap();
            assert_eq!(answer["state"], "gone", "{slug} {what}");
        }
        let landing = format!("{}/b/{slug}", app.server.public_url);
        assert_eq!(app.page(&landing).await.http, 404, "{slug}");
    }
}

#[tokio::test]
async fn looking_at_the_link_uses_nothing_up() {
    let app = TestApp::start().await;
    let partner = app.partner("One").await;
    let account = app.create(&partner, json!({"business_name": "Acme"})).await;
    let link = account["onboarding_link"].as_str().unwrap();
    let mut sessions = std::collections::HashSet::new();
    for _ in 0..5 {
        let data = app.page(link).await.data().unwrap();
        assert_eq!(data["state"], "ready");
        sessions.insert(data["session"].as_str().unwrap().to_owned());
    }
    assert_eq!(sessions.len(), 5, "each load is its own");
    let head = app.http.head(link).send().await.unwrap();
    assert_eq!(head.status(), 200);
    assert_eq!(app.list(&partner).await, [account]);
}
