//! getAccounts with parameters: each alone, all together, and wrong ones.

use crate::support::{LIST, TestApp, TestPartner};
use gangway_domain::Clock;
use reqwest::Method;
use serde_json::{Value, json};
use std::time::Duration;

/// Eight shops, a minute apart; every second one coexistence, the last two finished.
async fn shops(app: &TestApp, partner: &TestPartner) -> Vec<Value> {
    let names = [
        "Acme inc",
        "acme Ltd",
        "Bäckerei Øst",
        "מאפייה",
        "100% _Real_",
        "Zoë",
        "Delta",
        "Echo",
    ];
    let mut made = Vec::new();
    for (n, name) in names.into_iter().enumerate() {
        let body = json!({
            "business_name": name,
            "display_name": format!("Shown {n}"),
            "business_email": format!("owner{n}@example.com"),
            "reference": if n < 2 { String::new() } else { format!("ref {}", n / 2) },
            "coexistence": n % 2,
        });
        made.push(app.create(partner, body).await);
        app.clock.advance(Duration::from_secs(60));
    }
    for n in [6, 7] {
        let wish = json!({"number": format!("97250123456{n}")});
        made[n] = app.finish(&made[n], wish).await;
    }
    made
}

/// Which of the shops a query finds, by their place; newest first unless asked otherwise.
async fn found(app: &TestApp, partner: &TestPartner, all: &[Value], query: &str) -> Vec<usize> {
    let listed = app.list_of(partner, query).await;
    listed
        .iter()
        .map(|account| all.iter().position(|known| known == account).unwrap())
        .collect()
}

#[tokio::test]
async fn every_filter_finds_what_it_says() {
    let app = TestApp::start().await;
    let partner = app.partner("One").await;
    let start = app.clock.now().as_secs();
    let all = shops(&app, &partner).await;
    let temporary = all[2]["whatsapp"].as_str().unwrap();
    let middle = &temporary[5..10];
    let cases = [
        ("?status=1".to_owned(), vec![7, 6]),
        ("?status=0".to_owned(), vec![5, 4, 3, 2, 1, 0]),
        ("?coexistence=1".to_owned(), vec![7, 5, 3, 1]),
        ("?coexistence=0".to_owned(), vec![6, 4, 2, 0]),
        ("?reference=ref%201".to_owned(), vec![3, 2]),
        ("?reference=ref+1".to_owned(), vec![3, 2]),
        ("?reference=ref".to_owned(), vec![]),
        ("?reference=REF%201".to_owned(), vec![]),
        (format!("?whatsapp={temporary}"), vec![2]),
        ("?whatsapp=%2B972-50-123-4566".to_owned(), vec![6]),
        ("?whatsapp=972501234560".to_owned(), vec![]),
        ("?q=ACME".to_owned(), vec![1, 0]),
        ("?q=acme%20inc".to_owned(), vec![0]),
        ("?q=b%C3%84CKEREI".to_owned(), vec![2]),
        ("?q=ba%CC%88ckerei".to_owned(), vec![2]),
        ("?q=%D7%9E%D7%90%D7%A4".to_owned(), vec![3]),
        ("?q=%25".to_owned(), vec![4]),
        ("?q=_".to_owned(), vec![4]),
        ("?q=shown%205".to_owned(), vec![5]),
        ("?q=OWNER7@".to_owned(), vec![7]),
        ("?q=ref%203".to_owned(), vec![7, 6]),
        ("?q=0123456".to_owned(), vec![7, 6]),
        (format!("?q={middle}&whatsapp={temporary}"), vec![2]),
        ("?q=grove".to_owned(), vec![]),
        (format!("?created_from={}", start + 360), vec![7, 6]),
        (format!("?created_to={}", start + 60), vec![1, 0]),
        (
            format!("?created_from={0}&created_to={0}", start + 120),
            vec![2],
        ),
        (format!("?created_from={}", start + 361), vec![7]),
        ("?created_from=0&created_to=1".to_owned(), vec![]),
        (
            "?created_from=-9223372036854775808".to_owned(),
            vec![7, 6, 5, 4, 3, 2, 1, 0],
        ),
        (
            "?created_to=9223372036854775807".to_owned(),
            vec![7, 6, 5, 4, 3, 2, 1, 0],
        ),
        ("?q=".to_owned(), vec![7, 6, 5, 4, 3, 2, 1, 0]),
        ("?unknown=1".to_owned(), vec![7, 6, 5, 4, 3, 2, 1, 0]),
        ("?status=1&coexistence=0&q=delta".to_owned(), vec![6]),
        ("?status=1&coexistence=1&q=delta".to_owned(), vec![]),
        (
            format!(
                "?status=0&coexistence=1&reference=ref+1&q=shown&created_from={start}&sort=reference&limit=5"
            ),
            vec![3],
        ),
    ];
    for (query, expected) in cases {
        assert_eq!(
            found(&app, &partner, &all, &query).await,
            expected,
            "{query}"
        );
    }
}

