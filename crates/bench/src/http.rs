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

/// A page of the dashboard, as the holder of this cookie sees it.
pub(crate) async fn page(server: &str, path: &str, cookie: &str) -> anyhow::Result<Answer> {
    let head = format!("GET {path} HTTP/1.1\r\nCookie: {cookie}\r\n");
    exchange(server, &head, &[])
        .await
        .with_context(|| path.to_owned())
}

/// Follows the link of the first operator; gives her session's cookie.
pub(crate) async fn join(server: &str, link: &str) -> anyhow::Result<String> {
    let place = link
        .find("/dashboard/")
        .context("no link to the dashboard")?;
    let form = "email=operator%40example.com&name=Dana&password=correct+horse+battery";
    let head = format!(
        "POST {} HTTP/1.1\r\nContent-Type: application/x-www-form-urlencoded\r\n\
         Content-Length: {}\r\n",
        link.split_at(place).1.trim_end(),
        form.len()
    );
    let (head, _) = send(server, &head, form.as_bytes()).await?;
    let cookie = head
        .lines()
        .filter_map(|line| line.split_once(": "))
        .find(|(name, _)| name.eq_ignore_ascii_case("set-cookie"))
        .and_then(|(_, cookie)| cookie.split(';').next());
    Ok(cookie.context("the link gives no session")?.to_owned())
}

/// Sends a request, whose head has neither its host nor its end, and reads the answer.
async fn exchange(server: &str, head: &str, body: &[u8]) -> anyhow::Result<Answer> {
    let (head, answer) = send(server, head, body).await?;
    ensure!(head.starts_with("HTTP/1.1 200"), "it was refused");
    Ok(answer)
}

/// The same, whatever the answer is; gives its head too.
async fn send(server: &str, head: &str, body: &[u8]) -> anyhow::Result<(String, Answer)> {
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
    let body = answer.split_off(end + 4);
    let head = String::from_utf8(answer)?;
    Ok((head, Answer { body, took }))
}
