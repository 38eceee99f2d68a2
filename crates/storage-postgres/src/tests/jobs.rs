//! Jobs and what Meta told, with several nodes at work.

use super::wake_up::LISTENERS;
use super::{Shop, open};
use crate::error::Failure;
use crate::{PostgresOptions, unit};
use gangway_domain::{Hash256, Timestamp};
use gangway_storage::{Installation, Job, JobEnd, JobKind, Jobs, Lease, MetaEvent, WakeUp};
use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::oneshot;
use tokio::time::timeout;

fn told(n: u8) -> MetaEvent {
    MetaEvent {
        key: Hash256([n; 32]),
        received_at: Timestamp::from_secs(i64::from(n)),
        change: format!("{{\"n\":{n}}}"),
    }
}

fn lease(owner: i64) -> Lease {
    Lease {
        owner,
        until: Timestamp::from_secs(1_000),
    }
}

fn now() -> Timestamp {
    Timestamp::from_secs(500)
}

fn change(job: Option<Job>) -> Option<String> {
    match job?.kind {
        JobKind::MetaEvent(event) => Some(event.change),
        JobKind::TakeBack(_) | JobKind::EndpointOff(_) => None,
    }
}

#[tokio::test]
async fn a_job_that_does_not_read_back_stands_in_nobodys_way() {
    let shop = Shop::open().await;
    let kept = shop.store.keep_meta_events(vec![told(1), told(2)]).await;
    assert_eq!(kept.unwrap(), 2);
    shop.sql("UPDATE job SET tries = -9 WHERE due_at = 1000");
    let taken = shop.store.take_job(lease(1), now()).await.unwrap();
    assert_eq!(change(taken).as_deref(), Some("{\"n\":2}"));
    assert_eq!(shop.store.take_job(lease(2), now()).await.unwrap(), None);
}

#[tokio::test]
async fn a_job_that_another_node_is_taking_is_passed_over() {
    let shop = Shop::open().await;
    let kept = shop.store.keep_meta_events(vec![told(1), told(2)]).await;
    kept.unwrap();
    let (taking, is_taking) = oneshot::channel();
    let (let_go, may_end) = oneshot::channel::<()>();
    let store = Arc::clone(&shop.store);
    let other = tokio::spawn(async move {
        let mut parts = Some((taking, may_end));
        unit!(&*store, |unit| async {
            unit.run("UPDATE job SET tries = tries + 1 WHERE due_at = 1000", &[])
                .await?;
            let (taking, may_end) = parts.take().expect("one try");
            taking.send(()).unwrap();
            may_end.await.unwrap();
            Ok::<_, Failure>(())
        })
    });
    is_taking.await.unwrap();
    let taken = shop.store.take_job(lease(1), now()).await.unwrap();
    assert_eq!(change(taken).as_deref(), Some("{\"n\":2}"));
    assert_eq!(shop.store.take_job(lease(1), now()).await.unwrap(), None);
    let_go.send(()).unwrap();
    other.await.unwrap().unwrap();
    let taken = shop.store.take_job(lease(1), now()).await.unwrap();
    assert_eq!(change(taken).as_deref(), Some("{\"n\":1}"));
}

/// Meta sends again what was not acknowledged in time, to whichever node comes up, and in
/// another order.
#[tokio::test(flavor = "multi_thread")]
async fn deliveries_that_overlap_keep_each_thing_once() {
    let shop = Shop::open().await;
    let mut deliveries = tokio::task::JoinSet::new();
    for n in 0..8_u8 {
        let store = Arc::clone(&shop.store);
        let mut events: Vec<MetaEvent> = (0..200).map(told).collect();
        if n % 2 == 1 {
            events.reverse();
        }
        events.push(told(n));
        deliveries.spawn(async move { store.keep_meta_events(events).await });
    }
    let kept: usize = deliveries
        .join_all()
        .await
        .into_iter()
        .map(Result::unwrap)
        .sum();
    assert_eq!(kept, 200);
    let mut nodes = tokio::task::JoinSet::new();
    for owner in 0..4 {
        let store = Arc::clone(&shop.store);
        nodes.spawn(async move {
            let mut done = Vec::new();
            while let Some(job) = store.take_job(lease(owner), now()).await.unwrap() {
                let ended = store.end_job(job.id, owner, JobEnd::Done("seen"), now());
                assert!(ended.await.unwrap());
                done.push(job.id);
            }
            done
        });
    }
    let done: Vec<i64> = nodes.join_all().await.into_iter().flatten().collect();
    assert_eq!(done.len(), 200, "none is done twice");
    assert_eq!(done.iter().collect::<BTreeSet<_>>().len(), 200);
    let left = "SELECT (SELECT count(*) FROM job) || ' ' || count(*) FROM meta_event
         WHERE outcome = 'seen'";
    assert_eq!(shop.sql(left), "0 200");
}

async fn heard(work: &mut WakeUp) {
    let woken = timeout(Duration::from_secs(20), work.woken()).await;
    woken.expect("woken");
}

#[tokio::test]
async fn a_delivery_wakes_other_nodes() {
    let shop = Shop::open().await;
    let other = open(shop.database.url(), &PostgresOptions::default()).await;
    shop.until(LISTENERS, "2").await;
    // The wake-up of its first connection is over once another one was heard.
    let mut work = other.wake_up().await.unwrap();
    shop.sql("SELECT pg_notify('gangway_work', '')");
    heard(&mut work).await;
    shop.store.keep_meta_events(vec![told(1)]).await.unwrap();
    heard(&mut work).await;
    other.close().await;
}
