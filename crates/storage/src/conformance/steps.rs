//! The records of a set-up's steps over its tries.

use super::world::{World, at, claimed, lease, proved, sealed};
use crate::{Given, Progress, StepError, StepFailure, StepRecord, Store, Then};
use gangway_domain::{AccountId, Problem, Step, StepState};
use std::sync::Arc;

fn refusal(code: i64) -> StepError {
    StepError {
        text: "Meta refused".to_owned(),
        http_status: Some(400),
        code: Some(code),
        subcode: Some(33),
        details: Some("In its own words".to_owned()),
        fbtrace_id: Some("AbC".to_owned()),
    }
}

async fn begin(world: &World, id: AccountId, owner: i64, step: Step, now: u64) -> StepRecord {
    let before = world.store.begin_step(id, owner, step, at(now)).await;
    before.unwrap().expect("the lease is held")
}

async fn fail(world: &World, id: AccountId, owner: i64, failure: StepFailure, now: u64) {
    let stored = world.store.fail_step(id, owner, failure, at(now)).await;
    assert!(stored.unwrap());
}

async fn done(world: &World, id: AccountId, owner: i64, progress: Progress, now: u64) {
    let stored = world.store.progress(id, owner, progress, at(now)).await;
    assert!(stored.unwrap());
}

/// The record of one step.
async fn record(world: &World, id: AccountId, step: Step) -> Option<StepRecord> {
    let records = world.store.steps(id).await.unwrap();
    records.into_iter().find(|record| record.step == step)
}

pub async fn a_step_counts_its_tries_until_it_is_done(store: Arc<dyn Store>) {
    let world = World::new(store);
    let client = world.client().await;
    let account = world.account(client.id()).await;
    let (id, step) = (account.id, Step::Subscribe);
    let owner = world.provision(id).await;
    let before = begin(&world, id, owner, step, 10).await;
    assert_eq!(before, StepRecord::untried(step));
    let mut expected = StepRecord {
        state: StepState::Begun,
        tries: 1,
        first_try: Some(at(10)),
        last_try: Some(at(10)),
        ..before
    };
    assert_eq!(record(&world, id, step).await, Some(expected.clone()));

    let failure = StepFailure {
        step,
        error: Some(refusal(2)),
        then: Then::Again,
    };
    fail(&world, id, owner, failure, 11).await;
    expected.state = StepState::Waiting;
    expected.error = Some(refusal(2));
    assert_eq!(record(&world, id, step).await, Some(expected.clone()));

    let before = begin(&world, id, owner, step, 12).await;
    assert_eq!(before, expected, "as it was before this try");
    expected.state = StepState::Begun;
    expected.tries = 2;
    expected.last_try = Some(at(12));
    assert_eq!(
        record(&world, id, step).await,
        Some(expected.clone()),
        "why it failed is known until it is done"
    );

    done(&world, id, owner, Progress::Subscribed, 13).await;
    expected.state = StepState::Done;
    expected.error = None;
    assert_eq!(record(&world, id, step).await, Some(expected));
}

pub async fn a_step_of_every_run_is_counted_anew_once_it_has_ended(store: Arc<dyn Store>) {
    let world = World::new(store);
    let client = world.client().await;
    let account = world.account(client.id()).await;
    let id = account.id;
    let owner = world.provision(id).await;
    let skipped = Progress::Skipped(Step::ReadNumber, refusal(2));
    for (n, end) in [Progress::NumberRead, skipped].into_iter().enumerate() {
        let now = 10 + 10 * u64::try_from(n).unwrap();
        begin(&world, id, owner, Step::ReadNumber, now).await;
        begin(&world, id, owner, Step::ReadNumber, now + 1).await;
        let counted = record(&world, id, Step::ReadNumber).await.unwrap();
        assert_eq!(
            (counted.tries, counted.first_try, counted.last_try),
            (2, Some(at(now)), Some(at(now + 1)))
        );
        done(&world, id, owner, end, now + 2).await;
    }
    let ended = record(&world, id, Step::ReadNumber).await.unwrap();
    let before = begin(&world, id, owner, Step::ReadNumber, 40).await;
    assert_eq!(before, ended, "as it was before this try");
    let counted = record(&world, id, Step::ReadNumber).await.unwrap();
    assert_eq!((counted.tries, counted.first_try), (1, Some(at(40))));

    // Every registration of a number counts.
    begin(&world, id, owner, Step::Register, 50).await;
    done(&world, id, owner, Progress::Registered, 51).await;
    begin(&world, id, owner, Step::Register, 52).await;
    let counted = record(&world, id, Step::Register).await.unwrap();
    assert_eq!((counted.tries, counted.first_try), (2, Some(at(50))));
}

