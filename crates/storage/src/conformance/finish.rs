//! The finish, alone and against a removal.

use super::world::{World, at, real};
use crate::{
    FinishOutcome, Finished, ListFilter, NewOnboarding, Progress, RemoveOutcome, Store, fragment,
};
use gangway_domain::{
    AccountId, ListedNumber, MetaBusinessId, Onboarding, OnboardingState, Sealed,
};
use std::sync::Arc;

pub async fn the_real_number_is_listed_with_status_one(store: Arc<dyn Store>) {
    let world = World::new(store);
    let client = world.client().await;
    let new = NewOnboarding {
        expires_at: Some(at(10)),
        ..world.draft(client.id())
    };
    let account = world.store_draft(new).await;
    let owner = world.provision(account.id).await;
    let token = Progress::Exchanged(Sealed::from_bytes(vec![1]));
    world
        .store
        .progress(account.id, owner, token, at(2))
        .await
        .unwrap();
    let grant = world.store.grant(account.id).await.unwrap();
    let outcome = world
        .store
        .finish(
            account.id,
            owner,
            Finished {
                number: real("972501234567"),
                business: Some(MetaBusinessId::parse("77").unwrap()),
                at: at(50),
            },
        )
        .await
        .unwrap();
    let expected = Onboarding {
        number: ListedNumber::Real(real("972501234567")),
        state: OnboardingState::Finished,
        finished_at: Some(at(50)),
        ..account.clone()
    };
    assert_eq!(outcome, FinishOutcome::Finished(Box::new(expected.clone())));
    assert_eq!(world.again(&account).await, expected);
    assert_eq!(world.snapshot(client.id()).await, fragment(&expected));
    assert_eq!(
        world.list(client.id(), &ListFilter::default()).await,
        [fragment(&expected)]
    );
    assert_eq!(
        world.store.grant(account.id).await.unwrap(),
        grant,
        "token and PIN are kept"
    );
}

pub async fn only_the_holder_finishes_and_only_once(store: Arc<dyn Store>) {
    let world = World::new(store);
    let client = world.client().await;
    let account = world.account(client.id()).await;
    let lost = FinishOutcome::LeaseLost;
    assert_eq!(
        world.try_finish(account.id, 1, "972501234567").await,
        lost,
        "nobody holds it"
    );
    let owner = world.provision(account.id).await;
    assert_eq!(
        world
            .try_finish(account.id, owner + 1, "972501234567")
            .await,
        lost
    );
    assert_eq!(world.state(&account).await, OnboardingState::Provisioning);
    let first = world.try_finish(account.id, owner, "972501234567").await;
    assert!(matches!(first, FinishOutcome::Finished(_)), "{first:?}");
    assert_eq!(
        world.try_finish(account.id, owner, "972507654321").await,
        lost
    );
    let number = world.again(&account).await.number;
    assert_eq!(number, ListedNumber::Real(real("972501234567")));
    let nobody = AccountId::from_row(account.id.row() + 1);
    assert_eq!(world.try_finish(nobody, owner, "972507654321").await, lost);
}

pub async fn a_number_is_finished_once_for_a_partner(store: Arc<dyn Store>) {
    let world = World::new(store);
    let client = world.client().await;
    let first = world
        .finish(&world.account(client.id()).await, "972501234567")
        .await;
    let second = world.account(client.id()).await;
    let owner = world.provision(second.id).await;
    let before = (
        world.again(&second).await,
        world.revision(client.id()).await,
    );
    let outcome = world.try_finish(second.id, owner, "972501234567").await;
    assert_eq!(outcome, FinishOutcome::NumberTaken);
    assert_eq!(
        (
            world.again(&second).await,
            world.revision(client.id()).await
        ),
        before
    );
    assert_eq!(world.again(&first).await, first);
    // The lease is still held: another number may follow.
    let outcome = world.try_finish(second.id, owner, "972507654321").await;
    assert!(matches!(outcome, FinishOutcome::Finished(_)), "{outcome:?}");
}

