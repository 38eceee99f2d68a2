//! Bodies that no call should ever get.

use crate::support::{ACCESS_TOKEN, CREATE, DELETE, TestApp};
use reqwest::Method;

const LIMIT: usize = 64 * 1024;

fn takers() -> [(Method, &'static str); 3] {
    [
        (Method::POST, ACCESS_TOKEN),
        (Method::POST, CREATE),
        (Method::DELETE, DELETE),
    ]
}

/// A valid body for every one of the three calls, of exactly this size.
fn padded(size: usize) -> Vec<u8> {
    let head =
        r#"{"whatsapp":"972570000000","client_id":"x","client_secret":"y","reference":"","pad":""#;
    let tail = r#""}"#;
    let pad = "p".repeat(size - head.len() - tail.len());
    format!("{head}{pad}{tail}").into_bytes()
}

#[tokio::test]
async fn what_is_no_json_object_is_reason_2_with_400() {
    let app = TestApp::start().await;
    let partner = app.partner("One").await;
    let deep = format!("{}{}", "[".repeat(20_000), "]".repeat(20_000));
    let deep_object = format!("{}1{}", "{\"a\":".repeat(5_000), "}".repeat(5_000));
    let bodies: [&[u8]; 22] = [
        b"{",
        b"}",
        b"{\"whatsapp\"}",
        b"{\"whatsapp\":}",
        b"{\"whatsapp\":1,}",
        b"{'whatsapp':1}",
        b"{whatsapp:1}",
        b"{\"whatsapp\":01}",
        b"{\"whatsapp\":NaN}",
        b"{\"whatsapp\":1e999}",
        b"{} {}",
        b"{}x",
        b"[]",
        b"[{\"whatsapp\":1}]",
        b"null",
        b"1",
        b"\"text\"",
        b"whatsapp=972501234567",
        b"{\"whatsapp\":\"\xff\xfe\"}",
        b"{\"whatsapp\":\"\\ud800\"}",
        deep.as_bytes(),
        deep_object.as_bytes(),
    ];
    for (method, path) in takers() {
        for body in bodies {
            let answer = app
                .call_with_bytes(method.clone(), path, &partner.token, body)
                .await;
            assert_eq!(answer.http, 400, "{path}: {}", answer.text);
            answer.expect(400, 2);
        }
    }
    assert!(app.list(&partner).await.is_empty());
}

#[tokio::test]
async fn an_empty_body_is_malformed_where_one_is_needed() {
    let app = TestApp::start().await;
    let token = app.partner("One").await.token;
    for body in ["", " ", "\r\n\t", "\u{feff}"] {
        for path in [ACCESS_TOKEN, CREATE] {
            let answer = app.call_with_bytes(Method::POST, path, &token, body).await;
            answer.expect(400, 2);
        }
    }
}

#[tokio::test]
async fn sixty_four_kib_are_read_and_one_byte_more_is_413() {
    let app = TestApp::start().await;
    let partner = app.partner("One").await;
    for (method, path) in takers() {
        let fits = app
            .call_with_bytes(method.clone(), path, &partner.token, padded(LIMIT))
            .await;
        assert_ne!(fits.http, 413, "{path}");
        fits.is_envelope();
        let over = app
            .call_with_bytes(method, path, &partner.token, padded(LIMIT + 1))
            .await;
        over.expect(413, 413).names("64 KiB");
    }
    assert!(app.list(&partner).await.is_empty());
}

#[tokio::test]
async fn a_body_in_pieces_without_a_length_has_the_same_limit() {
    let app = TestApp::start().await;
    let partner = app.partner("One").await;
    for (method, path) in takers() {
        for (size, too_large) in [(LIMIT, false), (LIMIT + 1, true), (LIMIT * 20, true)] {
            let head = format!(
                "{method} {path} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {}\r\n\
                 Content-Type: application/json\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n",
                partner.token
            );
            let mut body = Vec::new();
            for piece in padded(size).chunks(8_000) {
                body.extend(format!("{:x}\r\n", piece.len()).bytes());
                body.extend(piece);
                body.extend(b"\r\n");
            }
            body.extend(b"0\r\n\r\n");
            let answer = app.raw(&head, &body).await;
            answer.is_envelope();
            assert_eq!(answer.http == 413, too_large, "{path}: {}", answer.text);
        }
    }
    assert!(app.list(&partner).await.is_empty());
}

#[tokio::test]
async fn a_huge_announced_body_is_refused_before_it_is_sent() {
    let app = TestApp::start().await;
    let partner = app.partner("One").await;
    let head = format!(
        "POST {CREATE} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {}\r\n\
         Content-Length: 10000000000\r\nConnection: close\r\n\r\n",
        partner.token
    );
    app.raw(&head, b"").await.expect(413, 413);
}

#[tokio::test]
async fn a_byte_order_mark_is_no_reason_to_refuse() {
    let app = TestApp::start().await;
    let partner = app.partner("One").await;
    let body = "\u{feff}{\"business_name\":\"Acme\"}";
    let answer = app
        .call_with_bytes(Method::POST, CREATE, &partner.token, body)
        .await;
    answer.expect(200, 1);
}
