//! A receiver that wants no more, and what a partner does to catch up.

use crate::support::{Beacon, Receiver, Reply, TestApp, TestPartner, ids};
use gangway_domain::Clock;
use serde_json::{Value, json};
use std::sync::Arc;
use tokio::sync::Semaphore;

async fn created(app: &TestApp, partner: &TestPartner) -> String {
    let body = json!({"business_name": "A"});
    app.create(partner, body).await;
    app.event_ids(partner).await.pop().unwrap()
}

#[tokio::test]
async fn who_answers_410_is_sent_nothing_until_it_is_set_again() {
    let app = TestApp::start().await;
    let (partner, beacon) = (app.partner("One").await, Beacon::light(&app).await);
    let (receiver, _) = app.receiver(&partner).await;
    let taken = created(&app, &partner).await;
    app.until_delivered(&partner).await;
    receiver.answers(Reply::status(410).body("gone fishing"));
    let gone = created(&app, &partner).await;
    let off = app
        .until_webhook(&partner, |said| said["off_reason"] == "gone")
        .await;
    assert_eq!(off["off_since"], app.clock.now().as_secs());
    assert_eq!(off["url"], receiver.url());
    let delivery = app.until_tried(&partner, &gone, 1).await;
    assert_eq!(delivery["state"], "failed", "it is not tried again");
    assert_eq!(delivery["attempts"][0]["answer"], "gone fishing");

    let later = [created(&app, &partner).await, created(&app, &partner).await];
    for missed in &later {
        let query = format!("?event={missed}");
        assert_eq!(app.deliveries(&partner, &query).await, [] as [Value; 0]);
    }
    for body in [json!({"since": 0}), json!({"event": gone})] {
        app.replay(&partner, body).await.expect(409, 27);
    }
    app.pass(60).await;
    beacon.seen(&app).await;
    assert_eq!(receiver.count(), 2);

    receiver.answers(Reply::status(200));
    let set = app
        .try_set_webhook(&partner, json!({"url": receiver.url()}))
        .await;
    set.expect(200, 1);
    assert_eq!(set.json.get("secret"), None);
    let on = app.webhook(&partner).await;
    for key in ["off_reason", "off_since", "failing_since"] {
        assert_eq!(on[key], Value::Null, "{key}");
    }
    let fresh = created(&app, &partner).await;
    let came = receiver.until(3).await;
    assert_eq!(ids(&came)[2..], [fresh.as_str()], "nothing comes unasked");

    app.until_delivered(&partner).await;
    let queued = app.replayed(&partner, json!({"since": 0})).await;
    assert_eq!(queued, 3);
    let came = receiver.until(6).await;
    let mut missed = ids(&came)[3..].to_vec();
    let mut expected = [&gone, &later[0], &later[1]].map(String::as_str);
    missed.sort_unstable();
    expected.sort_unstable();
    assert_eq!(missed, expected);
    app.until_delivered(&partner).await;
    assert_eq!(app.replayed(&partner, json!({"since": 0})).await, 0);
    beacon.seen(&app).await;
    assert_eq!(receiver.count(), 6);
    assert!(!missed.contains(&taken.as_str()));
}

#[tokio::test]
async fn a_late_410_says_nothing_about_the_address_that_was_set_meanwhile() {
    let app = TestApp::start().await;
    let partner = app.partner("One").await;
    let (former, _) = app.receiver(&partner).await;
    let gate = Arc::new(Semaphore::new(0));
    let closed = Arc::clone(&gate);
    former.answers_by(move |_| {
        let closed = Arc::clone(&closed);
        async move {
            closed.acquire().await.unwrap().forget();
            Reply::status(410)
        }
    });
    let event = created(&app, &partner).await;
    former.until(1).await;
    let present = Receiver::start().await;
    let set = app.try_set_webhook(&partner, json!({"url": present.url()}));
    set.await.expect(200, 1);
    gate.add_permits(1);
    let came = present.until(1).await;
    assert_eq!(ids(&came), [event.as_str()]);
    app.until_delivered(&partner).await;
    assert_eq!(app.webhook(&partner).await["off_reason"], Value::Null);
}

