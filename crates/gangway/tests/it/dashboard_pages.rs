//! Every page of the dashboard: drawn whole, in both languages, with a strict policy.

use crate::browser::finish;
use crate::support::{Person, TestApp};
use serde_json::json;

const CUSTOMERS: [(&str, &str); 5] = [
    ("Blue Door Bakery", "A-17"),
    ("Atlas Tea House", "A-18"),
    ("מאפיית הים", "A-19"),
    ("Cedar Books", "A-20"),
    ("Riverside Hotel", "A-21"),
];

/// Every page, of the operator and of a partner.
pub async fn pages(app: &TestApp) -> (Person<'_>, Vec<String>) {
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
    ] {
        pages.push(format!("{root}{page}"));
    }
    (operator, pages)
}

#[tokio::test]
async fn every_page_is_drawn_in_both_languages() {
    let app = TestApp::start().await;
    let (operator, pages) = pages(&app).await;
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
