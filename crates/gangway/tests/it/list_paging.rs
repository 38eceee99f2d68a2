//! Walking through the list with limit and cursor.

use crate::support::{LIST, TestApp, TestPartner};
use reqwest::Method;
use serde_json::{Value, json};
use std::time::Duration;

const SORTS: [&str; 10] = [
    "-create_time",
    "create_time",
    "-business_name",
    "business_name",
    "-display_name",
    "display_name",
    "-reference",
    "reference",
    "-whatsapp",
    "whatsapp",
];

async fn page(app: &TestApp, partner: &TestPartner, query: &str) -> (Vec<Value>, Option<String>) {
    let path = format!("{LIST}?{query}");
    let answer = app
        .call(Method::GET, &path, Some(&partner.token), None)
        .await;
    answer.expect(200, 1);
    let next = answer.json.as_object().unwrap().get("next_cursor").unwrap();
    (
        answer.json["list"].as_array().unwrap().clone(),
        next.as_str().map(str::to_owned),
    )
}

async fn fill(app: &TestApp, partner: &TestPartner, many: usize) {
    for n in 0..many {
        // Few different names and many ties; several accounts share a second.
        let business_name = ["Acme", "Bäcker", "100%", "שלום\u{20ac}"][n % 4];
        let display_name = ["same", "other"][n % 2];
        let reference = ["", "a&b=c", "line"][n % 3];
        let body = json!({
            "business_name": business_name, "display_name": display_name, "reference": reference,
        });
        app.create(partner, body).await;
        if n % 3 == 0 {
            app.clock.advance(Duration::from_secs(1));
        }
    }
}

#[tokio::test]
async fn a_walk_visits_each_account_once_for_every_sort_and_size() {
    let app = TestApp::start().await;
    let partner = app.partner("One").await;
    fill(&app, &partner, 23).await;
    for sort in SORTS {
        let whole = app.list_of(&partner, &format!("?sort={sort}")).await;
        assert_eq!(whole.len(), 23);
        for limit in [1, 5, 22, 23, 24, 10_000] {
            let mut walked = Vec::new();
            let mut query = format!("sort={sort}&limit={limit}");
            loop {
                let (list, next) = page(&app, &partner, &query).await;
                assert!(list.len() <= limit);
                walked.extend(list);
                let Some(next) = next else { break };
                query = format!("cursor={next}&sort={sort}&limit={limit}");
            }
            assert_eq!(walked, whole, "{sort} by {limit}");
        }
    }
}

#[tokio::test]
async fn accounts_that_come_and_go_do_not_disturb_a_walk() {
    let app = TestApp::start().await;
    let partner = app.partner("One").await;
    fill(&app, &partner, 20).await;
    for sort in SORTS {
        let before = app.list_of(&partner, &format!("?sort={sort}")).await;
        let mut walked = Vec::new();
        let mut query = format!("sort={sort}&limit=3");
        let mut gone = Vec::new();
        loop {
            let (list, next) = page(&app, &partner, &query).await;
            // The row that the cursor stands on goes, and new ones come everywhere.
            let last = list.last().cloned();
            walked.extend(list);
            let Some(next) = next else { break };
            if walked.len() < 15 {
                for name in ["0 first", "Acme", "\u{fffd} last"] {
                    app.create(&partner, json!({"business_name": name})).await;
                }
            }
            if gone.len() < 2 {
                let last = last.unwrap();
                app.delete(&partner, last["whatsapp"].as_str().unwrap())
                    .await
                    .expect(200, 1);
                gone.push(last);
            }
            query = format!("sort={sort}&limit=3&cursor={next}");
        }
        let old: Vec<_> = walked.iter().filter(|a| before.contains(a)).collect();
        assert_eq!(old, before.iter().collect::<Vec<_>>(), "{sort}");
        let mut numbers: Vec<_> = walked.iter().map(|a| &a["whatsapp"]).collect();
        let all = numbers.len();
        numbers.sort_by_key(|number| number.as_str());
        numbers.dedup();
        assert_eq!(numbers.len(), all, "{sort}: nothing twice");
        // Back to twenty for the next order.
        for account in app.list(&partner).await.iter().skip(20) {
            app.delete(&partner, account["whatsapp"].as_str().unwrap())
                .await
                .expect(200, 1);
        }
    }
}

#[tokio::test]
async fn filters_hold_on_every_page_and_only_a_limit_brings_a_cursor() {
    let app = TestApp::start().await;
    let partner = app.partner("One").await;
    fill(&app, &partner, 16).await;
    let mut query = "q=acme&limit=3".to_owned();
    let mut walked = Vec::new();
    loop {
        let (list, next) = page(&app, &partner, &query).await;
        walked.extend(list);
        let Some(next) = next else { break };
        query = format!("q=acme&limit=3&cursor={next}");
    }
    assert_eq!(walked, app.list_of(&partner, "?q=acme").await);
    assert_eq!(walked.len(), 4);

    for query in ["", "?sort=whatsapp", "?status=0"] {
        let path = format!("{LIST}{query}");
        let answer = app
            .call(Method::GET, &path, Some(&partner.token), None)
            .await;
        assert!(answer.json.get("next_cursor").is_none(), "{query}");
    }
    let (_, next) = page(&app, &partner, "limit=16").await;
    assert_eq!(next, None, "the last page says so");
}

#[tokio::test]
async fn a_cursor_belongs_to_its_sort() {
    let app = TestApp::start().await;
    let partner = app.partner("One").await;
    fill(&app, &partner, 3).await;
    let (_, next) = page(&app, &partner, "limit=1&sort=reference").await;
    let next = next.unwrap();
    for query in [
        format!("cursor={next}"),
        format!("cursor={next}&sort=-reference"),
    ] {
        let path = format!("{LIST}?{query}");
        let answer = app
            .call(Method::GET, &path, Some(&partner.token), None)
            .await;
        answer.expect(422, 40).names("cursor");
    }
}
