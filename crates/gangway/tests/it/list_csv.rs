//! getAccounts as CSV.

use crate::support::{Answer, LIST, TestApp, TestPartner};
use reqwest::Method;
use serde_json::{Value, json};

const HEADER: &str = "create_time,whatsapp,coexistence,business_name,business_email,business_id,business_address,landing_page,onboarding_link,display_name,reference,status";

async fn csv_of(app: &TestApp, partner: &TestPartner, query: &str) -> Answer {
    let request = app
        .request(Method::GET, &format!("{LIST}{query}"))
        .bearer_auth(&partner.token)
        .header("accept", "text/csv");
    app.send(request).await
}

fn rows(answer: &Answer) -> Vec<Vec<String>> {
    assert_eq!(answer.header("content-type"), "text/csv; charset=utf-8");
    let mut reader = csv::Reader::from_reader(answer.text.as_bytes());
    assert_eq!(
        reader.headers().unwrap(),
        &HEADER.split(',').collect::<Vec<_>>()
    );
    reader
        .records()
        .map(|record| record.unwrap().iter().map(str::to_owned).collect())
        .collect()
}

fn cells(account: &Value) -> Vec<String> {
    HEADER
        .split(',')
        .map(|field| match &account[field] {
            Value::String(text) => text.clone(),
            other => other.to_string(),
        })
        .collect()
}

#[tokio::test]
async fn the_same_accounts_in_the_same_order_with_a_header_line() {
    let app = TestApp::start().await;
    let partner = app.partner("One").await;
    let empty = csv_of(&app, &partner, "").await;
    assert_eq!(empty.text, format!("{HEADER}\n"));
    for name in [
        "Plain",
        "With, comma",
        "With \"quotes\"",
        "שלום 😀",
        "a;b|c",
        "'quoted'",
    ] {
        let body =
            json!({"business_name": name, "business_address": "1 Main St, Town", "reference": 7});
        app.create(&partner, body).await;
    }
    app.finished(&partner, json!({"coexistence": 1})).await;
    let listed = app.list(&partner).await;
    let expected: Vec<_> = listed.iter().map(cells).collect();
    assert_eq!(rows(&csv_of(&app, &partner, "").await), expected);
}

#[tokio::test]
async fn a_spreadsheet_is_given_no_formula() {
    let app = TestApp::start().await;
    let partner = app.partner("One").await;
    for (nr, evil) in [
        "=1+1",
        "+1",
        "-1",
        "@SUM(A1)",
        "=HYPERLINK(\"https://evil.example\")",
    ]
    .iter()
    .enumerate()
    {
        let body = json!({"business_name": evil, "reference": evil, "business_id": nr});
        app.create(&partner, body).await;
    }
    let answer = csv_of(&app, &partner, "").await;
    for row in rows(&answer) {
        for (column, cell) in row.iter().enumerate() {
            assert!(!cell.starts_with(['=', '+', '-', '@']), "{column}: {cell}");
        }
        assert!(row[3].starts_with('\''), "{row:?}");
    }
}

#[tokio::test]
async fn filters_sort_and_limit_hold_for_csv_too() {
    let app = TestApp::start().await;
    let partner = app.partner("One").await;
    for n in 0..6 {
        let body = json!({"business_name": format!("Shop {n}"), "coexistence": n % 2});
        app.create(&partner, body).await;
    }
    for query in [
        "?coexistence=1",
        "?q=shop%203",
        "?sort=business_name&limit=2",
        "?status=1",
    ] {
        let expected: Vec<_> = app
            .list_of(&partner, query)
            .await
            .iter()
            .map(cells)
            .collect();
        assert_eq!(
            rows(&csv_of(&app, &partner, query).await),
            expected,
            "{query}"
        );
    }
    csv_of(&app, &partner, "?limit=0").await.expect(422, 40);
}

#[tokio::test]
async fn csv_has_tags_of_its_own() {
    let app = TestApp::start().await;
    let partner = app.partner("One").await;
    app.create(&partner, json!({"business_name": "Acme"})).await;
    let csv = csv_of(&app, &partner, "").await;
    let json = app
        .call(Method::GET, LIST, Some(&partner.token), None)
        .await;
    assert_ne!(csv.header("etag"), json.header("etag"));
    assert!(csv.header("vary").to_lowercase().contains("accept"));
    let again = app
        .request(Method::GET, LIST)
        .bearer_auth(&partner.token)
        .header("accept", "text/csv")
        .header("if-none-match", csv.header("etag"));
    assert_eq!(app.send(again).await.http, 304);
}

#[tokio::test]
async fn json_is_sent_unless_csv_is_asked_for_by_name() {
    let app = TestApp::start().await;
    let partner = app.partner("One").await;
    for accept in [
        "*/*",
        "application/json",
        "text/html",
        "text/*",
        "application/json, text/csv;q=0.5",
    ] {
        let request = app
            .request(Method::GET, LIST)
            .bearer_auth(&partner.token)
            .header("accept", accept);
        app.send(request).await.expect(200, 1);
    }
}
