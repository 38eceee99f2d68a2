//! Connecting a number again that was live once.

use super::world::{World, at, claimed, lease, real, temporary};
use crate::{CreateOutcome, FinishOutcome, Given, ListFilter, NewOnboarding, Store, fragment};
use gangway_domain::{ListedNumber, Onboarding, OnboardingState as State, Problem};
use std::sync::Arc;

/// A live account that was cut off.
async fn cut_off(world: &World, digits: &str) -> Onboarding {
    let client = world.client().await;
    let account = world.account(client.id()).await;
    world.finish(&account, digits).await;
    let cut = world.store.disconnect(account.id, "offboarded", at(60));
    assert!(cut.await.unwrap());
    world.again(&account).await
}

pub async fn the_same_number_comes_back_through_the_link(store: Arc<dyn Store>) {
    let world = World::new(store);
    let account = cut_off(&world, "972501234567").await;
    let (id, session) = (account.id, world.hash());
    let stays_listed = async |state: State| {
        let now = world.again(&account).await;
        assert_eq!(now.state, state);
        assert_eq!(now.disconnected, None);
        assert_eq!((now.status(), &now.number), (1, &account.number));
        assert_eq!(now.finished_at, account.finished_at);
        let ListedNumber::Real(number) = &now.number else {
            panic!("{now:?}")
        };
        let listed = world.store.lists_number(account.partner, number).await;
        assert!(listed.unwrap());
        assert_eq!(world.snapshot(account.partner).await, fragment(&now));
        let finished = ListFilter {
            finished: Some(true),
            ..ListFilter::default()
        };
        let page = world.list(account.partner, &finished).await;
        assert_eq!(page, [fragment(&now)]);
        let unfinished = ListFilter {
            finished: Some(false),
            ..ListFilter::default()
        };
        let page = world.list(account.partner, &unfinished).await;
        assert!(page.is_empty());
        let by_number = ListFilter {
            whatsapp: Some(now.number.as_str().to_owned()),
            ..ListFilter::default()
        };
        let page = world.list(account.partner, &by_number).await;
        assert_eq!(page, [fragment(&now)]);
    };
    world.store.open(id, at(70)).await.unwrap();
    assert_eq!(
        world.again(&account).await,
        account,
        "a look changes nothing"
    );
    world.store.start(id, session, at(71)).await.unwrap();
    stays_listed(State::Started).await;
    let left = world.store.cancel(id, session, None, None, at(72));
    left.await.unwrap();
    stays_listed(State::Cancelled).await;
    let owner = world.exchanging(id).await;
    stays_listed(State::Exchanging).await;
    world.halt(id, owner, Problem::CodeRefused).await;
    stays_listed(State::NeedsAttention).await;
    let owner = world.provision(id).await;
    stays_listed(State::Provisioning).await;
    let finished = crate::Finished {
        number: real("972501234567"),
        business: None,
        at: at(900),
    };
    let outcome = world.store.finish(id, owner, finished).await.unwrap();
    let FinishOutcome::Finished(back) = outcome else {
        panic!("{outcome:?}")
    };
    assert_eq!(
        back.finished_at, account.finished_at,
        "the first time stays"
    );
    stays_listed(State::Finished).await;
}

pub async fn another_number_takes_the_place_of_the_old_one(store: Arc<dyn Store>) {
    let world = World::new(store);
    let account = cut_off(&world, "972501234567").await;
    let revision = world.revision(account.partner).await;
    let back = world.finish(&account, "972507654321").await;
    assert_eq!(back.number, ListedNumber::Real(real("972507654321")));
    assert!(world.revision(account.partner).await > revision);
    assert_eq!(world.snapshot(account.partner).await, fragment(&back));
    let former = real("972501234567");
    let old = world.store.lists_number(account.partner, &former);
    assert!(!old.await.unwrap());
    // The old one is free for another account of the partner.
    let other = world.account(account.partner).await;
    world.finish(&other, "972501234567").await;
}

pub async fn the_number_of_another_account_stays_taken(store: Arc<dyn Store>) {
    let world = World::new(store);
    let account = cut_off(&world, "972501234567").await;
    let other = world.account(account.partner).await;
    let owner = world.provision(other.id).await;
    assert_eq!(
        world.try_finish(other.id, owner, "972501234567").await,
        FinishOutcome::NumberTaken,
        "of one that is cut off"
    );
    let session = world.hash();
    world
        .store
        .start(account.id, session, at(70))
        .await
        .unwrap();
    assert_eq!(
        world.try_finish(other.id, owner, "972501234567").await,
        FinishOutcome::NumberTaken,
        "of one that is being connected again"
    );
    let live = world.try_finish(other.id, owner, "972507654321").await;
    assert!(matches!(live, FinishOutcome::Finished(_)), "{live:?}");
    let owner = world.provision(account.id).await;
    let outcome = world.try_finish(account.id, owner, "972507654321").await;
    assert_eq!(outcome, FinishOutcome::NumberTaken);
}

pub async fn a_number_that_was_cut_off_is_not_handed_out(store: Arc<dyn Store>) {
    let world = World::new(store);
    let digits = temporary(77);
    let account = cut_off(&world, digits.as_str()).await;
    let wanting = NewOnboarding {
        candidates: vec![digits],
        ..world.draft(account.partner)
    };
    let outcome = world.create(wanting, None).await.unwrap();
    assert_eq!(outcome, CreateOutcome::NumbersTaken);
}

pub async fn what_is_cut_off_goes_on_with_its_token(store: Arc<dyn Store>) {
    let world = World::new(store);
    let account = cut_off(&world, "972501234567").await;
    let resume = world
        .store
        .claim_resume(account.id, Given::Nothing, lease(5, at(900)), at(80));
    let grant = claimed(resume.await.unwrap());
    assert!(grant.token.is_some());
    let resumed = world.again(&account).await;
    assert_eq!(
        (resumed.state, resumed.disconnected),
        (State::Provisioning, None)
    );
    let back = world.store.reconnect(account.id, "told", at(81)).await;
    assert!(!back.unwrap(), "a set-up is under way");
}
