//! A partner's own domain: its customers' pages are there and nothing else, and all links lead there.

use crate::binary::Home;
use crate::support::{
    DELETE, EVENTS, LIST, PageSession, Person, RENEW, TestApp, TestPartner, no_tls,
};
use gangway_domain::{ClientId, OwnDomain};
use reqwest::header::{ACCEPT, LOCATION, ORIGIN};
use reqwest::redirect::Policy;
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use std::time::Duration;

const HARBOUR: &str = "harbour.localhost";
const NORTHWIND: &str = "northwind.localhost";

/// A browser that finds the partners' domains, and follows nothing by itself.
fn browser(app: &TestApp) -> reqwest::Client {
    reqwest::Client::builder()
        .no_proxy()
        .redirect(Policy::none())
        .tls_backend_preconfigured(no_tls())
        .resolve(HARBOUR, app.server.address)
        .resolve(NORTHWIND, app.server.address)
        .build()
        .unwrap()
}

async fn start() -> TestApp {
    let mut app = TestApp::start().await;
    app.http = browser(&app);
    app
}

/// The base of the addresses on a domain.
fn base(app: &TestApp, domain: &str) -> String {
    format!("http://{domain}:{}", app.server.address.port())
}

async fn set(app: &TestApp, partner: &TestPartner, domain: Option<&str>) {
    let id = ClientId::parse(&partner.client_id).unwrap();
    let domain = domain.map(|name| OwnDomain::parse(name).unwrap());
    let operator = app.operator();
    let set = operator.set_domain(&id, domain, &app.server.public_url);
    set.await.unwrap();
    // So long another node may not have heard of it.
    app.clock.advance(Duration::from_secs(1));
}

fn text<'a>(account: &'a Value, field: &str) -> &'a str {
    account[field].as_str().unwrap()
}

/// Both links of an account.
fn links(account: &Value) -> [&str; 2] {
    [
        text(account, "onboarding_link"),
        text(account, "landing_page"),
    ]
}

/// The path of a link.
fn path(link: &str) -> String {
    reqwest::Url::parse(link).unwrap().path().to_owned()
}

async fn status(app: &TestApp, url: &str) -> StatusCode {
    app.http.get(url).send().await.unwrap().status()
}

#[tokio::test]
async fn all_links_lead_to_the_domain_as_long_as_there_is_one() {
    let app = start().await;
    let (one, two) = (app.partner("One").await, app.partner("Two").await);
    let early = app
        .create(&one, json!({"business_name": "Early", "reference": "1"}))
        .await;
    let (receiver, _) = app.receiver(&one).await;
    // The list is kept ready from here on.
    assert_eq!(app.list(&one).await, std::slice::from_ref(&early));
    let own = base(&app, HARBOUR);
    let public = app.server.public_url.clone();

    for (domain, expected) in [
        (Some(HARBOUR), &own),
        (None, &public),
        (Some(HARBOUR), &own),
    ] {
        set(&app, &one, domain).await;
        let begins = |account: &Value| {
            for link in links(account) {
                assert!(link.starts_with(&format!("{expected}/")), "{link}");
            }
        };
        let number = text(&early, "whatsapp");
        let listed = app.list(&one).await;
        listed.iter().for_each(begins);
        app.list_of(&one, "?reference=1")
            .await
            .iter()
            .for_each(begins);
        let before = receiver.count();
        let made = app.create(&one, json!({"business_name": "New"})).await;
        begins(&made);
        let told = receiver.until(before + 1).await;
        let told: Value = serde_json::from_str(told.last().unwrap().text()).unwrap();
        begins(&told["account"]);
        let events = app.call(Method::GET, EVENTS, Some(&one.token), None).await;
        let events = events.expect(200, 1).json["list"]
            .as_array()
            .unwrap()
            .clone();
        events.iter().for_each(|event| begins(&event["account"]));
        let body = json!({"whatsapp": number});
        let renewed = app
            .call(Method::POST, RENEW, Some(&one.token), Some(body))
            .await;
        begins(&renewed.expect(200, 1).json["account"]);
        let csv = app
            .http
            .get(app.url(LIST))
            .bearer_auth(&one.token)
            .header(ACCEPT, "text/csv");
        let csv = csv.send().await.unwrap().text().await.unwrap();
        assert_eq!(
            csv.matches(&format!("{expected}/o/")).count(),
            listed.len() + 1,
            "{csv}"
        );
    }
    let other = app.create(&two, json!({"business_name": "Other"})).await;
    for link in links(&other) {
        assert!(link.starts_with(&public), "{link}");
    }
}

