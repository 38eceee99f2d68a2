//! Where Meta's webhooks arrive: who is believed, what is acknowledged, and what is not.

use crate::support::{
    TestApp, TestData, VERIFY_TOKEN, WEBHOOK, delivery, fact, notices, signature,
};
use gangway_testkit::postgres::psql;
use reqwest::Method;
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

const MEGABYTE: usize = 1024 * 1024;

/// A delivery that is nobody's business here.
fn harmless() -> Vec<u8> {
    delivery(
        "1",
        1_795_348_800,
        "security",
        json!({"event": "PIN_CHANGED"}),
    )
    .to_string()
    .into_bytes()
}

async fn asked(app: &TestApp, query: &str) -> (u16, String, String) {
    let request = app.request(Method::GET, &format!("{WEBHOOK}{query}"));
    let answer = request.send().await.unwrap();
    let http = answer.status().as_u16();
    let media = answer.headers().get("content-type");
    let media = media.map_or("", |media| media.to_str().unwrap()).to_owned();
    (http, media, answer.text().await.unwrap())
}

#[tokio::test]
async fn the_challenge_goes_back_to_who_knows_the_token() {
    // Not even where everything else says 200.
    let app = TestApp::with(&[("api.always_200", "true")]).await;
    let query = |mode: &str, token: &str| {
        format!("?hub.mode={mode}&hub.challenge=115820&hub.verify_token={token}")
    };
    let (http, media, text) = asked(&app, &query("subscribe", VERIFY_TOKEN)).await;
    assert_eq!((http, text.as_str()), (200, "115820"));
    assert!(media.starts_with("text/plain"), "{media}");
    for refused in [
        query("subscribe", "another"),
        query("subscribe", ""),
        query("unsubscribe", VERIFY_TOKEN),
        format!("?hub.mode=subscribe&hub.verify_token={VERIFY_TOKEN}"),
        "?hub.mode=subscribe&hub.challenge=115820".to_owned(),
        String::new(),
    ] {
        let (http, _, text) = asked(&app, &refused).await;
        assert_eq!((http, text.as_str()), (403, ""), "{refused}");
    }
    for method in [Method::PUT, Method::DELETE, Method::PATCH] {
        let answer = app.request(method, WEBHOOK).send().await.unwrap();
        assert_eq!(answer.status(), 405);
        assert_eq!(answer.headers()["allow"], "GET,HEAD,POST");
    }
}

#[tokio::test]
async fn only_what_the_app_secret_signed_is_taken() {
    let app = TestApp::with(&[("api.always_200", "true")]).await;
    let body = harmless();
    let right = signature(&body);
    let digits = &right["sha256=".len()..];
    for taken in [right.clone(), format!("sha256={}", digits.to_uppercase())] {
        assert_eq!(app.deliver_bytes(body.clone(), Some(&taken)).await, 200);
    }
    let other = signature(b"{}");
    for refused in [
        None,
        Some(""),
        Some("sha256="),
        Some(digits),
        Some(other.as_str()),
        Some(&right[..right.len() - 1]),
    ] {
        let http = app.deliver_bytes(body.clone(), refused).await;
        assert_eq!(http, 403, "{refused:?}");
    }
    let sha1 = format!("sha1={digits}");
    assert_eq!(app.deliver_bytes(body.clone(), Some(&sha1)).await, 403);
    let twice = app
        .request(Method::POST, WEBHOOK)
        .header("x-hub-signature-256", &right)
        .header("x-hub-signature-256", &right)
        .body(body);
    assert_eq!(twice.send().await.unwrap().status(), 403);
}

#[tokio::test]
async fn the_signature_is_over_the_bytes_as_they_came() {
    let app = TestApp::start().await;
    // As Meta writes it, with spaces of its own and nothing outside ASCII.
    let raw =
        br#"{"entry": [{"id":"1","time":1795348800,"changes":[{"field":"phone_number_name_update",
        "value":{"requested_verified_name":"Caf\u00e9 \ud83d\ude00","decision":"APPROVED"}}]}]}"#;
    let again = serde_json::from_slice::<Value>(raw).unwrap().to_string();
    assert_ne!(again.as_bytes(), raw);
    let right = signature(raw);
    assert_eq!(app.deliver_bytes(raw.to_vec(), Some(&right)).await, 200);
    let http = app.deliver_bytes(again.into_bytes(), Some(&right)).await;
    assert_eq!(http, 403);
}

#[tokio::test]
async fn what_is_no_json_object_is_refused_for_good() {
    let app = TestApp::start().await;
    for body in ["", " ", "[]", "1", "\"x\"", "{", "{]", "null", "\u{feff}{}"] {
        let right = signature(body.as_bytes());
        let http = app.deliver_bytes(body.into(), Some(&right)).await;
        assert_eq!(http, 400, "{body:?}");
    }
    // Anything that is one is taken, whatever it holds.
    for body in [
        "{}",
        r#"{"entry":7}"#,
        r#"{"entry":[null,[],{"changes":[1]}]}"#,
    ] {
        let right = signature(body.as_bytes());
        let http = app.deliver_bytes(body.into(), Some(&right)).await;
        assert_eq!(http, 200, "{body}");
    }
}

