//! Fetching small files.

use super::certificate::receiver_with_tls;
use super::receiver::receiver;
use super::{LONG, SHORT, outbound};
use crate::{Authorities, NoCertificates, NotFetched};
use gangway_domain::AttemptFault;
use std::time::Duration;
use tokio::io::AsyncWriteExt;

const MOST: usize = 1000;

async fn fetch(url: &str, within: Duration) -> Result<Vec<u8>, NotFetched> {
    outbound(&["127.0.0.0/8"])
        .fetch(url, "image/png", MOST, within)
        .await
}

/// Fetches from somebody who answers with this and then says no more.
async fn answered(answer: Vec<u8>) -> Result<Vec<u8>, NotFetched> {
    let port = receiver(move |mut stream| {
        let answer = answer.clone();
        async move {
            let _ = stream.write_all(&answer).await;
        }
    })
    .await;
    fetch(&format!("http://127.0.0.1:{port}/logo.png"), LONG).await
}

fn file(length: usize) -> Vec<u8> {
    let mut answer = format!("HTTP/1.1 200 OK\r\ncontent-length: {length}\r\n\r\n").into_bytes();
    answer.resize(answer.len() + length, b'x');
    answer
}

#[tokio::test]
async fn a_file_is_there_as_a_whole_or_not_at_all() {
    for length in [0, 1, MOST] {
        assert_eq!(answered(file(length)).await, Ok(vec![b'x'; length]));
    }
    let mut half = file(MOST);
    half.truncate(half.len() - 1);
    let broken = NotFetched::Fault(AttemptFault::Broken);
    assert_eq!(answered(half).await, Err(broken));
}

#[tokio::test]
async fn a_file_that_is_too_large_is_not_read() {
    assert_eq!(answered(file(MOST + 1)).await, Err(NotFetched::TooLarge));
    // A length of which only the beginning comes.
    let told = b"HTTP/1.1 200 OK\r\ncontent-length: 99999999999\r\n\r\nx".to_vec();
    assert_eq!(answered(told).await, Err(NotFetched::TooLarge));
    let mut untold = b"HTTP/1.1 200 OK\r\n\r\n".to_vec();
    untold.resize(untold.len() + MOST + 1, b'x');
    assert_eq!(answered(untold).await, Err(NotFetched::TooLarge));
}

#[tokio::test]
async fn only_a_file_is_a_file() {
    for status in [204, 206, 301, 302, 307, 404, 500] {
        let answer = format!(
            "HTTP/1.1 {status} x\r\nlocation: http://127.0.0.1:9/\r\ncontent-length: 0\r\n\r\n"
        );
        let fetched = answered(answer.into_bytes()).await;
        assert_eq!(fetched, Err(NotFetched::Status(status)));
    }
}

#[tokio::test]
async fn nobody_inside_is_asked() {
    let port = receiver(async |_| panic!("somebody called")).await;
    let blocked = NotFetched::Fault(AttemptFault::Blocked);
    for host in ["127.0.0.1", "127.1", "localhost"] {
        let url = format!("http://{host}:{port}/");
        let fetched = outbound(&[]).fetch(&url, "image/png", MOST, LONG).await;
        assert_eq!(fetched, Err(blocked), "{host}");
    }
    assert_eq!(fetch("no address", LONG).await, Err(blocked));
}

#[tokio::test]
async fn a_host_that_takes_its_time_is_not_waited_for() {
    let port = receiver(async |mut stream| {
        let _ = stream.write_all(&file(MOST)[..60]).await;
        std::future::pending::<()>().await;
    })
    .await;
    let url = format!("http://127.0.0.1:{port}/");
    let timeout = NotFetched::Fault(AttemptFault::Timeout);
    assert_eq!(fetch(&url, SHORT).await, Err(timeout));
}

#[tokio::test]
async fn an_authority_that_is_named_is_believed() {
    let folder = tempfile::tempdir().unwrap();
    let (port, certificate) = receiver_with_tls(folder.path());
    let url = format!("https://localhost:{port}/");
    let pem = std::fs::read(certificate).unwrap();
    let believing = outbound(&["127.0.0.0/8"]).trusting(Authorities::from_pem(&pem).unwrap());
    let fetched = believing.fetch(&url, "image/png", MOST, LONG).await;
    assert_eq!(fetched, Err(NotFetched::Status(204)), "it answers");
    let tls = NotFetched::Fault(AttemptFault::Tls);
    assert_eq!(fetch(&url, LONG).await, Err(tls));
}

#[test]
fn a_file_without_certificates_is_refused() {
    let nonsense = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";
    for bad in ["", "hello", nonsense] {
        let refused = Authorities::from_pem(bad.as_bytes());
        assert_eq!(refused.unwrap_err(), NoCertificates, "{bad}");
    }
}
