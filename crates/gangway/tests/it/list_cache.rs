//! getAccounts for those who ask often: entity tags and compression.

use crate::support::{Answer, LIST, PageSession, TestApp, TestPartner};
use flate2::read::GzDecoder;
use reqwest::Method;
use serde_json::json;
use std::io::Read;

async fn ask(app: &TestApp, partner: &TestPartner, headers: &[(&str, &str)]) -> Answer {
    let mut request = app.request(Method::GET, LIST).bearer_auth(&partner.token);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    app.send(request).await
}

fn unzipped(answer: &Answer) -> String {
    assert_eq!(answer.header("content-encoding"), "gzip");
    let mut text = String::new();
    GzDecoder::new(&answer.bytes[..])
        .read_to_string(&mut text)
        .unwrap();
    text
}

#[tokio::test]
async fn every_kind_of_change_changes_the_tag_and_nothing_else_does() {
    let app = TestApp::start().await;
    let (partner, other) = (app.partner("One").await, app.partner("Two").await);
    let mut tags = vec![ask(&app, &partner, &[]).await.header("etag").to_owned()];
    let first = app.create(&partner, json!({"business_name": "A"})).await;
    tags.push(ask(&app, &partner, &[]).await.header("etag").to_owned());
    let second = app.create(&partner, json!({"business_name": "B"})).await;
    tags.push(ask(&app, &partner, &[]).await.header("etag").to_owned());
    app.delete(&partner, second["whatsapp"].as_str().unwrap())
        .await
        .expect(200, 1);
    // Gone again what was made: the list is as it was, and so is its tag.
    assert_eq!(ask(&app, &partner, &[]).await.header("etag"), tags[1]);

    let page = PageSession::start(&app, &first).await;
    let heard = page.dialog(json!({})).await;
    app.create(&other, json!({"business_name": "C"})).await;
    app.token(&partner).await;
    assert_eq!(ask(&app, &partner, &[]).await.header("etag"), tags[1]);
    page.deliver(&heard).await;
    tags.push(ask(&app, &partner, &[]).await.header("etag").to_owned());
    for (n, tag) in tags.iter().enumerate() {
        assert!(tag.starts_with('"') && tag.ends_with('"'), "{tag}");
        assert!(!tags[..n].contains(tag), "{tags:?}");
    }
}

#[tokio::test]
async fn a_known_tag_is_304_in_every_spelling_and_has_no_body() {
    let app = TestApp::start().await;
    let partner = app.partner("One").await;
    app.create(&partner, json!({"business_name": "A"})).await;
    let full = ask(&app, &partner, &[]).await;
    let tag = full.header("etag");
    for known in [
        tag.to_owned(),
        format!("W/{tag}"),
        format!("\"x\", {tag}, \"y\""),
        format!("\"x\",W/{tag}"),
        "*".to_owned(),
    ] {
        let answer = ask(&app, &partner, &[("if-none-match", &known)]).await;
        assert_eq!((answer.http, answer.text.as_str()), (304, ""), "{known}");
        assert_eq!(answer.header("etag"), tag);
        assert_eq!(answer.header("cache-control"), full.header("cache-control"));
        assert_eq!(answer.header("vary"), full.header("vary"));
    }
    let two_headers = [("if-none-match", "\"x\""), ("if-none-match", tag)];
    assert_eq!(ask(&app, &partner, &two_headers).await.http, 304);
    for unknown in ["", "\"x\"", tag.trim_matches('"'), "W/*", "\""] {
        let answer = ask(&app, &partner, &[("if-none-match", unknown)]).await;
        assert_eq!(answer.text, full.text, "{unknown}");
    }
    // A tag opens nothing.
    let stranger = app.request(Method::GET, LIST).header("if-none-match", tag);
    app.send(stranger).await.expect(401, 2);
}

#[tokio::test]
async fn a_tag_is_of_its_query_and_its_partner() {
    let app = TestApp::start().await;
    let partner = app.partner("One").await;
    app.create(&partner, json!({"business_name": "A"})).await;
    let part = |query: &str| app.request(Method::GET, &format!("{LIST}{query}"));
    let page = app.send(part("?limit=1").bearer_auth(&partner.token)).await;
    let again = part("?limit=1")
        .bearer_auth(&partner.token)
        .header("if-none-match", page.header("etag"));
    assert_eq!(app.send(again).await.http, 304);
    let other = part("?status=1")
        .bearer_auth(&partner.token)
        .header("if-none-match", page.header("etag"));
    assert_eq!(app.send(other).await.http, 200);
    assert!(page.header("cache-control").contains("private"));
    assert!(page.header("vary").contains("Authorization"));
}

#[tokio::test]
async fn compressed_it_is_the_same_list_with_a_tag_of_its_own() {
    let app = TestApp::start().await;
    let partner = app.partner("One").await;
    let tiny = ask(&app, &partner, &[("accept-encoding", "gzip")]).await;
    assert_eq!(tiny.header("content-encoding"), "", "nothing to be saved");
    for n in 0..20 {
        app.create(&partner, json!({"business_name": format!("Shop {n}")}))
            .await;
    }
    let plain = ask(&app, &partner, &[]).await;
    assert_eq!(plain.header("content-encoding"), "");
    for accept in ["gzip", "deflate, GZIP;q=0.5, br", "*"] {
        let zipped = ask(&app, &partner, &[("accept-encoding", accept)]).await;
        assert_eq!(unzipped(&zipped), plain.text, "{accept}");
        assert!(zipped.bytes.len() * 2 < plain.bytes.len());
        assert_ne!(zipped.header("etag"), plain.header("etag"));
        let known = [
            ("accept-encoding", accept),
            ("if-none-match", zipped.header("etag")),
        ];
        assert_eq!(ask(&app, &partner, &known).await.http, 304);
    }
    for accept in ["identity", "gzip;q=0", "br", ""] {
        let answer = ask(&app, &partner, &[("accept-encoding", accept)]).await;
        assert_eq!(answer.text, plain.text, "{accept}");
    }
}

#[tokio::test]
async fn a_large_list_is_compressed_before_long_and_never_stale() {
    let app = TestApp::start().await;
    let partner = app.partner("One").await;
    let address = "x".repeat(200);
    for n in 0..130 {
        let body = json!({"business_name": format!("Shop {n}"), "business_address": address});
        app.create(&partner, body).await;
    }
    let plain = ask(&app, &partner, &[]).await;
    assert!(plain.bytes.len() > 64 * 1024, "{}", plain.bytes.len());
    let zipped = loop {
        let answer = ask(&app, &partner, &[("accept-encoding", "gzip")]).await;
        if answer.header("content-encoding") == "gzip" {
            break answer;
        }
        assert_eq!(answer.text, plain.text);
    };
    assert_eq!(unzipped(&zipped), plain.text);

    let newest = app
        .create(&partner, json!({"business_name": "Newest"}))
        .await;
    let at_once = ask(&app, &partner, &[("accept-encoding", "gzip")]).await;
    let text = match at_once.header("content-encoding") {
        "gzip" => unzipped(&at_once),
        _ => at_once.text,
    };
    assert!(text.contains(newest["whatsapp"].as_str().unwrap()));
}
