//! Sessions of the dashboard, passwords and second factors.

use super::crowd::{ENDS, OPERATOR, email, member, password, session};
use super::world::{World, at, patiently, sealed, text};
use crate::{Membership, NewPartner, NewSession, Store};
use gangway_domain::{BackOff, Hash256, Language, PersonId, Role};
use std::sync::Arc;
use std::time::Duration;
use tokio::task::JoinSet;

pub async fn a_session_shows_what_its_person_may_do_now(store: Arc<dyn Store>) {
    let world = World::new(store);
    let mut partners = Vec::new();
    for name in ["Willow", "Aster", "Maple"] {
        let new = NewPartner {
            name: text(name),
            ..world.draft_partner()
        };
        partners.push(world.store.create_partner(new).await.unwrap());
    }
    let [willow, aster, _maple] = &partners[..] else {
        panic!("three were made");
    };
    let dana = world
        .seated(member(willow.id, Role::Owner), "dana@example.com", 1)
        .await;
    world
        .seated_too(member(aster.id, Role::Viewer), dana, 2)
        .await;
    world
        .seated(member(aster.id, Role::Owner), "noa@example.com", 2)
        .await;
    let opened = world.opened(dana, false).await;
    let seen = async || world.store.session(&opened, at(9)).await.unwrap().unwrap();
    let at_partner = |partner: &gangway_domain::Partner, role, suspended| Membership {
        partner: partner.id,
        client_id: partner.client_id.clone(),
        partner_name: partner.name.clone(),
        suspended,
        role,
    };
    let first = seen().await;
    assert_eq!(
        first.memberships,
        [
            at_partner(aster, Role::Viewer, false),
            at_partner(willow, Role::Owner, false)
        ]
    );
    assert!(!first.person.operator);

    let suspended = world.store.set_suspended(&aster.client_id, Some(at(3)));
    suspended.await.unwrap();
    let editor = world.store.set_role(aster.id, dana, Role::Editor);
    editor.await.unwrap();
    world.seated_too(OPERATOR, dana, 3).await;
    let language = Language::parse("language", "de").unwrap();
    let renamed = world
        .store
        .change_person(dana, text("Dana"), language.clone());
    renamed.await.unwrap();
    let then = seen().await;
    assert_eq!(
        then.memberships,
        [
            at_partner(aster, Role::Editor, true),
            at_partner(willow, Role::Owner, false)
        ]
    );
    assert!(then.person.operator);
    assert_eq!(
        (then.person.name, then.person.language),
        (text("Dana"), language)
    );
    let noa = world.store.sign_in(&email("noa@example.com")).await;
    assert_eq!(noa.unwrap().unwrap().person.name, text("Dana Levi"));
}

pub async fn a_session_works_until_its_end(store: Arc<dyn Store>) {
    let world = World::new(store);
    let dana = world.seated(OPERATOR, "dana@example.com", 1).await;
    let opened = world.opened(dana, false).await;
    assert!(world.works(&opened, at(ENDS - 1)).await);
    assert!(!world.works(&opened, at(ENDS)).await);
    assert!(!world.works(&world.hash(), at(6)).await);
    // Another one clears away what is over, and nothing else.
    let long = NewSession {
        ends_at: at(3 * ENDS),
        ..session(world.hash(), dana, ENDS)
    };
    let lasting = long.session;
    let opened_too = world.store.open_session(long, password("first"));
    assert!(opened_too.await.unwrap());
    assert!(!world.works(&opened, at(6)).await, "cleared away");
    world.opened(dana, false).await;
    assert!(world.works(&lasting, at(3 * ENDS - 1)).await);
}

pub async fn a_session_remembers_its_latest_use(store: Arc<dyn Store>) {
    let world = World::new(store);
    let dana = world.seated(OPERATOR, "dana@example.com", 1).await;
    let (one, other) = (
        world.opened(dana, false).await,
        world.opened(dana, false).await,
    );
    // Two nodes may say it in another order.
    for now in [60, 50] {
        world.store.session_seen(&one, at(now)).await.unwrap();
    }
    let seen = async |session| {
        let view = world.store.session(session, at(70)).await.unwrap().unwrap();
        (view.opened_at, view.seen_at)
    };
    assert_eq!(seen(&one).await, (at(5), at(60)));
    assert_eq!(seen(&other).await, (at(5), at(5)));
}

