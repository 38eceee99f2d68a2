//! Set-ups that wait for their next try, and waits that Meta asked for.

use super::world::{World, at, claimed, lease, sealed};
use crate::{ClaimOutcome, Claims, Given, Store, Then};
use gangway_domain::{
    AccountId, Onboarding, OnboardingState, PhoneNumberId, Problem, TimelineEvent, WabaId,
};
use std::sync::Arc;

fn later(seconds: u64, asked_by_meta: bool) -> Then {
    Then::Later {
        at: at(seconds),
        asked_by_meta,
    }
}

/// A set-up that waits until then.
async fn waiting(world: &World, then: Then) -> Onboarding {
    let client = world.client().await;
    let account = world.account(client.id()).await;
    let owner = world.provision(account.id).await;
    assert!(world.fail(account.id, owner, then).await);
    world.again(&account).await
}

async fn resume(world: &World, account: AccountId, now: u64) -> ClaimOutcome {
    let lease = lease(70, at(now + 100));
    let claim = world
        .store
        .claim_resume(account, Given::Nothing, lease, at(now));
    claim.await.unwrap()
}

async fn take_over(world: &World, now: u64) -> Option<AccountId> {
    let taken = world.store.take_over(lease(71, at(now + 100)), at(now));
    taken.await.unwrap().map(|taken| taken.account.id)
}

pub async fn a_set_up_that_waits_is_taken_up_when_it_is_due(store: Arc<dyn Store>) {
    let world = World::new(store);
    let account = waiting(&world, later(500, false)).await;
    assert_eq!(account.state, OnboardingState::Provisioning);
    assert_eq!(
        (account.next_try, account.not_before),
        (Some(at(500)), None)
    );
    assert_eq!(take_over(&world, 499).await, None);
    assert_eq!(take_over(&world, 500).await, Some(account.id));
    let taken = world.again(&account).await;
    assert_eq!((taken.state, taken.next_try), (account.state, None));
    assert!(
        !world
            .events(account.id)
            .await
            .contains(&TimelineEvent::TakenOver),
        "no run had gone"
    );
    assert_eq!(take_over(&world, 501).await, None, "held anew");
}

pub async fn what_waits_and_what_was_left_are_taken_in_one_order(store: Arc<dyn Store>) {
    let world = World::new(store);
    let client = world.client().await;
    let late = waiting(&world, later(60, true)).await.id;
    let early = waiting(&world, later(40, false)).await.id;
    let left = world.account(client.id()).await.id;
    let lease = lease(3, at(50));
    let claim = world.store.claim_exchange(left, world.hash(), lease, at(0));
    claimed(claim.await.unwrap());
    let mut order = Vec::new();
    while let Some(account) = take_over(&world, 60).await {
        order.push(account);
    }
    assert_eq!(order, [early, left, late]);
}

pub async fn a_step_tried_again_at_once_keeps_the_lease(store: Arc<dyn Store>) {
    let world = World::new(store);
    let client = world.client().await;
    let account = world.account(client.id()).await;
    let owner = world.provision(account.id).await;
    let before = world.again(&account).await;
    assert!(world.fail(account.id, owner, Then::Again).await);
    assert_eq!(world.again(&account).await, before);
    assert!(world.fail(account.id, owner, Then::Again).await, "held");
    assert_eq!(resume(&world, account.id, 10).await, ClaimOutcome::Busy);
}

pub async fn somebody_who_asks_does_not_wait_for_the_next_try(store: Arc<dyn Store>) {
    let world = World::new(store);
    let account = waiting(&world, later(500, false)).await;
    claimed(resume(&world, account.id, 10).await);
    let resumed = world.again(&account).await;
    assert_eq!(resumed.next_try, None);
    assert_eq!(take_over(&world, 109).await, None, "under the new lease");
}

pub async fn nobody_calls_before_the_time_that_meta_asked_for(store: Arc<dyn Store>) {
    let world = World::new(store);
    let account = waiting(&world, later(500, true)).await;
    assert_eq!(account.not_before, Some(at(500)));
    let before = world.again(&account).await;
    assert_eq!(
        resume(&world, account.id, 499).await,
        ClaimOutcome::NotBefore(at(500))
    );
    assert_eq!(world.again(&account).await, before);
    claimed(resume(&world, account.id, 500).await);
    assert_eq!(world.again(&account).await.not_before, None, "it is over");
}

