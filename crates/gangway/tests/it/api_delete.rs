//! deleteAccount: irreversible, at once, and only one's own.

use crate::support::{Answer, DELETE, LIST, TestApp, TestPartner};
use reqwest::Method;
use serde_json::{Value, json};
use std::collections::HashSet;

async fn acme(app: &TestApp, partner: &TestPartner) -> Value {
    app.create(partner, json!({"business_name": "Acme", "coexistence": 1}))
        .await
}

fn number_of(account: &Value) -> &str {
    account["whatsapp"].as_str().unwrap()
}

async fn by_query(app: &TestApp, partner: &TestPartner, query: &str) -> Answer {
    let path = format!("{DELETE}?{query}");
    app.call(Method::DELETE, &path, Some(&partner.token), None)
        .await
}

#[tokio::test]
async fn an_unfinished_account_is_deleted_and_the_answer_is_as_documented() {
    let app = TestApp::start().await;
    let partner = app.partner("One").await;
    let (first, second) = (acme(&app, &partner).await, acme(&app, &partner).await);
    let number = number_of(&first);
    let answer = app.delete(&partner, number).await;
    assert_eq!(
        answer.text,
        format!(r#"{{"status":"OK","whatsapp":"{number}","reason":1}}"#)
    );
    assert_eq!(app.list(&partner).await, [second]);
    app.delete(&partner, number)
        .await
        .expect(404, 26)
        .names("whatsapp");
}

#[tokio::test]
async fn the_number_may_come_in_many_spellings_in_body_or_query() {
    let app = TestApp::start().await;
    let partner = app.partner("One").await;
    let spelled = |number: &str| format!("+{} {}-{}", &number[..3], &number[3..5], &number[5..]);

    let account = acme(&app, &partner).await;
    app.delete(&partner, &spelled(number_of(&account)))
        .await
        .expect(200, 1);

    let account = acme(&app, &partner).await;
    let digits: u64 = number_of(&account).parse().unwrap();
    app.call(
        Method::DELETE,
        DELETE,
        Some(&partner.token),
        Some(json!({"whatsapp": digits, "unknown": []})),
    )
    .await
    .expect(200, 1);

    let account = acme(&app, &partner).await;
    by_query(&app, &partner, &format!("whatsapp={}", number_of(&account)))
        .await
        .expect(200, 1);

    let account = acme(&app, &partner).await;
    let encoded = spelled(number_of(&account))
        .replace('+', "%2B")
        .replace(' ', "+");
    by_query(&app, &partner, &format!("a=b&whatsapp={encoded}"))
        .await
        .expect(200, 1);

    // A proxy may give the call an empty body with the type of JSON.
    let account = acme(&app, &partner).await;
    let path = format!("{DELETE}?whatsapp={}", number_of(&account));
    app.call_with_bytes(Method::DELETE, &path, &partner.token, "")
        .await
        .expect(200, 1);
    assert!(app.list(&partner).await.is_empty());
}

#[tokio::test]
async fn the_body_goes_before_the_query() {
    let app = TestApp::start().await;
    let partner = app.partner("One").await;
    let (kept, gone) = (acme(&app, &partner).await, acme(&app, &partner).await);
    let path = format!("{DELETE}?whatsapp={}", number_of(&kept));
    let body = json!({"whatsapp": gone["whatsapp"]});
    app.call(Method::DELETE, &path, Some(&partner.token), Some(body))
        .await
        .expect(200, 1);
    assert_eq!(app.list(&partner).await, [kept]);
}

#[tokio::test]
async fn what_is_no_number_is_reason_4() {
    let app = TestApp::start().await;
    let partner = app.partner("One").await;
    for number in [
        Value::Null,
        json!(""),
        json!("abc"),
        json!("1"),
        json!("9725712345678901"),
        json!("97257x234567"),
        json!(-1),
        json!(1.5),
        json!(true),
        json!([]),
        json!({"whatsapp": 1}),
    ] {
        let body = json!({"whatsapp": number});
        let answer = app
            .call(Method::DELETE, DELETE, Some(&partner.token), Some(body))
            .await;
        answer.expect(422, 4).names("whatsapp");
    }
    app.call(Method::DELETE, DELETE, Some(&partner.token), None)
        .await
        .expect(422, 4);
    for query in [
        "whatsapp=",
        "whatsapp",
        "whatsapp=abc",
        "number=972571234567",
    ] {
        by_query(&app, &partner, query).await.expect(422, 4);
    }
}

#[tokio::test]
async fn somebody_elses_number_is_not_found() {
    let app = TestApp::start().await;
    let (one, two) = (app.partner("One").await, app.partner("Two").await);
    let account = acme(&app, &two).await;
    let finished = app.finished(&two, json!({})).await;
    let unknown = app.delete(&one, "972570000001").await;
    unknown.expect(404, 26);
    for theirs in [&account, &finished] {
        let answer = app.delete(&one, number_of(theirs)).await;
        assert_eq!(answer.text, unknown.text, "it does not tell that it exists");
    }
    assert_eq!(app.list(&two).await.len(), 2);
}

#[tokio::test]
async fn a_finished_account_stays() {
    let app = TestApp::start().await;
    let partner = app.partner("One").await;
    let created = acme(&app, &partner).await;
    let finished = app.finish(&created, json!({})).await;
    app.delete(&partner, number_of(&finished))
        .await
        .expect(409, 25);
    // The number that the partner knew while it was unfinished means the same account.
    app.delete(&partner, number_of(&created))
        .await
        .expect(409, 25);
    assert_eq!(app.list(&partner).await, [finished]);
}

#[tokio::test]
async fn the_link_and_the_landing_page_are_dead_at_once() {
    let app = TestApp::start().await;
    let partner = app.partner("One").await;
    let account = acme(&app, &partner).await;
    let page = crate::support::PageSession::start(&app, &account).await;
    let heard = page.dialog(json!({})).await;
    let landing = account["landing_page"].as_str().unwrap();
    for url in [landing.to_owned(), format!("{landing}/privacy")] {
        assert_eq!(app.page(&url).await.http, 200);
    }
    app.delete(&partner, number_of(&account))
        .await
        .expect(200, 1);

    let link = app.page(&page.link).await;
    assert_eq!(link.http, 410);
    assert!(link.data().is_none(), "nothing is offered any more");
    for url in [landing.to_owned(), format!("{landing}/privacy")] {
        assert!([404, 410].contains(&app.page(&url).await.http), "{url}");
    }
    let session = &page.session;
    for (what, body) in [
        ("opened", json!({})),
        ("start", json!({"session": session})),
        (
            "event",
            json!({"session": session, "message": heard["messages"][0]}),
        ),
        ("event", json!({"session": session, "closed": true})),
        ("code", json!({"session": session, "code": heard["code"]})),
        ("resume", json!({"session": session})),
    ] {
        let (http, answer) = page.post(what, body).await;
        assert_eq!((http, &answer["state"]), (410, &json!("gone")), "{what}");
    }
    assert_eq!(page.status().await["state"], "gone");
    assert!(app.meta().calls("oauth_access_token").await.is_empty());
    assert!(app.list(&partner).await.is_empty());
}

#[tokio::test]
async fn a_temporary_number_is_never_given_out_again() {
    let app = TestApp::start().await;
    let partner = app.partner("One").await;
    let mut seen = HashSet::new();
    for _ in 0..150 {
        let account = acme(&app, &partner).await;
        let number = number_of(&account).to_owned();
        app.delete(&partner, &number).await.expect(200, 1);
        app.delete(&partner, &number).await.expect(404, 26);
        assert!(seen.insert(number));
    }
    let listed = app
        .call(Method::GET, LIST, Some(&partner.token), None)
        .await;
    assert_eq!(listed.text, r#"{"status":"OK","reason":1,"list":[]}"#);
}
