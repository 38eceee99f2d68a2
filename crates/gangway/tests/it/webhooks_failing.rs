//! A receiver that takes nothing for five days is switched off, and somebody is told.

use crate::support::{Reply, TestApp, TestPartner};
use serde_json::{Value, json};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};

const DAY: u32 = 24 * 3600;

/// A mail server on a free port that takes everything and keeps what it heard.
struct MailServer {
    url: String,
    heard: Arc<Mutex<Vec<String>>>,
}

impl MailServer {
    async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("smtp://{}", listener.local_addr().unwrap());
        let heard = Arc::new(Mutex::new(Vec::new()));
        let keep = Arc::clone(&heard);
        tokio::spawn(async move {
            loop {
                let (stream, _) = listener.accept().await.unwrap();
                let mail = serve(stream).await;
                keep.lock().unwrap().push(mail);
            }
        });
        Self { url, heard }
    }

    /// Waits for so many mails; gives what was said of each.
    async fn until(&self, count: usize) -> Vec<String> {
        for _ in 0..1_000 {
            let heard = self.heard.lock().unwrap().clone();
            if heard.len() >= count {
                return heard;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        panic!("no mail comes");
    }
}

/// One conversation.
async fn serve(stream: TcpStream) -> String {
    let mut stream = BufReader::new(stream);
    stream.write_all(b"220 here\r\n").await.unwrap();
    let (mut heard, mut line, mut in_mail) = (String::new(), String::new(), false);
    while stream.read_line(&mut line).await.unwrap() > 0 {
        heard.push_str(&line);
        let said = line.trim_end();
        let reply = match said {
            "." if in_mail => Some("250 taken"),
            _ if in_mail => None,
            "DATA" => Some("354 go on"),
            "QUIT" => Some("221 bye"),
            _ => Some("250 fine"),
        };
        in_mail = said == "DATA" || (in_mail && said != ".");
        if let Some(reply) = reply {
            let reply = format!("{reply}\r\n");
            stream.write_all(reply.as_bytes()).await.unwrap();
        }
        line.clear();
    }
    heard
}

/// Has a test sent and waits until the first try is over.
async fn try_once(app: &TestApp, partner: &TestPartner) {
    let event = app.test_event(partner).await;
    app.until_delivery(partner, &event, |delivery| {
        delivery["attempts"] != json!([])
    })
    .await;
}

#[tokio::test]
async fn five_days_without_success_switch_it_off_and_a_success_starts_the_count_anew() {
    let app = TestApp::start().await;
    let partner = app.partner("One").await;
    let (receiver, _) = app.receiver(&partner).await;
    receiver.answers(Reply::status(500));
    try_once(&app, &partner).await;
    for _ in 0..4 {
        app.pass(DAY).await;
        try_once(&app, &partner).await;
    }
    receiver.answers(Reply::status(200));
    try_once(&app, &partner).await;
    app.pass(DAY / 2).await;
    app.until_delivered(&partner).await;
    assert_eq!(app.webhook(&partner).await["failing_since"], Value::Null);

    receiver.answers(Reply::status(500));
    try_once(&app, &partner).await;
    let since = app.webhook(&partner).await["failing_since"].clone();
    assert_eq!(since, app.server.app.now().as_secs());
    // With the first of these the five days since the first failure of all are over.
    for pause in [DAY, DAY, DAY, DAY, DAY - 1] {
        app.pass(pause).await;
        try_once(&app, &partner).await;
    }
    let webhook = app.webhook(&partner).await;
    assert_eq!(
        (&webhook["off_reason"], &webhook["failing_since"]),
        (&Value::Null, &since)
    );
    app.pass(1).await;
    try_once(&app, &partner).await;
    let off = app
        .until_webhook(&partner, |said| said["off_reason"] == "failing")
        .await;
    assert_eq!(off["off_since"], app.server.app.now().as_secs());
    assert_eq!(off["failing_since"], since);

    receiver.answers(Reply::status(200));
    app.try_set_webhook(&partner, json!({"url": receiver.url()}))
        .await
        .expect(200, 1);
    let on = app.webhook(&partner).await;
    assert_eq!(
        (&on["off_reason"], &on["failing_since"]),
        (&Value::Null, &Value::Null)
    );
    try_once(&app, &partner).await;
}

#[tokio::test]
async fn whoever_is_to_be_told_gets_a_mail() {
    let mails = MailServer::start().await;
    let app = TestApp::with(&[
        ("mail.server", mails.url.as_str()),
        ("mail.from", "Gangway <gangway@example.org>"),
        ("mail.operator", "operator@example.org"),
    ])
    .await;
    let (named, silent) = (app.partner("Harbour").await, app.partner("Silent").await);

    let (failing, _) = app.receiver(&named).await;
    let body = json!({"email": "ops@example.com"});
    app.try_set_webhook(&named, body).await.expect(200, 1);
    failing.answers(Reply::status(500));
    for _ in 0..5 {
        try_once(&app, &named).await;
        app.pass(DAY).await;
    }
    // By now tries are due again.
    let mail = &mails.until(1).await[0];
    for part in [
        "RCPT TO:<ops@example.com>",
        "MAIL FROM:<gangway@example.org>",
        "Subject: Your webhook is switched off",
        "Harbour",
        &failing.url(),
        "five days",
    ] {
        assert!(mail.contains(part), "{part} is not in {mail}");
    }
    assert!(!mail.contains("operator@example.org"), "{mail}");

    let (gone, _) = app.receiver(&silent).await;
    gone.answers(Reply::status(410));
    app.test_event(&silent).await;
    let mail = &mails.until(2).await[1];
    for part in [
        "RCPT TO:<operator@example.org>",
        "Silent",
        "410",
        &gone.url(),
    ] {
        assert!(mail.contains(part), "{part} is not in {mail}");
    }
}
