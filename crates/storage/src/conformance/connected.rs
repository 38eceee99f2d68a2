//! Connected numbers: the list, the counts, the end.

use super::world::{World, at, proved, real, text};
use crate::{
    ConnectedNumber, CountDue, EventFilter, Fact, FinishOutcome, Finished, JobKind, MessageCounts,
    NewOnboarding, NumberCounts, Registration, RemoveConnectedOutcome, Store,
};
use gangway_domain::{
    ListedNumber, Month, Onboarding, OnboardingState, PartnerEvent, PartnerId, TimelineEntry,
    TimelineEvent, Timestamp, Transition, WabaId,
};
use std::sync::Arc;

const NUMBER: &str = "972501234567";
const OTHER: &str = "972507654321";

fn month() -> Month {
    Month::of(at(0))
}

fn counts(conversations: u64) -> MessageCounts {
    MessageCounts {
        conversations,
        marketing: conversations / 2,
        service: conversations / 4,
        incoming: conversations / 8,
    }
}

fn counted(digits: &str, month: Month, conversations: u64) -> NumberCounts {
    NumberCounts {
        number: real(digits),
        month,
        counts: counts(conversations),
    }
}

impl World {
    /// Finishes an account with a number on a WhatsApp account.
    async fn connect(&self, account: &Onboarding, digits: &str, waba: &str, when: u64) {
        let owner = self.provision(account.id).await;
        let step = proved(waba, &format!("9{}", account.id));
        let stored = self.store.progress(account.id, owner, step, at(2)).await;
        assert!(stored.unwrap());
        let finished = Finished {
            number: real(digits),
            business: None,
            at: at(when),
        };
        let outcome = self.store.finish(account.id, owner, finished).await;
        assert!(matches!(outcome.unwrap(), FinishOutcome::Finished(_)));
    }

    async fn connected(&self, partner: PartnerId, digits: &str, waba: &str) -> Onboarding {
        let account = self.account(partner).await;
        self.connect(&account, digits, waba, 50).await;
        self.again(&account).await
    }

    async fn numbers(&self, partner: PartnerId) -> Vec<(String, MessageCounts)> {
        let found = self.store.connected_numbers(partner, month()).await;
        let pair = |one: ConnectedNumber| (one.number.as_str().to_owned(), one.counts);
        found.unwrap().into_iter().map(pair).collect()
    }

    async fn take_due(&self, now: u64, until: u64) -> Option<CountDue> {
        self.store.take_count(at(now), at(until)).await.unwrap()
    }

    async fn count(&self, due: CountDue, counts: Vec<NumberCounts>, next: u64) {
        let stored = self.store.store_counts(due, counts, at(next), at(100));
        stored.await.unwrap();
    }

    async fn delete(&self, partner: PartnerId, digits: &str) -> RemoveConnectedOutcome {
        let number = ListedNumber::Real(real(digits));
        let removed = self.store.remove_connected(partner, &number, at(60));
        removed.await.unwrap()
    }

    async fn is_deleted(&self, partner: PartnerId, digits: &str) {
        let outcome = self.delete(partner, digits).await;
        assert_eq!(outcome, RemoveConnectedOutcome::Removed);
    }

    async fn is_not_found(&self, partner: PartnerId, digits: &str) {
        let outcome = self.delete(partner, digits).await;
        assert_eq!(outcome, RemoveConnectedOutcome::NotFound);
    }
}

fn on(waba: &str, account: &Onboarding, until: u64) -> Option<CountDue> {
    Some(CountDue {
        waba: WabaId::parse(waba).unwrap(),
        account: account.id,
        until: at(until),
    })
}

pub async fn those_that_have_finished_are_connected_the_latest_first(store: Arc<dyn Store>) {
    let world = World::new(store);
    let (client, other) = (world.client().await, world.client().await);
    let kept = NewOnboarding {
        coexistence: true,
        ..world.draft(client.id())
    };
    let (first, second) = (
        world.store_draft(kept).await,
        world.account(client.id()).await,
    );
    world.account(client.id()).await;
    world.connect(&second, OTHER, "10", 51).await;
    world.connect(&first, NUMBER, "10", 52).await;
    world.connected(other.id(), "972501111111", "11").await;
    let connected = |account: &Onboarding, digits: &str, finished_at: u64| ConnectedNumber {
        account: account.id,
        number: real(digits),
        created_at: account.created_at,
        finished_at: at(finished_at),
        display_name: text("Bakery"),
        business_name: text("Corner Bakery"),
        coexistence: account.coexistence,
        counts: MessageCounts::default(),
    };
    let found = world.store.connected_numbers(client.id(), month()).await;
    assert_eq!(
        found.unwrap(),
        [connected(&first, NUMBER, 52), connected(&second, OTHER, 51)]
    );
    // Cut off is connected still: the list says so too.
    let cut = world.store.disconnect(first.id, "offboarded", at(60)).await;
    assert!(cut.unwrap());
    assert_eq!(world.numbers(client.id()).await.len(), 2);
}

