//! getRenewalRequests: no customer who asks for a new link is overlooked.

use crate::support::{Answer, RENEW, RENEWALS, TestApp, TestPartner};
use reqwest::Method;
use serde_json::{Value, json};

async fn open(app: &TestApp, partner: &TestPartner) -> Answer {
    let token = app.token(partner).await;
    app.call(Method::GET, RENEWALS, Some(&token), None).await
}

async fn ask(app: &TestApp, account: &Value) -> String {
    let link = account["onboarding_link"].as_str().unwrap();
    let asked = app.http.post(format!("{link}/renewal")).send();
    let asked = asked.await.unwrap();
    assert_eq!(asked.status(), 200);
    asked.text().await.unwrap()
}

#[tokio::test]
async fn who_asks_for_a_new_link_is_seen_until_there_is_one() {
    let app = TestApp::start().await;
    let (one, two) = (app.partner("One").await, app.partner("Two").await);
    let none = open(&app, &one).await;
    none.expect(200, 1);
    assert_eq!(none.json["list"], json!([]));
    assert_eq!(none.header("cache-control"), "no-store");
    let wish = json!({"business_name": "Acme \"&\" Sons", "reference": "7", "expires_in": 600});
    let expired = app.create(&one, wish).await;
    let removed = app.create(&one, json!({"business_name": "Bakery"})).await;
    let number = removed["whatsapp"].as_str().unwrap();
    app.delete(&one, number).await.expect(200, 1);

    // Hers is the only trace of a removed account.
    let html = ask(&app, &removed).await;
    assert!(html.contains("Your request is noted"), "{html}");
    assert!(html.contains("If you hear nothing, contact"), "{html}");
    let first = app.server.app.now().as_secs();
    app.pass(601).await;
    ask(&app, &expired).await;
    ask(&app, &expired).await;
    let second = app.server.app.now().as_secs();
    let waiting = json!([
        {"requested_time": first, "state": "removed", "account": removed},
        {"requested_time": second, "state": "expired", "account": expired},
    ]);
    assert_eq!(open(&app, &one).await.expect(200, 1).json["list"], waiting);
    assert_eq!(open(&app, &two).await.json["list"], json!([]));

    let token = app.token(&one).await;
    let body = json!({"whatsapp": expired["whatsapp"]});
    app.call(Method::POST, RENEW, Some(&token), Some(body))
        .await
        .expect(200, 1);
    let left = open(&app, &one).await.json["list"].clone();
    assert_eq!(left, json!([waiting[0]]));
}

#[tokio::test]
async fn what_is_refused_has_its_reason() {
    let app = TestApp::start().await;
    app.call(Method::GET, RENEWALS, None, None)
        .await
        .expect(401, 2);
    app.call(Method::GET, RENEWALS, Some("nonsense"), None)
        .await
        .expect(401, 3);
    let answer = app.call(Method::POST, RENEWALS, None, None).await;
    answer.expect(405, 13);
    assert_eq!(answer.header("allow"), "GET, HEAD");
}
