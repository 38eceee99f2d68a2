//! Set-ups that Meta's own word starts.

use super::world::{World, at, claimed, lease, proved, sealed};
use crate::{ClaimOutcome, Claims, Given, Progress, Recovery, Store};
use gangway_domain::{
    AccountId, OnboardingState, PhoneNumberId, Problem, Step, TimelineEvent, WabaId,
};
use std::sync::Arc;

fn waba(id: &str) -> WabaId {
    WabaId::parse(id).unwrap()
}

/// Recovers with the WhatsApp account 90 for a hundred seconds.
async fn recover(world: &World, account: AccountId, owner: i64, now: u64) -> ClaimOutcome {
    let recovery = Recovery {
        token: sealed(9),
        waba: waba("90"),
    };
    let lease = lease(owner, at(now + 100));
    let claim = world
        .store
        .claim_recovery(account, recovery, lease, at(now));
    claim.await.unwrap()
}

pub async fn a_recovered_token_takes_the_place_of_a_code(store: Arc<dyn Store>) {
    let world = World::new(store);
    let client = world.client().await;
    let account = world.account(client.id()).await;
    let id = account.id;
    let session = world.hash();
    world.store.start(id, session, at(1)).await.unwrap();
    let claims = Claims {
        waba: Some(waba("1")),
        phone_number: Some(PhoneNumberId::parse("2").unwrap()),
    };
    let noted = world.store.claim_assets(id, session, claims).await;
    assert!(noted.unwrap());
    let owner = world.provision(id).await;
    for step in [
        proved("10", "20"),
        Progress::Registered,
        Progress::NumberRead,
    ] {
        assert!(world.store.progress(id, owner, step, at(2)).await.unwrap());
    }
    world.halt(id, owner, Problem::AccessEnded).await;

    let grant = claimed(recover(&world, id, 5, 40).await);
    assert_eq!(world.store.grant(id).await.unwrap(), Some(grant.clone()));
    assert_eq!(
        (grant.token, grant.token_at),
        (Some(sealed(9)), Some(at(40)))
    );
    assert_eq!((grant.waba, grant.phone_number), (None, None));
    let named = Claims {
        waba: Some(waba("90")),
        phone_number: None,
    };
    assert_eq!(grant.claims, named);
    assert!(grant.registered, "it may be the same number");
    let after = world.again(&account).await;
    assert_eq!(
        (after.state, after.problem, after.recovered),
        (OnboardingState::Provisioning, None, true)
    );
    let records = world.store.steps(id).await.unwrap();
    assert!(records.iter().all(|record| record.step == Step::Register));
    let events = world.events(id).await;
    assert_eq!(events.last(), Some(&TimelineEvent::Recovered));
    // The claim came with a lease.
    let stored = world
        .store
        .progress(id, 5, proved("90", "91"), at(41))
        .await;
    assert!(stored.unwrap());
}

pub async fn the_recovered_mark_lasts_until_a_new_code(store: Arc<dyn Store>) {
    let world = World::new(store);
    let client = world.client().await;
    let account = world.account(client.id()).await;
    claimed(recover(&world, account.id, 5, 40).await);
    world.halt(account.id, 5, Problem::NumberMissing).await;
    let resume = world
        .store
        .claim_resume(account.id, Given::Nothing, lease(6, at(90)), at(50));
    claimed(resume.await.unwrap());
    assert!(
        world.again(&account).await.recovered,
        "it is the same token"
    );
    world.halt(account.id, 6, Problem::NumberMissing).await;
    world.finish(&account, "972501234567").await;
    assert!(!world.again(&account).await.recovered);
    let last = world.timeline(account.id).await.pop().unwrap();
    assert_eq!((last.event, last.cause), (TimelineEvent::Finished, None));
}

pub async fn a_recovered_finish_says_so(store: Arc<dyn Store>) {
    let world = World::new(store);
    let client = world.client().await;
    let account = world.account(client.id()).await;
    claimed(recover(&world, account.id, 5, 40).await);
    world.try_finish(account.id, 5, "972501234567").await;
    let finished = world.again(&account).await;
    assert_eq!(
        (finished.state, finished.recovered),
        (OnboardingState::Finished, true)
    );
    let last = world.timeline(account.id).await.pop().unwrap();
    assert_eq!(last.event, TimelineEvent::Finished);
    assert_eq!(last.cause.as_deref(), Some("recovered"));
}

pub async fn a_set_up_in_work_is_not_recovered(store: Arc<dyn Store>) {
    let world = World::new(store);
    let client = world.client().await;
    let account = world.account(client.id()).await;
    let owner = world.provision(account.id).await;
    let grant = world.store.grant(account.id).await.unwrap();
    assert_eq!(recover(&world, account.id, 5, 10).await, ClaimOutcome::Busy);
    world.store.hand_over(account.id, owner).await.unwrap();
    assert_eq!(
        recover(&world, account.id, 5, 10).await,
        ClaimOutcome::Busy,
        "it goes on without a lease as well"
    );
    assert_eq!(world.store.grant(account.id).await.unwrap(), grant);
    assert!(!world.again(&account).await.recovered);
}

pub async fn only_one_of_many_recovers(store: Arc<dyn Store>) {
    let world = World::new(store);
    let client = world.client().await;
    let account = world.account(client.id()).await;
    let mut calls = tokio::task::JoinSet::new();
    for owner in 1..9 {
        let (world, id) = (world.clone(), account.id);
        calls.spawn(async move { recover(&world, id, owner, 40).await });
    }
    let outcomes = calls.join_all().await;
    let won = outcomes
        .iter()
        .filter(|outcome| matches!(outcome, ClaimOutcome::Claimed(_)));
    assert_eq!(won.count(), 1, "{outcomes:?}");
}