#[tokio::test]
async fn a_customer_goes_all_the_way_on_her_partners_domain() {
    let app = start().await;
    let partner = app.partner("One").await;
    set(&app, &partner, Some(HARBOUR)).await;
    let own = base(&app, HARBOUR);
    let account = app.create(&partner, json!({"business_name": "Acme"})).await;
    let [link, landing] = links(&account);

    let page = app.page(link).await;
    let data = page.data().unwrap();
    assert_eq!(data["link_url"], link);
    assert_eq!(data["extras"]["setup"]["business"]["website"], landing);
    assert!(!page.html.contains(&app.server.public_url), "{}", page.html);
    let website = app.page(landing).await.html.replace("&#x2f;", "/");
    assert!(
        website.contains(&format!("href=\"{landing}\"")),
        "{website}"
    );
    assert!(
        website.contains(&format!("content=\"{own}/assets/picture")),
        "{website}"
    );
    assert!(!website.contains(&app.server.public_url), "{website}");
    let style = website.split("href=\"/assets/").nth(1).unwrap();
    let style = style.split('"').next().unwrap();
    for path in [
        format!("/assets/{style}"),
        format!("{}/qr.svg", path(link)),
        format!("{}/privacy", path(landing)),
        "/robots.txt".to_owned(),
        "/healthz".to_owned(),
        "/readyz".to_owned(),
    ] {
        assert_eq!(status(&app, &format!("{own}{path}")).await, 200, "{path}");
    }

    // Her page may call there, and no other page of ours may.
    let public = app.server.public_url.clone();
    let called = async |url: String, origin: &str| {
        let call = app.http.post(url).header(ORIGIN, origin).json(&json!({}));
        call.send().await.unwrap().status()
    };
    assert_eq!(called(format!("{link}/opened"), &own).await, 200);
    for origin in [&public, &base(&app, NORTHWIND), "https://evil.example"] {
        assert_eq!(
            called(format!("{link}/opened"), origin).await,
            403,
            "{origin}"
        );
    }
    let old = format!("{public}{}", path(link));
    assert_eq!(called(format!("{old}/opened"), &own).await, 403);
    assert_eq!(called(format!("{old}/opened"), &public).await, 200);

    let finished = app
        .finish(&account, json!({"number": "4915123456789"}))
        .await;
    assert_eq!(app.list(&partner).await, [finished]);
    assert!(app.page(landing).await.html.contains("4915123456789"));
}

#[tokio::test]
async fn from_the_dialog_as_a_full_page_she_comes_back_to_where_she_left() {
    let app = start().await;
    let partner = app.partner("One").await;
    set(&app, &partner, Some(HARBOUR)).await;
    let account = app.create(&partner, json!({"business_name": "Acme"})).await;
    let link = text(&account, "onboarding_link");
    let old = format!("{}{}", app.server.public_url, path(link));
    let registered = app.url("/oauth/return");
    let ways = [
        (format!("{link}?lang=he"), format!("{link}?lang=he")),
        (format!("{old}?lang=he"), format!("{}?lang=he", path(link))),
        (old.clone(), format!("{}?lang=en", path(link))),
        (link.to_owned(), format!("{link}?lang=en")),
    ];
    let last = ways.len() - 1;
    for (turn, (opened, comes_to)) in ways.into_iter().enumerate() {
        let data = app.page(&opened).await.data().unwrap();
        let way = reqwest::Url::parse(&opened).unwrap();
        let way = way.join(text(&data, "redirect_url")).unwrap();
        let call = app
            .http
            .post(way)
            .json(&json!({"session": data["session"]}));
        let answer: Value = call.send().await.unwrap().json().await.unwrap();
        let dialog = reqwest::Url::parse(text(&answer, "url")).unwrap();
        let asked = |wanted: &str| {
            let mut pairs = dialog.query_pairs();
            let found = pairs.find(|(name, _)| name == wanted).unwrap();
            found.1.into_owned()
        };
        assert_eq!(asked("redirect_uri"), registered, "what Meta knows");
        let (name, value) = if turn == last {
            let page = PageSession::at(&app, &opened).await;
            let wish = json!({"redirect_uri": registered, "number": "4915123456789"});
            let heard = page.dialog(wish).await;
            ("code", text(&heard, "code").to_owned())
        } else {
            // She may begin anew after that.
            ("error", "access_denied".to_owned())
        };
        let query = [(name, value), ("state", asked("state"))];
        let back = reqwest::Url::parse_with_params(&registered, query).unwrap();
        let came = app.http.get(back).send().await.unwrap();
        assert_eq!(came.status(), 303);
        assert_eq!(came.headers()[LOCATION], comes_to.as_str(), "{opened}");
    }
    let mut finished = false;
    for _ in 0..400 {
        let asked = app.http.get(format!("{link}/status")).send().await.unwrap();
        let answer: Value = asked.json().await.unwrap();
        finished = answer["state"] == "finished";
        if finished {
            break;
        }
        tokio::time::sleep(Duration::from_millis(25)).await;
    }
    assert!(finished);
    let way = format!("{}/oauth/return?code=a&state=b", base(&app, HARBOUR));
    assert_eq!(status(&app, &way).await, 404, "Meta does not come here");
}

