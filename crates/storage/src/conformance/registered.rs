//! Numbers that partners register beforehand, and the links that use them.

use super::world::{World, at, patiently, real, text};
use crate::{
    CreateOutcome, EventFilter, FinishOutcome, NewOnboarding, RegisterOutcome, Registration,
    ReleaseOutcome, RemoveOutcome, Store, fragment,
};
use gangway_domain::{
    ListedNumber, MOST_WAITING, NumberCall, Onboarding, PartnerEvent, PartnerId, PhoneNumber,
    PreverifiedId, RENEWABLE_FOR, RESERVED_FOR, RegisteredNumber, Timestamp, VERIFIED_FOR,
};
use std::sync::Arc;
use std::time::Duration;
use tokio::task::JoinSet;

const HOUR: u64 = NumberCall::Code.within().as_secs();
const NUMBER: &str = "493012345678";

fn registration(partner: PartnerId, digits: &str, now: u64) -> Registration {
    Registration {
        partner,
        number: real(digits),
        comment: None,
        at: at(now),
    }
}

impl World {
    async fn register(&self, partner: PartnerId, digits: &str, now: u64) -> RegisterOutcome {
        let registration = registration(partner, digits, now);
        patiently(|| self.store.reserve_number(registration.clone()))
            .await
            .unwrap()
    }

    async fn reserved(&self, partner: PartnerId, digits: &str, now: u64) -> RegisteredNumber {
        match self.register(partner, digits, now).await {
            RegisterOutcome::Reserved(number) => *number,
            other => panic!("{digits} at {now}: {other:?}"),
        }
    }

    /// A number that a partner may use until then.
    async fn verified(&self, partner: PartnerId, digits: &str, until: u64) -> PhoneNumber {
        let number = self.reserved(partner, digits, 0).await.number;
        let noted = self.store.number_verified(partner, &number, at(until));
        assert!(noted.await.unwrap());
        number
    }

    async fn registered(&self, partner: PartnerId, digits: &str) -> Option<RegisteredNumber> {
        let found = self.store.registered_number(partner, &real(digits)).await;
        found.unwrap()
    }

    fn with_number(&self, partner: PartnerId, digits: &str, now: u64) -> NewOnboarding {
        NewOnboarding {
            number: Some(real(digits)),
            created_at: at(now),
            candidates: Vec::new(),
            ..self.draft(partner)
        }
    }

    async fn linked(&self, partner: PartnerId, digits: &str) -> Onboarding {
        self.store_draft(self.with_number(partner, digits, 5)).await
    }

    async fn refused(&self, partner: PartnerId, digits: &str, now: u64) -> CreateOutcome {
        let before = self.store.list_snapshot(partner).await.unwrap();
        let outcome = self
            .create(self.with_number(partner, digits, now), None)
            .await;
        assert_eq!(self.store.list_snapshot(partner).await.unwrap(), before);
        outcome.unwrap()
    }
}

