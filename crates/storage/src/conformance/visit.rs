//! What the customer's browser brings about.

use super::world::{World, at};
use crate::{Claims, Grant, Progress, StartOutcome, Store};
use gangway_domain::{
    AccountId, Onboarding, OnboardingState, PhoneNumberId, Problem, Sealed, WabaId,
};
use std::sync::Arc;

fn claims(waba: &str, number: &str) -> Claims {
    Claims {
        waba: Some(WabaId::parse(waba).unwrap()),
        phone_number: Some(PhoneNumberId::parse(number).unwrap()),
    }
}

async fn known(world: &World, account: AccountId) -> Grant {
    world
        .store
        .grant(account)
        .await
        .unwrap()
        .unwrap_or_default()
}

async fn started(world: &World, account: &Onboarding) -> gangway_domain::Hash256 {
    let session = world.hash();
    let outcome = world.store.start(account.id, session, at(1)).await.unwrap();
    assert_eq!(outcome, StartOutcome::Started);
    session
}

pub async fn looking_moves_only_a_fresh_account(store: Arc<dyn Store>) {
    let world = World::new(store);
    let client = world.client().await;
    let account = world.account(client.id()).await;
    for _ in 0..2 {
        world.store.open(account.id, at(1)).await.unwrap();
        assert_eq!(world.state(&account).await, OnboardingState::Opened);
    }
    let session = started(&world, &account).await;
    world
        .store
        .cancel(account.id, session, Some("S".to_owned()), None, at(3))
        .await
        .unwrap();
    let before = world.again(&account).await;
    world.store.open(account.id, at(1)).await.unwrap();
    assert_eq!(
        world.again(&account).await,
        before,
        "a look changes nothing later"
    );
    let nobody = AccountId::from_row(account.id.row() + 1);
    world.store.open(nobody, at(1)).await.unwrap();
}

pub async fn pressing_the_button_starts_and_restarts(store: Arc<dyn Store>) {
    let world = World::new(store);
    let client = world.client().await;
    let account = world.account(client.id()).await;
    started(&world, &account).await;
    assert_eq!(world.state(&account).await, OnboardingState::Started);
    started(&world, &account).await;
    assert_eq!(world.state(&account).await, OnboardingState::Started);

    let owner = world.provision(account.id).await;
    started(&world, &account).await;
    assert_eq!(
        world.state(&account).await,
        OnboardingState::Provisioning,
        "work goes on"
    );
    let token = Progress::Exchanged(Sealed::from_bytes(vec![1]));
    assert!(
        world
            .store
            .progress(account.id, owner, token, at(2))
            .await
            .unwrap(),
        "the lease was left alone"
    );

    world.halt(account.id, owner, Problem::PinUnknown).await;
    started(&world, &account).await;
    let restarted = world.again(&account).await;
    assert_eq!(
        (restarted.state, restarted.problem),
        (OnboardingState::Started, None)
    );
}

pub async fn a_new_session_forgets_the_old_ones_claims(store: Arc<dyn Store>) {
    let world = World::new(store);
    let client = world.client().await;
    let account = world.account(client.id()).await;
    let first = started(&world, &account).await;
    assert!(
        world
            .store
            .claim_assets(account.id, first, claims("1", "2"))
            .await
            .unwrap()
    );
    let owner = world.provision(account.id).await;
    let token = Sealed::from_bytes(vec![9]);
    world
        .store
        .progress(account.id, owner, Progress::Exchanged(token.clone()), at(2))
        .await
        .unwrap();
    assert_eq!(
        world.store.start(account.id, first, at(2)).await.unwrap(),
        StartOutcome::Started
    );
    let grant = known(&world, account.id).await;
    assert_eq!(grant.claims, Claims::default());
    assert_eq!(grant.token, Some(token), "only the claims are forgotten");
}

pub async fn only_the_latest_session_may_claim(store: Arc<dyn Store>) {
    let world = World::new(store);
    let client = world.client().await;
    let account = world.account(client.id()).await;
    let store = &world.store;
    assert!(
        !store
            .claim_assets(account.id, world.hash(), claims("1", "2"))
            .await
            .unwrap()
    );
    let first = started(&world, &account).await;
    let second = started(&world, &account).await;
    assert!(
        !store
            .claim_assets(account.id, first, claims("1", "2"))
            .await
            .unwrap()
    );
    assert_eq!(known(&world, account.id).await.claims, Claims::default());
    assert!(
        store
            .claim_assets(account.id, second, claims("3", "4"))
            .await
            .unwrap()
    );
    assert_eq!(known(&world, account.id).await.claims, claims("3", "4"));
    let only_waba = Claims {
        phone_number: None,
        ..claims("5", "6")
    };
    assert!(
        store
            .claim_assets(account.id, second, only_waba.clone())
            .await
            .unwrap()
    );
    assert_eq!(
        known(&world, account.id).await.claims,
        only_waba,
        "the last word counts"
    );
}

