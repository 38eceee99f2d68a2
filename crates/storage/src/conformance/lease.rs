//! Codes, leases and the steps of a set-up.

use super::world::{World, at, claimed, lease, proved, sealed};
use crate::{ClaimOutcome, Claims, Given, Grant, Progress, Store};
use gangway_domain::{
    AccountId, Hash256, Onboarding, OnboardingState, PhoneNumberId, Problem, WabaId,
};
use std::sync::Arc;
use tokio::task::JoinSet;

async fn exchange(
    world: &World,
    account: AccountId,
    code: Hash256,
    owner: i64,
    now: u64,
) -> ClaimOutcome {
    let lease = lease(owner, at(now + 100));
    world
        .store
        .claim_exchange(account, code, lease, at(now))
        .await
        .unwrap()
}

async fn resume(world: &World, account: AccountId, owner: i64, now: u64) -> ClaimOutcome {
    let lease = lease(owner, at(now + 100));
    world
        .store
        .claim_resume(account, Given::Nothing, lease, at(now))
        .await
        .unwrap()
}

async fn step(world: &World, account: &Onboarding, owner: i64, step: Progress) -> Grant {
    assert!(
        world
            .store
            .progress(account.id, owner, step, at(2))
            .await
            .unwrap()
    );
    world.store.grant(account.id).await.unwrap().unwrap()
}

pub async fn a_code_is_exchanged_once_over_all_accounts(store: Arc<dyn Store>) {
    let world = World::new(store);
    let client = world.client().await;
    let (one, two) = (
        world.account(client.id()).await,
        world.account(client.id()).await,
    );
    let code = world.hash();
    claimed(exchange(&world, one.id, code, 1, 0).await);
    assert_eq!(world.state(&one).await, OnboardingState::Exchanging);
    world.halt(one.id, 1, Problem::CodeRefused).await;
    assert_eq!(
        exchange(&world, one.id, code, 2, 1).await,
        ClaimOutcome::CodeSeen
    );
    assert_eq!(world.state(&one).await, OnboardingState::NeedsAttention);
    assert_eq!(
        exchange(&world, two.id, code, 3, 1_000_000).await,
        ClaimOutcome::CodeSeen
    );
    assert_eq!(world.state(&two).await, OnboardingState::Created);
    // Not even once its account is gone.
    world.remove(client.id(), &one.number).await;
    assert_eq!(
        exchange(&world, two.id, code, 4, 2_000_000).await,
        ClaimOutcome::CodeSeen
    );
    claimed(exchange(&world, two.id, world.hash(), 5, 0).await);
}

pub async fn concurrent_claims_of_one_code_have_one_winner(store: Arc<dyn Store>) {
    let world = World::new(store);
    let client = world.client().await;
    for _ in 0..10 {
        let (account, code) = (world.account(client.id()).await, world.hash());
        let mut calls = JoinSet::new();
        for owner in 0..20 {
            let world = world.clone();
            calls.spawn(async move { exchange(&world, account.id, code, owner, 0).await });
        }
        let outcomes = calls.join_all().await;
        let won = outcomes
            .iter()
            .filter(|o| matches!(o, ClaimOutcome::Claimed(_)))
            .count();
        let seen = outcomes
            .iter()
            .filter(|o| **o == ClaimOutcome::CodeSeen)
            .count();
        assert_eq!((won, seen), (1, 19));
    }
}

pub async fn a_lease_keeps_others_out_until_it_ends(store: Arc<dyn Store>) {
    let world = World::new(store);
    let client = world.client().await;
    let account = world.account(client.id()).await;
    claimed(exchange(&world, account.id, world.hash(), 1, 0).await);
    let grant = step(&world, &account, 1, Progress::Exchanged(sealed(1))).await;
    assert_eq!(resume(&world, account.id, 2, 99).await, ClaimOutcome::Busy);
    let code = world.hash();
    assert_eq!(
        exchange(&world, account.id, code, 2, 99).await,
        ClaimOutcome::Busy
    );
    // Free from its end on; the newcomer finds what was done.
    assert_eq!(claimed(resume(&world, account.id, 2, 100).await), grant);
    assert!(
        !world
            .store
            .progress(account.id, 1, Progress::Subscribed, at(2))
            .await
            .unwrap(),
        "lost"
    );
    assert!(
        world
            .store
            .progress(account.id, 2, Progress::Subscribed, at(2))
            .await
            .unwrap()
    );
    assert_eq!(resume(&world, account.id, 1, 150).await, ClaimOutcome::Busy);
}