pub async fn a_number_is_kept_as_it_comes_to_be_verified(store: Arc<dyn Store>) {
    let world = World::new(store);
    let (one, two) = (world.client().await.id(), world.client().await.id());
    let new = Registration {
        comment: Some(text("Front desk")),
        ..registration(one, NUMBER, 1)
    };
    let mut expected = RegisteredNumber {
        partner: one,
        number: real(NUMBER),
        comment: Some(text("Front desk")),
        meta_id: None,
        asked_at: at(1),
        verified_until: None,
        account: None,
        connected_at: None,
    };
    let outcome = world.store.reserve_number(new).await.unwrap();
    assert_eq!(
        outcome,
        RegisterOutcome::Reserved(Box::new(expected.clone()))
    );
    assert_eq!(world.registered(one, NUMBER).await, Some(expected.clone()));
    assert_eq!(world.registered(two, NUMBER).await, None);

    let id = PreverifiedId::parse("900000000000001").unwrap();
    let until = at(1).plus(VERIFIED_FOR);
    for (partner, is_holder) in [(two, false), (one, true)] {
        let added = world.store.number_added(partner, &expected.number, &id);
        assert_eq!(added.await.unwrap(), is_holder);
        let verified = world
            .store
            .number_verified(partner, &expected.number, until);
        assert_eq!(verified.await.unwrap(), is_holder);
    }
    expected.meta_id = Some(id);
    expected.verified_until = Some(until);
    assert_eq!(world.registered(one, NUMBER).await, Some(expected.clone()));

    // To renew it; what was noted beside it stays.
    let late = until.minus(RENEWABLE_FOR);
    let renewal = Registration {
        at: late,
        ..registration(one, NUMBER, 0)
    };
    let outcome = world.store.reserve_number(renewal).await.unwrap();
    expected.asked_at = late;
    assert_eq!(
        outcome,
        RegisterOutcome::Reserved(Box::new(expected.clone()))
    );
    let other = world.reserved(one, "493012345679", 2).await;
    let all = world.store.registered_numbers(one).await.unwrap();
    assert_eq!(all, [expected, other], "the latest first");
    assert_eq!(world.store.registered_numbers(two).await.unwrap(), []);
}

pub async fn codes_are_counted_for_an_hour_whoever_asks(store: Arc<dyn Store>) {
    let world = World::new(store);
    let (one, two) = (world.client().await.id(), world.client().await.id());
    for now in [0, 600, HOUR - 1] {
        world.reserved(one, NUMBER, now).await;
    }
    let before = world.registered(one, NUMBER).await;
    let refused = world.register(one, NUMBER, HOUR - 1).await;
    assert_eq!(refused, RegisterOutcome::TooManyCodes(at(HOUR)));
    assert_eq!(world.registered(one, NUMBER).await, before);
    world.reserved(one, "493012345679", HOUR - 1).await;
    world.reserved(one, NUMBER, HOUR).await;
    let refused = world.register(one, NUMBER, HOUR + 1).await;
    assert_eq!(refused, RegisterOutcome::TooManyCodes(at(HOUR + 600)));

    let given_up = world.store.release_number(one, &real(NUMBER)).await;
    assert!(matches!(given_up.unwrap(), ReleaseOutcome::Released(_)));
    let refused = world.register(two, NUMBER, HOUR + 2).await;
    assert_eq!(refused, RegisterOutcome::TooManyCodes(at(HOUR + 600)));
    world.reserved(two, NUMBER, HOUR + 600).await;
}

pub async fn a_number_has_one_holder_over_all_partners(store: Arc<dyn Store>) {
    let world = World::new(store);
    let (one, two) = (world.client().await.id(), world.client().await.id());
    let reserved = RESERVED_FOR.as_secs();
    world.reserved(one, NUMBER, 0).await;
    let id = PreverifiedId::parse("900000000000001").unwrap();
    let added = world.store.number_added(one, &real(NUMBER), &id).await;
    assert!(added.unwrap());
    assert_eq!(
        world.register(two, NUMBER, reserved - 1).await,
        RegisterOutcome::Held
    );
    // Nobody has proved it meanwhile.
    let taken = world.reserved(two, NUMBER, reserved).await;
    assert_eq!((taken.partner, taken.meta_id), (two, Some(id)));
    assert_eq!(world.registered(one, NUMBER).await, None);
    let number = real(NUMBER);
    let late = world.store.number_verified(one, &number, at(9_000));
    assert!(!late.await.unwrap());

    let until = at(reserved).plus(VERIFIED_FOR);
    let verified = world.store.number_verified(two, &real(NUMBER), until).await;
    assert!(verified.unwrap());
    let ask = async |partner, now: Timestamp| {
        let asked = Registration {
            at: now,
            ..registration(partner, NUMBER, 0)
        };
        world.store.reserve_number(asked).await.unwrap()
    };
    let second = Duration::from_secs(1);
    let renewable = until.minus(RENEWABLE_FOR);
    for (partner, now) in [(one, renewable), (two, renewable.minus(second))] {
        assert_eq!(ask(partner, now).await, RegisterOutcome::Held);
    }
    let renewed = ask(two, renewable).await;
    assert!(
        matches!(renewed, RegisterOutcome::Reserved(_)),
        "{renewed:?}"
    );
    assert_eq!(ask(one, until.minus(second)).await, RegisterOutcome::Held);
    let freed = ask(one, until).await;
    assert!(matches!(freed, RegisterOutcome::Reserved(_)), "{freed:?}");
}