pub async fn what_is_counted_is_shown_for_its_month(store: Arc<dyn Store>) {
    let world = World::new(store);
    let (client, other) = (world.client().await, world.client().await);
    world.connected(client.id(), NUMBER, "10").await;
    world.connected(other.id(), NUMBER, "10").await;
    world.connected(client.id(), OTHER, "12").await;
    let due = world.take_due(50, 90).await.unwrap();
    let before = month().minus(1);
    let all = vec![
        counted(NUMBER, month(), 40),
        counted(NUMBER, before, 16),
        // Nobody lists it.
        counted("972502222222", month(), 8),
    ];
    world.count(due.clone(), all, 90).await;
    let zero = MessageCounts::default();
    let own =
        |own| [(OTHER, zero), (NUMBER, own)].map(|(digits, counts)| (digits.to_owned(), counts));
    assert_eq!(world.numbers(client.id()).await, own(counts(40)));
    let theirs = world.numbers(other.id()).await;
    assert_eq!(theirs, [(NUMBER.to_owned(), counts(40))]);
    let earlier = world.store.connected_numbers(client.id(), before).await;
    assert_eq!(earlier.unwrap()[1].counts, counts(16));
    // Counted again is in the place of what was counted.
    world
        .count(due, vec![counted(NUMBER, month(), 24)], 90)
        .await;
    assert_eq!(world.numbers(client.id()).await, own(counts(24)));
    // A number is not born with what was counted of it before it came.
    world.connected(client.id(), "972502222222", "10").await;
    assert!(
        world
            .numbers(client.id())
            .await
            .contains(&("972502222222".to_owned(), zero))
    );
}

pub async fn counts_are_kept_for_thirteen_months(store: Arc<dyn Store>) {
    let world = World::new(store);
    let client = world.client().await;
    world.connected(client.id(), NUMBER, "10").await;
    let due = world.take_due(50, 90).await.unwrap();
    let months = [month().minus(14), month().minus(13)];
    let all = months.map(|month| counted(NUMBER, month, 8)).to_vec();
    let long_ago = months[0].start();
    let stored = world.store.store_counts(due.clone(), all, at(90), long_ago);
    stored.await.unwrap();
    let kept = async |month: Month| {
        let found = world.store.connected_numbers(client.id(), month).await;
        found.unwrap()[0].counts != MessageCounts::default()
    };
    assert!(kept(months[0]).await && kept(months[1]).await);
    world.count(due, Vec::new(), 90).await;
    assert!(!kept(months[0]).await && kept(months[1]).await);
}

pub async fn the_longest_due_is_counted_first_and_by_one(store: Arc<dyn Store>) {
    let world = World::new(store);
    let client = world.client().await;
    assert_eq!(world.take_due(1_000, 1_100).await, None);
    let (late, early) = (
        world.account(client.id()).await,
        world.account(client.id()).await,
    );
    world.connect(&late, NUMBER, "10", 55).await;
    world.connect(&early, OTHER, "11", 54).await;
    assert_eq!(world.take_due(53, 70).await, None, "not before the finish");
    assert_eq!(world.take_due(60, 70).await, on("11", &early, 70));
    assert_eq!(world.take_due(60, 80).await, on("10", &late, 80));
    assert_eq!(
        world.take_due(69, 200).await,
        None,
        "both are being counted"
    );
    // Whoever took it has gone.
    let again = world.take_due(75, 90).await;
    assert_eq!(again, on("11", &early, 90));
    world.count(again.unwrap(), Vec::new(), 150).await;
    assert_eq!(world.take_due(149, 300).await, on("10", &late, 300));
    assert_eq!(world.take_due(149, 300).await, None);
    assert_eq!(world.take_due(150, 300).await, on("11", &early, 300));
}

pub async fn a_finish_makes_its_account_due_again(store: Arc<dyn Store>) {
    let world = World::new(store);
    let client = world.client().await;
    world.connected(client.id(), NUMBER, "10").await;
    let due = world.take_due(50, 90).await.unwrap();
    // While it is counted another number comes, which the answer may not know of yet.
    let second = world.connected(client.id(), OTHER, "10").await;
    world.count(due, Vec::new(), 500).await;
    let again = world.take_due(60, 90).await;
    assert_eq!(again, on("10", &second, 90), "by the latest token");
    world.count(again.unwrap(), Vec::new(), 500).await;
    assert_eq!(world.take_due(499, 600).await, None);
}

