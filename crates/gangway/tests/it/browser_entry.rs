//! Where windows do not open, Meta's SDK does not load, or the page is inside another app: in a
//! real browser, and to the end.

use crate::browser::{Person, app, bakery, finish};
use crate::support::{TestApp, TestPartner};
use serde_json::{Value, json};
use std::net::TcpListener;

const ANDROID_WEBVIEW: &str = "Mozilla/5.0 (Linux; Android 14; Pixel 8 Build/AP2A.240905.003; wv) \
    AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/128.0.6613.127 Mobile Safari/537.36";
const NUMBER: &str = "+49 1512 3456789";
const DIGITS: &str = "4915123456789";

async fn with_sdk_at(sdk: &str) -> (TestApp, TestPartner, Value) {
    let app = TestApp::with(&[("meta.sdk_url", sdk)]).await;
    let partner = app.partner("Harbour Software").await;
    let account = app.create(&partner, bakery(0)).await;
    (app, partner, account)
}

/// Where nobody listens; an ad blocker looks the same to the page.
fn sdk_of_nobody() -> String {
    let nobody = TcpListener::bind("127.0.0.1:0").unwrap();
    sdk_on(&nobody)
}

fn sdk_on(listener: &TcpListener) -> String {
    let address = listener.local_addr().unwrap();
    format!("http://{address}/{{locale}}/sdk.js")
}

/// Somebody who opened the link in Facebook's own app.
async fn inside_facebook() -> Person {
    let person = Person::with_phone().await;
    let agent = format!("{ANDROID_WEBVIEW} [FB_IAB/FB4A;FBAV/485.0.0.70.77;]");
    person.pretends_to_be(&agent).await;
    person
}

/// This button brings Facebook in place of the page, and her back to it when she is done.
async fn finishes_by(button: &str, app: &TestApp, partner: &TestPartner, person: &Person) {
    person.presses(button).await;
    person.finishes_in_place(NUMBER).await;
    is_done(app, partner, person).await;
}

