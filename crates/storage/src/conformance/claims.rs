//! What is due to partners' endpoints, and who takes it.

use super::sending::{LEASE, again, cleared, failed, taken};
use super::world::{World, at, lease};
use crate::{Delivery, DeliveryEnd, EndedDelivery, Store};
use gangway_domain::{AccountId, EventId, PartnerId};
use std::collections::BTreeSet;
use std::sync::Arc;
use tokio::task::JoinSet;

/// The event's id as it stands in its body.
fn id_in(body: &str) -> EventId {
    EventId::parse(body.split('"').nth(3).unwrap()).unwrap()
}

fn ids(claimed: &[Delivery]) -> Vec<i64> {
    claimed.iter().map(|one| one.id).collect()
}

/// Three events of one account at these seconds.
async fn three(world: &World, partner: PartnerId, seconds: [u64; 3]) -> AccountId {
    let account = world.told(partner, seconds[0]).await;
    world.store.open(account, at(seconds[1])).await.unwrap();
    let started = world.store.start(account, world.hash(), at(seconds[2]));
    started.await.unwrap();
    account
}

pub async fn what_is_told_is_due_to_the_endpoint_at_once(store: Arc<dyn Store>) {
    let world = World::new(store);
    let (one, other) = (world.listener().await, world.listener().await);
    let quiet = world.client().await.id();
    world.told(quiet, 1).await;
    assert_eq!(world.due(100_000).await, []);
    world.told(one, 10).await;
    assert_eq!(world.due(9).await, []);
    assert_eq!(world.claim(one, 1, 10, 9).await, []);
    assert_eq!(world.due(10).await, [one]);
    let endpoints = world.store.endpoints_due(at(10)).await.unwrap();
    assert_eq!(endpoints, [world.the_endpoint(one).await]);
    for now in 11..15 {
        world.told(one, now).await;
    }
    world.told(other, 12).await;
    assert_eq!(world.due(11).await, [one], "each partner once");
    assert_eq!(world.due(20).await, [one, other]);
    assert_eq!(world.claim(quiet, 1, 10, 20).await, []);
    let event = world.all_told(other).await.remove(0);
    let claimed = world.claim_one(other, 1, 20).await;
    let expected = Delivery {
        id: claimed.id,
        event_id: id_in(&event.body),
        body: event.body,
        tries: 0,
    };
    assert_eq!(claimed, expected);
    assert_eq!(world.due(20).await, [one]);
    assert_eq!(world.claim(one, 1, 0, 20).await, []);
    assert_eq!(world.claim(one, 1, 10, 20).await.len(), 5);
    assert_eq!(world.records(quiet).await, []);
}

pub async fn the_longest_due_are_claimed_first(store: Arc<dyn Store>) {
    let world = World::new(store);
    let partner = world.listener().await;
    for now in [30, 10, 40, 10, 20] {
        world.told(partner, now).await;
    }
    let bodies = world.all_told(partner).await;
    let told = |n: usize| id_in(&bodies[n].body);
    let claimed = async |at_most, now| {
        let claimed = world.claim(partner, 1, at_most, now).await;
        let ids = claimed.into_iter().map(|one| one.event_id);
        ids.collect::<Vec<_>>()
    };
    assert_eq!(claimed(2, 35).await, [told(1), told(3)]);
    assert_eq!(claimed(10, 35).await, [told(4), told(0)]);
    assert_eq!(claimed(10, 35).await, []);
    assert_eq!(world.due(35).await, []);
    assert_eq!(claimed(10, 40).await, [told(2)]);
}

pub async fn a_claim_is_one_senders_until_its_lease_ends(store: Arc<dyn Store>) {
    let world = World::new(store);
    let partner = world.listener().await;
    world.told(partner, 1).await;
    let first = world.claim_one(partner, 1, 10).await;
    let end = 10 + LEASE;
    for owner in [1, 2] {
        assert_eq!(world.claim(partner, owner, 10, end - 1).await, []);
    }
    assert_eq!(world.due(end - 1).await, []);
    assert_eq!(world.due(end).await, [partner]);
    let again = world.claim_one(partner, 2, end).await;
    assert_eq!(again, first, "it was not tried as far as anybody knows");
    assert_eq!(world.claim(partner, 3, 10, end).await, []);
    world.end(partner, 2, again.id, taken(end), at(end)).await;
    assert_eq!(world.claim(partner, 3, 10, 100_000).await, []);
}

pub async fn events_of_an_account_wait_for_its_earlier_ones(store: Arc<dyn Store>) {
    let world = World::new(store);
    let partner = world.listener().await;
    three(&world, partner, [1, 2, 3]).await;
    world.told(partner, 4).await;
    let all: Vec<i64> = world.records(partner).await.iter().map(|r| r.id).collect();
    let [a1, a2, a3, b] = <[i64; 4]>::try_from(all).unwrap();
    let claim = async |now| ids(&world.claim(partner, 1, 10, now).await);

    assert_eq!(claim(10).await, [a1, b], "one of each account");
    assert_eq!(claim(10).await, [], "the others wait while it is tried");
    world.end(partner, 1, a1, again(11, 50), at(11)).await;
    assert_eq!(claim(12).await, [a2], "what failed once is not waited for");
    assert_eq!(claim(12).await, []);
    world.end(partner, 1, a2, again(13, 40), at(13)).await;
    assert_eq!(claim(14).await, [a3]);
    world.end(partner, 1, a3, again(15, 60), at(15)).await;
    assert_eq!(claim(39).await, []);
    assert_eq!(claim(40).await, [a2]);
    assert_eq!(
        claim(50).await,
        [a1],
        "nothing earlier is there to wait for"
    );
    world.end(partner, 1, a1, taken(51), at(51)).await;
    assert_eq!(claim(60).await, [], "the second one is being tried");
    world.end(partner, 1, a2, failed(61), at(61)).await;
    assert_eq!(claim(62).await, [a3]);
}

