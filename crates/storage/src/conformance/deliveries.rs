//! What becomes of deliveries that were claimed.

use super::sending::{LEASE, again, attempt, failed, gone, taken};
use super::world::{World, at};
use crate::{DeliveryAttempt, DeliveryEnd, DeliveryFilter, DeliveryRecord, EndedDelivery, Store};
use gangway_domain::{AttemptFault, DeliveryState, PartnerEvent, PartnerId};
use std::sync::Arc;
use std::time::Duration;

async fn record(world: &World, partner: PartnerId) -> DeliveryRecord {
    let records = world.records(partner).await;
    let [one] = <[DeliveryRecord; 1]>::try_from(records).unwrap();
    one
}

/// Where the only delivery of a partner stands: its state, its tries, and when it is due.
async fn standing(world: &World, partner: PartnerId) -> (DeliveryState, u32, Option<u64>) {
    let one = record(world, partner).await;
    let due = one.due_at.map(|due| at(0).until(due).as_secs());
    (one.state, one.tries, due)
}

pub async fn a_delivery_is_tried_until_it_is_taken(store: Arc<dyn Store>) {
    let world = World::new(store);
    let (partner, other) = (world.listener().await, world.listener().await);
    world.told(other, 1).await;
    world.told(partner, 1).await;
    let waiting = record(&world, partner).await;
    assert_eq!(
        (waiting.event, waiting.queued_at, waiting.state),
        (PartnerEvent::Created, at(1), DeliveryState::Pending)
    );
    assert_eq!((waiting.tries, waiting.due_at), (0, Some(at(1))));
    let one = world.claim_one(partner, 1, 10).await;
    assert_eq!((one.id, &one.event_id), (waiting.id, &waiting.event_id));
    let no_answer = DeliveryAttempt {
        at: at(10),
        took: Duration::from_millis(15_000),
        http_status: None,
        fault: Some(AttemptFault::Timeout),
        answer: Vec::new(),
    };
    let end = DeliveryEnd::Again(no_answer.clone(), at(30));
    assert_eq!(world.end(partner, 1, one.id, end, at(25)).await, []);
    let expected = DeliveryRecord {
        tries: 1,
        due_at: Some(at(30)),
        ..waiting.clone()
    };
    assert_eq!(record(&world, partner).await, expected);
    assert_eq!(world.claim(partner, 1, 10, 29).await, []);
    let second = world.claim_one(partner, 1, 30).await;
    assert_eq!((second.id, second.tries), (one.id, 1));
    let binary = DeliveryAttempt {
        answer: vec![0, 0xff, b'{'],
        ..attempt(31, 200)
    };
    let end = DeliveryEnd::Delivered(binary.clone());
    assert_eq!(world.end(partner, 1, one.id, end, at(31)).await, []);
    let expected = DeliveryRecord {
        tries: 2,
        due_at: None,
        state: DeliveryState::Delivered,
        ..waiting
    };
    assert_eq!(record(&world, partner).await, expected);
    assert_eq!(world.attempts(partner, one.id).await, [no_answer, binary]);
    assert_eq!(world.due(100_000).await, [other]);
    assert_eq!(world.claim(partner, 1, 10, 100_000).await, []);
    assert_eq!(
        world.attempts(other, one.id).await,
        [],
        "of another partner"
    );
    assert_eq!(standing(&world, other).await.1, 0);
}

pub async fn a_delivery_fails_for_good(store: Arc<dyn Store>) {
    let world = World::new(store);
    let partner = world.listener().await;
    world.told(partner, 1).await;
    let one = world.claim_one(partner, 1, 10).await;
    world.end(partner, 1, one.id, failed(11), at(11)).await;
    let expected = (DeliveryState::Failed, 1, None);
    assert_eq!(standing(&world, partner).await, expected);
    assert_eq!(world.attempts(partner, one.id).await, [attempt(11, 500)]);
    assert_eq!(world.claim(partner, 1, 10, 100_000).await, []);
    assert_eq!(world.due(100_000).await, []);
}

