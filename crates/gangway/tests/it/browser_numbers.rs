//! The number that is missing, at a real browser: added and proved, or picked, with the keyboard
//! alone where that is all there is.

use crate::browser::{Person, app, bakery};
use crate::customers_pages::of_two_numbers;
use gangway_testkit::thirtyfour::Key;
use serde_json::json;

const NUMBER: &str = "4915112345678";

impl Person {
    /// Waits until this is on the page.
    async fn finds(&self, script: &str) {
        self.browser.until(script).await.unwrap();
    }

    async fn hears(&self, words: &str) {
        let told =
            format!("document.querySelector('#numbers-error').textContent.includes('{words}')");
        self.finds(&told).await;
    }
}

fn open(css: &str) -> String {
    format!("document.querySelector('{css}').checkVisibility()")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_number_is_added_and_proved_with_the_keyboard_alone() {
    let (app, partner) = app().await;
    let account = app.create(&partner, bakery(0)).await;
    let person = Person::with_phone().await;
    person.opens_link(&account).await;
    person.starts().await.ends("FINISH_ONLY_WABA").await;
    person.sees("failed").await;
    person.finds(&open("#add")).await;
    assert!(!person.shows("#pick").await, "there is nothing to pick");
    let name = person.element("#add-name").await;
    assert_eq!(name.value().await.unwrap().unwrap(), "Blue Door Bakery");
    let field = person.element("#add-number").await;
    assert_eq!(field.attr("type").await.unwrap().unwrap(), "tel");

    person.tabs_to("#add-number").await;
    field.send_keys("12").await.unwrap();
    person.types(Key::Enter).await;
    person.hears("country code").await;
    assert!(app.meta().calls("add_phone_number").await.is_empty());

    field.clear().await.unwrap();
    field.send_keys("+49 1511 2345678").await.unwrap();
    person.types(Key::Enter).await;
    person.finds(&open("#prove")).await;
    person
        .finds("document.activeElement.id === 'prove-code'")
        .await;
    let code = person.element("#prove-code").await;
    assert_eq!(code.attr("inputmode").await.unwrap().unwrap(), "numeric");
    let fill = code.attr("autocomplete").await.unwrap();
    assert_eq!(fill.unwrap(), "one-time-code");
    assert!(!person.shows("#add").await);
    // A code takes a while, and there are few of them.
    let again = person.element("#send-again").await;
    assert_eq!(
        again.attr("aria-disabled").await.unwrap().as_deref(),
        Some("true")
    );
    person.presses("#send-again").await;

    code.send_keys("12345").await.unwrap();
    person.types(Key::Enter).await;
    person.hears("exactly six").await;
    person.finds(&open("#prove-code")).await;
    let sent = app.meta().code_to(NUMBER).await;
    let wrong = if sent == "111111" { "222222" } else { "111111" };
    code.clear().await.unwrap();
    code.send_keys(wrong).await.unwrap();
    person.presses("#prove button[type=submit]").await;
    person.hears("not right").await;

    person
        .finds("document.activeElement.id === 'prove-code'")
        .await;
    code.clear().await.unwrap();
    let dashed = format!("{}-{}", &sent[..3], &sent[3..]);
    code.send_keys(dashed).await.unwrap();
    person.presses("#prove button[type=submit]").await;
    person.sees("finished").await;
    assert_eq!(person.text("#number").await, format!("+{NUMBER}"));
    assert!(!person.shows("#numbers").await);
    assert_eq!(app.list(&partner).await[0]["whatsapp"], NUMBER);
    assert_eq!(app.meta().calls("request_code").await.len(), 1);
    // The browser notes each refusal, and nothing else.
    let complaints = person.browser.complaints().await.unwrap();
    assert_eq!(complaints.len(), 3, "{complaints:?}");
    assert!(complaints.iter().all(|one| one.contains("409")));
    person.leaves().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn one_of_several_numbers_is_picked_on_a_page_that_was_opened_again() {
    let (app, partner) = app().await;
    let mut wish = bakery(0);
    wish["language"] = "he".into();
    let account = app.create(&partner, wish).await;
    of_two_numbers(&app, &account).await;
    let person = Person::with_phone().await;
    person.opens_link(&account).await;
    person
        .finds("document.querySelectorAll('#options input').length === 2")
        .await;
    assert_eq!(person.script("return document.dir").await, "rtl");
    // Every field has a name, and numbers run from left to right.
    let unnamed = "return [...document.querySelectorAll('#numbers input')]
                   .filter(input => input.labels.length === 0).length";
    assert_eq!(person.script(unnamed).await, 0);
    let mirrored = "return [...document.querySelectorAll('#options bdi')]
                    .filter(one => getComputedStyle(one).direction !== 'ltr').length";
    assert_eq!(person.script(mirrored).await, 0);
    let away = "const words = document.createRange();
                return [...document.querySelectorAll('#options bdi')].filter(one => {
                    words.selectNodeContents(one);
                    return one.previousElementSibling.getBoundingClientRect().left
                         - words.getBoundingClientRect().right > 20;
                }).length";
    assert_eq!(person.script(away).await, 0, "beside its button");
    let wide = "return document.documentElement.scrollWidth <= innerWidth";
    assert_eq!(person.script(wide).await, json!(true));
    let marks = "return [...document.querySelectorAll('#options label')]
                 .map(label => label.textContent.includes('עדיין לא אומת'))";
    assert_eq!(person.script(marks).await, json!([true, false]));

    // The newest one has to be proved first.
    person.presses("#options label:nth-of-type(1)").await;
    person.presses("#pick button").await;
    person.finds(&open("#prove")).await;
    assert_eq!(app.meta().calls("request_code").await.len(), 1);
    let asked = &app.meta().calls("request_code").await[0];
    assert!(
        asked["params"]["language"]
            .as_str()
            .unwrap()
            .starts_with("he"),
        "{asked}"
    );
    person.presses("#other-number").await;
    person.finds(&open("#pick")).await;
    person.presses("#options label:nth-of-type(2)").await;
    person.presses("#pick button").await;
    person.sees("finished").await;
    assert_eq!(person.text("#number").await, format!("+{NUMBER}"));
    person.has_nothing_to_complain_about().await;
    person.leaves().await;
}
