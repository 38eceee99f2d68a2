//! Set-ups whose holder is gone, and what all nodes share.

use super::world::{World, at, lease};
use crate::{Progress, SealedSample, Store, TakenOver};
use gangway_domain::{AccountId, Hash256, OnboardingState, Problem, Sealed};
use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;
use tokio::task::JoinSet;

/// Takes over at second `now` for a hundred seconds.
async fn take_over(world: &World, owner: i64, now: u64) -> Option<TakenOver> {
    world
        .store
        .take_over(lease(owner, at(now + 100)), at(now))
        .await
        .unwrap()
}

/// An account in work under a lease that ends at second `until`, with its owner.
async fn in_work(world: &World, code: Hash256, until: u64) -> (AccountId, i64) {
    let client = world.client().await;
    let account = world.account(client.id()).await;
    let owner = i64::try_from(world.serial()).unwrap();
    world
        .store
        .claim_exchange(account.id, code, lease(owner, at(until)), at(0))
        .await
        .unwrap();
    (account.id, owner)
}

pub async fn an_ended_lease_is_taken_over_with_what_is_known(store: Arc<dyn Store>) {
    let world = World::new(store);
    let (account, owner) = in_work(&world, world.hash(), 100).await;
    let token = Progress::Exchanged(Sealed::from_bytes(vec![7; 40]));
    assert!(
        world
            .store
            .progress(account, owner, token, at(2))
            .await
            .unwrap()
    );

    assert_eq!(take_over(&world, 900, 99).await, None, "still held");
    let taken = take_over(&world, 900, 100).await.unwrap();
    assert_eq!(taken.account.id, account);
    assert_eq!(taken.account.state, OnboardingState::Provisioning);
    assert_eq!(taken.grant.token, Some(Sealed::from_bytes(vec![7; 40])));
    assert_eq!(take_over(&world, 901, 100).await, None, "held anew");

    let late = world
        .store
        .progress(account, owner, Progress::Subscribed, at(2));
    assert!(!late.await.unwrap(), "the first holder has lost it");
    let new = world
        .store
        .progress(account, 900, Progress::Subscribed, at(2));
    assert!(new.await.unwrap());
}

pub async fn a_set_up_without_a_token_is_taken_over_as_well(store: Arc<dyn Store>) {
    let world = World::new(store);
    let (account, _) = in_work(&world, world.hash(), 100).await;
    let taken = take_over(&world, 900, 200).await.unwrap();
    assert_eq!(taken.account.id, account);
    assert_eq!(taken.grant.token, None);
}

pub async fn only_set_ups_in_work_are_taken_over(store: Arc<dyn Store>) {
    let world = World::new(store);
    let client = world.client().await;
    world.account(client.id()).await;
    let finished = world.account(client.id()).await;
    world.finish(&finished, "14155550101").await;
    let (halted, owner) = in_work(&world, world.hash(), 10).await;
    world.halt(halted, owner, Problem::MetaUnavailable).await;
    let removed = world.account(client.id()).await;
    world.provision(removed.id).await;
    world.remove(client.id(), &removed.number).await;
    assert_eq!(take_over(&world, 900, 1_000_000).await, None);
}

pub async fn the_longest_waiting_is_taken_over_first(store: Arc<dyn Store>) {
    let world = World::new(store);
    let (late, _) = in_work(&world, world.hash(), 60).await;
    let (early, _) = in_work(&world, world.hash(), 50).await;
    let (handed, owner) = in_work(&world, world.hash(), 5000).await;
    world.store.hand_over(handed, owner).await.unwrap();
    let mut order = Vec::new();
    for owner in 900..903 {
        order.push(take_over(&world, owner, 100).await.unwrap().account.id);
    }
    assert_eq!(order, [handed, early, late]);
}

