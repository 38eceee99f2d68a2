//! Temporary and real numbers.

use super::world::{World, real, temporary};
use crate::{CreateOutcome, NewOnboarding, RemoveOutcome, Store};
use gangway_domain::{ListedNumber, PartnerId};
use std::collections::HashSet;
use std::sync::Arc;
use tokio::task::JoinSet;

fn wanting(world: &World, partner: PartnerId, rest: &[u64]) -> NewOnboarding {
    NewOnboarding {
        candidates: rest.iter().map(|rest| temporary(*rest)).collect(),
        ..world.draft(partner)
    }
}

async fn is_refused(world: &World, partner: PartnerId, rest: u64) {
    let before = world.store.list_snapshot(partner).await.unwrap();
    let outcome = world
        .create(wanting(world, partner, &[rest]), None)
        .await
        .unwrap();
    assert_eq!(outcome, CreateOutcome::NumbersTaken);
    assert_eq!(world.store.list_snapshot(partner).await.unwrap(), before);
}

pub async fn candidates_are_tried_in_order(store: Arc<dyn Store>) {
    let world = World::new(store);
    let client = world.client().await;
    for expected in [5, 3, 8] {
        let made = world
            .store_draft(wanting(&world, client.id(), &[5, 3, 8]))
            .await;
        assert_eq!(made.number, ListedNumber::Temporary(temporary(expected)));
    }
    let last = world
        .create(wanting(&world, client.id(), &[5, 3, 8]), None)
        .await
        .unwrap();
    assert_eq!(last, CreateOutcome::NumbersTaken);
    let none = world
        .create(wanting(&world, client.id(), &[]), None)
        .await
        .unwrap();
    assert_eq!(none, CreateOutcome::NumbersTaken);
}

pub async fn a_number_is_handed_out_once_over_all_partners(store: Arc<dyn Store>) {
    let world = World::new(store);
    let (one, two) = (world.client().await, world.client().await);
    world.store_draft(wanting(&world, one.id(), &[1])).await;
    is_refused(&world, one.id(), 1).await;
    is_refused(&world, two.id(), 1).await;
}

pub async fn a_number_is_not_reused_after_a_removal(store: Arc<dyn Store>) {
    let world = World::new(store);
    let client = world.client().await;
    let account = world.store_draft(wanting(&world, client.id(), &[1])).await;
    assert_eq!(
        world.remove(client.id(), &account.number).await,
        RemoveOutcome::Removed
    );
    is_refused(&world, client.id(), 1).await;
    is_refused(&world, world.client().await.id(), 1).await;
}

pub async fn a_number_is_not_reused_after_a_finish(store: Arc<dyn Store>) {
    let world = World::new(store);
    let client = world.client().await;
    let account = world.store_draft(wanting(&world, client.id(), &[1])).await;
    world.finish(&account, "972501234567").await;
    is_refused(&world, client.id(), 1).await;
}

pub async fn nobodys_real_number_is_handed_out(store: Arc<dyn Store>) {
    let world = World::new(store);
    let (one, two) = (world.client().await, world.client().await);
    // Meta may know a customer in the range from which temporary numbers are drawn.
    let account = world.account(one.id()).await;
    let finished = world.finish(&account, temporary(77).as_str()).await;
    assert_eq!(
        finished.number,
        ListedNumber::Real(real(temporary(77).as_str()))
    );
    assert_eq!(
        world.again(&account).await,
        finished,
        "real, whatever it looks like"
    );
    is_refused(&world, one.id(), 77).await;
    is_refused(&world, two.id(), 77).await;
}

pub async fn concurrent_creates_never_share_a_number(store: Arc<dyn Store>) {
    let world = World::new(store);
    let client = world.client().await;
    let wanted: Vec<u64> = (0..60).collect();
    let mut calls = JoinSet::new();
    for _ in 0..80 {
        let (world, new) = (world.clone(), wanting(&world, client.id(), &wanted));
        calls.spawn(async move {
            let link = new.link.clone();
            match world.create(new, None).await.unwrap() {
                CreateOutcome::Created { .. } => Some(world.by_link(&link).await.number),
                CreateOutcome::NumbersTaken => None,
                other => panic!("{other:?}"),
            }
        });
    }
    let numbers: Vec<ListedNumber> = calls.join_all().await.into_iter().flatten().collect();
    let distinct: HashSet<&ListedNumber> = numbers.iter().collect();
    assert_eq!((numbers.len(), distinct.len()), (60, 60));
}

pub async fn only_a_finished_number_is_listed_as_real(store: Arc<dyn Store>) {
    let world = World::new(store);
    let (one, two) = (world.client().await, world.client().await);
    let account = world.account(one.id()).await;
    let number = real("972501234567");
    assert!(!world.store.lists_number(one.id(), &number).await.unwrap());
    let looks_real = real(account.number.as_str());
    assert!(
        !world
            .store
            .lists_number(one.id(), &looks_real)
            .await
            .unwrap()
    );
    world.finish(&account, number.as_str()).await;
    assert!(world.store.lists_number(one.id(), &number).await.unwrap());
    assert!(!world.store.lists_number(two.id(), &number).await.unwrap());
}
