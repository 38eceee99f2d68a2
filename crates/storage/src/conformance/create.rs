//! Creating, and creating only once.

use super::world::{World, at, made, temporary};
use crate::{CreateOutcome, Idempotency, NewOnboarding, RemoveOutcome, Store, fragment};
use gangway_domain::{PartnerId, Timestamp};
use std::collections::HashSet;
use std::sync::Arc;
use tokio::task::JoinSet;

fn key(world: &World, name: &str) -> Idempotency {
    Idempotency {
        key: name.to_owned(),
        body: world.hash(),
        forget_before: Timestamp::from_millis(0),
    }
}

fn replay(first: &str) -> CreateOutcome {
    CreateOutcome::Created {
        fragment: first.to_owned(),
        replayed: true,
    }
}

async fn count(world: &World, partner: PartnerId) -> usize {
    world.store.list_snapshot(partner).await.unwrap().count
}

pub async fn the_answer_is_the_accounts_fragment(store: Arc<dyn Store>) {
    let world = World::new(store);
    let client = world.client().await;
    let new = world.draft(client.id());
    let link = new.link.clone();
    let answer = made(world.create(new, None).await.unwrap());
    assert_eq!(answer, fragment(&world.by_link(&link).await));
    assert_eq!(world.snapshot(client.id()).await, answer);
}

pub async fn a_repeated_key_gives_the_first_answer(store: Arc<dyn Store>) {
    let world = World::new(store);
    let client = world.client().await;
    let key = key(&world, "k");
    let first = made(
        world
            .create(world.draft(client.id()), Some(key.clone()))
            .await
            .unwrap(),
    );
    let before = world.store.list_snapshot(client.id()).await.unwrap();
    for _ in 0..2 {
        let again = world
            .create(world.draft(client.id()), Some(key.clone()))
            .await
            .unwrap();
        assert_eq!(again, replay(&first));
    }
    let after = world.store.list_snapshot(client.id()).await.unwrap();
    assert_eq!(after, before, "nothing was made and the revision stands");
}

pub async fn the_first_answer_outlives_what_happens_to_the_account(store: Arc<dyn Store>) {
    let world = World::new(store);
    let client = world.client().await;
    let (finished, removed) = (key(&world, "finished"), key(&world, "removed"));
    let one = world.draft(client.id());
    let two = world.draft(client.id());
    let (link_one, link_two) = (one.link.clone(), two.link.clone());
    let first = made(world.create(one, Some(finished.clone())).await.unwrap());
    let second = made(world.create(two, Some(removed.clone())).await.unwrap());
    world
        .finish(&world.by_link(&link_one).await, "972501234567")
        .await;
    let number = world.by_link(&link_two).await.number;
    assert_eq!(
        world.remove(client.id(), &number).await,
        RemoveOutcome::Removed
    );
    let again = world
        .create(world.draft(client.id()), Some(finished))
        .await
        .unwrap();
    assert_eq!(again, replay(&first));
    let again = world
        .create(world.draft(client.id()), Some(removed))
        .await
        .unwrap();
    assert_eq!(again, replay(&second));
}

pub async fn a_key_with_another_body_is_refused(store: Arc<dyn Store>) {
    let world = World::new(store);
    let client = world.client().await;
    let first_key = key(&world, "k");
    let first = made(
        world
            .create(world.draft(client.id()), Some(first_key.clone()))
            .await
            .unwrap(),
    );
    let before = world.store.list_snapshot(client.id()).await.unwrap();
    let other = world
        .create(world.draft(client.id()), Some(key(&world, "k")))
        .await
        .unwrap();
    assert_eq!(other, CreateOutcome::KeyReused);
    assert_eq!(
        world.store.list_snapshot(client.id()).await.unwrap(),
        before
    );
    let same = world
        .create(world.draft(client.id()), Some(first_key))
        .await
        .unwrap();
    assert_eq!(
        same,
        replay(&first),
        "the refusal has not bound the key anew"
    );
}

pub async fn a_key_belongs_to_one_partner(store: Arc<dyn Store>) {
    let world = World::new(store);
    let (one, two) = (world.client().await, world.client().await);
    let key = key(&world, "k");
    let first = made(
        world
            .create(world.draft(one.id()), Some(key.clone()))
            .await
            .unwrap(),
    );
    let second = made(
        world
            .create(world.draft(two.id()), Some(key.clone()))
            .await
            .unwrap(),
    );
    assert_ne!(first, second);
    let again = world
        .create(world.draft(two.id()), Some(key))
        .await
        .unwrap();
    assert_eq!(again, replay(&second));
}

