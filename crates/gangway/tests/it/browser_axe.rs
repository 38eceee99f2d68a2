//! Every page in every language, light and dark, as axe-core sees it in a real browser: no violation,
//! and nothing that the page's own policy forbids.

use crate::browser::{Person, app};
use crate::customers_pages::{customers_pages, other_complaints};
use crate::dashboard_pages::pages;
use crate::support::{PASSWORD, TestApp};
use gangway_testkit::BrowserOptions;
use serde_json::Value;

const LANGUAGES: [&str; 10] = ["en", "he", "ar", "es", "pt", "fr", "de", "ru", "hi", "id"];

/// The script of axe-core.
fn axe() -> String {
    let path = std::env::var("GANGWAY_AXE")
        .expect("GANGWAY_AXE is not set: run the tests with `cargo xtask test`");
    std::fs::read_to_string(path).unwrap()
}

/// Fails on the first page with violations, and names them.
pub async fn is_accessible(person: &Person, axe: &str, page: &str) {
    person.script(axe).await;
    let found = person
        .script(
            "return axe.run(document, { resultTypes: ['violations'] }).then((found) =>
                found.violations.map((v) => v.id + ': ' + v.help + ' at ' +
                    v.nodes.map((n) => n.target.join(' ') + ' ' + n.failureSummary).join(' | ')))",
        )
        .await;
    assert_eq!(found, Value::Array(Vec::new()), "{page}");
}

fn schemes() -> [BrowserOptions; 2] {
    [false, true].map(|dark| BrowserOptions {
        dark,
        scale: 1,
        ..BrowserOptions::default()
    })
}

#[tokio::test(flavor = "multi_thread")]
async fn the_customers_pages_are_accessible_in_every_language() {
    let (app, partner) = app().await;
    let pages = customers_pages(&app, &partner).await;
    let axe = axe();
    for options in schemes() {
        let person = Person::with(options).await;
        for language in LANGUAGES {
            for (name, page) in &pages {
                person.opens(&format!("{page}?lang={language}")).await;
                is_accessible(&person, &axe, &format!("{name} {language} {options:?}")).await;
            }
        }
        let complaints = other_complaints(person.browser.complaints().await.unwrap());
        assert!(complaints.is_empty(), "{complaints:?}");
        person.leaves().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_dashboard_is_accessible() {
    let app = TestApp::start().await;
    let (operator, pages) = pages(&app).await;
    let axe = axe();
    for options in schemes() {
        let person = Person::with(options).await;
        person.opens(&app.url("/dashboard/sign-in")).await;
        is_accessible(&person, &axe, "sign-in").await;
        signs_in(&person).await;
        for language in ["en", "he"] {
            operator
                .send("/me/name", &[("name", "Dana"), ("language", language)])
                .await;
            for page in &pages {
                person.opens(&app.url(&format!("/dashboard{page}"))).await;
                is_accessible(&person, &axe, &format!("{page} {language} {options:?}")).await;
            }
        }
        person.has_nothing_to_complain_about().await;
        person.leaves().await;
    }
}

/// Through the door of the page that is open.
pub async fn signs_in(person: &Person) {
    let email = person.element("#f-email").await;
    email.send_keys("operator@example.com").await.unwrap();
    let password = person.element("#f-password").await;
    password.send_keys(PASSWORD).await.unwrap();
    person.presses("form button").await;
    person
        .browser
        .until("document.querySelector('.side')")
        .await
        .unwrap();
}
