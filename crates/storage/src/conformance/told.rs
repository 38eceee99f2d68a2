//! What partners are told of what happens to their accounts.

use super::sending::was_woken;
use super::world::{World, at, lease, made, proved, real, sealed};
use crate::{
    CreateOutcome, EventFilter, Fact, FinishOutcome, Given, Idempotency, NewEvent, NewLink,
    NewOnboarding, Progress, Recovery, RemoveOutcome, StepError, StepFailure, Store, StoredEvent,
    Then,
};
use gangway_domain::{
    AccountId, LinkSlug, ListedNumber, OnboardingState, PartnerId, Problem, Step, TimelineEntry,
    TimelineEvent as Event, WabaId,
};
use std::collections::BTreeSet;
use std::sync::Arc;
use tokio::task::JoinSet;

/// Listens to what a partner with one account is told of it.
struct Listener<'w> {
    world: &'w World,
    partner: PartnerId,
    link: LinkSlug,
    heard: i64,
}

impl Listener<'_> {
    /// What the partner was told since it was asked last.
    async fn news(&self) -> Vec<StoredEvent> {
        let filter = EventFilter {
            after: self.heard,
            limit: 100,
            ..EventFilter::default()
        };
        let page = self.world.store.events(self.partner, &filter).await;
        page.unwrap().events
    }

    /// It was told of exactly this, with the account as it is now.
    async fn hears(&mut self, entry: TimelineEntry) {
        self.hears_of(entry, None).await;
    }

    async fn hears_of(&mut self, entry: TimelineEntry, previous: Option<&ListedNumber>) {
        let account = self.world.by_link(&self.link).await;
        let number = self.heard + 1;
        let told = NewEvent::of(&entry, &account, number, previous).unwrap();
        let expected = [StoredEvent {
            number,
            body: told.body,
        }];
        assert_eq!(self.news().await, expected, "{entry:?}");
        self.heard = number;
        if account.state != OnboardingState::Removed {
            let listed = self.world.snapshot(self.partner).await;
            assert!(expected[0].body.contains(&listed), "{entry:?}");
        }
    }

    /// It was told of nothing.
    async fn hears_nothing(&self, after: &str) {
        assert_eq!(self.news().await, [], "{after}");
    }
}

fn said(text: &str) -> StepError {
    StepError {
        text: text.to_owned(),
        ..StepError::default()
    }
}

fn entry(now: u64, event: Event) -> TimelineEntry {
    TimelineEntry::new(at(now), event)
}

async fn listener(world: &World, new: NewOnboarding) -> (AccountId, Listener<'_>) {
    let (partner, created) = (new.partner, new.created_at);
    let account = world.store_draft(new).await;
    let mut listener = Listener {
        world,
        partner,
        link: account.link,
        heard: 0,
    };
    let created = TimelineEntry::new(created, Event::Created);
    listener.hears(created).await;
    (account.id, listener)
}

