//! The customer's journey in real Chromium, from the link to the list.

use crate::browser::{Person, app, bakery, finish};
use crate::support::{TestApp, TestPartner};
use gangway_testkit::thirtyfour::Key;
use serde_json::{Value, json};

async fn only_account(app: &TestApp, partner: &TestPartner) -> Value {
    let mut list = app.list(partner).await;
    assert_eq!(list.len(), 1);
    list.remove(0)
}

async fn not_finished(app: &TestApp, partner: &TestPartner) {
    let account = only_account(app, partner).await;
    assert_eq!(account["status"], 0);
    assert!(account["whatsapp"].as_str().unwrap().starts_with("97257"));
}

async fn finished(app: &TestApp, partner: &TestPartner, number: &str) {
    let account = only_account(app, partner).await;
    assert_eq!(account["status"], 1);
    assert_eq!(account["whatsapp"], number);
}

/// From the created account to the finished one, and what comes after.
async fn walk(coexistence: u8, typed: &str, number: &str) {
    let (app, partner) = app().await;
    let account = app.create(&partner, bakery(coexistence)).await;
    not_finished(&app, &partner).await;

    let person = Person::with_phone().await;
    person.opens_link(&account).await;
    person.nobody_else_was_asked().await;
    assert!(person.text("h1").await.contains("Blue Door Bakery"));
    assert_eq!(person.text("#start").await, "Continue with Facebook");

    let dialog = person.starts().await;
    dialog.types_number(typed).await;
    dialog.presses("#finish").await;
    person.sees("finished").await;
    assert_eq!(person.text("#title").await, "Your number is connected");
    assert_eq!(person.text("#number").await, format!("+{number}"));
    person.has_nothing_to_complain_about().await;

    finished(&app, &partner, number).await;
    app.delete(&partner, number).await.expect(409, 25);

    person.opens_link(&account).await;
    person.sees("refused").await;
    assert_eq!(person.text("#title").await, "This is already done");
    person.has_nothing_to_complain_about().await;
    person.leaves().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_coexistence_link_from_the_button_to_the_list() {
    walk(1, "+972 50-123-4567", "972501234567").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_to_which_the_customer_brings_a_number() {
    walk(0, "+49 1512 3456789", "4915123456789").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_page_says_how_far_it_is_while_the_server_works() {
    let (app, partner) = app().await;
    let account = app.create(&partner, bakery(0)).await;
    app.meta()
        .fault("register", json!({"delay_ms": 2_500}))
        .await;
    let person = Person::with_phone().await;
    person.opens_link(&account).await;
    person.starts().await.presses("#finish").await;
    person.sees("working").await;
    let step = "document.querySelector('#steps li[aria-current=step]').textContent === 'Connecting your number'";
    person.browser.until(step).await.unwrap();
    assert_eq!(person.text("#title").await, "Almost there");
    person.sees("finished").await;
    person.has_nothing_to_complain_about().await;
    person.leaves().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_customer_cancels_and_comes_back() {
    let (app, partner) = app().await;
    let account = app.create(&partner, bakery(1)).await;
    let person = Person::with_phone().await;
    person.opens_link(&account).await;
    person.starts().await.presses("#cancel").await;
    person.sees("cancelled").await;
    assert_eq!(person.text("#title").await, "Not connected yet");
    not_finished(&app, &partner).await;

    let dialog = person.starts().await;
    dialog.types_number("+972 50 123 4567").await;
    dialog.presses("#finish").await;
    person.sees("finished").await;
    finished(&app, &partner, "972501234567").await;
    person.has_nothing_to_complain_about().await;
    person.leaves().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_closed_window_is_a_cancel() {
    let (app, partner) = app().await;
    let account = app.create(&partner, bakery(0)).await;
    let person = Person::with_phone().await;
    person.opens_link(&account).await;
    person.starts().await.closes().await;
    person.sees("cancelled").await;
    assert!(
        person
            .text("#message")
            .await
            .contains("nothing was changed")
    );
    not_finished(&app, &partner).await;
    person.has_nothing_to_complain_about().await;
    person.leaves().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn closing_the_last_screen_is_a_finish() {
    let (app, partner) = app().await;
    let account = app.create(&partner, bakery(0)).await;
    let person = Person::with_phone().await;
    person.opens_link(&account).await;
    let dialog = person.starts().await;
    dialog.types_number("+49 1512 3456789").await;
    person.presses("#endings summary").await;
    person.presses("[data-ending=CLOSE_LAST_SCREEN]").await;
    person
        .browser
        .until("document.querySelector('#close-window').offsetParent")
        .await
        .unwrap();
    dialog.presses("#close-window").await;
    person.sees("finished").await;
    finished(&app, &partner, "4915123456789").await;
    person.has_nothing_to_complain_about().await;
    person.leaves().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn ids_of_somebody_else_get_nobody_in() {
    let (app, partner) = app().await;
    let other = app.partner("Somebody else").await;
    let victim = app.create(&other, bakery(0)).await;
    finish(&app, &victim, "4915199999999").await;
    let before = app.list(&other).await;

    let account = app.create(&partner, bakery(0)).await;
    let person = Person::with_phone().await;
    person.opens_link(&account).await;
    let dialog = person.starts().await;
    dialog.types_number("+49 1512 3456789").await;
    dialog.orders("forged-ids").await;
    dialog.presses("#finish").await;
    person.sees("failed").await;
    assert_eq!(person.text("#title").await, "That didn’t work");
    assert!(
        person
            .text("#message")
            .await
            .contains("did not confirm that you manage the account")
    );
    not_finished(&app, &partner).await;
    assert_eq!(app.list(&other).await, before);
    person.has_nothing_to_complain_about().await;
    person.leaves().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_order_of_code_and_event_leads_to_the_finish() {
    for ordering in [
        "code-first",
        "code-only",
        "message-twice",
        "noise",
        "wrong-origin",
    ] {
        let (app, partner) = app().await;
        let account = app.create(&partner, bakery(0)).await;
        let person = Person::with_phone().await;
        person.opens_link(&account).await;
        let dialog = person.starts().await;
        dialog.types_number("+49 1512 3456789").await;
        dialog.orders(ordering).await;
        dialog.presses("#finish").await;
        person.sees("finished").await;
        finished(&app, &partner, "4915123456789").await;
        person.has_nothing_to_complain_about().await;
        person.leaves().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_event_without_a_code_asks_for_another_turn() {
    let (app, partner) = app().await;
    let account = app.create(&partner, bakery(0)).await;
    let person = Person::with_phone().await;
    person.opens_link(&account).await;
    let dialog = person.starts().await;
    dialog.orders("message-only").await;
    dialog.presses("#finish").await;
    person.sees("failed").await;
    assert_eq!(person.text("#title").await, "One step is missing");
    not_finished(&app, &partner).await;

    let dialog = person.starts().await;
    dialog.types_number("+49 1512 3456789").await;
    dialog.presses("#finish").await;
    person.sees("finished").await;
    finished(&app, &partner, "4915123456789").await;
    person.has_nothing_to_complain_about().await;
    person.leaves().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_keyboard_is_enough() {
    let (app, partner) = app().await;
    let account = app.create(&partner, bakery(1)).await;
    let person = Person::with_phone().await;
    person.opens_link(&account).await;
    person.tabs_to("#start").await;
    person.types(Key::Enter).await;
    let dialog = person.dialog().await;
    person.tabs_to("#number").await;
    dialog.types_number("+972 50 123 4567").await;
    person.types(Key::Enter).await;
    person.browser.to_main().await.unwrap();
    person.sees("finished").await;
    finished(&app, &partner, "972501234567").await;
    person.has_nothing_to_complain_about().await;
    person.leaves().await;
}