pub async fn a_number_may_be_finished_by_two_partners(store: Arc<dyn Store>) {
    let world = World::new(store);
    for _ in 0..2 {
        let client = world.client().await;
        let account = world.account(client.id()).await;
        let finished = world.finish(&account, "972501234567").await;
        assert_eq!(world.snapshot(client.id()).await, fragment(&finished));
    }
}

pub async fn a_temporary_number_is_nobodys_real_number(store: Arc<dyn Store>) {
    let world = World::new(store);
    let (one, two) = (world.client().await, world.client().await);
    let listed = world.account(two.id()).await;
    let removed = world.account(two.id()).await;
    world.remove(two.id(), &removed.number).await;
    let account = world.account(one.id()).await;
    let owner = world.provision(account.id).await;
    for handed_out in [&listed.number, &removed.number, &account.number] {
        let outcome = world
            .try_finish(account.id, owner, handed_out.as_str())
            .await;
        assert_eq!(outcome, FinishOutcome::NumberTaken);
    }
    assert_eq!(world.state(&account).await, OnboardingState::Provisioning);
}

pub async fn an_account_removed_meanwhile_does_not_finish(store: Arc<dyn Store>) {
    let world = World::new(store);
    let client = world.client().await;
    let account = world.account(client.id()).await;
    let owner = world.provision(account.id).await;
    world.remove(client.id(), &account.number).await;
    let outcome = world.try_finish(account.id, owner, "972501234567").await;
    assert_eq!(outcome, FinishOutcome::Removed);
    assert_eq!(world.state(&account).await, OnboardingState::Removed);
    assert!(world.snapshot(client.id()).await.is_empty());
}

pub async fn a_finish_with_no_business_told(store: Arc<dyn Store>) {
    let world = World::new(store);
    let client = world.client().await;
    let account = world.account(client.id()).await;
    let finished = world.finish(&account, "12025550123").await;
    assert_eq!(finished.number, ListedNumber::Real(real("12025550123")));
}

pub async fn finish_and_removal_raced_end_in_one_of_the_two(store: Arc<dyn Store>) {
    let world = World::new(store);
    let client = world.client().await;
    let mut listed = Vec::new();
    for round in 0..200 {
        let account = world.account(client.id()).await;
        let owner = world.provision(account.id).await;
        let digits = format!("97250{round:07}");
        let before = world.revision(client.id()).await;
        let finish = {
            let (world, id, digits) = (world.clone(), account.id, digits.clone());
            tokio::spawn(async move { world.try_finish(id, owner, &digits).await })
        };
        let removal = {
            let (world, partner, number) = (world.clone(), client.id(), account.number.clone());
            tokio::spawn(async move { world.remove(partner, &number).await })
        };
        // Which one is waited for first must not matter, nor which one is asked first.
        let (finish, removal) = if round % 2 == 0 {
            (finish.await.unwrap(), removal.await.unwrap())
        } else {
            let removal = removal.await.unwrap();
            (finish.await.unwrap(), removal)
        };
        let after = world.again(&account).await;
        match (finish, removal) {
            (FinishOutcome::Finished(finished), RemoveOutcome::Finished) => {
                assert_eq!(after, *finished);
                assert_eq!(after.number.as_str(), digits);
                listed.push(fragment(&after));
            }
            (FinishOutcome::Removed, RemoveOutcome::Removed) => {
                assert_eq!(after.state, OnboardingState::Removed);
                assert_eq!(after.number, account.number);
                let kept = world.store.grant(account.id).await.unwrap().unwrap();
                assert!(kept.token.is_some(), "until it is taken back");
            }
            both => panic!("half of each: {both:?}"),
        }
        assert!(
            world.revision(client.id()).await > before,
            "the list has changed"
        );
    }
    let mut whole = world.list(client.id(), &ListFilter::default()).await;
    whole.reverse();
    assert_eq!(whole, listed);
}
