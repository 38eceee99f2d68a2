//! The dashboard in a real browser: what is live, and pages without script.

use crate::browser::{Person, app, bakery};
use crate::dashboard_states::{OPERATOR, signs_in};
use crate::support;
use gangway_testkit::BrowserOptions;

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
    app.create(&partner, bakery(0)).await;
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
    person.has_nothing_to_complain_about().await;
    person.leaves().await;
}