pub async fn sessions_are_ended_one_by_one_or_all_but_one(store: Arc<dyn Store>) {
    let world = World::new(store);
    let dana = world.seated(OPERATOR, "dana@example.com", 1).await;
    let noa = world.seated(OPERATOR, "noa@example.com", 1).await;
    let mut hers = Vec::new();
    for _ in 0..4 {
        hers.push(world.opened(dana, false).await);
    }
    let others = world.opened(noa, false).await;
    let works = async || {
        let mut works = Vec::new();
        for session in &hers {
            works.push(world.works(session, at(6)).await);
        }
        works
    };
    world.store.end_session(&hers[0]).await.unwrap();
    assert_eq!(works().await, [false, true, true, true]);
    let ended = world.store.end_other_sessions(dana, &hers[1]);
    ended.await.unwrap();
    assert_eq!(works().await, [false, true, false, false]);
    hers.push(world.opened(dana, false).await);
    let works = async |n: usize| world.works(&hers[n], at(6)).await;
    let changed = world.store.change_password(dana, password("new"), &hers[4]);
    changed.await.unwrap();
    assert!(!works(1).await && works(4).await);
    assert!(world.works(&others, at(6)).await, "somebody else's");
    let stored = async |person| {
        let known = world.store.sign_in_of(person).await.unwrap();
        known.unwrap().password
    };
    assert_eq!(stored(dana).await, password("new"));
    assert_eq!(stored(noa).await, password("first"));
}

pub async fn a_session_opens_for_what_is_in_force_only(store: Arc<dyn Store>) {
    let world = World::new(store);
    let dana = world.seated(OPERATOR, "dana@example.com", 1).await;
    let keep = world.opened(dana, false).await;
    let changed = world.store.change_password(dana, password("new"), &keep);
    changed.await.unwrap();
    let open = async |name, code_owed| {
        let hash = world.hash();
        let new = NewSession {
            code_owed,
            ..session(hash, dana, 5)
        };
        let opened = world.store.open_session(new, password(name)).await.unwrap();
        assert_eq!(world.works(&hash, at(6)).await, opened);
        opened
    };
    assert!(!open("first", false).await, "changed while it was checked");
    assert!(open("new", false).await);
    let added = world.store.add_totp(dana, sealed(4), 70, &keep).await;
    assert!(added.unwrap());
    assert!(!open("new", false).await, "a code is owed by now");
    assert!(open("new", true).await);
    let nobody = PersonId::from_row(dana.row() + 1_000);
    let new = session(world.hash(), nobody, 5);
    let opened = world.store.open_session(new, password("new")).await;
    assert!(!opened.unwrap());
}

pub async fn a_sign_in_raced_by_a_new_password_leaves_no_session(store: Arc<dyn Store>) {
    let world = World::new(store);
    for round in 0..10 {
        let address = format!("person{round}@example.com");
        let dana = world.seated(OPERATOR, &address, 1).await;
        let keep = world.opened(dana, false).await;
        let new = session(world.hash(), dana, 5);
        let hash = new.session;
        let open = {
            let store = Arc::clone(&world.store);
            let open = async move {
                patiently(|| store.open_session(new.clone(), password("first"))).await
            };
            tokio::spawn(open)
        };
        let change = {
            let store = Arc::clone(&world.store);
            let change = async move {
                patiently(|| store.change_password(dana, password("new"), &keep)).await
            };
            tokio::spawn(change)
        };
        open.await.unwrap().unwrap();
        change.await.unwrap().unwrap();
        assert!(!world.works(&hash, at(6)).await);
        assert!(world.works(&keep, at(6)).await);
    }
}

