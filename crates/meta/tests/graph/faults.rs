//! Refusals, and everything that is no answer.

use crate::stub::{APP_SECRET, Stub, TOKEN, graph, graph_at, number, token, waba};
use axum::http::StatusCode;
use axum::response::IntoResponse;
use gangway_meta::{GraphError, GraphErrorKind};
use serde_json::json;
use std::error::Error;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

/// All that could reach a log: `Display` and `Debug` down the chain.
fn everything_said(error: &GraphError) -> String {
    let mut said = format!("{error} {error:?}");
    let mut source = error.source();
    while let Some(inner) = source {
        said.push_str(&format!(" {inner} {inner:?}"));
        source = inner.source();
    }
    said
}

#[tokio::test]
async fn a_refusal_carries_metas_words() {
    let body = json!({"error": {
        "message": "This authorization code has been used.", "type": "OAuthException",
        "code": 100, "error_subcode": 36009, "fbtrace_id": "Abc123",
    }});
    let (_stub, graph) = Stub::answering([(400, body.to_string())]).await;
    let error = graph.exchange_code("AQ", None).await.unwrap_err();
    assert_eq!(error.kind(), GraphErrorKind::CodeUsedOrExpired);
    assert!(!error.is_retryable());
    let GraphError::Refused(refusal) = error else {
        panic!("a refusal: {error}");
    };
    assert_eq!(
        (refusal.http_status, refusal.code, refusal.subcode),
        (400, 100, Some(36_009))
    );
    assert_eq!(refusal.fbtrace_id.as_deref(), Some("Abc123"));
}

#[tokio::test]
async fn a_gateways_page_is_no_answer_of_meta() {
    let (_stub, graph) =
        Stub::answering([(503, "<html>Service Unavailable</html>".to_owned())]).await;
    let error = graph.waba(&token(), &waba()).await.unwrap_err();
    assert!(
        matches!(
            error,
            GraphError::Unreadable {
                http_status: 503,
                ..
            }
        ),
        "{error}"
    );
    assert_eq!(error.kind(), GraphErrorKind::Unavailable);
    assert!(error.is_retryable());
}

#[tokio::test]
async fn an_endless_answer_is_left() {
    let (_stub, graph) = Stub::answering([(200, " ".repeat(2 * 1024 * 1024))]).await;
    let error = graph.waba(&token(), &waba()).await.unwrap_err();
    assert!(
        error.to_string().contains("longer than 1048576 bytes"),
        "{error}"
    );
}

#[tokio::test]
async fn a_redirect_is_not_followed() {
    let found = (StatusCode::FOUND, [("location", "/elsewhere")]).into_response();
    let (stub, graph) = Stub::giving([found]).await;
    let error = graph.waba(&token(), &waba()).await.unwrap_err();
    assert!(
        matches!(
            error,
            GraphError::Unreadable {
                http_status: 302,
                ..
            }
        ),
        "{error}"
    );
    stub.asked_once();
}

#[tokio::test]
async fn nobody_there_means_nothing_happened() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    drop(listener);
    let error = graph(address).waba(&token(), &waba()).await.unwrap_err();
    assert!(
        matches!(error, GraphError::Transport { sent: false, .. }),
        "{error:?}"
    );
    assert!(error.is_retryable());
}

#[tokio::test]
async fn a_connection_that_breaks_after_the_request_leaves_it_open() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        assert_ne!(stream.read(&mut [0; 1024]).await.unwrap(), 0);
    });
    let error = graph(address)
        .register(&token(), &number(), "481516")
        .await
        .unwrap_err();
    assert!(
        matches!(error, GraphError::Transport { sent: true, .. }),
        "{error:?}"
    );
    assert_eq!(error.kind(), GraphErrorKind::Unavailable);
    assert!(
        !error.is_retryable(),
        "a registration is not repeated blindly"
    );
}

#[tokio::test]
async fn an_answer_that_breaks_off_leaves_it_open() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        assert_ne!(stream.read(&mut [0; 1024]).await.unwrap(), 0);
        stream
            .write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{\"succ")
            .await
            .unwrap();
    });
    let error = graph(address)
        .subscribe_app(&token(), &waba())
        .await
        .unwrap_err();
    assert!(
        matches!(error, GraphError::Transport { sent: true, .. }),
        "{error:?}"
    );
}

#[tokio::test]
async fn silence_runs_into_the_time_limit() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let graph = graph_at(&format!("http://{address}"), Duration::from_millis(100));
    let error = graph.exchange_code("AQsecretcode", None).await.unwrap_err();
    drop(listener);
    assert!(
        matches!(error, GraphError::Transport { sent: true, .. }),
        "{error:?}"
    );
    assert!(error.to_string().contains("time ran out"), "{error}");
}

#[tokio::test]
async fn no_secret_is_in_any_error() {
    let silent = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let silent = graph_at(
        &format!("http://{}", silent.local_addr().unwrap()),
        Duration::from_millis(100),
    );
    let (_stub, teapot) = Stub::answering([]).await;
    for graph in [silent, teapot] {
        for error in [
            graph.exchange_code("AQsecretcode", None).await.unwrap_err(),
            graph.debug_token(&token()).await.unwrap_err(),
            graph
                .register(&token(), &number(), "481516")
                .await
                .unwrap_err(),
        ] {
            let said = everything_said(&error);
            for secret in [
                APP_SECRET,
                TOKEN,
                "AQsecretcode",
                "481516",
                "appsecret_proof",
                "http:",
            ] {
                assert!(!said.contains(secret), "{secret} in {said}");
            }
        }
        assert!(!format!("{graph:?}").contains(APP_SECRET));
    }
}

#[tokio::test]
async fn https_means_tls() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let first_byte = tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        stream.read_u8().await.unwrap()
    });
    let graph = graph_at(&format!("https://{address}"), Duration::from_secs(30));
    let error = graph.waba(&token(), &waba()).await.unwrap_err();
    assert!(
        matches!(error, GraphError::Transport { sent: false, .. }),
        "{error:?}"
    );
    assert_eq!(first_byte.await.unwrap(), 22, "a TLS handshake record");
}