pub async fn what_is_due_always_has_an_account_that_stands_on_it(store: Arc<dyn Store>) {
    let world = World::new(store);
    let client = world.client().await;
    let first = world.connected(client.id(), NUMBER, "10").await;
    let second = world.connected(client.id(), OTHER, "10").await;
    // Under way to the same one, and of no help.
    let unfinished = world.account(client.id()).await;
    let owner = world.provision(unfinished.id).await;
    let step = proved("10", "77");
    let stored = world
        .store
        .progress(unfinished.id, owner, step, at(2))
        .await;
    assert!(stored.unwrap());
    assert_eq!(world.take_due(60, 70).await, on("10", &second, 70));
    world.is_deleted(client.id(), OTHER).await;
    assert_eq!(world.take_due(70, 80).await, on("10", &first, 80));
    // It moves to another WhatsApp account.
    let cut = world.store.disconnect(first.id, "offboarded", at(61)).await;
    assert!(cut.unwrap());
    world.connect(&first, NUMBER, "12", 62).await;
    assert_eq!(world.take_due(1_000, 2_000).await, on("12", &first, 2_000));
    assert_eq!(world.take_due(1_000, 2_000).await, None);
    world.is_deleted(client.id(), NUMBER).await;
    assert_eq!(world.take_due(9_000, 9_999).await, None);
}

pub async fn deleting_a_number_follows_the_state_machine(store: Arc<dyn Store>) {
    let world = World::new(store);
    let client = world.client().await;
    for state in OnboardingState::ALL {
        let account = world.in_state(client.id(), state).await;
        let number = account.number.as_str();
        if state == OnboardingState::Removed || account.finished_at.is_none() {
            world.is_not_found(client.id(), number).await;
            assert_eq!(world.again(&account).await, account);
            continue;
        }
        world.is_deleted(client.id(), number).await;
        let after = world.again(&account).await;
        assert_eq!(Some(after.state), state.after(Transition::Delete));
        assert_eq!(after.disconnected, None);
    }
    // On the way back to be connected: it is listed, and can be deleted.
    let account = world
        .in_state(client.id(), OnboardingState::Disconnected)
        .await;
    let owner = world.provision(account.id).await;
    world.is_deleted(client.id(), account.number.as_str()).await;
    let lost = world.try_finish(account.id, owner, "972503333333").await;
    assert_eq!(lost, FinishOutcome::Removed);
}

pub async fn a_deleted_number_is_gone_and_its_end_is_told(store: Arc<dyn Store>) {
    let world = World::new(store);
    let client = world.client().await;
    let kept = world.connected(client.id(), OTHER, "10").await;
    let account = world.connected(client.id(), NUMBER, "10").await;
    let due = world.take_due(50, 90).await.unwrap();
    world
        .count(due.clone(), vec![counted(NUMBER, month(), 40)], 90)
        .await;
    let fact = Fact {
        name: "quality".to_owned(),
        value: "GREEN".to_owned(),
        at: at(55),
    };
    assert!(
        world
            .store
            .note_fact(account.id, fact, at(55))
            .await
            .unwrap()
    );
    let revision = world.revision(client.id()).await;
    let mut wake_up = world.store.wake_up().await.unwrap();
    world.is_deleted(client.id(), NUMBER).await;
    tokio::time::timeout(std::time::Duration::from_secs(20), wake_up.woken())
        .await
        .expect("what was done is to be taken back at once");
    assert!(world.revision(client.id()).await > revision);
    assert_eq!(world.snapshot(client.id()).await, crate::fragment(&kept));
    assert_eq!(world.numbers(client.id()).await.len(), 1);
    let number = real(NUMBER);
    assert!(
        !world
            .store
            .lists_number(client.id(), &number)
            .await
            .unwrap()
    );
    assert_eq!(world.store.accounts_with(&number).await.unwrap(), []);
    let listed = ListedNumber::Real(number);
    let found = world.store.account_by_number(client.id(), &listed).await;
    assert_eq!(found.unwrap(), None);
    let entry = TimelineEntry::new(at(60), TimelineEvent::Removed).cause("deleted");
    assert_eq!(world.timeline(account.id).await.last(), Some(&entry));
    let all = EventFilter {
        limit: 100,
        ..EventFilter::default()
    };
    let told = world.store.events(client.id(), &all).await;
    let told = told.unwrap().events;
    let last = told.last().unwrap();
    assert!(
        last.body.contains(PartnerEvent::Removed.name()),
        "{}",
        last.body
    );
    assert!(last.body.contains(NUMBER), "{}", last.body);

    // The secrets wait for the job that needs them, and no longer.
    let grant = world.store.grant(account.id).await.unwrap();
    assert!(grant.is_some_and(|grant| grant.token.is_some()));
    let job = world
        .store
        .take_job(super::world::lease(1, at(900)), at(60));
    let job = job.await.unwrap().unwrap();
    assert_eq!(job.kind, JobKind::TakeBack(account.id));
    world.store.erase_grant(account.id).await.unwrap();
    assert_eq!(world.store.grant(account.id).await.unwrap(), None);
    assert_eq!(world.store.facts(account.id).await.unwrap(), []);

    // A count that was under way does not bring its counts back, nor does the number.
    world
        .count(due, vec![counted(NUMBER, month(), 40)], 90)
        .await;
    let again = world.connected(client.id(), NUMBER, "10").await;
    assert_ne!(again.id, account.id);
    let zero = (NUMBER.to_owned(), MessageCounts::default());
    assert!(world.numbers(client.id()).await.contains(&zero));
}

