//! What Meta told, and work that must follow.

use super::world::{World, at, lease};
use crate::{Job, JobEnd, JobKind, MetaEvent, Store};
use gangway_domain::Hash256;
use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;
use tokio::task::JoinSet;

fn event(key: Hash256, received: u64) -> MetaEvent {
    MetaEvent {
        key,
        received_at: at(received),
        change: format!("{{\"field\":\"account_update\",\"n\":{received}}}"),
    }
}

async fn keep(world: &World, events: Vec<MetaEvent>) -> usize {
    world.store.keep_meta_events(events).await.unwrap()
}

/// Takes a job for a hundred seconds.
async fn take(world: &World, owner: i64, now: u64) -> Option<Job> {
    let taken = world.store.take_job(lease(owner, at(now + 100)), at(now));
    taken.await.unwrap()
}

async fn end(world: &World, job: &Job, owner: i64, end: JobEnd, now: u64) -> bool {
    let ended = world.store.end_job(job.id, owner, end, at(now)).await;
    ended.unwrap()
}

pub async fn what_meta_told_comes_back_as_it_was(store: Arc<dyn Store>) {
    let world = World::new(store);
    let told = MetaEvent {
        key: world.hash(),
        received_at: at(10),
        change: "{\"name\":\"מאפייה \u{1F600} \\\"ב\\\"\"}".to_owned(),
    };
    assert_eq!(keep(&world, vec![told.clone()]).await, 1);
    assert_eq!(take(&world, 1, 9).await, None, "due when it came");
    let job = take(&world, 1, 10).await.unwrap();
    assert_eq!((job.kind, job.tries), (JobKind::MetaEvent(told), 0));
}

pub async fn each_thing_is_kept_once(store: Arc<dyn Store>) {
    let world = World::new(store);
    let (one, two, three) = (world.hash(), world.hash(), world.hash());
    let batch = vec![event(one, 1), event(two, 2), event(one, 3)];
    assert_eq!(keep(&world, batch).await, 2);
    assert_eq!(keep(&world, vec![event(two, 4)]).await, 0);
    assert_eq!(keep(&world, vec![event(two, 5), event(three, 6)]).await, 1);
    assert_eq!(keep(&world, Vec::new()).await, 0);
    let mut keys = Vec::new();
    for owner in 0..3 {
        let job = take(&world, owner, 10).await.unwrap();
        let JobKind::MetaEvent(told) = &job.kind else {
            panic!("{job:?}")
        };
        keys.push((told.key, told.received_at));
        assert!(end(&world, &job, owner, JobEnd::Done("noted"), 11).await);
    }
    assert_eq!(keys, [(one, at(1)), (two, at(2)), (three, at(6))]);
    assert_eq!(take(&world, 9, 10_000).await, None);
    // Also when it was done long ago.
    assert_eq!(keep(&world, vec![event(one, 20)]).await, 0);
    assert_eq!(take(&world, 9, 10_000).await, None);
}

pub async fn one_thing_told_many_times_at_once_is_one_job(store: Arc<dyn Store>) {
    let world = World::new(store);
    let keys: Vec<Hash256> = (0..20).map(|_| world.hash()).collect();
    let mut calls = JoinSet::new();
    for call in 0..8 {
        let (world, mut keys) = (world.clone(), keys.clone());
        keys.rotate_left(call);
        calls.spawn(async move {
            let events = keys.into_iter().map(|key| event(key, 1)).collect();
            // Two batches in different orders may have to take turns.
            super::world::patiently(|| world.store.keep_meta_events(Vec::clone(&events)))
                .await
                .unwrap()
        });
    }
    let new: usize = calls.join_all().await.into_iter().sum();
    assert_eq!(new, 20);
    let mut jobs = BTreeSet::new();
    while let Some(job) = take(&world, 1, 10).await {
        assert!(jobs.insert(job.id));
    }
    assert_eq!(jobs.len(), 20);
}

pub async fn a_batch_of_a_thousand_is_kept_and_wakes(store: Arc<dyn Store>) {
    let world = World::new(store);
    let mut wake_up = world.store.wake_up().await.unwrap();
    let events = (0..1_000).map(|_| event(world.hash(), 1)).collect();
    assert_eq!(keep(&world, events).await, 1_000);
    tokio::time::timeout(Duration::from_secs(20), wake_up.woken())
        .await
        .expect("new events wake");
    assert!(take(&world, 1, 1).await.is_some());
}

