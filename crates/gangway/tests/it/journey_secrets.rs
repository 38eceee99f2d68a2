//! What is kept, and how: sealed, and good enough to go on with.

use crate::support::{APP_SECRET, PageSession, TestApp, TestData};
use serde_json::json;

#[tokio::test]
async fn no_secret_is_in_the_data_in_plain_text() {
    let app = TestApp::start().await;
    let partner = app.partner("Needle Partners").await;
    let body = json!({"business_name": "Acme needle", "reference": "needle-7"});
    let account = app.create(&partner, body).await;
    // A PIN of six digits may be part of anything: it is looked for in many accounts.
    let page = PageSession::start(&app, &account).await;
    let (heard, _) = page.go_through(json!({"number": "972501234567"})).await;
    let pin = app.meta().number("972501234567").await["pin"].clone();
    let halted = app
        .create(&partner, json!({"business_name": "Halted"}))
        .await;
    let half_way = PageSession::start(&app, &halted).await;
    app.meta().fault("register", json!({"status": 503})).await;
    half_way.go_through(json!({})).await;
    let drawn = app.meta().calls("register").await.pop().unwrap()["params"]["pin"].clone();

    let sealed_away = [
        partner.client_secret.clone(),
        partner.token.clone(),
        heard["code"].as_str().unwrap().to_owned(),
        half_way.session.clone(),
        pin.as_str().unwrap().to_owned(),
        drawn.as_str().unwrap().to_owned(),
        APP_SECRET.to_owned(),
        "EAA".to_owned(),
    ];
    let check = |data: &TestData| {
        for secret in &sealed_away {
            assert!(!data.holds(secret), "{secret} lies open");
        }
        // The search does find what is stored as it is.
        for open in ["Acme needle", "needle-7", "972501234567"] {
            assert!(data.holds(open), "{open}");
        }
    };
    check(&app.data);
    let data = app.stop().await;
    check(&data);
}

#[tokio::test]
async fn a_server_that_was_restarted_goes_on_where_it_stopped() {
    let app = TestApp::start().await;
    let partner = app.partner("One").await;
    let mut half_way = Vec::new();
    for (endpoint, state) in [
        ("debug_token", "delayed"),
        ("subscribe", "delayed"),
        ("register", "delayed"),
    ] {
        let account = app
            .create(&partner, json!({"business_name": endpoint}))
            .await;
        let page = PageSession::start(&app, &account).await;
        app.meta()
            .fault(endpoint, json!({"status": 503, "times": 2}))
            .await;
        let (heard, last) = page.go_through(json!({})).await;
        app.meta().clear_faults().await;
        assert_eq!(last["state"], state, "{endpoint}");
        half_way.push((
            account,
            state,
            page.session.clone(),
            heard["number"].clone(),
        ));
    }
    let exchanged = app.meta().calls("oauth_access_token").await.len();
    let pins = app.meta().calls("register").await;

    let app = app.restart().await;
    for (account, state, session, number) in half_way {
        let link = account["onboarding_link"].as_str().unwrap();
        let slug = link.rsplit('/').next().unwrap();
        let link = format!("{}/o/{slug}", app.server.public_url);
        let data = app.page(&link).await.data().unwrap();
        assert_eq!(data["state"], state);
        let request = app.http.post(format!("{link}/resume"));
        let response = request
            .json(&json!({"session": session}))
            .send()
            .await
            .unwrap();
        let answer: serde_json::Value = response.json().await.unwrap();
        assert_eq!(
            (&answer["state"], &answer["number"]),
            (&json!("finished"), &number)
        );
    }
    assert!(
        app.list(&partner)
            .await
            .iter()
            .all(|account| account["status"] == 1)
    );
    let after = app.meta().calls("oauth_access_token").await.len();
    assert_eq!(after, exchanged, "no code was needed again");
    let last = app.meta().calls("register").await.pop().unwrap();
    assert_eq!(
        last["params"]["pin"], pins[0]["params"]["pin"],
        "the PIN drawn before"
    );
}
