//! What customers and visitors get whatever address they come to, and in whatever way they use a page.

use crate::browser::{Person, app, bakery};
use crate::support::{PageSession, TestApp};
use reqwest::Method;
use serde_json::{Value, json};

#[tokio::test]
async fn a_wrong_address_is_answered_with_a_page() {
    let app = TestApp::start().await;
    for path in ["/o", "/b/", "/nothing", "/o/a/b/c", "/%ff", "/favicon.ico"] {
        for method in [Method::GET, Method::POST] {
            let response = app.request(method, path).send().await.unwrap();
            assert_eq!(response.status(), 404, "{path}");
            let headers = response.headers();
            assert_eq!(headers["content-type"], "text/html; charset=utf-8");
            assert_eq!(headers["x-content-type-options"], "nosniff");
            assert!(headers.contains_key("content-security-policy"));
            let html = response.text().await.unwrap();
            assert!(html.contains("This page does not exist"), "{path}");
        }
    }
    let hebrew = app
        .request(Method::GET, "/nothing")
        .header("accept-language", "he");
    let html = hebrew.send().await.unwrap().text().await.unwrap();
    assert!(html.contains("<html lang=\"he\" dir=\"rtl\">"));
    // The partner API keeps its own answer.
    let api = app.call(Method::GET, "/api/nothing", None, None).await;
    assert_eq!(api.http, 404);
}

#[tokio::test]
async fn a_wrong_method_is_told_the_right_one() {
    let app = TestApp::start().await;
    for (path, right) in [
        ("/o/a", "GET,HEAD"),
        ("/o/a/start", "POST"),
        ("/b/a/privacy", "GET,HEAD"),
    ] {
        let response = app.request(Method::PUT, path).send().await.unwrap();
        assert_eq!(response.status(), 405, "{path}");
        assert_eq!(response.headers()["allow"], right, "{path}");
    }
}

#[tokio::test]
async fn a_preview_of_the_website_finds_its_picture() {
    let app = TestApp::start().await;
    let partner = app.partner("One").await;
    let account = app.create(&partner, json!({"business_name": "Acme"})).await;
    let page = app.page(account["landing_page"].as_str().unwrap()).await;
    let html = page.html.replace("&#x2f;", "/");
    let (_, rest) = html.split_once("og:image\" content=\"").unwrap();
    let (url, _) = rest.split_once('"').unwrap();
    let response = app.http.get(url).send().await.unwrap();
    assert_eq!(response.status(), 200, "{url}");
    assert_eq!(response.headers()["content-type"], "image/png");
    let bytes = response.bytes().await.unwrap();
    let info = png::Decoder::new(std::io::Cursor::new(bytes))
        .read_info()
        .unwrap();
    assert_eq!((info.info().width, info.info().height), (1200, 630));
}

/// A customer shared two numbers, and her page was closed before it could say which one.
async fn of_two_numbers_none_is_named(app: &TestApp, account: &Value) {
    let page = PageSession::start(app, account).await;
    let first = page.dialog(json!({"number": "4915112345601"})).await;
    let second = page
        .dialog(json!({"number": "4915112345602", "waba_id": first["waba_id"]}))
        .await;
    let answer = page.code(second["code"].as_str().unwrap()).await;
    assert_eq!(answer["state"], "waiting", "{answer}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_in_the_browser_that_is_opened_anew_after_an_unclear_choice_shows_the_way_on() {
    let (app, partner) = app().await;
    let account = app.create(&partner, bakery(0)).await;
    of_two_numbers_none_is_named(&app, &account).await;
    let person = Person::with_phone().await;
    person.opens_link(&account).await;
    person.sees("failed").await;
    assert!(person.text("#message").await.contains("choose just one"));
    let dialog = person.starts().await;
    dialog.types_number("+49 1512 3456789").await;
    dialog.presses("#finish").await;
    person.sees("finished").await;
    assert_eq!(person.text("#number").await, "+4915123456789");
    person.has_nothing_to_complain_about().await;
    person.leaves().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_press_in_the_browser_is_an_attempt_of_its_own_and_goes_first() {
    let (app, partner) = app().await;
    let account = app.create(&partner, bakery(0)).await;
    let person = Person::with_phone().await;
    person.opens_link(&account).await;
    // A slow network: each answer to `start` comes later than what Meta's window has to say.
    person
        .script(
            "window.heard = []; window.answers = [];
             const real = window.fetch;
             window.fetch = async (url, options) => {
               const what = url.split('?')[0].split('/').pop();
               heard.push(what);
               const answer = await real(url, options);
               if (what === 'start') {
                 await new Promise((resolve) => answers.push(resolve));
                 heard.push('start answered');
               }
               return answer;
             }",
        )
        .await;
    let calls = || person.script("return heard.filter((what) => what !== 'status')");

    person.starts().await.closes().await;
    person
        .browser
        .until("window.answers.length === 1")
        .await
        .unwrap();
    assert_eq!(calls().await, json!(["start"]));
    person.script("answers.pop()()").await;
    person.sees("cancelled").await;
    assert_eq!(calls().await, json!(["start", "start answered", "event"]));

    person.script("heard.length = 0").await;
    person.starts().await.presses("#finish").await;
    person.sees("working").await;
    assert_eq!(calls().await, json!(["start"]));
    person.script("answers.pop()()").await;
    person.sees("finished").await;
    let calls = calls().await;
    let (first, rest) = calls.as_array().unwrap().split_at(2);
    assert_eq!(first, ["start", "start answered"]);
    for what in ["code", "event"] {
        assert!(rest.contains(&json!(what)), "{calls}");
    }
    person.has_nothing_to_complain_about().await;
    person.leaves().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_screen_reader_at_the_browser_hears_everything_once_and_keeps_its_place() {
    let (app, partner) = app().await;
    let account = app.create(&partner, bakery(0)).await;
    app.meta()
        .fault("register", json!({"delay_ms": 2_500}))
        .await;
    let person = Person::with_phone().await;
    person.opens_link(&account).await;
    // A live region that is not there yet announces nothing.
    let region = "const style = getComputedStyle(document.querySelector('[aria-live]')); \
                  return [style.display !== 'none', style.visibility]";
    assert_eq!(person.script(region).await, json!([true, "visible"]));
    person
        .script(
            "window.said = [];
             new MutationObserver((changes) => changes.forEach(({ target, addedNodes }) => {
               if (addedNodes.length) said.push(`${target.id}: ${addedNodes[0].data}`);
             })).observe(document.querySelector('#status'), { childList: true, subtree: true })",
        )
        .await;
    person.tabs_to("#start").await;
    person.starts().await.presses("#finish").await;
    person.sees("working").await;
    assert_eq!(
        person.script("return document.activeElement.id").await,
        "title"
    );
    person.sees("finished").await;
    assert_eq!(
        person.script("return document.activeElement.id").await,
        "title"
    );
    let said = person.script("return said").await;
    let said: Vec<&str> = said
        .as_array()
        .unwrap()
        .iter()
        .map(|line| line.as_str().unwrap())
        .collect();
    assert!(said.contains(&"title: Almost there"), "{said:?}");
    for line in &said {
        let times = said.iter().filter(|other| *other == line).count();
        assert_eq!(times, 1, "{line} in {said:?}");
    }
    person.has_nothing_to_complain_about().await;
    person.leaves().await;
}
