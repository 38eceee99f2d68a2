//! What customers and visitors get whatever address they come to, and in whatever way they use a page.

use crate::browser::{Person, app, bakery};
use crate::support::{PageSession, RENEW, TIMELINE, TestApp, TestPartner, no_tls};
use reqwest::redirect::Policy;
use reqwest::{Method, RequestBuilder, Response};
use serde_json::{Value, json};
use std::time::Duration;

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
    let message = person.text("#message").await;
    assert!(message.contains("more than one number"), "{message}");
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

/// What the partner hears of the account's way so far.
async fn timeline(app: &TestApp, partner: &TestPartner, account: &Value) -> Value {
    let number = account["whatsapp"].as_str().unwrap();
    let path = format!("{TIMELINE}?whatsapp={number}");
    let answer = app
        .call(Method::GET, &path, Some(&partner.token), None)
        .await;
    answer.expect(200, 1);
    answer.json
}

#[tokio::test]
async fn looking_at_a_link_uses_nothing_up() {
    let (app, partner) = app().await;
    let account = app.create(&partner, bakery(0)).await;
    let before = timeline(&app, &partner, &account).await;
    let link = account["onboarding_link"].as_str().unwrap();
    for what in ["", "/status", "/qr.svg", "/renewal"] {
        for method in [Method::GET, Method::HEAD] {
            let url = format!("{link}{what}");
            let response = app.http.request(method, &url).send().await.unwrap();
            assert_eq!(response.status(), 200, "{url}");
            assert_eq!(response.headers()["cache-control"], "no-store", "{url}");
        }
    }
    assert_eq!(timeline(&app, &partner, &account).await, before);
    app.finish(&account, json!({})).await;
}

#[tokio::test]
async fn the_qr_code_is_a_picture_of_a_link_and_of_nothing_else() {
    let (app, partner) = app().await;
    let account = app.create(&partner, bakery(0)).await;
    let link = account["onboarding_link"].as_str().unwrap();
    let response = app.http.get(format!("{link}/qr.svg")).send().await.unwrap();
    assert_eq!(response.headers()["content-type"], "image/svg+xml");
    assert!(response.text().await.unwrap().starts_with("<svg "));
    let wrong = app
        .request(Method::GET, "/o/%21/qr.svg")
        .send()
        .await
        .unwrap();
    assert_eq!(wrong.status(), 404);
}

/// Goes where it is told and follows no further, as one can see only then where that leads.
async fn straight(request: RequestBuilder) -> Response {
    let client = reqwest::Client::builder()
        .no_proxy()
        .redirect(Policy::none())
        .tls_backend_preconfigured(no_tls())
        .build()
        .unwrap();
    client.execute(request.build().unwrap()).await.unwrap()
}

/// The address of Meta's dialog for a page, and the state in it.
async fn way_to_the_dialog(page: &PageSession<'_>) -> (reqwest::Url, String) {
    let (http, answer) = page
        .post("redirect", json!({"session": page.session}))
        .await;
    assert_eq!(http, 200, "{answer}");
    let url = reqwest::Url::parse(answer["url"].as_str().unwrap()).unwrap();
    let state = url.query_pairs().find(|(name, _)| name == "state").unwrap();
    let state = state.1.into_owned();
    (url, state)
}

