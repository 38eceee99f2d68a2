//! Endpoints that take nothing, and when they are switched off.

use super::sending::{LEASE, again, cleared, failed, gone, taken, was_woken};
use super::world::{World, at, lease};
use crate::{DeliveryEnd, EndedDelivery, Job, JobKind, Store, SwitchedOff};
use gangway_domain::{DeliveryState, OFF_AFTER, OffReason, PartnerId, Timestamp};
use std::sync::Arc;
use std::time::Duration;

const DAYS: u64 = OFF_AFTER.as_secs();

/// Takes the jobs that are due.
async fn jobs(world: &World, now: Timestamp) -> Vec<JobKind> {
    let mut jobs = Vec::new();
    let lease = || lease(9, now.plus(Duration::from_secs(60)));
    while let Some(job) = world.store.take_job(lease(), now).await.unwrap() {
        let Job { kind, tries, .. } = job;
        assert_eq!(tries, 0);
        jobs.push(kind);
    }
    jobs
}

/// Has the next delivery end so, at this instant.
async fn ends(world: &World, partner: PartnerId, end: DeliveryEnd, now: Timestamp) -> bool {
    let lease = lease(1, now.plus(Duration::from_secs(LEASE)));
    let claimed = world.store.claim_deliveries(partner, lease, 1, now);
    let claimed = claimed.await.unwrap();
    let off = world.end(partner, 1, claimed[0].id, end, now).await;
    assert!(off.is_empty() || off == [partner]);
    !off.is_empty()
}

/// Takes nothing from one instant on until shortly before another.
async fn fails_from(world: &World, partner: PartnerId, from: u64, until: u64) {
    const PAUSE: u64 = 30 * 3600;
    let mut second = from;
    while second < until {
        let off = ends(world, partner, again(second, second + PAUSE), at(second)).await;
        assert!(!off, "after {second} s");
        second += PAUSE;
    }
}

/// A partner with an endpoint and this many accounts, of which it is to be told.
async fn partner(world: &World, accounts: u64) -> PartnerId {
    let partner = world.listener().await;
    for _ in 0..accounts {
        world.told(partner, 0).await;
    }
    partner
}

async fn since(world: &World, partner: PartnerId) -> Option<Timestamp> {
    world.the_endpoint(partner).await.failing_since
}

pub async fn the_time_of_failing_begins_and_ends(store: Arc<dyn Store>) {
    let world = World::new(store);
    let (one, other) = (partner(&world, 5).await, partner(&world, 1).await);
    assert_eq!(since(&world, one).await, None);
    assert!(!ends(&world, one, taken(10), at(10)).await);
    assert_eq!(since(&world, one).await, None);
    assert!(!ends(&world, one, again(20, 9_000), at(20)).await);
    assert_eq!(since(&world, one).await, Some(at(20)));
    assert!(!ends(&world, one, failed(30), at(30)).await);
    assert_eq!(since(&world, one).await, Some(at(20)), "it goes on");
    assert!(!ends(&world, one, DeliveryEnd::Released, at(35)).await);
    assert_eq!(since(&world, one).await, Some(at(20)));
    assert!(!ends(&world, one, taken(40), at(40)).await);
    assert_eq!(since(&world, one).await, None);
    assert!(!ends(&world, one, failed(50), at(50)).await);
    assert_eq!(since(&world, one).await, Some(at(50)), "it begins anew");
    assert_eq!(since(&world, other).await, None, "each for itself");
}

pub async fn what_fails_for_five_days_is_switched_off(store: Arc<dyn Store>) {
    let world = World::new(store);
    let (one, other) = (partner(&world, 9).await, partner(&world, 6).await);
    let mut wake_up = world.store.wake_up().await.unwrap();
    fails_from(&world, one, 10, 10 + DAYS).await;
    fails_from(&world, other, 11, 11 + DAYS).await;
    let end = at(10 + DAYS);
    let before = Timestamp::from_millis(end.as_millis() - 1);
    assert!(!ends(&world, one, failed(10), before).await);
    assert_eq!(world.the_endpoint(one).await.off, None);
    assert_eq!(jobs(&world, before).await, []);
    let late = world.claim(one, 3, 2, 10 + DAYS).await;
    assert!(ends(&world, one, again(10, 2 * DAYS), end).await);
    let off = SwitchedOff {
        at: end,
        why: OffReason::Failing,
    };
    let endpoint = world.the_endpoint(one).await;
    assert_eq!(
        (endpoint.off, endpoint.failing_since),
        (Some(off), Some(at(10)))
    );
    tokio::time::timeout(Duration::from_secs(20), wake_up.woken())
        .await
        .expect("somebody has to tell the partner");
    assert_eq!(jobs(&world, end).await, [JobKind::EndpointOff(one)]);
    assert_eq!(world.due(10 + DAYS).await, [other]);
    // What was under way ends without switching anything off again.
    let now = at(20 + DAYS);
    for (delivery, end) in late.iter().zip([failed(10), gone(10)]) {
        assert_eq!(world.end(one, 3, delivery.id, end, now).await, []);
    }
    assert_eq!(world.the_endpoint(one).await.off, Some(off));
    assert_eq!(jobs(&world, now).await, []);
    assert!(
        ends(&world, other, failed(10), now).await,
        "each by its own time"
    );
    assert_eq!(jobs(&world, now).await, [JobKind::EndpointOff(other)]);
}

