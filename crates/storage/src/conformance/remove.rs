//! Removing.

use super::world::{World, at, lease, sealed};
use crate::{AssetsInUse, ListFilter, Progress, RemoveOutcome, Store};
use gangway_domain::{
    ListedNumber, Onboarding, OnboardingState, PhoneNumberId, Problem, TimelineEvent as Event,
    WabaId,
};
use std::sync::Arc;

pub async fn a_removed_account_is_gone_from_the_list(store: Arc<dyn Store>) {
    let world = World::new(store);
    let client = world.client().await;
    let kept = world.account(client.id()).await;
    let gone = world.account(client.id()).await;
    assert_eq!(
        world.remove(client.id(), &gone.number).await,
        RemoveOutcome::Removed
    );
    let fragment = crate::fragment(&kept);
    let snapshot = world.store.list_snapshot(client.id()).await.unwrap();
    assert_eq!(
        (snapshot.count, snapshot.fragments),
        (1, fragment.clone().into_bytes())
    );
    assert_eq!(
        world.list(client.id(), &ListFilter::default()).await,
        [fragment]
    );
    let by_number = ListFilter {
        whatsapp: Some(gone.number.as_str().to_owned()),
        ..ListFilter::default()
    };
    assert!(world.list(client.id(), &by_number).await.is_empty());
    assert_eq!(
        world.remove(client.id(), &gone.number).await,
        RemoveOutcome::NotFound
    );
}

pub async fn a_removed_account_is_still_known_by_its_link(store: Arc<dyn Store>) {
    let world = World::new(store);
    let client = world.client().await;
    let account = world.account(client.id()).await;
    world.remove(client.id(), &account.number).await;
    let expected = Onboarding {
        state: OnboardingState::Removed,
        ..account.clone()
    };
    assert_eq!(world.again(&account).await, expected);
    let landed = world
        .store
        .account_by_landing(&account.landing)
        .await
        .unwrap();
    assert_eq!(landed, Some(expected));
}

pub async fn removing_erases_a_grant_without_a_token(store: Arc<dyn Store>) {
    let world = World::new(store);
    let client = world.client().await;
    let account = world.account(client.id()).await;
    let owner = world.exchanging(account.id).await;
    let pin = Progress::PinDrawn(sealed(2));
    let stored = world.store.progress(account.id, owner, pin, at(2)).await;
    assert!(stored.unwrap());
    world.remove(client.id(), &account.number).await;
    assert_eq!(world.store.grant(account.id).await.unwrap(), None);
    // Nor does the work that went on bring it back.
    let token = Progress::Exchanged(sealed(1));
    let stored = world.store.progress(account.id, owner, token, at(2)).await;
    assert!(!stored.unwrap());
    assert_eq!(world.store.grant(account.id).await.unwrap(), None);
    let job = world.store.take_job(lease(1, at(300_000)), at(200_000));
    assert_eq!(job.await.unwrap(), None, "there is nothing to take back");
}

pub async fn a_finished_account_stays(store: Arc<dyn Store>) {
    let world = World::new(store);
    let client = world.client().await;
    let account = world.account(client.id()).await;
    let finished = world.finish(&account, "972501234567").await;
    let before = world.store.list_snapshot(client.id()).await.unwrap();
    for number in [&finished.number, &account.number] {
        assert_eq!(
            world.remove(client.id(), number).await,
            RemoveOutcome::Finished
        );
    }
    assert_eq!(world.again(&account).await, finished);
    assert_eq!(
        world.store.list_snapshot(client.id()).await.unwrap(),
        before
    );
}

pub async fn only_the_partners_own_accounts_are_removed(store: Arc<dyn Store>) {
    let world = World::new(store);
    let (one, two) = (world.client().await, world.client().await);
    let account = world.account(one.id()).await;
    let finished = world.account(one.id()).await;
    let temporary = finished.number.clone();
    let finished = world.finish(&finished, "972501234567").await;
    for number in [&account.number, &finished.number, &temporary] {
        assert_eq!(
            world.remove(two.id(), number).await,
            RemoveOutcome::NotFound
        );
    }
    let never = ListedNumber::Temporary(super::world::temporary(1));
    assert_eq!(
        world.remove(one.id(), &never).await,
        RemoveOutcome::NotFound
    );
    assert_eq!(world.again(&account).await, account);
}

pub async fn every_unfinished_state_can_be_removed(store: Arc<dyn Store>) {
    use OnboardingState as State;
    let world = World::new(store);
    let client = world.client().await;
    for state in State::ALL {
        if matches!(
            state,
            State::Finished | State::Disconnected | State::Removed
        ) {
            continue;
        }
        let account = world.in_state(client.id(), state).await;
        assert_eq!(
            world.remove(client.id(), &account.number).await,
            RemoveOutcome::Removed
        );
        let after = world.again(&account).await;
        assert_eq!(after.state, State::Removed);
        assert_eq!((after.problem, after.cancelled_step), (None, None));
        assert_eq!(world.events(account.id).await.last(), Some(&Event::Removed));
    }
}

pub async fn what_was_live_once_is_not_removed(store: Arc<dyn Store>) {
    use OnboardingState as State;
    let world = World::new(store);
    let client = world.client().await;
    let account = world.in_state(client.id(), State::Disconnected).await;
    let (id, session) = (account.id, world.hash());
    let stays = async || {
        let outcome = world.remove(client.id(), &account.number).await;
        assert_eq!(outcome, RemoveOutcome::Finished);
    };
    stays().await;
    world.store.start(id, session, at(70)).await.unwrap();
    stays().await;
    let left = world.store.cancel(id, session, None, None, at(71));
    left.await.unwrap();
    stays().await;
    let owner = world.provision(id).await;
    stays().await;
    world.halt(id, owner, Problem::MetaRefused).await;
    stays().await;
    assert_eq!(world.again(&account).await.status(), 1);
}

pub async fn assets_are_in_use_while_an_account_stands_on_them(store: Arc<dyn Store>) {
    let world = World::new(store);
    let (one, two) = (world.client().await, world.client().await);
    let waba = WabaId::parse("102000000000001").unwrap();
    let numbers =
        ["106000000000001", "106000000000002"].map(|id| PhoneNumberId::parse(id).unwrap());
    let in_use = async |number: usize| {
        let found = world.store.assets_in_use(&waba, &numbers[number]).await;
        let AssetsInUse { waba, phone_number } = found.unwrap();
        (waba, phone_number)
    };
    let prove = async |account: &Onboarding, number: usize| {
        let owner = world.provision(account.id).await;
        let proved = Progress::Proved {
            waba: waba.clone(),
            phone_number: numbers[number].clone(),
        };
        assert!(
            world
                .store
                .progress(account.id, owner, proved, at(2))
                .await
                .unwrap()
        );
        owner
    };
    assert_eq!(in_use(0).await, (false, false));
    let first = world.account(one.id()).await;
    prove(&first, 0).await;
    assert_eq!(in_use(0).await, (true, true));
    assert_eq!(in_use(1).await, (true, false));
    let second = world.account(two.id()).await;
    let owner = prove(&second, 1).await;
    world.try_finish(second.id, owner, "972501234567").await;
    world.remove(one.id(), &first.number).await;
    assert_eq!(
        in_use(0).await,
        (true, false),
        "of the account that is left"
    );
    assert_eq!(in_use(1).await, (true, true));
}
