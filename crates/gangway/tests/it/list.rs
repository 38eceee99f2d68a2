//! getAccounts without parameters: the whole list, as documented.

use crate::support::{CREATE, LIST, TestApp, count};
use gangway_domain::Clock;
use reqwest::Method;
use serde_json::{Value, json};
use std::collections::HashSet;
use std::sync::Arc;
use std::time::Duration;
use tokio::task::JoinSet;

/// The documented example: field by field in this order, nothing between them.
fn documented(account: &Value) -> String {
    let fields = [
        "create_time",
        "whatsapp",
        "coexistence",
        "business_name",
        "business_email",
        "business_id",
        "business_address",
        "landing_page",
        "onboarding_link",
        "display_name",
        "reference",
        "status",
    ]
    .map(|field| format!("\"{field}\":{}", account[field]));
    format!("{{{}}}", fields.join(","))
}

#[tokio::test]
async fn an_account_is_listed_with_the_documented_fields_in_their_order() {
    let app = TestApp::start().await;
    let partner = app.partner("One").await;
    let body = json!({
        "business_name": "Acme inc", "business_email": "john@example.com", "business_id": "1234567",
        "business_address": "Grove Street, San Andreas", "display_name": "Acme", "reference": "123123",
        "coexistence": 1,
    });
    app.create(&partner, body).await;
    let answer = app
        .call(Method::GET, LIST, Some(&partner.token), None)
        .await;
    let account = &answer.json["list"][0];
    assert_eq!(
        answer.text,
        format!(
            r#"{{"status":"OK","reason":1,"list":[{}]}}"#,
            documented(account)
        )
    );
    let digits = account["whatsapp"].as_str().unwrap();
    assert!(
        digits.starts_with("97257") && digits.len() == 12,
        "{digits}"
    );
    let base = &app.server.public_url;
    for (field, path) in [("onboarding_link", "/o/"), ("landing_page", "/b/")] {
        let url = account[field].as_str().unwrap();
        assert!(url.starts_with(&format!("{base}{path}")), "{url}");
        assert_eq!(app.page(url).await.http, 200);
    }
    let expected = [
        ("create_time", json!(app.clock.now().as_secs())),
        ("coexistence", json!(1)),
        ("business_name", json!("Acme inc")),
        ("business_email", json!("john@example.com")),
        ("business_id", json!("1234567")),
        ("business_address", json!("Grove Street, San Andreas")),
        ("display_name", json!("Acme")),
        ("reference", json!("123123")),
        ("status", json!(0)),
    ];
    for (field, value) in expected {
        assert_eq!(account[field], value, "{field}");
    }
}

#[tokio::test]
async fn what_was_not_given_is_empty_text_and_the_display_name_is_the_business_name() {
    let app = TestApp::start().await;
    let partner = app.partner("One").await;
    app.create(&partner, json!({"business_name": "Acme"})).await;
    let account = &app.list(&partner).await[0];
    for field in [
        "business_email",
        "business_id",
        "business_address",
        "reference",
    ] {
        assert_eq!(account[field], "", "{field}");
    }
    assert_eq!(account["display_name"], "Acme");
    assert_eq!(account["coexistence"], 0);
}

