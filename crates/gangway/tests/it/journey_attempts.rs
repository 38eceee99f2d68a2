//! Each press on the button is a new attempt: what an earlier one left does not count.

use crate::support::{PageSession, TestApp};
use serde_json::{Value, json};

async fn press(page: &PageSession<'_>) {
    let answer = page.post("start", json!({"session": page.session})).await;
    assert_eq!(answer.0, 200, "{}", answer.1);
}

fn message(heard: &Value) -> &str {
    heard["messages"][0].as_str().unwrap()
}

fn code(heard: &Value) -> &str {
    heard["code"].as_str().unwrap()
}

#[tokio::test]
async fn the_number_of_the_second_press_is_connected_not_that_of_the_first() {
    let app = TestApp::start().await;
    let partner = app.partner("One").await;
    let account = app.create(&partner, json!({"business_name": "Acme"})).await;
    let page = PageSession::start(&app, &account).await;
    let first = page.dialog(json!({"number": "4915112345601"})).await;
    page.event(message(&first)).await;
    // The code of the first turn is lost; she presses again and adds another number.
    press(&page).await;
    let wish = json!({"number": "4915112345602", "waba_id": first["waba_id"]});
    let second = page.dialog(wish).await;
    let answer = page.code(code(&second)).await;
    assert_eq!(
        answer["state"], "waiting",
        "two numbers, none named: {answer}"
    );
    let answer = page.event(message(&second)).await;
    assert_eq!(answer["state"], "finished", "{answer}");
    assert_eq!(app.list(&partner).await[0]["whatsapp"], "4915112345602");
}

#[tokio::test]
async fn the_account_of_the_second_press_is_connected_though_the_first_named_another() {
    let app = TestApp::start().await;
    let partner = app.partner("One").await;
    let account = app.create(&partner, json!({"business_name": "Acme"})).await;
    let page = PageSession::start(&app, &account).await;
    let first = page.dialog(json!({"number": "4915112345601"})).await;
    page.event(message(&first)).await;
    press(&page).await;
    let second = page.dialog(json!({"number": "4915112345602"})).await;
    let answer = page.code(code(&second)).await;
    assert_eq!(answer["state"], "finished", "{answer}");
    assert_eq!(app.list(&partner).await[0]["whatsapp"], "4915112345602");
}

#[tokio::test]
async fn right_ids_after_wrong_ones_heal_the_attempt() {
    let app = TestApp::start().await;
    let partner = app.partner("One").await;
    let account = app.create(&partner, json!({"business_name": "Acme"})).await;
    let page = PageSession::start(&app, &account).await;
    let stranger = page.dialog(json!({"number": "4915112345601"})).await;
    let own = page.dialog(json!({"number": "4915112345602"})).await;
    page.event(message(&stranger)).await;
    let answer = page.code(code(&own)).await;
    assert_eq!(answer["state"], "failed", "{answer}");
    let answer = page.event(message(&own)).await;
    assert_eq!(answer["state"], "finished", "{answer}");
    assert_eq!(answer["number"], own["number"]);
}

#[tokio::test]
async fn a_second_turn_whose_exchange_fails_never_goes_on_with_the_first_token() {
    let app = TestApp::start().await;
    let partner = app.partner("One").await;
    let account = app.create(&partner, json!({"business_name": "Acme"})).await;
    let page = PageSession::start(&app, &account).await;
    let first = page.dialog(json!({"number": "4915112345601"})).await;
    app.meta()
        .post(
            "faults",
            json!({"endpoint": "subscribe", "status": 503, "times": 2}),
        )
        .await;
    let answer = page.code(code(&first)).await;
    assert_eq!(answer["state"], "delayed");

    press(&page).await;
    let second = page.dialog(json!({"number": "4915112345602"})).await;
    app.meta()
        .post(
            "faults",
            json!({"endpoint": "oauth_access_token", "status": 503}),
        )
        .await;
    let answer = page.code(code(&second)).await;
    assert_eq!(
        (&answer["state"], &answer["resumable"]),
        (&json!("failed"), &json!(false))
    );
    let answer = page.resume().await;
    assert_ne!(answer["state"], "finished", "{answer}");
    assert_eq!(app.list(&partner).await, [account]);
}

#[tokio::test]
async fn a_page_opened_anew_while_ids_are_missing_offers_the_button() {
    let app = TestApp::start().await;
    app.meta()
        .post("knobs", json!({"granular_target_ids": false}))
        .await;
    let partner = app.partner("One").await;
    let account = app.create(&partner, json!({"business_name": "Acme"})).await;
    let page = PageSession::start(&app, &account).await;
    let heard = page.dialog(json!({})).await;
    let answer = page.code(code(&heard)).await;
    assert_eq!(
        answer["state"], "waiting",
        "the page that brought the code waits"
    );
    let anew = app.page(&page.link).await;
    assert!(
        anew.html.contains(r#"data-state="failed""#),
        "{}",
        anew.html
    );
    assert!(anew.html.contains(r#"id="start""#));
    let again = PageSession::start(&app, &account).await;
    let heard = again.dialog(json!({})).await;
    again.event(message(&heard)).await;
    let answer = again.code(code(&heard)).await;
    assert_eq!(answer["state"], "finished", "{answer}");
}