pub async fn so_many_numbers_of_a_partner_wait_and_no_more(store: Arc<dyn Store>) {
    let world = World::new(store);
    let (one, two) = (world.client().await.id(), world.client().await.id());
    for n in 0..MOST_WAITING {
        world.verified(one, &format!("4930{n:07}"), 50_000).await;
    }
    assert_eq!(world.register(one, NUMBER, 10).await, RegisterOutcome::Full);
    assert_eq!(world.registered(one, NUMBER).await, None);
    world.reserved(two, NUMBER, 10).await;
    let again = world.register(one, "49300000000", 60_000).await;
    assert!(
        matches!(again, RegisterOutcome::Reserved(_)),
        "its own place"
    );
    let other = real("49300000001");
    world.store.release_number(one, &other).await.unwrap();
    world.reserved(one, "493012345679", 10).await;
    assert_eq!(
        world.register(one, "493012345670", 10).await,
        RegisterOutcome::Full
    );
    // Those whose time is over wait no more.
    world.reserved(one, "493012345670", 60_000).await;
}

pub async fn a_link_takes_a_number_and_its_end_gives_it_back(store: Arc<dyn Store>) {
    let world = World::new(store);
    let (one, two) = (world.client().await.id(), world.client().await.id());
    assert_eq!(
        world.refused(one, NUMBER, 5).await,
        CreateOutcome::NumberNotRegistered
    );
    world.reserved(one, NUMBER, 0).await;
    assert_eq!(
        world.refused(one, NUMBER, 5).await,
        CreateOutcome::NumberNotRegistered,
        "not verified"
    );
    let number = real(NUMBER);
    let verified = world.store.number_verified(one, &number, at(1_000)).await;
    assert!(verified.unwrap());
    for (partner, now) in [(two, 5), (one, 1_000)] {
        assert_eq!(
            world.refused(partner, NUMBER, now).await,
            CreateOutcome::NumberNotRegistered
        );
    }
    let account = world.linked(one, NUMBER).await;
    let listed = ListedNumber::Real(number.clone());
    assert_eq!((&account.number, account.status()), (&listed, 0));
    assert_eq!(world.snapshot(one).await, fragment(&account));
    let found = world.store.account_by_number(one, &listed).await.unwrap();
    assert_eq!(found, Some(account.clone()));
    let found = world.store.account_by_number(two, &listed).await.unwrap();
    assert_eq!(found, None);
    let held = world.registered(one, NUMBER).await.unwrap();
    assert_eq!(held.account, Some(account.id));
    assert_eq!(
        world.refused(one, NUMBER, 6).await,
        CreateOutcome::NumberInUse
    );
    let release = world.store.release_number(one, &number).await.unwrap();
    assert_eq!(release, ReleaseOutcome::InUse);
    let withdrawn = world.store.withdraw_number(one, &number).await.unwrap();
    assert_eq!(withdrawn, ReleaseOutcome::InUse);
    let release = world.store.release_number(two, &number).await.unwrap();
    assert_eq!(release, ReleaseOutcome::NotFound);

    assert_eq!(world.remove(one, &listed).await, RemoveOutcome::Removed);
    assert_eq!(world.remove(one, &listed).await, RemoveOutcome::NotFound);
    let waiting = world.registered(one, NUMBER).await.unwrap();
    assert_eq!(
        (waiting.account, waiting.verified_until),
        (None, Some(at(1_000))),
        "with what is left of its time"
    );
    world.linked(one, NUMBER).await;
}

