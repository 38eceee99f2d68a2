//! In which order webhooks come.

use crate::support::{PageSession, Received, Receiver, Reply, TestApp, TestPartner, is_event};
use futures_util::future::join_all;
use serde_json::{Value, json};
use std::collections::{BTreeMap, HashSet};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::sync::Semaphore;

async fn account(app: &TestApp, partner: &TestPartner, reference: &str) -> Value {
    let body = json!({"business_name": "A", "reference": reference});
    app.create(partner, body).await
}

/// The customer looks at her page and presses the button: two more events.
async fn press(app: &TestApp, account: &Value) {
    let page = PageSession::open(app, account).await;
    assert_eq!(page.post("opened", json!({})).await.0, 200);
    let (http, _) = page.post("start", json!({"session": page.session})).await;
    assert_eq!(http, 200);
}

/// The sequence numbers of an account in the order in which they came.
fn sequence(received: &[Received], reference: &str) -> Vec<i64> {
    let own = received.iter().filter(|one| one.reference() == reference);
    own.map(|one| one.json["sequence"].as_i64().unwrap())
        .collect()
}

#[tokio::test]
async fn one_account_waits_for_its_earlier_event_and_the_others_go_on() {
    let app = TestApp::start().await;
    let partner = app.partner("One").await;
    let (receiver, _) = app.receiver(&partner).await;
    let gate = Arc::new(Semaphore::new(0));
    let closed = Arc::clone(&gate);
    receiver.answers_by(move |received| {
        let closed = Arc::clone(&closed);
        async move {
            if received.reference() == "slow" && received.json["sequence"] == 1 {
                closed.acquire().await.unwrap().forget();
            }
            Reply::status(200)
        }
    });
    let slow = account(&app, &partner, "slow").await;
    receiver.until(1).await;
    press(&app, &slow).await;
    for reference in ["second", "third"] {
        let other = account(&app, &partner, reference).await;
        press(&app, &other).await;
        let came = receiver
            .until_so(|all| {
                all.iter()
                    .any(|one| is_event(one, reference, "onboarding.started"))
            })
            .await;
        assert_eq!(sequence(&came, reference), [1, 2, 3]);
        assert_eq!(sequence(&came, "slow"), [1]);
    }
    gate.add_permits(1);
    let came = receiver.until(9).await;
    assert_eq!(sequence(&came, "slow"), [1, 2, 3]);
}

/// A receiver that takes its time, notes whom it is busy with, and complains.
struct Busy {
    now: HashSet<String>,
    most: usize,
    complaints: Vec<String>,
}

async fn slow_receiver(app: &TestApp, partner: &TestPartner) -> (Receiver, Arc<Mutex<Busy>>) {
    let (receiver, _) = app.receiver(partner).await;
    let busy = Arc::new(Mutex::new(Busy {
        now: HashSet::new(),
        most: 0,
        complaints: Vec::new(),
    }));
    let noted = Arc::clone(&busy);
    receiver.answers_by(move |received| {
        let noted = Arc::clone(&noted);
        async move {
            let reference = received.reference().to_owned();
            {
                let mut busy = noted.lock().unwrap();
                if !busy.now.insert(reference.clone()) {
                    busy.complaints.push(received.text().to_owned());
                }
                busy.most = busy.most.max(busy.now.len());
            }
            tokio::time::sleep(Duration::from_millis(15)).await;
            noted.lock().unwrap().now.remove(&reference);
            Reply::status(200)
        }
    });
    (receiver, busy)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_events_of_an_account_never_overlap_and_come_in_order() {
    const ACCOUNTS: usize = 6;
    const HANDS: usize = 4;
    let app = TestApp::with(&[("webhooks.per_receiver", "4")]).await;
    let partner = app.partner("One").await;
    let (receiver, busy) = slow_receiver(&app, &partner).await;
    let references: Vec<_> = (0..ACCOUNTS).map(|n| format!("account {n}")).collect();
    let journeys = references
        .iter()
        .map(|reference| app.finished(&partner, json!({"reference": reference})));
    join_all(journeys).await;
    let came = receiver
        .until_so(|all| {
            let finished = all
                .iter()
                .filter(|one| one.event() == "onboarding.finished");
            finished.count() == ACCOUNTS
        })
        .await;
    for reference in &references {
        let sequence = sequence(&came, reference);
        let expected: Vec<_> = (1..).take(sequence.len()).collect();
        assert_eq!(sequence, expected, "{reference}");
        assert!(sequence.len() > 5);
    }
    let busy = busy.lock().unwrap();
    assert_eq!(
        busy.complaints,
        [] as [&str; 0],
        "came while another was taken"
    );
    assert!(busy.most > 1, "accounts do not wait for each other");
    assert!(busy.most <= HANDS, "{} at the same time", busy.most);
}

#[tokio::test]
async fn what_was_not_taken_does_not_hold_up_the_later_ones() {
    let app = TestApp::start().await;
    let partner = app.partner("One").await;
    let (receiver, _) = app.receiver(&partner).await;
    receiver.answers_by(|received| {
        let first = received.json["sequence"] == 1;
        async move { Reply::status(if first { 500 } else { 200 }) }
    });
    let account = account(&app, &partner, "one").await;
    let first = receiver.until(1).await[0].id().to_owned();
    press(&app, &account).await;
    let came = receiver.until(3).await;
    assert_eq!(sequence(&came, "one"), [1, 2, 3]);
    receiver.answers(Reply::status(200));
    app.until_tried(&partner, &first, 1).await;
    app.pass(6).await;
    let came = receiver.until(4).await;
    assert_eq!(sequence(&came, "one"), [1, 2, 3, 1]);
}

#[tokio::test]
async fn a_dead_receiver_holds_up_nobody_else() {
    const DEAD: usize = 6;
    const PLACES_IN_TROUBLE: usize = 4;
    let app = TestApp::with(&[
        ("webhooks.at_once", "1"),
        ("webhooks.per_receiver", "1"),
        // For longer than this test waits for anything.
        ("webhooks.timeout_seconds", "60"),
    ])
    .await;
    let silent = Receiver::start().await;
    silent.answers_by(|_| std::future::pending());
    for n in 1..=DEAD {
        let dead = app.partner(&format!("Dead {n}")).await;
        app.set_webhook(&dead, &silent.url()).await;
        // One that was not taken: from now on this receiver is known to be in trouble.
        silent.answers(Reply::status(500));
        let event = app.test_event(&dead).await;
        app.until_tried(&dead, &event, 1).await;
        silent.answers_by(|_| std::future::pending());
        app.test_event(&dead).await;
        app.test_event(&dead).await;
        silent.until(n + n.min(PLACES_IN_TROUBLE)).await;
    }
    let partner = app.partner("Good").await;
    let (receiver, _) = app.receiver(&partner).await;
    for n in 1..=5 {
        account(&app, &partner, "one").await;
        receiver.until(n).await;
    }
    assert_eq!(silent.count(), DEAD + PLACES_IN_TROUBLE);
    let came: BTreeMap<_, _> = receiver
        .received()
        .iter()
        .map(|one| (one.id().to_owned(), one.event().to_owned()))
        .collect();
    assert_eq!(came.len(), 5);
}