pub async fn a_halt_may_ask_to_wait_as_well(store: Arc<dyn Store>) {
    let world = World::new(store);
    let then = Then::Halt {
        problem: Problem::RegisterLimit,
        not_before: Some(at(700)),
    };
    let halted = waiting(&world, then).await;
    assert_eq!((halted.next_try, halted.not_before), (None, Some(at(700))));
    assert_eq!(take_over(&world, 10_000).await, None, "somebody has to act");
    assert_eq!(
        resume(&world, halted.id, 699).await,
        ClaimOutcome::NotBefore(at(700))
    );
    claimed(resume(&world, halted.id, 700).await);
    // A halt of another kind takes nothing back of what Meta asked for.
    let other = waiting(&world, then).await;
    let owner = world.exchanging(other.id).await;
    world.halt(other.id, owner, Problem::CodeRefused).await;
    assert_eq!(world.again(&other).await.not_before, Some(at(700)));
}

pub async fn a_new_code_goes_on_while_meta_asked_to_wait(store: Arc<dyn Store>) {
    let world = World::new(store);
    let account = waiting(&world, later(500, true)).await;
    world.exchanging(account.id).await;
    let claimed = world.again(&account).await;
    assert_eq!(claimed.state, OnboardingState::Exchanging);
    assert_eq!(
        (claimed.next_try, claimed.not_before),
        (None, Some(at(500))),
        "the wait stays known"
    );
}

pub async fn pressing_the_button_leaves_a_wait_alone(store: Arc<dyn Store>) {
    let world = World::new(store);
    let account = waiting(&world, later(500, true)).await;
    let session = world.hash();
    world
        .store
        .start(account.id, session, at(10))
        .await
        .unwrap();
    assert!(world.store.is_latest(account.id, session).await.unwrap());
    let expected = Onboarding {
        started_at: Some(at(10)),
        ..account
    };
    assert_eq!(world.again(&expected).await, expected);
}

pub async fn a_finish_forgets_the_wait(store: Arc<dyn Store>) {
    let world = World::new(store);
    let account = waiting(&world, later(500, true)).await;
    let finished = world.finish(&account, "972501234567").await;
    assert_eq!(finished.not_before, None);
    assert_eq!(world.again(&account).await, finished);
}

pub async fn a_pin_that_the_customer_gave_is_kept_by_the_claim(store: Arc<dyn Store>) {
    let world = World::new(store);
    let then = Then::Halt {
        problem: Problem::PinUnknown,
        not_before: None,
    };
    let account = waiting(&world, then).await;
    let claim = |given, owner, now| {
        let lease = lease(owner, at(now + 10));
        world.store.claim_resume(account.id, given, lease, at(now))
    };
    let grant = claimed(claim(Given::Pin(sealed(5)), 1, 10).await.unwrap());
    assert_eq!(grant.pin, Some(sealed(5)));
    let refused = claim(Given::Pin(sealed(6)), 2, 11).await.unwrap();
    assert_eq!(refused, ClaimOutcome::Busy);
    let grant = claimed(claim(Given::Nothing, 3, 30).await.unwrap());
    assert_eq!(grant.pin, Some(sealed(5)), "only a claim that counts");
}

pub async fn a_number_that_somebody_chose_is_what_has_to_be_proved_next(store: Arc<dyn Store>) {
    let world = World::new(store);
    let then = Then::Halt {
        problem: Problem::NumberMissing,
        not_before: None,
    };
    let account = waiting(&world, then).await;
    let choose = |number: &str, owner, now| {
        let waba = WabaId::parse("102").unwrap();
        let given = Given::Number(waba, PhoneNumberId::parse(number).unwrap());
        let lease = lease(owner, at(now + 10));
        world.store.claim_resume(account.id, given, lease, at(now))
    };
    let grant = claimed(choose("106", 1, 10).await.unwrap());
    assert_eq!(choose("107", 2, 11).await.unwrap(), ClaimOutcome::Busy);
    let claims = Claims {
        waba: WabaId::parse("102").ok(),
        phone_number: PhoneNumberId::parse("106").ok(),
    };
    assert_eq!(grant.claims, claims);
    let stored = world.store.grant(account.id).await.unwrap().unwrap();
    assert_eq!(stored.claims, claims, "only a claim that counts");
    assert_eq!(stored.phone_number, None, "it is not proved by that");
}