pub async fn a_number_that_is_withdrawn_gets_no_link(store: Arc<dyn Store>) {
    let world = World::new(store);
    let (one, two) = (world.client().await.id(), world.client().await.id());
    world.reserved(one, NUMBER, 0).await;
    let number = real(NUMBER);
    let verified = world.store.number_verified(one, &number, at(1_000));
    assert!(verified.await.unwrap());
    let before = world.registered(one, NUMBER).await.unwrap();
    let withdraw = async |partner| {
        let withdrawn = world.store.withdraw_number(partner, &number);
        withdrawn.await.unwrap()
    };
    assert_eq!(withdraw(two).await, ReleaseOutcome::NotFound);
    let withdrawn = withdraw(one).await;
    assert_eq!(withdrawn, ReleaseOutcome::Released(Box::new(before)));
    assert_eq!(
        world.refused(one, NUMBER, 5).await,
        CreateOutcome::NumberNotRegistered
    );
    let after = world.registered(one, NUMBER).await.unwrap();
    assert_eq!(after.verified_until, None, "it is still held");
    // Nobody is told that its time is over.
    assert_eq!(
        world.store.remind_of_numbers(10, at(2_000)).await.unwrap(),
        0
    );
}

pub async fn what_a_customer_connects_waits_no_more(store: Arc<dyn Store>) {
    let world = World::new(store);
    let one = world.client().await.id();
    world.verified(one, NUMBER, 1_000).await;
    let account = world.linked(one, NUMBER).await;
    let finished = world.finish(&account, NUMBER).await;
    assert_eq!((&finished.number, finished.status()), (&account.number, 1));
    let held = world.registered(one, NUMBER).await.unwrap();
    assert_eq!(
        (held.account, held.connected_at),
        (Some(account.id), Some(at(50)))
    );
    assert_eq!(
        world.refused(one, NUMBER, 60).await,
        CreateOutcome::NumberInUse
    );
    for now in [60, 2_000] {
        let two = world.client().await.id();
        for partner in [one, two] {
            let refused = world.register(partner, NUMBER, now).await;
            assert_eq!(refused, RegisterOutcome::Held);
        }
    }
}

pub async fn a_customer_who_brings_another_number_leaves_the_registered_one(store: Arc<dyn Store>) {
    let world = World::new(store);
    let one = world.client().await.id();
    world.verified(one, NUMBER, 1_000).await;
    let account = world.linked(one, NUMBER).await;
    let other = world.account(one).await;
    let owner = world.provision(other.id).await;
    assert_eq!(
        world.try_finish(other.id, owner, NUMBER).await,
        FinishOutcome::NumberTaken,
        "another link has it"
    );
    let finished = world.finish(&account, "972501234567").await;
    assert_eq!(finished.number, ListedNumber::Real(real("972501234567")));
    let held = world.registered(one, NUMBER).await.unwrap();
    assert_eq!((held.account, held.connected_at), (None, None));
    let listed = ListedNumber::Real(real(NUMBER));
    let found = world.store.account_by_number(one, &listed).await.unwrap();
    assert_eq!(found, None);
    assert!(matches!(
        world.try_finish(other.id, owner, NUMBER).await,
        FinishOutcome::Finished(_)
    ));
}

