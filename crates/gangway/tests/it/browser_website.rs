//! The landing page in real Chromium: the website of the customer's business.

use crate::browser::{Person, app, bakery, finish};
use crate::support::{TestApp, TestPartner};
use gangway_testkit::BrowserOptions;
use serde_json::{Value, json};

async fn website(wish: &Value) -> (TestApp, TestPartner, Value) {
    let (app, partner) = app().await;
    let mut all = bakery(0);
    for (key, value) in wish.as_object().unwrap() {
        all[key] = value.clone();
    }
    let account = app.create(&partner, all).await;
    (app, partner, account)
}

async fn meta(person: &Person, name: &str) -> Value {
    let of_name = format!(
        "return document.querySelector('meta[property=\"{name}\"], meta[name=\"{name}\"]')?.content ?? null"
    );
    person.script(&of_name).await
}

async fn business(person: &Person) -> Value {
    person
        .script("return JSON.parse(document.querySelector('script[type=\"application/ld+json\"]').textContent)")
        .await
}

/// No side scrolling, nothing from elsewhere, nothing that a policy held back.
async fn is_sound(person: &Person) {
    person.nobody_else_was_asked().await;
    let fits =
        "return document.documentElement.scrollWidth <= document.documentElement.clientWidth";
    assert_eq!(person.script(fits).await, json!(true));
    person.has_nothing_to_complain_about().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn it_says_who_the_business_is_to_people_and_machines() {
    let verification = "a1b2c3d4e5f6";
    let (app, _, account) = website(&json!({"facebook_domain_verification": verification})).await;
    let url = account["landing_page"].as_str().unwrap();
    let person = Person::with_phone().await;
    person.opens(url).await;
    assert_eq!(person.text("h1").await, "Blue Door Bakery");
    for text in ["12 Harbour Street, Haifa", "hello@bluedoor.example"] {
        assert!(person.text("main").await.contains(text), "{text}");
    }
    let described = business(&person).await;
    assert_eq!(described["@context"], "https://schema.org");
    assert_eq!(described["@type"], "LocalBusiness");
    assert_eq!(described["name"], "Blue Door Bakery");
    assert_eq!(described["url"], url);
    assert_eq!(
        described["address"]["streetAddress"],
        "12 Harbour Street, Haifa"
    );
    assert_eq!(meta(&person, "og:title").await, "Blue Door Bakery");
    assert_eq!(meta(&person, "og:url").await, url);
    assert_eq!(meta(&person, "og:type").await, "website");
    assert_eq!(
        meta(&person, "facebook-domain-verification").await,
        verification
    );
    is_sound(&person).await;
    person.leaves().await;
    drop(app);
}

#[tokio::test(flavor = "multi_thread")]
async fn its_privacy_page_is_one_click_away_and_leads_back() {
    let (_app, _, account) = website(&json!({})).await;
    let person = Person::with_phone().await;
    person
        .opens(account["landing_page"].as_str().unwrap())
        .await;
    assert_eq!(
        meta(&person, "facebook-domain-verification").await,
        json!(null)
    );
    person.presses("nav a[href$=privacy]").await;
    let there = "location.pathname.endsWith('/privacy') && document.querySelector('h1')";
    person.browser.until(there).await.unwrap();
    assert_eq!(person.text("h1").await, "Privacy");
    assert!(person.text("main").await.contains("Blue Door Bakery"));
    is_sound(&person).await;
    person.presses("header .brand").await;
    person
        .browser
        .until("document.querySelector('h1')?.textContent === 'Blue Door Bakery'")
        .await
        .unwrap();
    person.leaves().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn it_stands_from_right_to_left_in_hebrew_on_phone_and_desk() {
    let wish = json!({"language": "he", "business_name": "מאפיית הדלת הכחולה"});
    let (_app, _, account) = website(&wish).await;
    for (width, height) in [(390, 844), (1280, 900), (320, 568)] {
        let person = Person::with(BrowserOptions {
            width,
            height,
            ..BrowserOptions::default()
        })
        .await;
        person
            .opens(account["landing_page"].as_str().unwrap())
            .await;
        assert_eq!(
            person
                .script("return [document.documentElement.lang, document.dir]")
                .await,
            json!(["he", "rtl"])
        );
        assert_eq!(person.text("h1").await, "מאפיית הדלת הכחולה");
        is_sound(&person).await;
        person.leaves().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn after_the_finish_it_shows_the_number() {
    let (app, _, account) = website(&json!({})).await;
    let person = Person::with_phone().await;
    let url = account["landing_page"].as_str().unwrap();
    person.opens(url).await;
    assert_eq!(business(&person).await["telephone"], json!(null));
    finish(&app, &account, "4915123456789").await;
    // Visitors may see a page of five minutes ago; a new one is asked for here.
    person.opens(&format!("{url}?lang=en")).await;
    assert_eq!(business(&person).await["telephone"], "+4915123456789");
    assert!(person.text("main").await.contains("+4915123456789"));
    assert_eq!(
        person
            .script("return document.querySelector('a.button').href")
            .await,
        "https://wa.me/4915123456789"
    );
    is_sound(&person).await;
    person.leaves().await;
}
