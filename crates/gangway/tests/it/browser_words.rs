//! What a customer is told when something stands in her way, and that the way on works, in a
//! real browser.

use crate::browser::{Person, app, bakery};
use crate::support::{TestApp, TestPartner};
use gangway_testkit::thirtyfour::Key;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::time::Duration;

const NUMBER: &str = "+49 1512 3456789";
const DIGITS: &str = "4915123456789";

async fn finished(app: &TestApp, partner: &TestPartner) {
    // The clock may have gone on since the partner got its token.
    let mut partner = partner.clone();
    partner.token = app.token(&partner).await;
    let account = &app.list(&partner).await[0];
    assert_eq!(account["status"], 1);
    assert_eq!(account["whatsapp"], DIGITS);
}

async fn goes_through(person: &Person) {
    let dialog = person.starts().await;
    dialog.types_number(NUMBER).await;
    dialog.presses("#finish").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whichever_screen_she_leaves_she_hears_what_was_to_be_done_there() {
    let (app, partner) = app().await;
    let account = app.create(&partner, bakery(0)).await;
    let person = Person::with_phone().await;
    person.opens_link(&account).await;
    let mut told = BTreeSet::new();
    for (step, about) in [
        ("BUSINESS_ACCOUNT_SELECTION", "your business"),
        ("WABA_PHONE_PROFILE_PICKER", "WhatsApp account"),
        ("WHATSAPP_BUSINESS_PROFILE_SETUP", "WhatsApp profile"),
        ("PHONE_NUMBER_SETUP", "phone number"),
        ("PHONE_NUMBER_VERIFICATION", "the code"),
        ("PERMISSIONS", "allowed the connection"),
    ] {
        let dialog = person.starts().await;
        dialog.ends(&format!("CANCEL:{step}")).await;
        person.sees("cancelled").await;
        let said = person.text("#message").await;
        assert!(said.contains(about), "{step}: {said}");
        assert!(said.contains("Press the button again"), "{step}: {said}");
        assert!(person.shows("#start").await);
        // Somebody who opens the link again later reads the same.
        person.opens_link(&account).await;
        assert_eq!(person.text("#message").await, said);
        told.insert(said);
    }
    assert_eq!(told.len(), 6);
    goes_through(&person).await;
    person.sees("finished").await;
    finished(&app, &partner).await;
    person.has_nothing_to_complain_about().await;
    person.leaves().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_error_that_facebook_showed_comes_with_what_usually_helps() {
    let (app, partner) = app().await;
    let account = app.create(&partner, bakery(0)).await;
    let person = Person::with_phone().await;
    person.opens_link(&account).await;
    for ending in ["CANCEL_ERROR", "CANCEL_ERROR_ID", "ERROR"] {
        person.starts().await.ends(ending).await;
        person.sees("cancelled").await;
        assert_eq!(
            person.text("#title").await,
            "Facebook stopped you",
            "{ending}"
        );
        let hints = person.text("#hints").await;
        for help in ["Wait an hour", "administrator", "already there"] {
            assert!(hints.contains(help), "{hints}");
        }
    }
    goes_through(&person).await;
    person.sees("finished").await;
    assert!(!person.shows("#hints").await);
    finished(&app, &partner).await;
    person.leaves().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pin_is_asked_for_until_it_is_right() {
    let (app, partner) = app().await;
    let account = app.create(&partner, bakery(0)).await;
    let person = Person::with_phone().await;
    person.opens_link(&account).await;
    let dialog = person.starts().await;
    dialog.types_number(NUMBER).await;
    // Two-step verification is on, with a PIN that nobody but the customer knows.
    person
        .script(
            "const real = window.fetch;
             window.fetch = (url, options) => real(url, {
               ...options, body: JSON.stringify({ ...JSON.parse(options.body), existing_pin: '481516' }) })",
        )
        .await;
    dialog.presses("#finish").await;
    person.sees("needs_pin").await;
    assert!(
        person
            .text("#message")
            .await
            .contains("two-step verification")
    );
    assert!(person.text("#hints").await.contains("Switch off"));
    assert!(!person.shows("#start").await && person.shows("#again").await);

    let field = person.element("#pin-digits").await;
    assert_eq!(field.attr("inputmode").await.unwrap().unwrap(), "numeric");
    field.send_keys("4815").await.unwrap();
    person.presses("#pin button").await;
    assert!(person.text("#pin-error").await.contains("exactly six"));
    assert_eq!(app.meta().calls("register").await.len(), 1);

    field.clear().await.unwrap();
    field.send_keys("111111").await.unwrap();
    person.presses("#pin button").await;
    let told = "document.querySelector('#pin-error').textContent.includes('not right')";
    person.browser.until(told).await.unwrap();
    assert!(person.shows("#pin").await);

    // As an Arabic keyboard writes them.
    field.clear().await.unwrap();
    field.send_keys("٤٨١٥١٦").await.unwrap();
    person.presses("#pin button").await;
    person.sees("finished").await;
    finished(&app, &partner).await;
    assert_eq!(app.meta().calls("register").await.len(), 3);
    person.has_nothing_to_complain_about().await;
    person.leaves().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_break_that_meta_asks_for_is_told_and_kept() {
    let (app, partner) = app().await;
    let account = app.create(&partner, bakery(0)).await;
    app.meta()
        .fault("register", json!({"error": {"code": 133_016}}))
        .await;
    let person = Person::with_phone().await;
    person.opens_link(&account).await;
    goes_through(&person).await;
    person.sees("failed").await;
    assert!(person.text("#message").await.contains("three days"));
    let disabled = "return document.querySelector('#start').getAttribute('aria-disabled')";
    assert_eq!(person.script(disabled).await, "true");
    person.presses("#start").await;
    assert_eq!(app.meta().calls("register").await.len(), 1);

    app.clock.advance(Duration::from_secs(3 * 86_400));
    person.opens_link(&account).await;
    assert_eq!(person.script(disabled).await, "false");
    person.presses("#start").await;
    person.sees("finished").await;
    finished(&app, &partner).await;
    person.leaves().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn while_meta_is_down_the_page_says_that_it_may_be_closed() {
    let (app, partner) = app().await;
    let account = app.create(&partner, bakery(0)).await;
    app.meta()
        .fault("subscribe", json!({"status": 500, "times": 1000}))
        .await;
    let person = Person::with_phone().await;
    person.opens_link(&account).await;
    goes_through(&person).await;
    person.sees("delayed").await;
    assert!(
        person
            .text("#message")
            .await
            .contains("keep trying by ourselves")
    );
    person.opens_link(&account).await;
    person.sees("delayed").await;
    app.meta().clear_faults().await;
    app.clock.advance(Duration::from_secs(3600));
    person.sees("finished").await;
    finished(&app, &partner).await;
    person.leaves().await;
}

/// What her press on the button leads to, and what it says on it.
async fn asks_for_a_new_link(person: &Person) {
    assert_eq!(
        person
            .text("#renewal button")
            .await
            .replace(['\u{2068}', '\u{2069}'], ""),
        "Ask Harbour Software for a new link"
    );
    person.presses("#renewal button").await;
    person.sees("asked").await;
    assert!(person.text("#message").await.contains("Harbour Software"));
    for complaint in person.browser.complaints().await.unwrap() {
        assert!(complaint.contains("410 (Gone)"), "{complaint}");
    }
}

async fn expiring() -> (TestApp, Value) {
    let (app, partner) = app().await;
    let mut wish = bakery(0);
    wish["expires_in"] = json!(3600);
    let account = app.create(&partner, wish).await;
    (app, account)
}

#[tokio::test(flavor = "multi_thread")]
async fn an_expired_link_asks_for_a_new_one_without_any_script() {
    let (app, account) = expiring().await;
    app.clock.advance(Duration::from_secs(3601));
    let person = Person::with_phone().await;
    person.opens_link(&account).await;
    person.sees("expired").await;
    assert_eq!(person.script("return document.scripts.length").await, 0);
    asks_for_a_new_link(&person).await;
    // Asking twice is no harm, and reloading neither.
    person.opens_link(&account).await;
    asks_for_a_new_link(&person).await;
    person.leaves().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_that_expires_under_her_eyes_does_too() {
    let (app, account) = expiring().await;
    let person = Person::with_phone().await;
    person.opens_link(&account).await;
    app.clock.advance(Duration::from_secs(3601));
    person.starts().await.closes().await;
    person.sees("expired").await;
    asks_for_a_new_link(&person).await;
    person.leaves().await;
}

/// The page's language, and the direction that it runs in.
async fn speaks(person: &Person) -> Value {
    person
        .script("return [document.documentElement.lang, getComputedStyle(document.body).direction]")
        .await
}

#[tokio::test(flavor = "multi_thread")]
async fn the_language_that_she_chooses_stays_through_facebook() {
    let (app, partner) = app().await;
    let account = app.create(&partner, bakery(0)).await;
    let person = Person::with_phone().await;
    person.opens_link(&account).await;
    assert_eq!(speaks(&person).await, json!(["en", "ltr"]));
    // Without a pointer, and without any script of ours.
    assert!(!person.shows(".languages ul").await);
    person.tabs_to(".languages summary").await;
    person.types(Key::Enter).await;
    assert!(person.shows(".languages ul").await);
    person.tabs_to(".languages a[lang=ar]").await;
    person.types(Key::Enter).await;
    let arabic = "document.documentElement.lang === 'ar'";
    person.browser.until(arabic).await.unwrap();
    assert_eq!(speaks(&person).await, json!(["ar", "rtl"]));
    assert_eq!(person.text("#start").await, "المتابعة عبر فيسبوك");

    // Facebook comes in place of the page, which could not remember anything.
    person.script("window.open = () => null").await;
    person.presses("#start").await;
    person.finishes_in_place(NUMBER).await;
    let done = "['finished', 'refused'].includes(document.body.dataset.state)";
    person.browser.until(done).await.unwrap();
    assert_eq!(speaks(&person).await, json!(["ar", "rtl"]));
    assert_eq!(person.text("#number").await, format!("+{DIGITS}"));
    finished(&app, &partner).await;
    person.has_nothing_to_complain_about().await;
    person.leaves().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_with_a_language_of_its_own_offers_no_other() {
    let (app, partner) = app().await;
    let mut wish = bakery(0);
    wish["language"] = json!("hi");
    let account = app.create(&partner, wish).await;
    let link = account["onboarding_link"].as_str().unwrap();
    let person = Person::with_phone().await;
    person.opens(&format!("{link}?lang=de")).await;
    assert_eq!(speaks(&person).await, json!(["hi", "ltr"]));
    let lists = "return document.querySelectorAll('.languages').length";
    assert_eq!(person.script(lists).await, json!(0));
    person.has_nothing_to_complain_about().await;
    person.leaves().await;
}