pub async fn every_step_of_the_way_is_told_with_the_account_as_it_is_then(store: Arc<dyn Store>) {
    let world = World::new(store);
    let (store, session) = (&world.store, world.hash());
    let client = world.client().await;
    let (id, mut partner) = listener(&world, world.draft(client.id())).await;
    store.open(id, at(1)).await.unwrap();
    partner.hears(entry(1, Event::Opened)).await;
    store.open(id, at(2)).await.unwrap();
    partner.hears_nothing("a second look").await;
    store.start(id, session, at(3)).await.unwrap();
    partner.hears(entry(3, Event::Started)).await;
    let (step, cause) = (Some("PHONE".to_owned()), Some("closed".to_owned()));
    store.cancel(id, session, step, cause, at(4)).await.unwrap();
    let left = entry(4, Event::Cancelled).step("PHONE").cause("closed");
    partner.hears(left).await;
    store
        .cancel(id, world.hash(), None, None, at(4))
        .await
        .unwrap();
    partner.hears_nothing("a stranger's leaving").await;
    store.start(id, session, at(5)).await.unwrap();
    partner.hears(entry(5, Event::Started)).await;

    let claim = store.claim_exchange(id, world.hash(), lease(1, at(100)), at(6));
    claim.await.unwrap();
    partner.hears_nothing("a code").await;
    let progress = async |owner, done, now| {
        assert!(store.progress(id, owner, done, at(now)).await.unwrap());
    };
    let fail = async |owner, step, error, then, now| {
        let failure = StepFailure { step, error, then };
        assert!(store.fail_step(id, owner, failure, at(now)).await.unwrap());
    };
    store
        .begin_step(id, 1, Step::Exchange, at(6))
        .await
        .unwrap();
    partner.hears_nothing("a step that is begun").await;
    progress(1, Progress::Exchanged(sealed(1)), 7).await;
    partner
        .hears(entry(7, Event::StepDone).step("exchange"))
        .await;
    progress(1, Progress::PinDrawn(sealed(2)), 8).await;
    partner.hears_nothing("a PIN that is drawn").await;
    fail(1, Step::Prove, Some(said("no answer")), Then::Again, 11).await;
    let waits = entry(11, Event::StepWaits).step("prove").cause("no answer");
    partner.hears(waits).await;
    let later = Then::Later {
        at: at(20),
        asked_by_meta: true,
    };
    fail(1, Step::Prove, None, later, 12).await;
    partner
        .hears(entry(12, Event::StepWaits).step("prove"))
        .await;
    store.take_over(lease(2, at(50)), at(20)).await.unwrap();
    partner.hears_nothing("the next try").await;
    progress(2, proved("10", "20"), 21).await;
    partner
        .hears(entry(21, Event::StepDone).step("prove"))
        .await;
    store.take_over(lease(3, at(200)), at(60)).await.unwrap();
    partner.hears_nothing("another node that goes on").await;
    let halt = Then::Halt {
        problem: Problem::PinUnknown,
        not_before: None,
    };
    fail(3, Step::Register, Some(said("wrong PIN")), halt, 61).await;
    let halted = entry(61, Event::Halted)
        .step("register")
        .cause("pin_unknown: wrong PIN");
    partner.hears(halted).await;
    let resume = store.claim_resume(id, Given::Nothing, lease(4, at(200)), at(62));
    resume.await.unwrap();
    partner.hears_nothing("a resumption").await;
    let skipped = Progress::Skipped(Step::HistorySync, said("declined"));
    progress(4, skipped, 63).await;
    let skipped = entry(63, Event::StepSkipped)
        .step("history_sync")
        .cause("declined");
    partner.hears(skipped).await;
    assert!(
        !store
            .progress(id, 1, Progress::Subscribed, at(64))
            .await
            .unwrap()
    );
    partner
        .hears_nothing("the work of somebody who lost the lease")
        .await;

    let temporary = world.by_link(&partner.link).await.number;
    assert!(matches!(
        world.try_finish(id, 4, "972501234567").await,
        FinishOutcome::Finished(_)
    ));
    partner
        .hears_of(entry(50, Event::Finished), Some(&temporary))
        .await;
    assert_eq!(
        world.try_finish(id, 4, "972501234567").await,
        FinishOutcome::LeaseLost
    );
    partner.hears_nothing("a second finish").await;

    assert!(store.disconnect(id, "offboarded", at(70)).await.unwrap());
    partner
        .hears(entry(70, Event::Disconnected).cause("offboarded"))
        .await;
    assert!(!store.disconnect(id, "offboarded", at(71)).await.unwrap());
    partner.hears_nothing("being cut off again").await;
    assert!(store.reconnect(id, "told", at(72)).await.unwrap());
    partner
        .hears(entry(72, Event::Reconnected).cause("told"))
        .await;
    let fact = |said: u64, value: &str| Fact {
        name: "quality".to_owned(),
        value: value.to_owned(),
        at: at(said),
    };
    assert!(store.note_fact(id, fact(73, "RED"), at(74)).await.unwrap());
    partner
        .hears(entry(74, Event::MetaNotice).step("quality").cause("RED"))
        .await;
    assert!(!store.note_fact(id, fact(75, "RED"), at(76)).await.unwrap());
    assert!(
        !store
            .note_fact(id, fact(60, "GREEN"), at(77))
            .await
            .unwrap()
    );
    partner.hears_nothing("what is no news").await;
    let refused = world
        .remove(partner.partner, &real_number("972501234567"))
        .await;
    assert_eq!(refused, RemoveOutcome::Finished);
    partner.hears_nothing("a refused removal").await;
}