#[tokio::test]
async fn the_return_from_the_dialog_counts_once_and_only_for_a_person() {
    let (app, partner) = app().await;
    let account = app.create(&partner, bakery(0)).await;
    let page = PageSession::open(&app, &account).await;
    let (dialog, state) = way_to_the_dialog(&page).await;
    let back = app.url("/oauth/return");
    let uri = dialog
        .query_pairs()
        .find(|(name, _)| name == "redirect_uri");
    assert_eq!(uri.unwrap().1, back);
    let heard = page
        .dialog(json!({"redirect_uri": back, "number": "4915123456789"}))
        .await;
    let code = heard["code"].as_str().unwrap();
    let url = format!("{back}?code={code}&state={state}");

    // Scanners and browsers that look ahead take nothing.
    let head = straight(app.http.head(&url)).await;
    assert_eq!(head.status(), 204);
    for (name, value) in [
        ("sec-purpose", "prefetch;prerender"),
        ("purpose", "prefetch"),
    ] {
        let ahead = straight(app.http.get(&url).header(name, value)).await;
        assert_eq!(ahead.status(), 503, "{name}");
        assert_eq!(ahead.headers()["cache-control"], "no-store");
    }
    assert!(app.meta().calls("oauth_access_token").await.is_empty());
    assert_eq!(page.status().await["state"], "ready");

    let link = account["onboarding_link"].as_str().unwrap();
    let path = reqwest::Url::parse(link).unwrap().path().to_owned();
    for _ in 0..2 {
        let came = straight(app.http.get(&url)).await;
        assert_eq!(came.status(), 303);
        assert_eq!(came.headers()["location"], path.as_str());
        assert_eq!(came.headers()["cache-control"], "no-store");
        assert_eq!(came.headers()["referrer-policy"], "no-referrer");
    }
    let mut status = page.status().await;
    for _ in 0..400 {
        if status["state"] == "finished" {
            break;
        }
        tokio::time::sleep(Duration::from_millis(25)).await;
        status = page.status().await;
    }
    assert_eq!(status["number"], "4915123456789", "{status}");
    // And once more, much later: still no more than the way to the page.
    let late = straight(app.http.get(&url)).await;
    assert_eq!(late.status(), 303);
}

#[tokio::test]
async fn nothing_of_a_replaced_link_leads_to_the_new_one() {
    let (app, partner) = app().await;
    let account = app.create(&partner, bakery(0)).await;
    let old = account["onboarding_link"].as_str().unwrap();
    let page = PageSession::open(&app, &account).await;
    let (_, state) = way_to_the_dialog(&page).await;
    let back = app.url("/oauth/return");
    let heard = page
        .dialog(json!({"redirect_uri": back, "number": "4915123456789"}))
        .await;
    let code = heard["code"].as_str().unwrap();

    let body = json!({"whatsapp": account["whatsapp"]});
    let renewed = app
        .call(Method::POST, RENEW, Some(&partner.token), Some(body))
        .await;
    let fresh = renewed.expect(200, 1).json["account"].clone();
    let new = fresh["onboarding_link"].as_str().unwrap();
    let slug = new.rsplit('/').next().unwrap();

    let seen = app.page(old).await;
    assert_eq!(seen.http, 410);
    assert!(!seen.html.contains(slug), "{}", seen.html);

    let asked = straight(app.http.post(format!("{old}/renewal"))).await;
    assert_eq!(asked.status(), 200);
    let html = asked.text().await.unwrap();
    assert!(html.contains("Harbour Software"), "{html}");
    assert!(!html.contains(slug), "{html}");

    // The code of a turn that began on the old link is not used, nor is its refusal noted.
    for query in [
        format!("code={code}&state={state}"),
        format!("error=access_denied&error_reason=user_denied&state={state}"),
    ] {
        let came = straight(app.http.get(format!("{back}?{query}"))).await;
        assert_eq!(came.status(), 404, "{query}");
        assert!(!came.headers().contains_key("location"));
        let html = came.text().await.unwrap();
        assert!(html.contains("Please open your link again"), "{html}");
        assert!(!html.contains(slug), "{html}");
    }
    assert!(app.meta().calls("oauth_access_token").await.is_empty());

    // The new one works, and once it has finished the old one still says nothing of it.
    let finished = app.finish(&fresh, json!({"number": "4915123456789"})).await;
    assert_eq!(finished["whatsapp"], "4915123456789");
    let seen = app.page(old).await;
    assert!(!seen.html.contains(slug), "{}", seen.html);
    let asked = straight(app.http.post(format!("{old}/renewal"))).await;
    assert_eq!(asked.status(), 303);
    let to = asked.headers()["location"].to_str().unwrap();
    assert!(old.ends_with(to), "{to}");
}

#[tokio::test]
async fn a_return_from_nowhere_says_what_to_do() {
    let (app, _) = app().await;
    for query in [
        "",
        "?code=x",
        "?state=x",
        "?code=x&state=nobodys",
        "?error=access_denied&state=%ff",
    ] {
        let url = app.url(&format!("/oauth/return{query}"));
        let answer = straight(app.http.get(url)).await;
        assert_eq!(answer.status(), 404, "{query}");
        assert_eq!(answer.headers()["cache-control"], "no-store");
        let html = answer.text().await.unwrap();
        assert!(html.contains("Please open your link again"), "{query}");
    }
}

