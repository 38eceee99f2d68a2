//! How the pages look. Every picture is taken and measured in every run; with
//! `GANGWAY_SCREENSHOTS=1` it is also written to `docs/screens`.

use crate::browser::{Person, app, bakery, finish};
use crate::customers_pages::{complains_of_nothing_else, customers_pages};
use crate::dashboard_pages::desk;
use crate::dashboard_states::{OPERATOR, States, signs_in};
use crate::support::TestApp;
use gangway_testkit::BrowserOptions;
use serde_json::{Value, json};
use std::collections::HashMap;
use std::path::Path;
use std::time::Duration;

const PHONE: BrowserOptions = BrowserOptions {
    width: 390,
    height: 844,
    scale: 2,
    language: "en-US",
    dark: false,
};
const DESK: BrowserOptions = BrowserOptions {
    width: 1280,
    height: 900,
    scale: 1,
    ..PHONE
};
const DARK: BrowserOptions = BrowserOptions {
    dark: true,
    ..PHONE
};

/// No picture of a phone is longer, in pixels of the page: the rest of a list tells nothing new.
const LONGEST_ON_A_PHONE: u32 = 3_000;
const LONGEST_ON_A_DESK: u32 = 1_800;

/// Takes the whole page, from its head to its foot.
async fn whole(person: &Person, name: &str, options: BrowserOptions) {
    let length = person
        .script("return document.documentElement.scrollHeight")
        .await;
    let length = u32::try_from(length.as_u64().unwrap()).unwrap();
    let longest = if options.width == DESK.width {
        LONGEST_ON_A_DESK
    } else {
        LONGEST_ON_A_PHONE
    };
    let options = BrowserOptions {
        height: length.clamp(options.height, longest),
        ..options
    };
    person.is_as_tall_as(options).await;
    picture(person, name, options).await;
}

/// Takes what the window shows, and checks that it is a picture of it.
async fn picture(person: &Person, name: &str, options: BrowserOptions) {
    let png = person.browser.driver.screenshot_as_png().await.unwrap();
    let mut reader = png::Decoder::new(std::io::Cursor::new(&png))
        .read_info()
        .unwrap();
    let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
    let frame = reader.next_frame(&mut pixels).unwrap();
    assert_eq!(
        (frame.width, frame.height),
        (
            options.width * options.scale,
            options.height * options.scale
        ),
        "{name}"
    );
    let mut colours: HashMap<&[u8], usize> = HashMap::new();
    let samples = frame.color_type.samples();
    let all = pixels[..frame.buffer_size()].chunks_exact(samples);
    let count = all.len();
    for pixel in all {
        *colours.entry(pixel).or_default() += 1;
    }
    let ground = colours.values().copied().max().unwrap_or_default();
    assert!(
        colours.len() > 20 && ground * 100 < count * 97,
        "{name} is blank: {} colours, {ground} of {count} pixels are one of them",
        colours.len()
    );
    assert!(png.len() < 300_000, "{name} has {} bytes", png.len());
    if std::env::var_os("GANGWAY_SCREENSHOTS").is_some_and(|value| value == "1") {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/screens");
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::write(folder.join(format!("{name}.png")), &png).unwrap();
    }
}

async fn of_page(name: &str, options: BrowserOptions, url: &str) {
    let person = Person::with(options).await;
    person.opens(url).await;
    picture(&person, name, options).await;
    person.has_nothing_to_complain_about().await;
    person.leaves().await;
}

fn hebrew() -> Value {
    json!({
        "business_name": "מאפיית הדלת הכחולה",
        "business_email": "hello@bluedoor.example",
        "business_address": "רחוב הנמל 12, חיפה",
        "coexistence": 1,
        "language": "he",
    })
}

async fn account(wish: Value) -> (TestApp, Value) {
    let (app, partner) = app().await;
    let account = app.create(&partner, wish).await;
    (app, account)
}

