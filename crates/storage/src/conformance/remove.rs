//! Removing.

use super::world::{World, at};
use crate::{Abandoned, AssetsInUse, Grant, ListFilter, Progress, RemoveOutcome, Store};
use gangway_domain::{
    ListedNumber, Onboarding, OnboardingState, PhoneNumberId, Problem, Sealed, WabaId,
};
use std::sync::Arc;

pub async fn a_removed_account_is_gone_from_the_list(store: Arc<dyn Store>) {
    let world = World::new(store);
    let client = world.client().await;
    let kept = world.account(client.id()).await;
    let gone = world.account(client.id()).await;
    assert_eq!(
        world.remove(client.id(), &gone.number).await,
        RemoveOutcome::Removed(None)
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

pub async fn removing_erases_the_grant(store: Arc<dyn Store>) {
    let world = World::new(store);
    let client = world.client().await;
    let account = world.account(client.id()).await;
    let owner = world.provision(account.id).await;
    let token = Progress::Exchanged(Sealed::from_bytes(vec![1, 2, 3]));
    assert!(
        world
            .store
            .progress(account.id, owner, token.clone())
            .await
            .unwrap()
    );
    let grant = world.store.grant(account.id).await.unwrap().unwrap();
    let abandoned = Abandoned {
        account: account.id,
        grant,
    };
    assert_eq!(
        world.remove(client.id(), &account.number).await,
        RemoveOutcome::Removed(Some(Box::new(abandoned))),
        "given out this once"
    );
    let erased = world.store.grant(account.id).await.unwrap();
    assert_eq!(erased.unwrap_or_default(), Grant::default());
    // Nor does the work that went on bring it back.
    assert!(
        !world
            .store
            .progress(account.id, owner, token)
            .await
            .unwrap()
    );
    let erased = world.store.grant(account.id).await.unwrap();
    assert_eq!(erased.unwrap_or_default(), Grant::default());
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
    for state in State::ALL.into_iter().filter(|state| !state.is_final()) {
        let account = world.account(client.id()).await;
        let session = world.hash();
        match state {
            State::Opened => world.store.open(account.id).await.unwrap(),
            State::Started | State::Cancelled => {
                world.store.start(account.id, session, at(1)).await.unwrap();
            }
            State::Provisioning | State::NeedsAttention => {
                let owner = world.provision(account.id).await;
                if state == State::NeedsAttention {
                    world
                        .store
                        .halt(account.id, owner, Problem::PinUnknown)
                        .await
                        .unwrap();
                }
            }
            State::Created | State::Finished | State::Removed => {}
        }
        if state == State::Cancelled {
            let step = Some("PHONE_NUMBER".to_owned());
            world.store.cancel(account.id, session, step).await.unwrap();
        }
        assert_eq!(world.state(&account).await, state);
        let removed = world.remove(client.id(), &account.number).await;
        assert!(matches!(removed, RemoveOutcome::Removed(_)), "{removed:?}");
        let after = world.again(&account).await;
        assert_eq!(after.state, State::Removed);
        assert_eq!((after.problem, after.cancelled_step), (None, None));
    }
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
                .progress(account.id, owner, proved)
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
