//! Every page of the dashboard: drawn whole, in both languages, with a strict policy.

use crate::browser::finish;
use crate::support::{Person, Seen, TestApp, TestPartner};
use serde_json::json;

const CUSTOMERS: [(&str, &str); 5] = [
    ("Blue Door Bakery", "A-17"),
    ("Atlas Tea House", "A-18"),
    ("מאפיית הים", "A-19"),
    ("Cedar Books", "A-20"),
    ("Riverside Hotel", "A-21"),
];

/// An operator, a partner with customers, and the address of every page of both.
pub struct Desk<'a> {
    pub operator: Person<'a>,
    pub partner: TestPartner,
    /// Where the partner's pages begin.
    pub root: String,
    pub pages: Vec<String>,
}

pub async fn desk(app: &TestApp) -> Desk<'_> {
    let operator = Person::operator(app).await;
    let partner = app.partner("Harbour Software").await;
    for (place, (name, reference)) in CUSTOMERS.into_iter().enumerate() {
        let coexistence = place % 2;
        let wish = json!({
            "business_name": name, "reference": reference, "coexistence": coexistence,
        });
        let account = app.create(&partner, wish).await;
        let digits = format!("491512345678{place}");
        match place {
            0 => {}
            1 | 2 => finish(app, &account, &digits).await,
            _ => {
                let link = account["onboarding_link"].as_str().unwrap();
                app.http.get(link).send().await.unwrap();
            }
        }
    }
    Person::member(app, &operator, &partner, "editor").await;
    let root = format!("/p/{}", partner.client_id);
    let mut pages: Vec<String> = [
        "/partners",
        "/partners/new",
        "/meta",
        "/claims",
        "/operators",
        "/audit",
        "/me",
        "/me/second-factor",
    ]
    .map(str::to_owned)
    .into();
    for page in [
        "/accounts",
        "/accounts?q=nothing",
        "/accounts/new",
        "/accounts/1",
        "/accounts/1/card",
        "/funnel",
        "/numbers",
        "/branding",
        "/webhooks",
        "/credentials",
        "/members",
        "/log",
        "/domain",
    ] {
        pages.push(format!("{root}{page}"));
    }
    Desk {
        operator,
        partner,
        root,
        pages,
    }
}

#[tokio::test]
async fn every_page_is_drawn_in_both_languages() {
    let app = TestApp::start().await;
    let Desk {
        operator, pages, ..
    } = desk(&app).await;
    for page in &pages {
        for (language, direction) in [("en", "ltr"), ("he", "rtl")] {
            operator
                .send("/me/name", &[("name", "Dana"), ("language", language)])
                .await;
            let seen = operator.open(page).await;
            assert_eq!(seen.status, 200, "{page} {language}");
            let opening = format!("<html lang=\"{language}\" dir=\"{direction}\">");
            assert!(seen.says(&opening), "{page}");
            assert!(!seen.body.contains("style="), "{page}: nothing is inline");
            assert!(!seen.body.contains(" onclick="), "{page}");
            assert_eq!(seen.body.matches("<h1").count(), 1, "{page}");
            // A message that no catalogue has is drawn as nothing.
            for empty in [
                "<h1></h1>",
                "<h2></h2>",
                "<th scope=\"col\"></th>",
                "<button></button>",
            ] {
                assert!(!seen.says(empty), "{page} {language}: {empty}");
            }
        }
    }
}

#[tokio::test]
async fn pages_are_kept_nowhere_and_allow_nothing_from_elsewhere() {
    let app = TestApp::start().await;
    for path in [
        "/dashboard/sign-in",
        "/dashboard/nothing",
        "/dashboard/p/x/accounts",
    ] {
        let response = app.http.get(app.url(path)).send().await.unwrap();
        let policy = response.headers().get("content-security-policy");
        let Some(policy) = policy else {
            assert!(response.status().is_redirection(), "{path}");
            continue;
        };
        let policy = policy.to_str().unwrap();
        assert!(policy.contains("default-src 'none'") && policy.contains("script-src 'self';"));
        assert!(
            !policy.contains("unsafe") && !policy.contains("http"),
            "{policy}"
        );
        assert_eq!(response.headers()["cache-control"], "no-store");
        assert_eq!(response.headers()["x-frame-options"], "DENY");
    }
}

#[tokio::test]
async fn meta_says_how_the_installation_stands() {
    let app = TestApp::start().await;
    let operator = Person::operator(&app).await;
    let good = operator.open("/meta").await;
    assert_eq!(good.body.matches("chip good").count(), 4, "{}", good.body);
    let app = TestApp::with(&[("meta.app_secret", "another secret")]).await;
    let operator = Person::operator(&app).await;
    let wrong = operator.open("/meta").await;
    assert!(wrong.says("does not take the app"), "{}", wrong.body);
}

#[tokio::test]
async fn many_connected_numbers_stand_on_several_pages() {
    let app = TestApp::start().await;
    let operator = Person::operator(&app).await;
    let partner = app.partner("One").await;
    for n in 0..51 {
        let name = format!("Shop {n}.");
        app.finished(&partner, json!({"business_name": name})).await;
    }
    let numbers = format!("/p/{}/numbers", partner.client_id);
    let shops = |seen: &Seen| seen.body.matches("<bdi>Shop ").count();
    let first = operator.open(&numbers).await;
    assert_eq!(shops(&first), 50);
    assert!(first.reads("1 to 50 of 51") && !first.says("rel=\"prev\""));
    for page in ["2", "3", "4294967295"] {
        let last = operator.open(&format!("{numbers}?page={page}")).await;
        assert_eq!(shops(&last), 1, "{page}");
        assert!(last.reads("51 to 51 of 51") && !last.says("rel=\"next\""));
    }
}
