//! renewLink: another link for an account that is there.

use crate::support::{Answer, PageSession, RENEW, TestApp, TestPartner, events};
use reqwest::Method;
use serde_json::{Value, json};

async fn renewed(app: &TestApp, partner: &TestPartner, body: Value) -> Answer {
    let token = app.token(partner).await;
    app.call(Method::POST, RENEW, Some(&token), Some(body))
        .await
}

fn slug(account: &Value) -> &str {
    let link = account["onboarding_link"].as_str().unwrap();
    link.rsplit('/').next().unwrap()
}

#[tokio::test]
async fn an_expired_link_is_renewed_and_its_customer_finishes() {
    let app = TestApp::start().await;
    let partner = app.partner("One").await;
    let wish = json!({"business_name": "Acme", "reference": "7", "expires_in": 600});
    let account = app.create(&partner, wish).await;
    let number = &account["whatsapp"];
    app.pass(601).await;
    let seen = app.timeline(&partner, number).await;
    assert_eq!(seen["state"], "expired");
    let link = account["onboarding_link"].as_str().unwrap();
    assert_eq!(app.page(link).await.http, 410);

    // Its customer asks for a new one, by a form that needs no script; twice is once.
    for _ in 0..2 {
        let form = app.http.post(format!("{link}/renewal"));
        let form = form.header("origin", &app.server.public_url);
        let form = form.header("content-type", "application/x-www-form-urlencoded");
        assert_eq!(form.send().await.unwrap().status(), 200);
    }
    let seen = app.timeline(&partner, number).await;
    assert_eq!(events(&seen, "renewal_requested").len(), 1);

    let answer = renewed(
        &app,
        &partner,
        json!({"whatsapp": number, "expires_in": "900"}),
    )
    .await;
    answer.expect(200, 1);
    assert_eq!(answer.header("cache-control"), "no-store");
    let fresh = answer.json["account"].clone();
    assert_ne!(slug(&fresh), slug(&account));
    let mut expected = account.clone();
    expected["onboarding_link"] = fresh["onboarding_link"].clone();
    assert_eq!(fresh, expected, "nothing but the link is new");
    let with_fresh_token = TestPartner {
        token: app.token(&partner).await,
        ..partner.clone()
    };
    assert_eq!(
        app.list(&with_fresh_token).await,
        std::slice::from_ref(&fresh)
    );

    // The old link knows that there is another one, and does not give it away.
    let old = app.page(link).await;
    assert_eq!(old.http, 410);
    assert!(old.html.contains("newer link"), "{}", old.html);
    assert!(!old.html.contains(slug(&fresh)), "{}", old.html);
    let (http, answer) = post(&app, link, "start").await;
    assert_eq!(
        (http, &answer["state"]),
        (410, &json!("replaced")),
        "{answer}"
    );

    let seen = app.timeline(&partner, number).await;
    assert_eq!(seen["state"], "created");
    let renewal = events(&seen, "link_renewed");
    assert_eq!(renewal.len(), 1);
    let finished = app.finish(&fresh, json!({})).await;
    let seen = app.timeline(&partner, &finished["whatsapp"]).await;
    assert_eq!(seen["state"], "finished");
    assert_eq!(seen["timeline"][0]["event"], "created");
}

async fn post(app: &TestApp, link: &str, what: &str) -> (u16, Value) {
    let request = app.http.post(format!("{link}/{what}"));
    let answer = request.json(&json!({"session": "s".repeat(24)})).send();
    let answer = answer.await.unwrap();
    (answer.status().as_u16(), answer.json().await.unwrap())
}

#[tokio::test]
async fn a_renewed_link_ends_when_it_was_told_to() {
    let app = TestApp::start().await;
    let partner = app.partner("One").await;
    let account = app.create(&partner, json!({"business_name": "Acme"})).await;
    let number = &account["whatsapp"];
    let answer = renewed(
        &app,
        &partner,
        json!({"whatsapp": number, "expires_in": 60}),
    )
    .await;
    let first = answer.expect(200, 1).json["account"].clone();
    let link = first["onboarding_link"].as_str().unwrap();
    assert_eq!(app.page(link).await.http, 200);
    app.pass(61).await;
    assert_eq!(app.page(link).await.http, 410);
    let answer = renewed(&app, &partner, json!({"whatsapp": number})).await;
    let second = answer.expect(200, 1).json["account"].clone();
    app.pass(400 * 24 * 3600).await;
    let link = second["onboarding_link"].as_str().unwrap();
    assert_eq!(app.page(link).await.http, 200);
}

