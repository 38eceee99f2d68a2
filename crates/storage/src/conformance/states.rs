//! What each operation does to an account in each state: as the state machine says, and
//! nothing where it says that nothing may happen.

use super::world::{Client, World, at, lease, sealed};
use crate::{
    ClaimOutcome, Finished, Given, NewLink, Progress, Recovery, RemoveOutcome, RenewOutcome,
    StartOutcome, Store,
};
use gangway_domain::{
    LinkSlug, Onboarding, OnboardingState as State, Problem, Step, Transition, WabaId,
};
use std::sync::Arc;

/// Everything that is kept of an account.
async fn everything(world: &World, account: &Onboarding) -> impl PartialEq + std::fmt::Debug {
    let id = account.id;
    (
        world.again(account).await,
        world.store.grant(id).await.unwrap(),
        world.store.steps(id).await.unwrap(),
        world.timeline(id).await,
        world.revision(account.partner).await,
    )
}

/// Applies `operation` to a fresh account in each state. `true` from it says that it was
/// allowed: then the account stands where `transition` leads. Otherwise nothing has changed.
async fn in_each_state(
    world: &World,
    transition: impl Fn(State) -> Option<State>,
    operation: impl AsyncFn(&Client, &Onboarding) -> bool,
) {
    let client = world.client().await;
    for state in State::ALL {
        let account = world.in_state(client.id(), state).await;
        let before = everything(world, &account).await;
        let allowed = operation(&client, &account).await;
        match transition(state) {
            Some(next) => {
                assert!(allowed, "{state:?}");
                let after = world.store.account_by_landing(&account.landing).await;
                let after = after.unwrap().unwrap();
                assert_eq!(after.state, next, "{state:?}");
                assert_eq!(after.problem.is_some(), next.is_halted(), "{state:?}");
                let is_cut_off = next == State::Disconnected;
                assert_eq!(after.disconnected.is_some(), is_cut_off, "{state:?}");
            }
            None => {
                assert!(!allowed, "{state:?}");
                assert_eq!(everything(world, &account).await, before, "{state:?}");
            }
        }
    }
}

/// A lease after all leases that an account may be held under.
const LATE: u64 = 200_000;

pub async fn a_press_on_the_button_follows_the_state_machine(store: Arc<dyn Store>) {
    let world = World::new(store);
    let start = |state: State| state.after(Transition::Start);
    in_each_state(&world, start, async |_, account| {
        let session = world.hash();
        let outcome = world
            .store
            .start(account.id, session, at(80))
            .await
            .unwrap();
        outcome == StartOutcome::Started
    })
    .await;
}

pub async fn a_code_follows_the_state_machine(store: Arc<dyn Store>) {
    let world = World::new(store);
    let exchange = |state: State| state.after(Transition::Exchange);
    in_each_state(&world, exchange, async |_, account| {
        let (code, lease) = (world.hash(), lease(77, at(LATE + 9)));
        let claim = world
            .store
            .claim_exchange(account.id, code, lease, at(LATE));
        match claim.await.unwrap() {
            ClaimOutcome::Claimed(_) => true,
            ClaimOutcome::Closed => false,
            other => panic!("{other:?}"),
        }
    })
    .await;
}

pub async fn a_resumption_needs_a_token_in_every_state(store: Arc<dyn Store>) {
    let world = World::new(store);
    let resume = |state: State| {
        let has_token =
            state.is_halted() || matches!(state, State::Provisioning | State::Disconnected);
        state.after(Transition::Provision).filter(|_| has_token)
    };
    in_each_state(&world, resume, async |_, account| {
        let lease = lease(77, at(LATE + 9));
        let claim = world
            .store
            .claim_resume(account.id, Given::Nothing, lease, at(LATE));
        let closed = account.state.is_final();
        match claim.await.unwrap() {
            ClaimOutcome::Claimed(_) => true,
            ClaimOutcome::Closed if closed => false,
            ClaimOutcome::NoToken if !closed => false,
            other => panic!("{other:?}"),
        }
    })
    .await;
}