/// Has the next deliveries end so, all at this instant.
async fn all_end(
    world: &World,
    partner: PartnerId,
    ends: Vec<DeliveryEnd>,
    now: u64,
) -> Vec<PartnerId> {
    let count = u32::try_from(ends.len()).unwrap();
    let claimed = world.claim(partner, 1, count, now).await;
    let ended = claimed.iter().zip(ends).map(|(one, end)| EndedDelivery {
        delivery: one.id,
        partner,
        end,
    });
    let off = world.store.end_deliveries(1, ended.collect(), at(now));
    off.await.unwrap()
}

pub async fn failures_far_apart_are_not_one_time_of_failing(store: Arc<dyn Store>) {
    let world = World::new(store);
    let partner = partner(&world, 12).await;
    ends(&world, partner, failed(10), at(10)).await;
    let late = 10 + 2 * DAYS;
    assert!(!ends(&world, partner, failed(late), at(late)).await);
    assert_eq!(since(&world, partner).await, Some(at(late)));
    fails_from(&world, partner, late + 3600, late + DAYS).await;
    assert!(ends(&world, partner, failed(late), at(late + DAYS)).await);
    assert_eq!(since(&world, partner).await, Some(at(late)));
}

pub async fn who_wants_no_more_is_heard_whatever_else_it_took(store: Arc<dyn Store>) {
    let world = World::new(store);
    for ends in [vec![gone(10), taken(10)], vec![taken(10), gone(10)]] {
        let partner = partner(&world, 2).await;
        assert_eq!(all_end(&world, partner, ends, 10).await, [partner]);
        let off = world.the_endpoint(partner).await.off.unwrap();
        assert_eq!(off.why, OffReason::Gone);
    }
}

pub async fn who_takes_one_of_many_is_not_failing(store: Arc<dyn Store>) {
    let world = World::new(store);
    let partner = partner(&world, 20).await;
    let end = async |ends, now| all_end(&world, partner, ends, now).await;
    fails_from(&world, partner, 10, 10 + DAYS).await;
    let late = 10 + DAYS;
    assert_eq!(end(vec![failed(late), taken(late)], late).await, []);
    assert_eq!(since(&world, partner).await, None, "the last one was taken");
    assert_eq!(end(vec![taken(late), failed(late)], late).await, []);
    assert_eq!(since(&world, partner).await, Some(at(late)), "it was not");
    let later = late + DAYS;
    fails_from(&world, partner, late, later).await;
    assert_eq!(
        end(vec![failed(later), failed(later)], later).await,
        [partner]
    );
    assert_eq!(
        jobs(&world, at(later)).await,
        [JobKind::EndpointOff(partner)]
    );
}

pub async fn who_wants_no_more_is_switched_off_at_once(store: Arc<dyn Store>) {
    let world = World::new(store);
    let (one, other) = (partner(&world, 3).await, partner(&world, 1).await);
    let claimed = world.claim(one, 1, 2, 10).await;
    let ended = claimed.iter().map(|delivery| EndedDelivery {
        delivery: delivery.id,
        partner: one,
        end: gone(11),
    });
    let off = world.store.end_deliveries(1, ended.collect(), at(11)).await;
    assert_eq!(off.unwrap(), [one], "once");
    let off = SwitchedOff {
        at: at(11),
        why: OffReason::Gone,
    };
    let endpoint = world.the_endpoint(one).await;
    assert_eq!(
        (endpoint.off, endpoint.failing_since),
        (Some(off), Some(at(11)))
    );
    assert_eq!(world.the_endpoint(other).await.off, None);
    let states: Vec<_> = world.records(one).await.iter().map(|r| r.state).collect();
    let (failed, pending) = (DeliveryState::Failed, DeliveryState::Pending);
    assert_eq!(
        states,
        [failed, failed, pending],
        "what waits goes on waiting"
    );
    assert_eq!(jobs(&world, at(10)).await, []);
    assert_eq!(jobs(&world, at(11)).await, [JobKind::EndpointOff(one)]);
    assert_eq!(world.due(100).await, [other]);
    world.endpoint(one).await;
    assert_eq!(world.due(100).await, [one, other]);
    assert_eq!(world.claim(one, 1, 10, 100).await.len(), 1);
}

pub async fn an_endpoint_that_was_cleared_is_not_switched_off(store: Arc<dyn Store>) {
    let world = World::new(store);
    let partner = partner(&world, 1).await;
    let mut wake_up = world.store.outbox_wake_up();
    let one = world.claim_one(partner, 1, 10).await;
    world.set(cleared(partner)).await;
    assert!(was_woken(&mut wake_up));
    assert_eq!(world.end(partner, 1, one.id, gone(11), at(11)).await, []);
    assert_eq!(world.the_endpoint(partner).await.off, None);
    assert_eq!(jobs(&world, at(1_000)).await, []);
}
