//! Taking back what a removed account's set-up had done at Meta.

use super::world::{World, at, lease, proved};
use crate::{Grant, Job, JobEnd, JobKind, Progress, RemoveOutcome, Store};
use gangway_domain::{Onboarding, OnboardingState, PhoneNumberId, Problem, WabaId};
use std::sync::Arc;
use std::time::Duration;

/// Takes a job for ten seconds.
async fn take(world: &World, now: u64) -> Option<Job> {
    let taken = world.store.take_job(lease(1, at(now + 10)), at(now));
    taken.await.unwrap()
}

/// An account with a token, whose set-up is under way until second 100,000.
async fn under_way(world: &World) -> (Onboarding, i64) {
    let client = world.client().await;
    let account = world.account(client.id()).await;
    let owner = world.provision(account.id).await;
    let proved = world
        .store
        .progress(account.id, owner, proved("10", "20"), at(2));
    assert!(proved.await.unwrap());
    (account, owner)
}

async fn remove(world: &World, account: &Onboarding) {
    let outcome = world.remove(account.partner, &account.number).await;
    assert_eq!(outcome, RemoveOutcome::Removed);
}

pub async fn what_a_removed_account_had_done_is_taken_back_at_once(store: Arc<dyn Store>) {
    let world = World::new(store);
    let (account, owner) = under_way(&world).await;
    world.halt(account.id, owner, Problem::PinUnknown).await;
    let grant = world.store.grant(account.id).await.unwrap();
    let mut wake_up = world.store.wake_up().await.unwrap();
    remove(&world, &account).await;
    tokio::time::timeout(Duration::from_secs(20), wake_up.woken())
        .await
        .expect("the removal wakes");
    assert_eq!(
        world.store.grant(account.id).await.unwrap(),
        grant,
        "it is needed for that"
    );
    assert_eq!(take(&world, 59).await, None);
    let job = take(&world, 60).await.unwrap();
    assert_eq!(job.kind, JobKind::TakeBack(account.id));
    world.store.erase_grant(account.id).await.unwrap();
    assert_eq!(world.store.grant(account.id).await.unwrap(), None);
    let ended = world
        .store
        .end_job(job.id, 1, JobEnd::Done("taken back"), at(61));
    assert!(ended.await.unwrap());
    assert_eq!(take(&world, 1_000_000).await, None);
}

pub async fn a_run_under_way_is_waited_for(store: Arc<dyn Store>) {
    let world = World::new(store);
    let (account, owner) = under_way(&world).await;
    remove(&world, &account).await;
    let late = world
        .store
        .progress(account.id, owner, Progress::Subscribed, at(61));
    assert!(!late.await.unwrap());
    assert_eq!(take(&world, 99_999).await, None, "until its lease ends");
    assert!(take(&world, 100_000).await.is_some());

    // One whose lease is over already has ended.
    let (account, owner) = under_way(&world).await;
    let renewed = world.store.renew(account.id, lease(owner, at(60))).await;
    assert!(renewed.unwrap());
    remove(&world, &account).await;
    assert_eq!(
        take(&world, 60).await.unwrap().kind,
        JobKind::TakeBack(account.id)
    );
}

pub async fn a_run_that_ends_hastens_the_job_and_wakes(store: Arc<dyn Store>) {
    let world = World::new(store);
    let (account, _) = under_way(&world).await;
    let (other, _) = under_way(&world).await;
    remove(&world, &account).await;
    remove(&world, &other).await;
    let mut wake_up = world.store.wake_up().await.unwrap();
    world
        .store
        .hasten_take_back(account.id, at(70))
        .await
        .unwrap();
    tokio::time::timeout(Duration::from_secs(20), wake_up.woken())
        .await
        .expect("it is due now");
    assert_eq!(take(&world, 69).await, None);
    let job = take(&world, 70).await.unwrap();
    assert_eq!(job.kind, JobKind::TakeBack(account.id));
    assert_eq!(take(&world, 71).await, None, "only this account's");
    // A second time, or for somebody without such a job, nothing happens.
    for account in [account.id, world.account(other.partner).await.id] {
        world.store.hasten_take_back(account, at(72)).await.unwrap();
        assert_eq!(take(&world, 79).await, None);
    }
}

pub async fn only_a_removed_accounts_grant_is_erased(store: Arc<dyn Store>) {
    let world = World::new(store);
    let (account, _) = under_way(&world).await;
    let grant = world.store.grant(account.id).await.unwrap();
    world.store.erase_grant(account.id).await.unwrap();
    assert_eq!(world.store.grant(account.id).await.unwrap(), grant);
    assert_ne!(grant, Some(Grant::default()));
}

pub async fn a_removed_account_stands_on_nothing(store: Arc<dyn Store>) {
    let world = World::new(store);
    let (waba, number) = (
        WabaId::parse("10").unwrap(),
        PhoneNumberId::parse("20").unwrap(),
    );
    let (account, _) = under_way(&world).await;
    remove(&world, &account).await;
    let grant = world.store.grant(account.id).await.unwrap().unwrap();
    assert_eq!(grant.waba, Some(waba.clone()));
    let in_use = world.store.assets_in_use(&waba, &number).await.unwrap();
    assert!(!in_use.waba && !in_use.phone_number);
    assert_eq!(world.store.accounts_on(&waba).await.unwrap(), []);
    let client = world.client().await;
    let cut_off = world
        .in_state(client.id(), OnboardingState::Disconnected)
        .await;
    let owner = world.provision(cut_off.id).await;
    let proved = world
        .store
        .progress(cut_off.id, owner, proved("10", "20"), at(70));
    assert!(proved.await.unwrap());
    let in_use = world.store.assets_in_use(&waba, &number).await.unwrap();
    assert!(in_use.waba && in_use.phone_number);
}