/// An event of a node whose clock is ahead is not due yet for the others.
pub async fn what_was_not_tried_is_waited_for_though_it_is_not_due(store: Arc<dyn Store>) {
    let world = World::new(store);
    let partner = world.listener().await;
    let account = world.told(partner, 20).await;
    world.store.open(account, at(10)).await.unwrap();
    assert_eq!(world.claim(partner, 1, 10, 15).await, []);
    let first = world.claim_one(partner, 1, 20).await;
    assert_eq!(world.records(partner).await[0].id, first.id);
}

pub async fn a_claim_holds_at_most_one_of_an_account(store: Arc<dyn Store>) {
    let world = World::new(store);
    let partner = world.listener().await;
    three(&world, partner, [1, 2, 3]).await;
    let first = world.claim_one(partner, 1, 10).await;
    world.end(partner, 1, first.id, again(11, 20), at(11)).await;
    let second = world.claim_one(partner, 1, 12).await;
    world
        .end(partner, 1, second.id, again(13, 20), at(13))
        .await;
    // All three are due: two that failed, and one that was not tried.
    assert_eq!(world.claim_one(partner, 1, 20).await.id, first.id);
    assert_eq!(world.claim(partner, 2, 10, 20).await, []);
    world.end(partner, 1, first.id, taken(21), at(21)).await;
    assert_eq!(world.claim_one(partner, 1, 22).await.id, second.id);
}

pub async fn an_abandoned_claim_is_taken_before_what_waits_for_it(store: Arc<dyn Store>) {
    let world = World::new(store);
    let partner = world.listener().await;
    three(&world, partner, [1, 2, 3]).await;
    let first = world.claim_one(partner, 1, 10).await;
    let end = 10 + LEASE;
    assert_eq!(world.claim_one(partner, 2, end).await, first);
    assert_eq!(world.claim(partner, 3, 10, end).await, []);
    let released = world.end(partner, 2, first.id, DeliveryEnd::Released, at(end));
    assert_eq!(released.await, []);
    assert_eq!(world.claim_one(partner, 3, end).await, first);
}

pub async fn accounts_and_tests_do_not_wait_for_each_other(store: Arc<dyn Store>) {
    let world = World::new(store);
    let partner = world.listener().await;
    for now in 1..4 {
        let test = world.store.test_webhook(partner, at(now)).await;
        assert!(test.unwrap().is_some());
        world.told(partner, now).await;
    }
    assert_eq!(world.claim(partner, 1, 10, 5).await.len(), 6);
}

pub async fn nothing_is_sent_where_nothing_may_be(store: Arc<dyn Store>) {
    let world = World::new(store);
    let client = world.client().await;
    let partner = client.id();
    world.endpoint(partner).await;
    world.told(partner, 1).await;
    let suspend = async |when| {
        let client_id = &client.partner.client_id;
        world.store.set_suspended(client_id, when).await.unwrap();
    };
    let nothing_is_due = async || {
        assert_eq!(world.due(10).await, []);
        assert_eq!(world.claim(partner, 1, 10, 10).await, []);
    };
    suspend(Some(at(2))).await;
    nothing_is_due().await;
    world.told(partner, 3).await;
    suspend(None).await;
    assert_eq!(world.due(10).await, [partner]);

    world.set(cleared(partner)).await;
    nothing_is_due().await;
    world.told(partner, 4).await;
    assert_eq!(
        world.records(partner).await.len(),
        2,
        "no endpoint, no delivery"
    );
    world.endpoint(partner).await;
    let waited = world.claim(partner, 1, 10, 10).await;
    assert_eq!(waited.len(), 2, "suspension loses nothing");
    world.end(partner, 1, waited[0].id, taken(10), at(10)).await;
    let (id, released) = (waited[1].id, DeliveryEnd::Released);
    world.end(partner, 1, id, released, at(10)).await;

    world.switch_off(partner, 10).await;
    world.told(partner, 5).await;
    assert_eq!(world.records(partner).await.len(), 2, "off, no delivery");
    nothing_is_due().await;
    assert_eq!(world.all_told(partner).await.len(), 4, "told all the same");
}

pub async fn concurrent_senders_never_share_a_delivery(store: Arc<dyn Store>) {
    let world = World::new(store);
    let partner = world.listener().await;
    for _ in 0..10 {
        three(&world, partner, [1, 2, 3]).await;
    }
    let mut senders = JoinSet::new();
    for owner in 0..6 {
        let world = world.clone();
        senders.spawn(async move {
            let mut mine = Vec::new();
            // Another sender may have all that is left under its hands: look again.
            while world
                .records(partner)
                .await
                .iter()
                .any(|record| record.due_at.is_some())
            {
                let lease = lease(owner, at(1_000));
                let claimed = world.store.claim_deliveries(partner, lease, 4, at(10));
                let claimed = claimed.await.unwrap();
                let ended = claimed.iter().map(|one| EndedDelivery {
                    delivery: one.id,
                    partner,
                    end: taken(10),
                });
                mine.extend(ids(&claimed));
                let ended = world.store.end_deliveries(owner, ended.collect(), at(10));
                ended.await.unwrap();
                tokio::task::yield_now().await;
            }
            mine
        });
    }
    let sent: Vec<i64> = senders.join_all().await.into_iter().flatten().collect();
    assert_eq!(sent.len(), 30);
    assert_eq!(sent.iter().collect::<BTreeSet<_>>().len(), 30);
    for record in world.records(partner).await {
        assert_eq!(record.tries, 1);
    }
}