pub async fn a_recovery_follows_the_state_machine(store: Arc<dyn Store>) {
    let world = World::new(store);
    let recover = |state: State| {
        let free = !state.is_in_work();
        state.after(Transition::Provision).filter(|_| free)
    };
    in_each_state(&world, recover, async |_, account| {
        let recovery = Recovery {
            token: sealed(9),
            waba: WabaId::parse("90").unwrap(),
        };
        // Also when the lease of a set-up in work is over.
        let lease = lease(77, at(LATE + 9));
        let claim = world
            .store
            .claim_recovery(account.id, recovery, lease, at(LATE));
        match claim.await.unwrap() {
            ClaimOutcome::Claimed(_) => true,
            ClaimOutcome::Busy if account.state.is_in_work() => false,
            ClaimOutcome::Closed if account.state.is_final() => false,
            other => panic!("{other:?}"),
        }
    })
    .await;
}

pub async fn nobody_writes_without_the_lease_in_any_state(store: Arc<dyn Store>) {
    let world = World::new(store);
    in_each_state(
        &world,
        |_| None,
        async |_, account| {
            let (store, id, owner) = (&world.store, account.id, -1);
            let begun = store.begin_step(id, owner, Step::Prove, at(90)).await;
            let done = store
                .progress(id, owner, Progress::Registered, at(90))
                .await;
            let failed = world.halt(id, owner, Problem::MetaRefused).await;
            let renewed = store.renew(id, lease(owner, at(LATE))).await;
            store.hand_over(id, owner).await.unwrap();
            let finished = Finished {
                number: super::world::real("14155550199"),
                business: None,
                at: at(91),
            };
            let outcome = store.finish(id, owner, finished).await.unwrap();
            let expected = match account.state {
                State::Removed => crate::FinishOutcome::Removed,
                _ => crate::FinishOutcome::LeaseLost,
            };
            assert_eq!(outcome, expected);
            begun.unwrap().is_some() || done.unwrap() || failed || renewed.unwrap()
        },
    )
    .await;
}

pub async fn a_new_link_follows_the_state_machine(store: Arc<dyn Store>) {
    let world = World::new(store);
    let renew = |state: State| state.after(Transition::Renew);
    in_each_state(&world, renew, async |client, account| {
        let new = NewLink {
            link: LinkSlug::parse(&format!("new{}", world.serial())).unwrap(),
            expires_at: None,
        };
        let renewed = world
            .store
            .renew_link(client.id(), &account.number, new, at(90));
        match renewed.await.unwrap() {
            RenewOutcome::Renewed { .. } => true,
            RenewOutcome::Finished if account.state == State::Finished => false,
            RenewOutcome::NotFound if account.state == State::Removed => false,
            other => panic!("{other:?}"),
        }
    })
    .await;
}

pub async fn cutting_off_follows_the_state_machine(store: Arc<dyn Store>) {
    let world = World::new(store);
    let cut = |state: State| state.after(Transition::Disconnect);
    in_each_state(&world, cut, async |_, account| {
        let cut = world.store.disconnect(account.id, "another cause", at(90));
        cut.await.unwrap()
    })
    .await;
    let back = |state: State| state.after(Transition::Reconnect);
    in_each_state(&world, back, async |_, account| {
        let back = world.store.reconnect(account.id, "told", at(90));
        back.await.unwrap()
    })
    .await;
}

pub async fn a_removal_follows_the_state_machine(store: Arc<dyn Store>) {
    let world = World::new(store);
    let remove = |state: State| state.after(Transition::Remove);
    in_each_state(&world, remove, async |client, account| {
        match world.remove(client.id(), &account.number).await {
            RemoveOutcome::Removed => true,
            RemoveOutcome::NotFound if account.state == State::Removed => false,
            RemoveOutcome::Finished if account.status() == 1 => false,
            other => panic!("{other:?}"),
        }
    })
    .await;
}
