//! The node that sets a number up goes away: somebody else goes on, and nobody does twice
//! what was done.

use crate::support::{APP_ID, PageSession, TestApp, TestPartner};
use crate::takeover_node::{Node, UnderWay, meta_hangs, page_state, until};
use gangway_domain::{Clock, Timestamp};
use gangway_testkit::ManualClock;
use serde_json::{Value, json};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

/// Longer than any of these tests.
const FOR_EVER: u32 = 300_000;
/// A little more than a lease.
const LEASE_ENDS: Duration = Duration::from_secs(31);

async fn start() -> (TestApp, TestPartner) {
    let app = TestApp::with(&[("work.poll_seconds", "1")]).await;
    let partner = app.partner("One").await;
    (app, partner)
}

async fn is_finished(app: &TestApp, partner: &TestPartner, set_up: &UnderWay) -> bool {
    let listed = app.list(partner).await;
    let mut listed = listed.iter();
    listed.any(|account| account["whatsapp"] == set_up.digits && account["status"] == 1)
}

/// That the number is live and everything was done once.
async fn done_once(app: &TestApp, set_up: &UnderWay) {
    let number = app.meta().number(&set_up.digits).await;
    assert_eq!(
        (&number["status"], &number["register_calls"]),
        (&json!("CONNECTED"), &json!(1)),
        "{number}"
    );
    assert_eq!(app.meta().subscribers(&set_up.waba).await, [APP_ID]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_killed_nodes_set_up_is_finished_by_another_one_when_its_lease_ends() {
    let (app, partner) = start().await;
    for (endpoint, takes_effect) in [
        ("debug_token", false),
        ("subscribe", false),
        ("subscribe", true),
        ("register", false),
        ("register", true),
        ("me", false),
    ] {
        let node = Node::beside(&app).await;
        let account = app.create(&partner, json!({"business_name": "Acme"})).await;
        let hang = json!({"delay_ms": FOR_EVER, "takes_effect": takes_effect});
        app.meta().fault(endpoint, hang).await;
        let set_up = UnderWay::on(&node, &app, account).await;
        meta_hangs(&app).await;
        node.kill().await;
        assert_eq!(page_state(&app, &set_up.account).await, "working");
        app.clock.advance(LEASE_ENDS);
        until(endpoint, async || {
            is_finished(&app, &partner, &set_up).await
        })
        .await;
        done_once(&app, &set_up).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_killed_nodes_coexistence_syncs_go_on_elsewhere() {
    let (app, partner) = start().await;
    for (nth, takes_effect) in [(1, false), (1, true), (2, false), (2, true)] {
        let node = Node::beside(&app).await;
        let body = json!({"business_name": "Acme", "coexistence": 1});
        let account = app.create(&partner, body).await;
        let hang = json!({"delay_ms": FOR_EVER, "nth": nth, "takes_effect": takes_effect});
        app.meta().fault("smb_app_data", hang).await;
        let set_up = UnderWay::on(&node, &app, account).await;
        meta_hangs(&app).await;
        node.kill().await;
        app.clock.advance(LEASE_ENDS);
        until("finished", async || {
            is_finished(&app, &partner, &set_up).await
        })
        .await;
        let number = app.meta().number(&set_up.digits).await;
        for kind in ["smb_app_state_sync", "history"] {
            assert!(number["syncs"][kind].is_string(), "{kind}: {number}");
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_node_killed_in_the_exchange_leaves_the_customer_a_button() {
    let (app, partner) = start().await;
    let node = Node::beside(&app).await;
    let account = app.create(&partner, json!({"business_name": "Acme"})).await;
    let hang = json!({"delay_ms": FOR_EVER});
    app.meta().fault("oauth_access_token", hang).await;
    let set_up = UnderWay::on(&node, &app, account).await;
    meta_hangs(&app).await;
    node.kill().await;
    assert_eq!(page_state(&app, &set_up.account).await, "working");
    app.clock.advance(LEASE_ENDS);
    until("halted", async || {
        page_state(&app, &set_up.account).await == "failed"
    })
    .await;
    let page = PageSession::open(&app, &set_up.account).await;
    assert_eq!(page.status().await["resumable"], false);
    let again = PageSession::start(&app, &set_up.account).await;
    let (_, last) = again.go_through(json!({})).await;
    assert_eq!(last["state"], "finished", "{last}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_node_that_is_asked_to_stop_hands_over_what_it_cannot_finish() {
    let (app, partner) = start().await;
    let node = Node::beside(&app).await;
    let account = app.create(&partner, json!({"business_name": "Acme"})).await;
    app.meta()
        .fault("register", json!({"delay_ms": FOR_EVER}))
        .await;
    let set_up = UnderWay::on(&node, &app, account).await;
    meta_hangs(&app).await;
    // The customer closes the page, or the node would wait for her request first.
    set_up.answer.abort();
    node.shutdown().await;
    // The clock has not moved: no lease has ended.
    until("finished", async || {
        is_finished(&app, &partner, &set_up).await
    })
    .await;
    done_once(&app, &set_up).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_nodes_never_take_over_the_same_set_up() {
    const MANY: usize = 12;
    let (app, partner) = start().await;
    let (killed, other) = (Node::beside(&app).await, Node::beside(&app).await);
    let hang = json!({"delay_ms": FOR_EVER, "times": MANY});
    app.meta().fault("subscribe", hang).await;
    let mut set_ups = Vec::new();
    for _ in 0..MANY {
        let account = app.create(&partner, json!({"business_name": "Acme"})).await;
        set_ups.push(UnderWay::on(&killed, &app, account).await);
    }
    meta_hangs(&app).await;
    killed.kill().await;
    app.clock.advance(LEASE_ENDS);
    until("all are finished", async || {
        app.list_of(&partner, "?status=1").await.len() == MANY
    })
    .await;
    for set_up in &set_ups {
        done_once(&app, set_up).await;
    }
    for (endpoint, calls) in [
        ("oauth_access_token", MANY),
        // Once by the one that was killed, once by the one that took over.
        ("debug_token", 2 * MANY),
        // What the killed one asked for was never heard.
        ("subscribe", MANY),
        ("register", MANY),
    ] {
        assert_eq!(app.meta().calls(endpoint).await.len(), calls, "{endpoint}");
    }
    other.shutdown().await;
}

/// Counts how often it is asked.
#[derive(Debug)]
struct AskedClock {
    clock: Arc<ManualClock>,
    asked: AtomicUsize,
}

impl Clock for AskedClock {
    fn now(&self) -> Timestamp {
        let now = self.clock.now();
        self.asked.fetch_add(1, Ordering::SeqCst);
        now
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_set_up_longer_than_its_lease_stays_with_the_node_that_lives() {
    let (app, partner) = start().await;
    let clock = Arc::new(AskedClock {
        clock: Arc::clone(&app.clock),
        asked: AtomicUsize::new(0),
    });
    let lease = Duration::from_millis(2_400);
    let node = Node::with(&app, Arc::clone(&clock) as _, |work| {
        work.lease = lease;
        // So that only renewals ask the clock.
        work.poll = Duration::from_secs(600);
    })
    .await;
    let account = app.create(&partner, json!({"business_name": "Acme"})).await;
    app.meta()
        .fault("debug_token", json!({"delay_ms": 9_000}))
        .await;
    let mut set_up = UnderWay::on(&node, &app, account).await;
    meta_hangs(&app).await;
    let mut passed = Duration::ZERO;
    let step = lease * 2 / 3;
    let answer = loop {
        app.clock.advance(step);
        passed += step;
        // The first may have asked before the step; the third says that the second is done.
        let enough = clock.asked.load(Ordering::SeqCst) + 3;
        let renewed = until("renewed", async || {
            clock.asked.load(Ordering::SeqCst) >= enough
        });
        tokio::select! {
            answer = &mut set_up.answer => break answer.unwrap(),
            () = renewed => {}
        }
    };
    assert!(passed > lease * 3 / 2, "it was long: {passed:?}");
    assert_eq!(answer["state"], "finished", "{answer}");
    done_once(&app, &set_up).await;
    assert_eq!(app.meta().calls("debug_token").await.len(), 1);
    node.shutdown().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_has_lost_the_lease_calls_meta_no_more() {
    let (app, partner) = start().await;
    let slow = Arc::new(ManualClock::default());
    let lease = Duration::from_secs(6);
    let node = Node::with(&app, slow, |work| work.lease = lease).await;
    let account = app.create(&partner, json!({"business_name": "Acme"})).await;
    app.meta()
        .fault("debug_token", json!({"delay_ms": FOR_EVER}))
        .await;
    let set_up = UnderWay::on(&node, &app, account).await;
    meta_hangs(&app).await;
    // For the test's own server every lease of the other one has ended now, renewed or not.
    app.clock.advance(Duration::from_secs(600));
    until("finished by the other one", async || {
        is_finished(&app, &partner, &set_up).await
    })
    .await;
    let patience = Duration::from_secs(20);
    let answer = tokio::time::timeout(patience, set_up.answer).await;
    let answer: Value = answer.expect("it lets go of the hanging call").unwrap();
    assert_eq!(answer["state"], "finished", "{answer}");
    for endpoint in ["debug_token", "subscribe", "register"] {
        assert_eq!(app.meta().calls(endpoint).await.len(), 1, "{endpoint}");
    }
    node.shutdown().await;
}