pub async fn of_many_at_once_one_gets_the_number(store: Arc<dyn Store>) {
    let world = World::new(store);
    let mut clients = Vec::new();
    for _ in 0..6 {
        clients.push(world.client().await.id());
    }
    let mut calls = JoinSet::new();
    for partner in clients {
        let world = world.clone();
        calls.spawn(async move { (partner, world.register(partner, NUMBER, 1).await) });
    }
    let outcomes = calls.join_all().await;
    let won = |(partner, outcome): &(PartnerId, RegisterOutcome)| {
        matches!(outcome, RegisterOutcome::Reserved(_)).then_some(*partner)
    };
    let holders: Vec<PartnerId> = outcomes.iter().filter_map(won).collect();
    let &[holder] = &holders[..] else {
        panic!("{outcomes:?}");
    };
    let number = real(NUMBER);
    let verified = world.store.number_verified(holder, &number, at(1_000));
    assert!(verified.await.unwrap());
    let mut calls = JoinSet::new();
    for _ in 0..6 {
        let (world, new) = (world.clone(), world.with_number(holder, NUMBER, 5));
        calls.spawn(async move { world.create(new, None).await.unwrap() });
    }
    let made = calls.join_all().await;
    let made: Vec<_> = made
        .iter()
        .filter(|outcome| **outcome != CreateOutcome::NumberInUse)
        .collect();
    assert!(
        matches!(made[..], [CreateOutcome::Created { .. }]),
        "{made:?}"
    );
}

pub async fn of_a_number_that_waits_its_partner_is_told_in_time(store: Arc<dyn Store>) {
    const DAY: u64 = 24 * 3600;
    let world = World::new(store);
    let (one, two) = (world.listener().await, world.client().await.id());
    let until = VERIFIED_FOR.as_secs();
    world.verified(one, NUMBER, until).await;
    world.verified(two, "493012345679", until + 10 * DAY).await;
    let connected = "493012345670";
    world.verified(one, connected, until).await;
    let account = world.linked(one, connected).await;
    world.finish(&account, connected).await;
    world.reserved(one, "493012345671", 0).await;

    let told = async |partner, now: u64| {
        let told = world.store.remind_of_numbers(10, at(now)).await.unwrap();
        let filter = EventFilter {
            event: Some(PartnerEvent::NumberUpdated),
            limit: 10,
            ..EventFilter::default()
        };
        let events = world.store.events(partner, &filter).await.unwrap().events;
        let bodies = events.iter().map(|event| {
            let update = event.body.split("\"whatsapp\":").nth(1).unwrap();
            update.trim_end_matches('}').to_owned()
        });
        (told, bodies.collect::<Vec<_>>())
    };
    let says = |digits: &str, word: &str| {
        format!("\"{digits}\",\"update\":{{\"name\":\"registration\",\"value\":\"{word}\"")
    };
    assert_eq!(told(one, 45 * DAY - 1).await, (0, Vec::new()));
    let mut expected = vec![says(NUMBER, "renewable")];
    assert_eq!(told(one, 45 * DAY).await, (1, expected.clone()));
    assert_eq!(told(one, 45 * DAY + 1).await, (0, expected.clone()), "once");
    expected.push(says(NUMBER, "expires_soon"));
    assert_eq!(told(one, 83 * DAY).await, (2, expected.clone()));
    expected.push(says(NUMBER, "expired"));
    assert_eq!(told(one, 90 * DAY).await, (1, expected.clone()));
    // Two came due meanwhile: the later one says it all.
    let other = vec![
        says("493012345679", "renewable"),
        says("493012345679", "expired"),
    ];
    assert_eq!(told(two, 400 * DAY).await, (1, other));
    assert_eq!(told(one, 500 * DAY).await, (0, expected));
    let queued = world.records(one).await;
    let reminders = queued
        .iter()
        .filter(|one| one.event == PartnerEvent::NumberUpdated);
    assert_eq!(reminders.count(), 3, "each is on its way");

    // Renewed, it begins anew.
    let late = at(500 * DAY);
    let renewed = Registration {
        at: late,
        ..registration(one, NUMBER, 0)
    };
    world.store.reserve_number(renewed).await.unwrap();
    let again = late.plus(VERIFIED_FOR);
    let verified = world.store.number_verified(one, &real(NUMBER), again).await;
    assert!(verified.unwrap());
    let (count, bodies) = told(one, 545 * DAY).await;
    assert_eq!((count, bodies.len()), (1, 4));
}
