#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "this is test code"
)]

mod certificate;
mod elsewhere;
mod fetching;
mod receiver;

use super::*;
use receiver::receiver;
use socket2::SockRef;
use std::sync::atomic::{AtomicUsize, Ordering};
use tokio::io::{AsyncReadExt, AsyncWriteExt};

/// Enough for a busy machine.
const LONG: Duration = Duration::from_secs(15);
/// Where nothing else comes than the end of the time.
const SHORT: Duration = Duration::from_millis(300);

fn outbound(allowed: &[&str]) -> Outbound {
    outbound_within(LONG, allowed)
}

fn outbound_within(timeout: Duration, allowed: &[&str]) -> Outbound {
    let allowed = Allowed::parse(allowed.iter().copied()).unwrap();
    Outbound::new(allowed, timeout)
}

async fn post(url: &str) -> Result<Posted, AttemptFault> {
    post_within(LONG, url).await
}

async fn post_within(timeout: Duration, url: &str) -> Result<Posted, AttemptFault> {
    let headers = [
        ("content-type", "application/json"),
        ("webhook-id", "evt_1"),
    ];
    outbound_within(timeout, &["127.0.0.0/8"])
        .post(url, &headers, Bytes::from_static(b"{}"))
        .await
}

#[test]
fn no_spelling_of_an_inner_address_is_let_through() {
    let outbound = outbound(&[]);
    for url in [
        "http://127.0.0.1/",
        "http://127.1/",
        "http://127.0.1/",
        "http://2130706433/",
        "http://0x7f000001/",
        "http://0x7f.1/",
        "http://0x7f.0x0.0x0.0x1/",
        "http://017700000001/",
        "http://0177.0.0.01/",
        "http://127.0.0.1./",
        "http://%31%32%37.0.0.1/",
        "http://１２７.０.０.１/",
        "http://127。0。0。1/",
        "http://0/",
        "http://0.0.0.0/",
        "http://10.0.0.1/",
        "http://192.168.0.1:8080/x",
        "http://169.254.169.254/latest/meta-data/",
        "http://2852039166/",
        "http://0xa9fea9fe/",
        "http://100.100.100.200/",
        "http://[::]/",
        "http://[::1]/",
        "http://[::ffff:127.0.0.1]/",
        "http://[::ffff:7f00:1]/",
        "http://[0:0:0:0:0:ffff:a9fe:a9fe]/",
        "http://[::127.0.0.1]/",
        "http://[64:ff9b::127.0.0.1]/",
        "http://[64:ff9b::a9fe:a9fe]/",
        "http://[2002:7f00:1::]/",
        "http://[2001:0:53aa:64c:0:5a8e:8a00:1]/",
        "http://[fe80::1]/",
        "http://[fd00:ec2::254]/",
        "http://[ff02::1]/",
        "https://[fec0::1]/",
    ] {
        assert!(outbound.check(url).is_err(), "{url}");
    }
    for url in [
        "https://example.com/",
        "http://1.1.1.1/",
        "http://[2606:4700:4700::1111]/",
        "http://134744072/",
    ] {
        assert!(outbound.check(url).is_ok(), "{url}");
    }
}

#[tokio::test]
async fn literals_are_judged_when_posting_too() {
    let port = receiver(async |_| panic!("somebody called")).await;
    let url = format!("http://127.0.0.1:{port}/");
    let posted = outbound(&[]).post(&url, &[], Bytes::new()).await;
    assert_eq!(posted, Err(AttemptFault::Blocked));
}

#[tokio::test]
async fn what_is_no_address_is_not_called() {
    for url in [
        "",
        "example.com",
        "ftp://127.0.0.1/",
        "file:///etc/passwd",
        "http://[fe80::1%25eth0]/",
        "http://127.0.0.256/",
        "http://1.2.3.0x100/",
        "http://127.0.0.1:65536/",
    ] {
        assert_eq!(post(url).await, Err(AttemptFault::Blocked), "{url}");
    }
}