#[tokio::test]
async fn a_finished_account_keeps_its_place_and_shows_the_real_number() {
    let app = TestApp::start().await;
    let partner = app.partner("One").await;
    let mut accounts = Vec::new();
    for n in 0..3 {
        let body = json!({"business_name": format!("Shop {n}"), "coexistence": n % 2});
        accounts.insert(0, app.create(&partner, body).await);
        app.clock.advance(Duration::from_secs(60));
    }
    assert_eq!(app.list(&partner).await, accounts);
    accounts[1] = app
        .finish(&accounts[1], json!({"number": "972501234567"}))
        .await;
    let listed = app
        .call(Method::GET, LIST, Some(&partner.token), None)
        .await;
    let objects: Vec<_> = accounts.iter().map(documented).collect();
    assert_eq!(
        listed.text,
        format!(
            r#"{{"status":"OK","reason":1,"list":[{}]}}"#,
            objects.join(",")
        )
    );
    assert_eq!(accounts[1]["whatsapp"], "972501234567");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn accounts_made_at_once_have_numbers_of_their_own_and_come_newest_first() {
    let app = Arc::new(TestApp::start().await);
    let partners = [app.partner("One").await, app.partner("Two").await];
    let mut calls = JoinSet::new();
    for n in 0..400 {
        let app = Arc::clone(&app);
        let partner = partners[n % 2].clone();
        calls.spawn(async move {
            app.create(
                &partner,
                json!({"business_name": format!("Shop {n}"), "coexistence": 1}),
            )
            .await
        });
    }
    let made = calls.join_all().await;
    for field in ["whatsapp", "onboarding_link", "landing_page"] {
        let values: HashSet<_> = made.iter().map(|a| a[field].as_str().unwrap()).collect();
        assert_eq!(values.len(), 400, "{field}");
    }
    for account in &made {
        assert!(account["whatsapp"].as_str().unwrap().starts_with("97257"));
    }
    for partner in &partners {
        assert_eq!(app.list(partner).await.len(), 200);
    }
    // The clock stands still: whatever was made later still comes first.
    let latest = app
        .create(&partners[0], json!({"business_name": "Last"}))
        .await;
    assert_eq!(app.list(&partners[0]).await[0], latest);
}

#[tokio::test]
async fn a_partner_sees_only_its_own_accounts() {
    let app = TestApp::start().await;
    let (one, two) = (app.partner("One").await, app.partner("Two").await);
    let mine = app
        .create(&one, json!({"business_name": "Mine", "reference": "r"}))
        .await;
    let theirs = app
        .create(&two, json!({"business_name": "Theirs", "reference": "r"}))
        .await;
    assert_eq!(app.list(&one).await, std::slice::from_ref(&mine));
    assert_eq!(app.list(&two).await, std::slice::from_ref(&theirs));
    let number = theirs["whatsapp"].as_str().unwrap();
    for query in [
        format!("?whatsapp={number}"),
        format!("?q={number}"),
        "?q=theirs".to_owned(),
    ] {
        assert!(app.list_of(&one, &query).await.is_empty(), "{query}");
    }
    for query in [
        "?reference=r",
        "?status=0",
        "?limit=10",
        "?sort=whatsapp",
        "?q=",
    ] {
        assert_eq!(
            app.list_of(&one, query).await,
            std::slice::from_ref(&mine),
            "{query}"
        );
    }
    // A cursor of somebody else's list leads nowhere but into one's own.
    app.create(&two, json!({"business_name": "Newer"})).await;
    let path = format!("{LIST}?limit=1");
    let first = app.call(Method::GET, &path, Some(&two.token), None).await;
    let cursor = first.json["next_cursor"].as_str().unwrap();
    for account in app
        .list_of(&one, &format!("?limit=10&cursor={cursor}"))
        .await
    {
        assert_eq!(account["business_name"], "Mine");
    }
}

#[tokio::test]
async fn a_get_with_the_type_of_json_and_an_empty_body_is_no_error() {
    let app = TestApp::start().await;
    let partner = app.partner("One").await;
    app.create(&partner, json!({"business_name": "Acme"})).await;
    let plain = app
        .request(Method::GET, LIST)
        .bearer_auth(&partner.token)
        .header("content-type", "application/json");
    assert_eq!(count(&app.send(plain).await), 1);
    let sized = format!(
        "GET {LIST} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {}\r\nContent-Type: application/json\r\n\
         Content-Length: 0\r\nConnection: close\r\n\r\n",
        partner.token
    );
    assert_eq!(count(&app.raw(&sized, b"").await), 1);
    let with_body = app
        .call_with_bytes(Method::GET, LIST, &partner.token, "{}")
        .await;
    assert_eq!(count(&with_body), 1);
}

#[tokio::test]
async fn the_list_is_whole_again_after_a_restart() {
    let app = TestApp::with(&[("public_url", "https://onboarding.example.com")]).await;
    let partner = app.partner("One").await;
    for n in 0..5 {
        app.create(&partner, json!({"business_name": format!("Shop {n}")}))
            .await;
    }
    let before = app
        .call(Method::GET, LIST, Some(&partner.token), None)
        .await;
    // The new public address holds for the old links.
    let app = app.restart().await;
    let after = app
        .call(Method::GET, LIST, Some(&partner.token), None)
        .await;
    let moved = before
        .text
        .replace("https://onboarding.example.com", &app.server.public_url);
    assert_eq!(after.text, moved);
    app.call(
        Method::POST,
        CREATE,
        Some(&partner.token),
        Some(json!({"business_name": "More"})),
    )
    .await
    .expect(200, 1);
    assert_eq!(app.list(&partner).await.len(), 6);
}
