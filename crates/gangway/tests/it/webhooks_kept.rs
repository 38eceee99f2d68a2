//! Whose events are whose, for how long, and what becomes of them while a partner is suspended.

use crate::support::{
    Beacon, DELIVERIES, EVENTS, PageSession, REPLAY_WEBHOOK, Reply, TestApp, TestPartner, ids,
};
use gangway_domain::ClientId;
use reqwest::Method;
use serde_json::{Value, json};

const NOTHING: [Value; 0] = [];
const DAY: u32 = 24 * 3600;

fn client_id(partner: &TestPartner) -> ClientId {
    ClientId::parse(&partner.client_id).unwrap()
}

#[tokio::test]
async fn a_suspended_partner_is_sent_nothing_until_it_is_resumed() {
    let app = TestApp::start().await;
    let (partner, beacon) = (app.partner("One").await, Beacon::light(&app).await);
    let (receiver, _) = app.receiver(&partner).await;
    let account = app.create(&partner, json!({"business_name": "A"})).await;
    receiver.until(1).await;
    app.until_delivered(&partner).await;

    let operator = app.operator();
    operator
        .suspend_partner(&client_id(&partner))
        .await
        .unwrap();
    // Her journey goes on.
    PageSession::start(&app, &account).await;
    app.pass(60).await;
    beacon.seen(&app).await;
    assert_eq!(receiver.count(), 1);

    operator.resume_partner(&client_id(&partner)).await.unwrap();
    let came = receiver.until(2).await;
    assert_eq!(came[1].event(), "onboarding.started");
}

#[tokio::test]
async fn what_is_one_partners_is_nobody_elses() {
    let app = TestApp::start().await;
    let (one, two) = (app.partner("One").await, app.partner("Two").await);
    let (first, first_secret) = app.receiver(&one).await;
    let (second, second_secret) = app.receiver(&two).await;
    assert_ne!(first_secret, second_secret);
    let account = app.create(&one, json!({"business_name": "A"})).await;
    let event = first.until(1).await[0].id().to_owned();
    app.until_delivered(&one).await;
    let theirs = app.test_event(&two).await;
    assert_eq!(ids(&second.until(1).await), [theirs.as_str()]);
    app.until_delivered(&two).await;

    assert_eq!(app.event_ids(&two).await, std::slice::from_ref(&theirs));
    let number = account["whatsapp"].as_str().unwrap();
    let path = format!("{EVENTS}?whatsapp={number}");
    app.as_partner(&two, Method::GET, &path, None)
        .await
        .expect(404, 26);
    let delivered = app.deliveries(&two, "").await;
    assert_eq!((delivered.len(), &delivered[0]["id"]), (1, &json!(theirs)));
    let query = format!("?event={event}");
    assert_eq!(app.deliveries(&two, &query).await, NOTHING);
    let body = json!({"event": event});
    app.as_partner(&two, Method::POST, REPLAY_WEBHOOK, Some(body))
        .await
        .expect(404, 26);
    assert_eq!(app.replayed(&two, json!({"since": 0})).await, 0);
    app.test_event(&two).await;
    second.until(2).await;
    assert_eq!(first.count(), 1);
    assert_eq!(app.event_ids(&one).await, [event]);
}

#[tokio::test]
async fn deliveries_are_listed_in_pages_and_by_state() {
    let app = TestApp::start().await;
    let partner = app.partner("One").await;
    let (receiver, _) = app.receiver(&partner).await;
    let mut events = Vec::new();
    for _ in 0..3 {
        events.push(app.test_event(&partner).await);
    }
    app.until_delivered(&partner).await;
    receiver.answers(Reply::status(500));
    events.push(app.test_event(&partner).await);
    app.until_tried(&partner, &events[3], 1).await;
    events.reverse();

    let (mut seen, mut query) = (Vec::new(), "?limit=3".to_owned());
    loop {
        let path = format!("{DELIVERIES}{query}");
        let page = app.as_partner(&partner, Method::GET, &path, None).await;
        page.expect(200, 1);
        let list = page.json["list"].as_array().unwrap();
        seen.extend(
            list.iter()
                .map(|one| one["id"].as_str().unwrap().to_owned()),
        );
        match page.json["next_cursor"].as_str() {
            Some(cursor) => query = format!("?limit=3&cursor={cursor}"),
            None => break,
        }
    }
    assert_eq!(seen, events);
    for (state, count) in [("delivered", 3), ("pending", 1), ("failed", 0)] {
        let query = format!("?state={state}");
        let found = app.deliveries(&partner, &query).await;
        assert_eq!(found.len(), count, "{state}");
        assert!(found.iter().all(|one| one["state"] == state));
    }
    for (query, part) in [
        ("?state=lost", "pending, delivered, failed"),
        ("?event=7", "event"),
        ("?limit=201", "limit"),
        ("?cursor=x", "cursor"),
    ] {
        let path = format!("{DELIVERIES}{query}");
        let answer = app.as_partner(&partner, Method::GET, &path, None).await;
        answer.expect(422, 40).names(part);
    }
}

#[tokio::test]
async fn events_are_kept_for_as_long_as_is_set_and_then_gone_with_their_deliveries() {
    let app = TestApp::with(&[("webhooks.keep_days", "7")]).await;
    let partner = app.partner("One").await;
    let (receiver, _) = app.receiver(&partner).await;
    let early = app.test_event(&partner).await;
    app.until_delivered(&partner).await;
    app.pass(1).await;
    let late = app.test_event(&partner).await;
    receiver.until(2).await;
    app.until_delivered(&partner).await;
    // To the second in which the second one is as old as may be.
    app.pass(7 * DAY - 1).await;
    let both = [early.clone(), late.clone()];
    assert_eq!(app.event_ids(&partner).await, both);
    app.pass(1).await;
    for _ in 0..500 {
        if app.event_ids(&partner).await.len() < 2 {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    assert_eq!(app.event_ids(&partner).await, std::slice::from_ref(&late));
    let deliveries = app.deliveries(&partner, "").await;
    assert_eq!((deliveries.len(), &deliveries[0]["id"]), (1, &json!(late)));
    app.replay(&partner, json!({"event": early}))
        .await
        .expect(404, 26);
    let cursor = app.events(&partner, "?cursor=0").await.json["next_cursor"].clone();
    assert_eq!(cursor, "2", "numbers are not given out again");
    app.pass(DAY).await;
    for _ in 0..500 {
        if app.event_ids(&partner).await.is_empty() {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    let none = app.events(&partner, "").await;
    assert_eq!(none.json["list"], json!([]));
    assert_eq!(none.json["next_cursor"], "2");
    app.test_event(&partner).await;
    let later = app.events(&partner, "?cursor=2").await;
    assert_eq!(later.json["list"].as_array().unwrap().len(), 1);
}