pub async fn an_old_key_is_forgotten(store: Arc<dyn Store>) {
    let world = World::new(store);
    let client = world.client().await;
    let key_at = |forget_before| Idempotency {
        key: "k".to_owned(),
        body: gangway_domain::Hash256([7; 32]),
        forget_before,
    };
    let draft_at = |created_at| NewOnboarding {
        created_at,
        ..world.draft(client.id())
    };
    let first = made(
        world
            .create(draft_at(at(100)), Some(key_at(at(0))))
            .await
            .unwrap(),
    );
    let kept = world
        .create(draft_at(at(100)), Some(key_at(at(100))))
        .await
        .unwrap();
    assert_eq!(
        kept,
        replay(&first),
        "used at the very instant is not before it"
    );
    let second = made(
        world
            .create(draft_at(at(200)), Some(key_at(at(101))))
            .await
            .unwrap(),
    );
    assert_ne!(first, second);
    assert_eq!(count(&world, client.id()).await, 2);
    let again = world
        .create(draft_at(at(201)), Some(key_at(at(102))))
        .await
        .unwrap();
    assert_eq!(again, replay(&second), "the key is bound anew");
    // Forgotten keys may be used with another body.
    let other = Idempotency {
        body: world.hash(),
        ..key_at(at(500))
    };
    made(world.create(draft_at(at(600)), Some(other)).await.unwrap());
}

pub async fn using_a_key_does_not_keep_it(store: Arc<dyn Store>) {
    let world = World::new(store);
    let client = world.client().await;
    let body = world.hash();
    let key_at = |forget_before| Idempotency {
        key: "k".to_owned(),
        body,
        forget_before,
    };
    let draft_at = |created_at| NewOnboarding {
        created_at,
        ..world.draft(client.id())
    };
    let first = made(
        world
            .create(draft_at(at(100)), Some(key_at(at(0))))
            .await
            .unwrap(),
    );
    let used = world
        .create(draft_at(at(300)), Some(key_at(at(50))))
        .await
        .unwrap();
    assert_eq!(used, replay(&first));
    let later = made(
        world
            .create(draft_at(at(400)), Some(key_at(at(200))))
            .await
            .unwrap(),
    );
    assert_ne!(later, first, "its time runs from the first use");
}

pub async fn a_create_without_a_number_does_not_use_up_its_key(store: Arc<dyn Store>) {
    let world = World::new(store);
    let client = world.client().await;
    let taken = world.draft(client.id());
    let candidates = taken.candidates.clone();
    world.store_draft(taken).await;
    let key = key(&world, "k");
    let stuck = NewOnboarding {
        candidates,
        ..world.draft(client.id())
    };
    let outcome = world.create(stuck, Some(key.clone())).await.unwrap();
    assert_eq!(outcome, CreateOutcome::NumbersTaken);
    made(
        world
            .create(world.draft(client.id()), Some(key))
            .await
            .unwrap(),
    );
}

pub async fn concurrent_creates_with_one_key_make_one_account(store: Arc<dyn Store>) {
    let world = World::new(store);
    let client = world.client().await;
    let key = key(&world, "k");
    let mut calls = JoinSet::new();
    for _ in 0..50 {
        let (world, key, new) = (world.clone(), key.clone(), world.draft(client.id()));
        calls.spawn(async move { world.create(new, Some(key)).await.unwrap() });
    }
    let mut fresh = 0;
    let mut answers = HashSet::new();
    for outcome in calls.join_all().await {
        let CreateOutcome::Created { fragment, replayed } = outcome else {
            panic!("{outcome:?}");
        };
        fresh += usize::from(!replayed);
        answers.insert(fragment);
    }
    assert_eq!((fresh, answers.len()), (1, 1));
    assert_eq!(count(&world, client.id()).await, 1);
}

pub async fn thousands_of_concurrent_creates_all_arrive_once(store: Arc<dyn Store>) {
    const EACH: usize = 1_000;
    let world = World::new(store);
    let clients = [
        world.client().await,
        world.client().await,
        world.client().await,
    ];
    let mut calls = JoinSet::new();
    for n in 0..EACH {
        for client in &clients {
            let world = world.clone();
            let mut new = world.draft(client.id());
            // Many want the same first number; each has one of its own to fall back on.
            new.candidates.insert(0, temporary(n as u64));
            let partner = client.id();
            calls.spawn(async move { (partner, made(world.create(new, None).await.unwrap())) });
        }
    }
    let answers = calls.join_all().await;
    let distinct: HashSet<&String> = answers.iter().map(|(_, fragment)| fragment).collect();
    assert_eq!(distinct.len(), EACH * clients.len());
    for client in &clients {
        let list = world.store.list_snapshot(client.id()).await.unwrap();
        assert_eq!(list.count, EACH);
        let own = answers
            .iter()
            .filter(|(partner, _)| *partner == client.id());
        let whole = String::from_utf8(list.fragments).unwrap();
        let mut expected: Vec<&str> = own.map(|(_, fragment)| fragment.as_str()).collect();
        let mut listed: Vec<String> = split(&whole);
        expected.sort_unstable();
        listed.sort_unstable();
        assert_eq!(listed, expected);
    }
}

/// The objects of a joined list; the sample texts hold no brace.
fn split(joined: &str) -> Vec<String> {
    joined
        .split_inclusive('}')
        .map(|object| object.trim_start_matches(',').to_owned())
        .collect()
}
