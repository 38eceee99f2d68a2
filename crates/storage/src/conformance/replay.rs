//! Sending again, and sending tests.

use super::sending::{LEASE, again, cleared, failed, taken, was_woken};
use super::world::{World, at};
use crate::{DeliveryRecord, EventFilter, NewEvent, ReplayAllOutcome, ReplayOutcome, Store};
use gangway_domain::{DeliveryState, EventId, PartnerEvent, PartnerId};
use std::sync::Arc;

async fn replay(world: &World, partner: PartnerId, event: &EventId, now: u64) -> ReplayOutcome {
    let outcome = world.store.replay(partner, event, at(now)).await;
    outcome.unwrap()
}

async fn latest(world: &World, partner: PartnerId) -> DeliveryRecord {
    world.records(partner).await.pop().unwrap()
}

/// The ids of a partner's events in their order.
async fn ids(world: &World, partner: PartnerId) -> Vec<EventId> {
    let told = world.all_told(partner).await;
    let id = |body: &str| EventId::parse(body.split('"').nth(3).unwrap()).unwrap();
    told.iter().map(|event| id(&event.body)).collect()
}

pub async fn what_was_told_before_there_was_an_endpoint_can_be_sent(store: Arc<dyn Store>) {
    let world = World::new(store);
    let (partner, other) = (world.client().await.id(), world.listener().await);
    world.told(partner, 1).await;
    let event = ids(&world, partner).await.remove(0);
    let replayed = replay(&world, partner, &event, 10).await;
    assert_eq!(replayed, ReplayOutcome::NoEndpoint);
    world.endpoint(partner).await;
    let not_found = ReplayOutcome::NotFound;
    assert_eq!(replay(&world, other, &event, 10).await, not_found);
    let unknown = EventId::from_bits(7);
    assert_eq!(replay(&world, partner, &unknown, 10).await, not_found);
    assert_eq!(world.due(100).await, []);
    let mut wake_up = world.store.outbox_wake_up();
    for now in [10, 11] {
        let queued = replay(&world, partner, &event, now).await;
        assert_eq!(queued, ReplayOutcome::Queued);
        assert!(was_woken(&mut wake_up));
    }
    assert_eq!(world.records(partner).await.len(), 1, "it waited already");
    let one = latest(&world, partner).await;
    assert_eq!(
        (one.queued_at, one.due_at, one.tries),
        (at(10), Some(at(10)), 0)
    );
    assert_eq!(world.claim_one(partner, 1, 10).await.event_id, event);
}

pub async fn a_delivery_that_waits_is_due_and_an_ended_one_is_followed(store: Arc<dyn Store>) {
    let world = World::new(store);
    let partner = world.listener().await;
    world.told(partner, 1).await;
    let event = ids(&world, partner).await.remove(0);
    let queued = async |now| {
        let outcome = replay(&world, partner, &event, now).await;
        assert_eq!(outcome, ReplayOutcome::Queued);
        let records = world.records(partner).await;
        (records.len(), latest(&world, partner).await)
    };
    let first = world.claim_one(partner, 1, 10).await.id;
    let before = latest(&world, partner).await;
    assert_eq!(queued(11).await, (1, before), "being sent: left alone");
    world.end(partner, 1, first, again(12, 5_000), at(12)).await;
    let (count, waits) = queued(13).await;
    assert_eq!((count, waits.id, waits.tries), (1, first, 1));
    assert_eq!(waits.due_at, Some(at(13)));
    let (_, waits) = queued(20).await;
    assert_eq!(waits.due_at, Some(at(13)), "longer due stays longer due");
    // A sender that has gone keeps nobody waiting.
    world.claim_one(partner, 1, 20).await;
    queued(20 + LEASE).await;
    let taken_up = world.claim_one(partner, 2, 20 + LEASE).await;
    assert_eq!(taken_up.id, first);
    let now = 30 + LEASE;
    world.end(partner, 2, first, taken(now), at(now)).await;

    let (count, second) = queued(now).await;
    assert_eq!(
        (count, second.state, second.tries),
        (2, DeliveryState::Pending, 0)
    );
    assert!(second.id > first);
    assert_eq!((second.queued_at, second.due_at), (at(now), Some(at(now))));
    assert_eq!(second.event_id, event);
    let delivery = world.claim_one(partner, 1, now).await;
    world
        .end(partner, 1, delivery.id, failed(now), at(now))
        .await;
    let (count, third) = queued(now + 1).await;
    assert_eq!((count, third.state), (3, DeliveryState::Pending));
    let states: Vec<_> = world
        .records(partner)
        .await
        .iter()
        .map(|r| r.state)
        .collect();
    let (delivered, failed) = (DeliveryState::Delivered, DeliveryState::Failed);
    assert_eq!(states, [delivered, failed, DeliveryState::Pending]);
}

pub async fn a_repetition_keeps_its_place_behind_its_account(store: Arc<dyn Store>) {
    let world = World::new(store);
    let partner = world.listener().await;
    let account = world.told(partner, 1).await;
    let first = world.claim_one(partner, 1, 2).await;
    world.end(partner, 1, first.id, taken(2), at(2)).await;
    world.store.open(account, at(3)).await.unwrap();
    let repeated = replay(&world, partner, &first.event_id, 4).await;
    assert_eq!(repeated, ReplayOutcome::Queued);
    let opened = world.claim_one(partner, 1, 5).await;
    assert_ne!(opened.event_id, first.event_id);
    assert_eq!(world.claim(partner, 1, 10, 5).await, []);
    world.end(partner, 1, opened.id, taken(6), at(6)).await;
    assert_eq!(
        world.claim_one(partner, 1, 6).await.event_id,
        first.event_id
    );
}

