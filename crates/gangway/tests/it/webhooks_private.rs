//! No way inside: what a partner names leads out, or nowhere.

use crate::support::{Receiver, Reply, TestApp};
use serde_json::{Value, json};

const NOTHING_ALLOWED: &[(&str, &str)] = &[("webhooks.allow", "")];

#[tokio::test]
async fn an_address_inside_is_refused_in_every_spelling() {
    let app = TestApp::with(NOTHING_ALLOWED).await;
    let partner = app.partner("One").await;
    for inside in [
        "http://127.0.0.1/",
        "http://127.1/",
        "http://2130706433/",
        "http://0x7f000001/",
        "http://0177.0.0.1:8080/",
        "http://0.0.0.0/",
        "http://10.1.2.3/",
        "http://172.16.0.1/",
        "http://192.168.1.1/",
        "http://100.64.0.1/",
        "http://169.254.169.254/latest/meta-data/",
        "http://[::1]/",
        "http://[::ffff:127.0.0.1]/",
        "http://[::ffff:7f00:1]/",
        "http://[fe80::1]/",
        "http://[fd00::1]/",
        "http://[2002:7f00:1::]/",
        "http://[64:ff9b::7f00:1]/",
        "https://127.0.0.1./",
        "http://１２７.0.0.1/",
    ] {
        let answer = app.try_set_webhook(&partner, json!({"url": inside})).await;
        assert_eq!(answer.http, 422, "{inside}: {}", answer.text);
        answer.expect(422, 13).names("url");
    }
    assert_eq!(app.webhook(&partner).await["url"], "");
    for outside in [
        "http://1.1.1.1/",
        "http://[2606:4700::1]:8080/",
        "http://localhost/",
    ] {
        let answer = app.try_set_webhook(&partner, json!({"url": outside})).await;
        answer.expect(200, 1);
    }
}

#[tokio::test]
async fn a_name_that_leads_inside_is_not_called() {
    let receiver = Receiver::start().await;
    let url = format!("http://localhost:{}/", receiver.port());
    let app = TestApp::with(NOTHING_ALLOWED).await;
    let partner = app.partner("One").await;
    app.set_webhook(&partner, &url).await;
    let event = app.test_event(&partner).await;
    let tried = app.until_tried(&partner, &event, 1).await;
    assert_eq!(tried["state"], "pending");
    let attempt = &tried["attempts"][0];
    assert_eq!(
        (
            &attempt["error"],
            &attempt["http_status"],
            &attempt["answer"]
        ),
        (&json!("blocked_address"), &Value::Null, &json!(""))
    );
    assert_eq!(receiver.count(), 0);
}

#[tokio::test]
async fn an_answer_that_leads_elsewhere_is_not_followed() {
    let app = TestApp::start().await;
    let partner = app.partner("One").await;
    let (receiver, _) = app.receiver(&partner).await;
    let elsewhere = Receiver::start().await;
    for status in [301, 302, 303, 307, 308] {
        receiver.answers(Reply::status(status).location(elsewhere.url()));
        let event = app.test_event(&partner).await;
        let tried = app.until_tried(&partner, &event, 1).await;
        assert_eq!(tried["attempts"][0]["http_status"], status);
        assert_eq!(tried["state"], "pending", "it is not taken");
    }
    assert_eq!(elsewhere.count(), 0);
}
