//! The events of a partner as they are read, and how long they are kept.

use super::sending::{again, taken};
use super::world::{World, at};
use crate::{EventFilter, EventPage, ReplayAllOutcome, ReplayOutcome, Store};
use gangway_domain::{EventId, PartnerEvent, PartnerId};
use std::sync::Arc;
use tokio::task::JoinSet;

const HOUR: u64 = 3_600;

fn most() -> EventFilter {
    EventFilter {
        limit: 100,
        ..EventFilter::default()
    }
}

/// The numbers of a page, and up to where it has seen.
async fn page(world: &World, partner: PartnerId, filter: &EventFilter) -> (Vec<i64>, i64) {
    let EventPage { events, seen } = world.store.events(partner, filter).await.unwrap();
    (events.iter().map(|event| event.number).collect(), seen)
}

pub async fn events_are_read_page_by_page(store: Arc<dyn Store>) {
    let world = World::new(store);
    let (partner, other) = (world.client().await.id(), world.client().await.id());
    assert_eq!(page(&world, partner, &most()).await, (vec![], 0));
    for now in 1..=5 {
        world.told(partner, now).await;
        world.told(other, now).await;
    }
    let from = |after, limit| EventFilter {
        after,
        limit,
        ..EventFilter::default()
    };
    assert_eq!(page(&world, partner, &from(0, 2)).await, (vec![1, 2], 2));
    assert_eq!(page(&world, partner, &from(2, 3)).await, (vec![3, 4, 5], 5));
    assert_eq!(page(&world, partner, &from(5, 3)).await, (vec![], 5));
    assert_eq!(page(&world, partner, &from(3, 3)).await, (vec![4, 5], 5));
    let (own, others) = (world.all_told(partner).await, world.all_told(other).await);
    assert!(own.iter().all(|event| !others.contains(event)));
}

pub async fn filters_of_events_hold_together(store: Arc<dyn Store>) {
    let world = World::new(store);
    let (partner, other) = (world.client().await.id(), world.client().await.id());
    let one = world.told(partner, 10).await; // 1
    let two = world.told(partner, 5 * HOUR).await; // 2
    let open = async |account, now| world.store.open(account, at(now)).await.unwrap();
    open(one, 10 * HOUR).await; // 3
    // Another node, whose clock is a little behind.
    open(two, 10 * HOUR - 60).await; // 4
    for now in 0..20 {
        // 5 to 24
        world.told(partner, (11 + now) * HOUR).await;
    }
    let theirs = world.told(other, 10).await;
    let asked = async |filter: EventFilter| page(&world, partner, &filter).await;
    let since = |now| EventFilter {
        since: Some(at(now)),
        ..most()
    };
    let up_from = |first: i64| (first..=24).collect::<Vec<i64>>();
    assert_eq!(asked(since(0)).await, (up_from(1), 24));
    assert_eq!(asked(since(11)).await, (up_from(2), 24));
    assert_eq!(asked(since(5 * HOUR)).await, (up_from(2), 24));
    assert_eq!(asked(since(5 * HOUR + 1)).await, (up_from(3), 24));
    assert_eq!(asked(since(10 * HOUR - 60)).await, (up_from(3), 24));
    let (mut late, _) = asked(since(10 * HOUR)).await;
    assert_eq!(late.remove(0), 3, "though a later one is earlier");
    assert_eq!(late, up_from(5));
    assert_eq!(asked(since(11 * HOUR)).await, (up_from(5), 24));
    assert_eq!(asked(since(30 * HOUR)).await, (vec![24], 24));
    assert_eq!(asked(since(30 * HOUR + 1)).await, (vec![], 24));
    let after = EventFilter {
        after: 22,
        ..since(11 * HOUR)
    };
    assert_eq!(asked(after).await, (vec![23, 24], 24));

    let of = |account| EventFilter {
        account: Some(account),
        ..most()
    };
    let kind = |event| EventFilter {
        event: Some(event),
        ..most()
    };
    assert_eq!(asked(of(one)).await, (vec![1, 3], 24));
    assert_eq!(asked(of(theirs)).await, (vec![], 24), "another partner's");
    assert_eq!(page(&world, other, &of(theirs)).await, (vec![1], 1));
    assert_eq!(page(&world, other, &of(one)).await, (vec![], 1));
    assert_eq!(asked(kind(PartnerEvent::Opened)).await, (vec![3, 4], 24));
    assert_eq!(asked(kind(PartnerEvent::Removed)).await, (vec![], 24));
    let both = EventFilter {
        account: Some(two),
        ..kind(PartnerEvent::Opened)
    };
    assert_eq!(asked(both.clone()).await, (vec![4], 24));
    let full = EventFilter {
        limit: 1,
        ..both.clone()
    };
    assert_eq!(asked(full).await, (vec![4], 4), "a full page says no more");
    let past = EventFilter { after: 4, ..both };
    assert_eq!(asked(past).await, (vec![], 24));
    let late = EventFilter {
        since: Some(at(11)),
        ..of(one)
    };
    assert_eq!(asked(late).await, (vec![3], 24));
}