#[tokio::test]
async fn a_disconnected_number_comes_back_through_a_new_link() {
    let app = TestApp::start().await;
    let partner = app.partner("One").await;
    let account = app
        .finished(&partner, json!({"coexistence": 1, "reference": "R"}))
        .await;
    let number = account["whatsapp"].clone();
    app.pass(60).await;
    app.happens(
        json!({"event": "PARTNER_REMOVED", "number": number, "reason": "USER_RE_REGISTERED"}),
    )
    .await;
    app.until_state(&partner, &number, "disconnected").await;

    let answer = renewed(&app, &partner, json!({"whatsapp": number})).await;
    let fresh = answer.expect(200, 1).json["account"].clone();
    let mut expected = account.clone();
    expected["onboarding_link"] = fresh["onboarding_link"].clone();
    assert_eq!(fresh, expected);
    let seen = app.timeline(&partner, &number).await;
    assert_eq!(seen["state"], "disconnected");

    app.pass(60).await;
    let page = PageSession::start(&app, &fresh).await;
    let seen = app.timeline(&partner, &number).await;
    assert_eq!(seen["state"], "started");
    assert_eq!(
        app.list(&partner).await,
        std::slice::from_ref(&fresh),
        "status 1 all the time"
    );
    let (_, last) = page.go_through(json!({"number": number})).await;
    assert_eq!(
        (&last["state"], &last["number"]),
        (&json!("finished"), &number),
        "{last}"
    );
    assert_eq!(app.list(&partner).await, std::slice::from_ref(&fresh));
    let seen = app.timeline(&partner, &number).await;
    assert_eq!(
        (&seen["state"], &seen["disconnected"]),
        (&json!("finished"), &Value::Null)
    );
    assert_eq!(events(&seen, "finished").len(), 2);
    // What came before is over: the same word told late changes nothing.
    let told = crate::support::delivery(
        "0",
        app.server.app.now().as_secs() - 30,
        "account_update",
        json!({"event": "PARTNER_REMOVED", "phone_number": number}),
    );
    assert_eq!(app.deliver(&told).await, 200);
    let seen = app.taken_in(&partner, &number).await;
    assert_eq!(seen["state"], "finished");
    renewed(&app, &partner, json!({"whatsapp": number}))
        .await
        .expect(409, 25);
}

#[tokio::test]
async fn what_cannot_be_renewed_is_refused_by_its_own_reason() {
    let app = TestApp::start().await;
    let (one, two) = (app.partner("One").await, app.partner("Two").await);
    let account = app.create(&one, json!({"business_name": "Acme"})).await;
    let number = &account["whatsapp"];
    let live = app.finished(&one, json!({})).await;
    for (body, http, reason) in [
        (json!({}), 422, 4),
        (json!({"whatsapp": ""}), 422, 4),
        (json!({"whatsapp": "12"}), 422, 4),
        (json!({"whatsapp": true}), 422, 4),
        (json!({"whatsapp": live["whatsapp"]}), 409, 25),
        (json!({"whatsapp": "972501111111"}), 404, 26),
        (json!({"whatsapp": "972570000000"}), 404, 26),
    ] {
        let answer = renewed(&app, &one, body.clone()).await;
        answer.expect(http, reason);
        answer.names("whatsapp");
    }
    for expires_in in [
        json!(0),
        json!(-1),
        json!(157_680_001),
        json!("soon"),
        json!(1.5),
    ] {
        let body = json!({"whatsapp": number, "expires_in": expires_in});
        let answer = renewed(&app, &one, body).await;
        answer.expect(422, 32);
        answer.names("expires_in");
    }
    renewed(&app, &two, json!({"whatsapp": number}))
        .await
        .expect(404, 26);
    let answer = app.call(Method::GET, RENEW, None, None).await;
    answer.expect(405, 13);
    assert_eq!(answer.header("allow"), "POST");
    app.call(Method::POST, RENEW, None, Some(json!({})))
        .await
        .expect(401, 2);
    app.call(Method::POST, RENEW, Some("nonsense"), Some(json!({})))
        .await
        .expect(401, 3);
    let answer = app
        .call_with_bytes(Method::POST, RENEW, &one.token, "{")
        .await;
    answer.expect(400, 2);
    let listed = app.list(&one).await;
    assert!(listed.contains(&account), "no refusal changed the link");

    app.delete(&one, number.as_str().unwrap())
        .await
        .expect(200, 1);
    renewed(&app, &one, json!({"whatsapp": number}))
        .await
        .expect(404, 26);
}
