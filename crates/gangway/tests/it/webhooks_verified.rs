//! What partners are sent, judged by the public libraries of Standard Webhooks.

use crate::support::{Received, TestApp, TestPartner};
use gangway::server::World;
use gangway_domain::Clock;
use serde_json::{Value, json};
use std::path::Path;
use std::process::Stdio;
use tokio::io::AsyncWriteExt;
use tokio::process::Command;

/// What both libraries say of a message that was not signed with the secret they were given.
const FORGED: &str = "No matching signature found";

/// A message as a partner's server hands it to a library.
fn message(secret: &str, received: &Received) -> Value {
    let header = |name: &str| received.header(name).to_owned();
    json!({
        "secret": secret,
        "body": received.text(),
        "headers": {
            "Webhook-Id": header("webhook-id"),
            "webhook-timestamp": header("webhook-timestamp"),
            "webhook-signature": header("webhook-signature"),
        },
    })
}

/// The id of each message that a library takes, and why it does not take the others. The
/// libraries have to agree.
async fn verdicts(messages: &[Value]) -> Vec<String> {
    let needed = |name: &str| {
        std::env::var(name)
            .unwrap_or_else(|_| panic!("{name} is not set: run the tests with `cargo xtask test`"))
    };
    let scripts = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/standardwebhooks");
    let mut python = Command::new(needed("GANGWAY_WEBHOOKS_PYTHON"));
    python.arg(scripts.join("verify.py"));
    let mut node = Command::new("node");
    node.env("NODE_PATH", needed("GANGWAY_WEBHOOKS_NODE_PATH"))
        .arg(scripts.join("verify.js"));
    let of_python = judged(python, messages).await;
    let of_node = judged(node, messages).await;
    assert_eq!(of_python, of_node, "PyPI's against npm's");
    of_python
}

async fn judged(mut library: Command, messages: &[Value]) -> Vec<String> {
    let mut running = library
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .kill_on_drop(true)
        .spawn()
        .unwrap();
    let mut stdin = running.stdin.take().unwrap();
    let input = Value::from(messages).to_string();
    stdin.write_all(input.as_bytes()).await.unwrap();
    drop(stdin);
    let ended = running.wait_with_output().await.unwrap();
    let said = String::from_utf8_lossy(&ended.stderr);
    assert!(ended.status.success(), "{said}");
    serde_json::from_slice(&ended.stdout).unwrap()
}

/// Moves the clock to so many seconds before the real time: by that the libraries judge what
/// is too old.
async fn set_before_now(app: &TestApp, seconds: i64) {
    let real = World::real().clock.now().as_secs();
    let ahead = real - seconds - app.clock.now().as_secs();
    let ahead = u32::try_from(ahead).expect("the clock of this machine is right");
    app.pass(ahead).await;
}

async fn rotate(app: &TestApp, partner: &TestPartner) -> String {
    let answer = app
        .try_set_webhook(partner, json!({"rotate_secret": 1}))
        .await;
    answer.expect(200, 1);
    answer.json["secret"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn a_message_is_taken_by_the_public_libraries_and_a_forged_one_is_not() {
    let app = TestApp::start().await;
    let partner = app.partner("One").await;
    let stranger = app.partner("Two").await;
    let (receiver, secret) = app.receiver(&partner).await;
    let other_secret = app.set_webhook(&stranger, "https://example.com/").await;
    set_before_now(&app, 0).await;
    let body = json!({"business_name": "Café \"Blue\" & שלום 漢字 😀", "reference": "</R>"});
    let token = app.token(&partner).await;
    let fresh = TestPartner { token, ..partner };
    app.create(&fresh, body).await;
    app.test_event(&fresh).await;
    let came = receiver.until(2).await;
    let good: Vec<_> = came.iter().map(|one| message(&secret, one)).collect();

    let mut forged = vec![message(&other_secret, &came[0])];
    let mut tampered = good[0].clone();
    let body = tampered["body"].as_str().unwrap().replace("Blue", "Blur");
    tampered["body"] = body.into();
    forged.push(tampered);
    let mut cut = good[0].clone();
    cut["body"] = cut["body"].as_str().unwrap().trim_end_matches('}').into();
    forged.push(cut);
    let mut renamed = good[0].clone();
    renamed["headers"]["Webhook-Id"] = came[1].id().into();
    forged.push(renamed);
    let mut later = good[0].clone();
    let time: i64 = came[0].header("webhook-timestamp").parse().unwrap();
    later["headers"]["webhook-timestamp"] = (time + 1).to_string().into();
    forged.push(later);
    let mut swapped = good[0].clone();
    swapped["headers"]["webhook-signature"] = good[1]["headers"]["webhook-signature"].clone();
    forged.push(swapped);

    assert_eq!(verdicts(&good).await, [came[0].id(), came[1].id()]);
    assert_eq!(verdicts(&forged).await, [FORGED; 6]);
}

#[tokio::test]
async fn while_a_secret_is_rotated_the_old_and_the_new_one_verify() {
    let app = TestApp::start().await;
    let partner = app.partner("One").await;
    let (receiver, old) = app.receiver(&partner).await;
    set_before_now(&app, 0).await;
    let new = rotate(&app, &partner).await;
    app.test_event(&partner).await;
    let came = receiver.until(1).await;
    let messages = [message(&old, &came[0]), message(&new, &came[0])];
    assert_eq!(verdicts(&messages).await, [came[0].id(); 2]);

    // A second rotation forgets the first secret.
    let newest = rotate(&app, &partner).await;
    app.test_event(&partner).await;
    let came = receiver.until(2).await;
    let by = |secret| message(secret, &came[1]);
    let id = came[1].id();
    let messages = [by(&old), by(&new), by(&newest)];
    assert_eq!(verdicts(&messages).await, [FORGED, id, id]);
}

#[tokio::test]
async fn after_the_overlap_only_the_new_secret_verifies() {
    let app = TestApp::with(&[("webhooks.secret_overlap_hours", "2")]).await;
    let partner = app.partner("One").await;
    let (receiver, old) = app.receiver(&partner).await;
    set_before_now(&app, 2 * 3600).await;
    let new = rotate(&app, &partner).await;
    app.pass(2 * 3600 - 60).await;
    app.test_event(&partner).await;
    receiver.until(1).await;
    app.pass(60).await;
    // A sender that looked at the clock before it was moved may take the next one still.
    app.test_event(&partner).await;
    receiver.until(2).await;
    app.test_event(&partner).await;
    let came = receiver.until(3).await;
    let (within, after) = (&came[0], &came[2]);
    let messages = [
        message(&old, within),
        message(&new, within),
        message(&old, after),
        message(&new, after),
    ];
    let expected = [within.id(), within.id(), FORGED, after.id()];
    assert_eq!(verdicts(&messages).await, expected);
}