#[tokio::test]
async fn what_waits_goes_on_when_the_webhook_is_on_again() {
    let app = TestApp::start().await;
    let partner = app.partner("One").await;
    let (receiver, _) = app.receiver(&partner).await;
    receiver.answers(Reply::status(500));
    let waits = app.test_event(&partner).await;
    app.until_tried(&partner, &waits, 1).await;
    receiver.answers(Reply::status(410));
    app.test_event(&partner).await;
    app.until_webhook(&partner, |said| said["off_reason"] == "gone")
        .await;
    let other = Receiver::start().await;
    app.try_set_webhook(&partner, json!({"url": other.url()}))
        .await
        .expect(200, 1);
    app.pass(10).await;
    let came = other.until(1).await;
    assert_eq!(ids(&came), [waits]);
}

#[tokio::test]
async fn one_event_is_sent_again_whatever_became_of_it() {
    let app = TestApp::start().await;
    let partner = app.partner("One").await;
    let (receiver, _) = app.receiver(&partner).await;
    let event = created(&app, &partner).await;
    app.until_delivered(&partner).await;
    app.pass(7).await;
    assert_eq!(app.replayed(&partner, json!({"event": event})).await, 1);
    let came = receiver.until(2).await;
    assert_eq!(ids(&came), [event.as_str(); 2]);
    assert_eq!(came[0].body, came[1].body);
    assert_ne!(
        came[0].header("webhook-signature"),
        came[1].header("webhook-signature")
    );
    app.until_delivered(&partner).await;
    let deliveries = app.deliveries(&partner, &format!("?event={event}")).await;
    assert_eq!(deliveries.len(), 2, "a replay is a delivery of its own");

    // One that waits for its next try goes at once.
    receiver.answers(Reply::status(500));
    let event = app.test_event(&partner).await;
    app.until_tried(&partner, &event, 1).await;
    receiver.answers(Reply::status(200));
    assert_eq!(app.replayed(&partner, json!({"event": event})).await, 1);
    let delivery = app.until_tried(&partner, &event, 2).await;
    assert_eq!(delivery["state"], "delivered");
    assert_eq!(receiver.count(), 4);

    // An event of a time without a webhook.
    let late = app.partner("Two").await;
    let event = created(&app, &late).await;
    let (receiver, _) = app.receiver(&late).await;
    assert_eq!(app.replayed(&late, json!({"event": event})).await, 1);
    assert_eq!(ids(&receiver.until(1).await), [event]);
}

#[tokio::test]
async fn since_counts_from_its_second() {
    let app = TestApp::start().await;
    let partner = app.partner("One").await;
    let mut events = Vec::new();
    for _ in 0..3 {
        events.push(created(&app, &partner).await);
        app.pass(10).await;
    }
    let (receiver, _) = app.receiver(&partner).await;
    let second = app.clock.now().as_secs() - 20;
    let queued = app
        .replayed(&partner, json!({"since": second.to_string()}))
        .await;
    assert_eq!(queued, 2);
    let came = receiver.until(2).await;
    let mut came = ids(&came);
    came.sort_unstable();
    assert_eq!(came, events[1..]);
}

#[tokio::test]
async fn a_replay_that_cannot_be_is_refused() {
    let app = TestApp::start().await;
    let partner = app.partner("One").await;
    let event = created(&app, &partner).await;
    let unknown = format!("evt_{}", "0".repeat(32));
    app.replay(&partner, json!({"event": event}))
        .await
        .expect(409, 27)
        .names("webhook");
    app.replay(&partner, json!({"since": 0}))
        .await
        .expect(409, 27);
    let (_receiver, _) = app.receiver(&partner).await;
    app.replay(&partner, json!({"event": unknown}))
        .await
        .expect(404, 26)
        .names("event");
    for body in [
        json!({}),
        json!({"event": event, "since": 0}),
        json!({"event": null, "since": null}),
        json!({"event": "evt_1"}),
        json!({"event": event.to_uppercase()}),
        json!({"event": 7}),
    ] {
        let answer = app.replay(&partner, body).await;
        answer.expect(422, 4).names("event");
    }
    for since in [json!("yesterday"), json!(1.5), json!([0])] {
        let answer = app.replay(&partner, json!({"since": since})).await;
        answer.expect(422, 4).names("since");
    }
}
