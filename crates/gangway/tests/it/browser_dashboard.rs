//! The dashboard in a real browser: what is live, and pages without script.

use crate::browser::{Person, app, bakery, finish};
use crate::dashboard_states::{OPERATOR, signs_in};
use crate::support;
use gangway_testkit::BrowserOptions;
use std::time::Duration;

#[tokio::test(flavor = "multi_thread")]
async fn customers_appear_without_a_reload() {
    let (app, partner) = app().await;
    support::Person::operator(&app).await;
    let person = Person::with(BrowserOptions {
        width: 1280,
        height: 900,
        scale: 1,
        ..BrowserOptions::default()
    })
    .await;
    let accounts = app.url(&format!("/dashboard/p/{}/accounts", partner.client_id));
    signs_in(&app, &person, OPERATOR).await;
    person.opens(&accounts).await;
    assert!(
        person
            .text("#accounts")
            .await
            .contains("No onboarding account yet")
    );
    person.script("window.still = true").await;
    let account = app.create(&partner, bakery(0)).await;
    person
        .browser
        .until("document.querySelector('#accounts table')?.innerText.includes('Link made')")
        .await
        .unwrap();
    assert_eq!(
        person.script("return window.still").await,
        true,
        "the page is the same"
    );
    let local = person.script("return document.querySelector('#accounts time').dataset.local");
    assert_eq!(
        local.await,
        "",
        "times of the new part are the reader's own"
    );

    // Nothing changes under her hands; it does once she is elsewhere.
    person.presses("#accounts tbody a").await;
    let there = "document.querySelector('#text')";
    person.browser.until(there).await.unwrap();
    person.presses("#text").await;
    person.script("window.text = document.activeElement").await;
    finish(&app, &account, "4915112345678").await;
    tokio::time::sleep(Duration::from_secs(3)).await;
    let kept = person.script("return window.text.isConnected").await;
    assert_eq!(kept, true, "she is in it");
    person.script("document.activeElement.blur()").await;
    let live = "!window.text.isConnected
                && document.querySelector('#account').innerText.includes('Finished')";
    person.browser.until(live).await.unwrap();
    person.has_nothing_to_complain_about().await;
    person.leaves().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_preview_follows_the_form() {
    let (app, partner) = app().await;
    support::Person::operator(&app).await;
    let person = Person::with(BrowserOptions {
        width: 1280,
        height: 900,
        scale: 1,
        ..BrowserOptions::default()
    })
    .await;
    signs_in(&app, &person, OPERATOR).await;
    let branding = app.url(&format!("/dashboard/p/{}/branding", partner.client_id));
    person.opens(&branding).await;
    let steps = person.script("return history.length").await;
    let button = person.element("#f-button").await;
    button.send_keys("Join us now").await.unwrap();
    person
        .browser
        .until(
            "window.frames.preview?.document.querySelector('#start')?.innerText === 'Join us now'",
        )
        .await
        .unwrap();
    let typed = person.script("return document.querySelector('#f-button').value");
    assert_eq!(typed.await, "Join us now", "the form is where it was");
    let ways_back = person.script("return history.length").await;
    assert_eq!(ways_back, steps, "a preview is no step");
    let one = "document.querySelectorAll('iframe').length === 1
               && !document.querySelector('iframe').hidden";
    person.browser.until(one).await.unwrap();
    person.has_nothing_to_complain_about().await;
    person.leaves().await;
}