pub async fn nothing_is_repeated_where_nothing_is_sent(store: Arc<dyn Store>) {
    let world = World::new(store);
    let partner = world.listener().await;
    world.told(partner, 1).await;
    let event = ids(&world, partner).await.remove(0);
    let nothing = async || {
        let outcome = replay(&world, partner, &event, 20).await;
        assert_eq!(outcome, ReplayOutcome::NoEndpoint);
        let all = world
            .store
            .replay_undelivered(partner, at(0), 0, 10, at(20));
        assert_eq!(all.await.unwrap(), ReplayAllOutcome::NoEndpoint);
        assert_eq!(
            world.store.test_webhook(partner, at(20)).await.unwrap(),
            None
        );
        assert_eq!(world.records(partner).await.len(), 1);
        assert_eq!(world.all_told(partner).await.len(), 1);
    };
    world.set(cleared(partner)).await;
    nothing().await;
    world.endpoint(partner).await;
    world.switch_off(partner, 10).await;
    nothing().await;
    world.endpoint(partner).await;
    let outcome = replay(&world, partner, &event, 20).await;
    assert_eq!(outcome, ReplayOutcome::Queued);
}

pub async fn all_that_did_not_arrive_is_sent_again_page_by_page(store: Arc<dyn Store>) {
    let world = World::new(store);
    let partner = world.client().await.id();
    let hour = 3_600;
    // Two that are too old, and two for which there was no endpoint.
    for now in [1, 2, 20 * hour, 20 * hour + 1] {
        world.told(partner, now).await;
    }
    world.endpoint(partner).await;
    let now = 21 * hour;
    for _ in 0..4 {
        world.told(partner, now).await;
    }
    let other = world.listener().await;
    world.told(other, now).await;
    let claimed = world.claim(partner, 1, 3, now).await;
    let ends = [taken(now), failed(now), again(now, 30 * hour)];
    for (delivery, end) in claimed.iter().zip(ends) {
        world.end(partner, 1, delivery.id, end, at(now)).await;
    }
    let events = ids(&world, partner).await;
    let mut wake_up = world.store.outbox_wake_up();
    let page = async |after, at_most| {
        let since = at(20 * hour);
        let page = world
            .store
            .replay_undelivered(partner, since, after, at_most, at(now + 9));
        match page.await.unwrap() {
            ReplayAllOutcome::Queued { queued, next } => (queued, next),
            other => panic!("{other:?}"),
        }
    };
    assert_eq!(page(0, 3).await, (2, Some(5)), "3 and 4; 5 has arrived");
    assert!(was_woken(&mut wake_up));
    assert_eq!(page(5, 3).await, (3, Some(8)), "6, 7 and 8");
    assert_eq!(page(8, 3).await, (0, None));
    let due: Vec<_> = world
        .records(partner)
        .await
        .into_iter()
        .filter(|record| record.due_at.is_some_and(|due| due <= at(now + 9)))
        .map(|record| (record.event_id, record.tries))
        .collect();
    let expected = [(6, 1), (7, 0), (2, 0), (3, 0), (5, 0)];
    let expected = expected.map(|(n, tries): (usize, u32)| (events[n].clone(), tries));
    assert_eq!(due, expected);
    assert_eq!(page(0, 100).await, (5, None), "they wait still");
    assert_eq!(world.records(partner).await.len(), 7, "none twice");
    assert_eq!(world.records(other).await.len(), 1, "another partner's");
}

pub async fn a_test_is_an_event_of_its_own(store: Arc<dyn Store>) {
    let world = World::new(store);
    let partner = world.client().await.id();
    assert_eq!(
        world.store.test_webhook(partner, at(1)).await.unwrap(),
        None
    );
    world.endpoint(partner).await;
    world.told(partner, 2).await;
    let mut wake_up = world.store.outbox_wake_up();
    let id = world.store.test_webhook(partner, at(3)).await.unwrap();
    assert!(was_woken(&mut wake_up));
    let expected = NewEvent::test(partner, 2, at(3));
    assert_eq!(id, Some(expected.id.clone()));
    world.told(partner, 4).await;
    let told = world.all_told(partner).await;
    assert_eq!((told[1].number, &told[1].body), (2, &expected.body));
    assert_eq!(told[2].number, 3);
    let tests = EventFilter {
        event: Some(PartnerEvent::WebhookTest),
        limit: 10,
        ..EventFilter::default()
    };
    let page = world.store.events(partner, &tests).await.unwrap();
    assert_eq!(page.events, told[1..2]);
    let claimed = world.claim(partner, 1, 10, 10).await;
    assert_eq!(claimed[1].event_id, expected.id);
    world
        .end(partner, 1, claimed[1].id, taken(10), at(10))
        .await;
    let replayed = replay(&world, partner, &expected.id, 11).await;
    assert_eq!(replayed, ReplayOutcome::Queued, "as any other");
}