pub async fn leaving_the_dialog_is_noted_with_its_step(store: Arc<dyn Store>) {
    let world = World::new(store);
    let client = world.client().await;
    let account = world.account(client.id()).await;
    let store = &world.store;
    let first = started(&world, &account).await;
    let session = started(&world, &account).await;
    store
        .cancel(account.id, first, Some("OLD".to_owned()), None, at(3))
        .await
        .unwrap();
    assert_eq!(
        world.state(&account).await,
        OnboardingState::Started,
        "not the latest attempt"
    );
    let step = Some("PHONE_NUMBER_SETUP".to_owned());
    store
        .cancel(account.id, session, step.clone(), None, at(3))
        .await
        .unwrap();
    let left = world.again(&account).await;
    assert_eq!(
        (left.state, left.cancelled_step),
        (OnboardingState::Cancelled, step)
    );
    started(&world, &account).await;
    let back = world.again(&account).await;
    assert_eq!(
        (back.state, back.cancelled_step),
        (OnboardingState::Started, None)
    );
    let other = world.account(client.id()).await;
    let session = started(&world, &other).await;
    store
        .cancel(other.id, session, None, None, at(3))
        .await
        .unwrap();
    let left = world.again(&other).await;
    assert_eq!(
        (left.state, left.cancelled_step),
        (OnboardingState::Cancelled, None)
    );
}

pub async fn a_late_cancel_does_not_disturb_a_set_up(store: Arc<dyn Store>) {
    let world = World::new(store);
    let client = world.client().await;
    let account = world.account(client.id()).await;
    let session = started(&world, &account).await;
    world.provision(account.id).await;
    let before = world.again(&account).await;
    world
        .store
        .cancel(account.id, session, Some("S".to_owned()), None, at(3))
        .await
        .unwrap();
    assert_eq!(world.again(&account).await, before);
    assert_eq!(before.state, OnboardingState::Provisioning);
}

pub async fn closed_accounts_take_no_visits(store: Arc<dyn Store>) {
    let world = World::new(store);
    let client = world.client().await;
    let finished = world.account(client.id()).await;
    let removed = world.account(client.id()).await;
    let sessions = [
        started(&world, &finished).await,
        started(&world, &removed).await,
    ];
    let finished = world.finish(&finished, "972501234567").await;
    world.remove(client.id(), &removed.number).await;
    let removed = world.again(&removed).await;
    for (account, session) in [&finished, &removed].into_iter().zip(sessions) {
        let store = &world.store;
        store.open(account.id, at(1)).await.unwrap();
        assert_eq!(
            store.start(account.id, session, at(9)).await.unwrap(),
            StartOutcome::Closed
        );
        assert!(
            !store
                .claim_assets(account.id, session, claims("1", "2"))
                .await
                .unwrap()
        );
        store
            .cancel(account.id, session, Some("S".to_owned()), None, at(3))
            .await
            .unwrap();
        assert_eq!(&world.again(account).await, account);
        assert_eq!(known(&world, account.id).await.claims, Claims::default());
    }
    let nobody = AccountId::from_row(removed.id.row() + 1);
    let outcome = world
        .store
        .start(nobody, world.hash(), at(9))
        .await
        .unwrap();
    assert_eq!(outcome, StartOutcome::Closed);
}

pub async fn the_latest_session_is_known_also_after_the_finish(store: Arc<dyn Store>) {
    let world = World::new(store);
    let client = world.client().await;
    let account = world.account(client.id()).await;
    let (first, second) = (world.hash(), world.hash());
    let latest = |session| world.store.is_latest(account.id, session);
    assert!(!latest(first).await.unwrap());
    for session in [first, second] {
        world.store.start(account.id, session, at(1)).await.unwrap();
        assert!(latest(session).await.unwrap());
    }
    assert!(!latest(first).await.unwrap());
    world.finish(&account, "14155550177").await;
    assert!(latest(second).await.unwrap());
    assert!(!latest(first).await.unwrap());
}