fn real_number(digits: &str) -> ListedNumber {
    ListedNumber::Real(real(digits))
}

pub async fn the_end_of_a_link_is_told_and_a_new_one_is_not(store: Arc<dyn Store>) {
    let world = World::new(store);
    let store = &world.store;
    let client = world.client().await;
    let new = NewOnboarding {
        expires_at: Some(at(100)),
        ..world.draft(client.id())
    };
    let (id, mut partner) = listener(&world, new).await;
    assert_eq!(store.expire_links(10, at(99)).await.unwrap(), 0);
    partner.hears_nothing("a link that lasts").await;
    assert_eq!(store.expire_links(10, at(100)).await.unwrap(), 1);
    partner.hears(entry(100, Event::Expired)).await;
    assert!(store.request_renewal(id, at(101)).await.unwrap());
    partner.hears(entry(101, Event::RenewalRequested)).await;
    assert!(!store.request_renewal(id, at(102)).await.unwrap());
    partner.hears_nothing("a second wish").await;
    let account = world.by_link(&partner.link).await;
    let new = NewLink {
        link: LinkSlug::parse("another").unwrap(),
        expires_at: None,
    };
    let renewed = store.renew_link(client.id(), &account.number, new, at(103));
    renewed.await.unwrap();
    partner.hears_nothing("a new link").await;
    store.open(id, at(104)).await.unwrap();
    partner.hears(entry(104, Event::Opened)).await;
    let recovery = Recovery {
        token: sealed(1),
        waba: WabaId::parse("10").unwrap(),
    };
    let claim = store.claim_recovery(id, recovery, lease(1, at(200)), at(105));
    claim.await.unwrap();
    partner.hears_nothing("a recovery").await;
    let removed = store.remove_account(client.id(), &account.number, at(106));
    assert_eq!(removed.await.unwrap(), RemoveOutcome::Removed);
    partner.hears(entry(106, Event::Removed)).await;
    assert_eq!(
        world.remove(client.id(), &account.number).await,
        RemoveOutcome::NotFound
    );
    store.erase_grant(id).await.unwrap();
    partner.hears_nothing("what comes after a removal").await;
    assert_eq!(
        world.all_told(client.id()).await.len(),
        5,
        "events outlive accounts"
    );
}

pub async fn a_finish_tells_the_number_that_it_replaced(store: Arc<dyn Store>) {
    let world = World::new(store);
    let client = world.client().await;
    let account = world.account(client.id()).await;
    let first = world.finish(&account, "972501234567").await;
    let ends = async |digits: &str, previous: Option<&ListedNumber>| {
        let account = world.again(&account).await;
        let told = world.all_told(client.id()).await;
        let number = i64::try_from(told.len()).unwrap();
        let entry = entry(50, Event::Finished);
        let expected = NewEvent::of(&entry, &account, number, previous).unwrap();
        assert_eq!(told.last().unwrap().body, expected.body);
        assert!(expected.body.contains(digits));
    };
    ends("972501234567", Some(&account.number)).await;
    let cut = async || {
        world
            .store
            .disconnect(account.id, "told", at(51))
            .await
            .unwrap()
    };
    assert!(cut().await);
    world.finish(&account, "972501234567").await;
    ends("972501234567", None).await;
    assert!(cut().await);
    world.finish(&account, "972507654321").await;
    ends("972507654321", Some(&first.number)).await;
}