#[tokio::test]
async fn an_empty_reference_finds_the_accounts_without_one() {
    let app = TestApp::start().await;
    let partner = app.partner("One").await;
    let all = shops(&app, &partner).await;
    assert_eq!(found(&app, &partner, &all, "?reference=").await, [1, 0]);
}

#[tokio::test]
async fn every_sort_orders_by_its_field_in_both_directions() {
    let app = TestApp::start().await;
    let partner = app.partner("One").await;
    let all = shops(&app, &partner).await;
    for field in [
        "create_time",
        "business_name",
        "display_name",
        "reference",
        "whatsapp",
    ] {
        let mut expected: Vec<usize> = (0..all.len()).collect();
        expected.sort_by_key(|n| {
            let value = &all[*n][field];
            (value.as_i64(), value.as_str().map(str::to_owned), *n)
        });
        let up = found(&app, &partner, &all, &format!("?sort={field}")).await;
        assert_eq!(up, expected, "{field}");
        expected.reverse();
        let down = found(&app, &partner, &all, &format!("?sort=-{field}")).await;
        assert_eq!(down, expected, "-{field}");
    }
}

#[tokio::test]
async fn a_wrong_parameter_is_reason_40_and_named() {
    let app = TestApp::start().await;
    let partner = app.partner("One").await;
    let long = "x".repeat(201);
    for (name, values) in [
        ("status", vec!["", "2", "true", "-1", "01", "1%20"]),
        ("coexistence", vec!["", "yes", "2"]),
        ("reference", vec!["%00", &long[..51], "a%0Ab"]),
        ("whatsapp", vec!["", "abc", "12", "9725712345678901"]),
        ("q", vec!["%00", &long, "%1f"]),
        (
            "created_from",
            vec!["", "now", "1.5", "99999999999999999999"],
        ),
        ("created_to", vec!["", "2026-01-01"]),
        (
            "sort",
            vec!["", "name", "create_time,status", "--create_time", "status"],
        ),
        (
            "limit",
            vec!["", "0", "-1", "10001", "ten", "1.0", "4294967297"],
        ),
        (
            "cursor",
            vec!["", "***", "AAAA", "LWNyZWF0ZV90aW1lCng", "%00"],
        ),
    ] {
        for value in values {
            let path = format!("{LIST}?{name}={value}");
            let answer = app
                .call(Method::GET, &path, Some(&partner.token), None)
                .await;
            answer.expect(422, 40).names(name);
            let among_others = format!("{LIST}?a=1&{name}={value}&b=2");
            let answer = app
                .call(Method::GET, &among_others, Some(&partner.token), None)
                .await;
            answer.expect(422, 40).names(name);
        }
    }
    // The token comes first.
    let path = format!("{LIST}?limit=0");
    app.call(Method::GET, &path, None, None)
        .await
        .expect(401, 2);
}
