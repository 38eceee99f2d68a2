//! What Meta tells of accounts and numbers.

use super::world::{World, at, claimed, lease, proved, real};
use crate::{Attempt, Fact, Finished, Store, Unclaimed, fragment};
use gangway_domain::{
    AccountId, MetaBusinessId, OnboardingState as State, TimelineEntry, TimelineEvent as Event,
    WabaId,
};
use std::sync::Arc;

fn waba(id: &str) -> WabaId {
    WabaId::parse(id).unwrap()
}

fn fact(name: &str, value: &str, seconds: u64) -> Fact {
    Fact {
        name: name.to_owned(),
        value: value.to_owned(),
        at: at(seconds),
    }
}

pub async fn accounts_are_found_by_what_they_proved(store: Arc<dyn Store>) {
    let world = World::new(store);
    let client = world.client().await;
    let mut expected = Vec::new();
    for (account, number) in [("10", "20"), ("11", "21"), ("10", "22")] {
        let made = world.account(client.id()).await;
        let owner = world.provision(made.id).await;
        let proved = world
            .store
            .progress(made.id, owner, proved(account, number), at(2));
        assert!(proved.await.unwrap());
        if account == "10" {
            expected.push(world.again(&made).await);
        }
    }
    let found = world.store.accounts_on(&waba("10")).await.unwrap();
    assert_eq!(found, expected);
    assert_eq!(world.store.accounts_on(&waba("12")).await.unwrap(), []);
    let [left, gone] = &expected[..] else {
        panic!("{expected:?}")
    };
    let claim =
        world
            .store
            .claim_exchange(gone.id, world.hash(), lease(9, at(300_000)), at(200_000));
    claimed(claim.await.unwrap());
    let found = world.store.accounts_on(&waba("10")).await.unwrap();
    assert_eq!(
        found,
        std::slice::from_ref(left),
        "a new code proves nothing yet"
    );
}

pub async fn accounts_are_found_by_their_real_number(store: Arc<dyn Store>) {
    let world = World::new(store);
    let number = real("972501234567");
    let mut expected = Vec::new();
    for _ in 0..2 {
        let client = world.client().await;
        let account = world.account(client.id()).await;
        let digits = real(account.number.as_str());
        let unfinished = world.store.accounts_with(&digits).await.unwrap();
        assert_eq!(unfinished, [], "a temporary number is nobody's real one");
        expected.push(world.finish(&account, number.as_str()).await);
    }
    let found = world.store.accounts_with(&number).await.unwrap();
    assert_eq!(found, expected);
    let cut = world.store.disconnect(expected[0].id, "offboarded", at(60));
    assert!(cut.await.unwrap());
    let found = world.store.accounts_with(&number).await.unwrap();
    assert_eq!(found.len(), 2, "cut off, and still listed");
}

pub async fn attempts_come_latest_first_with_what_is_known(store: Arc<dyn Store>) {
    let world = World::new(store);
    let client = world.client().await;
    let (store, mut expected) = (&world.store, Vec::new());
    let start = async |account: AccountId, now| {
        let session = world.hash();
        store.start(account, session, at(now)).await.unwrap();
    };
    let since = async |now| store.attempts_since(at(now)).await.unwrap();

    let early = world.account(client.id()).await;
    start(early.id, 99).await;
    let plain = world.account(client.id()).await;
    start(plain.id, 100).await;
    let in_work = world.account(client.id()).await;
    start(in_work.id, 102).await;
    world.provision(in_work.id).await;
    let closed = [
        world.in_state(client.id(), State::Finished).await,
        world.in_state(client.id(), State::Removed).await,
    ];
    world.account(client.id()).await;
    // A live number that was cut off and is being connected again.
    let again = world.account(client.id()).await;
    let owner = world.provision(again.id).await;
    let business = MetaBusinessId::parse("77").unwrap();
    let finished = Finished {
        number: real("14155550123"),
        business: Some(business.clone()),
        at: at(50),
    };
    store.finish(again.id, owner, finished).await.unwrap();
    assert!(
        store
            .disconnect(again.id, "offboarded", at(60))
            .await
            .unwrap()
    );
    start(again.id, 101).await;

    for (account, business) in [(&in_work, None), (&again, Some(business)), (&plain, None)] {
        expected.push(Attempt {
            account: world.again(account).await,
            business,
        });
    }
    assert_eq!(since(100).await, expected);
    assert_eq!(since(103).await, []);
    let all = since(0).await;
    assert!(
        all.iter()
            .all(|attempt| closed.iter().all(|a| a.id != attempt.account.id))
    );
}

pub async fn the_latest_two_hundred_attempts_are_enough(store: Arc<dyn Store>) {
    let world = World::new(store);
    let client = world.client().await;
    for n in 0..203 {
        let account = world.account(client.id()).await.id;
        let session = world.hash();
        world.store.start(account, session, at(n)).await.unwrap();
    }
    let attempts = world.store.attempts_since(at(0)).await.unwrap();
    let began = |n: usize| attempts[n].account.started_at;
    assert_eq!(attempts.len(), 200);
    assert_eq!((began(0), began(199)), (Some(at(202)), Some(at(3))));
}