#[tokio::test]
async fn a_domain_shows_one_brand_and_other_hosts_show_what_they_did() {
    let app = start().await;
    let (one, two) = (app.partner("One").await, app.partner("Two").await);
    let mine = app.create(&one, json!({"business_name": "Mine"})).await;
    let theirs = app.create(&two, json!({"business_name": "Theirs"})).await;
    let early = links(&mine).map(str::to_owned);
    set(&app, &one, Some(HARBOUR)).await;
    set(&app, &two, Some(NORTHWIND)).await;
    let own = base(&app, HARBOUR);

    for link in links(&theirs) {
        assert_eq!(
            status(&app, link).await,
            200,
            "links that were sent go on working"
        );
        let here = format!("{own}{}", path(link));
        let seen = app.http.get(&here).send().await.unwrap();
        assert_eq!(seen.status(), 404, "{here}");
        assert!(!seen.text().await.unwrap().contains("Theirs"), "{here}");
        let there = format!("{}{}", base(&app, NORTHWIND), path(link));
        assert_eq!(status(&app, &there).await, 200, "{there}");
    }
    let their_link = path(text(&theirs, "onboarding_link"));
    for call in ["opened", "start", "event", "code", "redirect", "renewal"] {
        let url = format!("{own}{their_link}/{call}");
        let answer = app.http.post(&url).json(&json!({})).send().await.unwrap();
        assert_eq!(answer.status(), 404, "{url}");
    }
    for path in [
        "/",
        "/o/",
        "/o",
        "/o/nobodys",
        "/b/nobodys",
        "/docs",
        "/openapi.json",
        "/dashboard",
        "/dashboard/sign-in",
        "/webhooks/meta",
        "/oauth/return",
        "/domains/allowed?domain=harbour.localhost",
        LIST,
        "//o/x",
    ] {
        assert_eq!(status(&app, &format!("{own}{path}")).await, 404, "{path}");
    }
    let token = json!({"client_id": one.client_id, "client_secret": one.client_secret});
    let url = format!("{own}/api/settings/accessToken");
    let answer = app.http.post(url).json(&token).send().await.unwrap();
    assert_eq!(answer.status(), 404);
    let deleting = app
        .http
        .delete(format!("{own}{DELETE}"))
        .bearer_auth(&one.token);
    assert_eq!(deleting.send().await.unwrap().status(), 404);

    // A host that is nobody's, and a domain in another spelling.
    for (host, dashboard) in [
        ("unknown.example", 200),
        ("127.0.0.2:9", 200),
        ("HARBOUR.localhost", 404),
        ("harbour.localhost.:80", 404),
        ("pages.harbour.localhost", 200),
    ] {
        let request = app
            .http
            .get(app.url("/dashboard/sign-in"))
            .header("host", host);
        assert_eq!(request.send().await.unwrap().status(), dashboard, "{host}");
        let request = app.http.get(format!("{}{their_link}", app.url("")));
        let expected = if dashboard == 200 { 200 } else { 404 };
        let seen = request.header("host", host).send().await.unwrap();
        assert_eq!(seen.status(), expected, "{host}");
    }

    set(&app, &one, None).await;
    let opened = format!("{own}{}", path(&early[0]));
    assert_eq!(status(&app, &opened).await, 200, "nobody's host again");
    assert_eq!(status(&app, &format!("{own}{their_link}")).await, 200);
    for link in early {
        assert_eq!(status(&app, &link).await, 200);
    }
}

#[tokio::test]
async fn a_proxy_asks_for_which_hosts_it_should_answer() {
    let app = TestApp::with(&[("public_url", "https://gangway.example.com")]).await;
    let partner = app.partner("One").await;
    set(&app, &partner, Some("pages.example.org")).await;
    for (domain, status) in [
        ("pages.example.org", 200),
        ("Pages.Example.org", 200),
        ("gangway.example.com", 200),
        ("example.org", 404),
        ("", 404),
    ] {
        let url = app.url(&format!("/domains/allowed?domain={domain}"));
        let answer = app.http.get(url).send().await.unwrap();
        assert_eq!(answer.status(), status, "{domain}");
    }
    let account = app.create(&partner, json!({"business_name": "Acme"})).await;
    let link = text(&account, "onboarding_link");
    assert!(link.starts_with("https://pages.example.org/o/"), "{link}");
}