#[tokio::test]
async fn a_name_that_leads_inside_is_not_called() {
    let port = receiver(async |_| panic!("somebody called")).await;
    for host in ["localhost", "LOCALHOST"] {
        let url = format!("http://{host}:{port}/");
        let posted = outbound(&[]).post(&url, &[], Bytes::new()).await;
        assert_eq!(posted, Err(AttemptFault::Blocked), "{host}");
    }
    // Not every system's resolver knows it with a dot.
    let url = format!("http://localhost.:{port}/");
    let posted = outbound(&[]).post(&url, &[], Bytes::new()).await;
    assert!(
        matches!(posted, Err(AttemptFault::Blocked | AttemptFault::Dns)),
        "{posted:?}"
    );
}

#[tokio::test]
async fn a_name_may_lead_to_what_is_allowed() {
    let port = receiver(async |mut stream| {
        let _ = stream.write_all(b"HTTP/1.1 204 No Content\r\n\r\n").await;
    })
    .await;
    let posted = post(&format!("http://localhost:{port}/")).await.unwrap();
    assert_eq!(posted.status, 204);
}

#[tokio::test]
async fn a_name_that_nobody_knows_is_told() {
    let posted = post("http://no-such-host.invalid/").await;
    assert_eq!(posted, Err(AttemptFault::Dns));
}

#[tokio::test]
async fn status_wish_and_the_beginning_of_the_answer_come_back() {
    let port = receiver(async |mut stream| {
        let body = "x".repeat(5_000);
        let head = "HTTP/1.1 503 Later\r\nretry-after: 120\r\ncontent-length: 5000";
        let answer = format!("{head}\r\n\r\n{body}");
        let _ = stream.write_all(answer.as_bytes()).await;
    })
    .await;
    let posted = post(&format!("http://127.0.0.1:{port}/")).await.unwrap();
    assert_eq!(
        (posted.status, posted.retry_after, posted.answer.len()),
        (503, Some(Duration::from_secs(120)), 2048)
    );
}

#[tokio::test]
async fn a_request_holds_what_it_must_and_no_more() {
    let (told, mut heard) = tokio::sync::mpsc::channel(1);
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        let mut request = Vec::new();
        while !request.ends_with(b"{}") {
            stream.read_buf(&mut request).await.unwrap();
        }
        told.send(String::from_utf8(request).unwrap())
            .await
            .unwrap();
        let _ = stream.write_all(b"HTTP/1.1 204 No Content\r\n\r\n").await;
    });
    let posted = post(&format!("http://{address}/hooks?a=1")).await.unwrap();
    assert_eq!(posted.status, 204);
    let request = heard.recv().await.unwrap();
    let (head, body) = request.split_once("\r\n\r\n").unwrap();
    let (first, headers) = head.split_once("\r\n").unwrap();
    assert_eq!((first, body), ("POST /hooks?a=1 HTTP/1.1", "{}"));
    let mut headers: Vec<_> = headers.split("\r\n").collect();
    headers.sort_unstable();
    let agent = format!("user-agent: Gangway/{}", env!("CARGO_PKG_VERSION"));
    let host = format!("host: {address}");
    let expected = [
        "accept: */*",
        "content-length: 2",
        "content-type: application/json",
        &host,
        &agent,
        "webhook-id: evt_1",
    ];
    assert_eq!(headers, expected, "no wish for compression, no cookies");
}

#[tokio::test]
async fn a_redirect_is_an_answer_like_any_other() {
    let inner = receiver(async |_| panic!("somebody followed")).await;
    let port = receiver(move |mut stream| async move {
        let answer = format!(
            "HTTP/1.1 307 There\r\nlocation: http://127.0.0.1:{inner}/\r\ncontent-length: 0\r\n\r\n"
        );
        let _ = stream.write_all(answer.as_bytes()).await;
    })
    .await;
    let posted = post(&format!("http://127.0.0.1:{port}/")).await.unwrap();
    assert_eq!(posted.status, 307);
}