pub async fn a_failed_or_skipped_step_keeps_what_was_said(store: Arc<dyn Store>) {
    let world = World::new(store);
    let client = world.client().await;
    let account = world.account(client.id()).await;
    let id = account.id;
    let owner = world.provision(id).await;
    begin(&world, id, owner, Step::HistorySync, 10).await;
    let skipped = Progress::Skipped(Step::HistorySync, refusal(2_593_109));
    done(&world, id, owner, skipped, 11).await;
    let history = record(&world, id, Step::HistorySync).await.unwrap();
    assert_eq!(
        (history.state, history.tries, history.error),
        (StepState::Skipped, 1, Some(refusal(2_593_109)))
    );
    // Nobody said that this one was begun.
    let failure = StepFailure {
        step: Step::Register,
        error: None,
        then: Then::Halt {
            problem: Problem::PinUnknown,
            not_before: None,
        },
    };
    fail(&world, id, owner, failure, 12).await;
    let expected = StepRecord {
        state: StepState::Failed,
        tries: 1,
        first_try: Some(at(12)),
        last_try: Some(at(12)),
        ..StepRecord::untried(Step::Register)
    };
    assert_eq!(record(&world, id, Step::Register).await, Some(expected));
}

pub async fn steps_come_in_their_order(store: Arc<dyn Store>) {
    let world = World::new(store);
    let client = world.client().await;
    let account = world.account(client.id()).await;
    assert_eq!(world.store.steps(account.id).await.unwrap(), []);
    let owner = world.exchanging(account.id).await;
    for step in Step::ALL.into_iter().rev() {
        begin(&world, account.id, owner, step, 10).await;
    }
    let records = world.store.steps(account.id).await.unwrap();
    let steps: Vec<Step> = records.iter().map(|record| record.step).collect();
    assert_eq!(steps, Step::ALL);
}

pub async fn a_pin_that_is_drawn_ends_no_step(store: Arc<dyn Store>) {
    let world = World::new(store);
    let client = world.client().await;
    let account = world.account(client.id()).await;
    let owner = world.provision(account.id).await;
    begin(&world, account.id, owner, Step::Register, 10).await;
    let before = world.store.steps(account.id).await.unwrap();
    let events = world.events(account.id).await;
    done(&world, account.id, owner, Progress::PinDrawn(sealed(2)), 11).await;
    assert_eq!(world.store.steps(account.id).await.unwrap(), before);
    assert_eq!(world.events(account.id).await, events);
}

/// A set-up that came past its registration, and halted there.
async fn registered(world: &World) -> AccountId {
    let client = world.client().await;
    let account = world.account(client.id()).await;
    let owner = world.provision(account.id).await;
    for progress in [
        proved("10", "20"),
        Progress::Subscribed,
        Progress::CreditLine("line".to_owned()),
        Progress::Registered,
        Progress::ContactsSync("c".to_owned()),
        Progress::HistorySync("h".to_owned()),
        Progress::NumberRead,
    ] {
        done(world, account.id, owner, progress, 10).await;
    }
    world.halt(account.id, owner, Problem::NumberTaken).await;
    account.id
}

async fn kept(world: &World, id: AccountId) -> Vec<Step> {
    let records = world.store.steps(id).await.unwrap();
    records.into_iter().map(|record| record.step).collect()
}

pub async fn a_new_code_keeps_the_steps_of_the_number(store: Arc<dyn Store>) {
    let world = World::new(store);
    let id = registered(&world).await;
    let owner = world.exchanging(id).await;
    let of_the_number = Step::ALL
        .into_iter()
        .filter(|step| step.belongs_to_number())
        .collect::<Vec<_>>();
    let mut expected = vec![Step::Exchange];
    expected.extend(&of_the_number);
    assert_eq!(kept(&world, id).await, expected);
    let exchange = record(&world, id, Step::Exchange).await.unwrap();
    assert_eq!(
        (exchange.state, exchange.tries, exchange.last_try),
        (StepState::Begun, 1, Some(at(0))),
        "the exchange is begun by the claim"
    );

    done(&world, id, owner, Progress::Exchanged(sealed(3)), 20).await;
    done(&world, id, owner, proved("10", "20"), 21).await;
    expected.insert(1, Step::Prove);
    assert_eq!(kept(&world, id).await, expected, "it is the same number");
    done(&world, id, owner, proved("10", "21"), 22).await;
    assert_eq!(kept(&world, id).await, [Step::Exchange, Step::Prove]);
}

pub async fn a_resumption_keeps_all_steps(store: Arc<dyn Store>) {
    let world = World::new(store);
    let id = registered(&world).await;
    let before = world.store.steps(id).await.unwrap();
    let resumed = world
        .store
        .claim_resume(id, Given::Nothing, lease(7, at(99)), at(30));
    claimed(resumed.await.unwrap());
    assert_eq!(world.store.steps(id).await.unwrap(), before);
}