pub async fn what_is_given_back_untried_is_due_at_once(store: Arc<dyn Store>) {
    let world = World::new(store);
    let partner = world.listener().await;
    world.told(partner, 1).await;
    let one = world.claim_one(partner, 1, 10).await;
    let release = async |owner| {
        let end = DeliveryEnd::Released;
        world.end(partner, owner, one.id, end, at(11)).await
    };
    assert_eq!(release(2).await, []);
    assert_eq!(world.claim(partner, 2, 10, 11).await, [], "not whose it is");
    assert_eq!(release(1).await, []);
    assert_eq!(world.due(11).await, [partner]);
    assert_eq!(world.claim_one(partner, 2, 11).await, one);
    assert_eq!(world.attempts(partner, one.id).await, []);
    assert_eq!(world.the_endpoint(partner).await.failing_since, None);
}

pub async fn a_whole_batch_ends_at_once(store: Arc<dyn Store>) {
    let world = World::new(store);
    let (one, other) = (world.listener().await, world.listener().await);
    for _ in 0..20 {
        world.told(one, 1).await;
        world.told(other, 1).await;
    }
    let mut ended = Vec::new();
    for partner in [one, other] {
        let claimed = world.claim(partner, 1, 100, 10).await;
        assert_eq!(claimed.len(), 20);
        ended.extend(claimed.into_iter().zip(0..).map(|(delivery, n)| {
            let end = match n % 4 {
                0 => taken(10),
                1 => again(10, 50),
                2 => failed(10),
                _ => DeliveryEnd::Released,
            };
            EndedDelivery {
                delivery: delivery.id,
                partner,
                end,
            }
        }));
    }
    assert_eq!(
        world
            .store
            .end_deliveries(1, Vec::new(), at(10))
            .await
            .unwrap(),
        []
    );
    assert_eq!(
        world.store.end_deliveries(1, ended, at(10)).await.unwrap(),
        []
    );
    for partner in [one, other] {
        for (record, n) in world.records(partner).await.into_iter().zip(0..) {
            let expected = match n % 4 {
                0 => (DeliveryState::Delivered, 1, None),
                1 => (DeliveryState::Pending, 1, Some(at(50))),
                2 => (DeliveryState::Failed, 1, None),
                _ => (DeliveryState::Pending, 0, Some(at(10))),
            };
            assert_eq!((record.state, record.tries, record.due_at), expected, "{n}");
        }
        assert_eq!(world.claim(partner, 2, 100, 10).await.len(), 5);
    }
}

pub async fn a_lost_lease_keeps_its_attempt_and_leaves_the_rest(store: Arc<dyn Store>) {
    let world = World::new(store);
    let partner = world.listener().await;
    world.told(partner, 0).await;
    let id = world.claim_one(partner, 1, 0).await.id;
    let now = LEASE;
    world.claim_one(partner, 2, now).await;
    let held = Some(now + LEASE);
    world
        .end(partner, 1, id, again(now, now + 1), at(now))
        .await;
    assert_eq!(
        standing(&world, partner).await,
        (DeliveryState::Pending, 1, held)
    );
    world.end(partner, 1, id, failed(now + 1), at(now)).await;
    assert_eq!(
        standing(&world, partner).await,
        (DeliveryState::Pending, 2, held)
    );
    assert_eq!(world.claim(partner, 3, 10, now + 2).await, [], "still held");
    world
        .end(partner, 2, id, again(now + 2, 500), at(now))
        .await;
    let waits = (DeliveryState::Pending, 3, Some(500));
    assert_eq!(
        standing(&world, partner).await,
        waits,
        "whose it is decides"
    );
    let attempts = [
        attempt(now, 503),
        attempt(now + 1, 500),
        attempt(now + 2, 503),
    ];
    assert_eq!(world.attempts(partner, id).await, attempts);
    world
        .end(partner, 1, id, again(now + 3, 400), at(now))
        .await;
    let waits = (DeliveryState::Pending, 4, Some(500));
    assert_eq!(
        standing(&world, partner).await,
        waits,
        "nobody's lease is not one's own"
    );
}