#[tokio::test]
async fn of_an_endless_answer_only_a_little_is_read() {
    static TAKEN: AtomicUsize = AtomicUsize::new(0);
    let port = receiver(async |mut stream| {
        let _ = stream.write_all(b"HTTP/1.1 200 OK\r\n\r\n").await;
        // So slowly that nothing gathers in the system's buffers.
        let chunk = vec![b'x'; 1024];
        while stream.write_all(&chunk).await.is_ok() {
            TAKEN.fetch_add(chunk.len(), Ordering::Relaxed);
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        TAKEN.fetch_add(1, Ordering::Relaxed);
    })
    .await;
    let posted = post(&format!("http://127.0.0.1:{port}/")).await.unwrap();
    assert_eq!((posted.status, posted.answer.len()), (200, 2048));
    for _ in 0..200 {
        if TAKEN.load(Ordering::Relaxed) % 1024 == 1 {
            break;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    let taken = TAKEN.load(Ordering::Relaxed);
    assert_eq!(taken % 1024, 1, "the connection is still open");
    assert!(taken < 64 * 1024, "{taken} bytes went out");
}

#[tokio::test]
async fn an_answer_that_drips_is_the_answer_that_has_begun() {
    let port = receiver(async |mut stream| {
        let _ = stream
            .write_all(b"HTTP/1.1 202 OK\r\ncontent-length: 9\r\n\r\nx")
            .await;
        std::future::pending::<()>().await;
    })
    .await;
    let posted = post(&format!("http://127.0.0.1:{port}/")).await.unwrap();
    assert_eq!((posted.status, &*posted.answer), (202, &b"x"[..]));
}

#[tokio::test]
async fn what_goes_wrong_is_told_apart() {
    let resets = receiver(async |stream| {
        let _ = SockRef::from(&stream).set_linger(Some(Duration::ZERO));
    })
    .await;
    let closes = receiver(async |_| {}).await;
    let babbles = receiver(async |mut stream| {
        let _ = stream.write_all(b"what?\r\n\r\n").await;
    })
    .await;
    let plain = receiver(async |mut stream| {
        let _ = stream.write_all(b"HTTP/1.1 200 OK\r\n\r\n").await;
    })
    .await;
    for (url, fault) in [
        (format!("http://127.0.0.1:{resets}/"), AttemptFault::Broken),
        (format!("http://127.0.0.1:{closes}/"), AttemptFault::Broken),
        (format!("http://127.0.0.1:{babbles}/"), AttemptFault::Broken),
        (format!("https://127.0.0.1:{plain}/"), AttemptFault::Tls),
        (format!("https://127.0.0.1:{resets}/"), AttemptFault::Broken),
        (format!("https://127.0.0.1:{closes}/"), AttemptFault::Broken),
        ("http://127.0.0.1:1/".to_owned(), AttemptFault::Connect),
    ] {
        assert_eq!(post(&url).await, Err(fault), "{url}");
    }
}

#[tokio::test]
async fn a_receiver_that_says_nothing_runs_out_of_time() {
    let port = receiver(async |stream| {
        std::future::pending::<()>().await;
        drop(stream);
    })
    .await;
    for scheme in ["http", "https"] {
        let posted = post_within(SHORT, &format!("{scheme}://127.0.0.1:{port}/")).await;
        assert_eq!(posted, Err(AttemptFault::Timeout), "{scheme}");
    }
}

#[tokio::test]
async fn connections_are_used_again() {
    let opened = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&opened);
    let port = receiver(move |mut stream| {
        counted.fetch_add(1, Ordering::Relaxed);
        async move {
            let mut request = [0; 4096];
            while stream
                .write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok")
                .await
                .is_ok()
            {
                if stream.read(&mut request).await.unwrap_or(0) == 0 {
                    break;
                }
            }
        }
    })
    .await;
    let outbound = outbound(&["127.0.0.1"]);
    let url = format!("http://127.0.0.1:{port}/");
    for _ in 0..5 {
        let posted = outbound.post(&url, &[], Bytes::from_static(b"{}")).await;
        assert_eq!(posted.unwrap().answer, b"ok");
    }
    assert_eq!(opened.load(Ordering::Relaxed), 1);
}