/// Nodes whose clocks differ tell in turns: events are not quite in the order of their times.
pub async fn none_since_an_instant_is_left_out_for_another_clock(store: Arc<dyn Store>) {
    let world = World::new(store);
    let partner = world.listener().await;
    let times: Vec<u64> = (0..30)
        .map(|n| HOUR + n * 600 - if n % 3 == 2 { 3_000 } else { 0 })
        .collect();
    for time in &times {
        world.told(partner, *time).await;
    }
    for since in &times {
        let filter = EventFilter {
            since: Some(at(*since)),
            ..most()
        };
        let expected = times.iter().zip(1..).filter(|(time, _)| *time >= since);
        let expected: Vec<i64> = expected.map(|(_, number)| number).collect();
        let found = page(&world, partner, &filter).await;
        assert_eq!(found, (expected.clone(), 30), "since {since}");
        let again = world
            .store
            .replay_undelivered(partner, at(*since), 0, 100, at(100_000));
        let queued = u32::try_from(expected.len()).unwrap();
        let expected = ReplayAllOutcome::Queued { queued, next: None };
        assert_eq!(again.await.unwrap(), expected, "since {since}");
    }
}

/// Whoever reads page by page while others write misses nothing.
pub async fn what_is_seen_is_followed_by_nothing_lower(store: Arc<dyn Store>) {
    let world = World::new(store);
    let partner = world.listener().await;
    let mut writers = JoinSet::new();
    for _ in 0..4 {
        let world = world.clone();
        writers.spawn(async move {
            for now in 0..40 {
                world.told(partner, now).await;
            }
        });
    }
    let writers = tokio::spawn(writers.join_all());
    let (mut numbers, mut after) = (Vec::new(), 0);
    loop {
        let all_written = writers.is_finished();
        let filter = EventFilter { after, ..most() };
        let (more, seen) = page(&world, partner, &filter).await;
        assert!(seen >= after);
        if all_written && more.is_empty() {
            break;
        }
        numbers.extend(more);
        after = seen;
    }
    writers.await.unwrap();
    assert_eq!(numbers, (1..=160).collect::<Vec<i64>>());
}

pub async fn old_events_are_forgotten_with_all_that_became_of_them(store: Arc<dyn Store>) {
    let world = World::new(store);
    let (partner, other) = (world.listener().await, world.listener().await);
    let account = world.told(partner, 1).await;
    world.told(other, 2).await;
    for now in 3..=6 {
        world.told(partner, now).await;
    }
    let told = world.all_told(partner).await;
    let claimed = world.claim(partner, 1, 2, 10).await;
    world
        .end(partner, 1, claimed[0].id, taken(10), at(10))
        .await;
    world
        .end(partner, 1, claimed[1].id, again(10, 50), at(10))
        .await;
    let under_way = world.claim_one(other, 1, 10).await;
    let forget = async |before, at_most| {
        let forgotten = world.store.forget_events(at(before), at_most).await;
        forgotten.unwrap()
    };
    assert_eq!(forget(1, 100).await, 0);
    assert_eq!(forget(100, 0).await, 0);
    assert_eq!(forget(100, 1).await, 1, "the oldest");
    assert_eq!(world.all_told(partner).await, told[1..]);
    assert_eq!(world.attempts(partner, claimed[0].id).await, []);
    assert_eq!(world.records(partner).await.len(), 4);
    let id = EventId::parse(told[0].body.split('"').nth(3).unwrap()).unwrap();
    let replayed = world.store.replay(partner, &id, at(20)).await.unwrap();
    assert_eq!(replayed, ReplayOutcome::NotFound);
    assert_eq!(forget(4, 100).await, 2, "that instant itself is kept");
    assert_eq!(forget(4, 100).await, 0);
    assert_eq!(world.all_told(partner).await, told[2..]);
    assert_eq!(world.all_told(other).await, []);
    assert_eq!(world.attempts(partner, claimed[1].id).await, []);
    assert_eq!(world.due(50).await, [partner]);
    // One that was under way meanwhile has nowhere to be stored.
    let id = under_way.id;
    assert_eq!(world.end(other, 1, id, taken(20), at(20)).await, []);
    assert_eq!(world.records(other).await, []);

    assert_eq!(page(&world, partner, &most()).await, (vec![3, 4, 5], 5));
    assert_eq!(
        page(&world, other, &most()).await,
        (vec![], 1),
        "numbers go on"
    );
    world.store.open(account, at(30)).await.unwrap();
    let told = world.all_told(partner).await;
    assert!(told.last().unwrap().body.ends_with(",\"sequence\":2}"));
    assert_eq!(told.last().unwrap().number, 6);
    let since = EventFilter {
        since: Some(at(30)),
        ..most()
    };
    assert_eq!(page(&world, partner, &since).await, (vec![6], 6));
}