pub async fn a_code_is_taken_once(store: Arc<dyn Store>) {
    let world = World::new(store);
    let dana = world.seated(OPERATOR, "dana@example.com", 1).await;
    let noa = world.seated(OPERATOR, "noa@example.com", 1).await;
    let settled = world.opened(dana, false).await;
    for person in [dana, noa] {
        let added = world.store.add_totp(person, sealed(4), 70, &settled).await;
        assert!(added.unwrap());
    }
    let known = world.store.sign_in_of(dana).await.unwrap().unwrap();
    assert!(known.person.second_factor);
    assert_eq!(known.totp, Some(sealed(4)));
    let (owing, others) = (
        world.opened(dana, true).await,
        world.opened(noa, true).await,
    );
    let give = async |session_owing: &Hash256, step, now| {
        let new = session(world.hash(), dana, now);
        let hash = new.session;
        let given = world.store.code_given(session_owing, step, new).await;
        given.unwrap().then_some(hash)
    };
    assert_eq!(give(&owing, 70, 6).await, None, "that of the set-up");
    assert_eq!(give(&owing, 69, 6).await, None, "an earlier one");
    assert_eq!(give(&settled, 71, 6).await, None, "it owes none");
    assert_eq!(give(&others, 71, 6).await, None, "somebody else's");
    assert_eq!(give(&owing, 71, ENDS).await, None, "it is over");
    assert_eq!(give(&world.hash(), 71, 6).await, None, "there is none");
    let view = world.store.session(&owing, at(6)).await.unwrap().unwrap();
    assert!(view.code_owed);

    let fresh = give(&owing, 71, 6).await.unwrap();
    assert!(
        !world.works(&owing, at(6)).await,
        "the new one has its place"
    );
    let view = world.store.session(&fresh, at(6)).await.unwrap().unwrap();
    assert_eq!((view.person.id, view.code_owed), (dana, false));
    assert!(world.works(&settled, at(6)).await);
    let owing = world.opened(dana, true).await;
    assert_eq!(give(&owing, 71, 6).await, None, "used already");
    world.store.drop_totp(dana).await.unwrap();
    assert_eq!(give(&owing, 72, 6).await, None, "there is no second factor");
    let known = world.store.sign_in_of(dana).await.unwrap().unwrap();
    assert_eq!((known.person.second_factor, known.totp), (false, None));
    let noa = world.store.sign_in_of(noa).await.unwrap().unwrap();
    assert!(noa.person.second_factor, "only hers");
}

pub async fn a_second_factor_is_never_replaced_by_another(store: Arc<dyn Store>) {
    let world = World::new(store);
    let dana = world.seated(OPERATOR, "dana@example.com", 1).await;
    let noa = world.seated(OPERATOR, "noa@example.com", 1).await;
    let keep = world.opened(dana, false).await;
    let (other, hers) = (
        world.opened(dana, false).await,
        world.opened(noa, false).await,
    );
    let mut adds = JoinSet::new();
    for n in 0..10 {
        let store = Arc::clone(&world.store);
        adds.spawn(async move {
            let added = patiently(|| store.add_totp(dana, sealed(n), 70, &keep)).await;
            added.unwrap().then_some(sealed(n))
        });
    }
    let added: Vec<_> = adds.join_all().await.into_iter().flatten().collect();
    let known = world.store.sign_in_of(dana).await.unwrap().unwrap();
    assert_eq!(added, [known.totp.unwrap()]);
    assert!(world.works(&keep, at(6)).await && world.works(&hers, at(6)).await);
    assert!(!world.works(&other, at(6)).await, "it was opened without");
    // What is refused ends nothing.
    let owing = world.opened(dana, true).await;
    let again = world.store.add_totp(dana, sealed(4), 70, &keep).await;
    assert!(!again.unwrap());
    assert!(world.works(&owing, at(6)).await);
    let nobody = PersonId::from_row(noa.row() + 1_000);
    let added = world.store.add_totp(nobody, sealed(4), 70, &keep).await;
    assert!(!added.unwrap());
}

pub async fn of_many_who_give_one_code_one_is_signed_in(store: Arc<dyn Store>) {
    let world = World::new(store);
    let dana = world.seated(OPERATOR, "dana@example.com", 1).await;
    let none = world.hash();
    let added = world.store.add_totp(dana, sealed(4), 70, &none).await;
    assert!(added.unwrap());
    let mut given = JoinSet::new();
    for _ in 0..10 {
        let owing = world.opened(dana, true).await;
        let world = world.clone();
        given.spawn(async move {
            let new = session(world.hash(), dana, 6);
            patiently(|| world.store.code_given(&owing, 71, new.clone())).await
        });
    }
    let outcomes = given.join_all().await;
    let signed_in = outcomes.iter().filter(|given| *given.as_ref().unwrap());
    assert_eq!(signed_in.count(), 1);
}

