//! What stands in a customer's way in a real browser, and that she is told the way on.

use crate::browser::{Person, app, bakery};
use serde_json::json;

#[tokio::test(flavor = "multi_thread")]
async fn the_policy_holds_back_what_is_not_ours() {
    let (app, partner) = app().await;
    let account = app.create(&partner, bakery(0)).await;
    let person = Person::with_phone().await;
    for page in ["onboarding_link", "landing_page"] {
        person.opens(account[page].as_str().unwrap()).await;
        person
            .script(
                "const image = new Image(); image.src = 'http://127.0.0.1:9/pixel.png'; document.body.append(image);
                 const code = document.createElement('script'); code.textContent = 'window.wasRun = true'; document.body.append(code)",
            )
            .await;
        assert_eq!(person.script("return window.wasRun").await, json!(null));
        let complaints = person.browser.complaints().await.unwrap().join("\n");
        for directive in ["img-src", "script-src"] {
            let told = format!("\"blocked by policy:\" \"{directive}");
            assert!(complaints.contains(&told), "{page}: {complaints}");
        }
    }
    person.leaves().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_that_was_taken_back_while_the_page_was_open_ends_kindly() {
    let (app, partner) = app().await;
    let account = app.create(&partner, bakery(0)).await;
    let person = Person::with_phone().await;
    person.opens_link(&account).await;
    let number = account["whatsapp"].as_str().unwrap();
    app.delete(&partner, number).await.expect(200, 1);
    person.starts().await.presses("#finish").await;
    person.sees("gone").await;
    assert_eq!(person.text("#title").await, "This link no longer works");
    for (css, shown) in [
        (".lead", false),
        (".fine", false),
        (".mark .yes", false),
        (".mark .no", true),
    ] {
        let element = person.element(css).await;
        assert_eq!(element.is_displayed().await.unwrap(), shown, "{css}");
    }
    assert_eq!(app.list(&partner).await, Vec::<serde_json::Value>::new());
    person.leaves().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hebrew_link_reads_from_right_to_left() {
    let (app, partner) = app().await;
    let mut wish = bakery(1);
    wish["language"] = json!("he");
    let account = app.create(&partner, wish).await;
    let person = Person::with_phone().await;
    person.opens_link(&account).await;
    assert_eq!(
        person.script("return [document.documentElement.lang, document.dir, getComputedStyle(document.body).direction]").await,
        json!(["he", "rtl", "rtl"])
    );
    assert_eq!(person.text("#start").await, "המשך עם פייסבוק");
    // The sentence begins with a Latin name, and still runs from right to left.
    let lead = "const lead = document.querySelector('.lead'); \
                return [lead.textContent.includes('Harbour Software'), \
                getComputedStyle(lead.firstElementChild ?? lead).direction]";
    assert_eq!(person.script(lead).await, json!([true, "rtl"]));
    let aligned = "const list = document.querySelector('.needs').getBoundingClientRect(); \
                   const dot = parseFloat(getComputedStyle(document.querySelector('.needs li')).paddingRight); \
                   return dot > 10 && list.right <= innerWidth && document.documentElement.scrollWidth <= innerWidth";
    assert_eq!(person.script(aligned).await, json!(true));
    let dialog = person.starts().await;
    dialog.types_number("+972 50 123 4567").await;
    dialog.presses("#finish").await;
    person.sees("finished").await;
    assert_eq!(person.text("#title").await, "המספר שלכם מחובר");
    assert_eq!(person.text("#number").await, "+972501234567");
    person.has_nothing_to_complain_about().await;
    person.leaves().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_language_of_its_own_a_link_speaks_the_browsers() {
    let (app, partner) = app().await;
    let account = app.create(&partner, bakery(0)).await;
    let person = Person::with(gangway_testkit::BrowserOptions {
        language: "es-ES",
        ..Default::default()
    })
    .await;
    person.opens_link(&account).await;
    assert_eq!(
        person.script("return document.documentElement.lang").await,
        json!("es")
    );
    person.has_nothing_to_complain_about().await;
    person.leaves().await;
}