pub async fn a_busy_account_does_not_use_up_a_code(store: Arc<dyn Store>) {
    let world = World::new(store);
    let client = world.client().await;
    let account = world.account(client.id()).await;
    claimed(exchange(&world, account.id, world.hash(), 1, 0).await);
    let code = world.hash();
    assert_eq!(
        exchange(&world, account.id, code, 2, 50).await,
        ClaimOutcome::Busy
    );
    claimed(exchange(&world, account.id, code, 2, 100).await);
}

pub async fn resuming_needs_a_token(store: Arc<dyn Store>) {
    let world = World::new(store);
    let client = world.client().await;
    let account = world.account(client.id()).await;
    assert_eq!(
        resume(&world, account.id, 1, 0).await,
        ClaimOutcome::NoToken
    );
    assert_eq!(world.state(&account).await, OnboardingState::Created);
    // Claims alone are no token.
    let session = world.hash();
    world.store.start(account.id, session, at(0)).await.unwrap();
    let claims = Claims {
        waba: Some(WabaId::parse("1").unwrap()),
        phone_number: None,
    };
    assert!(
        world
            .store
            .claim_assets(account.id, session, claims.clone())
            .await
            .unwrap()
    );
    assert_eq!(
        resume(&world, account.id, 1, 0).await,
        ClaimOutcome::NoToken
    );

    let grant = claimed(exchange(&world, account.id, world.hash(), 1, 0).await);
    assert_eq!(
        grant,
        Grant {
            claims,
            ..Grant::default()
        }
    );
    let grant = step(&world, &account, 1, Progress::Exchanged(sealed(1))).await;
    world.halt(account.id, 1, Problem::MetaUnavailable).await;
    assert_eq!(claimed(resume(&world, account.id, 2, 1).await), grant);
    let resumed = world.again(&account).await;
    assert_eq!(
        (resumed.state, resumed.problem),
        (OnboardingState::Provisioning, None)
    );
}

pub async fn each_step_is_stored(store: Arc<dyn Store>) {
    let world = World::new(store);
    let client = world.client().await;
    let account = world.account(client.id()).await;
    let nothing = world.store.grant(account.id).await.unwrap();
    assert_eq!(nothing.unwrap_or_default(), Grant::default());
    let owner = world.exchanging(account.id).await;
    assert_eq!(world.state(&account).await, OnboardingState::Exchanging);
    let mut expected = Grant {
        token: Some(sealed(1)),
        token_at: Some(at(2)),
        ..Grant::default()
    };
    for done in [
        Progress::Exchanged(sealed(1)),
        proved("10", "20"),
        Progress::Subscribed,
        Progress::CreditLine("l1".to_owned()),
        Progress::PinDrawn(sealed(2)),
        Progress::Registered,
        Progress::ContactsSync("c1".to_owned()),
        Progress::HistorySync("h1".to_owned()),
        Progress::NumberRead,
    ] {
        match done.clone() {
            Progress::Proved { waba, phone_number } => {
                (expected.waba, expected.phone_number) = (Some(waba), Some(phone_number));
            }
            Progress::Subscribed => expected.subscribed = true,
            Progress::CreditLine(id) => expected.credit_allocation = Some(id),
            Progress::PinDrawn(pin) => expected.pin = Some(pin),
            Progress::Registered => expected.registered = true,
            Progress::ContactsSync(id) => expected.contacts_sync = Some(id),
            Progress::HistorySync(id) => expected.history_sync = Some(id),
            Progress::Exchanged(_) | Progress::NumberRead | Progress::Skipped(..) => {}
        }
        assert_eq!(step(&world, &account, owner, done).await, expected);
        assert_eq!(world.state(&account).await, OnboardingState::Provisioning);
    }
    // Proving the same again forgets nothing.
    assert_eq!(
        step(&world, &account, owner, proved("10", "20")).await,
        expected
    );
}

pub async fn a_new_token_has_to_prove_again_but_keeps_the_pin(store: Arc<dyn Store>) {
    let world = World::new(store);
    let client = world.client().await;
    let account = world.account(client.id()).await;
    let owner = world.provision(account.id).await;
    for done in [
        Progress::Exchanged(sealed(1)),
        proved("10", "20"),
        Progress::PinDrawn(sealed(2)),
    ] {
        step(&world, &account, owner, done).await;
    }
    let before = step(&world, &account, owner, Progress::Registered).await;
    world.halt(account.id, owner, Problem::MetaRefused).await;
    let owner = world.provision(account.id).await;
    let after = step(&world, &account, owner, Progress::Exchanged(sealed(3))).await;
    assert_eq!(
        (after.token, after.waba, after.phone_number),
        (Some(sealed(3)), None, None)
    );
    // The same number has the PIN that it was registered with.
    let proved_again = step(&world, &account, owner, proved("10", "20")).await;
    assert_eq!(
        proved_again,
        Grant {
            token: Some(sealed(3)),
            ..before
        }
    );
}

