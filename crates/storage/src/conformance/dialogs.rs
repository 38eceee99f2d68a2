//! Turns through Meta's dialog as a full page.

use super::world::{World, at};
use crate::{
    DIALOGS_KEPT, DialogState, NewLink, RenewOutcome, ReturnedDialog, StartOutcome, Store,
};
use gangway_domain::{AccountId, Hash256, LinkSlug, Onboarding, OnboardingState};
use std::sync::Arc;
use tokio::task::JoinSet;

/// A turn that may come back before this second.
async fn begin(world: &World, account: AccountId, until: u64) -> DialogState {
    let state = DialogState {
        hash: world.hash(),
        account,
        session: world.hash(),
        until: at(until),
    };
    let kept = world.store.keep_dialog(state.clone(), at(0)).await;
    kept.unwrap();
    state
}

async fn come_back(world: &World, hash: Hash256, now: u64) -> Option<ReturnedDialog> {
    world.store.return_dialog(hash, at(now)).await.unwrap()
}

pub async fn a_turn_comes_back_once(store: Arc<dyn Store>) {
    let world = World::new(store);
    let client = world.client().await;
    let (one, two) = (
        world.account(client.id()).await,
        world.account(client.id()).await,
    );
    let first = begin(&world, one.id, 100).await;
    let second = begin(&world, two.id, 100).await;
    let mut expected = ReturnedDialog {
        account: one,
        session: first.session,
        fresh: true,
    };
    let back = come_back(&world, first.hash, 99).await;
    assert_eq!(back.as_ref(), Some(&expected));
    expected.fresh = false;
    let back = come_back(&world, first.hash, 99).await;
    assert_eq!(back.as_ref(), Some(&expected), "told apart, not unknown");
    let other = come_back(&world, second.hash, 50).await.unwrap();
    assert_eq!((other.account, other.fresh), (two, true));
    assert_eq!(come_back(&world, world.hash(), 1).await, None);
}

pub async fn a_turn_that_comes_back_late_does_not_count(store: Arc<dyn Store>) {
    let world = World::new(store);
    let client = world.client().await;
    let account = world.account(client.id()).await;
    let state = begin(&world, account.id, 100).await;
    let late = come_back(&world, state.hash, 100).await.unwrap();
    assert!(!late.fresh);
    let again = come_back(&world, state.hash, 50).await.unwrap();
    assert!(!again.fresh, "it is used up by that");
}

pub async fn a_turn_comes_back_to_the_account_as_it_is_now(store: Arc<dyn Store>) {
    let world = World::new(store);
    let client = world.client().await;
    let account = world.account(client.id()).await;
    let state = begin(&world, account.id, 100).await;
    world.store.open(account.id, at(60)).await.unwrap();
    let back = come_back(&world, state.hash, 61).await.unwrap();
    assert_eq!(back.account.state, OnboardingState::Opened);
    assert_eq!(back.account, world.again(&account).await);
}

pub async fn a_new_link_ends_what_began_on_the_old_one(store: Arc<dyn Store>) {
    let world = World::new(store);
    let client = world.client().await;
    let (one, other) = (
        world.account(client.id()).await,
        world.account(client.id()).await,
    );
    let state = begin(&world, one.id, 100).await;
    let used = begin(&world, one.id, 100).await;
    assert!(come_back(&world, used.hash, 1).await.unwrap().fresh);
    let others = begin(&world, other.id, 100).await;
    for (account, turn) in [(&one, &state), (&other, &others)] {
        let started = world.store.start(account.id, turn.session, at(1)).await;
        assert_eq!(started.unwrap(), StartOutcome::Started);
    }
    let new = NewLink {
        link: LinkSlug::parse("another1").unwrap(),
        expires_at: None,
    };
    let renewed = world
        .store
        .renew_link(client.id(), &one.number, new, at(2))
        .await
        .unwrap();
    assert!(matches!(renewed, RenewOutcome::Renewed { .. }));
    assert_eq!(come_back(&world, state.hash, 3).await, None);
    assert_eq!(come_back(&world, used.hash, 3).await, None);
    let latest = async |account: &Onboarding, session| {
        let latest = world.store.is_latest(account.id, session);
        latest.await.unwrap()
    };
    assert!(!latest(&one, state.session).await);
    assert!(latest(&other, others.session).await);
    assert!(come_back(&world, others.hash, 3).await.unwrap().fresh);
    // The new link begins anew.
    let next = begin(&world, one.id, 100).await;
    assert!(come_back(&world, next.hash, 4).await.unwrap().fresh);
}

pub async fn a_removal_forgets_the_turns_of_its_account(store: Arc<dyn Store>) {
    let world = World::new(store);
    let client = world.client().await;
    let (gone, kept) = (
        world.account(client.id()).await,
        world.account(client.id()).await,
    );
    let lost = begin(&world, gone.id, 100).await;
    let stays = begin(&world, kept.id, 100).await;
    world.remove(client.id(), &gone.number).await;
    assert_eq!(come_back(&world, lost.hash, 61).await, None);
    assert!(come_back(&world, stays.hash, 61).await.unwrap().fresh);
}

pub async fn turns_that_are_long_over_are_cleared_away(store: Arc<dyn Store>) {
    let world = World::new(store);
    let client = world.client().await;
    let account = world.account(client.id()).await;
    let old = begin(&world, account.id, 100).await;
    let month = 30 * 24 * 3600;
    let recent = begin(&world, account.id, month - 3600).await;
    let fresh = DialogState {
        hash: world.hash(),
        until: at(month + 100),
        ..recent.clone()
    };
    let kept = world.store.keep_dialog(fresh.clone(), at(month)).await;
    kept.unwrap();
    assert_eq!(come_back(&world, old.hash, month).await, None);
    let late = come_back(&world, recent.hash, month).await.unwrap();
    assert!(!late.fresh, "an hour ago is not long ago");
    assert!(come_back(&world, fresh.hash, month).await.unwrap().fresh);
}

pub async fn only_the_latest_turns_of_an_account_are_kept(store: Arc<dyn Store>) {
    let world = World::new(store);
    let client = world.client().await;
    let (one, other) = (
        world.account(client.id()).await,
        world.account(client.id()).await,
    );
    let others = begin(&world, other.id, 100).await;
    let mut turns = Vec::new();
    for turn in 0..12 {
        turns.push(begin(&world, one.id, 100 + turn).await);
    }
    // The latest by when it began, not by when it ends.
    turns.push(begin(&world, one.id, 50).await);
    let first_kept = turns.len() - usize::try_from(DIALOGS_KEPT).unwrap();
    for (n, turn) in turns.iter().enumerate() {
        let back = come_back(&world, turn.hash, 1).await;
        let fresh = back.is_some_and(|back| back.fresh);
        assert_eq!(fresh, n >= first_kept, "turn {n}");
    }
    assert!(come_back(&world, others.hash, 1).await.unwrap().fresh);
}

pub async fn concurrent_returns_have_one_first(store: Arc<dyn Store>) {
    let world = World::new(store);
    let client = world.client().await;
    let account = world.account(client.id()).await;
    for _ in 0..10 {
        let hash = begin(&world, account.id, 100).await.hash;
        let mut calls = JoinSet::new();
        for _ in 0..8 {
            let world = world.clone();
            calls.spawn(async move { come_back(&world, hash, 1).await.unwrap().fresh });
        }
        let fresh = calls.join_all().await.into_iter().filter(|fresh| *fresh);
        assert_eq!(fresh.count(), 1);
    }
}