pub async fn a_number_is_cut_off_and_comes_back(store: Arc<dyn Store>) {
    let world = World::new(store);
    let client = world.client().await;
    let account = world.account(client.id()).await;
    let finished = world.finish(&account, "972501234567").await;
    let (store, id) = (&world.store, account.id);
    let list = store.list_snapshot(client.id()).await.unwrap();
    let told = world.timeline(id).await.len();
    assert!(store.disconnect(id, "offboarded", at(60)).await.unwrap());
    assert!(!store.disconnect(id, "offboarded", at(61)).await.unwrap());
    let cut_off = world.again(&account).await;
    assert_eq!(cut_off.state, State::Disconnected);
    assert_eq!(cut_off.disconnected.as_deref(), Some("offboarded"));
    assert_eq!((cut_off.status(), &cut_off.number), (1, &finished.number));
    assert!(store.disconnect(id, "removed", at(62)).await.unwrap());
    let why = world.again(&account).await.disconnected;
    assert_eq!(why.as_deref(), Some("removed"), "the later cause");
    assert!(store.reconnect(id, "told", at(63)).await.unwrap());
    assert!(!store.reconnect(id, "told", at(64)).await.unwrap());
    assert_eq!(world.again(&account).await, finished);
    let after = store.list_snapshot(client.id()).await.unwrap();
    assert_eq!(after, list, "the list shows nothing of it");
    assert_eq!(world.snapshot(client.id()).await, fragment(&finished));

    let entry = |now, event, cause: &str| TimelineEntry::new(at(now), event).cause(cause);
    let expected = [
        entry(60, Event::Disconnected, "offboarded"),
        entry(62, Event::Disconnected, "removed"),
        entry(63, Event::Reconnected, "told"),
    ];
    assert_eq!(world.timeline(id).await[told..], expected);
    let nobody = AccountId::from_row(id.row() + 1);
    assert!(
        !store
            .disconnect(nobody, "offboarded", at(65))
            .await
            .unwrap()
    );
    assert!(!store.reconnect(nobody, "told", at(65)).await.unwrap());
}

pub async fn the_newest_fact_of_each_matter_is_kept(store: Arc<dyn Store>) {
    let world = World::new(store);
    let client = world.client().await;
    let account = world.account(client.id()).await.id;
    let note = async |fact: Fact, now| {
        let noted = world.store.note_fact(account, fact, at(now)).await;
        noted.unwrap()
    };
    assert!(note(fact("review", "APPROVED", 10), 20).await);
    assert!(note(fact("quality", "GREEN", 10), 21).await);
    assert!(note(fact("quality", "YELLOW", 12), 22).await);
    assert!(!note(fact("quality", "RED", 11), 23).await, "older");
    assert!(
        !note(fact("quality", "YELLOW", 14), 24).await,
        "nothing new"
    );
    assert!(
        !note(fact("quality", "RED", 13), 25).await,
        "it was yellow later than that"
    );
    assert!(note(fact("quality", "RED", 14), 26).await);
    let facts = world.store.facts(account).await.unwrap();
    let expected = [fact("quality", "RED", 14), fact("review", "APPROVED", 10)];
    assert_eq!(facts, expected, "by name");
    let notice = |now, matter: &str, value: &str| {
        TimelineEntry::new(at(now), Event::MetaNotice)
            .step(matter)
            .cause(value)
    };
    let expected = [
        notice(20, "review", "APPROVED"),
        notice(21, "quality", "GREEN"),
        notice(22, "quality", "YELLOW"),
        notice(26, "quality", "RED"),
    ];
    assert_eq!(world.timeline(account).await, expected);
    let nobody = AccountId::from_row(account.row() + 1);
    let noted = world
        .store
        .note_fact(nobody, fact("a", "b", 1), at(1))
        .await;
    assert!(!noted.unwrap());
    assert_eq!(world.store.facts(nobody).await.unwrap(), []);
}

pub async fn the_claim_list_holds_each_once_oldest_first(store: Arc<dyn Store>) {
    let world = World::new(store);
    let entry = |id: &str, seconds, reason: &str| Unclaimed {
        waba: waba(id),
        business: (id == "11").then(|| MetaBusinessId::parse("77").unwrap()),
        at: at(seconds),
        reason: reason.to_owned(),
    };
    let store = &world.store;
    assert_eq!(store.unclaimed().await.unwrap(), []);
    for unclaimed in [
        entry("10", 30, "several"),
        entry("11", 20, "none"),
        entry("12", 20, "none"),
        entry("10", 10, "none"),
    ] {
        store.add_unclaimed(unclaimed).await.unwrap();
    }
    let expected = [
        entry("10", 10, "none"),
        entry("11", 20, "none"),
        entry("12", 20, "none"),
    ];
    assert_eq!(store.unclaimed().await.unwrap(), expected);
    assert!(store.remove_unclaimed(&waba("11")).await.unwrap());
    assert!(!store.remove_unclaimed(&waba("11")).await.unwrap());
    let left = [expected[0].clone(), expected[2].clone()];
    assert_eq!(store.unclaimed().await.unwrap(), left);
}