#[tokio::test]
async fn a_closed_link_leads_to_no_dialog() {
    let (app, partner) = app().await;
    let account = app.create(&partner, bakery(0)).await;
    let page = PageSession::open(&app, &account).await;
    let number = account["whatsapp"].as_str().unwrap();
    app.delete(&partner, number).await.expect(200, 1);
    let body = json!({"session": page.session});
    let (http, answer) = page.post("redirect", body).await;
    assert_eq!((http, &answer["state"]), (410, &json!("gone")));
    assert!(answer["url"].is_null());
}

#[tokio::test]
async fn a_new_link_is_asked_for_by_a_plain_form_of_our_own_page() {
    let (app, partner) = app().await;
    let mut wish = bakery(0);
    wish["expires_in"] = json!(3600);
    let account = app.create(&partner, wish).await;
    let link = account["onboarding_link"].as_str().unwrap();
    let ask = || app.http.post(format!("{link}/renewal"));

    // A link that works needs no other.
    let open = straight(ask().form(&json!({}))).await;
    assert_eq!(open.status(), 303);
    app.clock.advance(Duration::from_secs(3601));

    let foreign = ask().header("origin", "https://evil.example.com");
    assert_eq!(straight(foreign).await.status(), 403);
    let unknown = app.request(Method::POST, "/o/nobody/renewal");
    assert_eq!(straight(unknown).await.status(), 404);
    for request in [
        ask(),
        ask().form(&json!({"x": "y"})).header("origin", app.url("")),
    ] {
        let answer = straight(request).await;
        assert_eq!(answer.status(), 200);
        let html = answer.text().await.unwrap();
        assert!(html.contains("Your request is noted"), "{html}");
        assert!(html.contains("Harbour Software"));
    }
    let mut partner = partner;
    partner.token = app.token(&partner).await;
    let told = timeline(&app, &partner, &account).await.to_string();
    assert_eq!(told.matches("renewal_requested").count(), 1, "{told}");
}

/// What a phone loads before the button is pressed: the page and what it names.
#[tokio::test]
async fn the_page_before_the_button_is_light() {
    let app = TestApp::start().await;
    let partner = app.partner("One").await;
    let account = app.create(&partner, json!({"business_name": "Rosa"})).await;
    let link = account["onboarding_link"].as_str().unwrap();
    for language in ["en", "he", "hi", "ru"] {
        let path = format!("{}?lang={language}", &link[link.find("/o/").unwrap()..]);
        let page = squeezed(&app, &path).await;
        let html = String::from_utf8(page.1).unwrap().replace("&#x2f;", "/");
        let mut all = page.0;
        let mut named = 0;
        for mark in ["href=\"/assets/", "src=\"/assets/"] {
            for (place, _) in html.match_indices(mark) {
                let rest = &html[place + mark.len()..];
                let file = rest.split_once('"').unwrap().0;
                all += squeezed(&app, &format!("/assets/{file}")).await.0;
                named += 1;
            }
        }
        assert_eq!(named, 2, "a style and a script");
        assert!(!html.contains("src=\"http"), "nobody else is asked");
        assert!(all < 30 * 1024, "{language}: {all} bytes");
    }
}

/// Bytes on the wire, and what they are.
async fn squeezed(app: &TestApp, path: &str) -> (usize, Vec<u8>) {
    use std::io::Read;
    let request = app
        .http
        .get(app.url(path))
        .header("accept-encoding", "gzip");
    let response = request.send().await.unwrap();
    assert_eq!(response.status(), 200, "{path}");
    assert_eq!(response.headers()["content-encoding"], "gzip", "{path}");
    let heads: usize = response
        .headers()
        .iter()
        .map(|(name, value)| name.as_str().len() + value.len() + 4)
        .sum();
    let wire = response.bytes().await.unwrap();
    let mut plain = Vec::new();
    flate2::read::GzDecoder::new(&wire[..])
        .read_to_end(&mut plain)
        .unwrap();
    (heads + wire.len(), plain)
}

#[tokio::test]
async fn search_engines_find_websites_and_no_links() {
    let app = TestApp::start().await;
    let response = app.http.get(app.url("/robots.txt")).send().await.unwrap();
    assert_eq!(response.status(), 200);
    assert_eq!(
        response.headers()["content-type"],
        "text/plain; charset=utf-8"
    );
    let text = response.text().await.unwrap();
    assert!(
        text.contains("Disallow: /o/") && text.contains("Allow: /b/"),
        "{text}"
    );
}