pub async fn the_longest_due_job_is_taken_first(store: Arc<dyn Store>) {
    let world = World::new(store);
    let times = [30, 10, 20, 10];
    for received in times {
        keep(&world, vec![event(world.hash(), received)]).await;
    }
    let mut order = Vec::new();
    while let Some(job) = take(&world, 1, 25).await {
        match job.kind {
            JobKind::MetaEvent(told) => order.push((told.received_at, job.id)),
            other => panic!("{other:?} is not what Meta told"),
        }
    }
    let seconds: Vec<_> = order.iter().map(|(received, _)| *received).collect();
    assert_eq!(seconds, [at(10), at(10), at(20)]);
    assert!(order[0].1 < order[1].1, "then the older one");
}

pub async fn a_job_is_one_workers_until_its_lease_ends(store: Arc<dyn Store>) {
    let world = World::new(store);
    keep(&world, vec![event(world.hash(), 1)]).await;
    let job = take(&world, 1, 10).await.unwrap();
    assert_eq!(take(&world, 2, 109).await, None);
    let again = take(&world, 2, 110).await.unwrap();
    assert_eq!(
        again,
        Job {
            tries: 1,
            ..job.clone()
        }
    );
    let later = JobEnd::Later(at(500));
    assert!(!end(&world, &job, 1, JobEnd::Done("noted"), 111).await);
    assert!(!end(&world, &job, 1, later.clone(), 111).await);
    assert_eq!(
        take(&world, 3, 111).await,
        None,
        "the lost one ends nothing"
    );
    assert!(end(&world, &again, 2, later, 112).await);
    assert!(!end(&world, &again, 2, JobEnd::Done("noted"), 113).await);
    assert_eq!(take(&world, 3, 499).await, None);
    let third = take(&world, 3, 500).await.unwrap();
    assert_eq!(third, Job { tries: 2, ..job });
    assert!(end(&world, &third, 3, JobEnd::Done("noted"), 501).await);
    assert_eq!(take(&world, 4, 10_000).await, None);
}

pub async fn a_job_that_waits_keeps_its_place_by_its_new_time(store: Arc<dyn Store>) {
    let world = World::new(store);
    for received in [1, 2] {
        keep(&world, vec![event(world.hash(), received)]).await;
    }
    let first = take(&world, 1, 10).await.unwrap();
    assert!(end(&world, &first, 1, JobEnd::Later(at(11)), 10).await);
    let second = take(&world, 2, 20).await.unwrap();
    assert_ne!(second.id, first.id);
    assert_eq!(take(&world, 3, 20).await.unwrap().id, first.id);
}

pub async fn concurrent_workers_never_share_a_job(store: Arc<dyn Store>) {
    let world = World::new(store);
    let events = (0..40).map(|_| event(world.hash(), 1)).collect();
    keep(&world, events).await;
    let mut workers = JoinSet::new();
    for worker in 0..6 {
        let world = world.clone();
        workers.spawn(async move {
            let mut mine = Vec::new();
            // Another worker may have all that is left under its hands: look again.
            for _ in 0..60 {
                mine.extend(take(&world, worker, 10).await.map(|job| job.id));
            }
            mine
        });
    }
    let taken: Vec<i64> = workers.join_all().await.into_iter().flatten().collect();
    let distinct: BTreeSet<&i64> = taken.iter().collect();
    assert_eq!((taken.len(), distinct.len()), (40, 40));
}

pub async fn only_what_is_done_and_old_is_forgotten(store: Arc<dyn Store>) {
    let world = World::new(store);
    let keys: Vec<Hash256> = (0..5).map(|_| world.hash()).collect();
    let told = |n: usize, received| event(keys[n], received);
    let events = vec![told(0, 1), told(1, 2), told(2, 3), told(3, 50), told(4, 4)];
    keep(&world, events).await;
    for owner in 0..5 {
        let job = take(&world, owner, 60).await.unwrap();
        let JobKind::MetaEvent(event) = &job.kind else {
            panic!("{job:?}")
        };
        if event.key != keys[4] {
            assert!(end(&world, &job, owner, JobEnd::Done("noted"), 61).await);
        }
    }
    let forget = async |before, most| {
        let forgotten = world.store.forget_meta_events(at(before), most).await;
        forgotten.unwrap()
    };
    assert_eq!(forget(50, 2).await, 2, "the oldest first");
    assert_eq!(keep(&world, vec![told(2, 70)]).await, 0, "still known");
    assert_eq!(forget(50, 100).await, 1);
    assert_eq!(forget(50, 100).await, 0, "one is newer, one is not done");
    assert_eq!(keep(&world, vec![told(0, 70)]).await, 1, "it is news again");
}