/// So many tries may be made before one has to wait.
fn free() -> u32 {
    (1..)
        .find(|tries| BackOff::after(*tries).is_some())
        .unwrap()
}

pub async fn tries_are_held_up_ever_longer(store: Arc<dyn Store>) {
    let world = World::new(store);
    let (key, other) = (world.hash(), world.hash());
    let mut now = at(1);
    for tries in 1..free() + 3 {
        let counted = world.store.count_try(&key, now).await.unwrap();
        assert_eq!(counted, None, "try {tries}");
        if let Some(wait) = BackOff::after(tries) {
            let until = now.plus(wait);
            // One that is held up does not count, however often it is asked for.
            for early in [now, until.minus(Duration::from_millis(1))] {
                let held = world.store.count_try(&key, early).await.unwrap();
                assert_eq!(held, Some(until));
            }
            now = until;
        }
    }
    assert_eq!(world.store.count_try(&other, at(1)).await.unwrap(), None);
    // A right one forgets hers and nobody else's.
    world.store.forget_tries(&other, now).await.unwrap();
    let next = world.store.count_try(&key, now).await.unwrap();
    assert_eq!(next, None);
    assert!(world.store.count_try(&key, now).await.unwrap().is_some());
    world.store.forget_tries(&key, now).await.unwrap();
    for _ in 1..free() {
        assert_eq!(world.store.count_try(&key, now).await.unwrap(), None);
    }
}

pub async fn tries_are_forgotten_after_a_day(store: Arc<dyn Store>) {
    let world = World::new(store);
    let (key, other) = (world.hash(), world.hash());
    let count = async |now| world.store.count_try(&key, now).await.unwrap();
    for _ in 1..free() {
        assert_eq!(count(at(1)).await, None);
    }
    let over = at(1).plus(BackOff::FORGOTTEN_AFTER);
    // Somebody else's right one clears away what is over, and nothing else.
    let before = over.minus(Duration::from_millis(1));
    let forgotten = world.store.forget_tries(&other, before);
    forgotten.await.unwrap();
    assert_eq!(count(before).await, None);
    assert!(count(before).await.is_some(), "they were remembered");
    let over = before.plus(BackOff::FORGOTTEN_AFTER);
    for _ in 0..free() {
        assert_eq!(count(over).await, None, "a new row of tries");
    }
    assert!(count(over).await.is_some());
    let later = over.plus(BackOff::FORGOTTEN_AFTER);
    let cleared = world.store.forget_tries(&other, later);
    cleared.await.unwrap();
    assert_eq!(count(over).await, None, "cleared away");
}

pub async fn tries_clear_away_what_is_over(store: Arc<dyn Store>) {
    let world = World::new(store);
    let old = [world.hash(), world.hash(), world.hash(), world.hash()];
    let count = async |key: &Hash256, now| world.store.count_try(key, now).await.unwrap();
    for key in &old {
        for _ in 0..free() {
            assert_eq!(count(key, at(1)).await, None);
        }
        assert!(count(key, at(1)).await.is_some());
    }
    let later = at(1).plus(BackOff::FORGOTTEN_AFTER);
    for _ in 0..2 {
        assert_eq!(count(&world.hash(), later).await, None);
    }
    for key in &old {
        assert_eq!(count(key, at(1)).await, None, "cleared away");
    }
}

pub async fn of_many_tries_at_once_each_counts(store: Arc<dyn Store>) {
    let key = World::new(Arc::clone(&store)).hash();
    let mut tries = JoinSet::new();
    for _ in 0..20 {
        let store = Arc::clone(&store);
        tries.spawn(async move { patiently(|| store.count_try(&key, at(1))).await });
    }
    let outcomes = tries.join_all().await;
    let made = outcomes
        .iter()
        .filter(|held| held.as_ref().unwrap().is_none());
    assert_eq!(made.count(), free() as usize);
}