pub async fn a_deletion_can_be_repeated_until_the_number_comes_back(store: Arc<dyn Store>) {
    let world = World::new(store);
    let (client, other) = (world.client().await, world.client().await);
    let account = world.account(client.id()).await;
    let temporary = account.number.clone();
    world.connect(&account, NUMBER, "10", 50).await;
    world.connected(other.id(), NUMBER, "10").await;
    world.is_not_found(client.id(), temporary.as_str()).await;
    world.is_not_found(client.id(), OTHER).await;
    world.is_deleted(client.id(), NUMBER).await;
    let (timeline, revision) = (
        world.timeline(account.id).await,
        world.revision(client.id()).await,
    );
    world.is_deleted(client.id(), NUMBER).await;
    assert_eq!(world.timeline(account.id).await, timeline);
    assert_eq!(world.revision(client.id()).await, revision);
    world.is_not_found(client.id(), temporary.as_str()).await;
    assert_eq!(world.numbers(other.id()).await.len(), 1, "theirs stays");
    // The number comes back: it is another one's now.
    let back = world.connected(client.id(), NUMBER, "10").await;
    assert_eq!(world.numbers(client.id()).await.len(), 1);
    world.is_deleted(client.id(), NUMBER).await;
    assert_eq!(world.state(&back).await, OnboardingState::Removed);
}

pub async fn counts_stay_while_somebody_else_lists_the_number(store: Arc<dyn Store>) {
    let world = World::new(store);
    let (client, other) = (world.client().await, world.client().await);
    world.connected(client.id(), NUMBER, "10").await;
    world.connected(other.id(), NUMBER, "10").await;
    let due = world.take_due(50, 90).await.unwrap();
    world
        .count(due, vec![counted(NUMBER, month(), 40)], 90)
        .await;
    world.is_deleted(client.id(), NUMBER).await;
    let theirs = [(NUMBER.to_owned(), counts(40))];
    assert_eq!(world.numbers(other.id()).await, theirs);
}

pub async fn a_deleted_number_can_be_registered_anew(store: Arc<dyn Store>) {
    let world = World::new(store);
    let client = world.client().await;
    let registered = async |now: u64| {
        let registration = Registration {
            partner: client.id(),
            number: real(NUMBER),
            comment: None,
            at: at(now),
        };
        world.store.reserve_number(registration).await.unwrap();
        let until: Timestamp = at(900_000);
        let number = real(NUMBER);
        let verified = world.store.number_verified(client.id(), &number, until);
        assert!(verified.await.unwrap());
        let new = NewOnboarding {
            number: Some(real(NUMBER)),
            candidates: Vec::new(),
            ..world.draft(client.id())
        };
        world.store_draft(new).await
    };
    let account = registered(1).await;
    world.is_not_found(client.id(), NUMBER).await;
    world.connect(&account, NUMBER, "10", 50).await;
    world.is_deleted(client.id(), NUMBER).await;
    let number = real(NUMBER);
    let held = world.store.registered_number(client.id(), &number).await;
    assert_eq!(held.unwrap(), None);
    let second = registered(61).await;
    world.is_not_found(client.id(), NUMBER).await;
    world.connect(&second, NUMBER, "10", 62).await;
    world.is_deleted(client.id(), NUMBER).await;
}
