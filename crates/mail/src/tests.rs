#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "this is test code"
)]

use super::*;
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

/// A mail server for one connection, which answers the receiver with this; gives what came.
async fn server(answer: &'static str) -> (SecretString, JoinHandle<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let served = tokio::spawn(async move {
        let (stream, _) = listener.accept().await.unwrap();
        let mut stream = BufReader::new(stream);
        stream.write_all(b"220 here\r\n").await.unwrap();
        let (mut heard, mut line, mut in_mail) = (String::new(), String::new(), false);
        while stream.read_line(&mut line).await.unwrap() > 0 {
            heard.push_str(&line);
            let reply = match line.trim_end() {
                "." if in_mail => {
                    in_mail = false;
                    Some("250 taken")
                }
                _ if in_mail => None,
                "DATA" => {
                    in_mail = true;
                    Some("354 go on")
                }
                "QUIT" => Some("221 bye"),
                said if said.starts_with("RCPT") => Some(answer),
                _ => Some("250 fine"),
            };
            if let Some(reply) = reply {
                let reply = format!("{reply}\r\n");
                stream.write_all(reply.as_bytes()).await.unwrap();
            }
            line.clear();
        }
        heard
    });
    (format!("smtp://{address}").into(), served)
}

fn to() -> Email {
    Email::parse("email", "ops@example.com").unwrap().unwrap()
}

#[tokio::test]
async fn a_mail_reaches_the_server() {
    let (address, served) = server("250 fine").await;
    let mailer = Mailer::new(&address, "Gangway <gangway@example.org>").unwrap();
    let sent = mailer
        .send(&to(), "Webhook switched off", "It answered 410.")
        .await;
    assert!(sent.is_ok(), "{sent:?}");
    drop(mailer);
    let heard = served.await.unwrap();
    for part in [
        "MAIL FROM:<gangway@example.org>",
        "RCPT TO:<ops@example.com>",
        "Subject: Webhook switched off",
        "It answered 410.",
    ] {
        assert!(heard.contains(part), "{part} is not in {heard}");
    }
}

#[tokio::test]
async fn what_is_refused_for_good_is_told_from_what_may_go_later() {
    let (address, _served) = server("550 nobody here").await;
    let mailer = Mailer::new(&address, "gangway@example.org").unwrap();
    let refused = mailer.send(&to(), "s", "t").await;
    assert!(
        matches!(&refused, Err(SendError::Refused(why)) if why.contains("nobody here")),
        "{refused:?}"
    );
    let (address, _served) = server("451 not now").await;
    let mailer = Mailer::new(&address, "gangway@example.org").unwrap();
    let later = mailer.send(&to(), "s", "t").await;
    assert!(matches!(later, Err(SendError::Later(_))), "{later:?}");
    let nobody = "smtp://127.0.0.1:1".to_owned().into();
    let mailer = Mailer::new(&nobody, "gangway@example.org").unwrap();
    let later = mailer.send(&to(), "s", "t").await;
    assert!(matches!(later, Err(SendError::Later(_))), "{later:?}");
}

#[test]
fn wrong_settings_are_told_without_the_password() {
    let server: SecretString = "smtp:/user:hunter2@mail".to_owned().into();
    let wrong = Mailer::new(&server, "gangway@example.org").unwrap_err();
    assert!(matches!(wrong, MailerError::Server));
    assert!(!wrong.to_string().contains("hunter2"));
    let server: SecretString = "smtps://user:hunter2@mail.example.org".to_owned().into();
    assert!(matches!(
        Mailer::new(&server, "nobody").unwrap_err(),
        MailerError::From
    ));
    let mailer = Mailer::new(&server, "gangway@example.org").unwrap();
    assert!(!format!("{mailer:?}").contains("hunter2"));
}