/// The page is back and says that it is done; so does the list.
async fn is_done(app: &TestApp, partner: &TestPartner, person: &Person) {
    let done = "['finished', 'refused'].includes(document.body.dataset.state)";
    person.browser.until(done).await.unwrap();
    assert_eq!(person.text("#number").await, format!("+{DIGITS}"));
    assert_eq!(
        person
            .script("return location.pathname.split('/')[1]")
            .await,
        "o"
    );
    let account = &app.list(partner).await[0];
    assert_eq!(account["status"], 1);
    assert_eq!(account["whatsapp"], DIGITS);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_blocked_window_is_no_end_facebook_comes_in_its_place() {
    let (app, partner) = app().await;
    let account = app.create(&partner, bakery(0)).await;
    let person = Person::with_phone().await;
    person.opens_link(&account).await;
    person.script("window.open = () => null").await;
    finishes_by("#start", &app, &partner, &person).await;
    person.has_nothing_to_complain_about().await;
    person.leaves().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_window_that_is_shut_at_once_is_as_good_as_blocked() {
    let (app, partner) = app().await;
    let account = app.create(&partner, bakery(0)).await;
    let person = Person::with_phone().await;
    person.opens_link(&account).await;
    person
        .script("window.open = () => ({ closed: true })")
        .await;
    finishes_by("#start", &app, &partner, &person).await;
    person.leaves().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_blocked_sdk_is_not_missed() {
    let (app, partner, account) = with_sdk_at(&sdk_of_nobody()).await;
    let person = Person::with_phone().await;
    person.opens_link(&account).await;
    finishes_by("#start", &app, &partner, &person).await;
    for complaint in person.browser.complaints().await.unwrap() {
        assert!(complaint.contains("ERR_CONNECTION_REFUSED"), "{complaint}");
    }
    person.leaves().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_sdk_that_never_comes_is_not_waited_for() {
    // Takes the connection and says nothing.
    let silent = TcpListener::bind("127.0.0.1:0").unwrap();
    let (app, partner, account) = with_sdk_at(&sdk_on(&silent)).await;
    let person = Person::with_phone().await;
    person.opens_link(&account).await;
    person.presses("#start").await;
    person.sees("opening").await;
    person.finishes_in_place(NUMBER).await;
    is_done(&app, &partner, &person).await;
    person.leaves().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn where_not_even_the_full_page_can_be_had_the_page_says_what_to_do() {
    let (_app, _, account) = with_sdk_at(&sdk_of_nobody()).await;
    let person = Person::with_phone().await;
    person.opens_link(&account).await;
    person
        .script(
            "const real = window.fetch;
             window.fetch = (url, options) => url.includes('/redirect')
               ? Promise.reject(new TypeError('no network')) : real(url, options)",
        )
        .await;
    person.presses("#start").await;
    person.sees("blocked").await;
    assert_eq!(person.text("#title").await, "Facebook could not be reached");
    assert!(person.text("#message").await.contains("ad blocker"));
    assert!(person.shows("#start").await);
    person.leaves().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn refused_in_place_she_comes_back_and_may_press_again() {
    let (app, partner) = app().await;
    let account = app.create(&partner, bakery(0)).await;
    let person = inside_facebook().await;
    person.opens_link(&account).await;
    person.presses("#start").await;
    person.dialog_in_place().await;
    person.presses("#cancel").await;
    person.sees("cancelled").await;
    assert!(
        person
            .text("#message")
            .await
            .contains("nothing was changed")
    );
    finishes_by("#start", &app, &partner, &person).await;
    person.has_nothing_to_complain_about().await;
    person.leaves().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn inside_facebooks_own_browser_the_sdk_is_not_even_asked_for() {
    let (app, partner) = app().await;
    let account = app.create(&partner, bakery(0)).await;
    let person = inside_facebook().await;
    person.opens_link(&account).await;
    assert!(
        person
            .text(".actions .fine")
            .await
            .contains("in place of this page")
    );
    person.tabs_to("#start").await;
    person.nobody_else_was_asked().await;
    finishes_by("#start", &app, &partner, &person).await;
    person.has_nothing_to_complain_about().await;
    person.leaves().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn inside_an_app_the_page_leads_out_and_follows_what_happens_there() {
    let (app, partner) = app().await;
    let account = app.create(&partner, bakery(0)).await;
    let link = account["onboarding_link"].as_str().unwrap();
    let person = Person::with_phone().await;
    person.pretends_to_be(ANDROID_WEBVIEW).await;
    person.opens(link).await;
    assert!(person.text("#elsewhere").await.contains("inside this app"));
    assert!(!person.shows("#start").await);
    let out = person
        .script("return document.querySelector('#open-outside').href")
        .await;
    let place = link.strip_prefix("http://").unwrap();
    let intent =
        format!("intent://{place}#Intent;scheme=http;action=android.intent.action.VIEW;end");
    assert_eq!(out, intent);
    let picture = "document.querySelector('#elsewhere img').complete \
                   && document.querySelector('#elsewhere img').naturalWidth > 0";
    person.browser.until(picture).await.unwrap();

    // The clipboard as apps keep it to themselves: she gets a field to copy from.
    person
        .script("Object.defineProperty(navigator, 'clipboard', { value: undefined })")
        .await;
    person.presses("#copy").await;
    person
        .browser
        .until("!document.querySelector('#link').hidden")
        .await
        .unwrap();
    let chosen = "const field = document.activeElement; \
                  return field.value.slice(field.selectionStart, field.selectionEnd)";
    assert_eq!(person.script(chosen).await, link);
    person.nobody_else_was_asked().await;

    finish(&app, &account, DIGITS).await;
    person.sees("finished").await;
    assert!(!person.shows("#elsewhere").await);
    is_done(&app, &partner, &person).await;
    person.has_nothing_to_complain_about().await;
    person.leaves().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn inside_an_app_she_may_try_all_the_same() {
    let (app, partner) = app().await;
    let account = app.create(&partner, bakery(0)).await;
    let person = Person::with_phone().await;
    person.pretends_to_be(ANDROID_WEBVIEW).await;
    person.opens_link(&account).await;
    finishes_by("#here", &app, &partner, &person).await;
    person.has_nothing_to_complain_about().await;
    person.leaves().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn at_a_desk_the_page_hands_over_to_a_phone_and_follows() {
    let (app, partner) = app().await;
    let account = app.create(&partner, bakery(0)).await;
    let person = Person::with_phone().await;
    person
        .pretends_to_be("Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36")
        .await;
    person.opens_link(&account).await;
    assert!(!person.shows("#device img").await);
    person.presses("#device summary").await;
    person
        .browser
        .until("document.querySelector('#device img').naturalWidth > 0")
        .await
        .unwrap();
    finish(&app, &account, DIGITS).await;
    person.sees("finished").await;
    assert_eq!(
        person
            .script("return document.querySelector('#device').hidden")
            .await,
        json!(true)
    );
    is_done(&app, &partner, &person).await;
    person.leaves().await;
}
