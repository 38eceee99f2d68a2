//! One request over a connection of its own, for exact bytes and exact times.

use anyhow::{Context, ensure};
use std::time::{Duration, Instant};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

pub(crate) const LIST: &str = "/api/whatsapp/getAccounts";
pub(crate) const CREATE: &str = "/api/whatsapp/createAccount";
const DELIVERIES: &str = "/api/settings/getDeliveries";
const WEBHOOK: &str = "/webhooks/meta";

/// An answer's body, and how long it took from the request to its last byte.
pub(crate) struct Answer {
    pub(crate) body: Vec<u8>,
    pub(crate) took: Duration,
}

/// Gets the whole list of the token's partner.
pub(crate) async fn list(server: &str, token: &str) -> anyhow::Result<Answer> {
    let head = format!("GET {LIST} HTTP/1.1\r\nAuthorization: Bearer {token}\r\n");
    exchange(server, &head, &[]).await.context("the list")
}

/// A page of the deliveries of the token's partner.
pub(crate) async fn deliveries(server: &str, token: &str, query: &str) -> anyhow::Result<Answer> {
    let head = format!("GET {DELIVERIES}?{query} HTTP/1.1\r\nAuthorization: Bearer {token}\r\n");
    exchange(server, &head, &[]).await.context("the deliveries")
}

/// Delivers a webhook as Meta does.
pub(crate) async fn webhook(server: &str, signature: &str, body: &[u8]) -> anyhow::Result<Answer> {
    let head = format!(
        "POST {WEBHOOK} HTTP/1.1\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\
         X-Hub-Signature-256: sha256={signature}\r\n",
        body.len()
    );
    exchange(server, &head, body).await.context("the webhook")
}

/// Sends a request, whose head has neither its host nor its end, and reads the answer.
async fn exchange(server: &str, head: &str, body: &[u8]) -> anyhow::Result<Answer> {
    let host = server.trim_start_matches("http://");
    let mut stream = TcpStream::connect(host).await?;
    let mut request = format!("{head}Host: {host}\r\nConnection: close\r\n\r\n").into_bytes();
    request.extend_from_slice(body);
    #[allow(clippy::disallowed_methods, reason = "the stop watch of the benchmark")]
    let started = Instant::now();
    stream.write_all(&request).await?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await?;
    #[allow(clippy::disallowed_methods, reason = "the stop watch of the benchmark")]
    let took = started.elapsed();
    let end = answer
        .windows(4)
        .position(|part| part == b"\r\n\r\n")
        .context("no end of the headers")?;
    ensure!(answer.starts_with(b"HTTP/1.1 200"), "it was refused");
    Ok(Answer {
        body: answer.split_off(end + 4),
        took,
    })
}