pub async fn what_was_taken_is_delivered_whoever_sent_it(store: Arc<dyn Store>) {
    let world = World::new(store);
    let (one, other) = (world.listener().await, world.listener().await);
    world.told(one, 0).await;
    let id = world.claim_one(one, 1, 0).await.id;
    world.claim_one(one, 2, LEASE).await;
    world.end(one, 1, id, taken(LEASE), at(LEASE)).await;
    let delivered = |tries| (DeliveryState::Delivered, tries, None);
    assert_eq!(standing(&world, one).await, delivered(1));
    assert_eq!(world.claim(one, 3, 10, 100_000).await, []);
    // The other one fails: that is kept, and changes nothing.
    world.end(one, 2, id, again(101, 200), at(101)).await;
    world.end(one, 2, id, failed(102), at(102)).await;
    world.end(one, 2, id, DeliveryEnd::Released, at(103)).await;
    assert_eq!(standing(&world, one).await, delivered(3));
    assert_eq!(world.attempts(one, id).await.len(), 3);

    world.told(other, 0).await;
    let id = world.claim_one(other, 1, 0).await.id;
    world.claim_one(other, 2, LEASE).await;
    world.end(other, 2, id, failed(LEASE), at(LEASE)).await;
    world.end(other, 1, id, taken(LEASE), at(LEASE)).await;
    assert_eq!(
        standing(&world, other).await,
        delivered(2),
        "it was given up too soon"
    );
}

pub async fn deliveries_come_newest_first_as_they_are_asked_for(store: Arc<dyn Store>) {
    let world = World::new(store);
    let (partner, other) = (world.listener().await, world.listener().await);
    for now in 1..=6 {
        world.told(partner, now).await;
        world.told(other, now).await;
    }
    let claimed = world.claim(partner, 1, 4, 10).await;
    for (one, end) in claimed
        .iter()
        .zip([taken(10), failed(10), again(10, 50), gone(10)])
    {
        world.end(partner, 1, one.id, end, at(10)).await;
    }
    let all = world.records(partner).await;
    let by_time: Vec<_> = all.iter().map(|record| record.queued_at).collect();
    assert_eq!(by_time, [at(1), at(2), at(3), at(4), at(5), at(6)]);
    assert!(all.is_sorted_by(|a, b| a.id < b.id));
    let asked = async |filter: DeliveryFilter| {
        let found = world.store.deliveries(partner, &filter).await.unwrap();
        let place = |record| all.iter().position(|one| *one == record).unwrap();
        found.into_iter().map(place).collect::<Vec<_>>()
    };
    let most = DeliveryFilter {
        limit: 100,
        ..DeliveryFilter::default()
    };
    let in_state = |state| DeliveryFilter {
        state: Some(state),
        ..most.clone()
    };
    assert_eq!(asked(most.clone()).await, [5, 4, 3, 2, 1, 0]);
    assert_eq!(asked(in_state(DeliveryState::Pending)).await, [5, 4, 2]);
    assert_eq!(asked(in_state(DeliveryState::Delivered)).await, [0]);
    assert_eq!(asked(in_state(DeliveryState::Failed)).await, [3, 1]);
    let page = DeliveryFilter {
        limit: 2,
        before: Some(all[4].id),
        ..in_state(DeliveryState::Pending)
    };
    assert_eq!(asked(page.clone()).await, [2]);
    let page = DeliveryFilter {
        state: None,
        ..page
    };
    assert_eq!(asked(page).await, [3, 2]);
    let of_event = |record: &DeliveryRecord| DeliveryFilter {
        event: Some(record.event_id.clone()),
        ..most.clone()
    };
    assert_eq!(asked(of_event(&all[1])).await, [1]);
    let early = DeliveryFilter {
        before: Some(all[1].id),
        ..of_event(&all[1])
    };
    assert_eq!(asked(early).await, []);
    let others = world.records(other).await;
    assert_eq!(asked(of_event(&others[0])).await, [], "of another partner");

    let ids = [all[2].id, all[0].id, others[0].id, all[5].id, all[0].id];
    let attempts = world.store.attempts(partner, &ids).await.unwrap();
    let expected = [(all[0].id, attempt(10, 204)), (all[2].id, attempt(10, 503))];
    assert_eq!(attempts, expected);
    assert_eq!(world.store.attempts(partner, &[]).await.unwrap(), []);
}
