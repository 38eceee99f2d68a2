//! Code and session event in every order, with either missing.

use crate::support::{PageSession, TestApp};
use gangway_meta_sim::Ordering;
use gangway_meta_sim::customer::{FinishOptions, PageState};
use serde_json::json;

#[tokio::test]
async fn whatever_the_order_the_account_finishes_once() {
    let app = TestApp::start().await;
    let partner = app.partner("One").await;
    for coexistence in [0, 1] {
        for ordering in ["message-first", "code-first", "code-only", "message-twice"] {
            let body = json!({"business_name": ordering, "coexistence": coexistence});
            let account = app.create(&partner, body).await;
            let page = PageSession::start(&app, &account).await;
            let (heard, _) = page.go_through(json!({"ordering": ordering})).await;
            let status = page.status().await;
            assert_eq!(status["state"], "finished", "{ordering}: {status}");
            assert_eq!(status["number"], heard["number"]);
            let number = app.meta().number(heard["number"].as_str().unwrap()).await;
            assert_eq!(number["register_calls"], 1 - coexistence, "{ordering}");
        }
    }
    assert!(
        app.list(&partner)
            .await
            .iter()
            .all(|account| account["status"] == 1)
    );
    assert_eq!(app.meta().calls("oauth_access_token").await.len(), 8);
}

#[tokio::test]
async fn the_code_after_the_event_finishes_and_the_event_alone_waits() {
    let app = TestApp::start().await;
    let partner = app.partner("One").await;
    let account = app.create(&partner, json!({"business_name": "Acme"})).await;
    let page = PageSession::start(&app, &account).await;
    let heard = page.dialog(json!({})).await;
    for _ in 0..2 {
        let answer = page.event(heard["messages"][0].as_str().unwrap()).await;
        assert_eq!(answer["state"], "waiting");
    }
    assert_eq!(app.list(&partner).await, [account]);
    assert!(app.meta().calls("oauth_access_token").await.is_empty());
    let answer = page.code(heard["code"].as_str().unwrap()).await;
    assert_eq!(answer["state"], "finished", "{answer}");
}

#[tokio::test]
async fn a_code_that_tells_too_little_waits_for_the_event() {
    let app = TestApp::start().await;
    app.meta()
        .post("knobs", json!({"granular_target_ids": false}))
        .await;
    let partner = app.partner("One").await;
    let account = app.create(&partner, json!({"business_name": "Acme"})).await;
    let page = PageSession::start(&app, &account).await;
    let heard = page.dialog(json!({})).await;
    let answer = page.code(heard["code"].as_str().unwrap()).await;
    assert_eq!(answer["state"], "waiting", "{answer}");
    assert_eq!(app.list(&partner).await[0]["status"], 0);
    let answer = page.event(heard["messages"][0].as_str().unwrap()).await;
    assert_eq!(answer["state"], "finished", "{answer}");
    assert_eq!(answer["number"], heard["number"]);
}

#[tokio::test]
async fn what_is_no_session_event_is_not_taken_and_disturbs_nothing() {
    let app = TestApp::start().await;
    let partner = app.partner("One").await;
    let account = app.create(&partner, json!({"business_name": "Acme"})).await;
    let page = PageSession::start(&app, &account).await;
    let heard = page.dialog(json!({"ordering": "noise"})).await;
    let session = &page.session;
    let (mut taken, mut refused) = (0, 0);
    for message in heard["messages"].as_array().unwrap() {
        let body = json!({"session": session, "message": message});
        match page.post("event", body).await {
            (200, answer) => {
                assert_eq!(answer["state"], "waiting");
                taken += 1;
            }
            (http, answer) => {
                assert_eq!((http, &answer["state"]), (422, &json!("failed")));
                refused += 1;
            }
        }
    }
    assert_eq!((taken, refused), (1, 3));
    for unknown in ["SOMETHING_NEW", "MESSAGE"] {
        let message = json!({"type": "WA_EMBEDDED_SIGNUP", "event": unknown, "data": {}});
        page.event(&message.to_string()).await;
    }
    let answer = page.code(heard["code"].as_str().unwrap()).await;
    assert_eq!(answer["state"], "finished", "{answer}");
}

#[tokio::test]
async fn another_sessions_claims_are_not_believed() {
    let app = TestApp::start().await;
    let partner = app.partner("One").await;
    let victim = app.finished(&partner, json!({})).await;
    let victim = app
        .meta()
        .number(victim["whatsapp"].as_str().unwrap())
        .await;
    let account = app.create(&partner, json!({"business_name": "Acme"})).await;
    let page = PageSession::start(&app, &account).await;
    let heard = page.dialog(json!({})).await;
    page.event(heard["messages"][0].as_str().unwrap()).await;
    // Somebody who has the link but not this load of the page.
    for session in ["abcdefghjkmnpqrstvwxyz0123456789", "0000000000000000"] {
        let claim = json!({
            "type": "WA_EMBEDDED_SIGNUP", "event": "FINISH",
            "data": {"waba_id": victim["waba_id"], "phone_number_id": victim["id"]},
        });
        let body = json!({"session": session, "message": claim.to_string()});
        page.post("event", body).await;
        page.post("event", json!({"session": session, "closed": true}))
            .await;
    }
    let answer = page.code(heard["code"].as_str().unwrap()).await;
    assert_eq!(
        (&answer["state"], &answer["number"]),
        (&json!("finished"), &heard["number"])
    );
}

#[tokio::test]
async fn a_headless_customer_sees_the_finish_in_every_order() {
    let app = TestApp::start().await;
    let partner = app.partner("One").await;
    for ordering in Ordering::ALL {
        let body = json!({"business_name": ordering.to_string()});
        let account = app.create(&partner, body).await;
        let link = account["onboarding_link"].as_str().unwrap();
        let options = FinishOptions {
            ordering: *ordering,
            ..FinishOptions::default()
        };
        let outcome = app.customer().finish(link, &options).await.unwrap();
        let expected = match ordering {
            Ordering::MessageOnly => PageState::Waiting,
            Ordering::ForgedIds => PageState::Failed,
            _ => PageState::Finished,
        };
        // What is still waited for is said with the page's own state once it is loaded anew.
        let close = outcome.state == expected
            || (expected == PageState::Waiting && outcome.state == PageState::Ready);
        assert!(close, "{ordering}: {outcome:?}");
    }
    let finished = app.list_of(&partner, "?status=1").await;
    assert_eq!(finished.len(), Ordering::ALL.len() - 2);
}

#[tokio::test]
async fn a_plain_number_on_a_coexistence_link_finishes_whether_it_is_named_or_not() {
    let app = TestApp::start().await;
    let partner = app.partner("One").await;
    for ordering in ["message-first", "code-only"] {
        let body = json!({"business_name": ordering, "coexistence": 1});
        let account = app.create(&partner, body).await;
        let page = PageSession::start(&app, &account).await;
        let wish = json!({"ordering": ordering, "ending": "finish"});
        let (heard, _) = page.go_through(wish).await;
        assert_eq!(page.status().await["state"], "finished", "{ordering}");
        let number = app.meta().number(heard["number"].as_str().unwrap()).await;
        assert_eq!(number["is_on_biz_app"], false, "{ordering}");
        assert_eq!(number["register_calls"], 1, "{ordering}");
    }
}