#[tokio::test]
async fn the_operator_sets_it_in_the_dashboard_and_nobody_else_does() {
    let app = start().await;
    let operator = Person::operator(&app).await;
    let (one, two) = (app.partner("One").await, app.partner("Two").await);
    let owner = Person::member(&app, &operator, &one, "owner").await;
    let place = format!("/p/{}/domain", one.client_id);
    assert_eq!(owner.open(&place).await.status, 404);
    assert_eq!(owner.send(&place, &[("domain", HARBOUR)]).await.status, 404);
    let link = async || {
        let account = app.create(&one, json!({"business_name": "Acme"})).await;
        text(&account, "onboarding_link").to_owned()
    };
    assert!(link().await.starts_with(&app.server.public_url));
    // The domain's absence is known, and is forgotten with the change.
    assert_eq!(
        status(&app, &format!("{}/docs", base(&app, HARBOUR))).await,
        200
    );

    let wrongs = [
        ("https://pages.example.com", "port and path"),
        ("127.0.0.1", "This is an IP address"),
    ];
    for (typed, said) in wrongs {
        let refused = operator.send(&place, &[("domain", typed)]).await;
        assert_eq!(refused.status, 422, "{typed}");
        assert!(refused.says(said), "{}", refused.body);
        assert!(refused.says("aria-invalid"), "{}", refused.body);
    }
    let set = operator
        .send(&place, &[("domain", " Harbour.LOCALHOST ")])
        .await;
    assert_eq!(set.to.unwrap(), format!("{place}?said=saved"));
    assert!(link().await.starts_with(&base(&app, HARBOUR)));
    assert_eq!(
        status(&app, &format!("{}/docs", base(&app, HARBOUR))).await,
        404
    );
    assert!(
        operator
            .open(&place)
            .await
            .says("value=\"harbour.localhost\"")
    );
    assert!(operator.open("/partners").await.says(HARBOUR));
    let log = operator.open("/audit").await;
    assert!(
        log.says("Own domain changed") && log.says(HARBOUR),
        "{}",
        log.body
    );

    let theirs = format!("/p/{}/domain", two.client_id);
    let taken = operator.send(&theirs, &[("domain", HARBOUR)]).await;
    assert_eq!(taken.status, 422);
    assert!(
        taken.says("Another partner has this name"),
        "{}",
        taken.body
    );

    let cleared = operator.send(&place, &[("domain", "")]).await;
    assert_eq!(cleared.status, 303);
    assert!(link().await.starts_with(&app.server.public_url));
    assert_eq!(
        status(&app, &format!("{}/docs", base(&app, HARBOUR))).await,
        200
    );
}

#[tokio::test]
async fn the_command_line_sets_it_and_takes_it_away() {
    let home = Home::new();
    let made = home.partner("Harbour Software").await;
    let other = home.partner("Northwind").await;
    let (id, other) = (text(&made, "client_id"), text(&other, "client_id"));
    let set = home
        .json(&["partner", "domain", id, "Pages.Example.com", "--json"])
        .await;
    assert_eq!(set["domain"], "pages.example.com");
    let table = home.output(&["partner", "list"]).await;
    let row = table.lines().find(|line| line.contains(id)).unwrap();
    assert!(row.contains("pages.example.com"), "{table}");
    for (arguments, expected) in [
        (
            vec!["partner", "domain", other, "pages.example.com"],
            "belongs to another partner",
        ),
        (
            vec!["partner", "domain", id, "https://example.com"],
            "leave out https://",
        ),
        (
            vec!["partner", "domain", "nobody", "a.example.com"],
            "gangway partner list",
        ),
        (
            vec![
                "partner",
                "domain",
                id,
                "gangway.example.com",
                "--set",
                "public_url=https://gangway.example.com",
            ],
            "the host of public_url",
        ),
    ] {
        let run = home.gangway(&arguments).await;
        assert_eq!(run.code, 1, "{arguments:?}: {}", run.err);
        assert!(run.err.contains(expected), "{}", run.err);
    }
    for arguments in [
        vec!["partner", "domain", id],
        vec!["partner", "domain", id, "a.example", "--none"],
    ] {
        assert_eq!(home.gangway(&arguments).await.code, 2, "{arguments:?}");
    }
    let said = home.output(&["partner", "domain", id, "--none"]).await;
    assert_eq!(
        said,
        "Harbour Software is at the public address; its new links lead there\n"
    );
    let list = home.json(&["partner", "list", "--json"]).await;
    assert_eq!(list[0]["domain"], Value::Null);
}