#[tokio::test]
async fn three_megabytes_are_read_and_no_more() {
    let app = TestApp::start().await;
    let sized = |bytes: usize| {
        let mut body = br#"{"entry":[],"filling":""#.to_vec();
        body.resize(bytes - 2, b'x');
        body.extend(b"\"}");
        body
    };
    let body = sized(3 * MEGABYTE);
    let right = signature(&body);
    assert_eq!(app.deliver_bytes(body, Some(&right)).await, 200);

    // Its length alone is enough: nothing of it was sent.
    let head = |length: &str| {
        format!(
            "POST {WEBHOOK} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\
             x-hub-signature-256: {right}\r\n{length}\r\n\r\n"
        )
    };
    let said = format!("content-length: {}", 4 * MEGABYTE);
    assert_eq!(app.raw(&head(&said), b"").await.http, 413);

    // Where its length is not said, it is read as far as it may go.
    let mut stream = TcpStream::connect(app.server.address).await.unwrap();
    let head = head("transfer-encoding: chunked");
    stream.write_all(head.as_bytes()).await.unwrap();
    stream.write_all(b"400000\r\n").await.unwrap();
    let (mut reading, mut writing) = stream.into_split();
    let sent = tokio::spawn(async move {
        let piece = vec![b'x'; 64 * 1024];
        let mut sent = 0;
        while sent < 4 * MEGABYTE && writing.write_all(&piece).await.is_ok() {
            sent += piece.len();
        }
    });
    let mut answer = [0; 12];
    reading.read_exact(&mut answer).await.unwrap();
    assert_eq!(&answer, b"HTTP/1.1 413");
    drop(reading);
    sent.await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_batch_of_a_thousand_is_kept_and_each_counts_once() {
    let app = TestApp::start().await;
    let partner = app.partner("One").await;
    let mut numbers = Vec::new();
    for _ in 0..3 {
        let account = app.finished(&partner, json!({})).await;
        let waba = app.meta().waba_of(&account["whatsapp"]).await;
        numbers.push((account["whatsapp"].clone(), waba));
    }
    let start = app.server.app.now().as_secs();
    let entry = |n: usize| {
        let (number, waba) = &numbers[n % 3];
        let value = json!({
            "display_phone_number": number, "event": "ONBOARDING", "current_limit": format!("TIER_{n}"),
        });
        let time = start + i64::try_from(n).unwrap();
        let changes = json!([{"field": "phone_number_quality_update", "value": value}]);
        json!({"id": waba, "time": time, "changes": changes})
    };
    let batch = |most: usize| {
        let entries: Vec<Value> = (0..most).map(entry).collect();
        json!({"object": "whatsapp_business_account", "entry": entries}).to_string()
    };
    let whole = batch(1_000).into_bytes();
    let right = signature(&whole);
    for _ in 0..2 {
        let http = app.deliver_bytes(whole.clone(), Some(&right)).await;
        assert_eq!(http, 200);
    }
    // All of them are known: of the same with one more, only that one is new.
    let more = batch(1_001).into_bytes();
    let new = app
        .server
        .app
        .receive_webhook(Some(&signature(&more)), &more)
        .await
        .unwrap();
    assert_eq!(new, 1);
    for (n, (number, _)) in numbers.iter().enumerate() {
        let last = (0..=1_000).rev().find(|last| last % 3 == n).unwrap();
        let expected = format!("ONBOARDING TIER_{last}");
        app.until(&partner, number, |seen| {
            fact(seen, "quality") == Some(&expected)
        })
        .await;
    }
}

#[tokio::test]
async fn what_comes_twice_counts_once() {
    let app = TestApp::start().await;
    let partner = app.partner("One").await;
    let account = app.finished(&partner, json!({})).await;
    let number = &account["whatsapp"];
    app.happens(
        json!({"event": "security", "number": number, "kind": "PIN_RESET_REQUEST", "times": 3}),
    )
    .await;
    let seen = app.taken_in(&partner, number).await;
    assert_eq!(notices(&seen, "security"), ["PIN_RESET_REQUEST"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_not_stored_is_not_acknowledged() {
    let app = TestApp::on(TestData::postgres(), &[]).await;
    let url = app.data.database_url();
    let body = harmless();
    let right = signature(&body);
    psql(&url, "ALTER TABLE meta_event RENAME TO put_aside").unwrap();
    let answer = app
        .request(Method::POST, WEBHOOK)
        .header("x-hub-signature-256", &right)
        .body(body.clone())
        .send()
        .await
        .unwrap();
    assert_eq!(answer.status(), 503);
    assert!(answer.headers().contains_key("retry-after"));
    assert_eq!(answer.text().await.unwrap(), "");
    psql(&url, "ALTER TABLE put_aside RENAME TO meta_event").unwrap();
    assert_eq!(app.deliver_bytes(body, Some(&right)).await, 200);
}