pub async fn concurrent_takers_never_share_a_set_up(store: Arc<dyn Store>) {
    let world = World::new(store);
    let mut waiting = BTreeSet::new();
    for _ in 0..12 {
        waiting.insert(in_work(&world, world.hash(), 50).await.0);
    }
    let mut takers = JoinSet::new();
    for taker in 0..6 {
        let world = world.clone();
        takers.spawn(async move {
            let mut mine = Vec::new();
            // Another taker may have all that is left under its hands: look again.
            for n in 0..40 {
                let taken = take_over(&world, 1000 + taker * 100 + n, 100).await;
                mine.extend(taken.map(|taken| taken.account.id));
            }
            mine
        });
    }
    let taken: Vec<_> = takers.join_all().await.into_iter().flatten().collect();
    assert_eq!(taken.len(), waiting.len(), "each once");
    assert_eq!(taken.into_iter().collect::<BTreeSet<_>>(), waiting);
}

pub async fn a_lease_is_prolonged_by_its_holder_only(store: Arc<dyn Store>) {
    let world = World::new(store);
    let (account, owner) = in_work(&world, world.hash(), 100).await;
    let renew = |owner, until| world.store.renew(account, lease(owner, at(until)));
    assert!(renew(owner, 300).await.unwrap());
    assert_eq!(take_over(&world, 900, 299).await, None);
    assert!(!renew(owner + 1, 9000).await.unwrap());
    assert!(take_over(&world, 900, 300).await.is_some());
    assert!(!renew(owner, 9000).await.unwrap(), "it was taken over");
}

pub async fn what_is_handed_over_is_free_at_once_and_wakes(store: Arc<dyn Store>) {
    let world = World::new(store);
    let (account, owner) = in_work(&world, world.hash(), 5000).await;
    let mut wake_up = world.store.wake_up().await.unwrap();
    world.store.hand_over(account, owner + 1).await.unwrap();
    assert_eq!(take_over(&world, 900, 10).await, None, "not the holder's");
    world.store.hand_over(account, owner).await.unwrap();
    tokio::time::timeout(Duration::from_secs(20), wake_up.woken())
        .await
        .expect("the hand-over wakes");
    let late = world
        .store
        .progress(account, owner, Progress::Subscribed, at(2));
    assert!(!late.await.unwrap(), "given up for good");
    assert_eq!(
        take_over(&world, 900, 10).await.unwrap().account.id,
        account
    );
}

pub async fn what_is_sealed_is_found_the_probe_first(store: Arc<dyn Store>) {
    let world = World::new(store);
    let sample = || async { world.store.sealed_sample().await.unwrap() };
    assert_eq!(sample().await, None);
    let (account, owner) = in_work(&world, world.hash(), 100).await;
    assert_eq!(sample().await, None, "claims are not sealed");
    let sealed = |byte| Sealed::from_bytes(vec![byte; 40]);
    let pin = Progress::PinDrawn(sealed(5));
    assert!(
        world
            .store
            .progress(account, owner, pin, at(2))
            .await
            .unwrap()
    );
    assert_eq!(sample().await, Some(SealedSample::Pin(account, sealed(5))));
    let token = Progress::Exchanged(sealed(6));
    assert!(
        world
            .store
            .progress(account, owner, token, at(2))
            .await
            .unwrap()
    );
    assert_eq!(
        sample().await,
        Some(SealedSample::Token(account, sealed(6)))
    );
    world.store.key_probe(sealed(7)).await.unwrap();
    assert_eq!(sample().await, Some(SealedSample::Probe(sealed(7))));
}

pub async fn the_first_key_probe_stays(store: Arc<dyn Store>) {
    let world = World::new(store);
    let (first, second) = (
        Sealed::from_bytes(vec![1; 50]),
        Sealed::from_bytes(vec![2; 50]),
    );
    assert_eq!(world.store.key_probe(first.clone()).await.unwrap(), first);
    assert_eq!(world.store.key_probe(second).await.unwrap(), first);
}
