//! Every page in every language, light and dark, as axe-core sees it in a real browser: no violation,
//! and nothing that the page's own policy forbids.

use crate::browser::{Person, app};
use crate::customers_pages::{complains_of_nothing_else, customers_pages};
use crate::dashboard_pages::desk;
use crate::dashboard_states::{OPERATOR, States, signs_in};
use crate::support::TestApp;
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
            for page in &pages {
                page.opens(&person, language).await;
                let name = page.name;
                is_accessible(&person, &axe, &format!("{name} {language} {options:?}")).await;
            }
        }
        person.opens(&app.url("/docs")).await;
        is_accessible(&person, &axe, &format!("docs {options:?}")).await;
        // Where Facebook lets nobody sign in the page says how to get out.
        person
            .pretends_to_be("Mozilla/5.0 (Linux; Android 14; K; wv) AppleWebKit/537.36")
            .await;
        for language in LANGUAGES {
            pages[0].opens(&person, language).await;
            let drawn = "document.querySelector('#elsewhere img').naturalWidth > 0";
            person.browser.until(drawn).await.unwrap();
            is_accessible(&person, &axe, &format!("in an app {language} {options:?}")).await;
        }
        complains_of_nothing_else(&person).await;
        person.leaves().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_dashboard_is_accessible() {
    let app = TestApp::start().await;
    let desk = desk(&app).await;
    let states = States::prepare(&app, &desk).await;
    let axe = axe();
    for options in schemes() {
        let person = Person::with(options).await;
        for language in ["en", "he"] {
            let hers = [("name", "Dana"), ("language", language)];
            desk.operator.send("/me/name", &hers).await;
            let look = async |name: &str| {
                is_accessible(&person, &axe, &format!("{name} {language} {options:?}")).await;
            };
            states.each(&person, language, look).await;
            signs_in(&app, &person, OPERATOR).await;
            for page in &desk.pages {
                person.opens(&app.url(&format!("/dashboard{page}"))).await;
                look(page).await;
            }
            person.browser.driver.delete_all_cookies().await.unwrap();
        }
        complains_of_nothing_else(&person).await;
        person.leaves().await;
    }
}