pub async fn a_repeated_create_is_told_once_and_a_refused_one_never(store: Arc<dyn Store>) {
    let world = World::new(store);
    let client = world.client().await;
    let key = Idempotency {
        key: "k".to_owned(),
        body: world.hash(),
        forget_before: at(0),
    };
    let new = world.draft(client.id());
    let link = new.link.clone();
    made(world.create(new, Some(key.clone())).await.unwrap());
    let again = world
        .create(world.draft(client.id()), Some(key.clone()))
        .await;
    assert!(matches!(
        again,
        Ok(CreateOutcome::Created { replayed: true, .. })
    ));
    let reused = Idempotency {
        body: world.hash(),
        ..key
    };
    let refused = world.create(world.draft(client.id()), Some(reused)).await;
    assert_eq!(refused.unwrap(), CreateOutcome::KeyReused);
    let taken = NewOnboarding {
        candidates: Vec::new(),
        ..world.draft(client.id())
    };
    assert_eq!(
        world.create(taken, None).await.unwrap(),
        CreateOutcome::NumbersTaken
    );
    let same_link = NewOnboarding {
        link,
        ..world.draft(client.id())
    };
    assert!(world.create(same_link, None).await.is_err());
    assert_eq!(world.all_told(client.id()).await.len(), 1);
    world.account(client.id()).await;
    let numbers: Vec<i64> = numbers(&world, client.id()).await;
    assert_eq!(numbers, [1, 2], "what was refused took no number");
}

async fn numbers(world: &World, partner: PartnerId) -> Vec<i64> {
    let told = world.all_told(partner).await;
    told.iter().map(|event| event.number).collect()
}

/// What stands between a key and the end of its value in an event.
fn value<'b>(body: &'b str, key: &str) -> &'b str {
    let rest = body.split(&format!("\"{key}\":")).last().unwrap();
    rest.trim_end_matches('}').split(',').next().unwrap()
}

pub async fn events_are_counted_without_gaps_by_partner_and_by_account(store: Arc<dyn Store>) {
    let world = World::new(store);
    let partners = [world.listener().await, world.client().await.id()];
    let mut lanes = JoinSet::new();
    for lane in 0..8 {
        let (world, partner) = (world.clone(), partners[lane % 2]);
        lanes.spawn(async move {
            for _ in 0..5 {
                let account = world.account(partner).await;
                // Two at once of one account.
                let open = world.store.open(account.id, at(1));
                let wish = world.store.request_renewal(account.id, at(1));
                let (opened, wished) = tokio::join!(open, wish);
                assert!(opened.is_ok() && wished.unwrap());
            }
        });
    }
    lanes.join_all().await;
    let mut ids = BTreeSet::new();
    for partner in partners {
        let told = world.all_told(partner).await;
        let counted: Vec<i64> = told.iter().map(|event| event.number).collect();
        assert_eq!(counted, (1..=60).collect::<Vec<i64>>());
        let mut sequences = std::collections::BTreeMap::<&str, Vec<&str>>::new();
        for event in &told {
            let page = event.body.split("\"landing_page\":\"").nth(1).unwrap();
            let account = page.split('"').next().unwrap();
            let sequence = value(&event.body, "sequence");
            sequences.entry(account).or_default().push(sequence);
            let id = event.body.split('"').nth(3).unwrap();
            assert!(ids.insert(id.to_owned()), "{id} twice");
        }
        assert_eq!(sequences.len(), 20);
        assert!(
            sequences
                .values()
                .all(|counted| *counted == ["1", "2", "3"])
        );
    }
}

pub async fn those_who_send_are_woken_where_something_is_queued(store: Arc<dyn Store>) {
    let world = World::new(store);
    let partner = world.client().await.id();
    let mut wake_up = world.store.outbox_wake_up();
    let account = world.account(partner).await;
    world.store.open(account.id, at(1)).await.unwrap();
    assert!(!was_woken(&mut wake_up), "there is no endpoint");
    world.endpoint(partner).await;
    assert!(was_woken(&mut wake_up), "there is one now");
    assert!(!was_woken(&mut wake_up), "once");
    world.store.open(account.id, at(2)).await.unwrap();
    assert!(!was_woken(&mut wake_up), "a second look is not told");
    world
        .store
        .start(account.id, world.hash(), at(3))
        .await
        .unwrap();
    assert!(was_woken(&mut wake_up), "a press on the button is");
    let delivery = world.claim_one(partner, 1, 4).await;
    assert_eq!(delivery.tries, 0);
    assert!(!was_woken(&mut wake_up), "a claim is nothing to send");
    world.account(partner).await;
    assert!(was_woken(&mut wake_up));
    let wish = world.store.request_renewal(account.id, at(5));
    assert!(wish.await.unwrap());
    assert!(was_woken(&mut wake_up));
}
