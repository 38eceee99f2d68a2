//! When a delivery is tried again, and what each try was.

use crate::support::{Beacon, Reply, TestApp, ids};
use gangway_domain::Clock;
use serde_json::{Value, json};
use std::collections::HashSet;
use std::sync::Arc;
use std::time::Duration;

const HOUR: u32 = 3600;
/// The pauses between the eight tries, in seconds.
const PAUSES: [u32; 7] = [5, 300, 1800, 2 * HOUR, 5 * HOUR, 10 * HOUR, 10 * HOUR];

#[tokio::test]
async fn what_is_not_taken_is_tried_eight_times_at_the_times_that_are_promised() {
    let app = TestApp::start().await;
    let (partner, beacon) = (app.partner("One").await, Beacon::light(&app).await);
    let (receiver, _) = app.receiver(&partner).await;
    let clock = Arc::clone(&app.clock);
    let took = Duration::from_millis(250);
    let broken = Reply::status(500).body("é".repeat(1_500));
    receiver.answers_by(move |_| {
        clock.advance(took);
        let broken = broken.clone();
        async { broken }
    });
    let begin = app.clock.now();
    app.create(&partner, json!({"business_name": "A"})).await;
    let first = receiver.until(1).await;
    let event = first[0].id().to_owned();

    let mut later = 0;
    for (tries, pause) in (1..).zip(PAUSES) {
        let delivery = app.until_tried(&partner, &event, tries).await;
        assert_eq!(delivery["state"], "pending");
        let now = app.clock.now().as_secs();
        let due = delivery["next_try"].as_i64().unwrap() - now;
        let latest = pause + pause / 5;
        let within = i64::from(pause)..=i64::from(latest);
        assert!(within.contains(&due), "{due} after try {tries}");
        later += due - i64::from(pause);
        app.pass(pause - 1).await;
        beacon.seen(&app).await;
        assert_eq!(receiver.count(), tries, "too early");
        app.pass(latest - pause + 2).await;
        receiver.until(tries + 1).await;
    }
    assert!(later > 0, "not all at once what failed together");
    let over = app.until_tried(&partner, &event, 8).await;
    assert_eq!(
        (&over["state"], &over["next_try"]),
        (&json!("failed"), &Value::Null)
    );
    let failed = app.deliveries(&partner, "?state=failed").await;
    assert_eq!(failed, std::slice::from_ref(&over));
    app.pass(48 * HOUR).await;
    beacon.seen(&app).await;
    let came = receiver.received();
    assert_eq!(ids(&came), [event.as_str(); 8], "eight, and the same id");

    let attempts = over["attempts"].as_array().unwrap();
    assert_eq!(attempts[0]["time"], begin.as_secs());
    for (attempt, one) in attempts.iter().zip(&came) {
        assert_eq!(attempt["http_status"], 500);
        assert_eq!(attempt["error"], Value::Null);
        assert_eq!(attempt["took_ms"], 250);
        assert_eq!(attempt["answer"], "é".repeat(1_024), "two KiB of it");
        assert_eq!(one.header("webhook-timestamp"), attempt["time"].to_string());
        assert_eq!(one.body, came[0].body);
    }
    for name in ["webhook-timestamp", "webhook-signature"] {
        let values: HashSet<_> = came.iter().map(|one| one.header(name)).collect();
        assert_eq!(values.len(), 8, "{name} is made anew for each try");
    }
}

#[tokio::test]
async fn once_it_is_taken_it_is_not_tried_again() {
    let app = TestApp::start().await;
    let (partner, beacon) = (app.partner("One").await, Beacon::light(&app).await);
    let (receiver, _) = app.receiver(&partner).await;
    receiver.answers(Reply::status(404));
    let event = app.test_event(&partner).await;
    app.until_tried(&partner, &event, 1).await;
    let failing = app.webhook(&partner).await["failing_since"].clone();
    assert_eq!(failing, app.clock.now().as_secs());
    app.pass(6).await;
    app.until_tried(&partner, &event, 2).await;
    assert_eq!(app.webhook(&partner).await["failing_since"], failing);
    receiver.answers(Reply::status(204));
    app.pass(360).await;
    let taken = app.until_tried(&partner, &event, 3).await;
    assert_eq!(
        (&taken["state"], &taken["next_try"]),
        (&json!("delivered"), &Value::Null)
    );
    let of = |key: &str| -> Vec<Value> {
        let attempts = taken["attempts"].as_array().unwrap();
        attempts
            .iter()
            .map(|attempt| attempt[key].clone())
            .collect()
    };
    assert_eq!(of("http_status"), [404, 404, 204]);
    assert_eq!(app.webhook(&partner).await["failing_since"], Value::Null);
    app.pass(48 * HOUR).await;
    beacon.seen(&app).await;
    assert_eq!(receiver.count(), 3);
}

#[tokio::test]
async fn a_receiver_that_asks_to_be_left_alone_is_left_alone_but_not_for_ever() {
    let app = TestApp::start().await;
    let (partner, beacon) = (app.partner("One").await, Beacon::light(&app).await);
    let (receiver, _) = app.receiver(&partner).await;
    let ten_hours = i64::from(10 * HOUR);
    for (wish, least, most) in [
        // Shorter than the pause of the schedule, longer, and longer than the longest.
        ("1", 5, 6),
        ("120", 120, 120),
        ("86400", ten_hours, ten_hours),
        ("99999999999", ten_hours, ten_hours),
        ("soon", 5, 6),
    ] {
        receiver.answers(Reply::status(429).retry_after(wish));
        let event = app.test_event(&partner).await;
        let tried = app.until_tried(&partner, &event, 1).await;
        let due = tried["next_try"].as_i64().unwrap() - app.clock.now().as_secs();
        assert!((least..=most).contains(&due), "{wish}: {due}");
    }

    let partner = app.partner("Two").await;
    let (receiver, _) = app.receiver(&partner).await;
    receiver.answers(Reply::status(503).retry_after("120"));
    let event = app.test_event(&partner).await;
    app.until_tried(&partner, &event, 1).await;
    app.pass(119).await;
    beacon.seen(&app).await;
    assert_eq!(receiver.count(), 1);
    app.pass(1).await;
    app.until_tried(&partner, &event, 2).await;
}

#[tokio::test]
async fn who_does_not_answer_at_all_is_told_apart() {
    let app = TestApp::with(&[("webhooks.timeout_seconds", "1")]).await;
    let partner = app.partner("One").await;
    let (receiver, _) = app.receiver(&partner).await;
    receiver.answers_by(|_| std::future::pending());
    let event = app.test_event(&partner).await;
    let tried = app.until_tried(&partner, &event, 1).await;
    assert_eq!(tried["attempts"][0]["error"], "timeout");

    let url = receiver.url();
    drop(receiver);
    let closed = app.partner("Two").await;
    app.set_webhook(&closed, &url).await;
    let event = app.test_event(&closed).await;
    let tried = app.until_tried(&closed, &event, 1).await;
    let attempt = &tried["attempts"][0];
    assert_eq!(
        (&attempt["error"], &attempt["http_status"]),
        (&json!("connect"), &Value::Null)
    );
}