fn address(account: &Value, field: &str) -> String {
    account[field].as_str().unwrap().to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn onboarding_page() {
    let (_app, account) = account(bakery(1)).await;
    let link = address(&account, "onboarding_link");
    of_page("onboarding", PHONE, &link).await;
    of_page("onboarding-dark", DARK, &link).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn onboarding_page_in_hebrew() {
    let (_app, account) = account(hebrew()).await;
    let link = address(&account, "onboarding_link");
    of_page("onboarding-he", PHONE, &link).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn dialog_progress_and_success() {
    let (app, account) = account(bakery(0)).await;
    app.meta()
        .fault("register", json!({"delay_ms": 3_000}))
        .await;
    let person = Person::with(PHONE).await;
    person.opens_link(&account).await;
    let dialog = person.starts().await;
    dialog.types_number("+49 1512 3456789").await;
    picture(&person, "simulator-dialog", PHONE).await;
    dialog.presses("#finish").await;
    person.sees("working").await;
    let last_step = "document.querySelector('#steps li:last-child[aria-current=step]')";
    person.browser.until(last_step).await.unwrap();
    picture(&person, "onboarding-progress", PHONE).await;
    person.sees("finished").await;
    picture(&person, "onboarding-success", PHONE).await;
    person.has_nothing_to_complain_about().await;
    person.leaves().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn onboarding_page_after_a_cancel() {
    let (_app, account) = account(bakery(0)).await;
    let person = Person::with(PHONE).await;
    person.opens_link(&account).await;
    person.starts().await.presses("#cancel").await;
    person.sees("cancelled").await;
    picture(&person, "onboarding-cancelled", PHONE).await;
    person.leaves().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn onboarding_page_of_a_link_that_was_taken_back() {
    let (app, partner) = app().await;
    let account = app.create(&partner, bakery(0)).await;
    let person = Person::with(PHONE).await;
    person.opens_link(&account).await;
    let number = account["whatsapp"].as_str().unwrap();
    app.delete(&partner, number).await.expect(200, 1);
    person.starts().await.presses("#cancel").await;
    person.sees("gone").await;
    picture(&person, "onboarding-gone", PHONE).await;
    person.leaves().await;
}

/// A page inside an app that Facebook turns down.
async fn inside_an_app(name: &str, wish: Value) {
    let (_app, account) = account(wish).await;
    let person = Person::with(PHONE).await;
    person
        .pretends_to_be("Mozilla/5.0 (Linux; Android 14; K; wv) AppleWebKit/537.36")
        .await;
    person.opens_link(&account).await;
    let drawn = "document.querySelector('#elsewhere img').naturalWidth > 0";
    person.browser.until(drawn).await.unwrap();
    picture(&person, name, PHONE).await;
    person.has_nothing_to_complain_about().await;
    person.leaves().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn onboarding_page_inside_an_app() {
    inside_an_app("onboarding-in-app", bakery(0)).await;
    inside_an_app("onboarding-in-app-he", hebrew()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn onboarding_page_that_asks_for_a_pin() {
    let (app, account) = account(bakery(0)).await;
    app.meta()
        .fault("register", json!({"error": {"code": 133_005}}))
        .await;
    let person = Person::with(PHONE).await;
    person.opens_link(&account).await;
    person.starts().await.presses("#finish").await;
    person.sees("needs_pin").await;
    person.presses("#pin button").await;
    picture(&person, "onboarding-pin", PHONE).await;
    person.leaves().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn onboarding_page_of_a_link_that_has_expired() {
    let mut wish = hebrew();
    wish["expires_in"] = json!(3600);
    let (app, account) = account(wish).await;
    app.clock.advance(Duration::from_secs(3601));
    let person = Person::with(PHONE).await;
    person.opens_link(&account).await;
    picture(&person, "onboarding-expired-he", PHONE).await;
    person.presses("#renewal button").await;
    person.sees("asked").await;
    picture(&person, "onboarding-asked-he", PHONE).await;
    person.leaves().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn landing_page() {
    let (app, account) = account(bakery(0)).await;
    finish(&app, &account, "4915123456789").await;
    let url = address(&account, "landing_page");
    of_page("landing", PHONE, &url).await;
    of_page("landing-wide", DESK, &url).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn landing_page_in_hebrew() {
    let (_app, account) = account(hebrew()).await;
    of_page("landing-he", PHONE, &address(&account, "landing_page")).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn api_reference() {
    let (app, _) = app().await;
    of_page("docs", DESK, &app.url("/docs")).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_page_of_the_customer() {
    let (app, partner) = app().await;
    let pages = customers_pages(&app, &partner).await;
    for options in [PHONE, DESK] {
        let options = BrowserOptions {
            scale: 1,
            ..options
        };
        let person = Person::with(options).await;
        let width = options.width;
        for language in ["en", "he"] {
            for page in &pages {
                page.opens(&person, language).await;
                fits(&person, page.name).await;
                let name = format!("customer-{}-{width}-{language}", page.name);
                whole(&person, &name, options).await;
                person.is_as_tall_as(options).await;
            }
        }
        complains_of_nothing_else(&person).await;
        person.leaves().await;
    }
}

/// Nothing stands out at the side.
async fn fits(person: &Person, page: &str) {
    let wider = person
        .script("return document.documentElement.scrollWidth - innerWidth")
        .await;
    assert!(wider.as_i64() <= Some(0), "{page} is {wider} too wide");
}

/// A page's part in the names of its pictures.
fn name_of(page: &str) -> String {
    let page = page.split_once("/p/").map_or(page, |(_, rest)| {
        rest.split_once('/').map_or(rest, |(_, page)| page)
    });
    let page = page
        .trim_start_matches('/')
        .replace("accounts/1", "account");
    page.replace(['/', '?', '='], "-")
}

#[tokio::test(flavor = "multi_thread")]
async fn every_page_of_the_dashboard() {
    let app = TestApp::start().await;
    let desk = desk(&app).await;
    let states = States::prepare(&app, &desk).await;
    for options in [PHONE, DESK] {
        let options = BrowserOptions {
            scale: 1,
            ..options
        };
        let person = Person::with(options).await;
        let width = options.width;
        for language in ["en", "he"] {
            let hers = [("name", "Dana"), ("language", language)];
            desk.operator.send("/me/name", &hers).await;
            let look = async |name: &str| {
                fits(&person, name).await;
                let name = format!("dashboard-{name}-{width}-{language}");
                whole(&person, &name, options).await;
                person.is_as_tall_as(options).await;
            };
            signs_in(&app, &person, OPERATOR).await;
            for page in &desk.pages {
                person.opens(&app.url(&format!("/dashboard{page}"))).await;
                look(&name_of(page)).await;
            }
            person.browser.driver.delete_all_cookies().await.unwrap();
            states.each(&person, language, look).await;
        }
        complains_of_nothing_else(&person).await;
        person.leaves().await;
    }
}