pub async fn another_number_forgets_the_later_steps(store: Arc<dyn Store>) {
    let world = World::new(store);
    let client = world.client().await;
    let account = world.account(client.id()).await;
    let owner = world.provision(account.id).await;
    for done in [
        Progress::Exchanged(sealed(1)),
        proved("10", "20"),
        Progress::Subscribed,
        Progress::CreditLine("l".to_owned()),
        Progress::PinDrawn(sealed(2)),
        Progress::Registered,
        Progress::ContactsSync("c".to_owned()),
        Progress::HistorySync("h".to_owned()),
        Progress::Exchanged(sealed(3)),
    ] {
        step(&world, &account, owner, done).await;
    }
    let other = step(&world, &account, owner, proved("10", "21")).await;
    let expected = Grant {
        token: Some(sealed(3)),
        token_at: Some(at(2)),
        waba: Some(WabaId::parse("10").unwrap()),
        phone_number: Some(PhoneNumberId::parse("21").unwrap()),
        ..Grant::default()
    };
    assert_eq!(other, expected);
}

pub async fn only_the_holder_writes(store: Arc<dyn Store>) {
    let world = World::new(store);
    let client = world.client().await;
    let account = world.account(client.id()).await;
    let store = &world.store;
    let token = Progress::Exchanged(sealed(1));
    assert!(
        !store
            .progress(account.id, 1, token.clone(), at(2))
            .await
            .unwrap(),
        "nobody holds it"
    );
    let owner = world.exchanging(account.id).await;
    assert!(
        !store
            .progress(account.id, owner + 1, token.clone(), at(2))
            .await
            .unwrap()
    );
    let untouched = store.grant(account.id).await.unwrap();
    assert_eq!(untouched.unwrap_or_default(), Grant::default());
    world.halt(account.id, owner + 1, Problem::PinUnknown).await;
    assert_eq!(world.state(&account).await, OnboardingState::Exchanging);
    assert!(
        store
            .progress(account.id, owner, token, at(2))
            .await
            .unwrap()
    );
    let nobody = AccountId::from_row(account.id.row() + 1);
    assert!(
        !store
            .progress(nobody, owner, Progress::Subscribed, at(2))
            .await
            .unwrap()
    );
    world.halt(nobody, owner, Problem::PinUnknown).await;
    assert_eq!(store.grant(nobody).await.unwrap(), None);
}

pub async fn a_halt_gives_the_lease_back_with_the_problem(store: Arc<dyn Store>) {
    let world = World::new(store);
    let client = world.client().await;
    for problem in Problem::ALL {
        let account = world.account(client.id()).await;
        let owner = world.provision(account.id).await;
        world.halt(account.id, owner, problem).await;
        let halted = world.again(&account).await;
        assert_eq!(
            (halted.state, halted.problem),
            (problem.state(), Some(problem))
        );
        assert!(
            !world
                .store
                .progress(account.id, owner, Progress::Subscribed, at(2))
                .await
                .unwrap()
        );
        // Free at once, without waiting for the lease's end.
        claimed(exchange(&world, account.id, world.hash(), owner + 1, 0).await);
        assert_eq!(world.again(&account).await.problem, None);
    }
}

pub async fn closed_accounts_are_not_claimed(store: Arc<dyn Store>) {
    let world = World::new(store);
    let client = world.client().await;
    let finished = world
        .finish(&world.account(client.id()).await, "972501234567")
        .await;
    let removed = world.account(client.id()).await;
    world.remove(client.id(), &removed.number).await;
    let nobody = AccountId::from_row(removed.id.row() + 1);
    let fresh = world.hash();
    for account in [finished.id, removed.id, nobody] {
        assert_eq!(
            exchange(&world, account, fresh, 9, 1_000_000).await,
            ClaimOutcome::Closed
        );
        assert_eq!(
            resume(&world, account, 9, 1_000_000).await,
            ClaimOutcome::Closed
        );
    }
    let open = world.account(client.id()).await;
    claimed(exchange(&world, open.id, fresh, 9, 0).await);
}
