//! Links to a seat in the dashboard, or to a new password.

use super::crowd::{ENDS, NOBODY, OPERATOR, email, member, newcomer, password, session};
use super::world::{World, at, patiently, sealed, text};
use crate::{Errand, Invitation, JoinOutcome, NewInvitation, Store};
use gangway_domain::{Language, PartnerId, Person, Role};
use std::sync::Arc;
use tokio::task::JoinSet;

pub async fn the_first_operator_comes_by_a_link(store: Arc<dyn Store>) {
    let world = World::new(store);
    assert!(!world.store.has_operator().await.unwrap());
    let secret = world.invited(OPERATOR, None, 1).await;
    let first = world.hash();
    let joined = world.store.join_new(
        &secret,
        newcomer("Dana@Example.com"),
        session(first, NOBODY, 7),
    );
    let JoinOutcome::Joined(id) = joined.await.unwrap() else {
        panic!("not joined");
    };
    assert!(world.store.has_operator().await.unwrap());
    let dana = Person {
        id,
        email: email("Dana@Example.com"),
        name: text("Dana Levi"),
        operator: true,
        language: Language::parse("language", "he").unwrap(),
        second_factor: false,
        created_at: at(7),
    };
    let seen = world.store.session(&first, at(8)).await.unwrap().unwrap();
    assert_eq!(
        (seen.person, seen.opened_at, seen.seen_at, seen.ends_at),
        (dana.clone(), at(7), at(7), at(ENDS))
    );
    assert_eq!((seen.code_owed, seen.memberships), (false, vec![]));
    let known = world.store.sign_in_of(id).await.unwrap().unwrap();
    assert_eq!(known.person, dana);
    assert_eq!((known.password, known.totp), (password("first"), None));
    assert!(world.store.sign_in_of(NOBODY).await.unwrap().is_none());
    // A member of a partner is no operator.
    let partner = world.client().await.id();
    let noa = world
        .seated(member(partner, Role::Owner), "noa@example.com", 9)
        .await;
    let noa = world.store.sign_in_of(noa).await.unwrap().unwrap();
    assert!(!noa.person.operator);
}

pub async fn invitations_are_listed_where_they_belong(store: Arc<dyn Store>) {
    let world = World::new(store);
    let (one, two) = (world.client().await, world.client().await);
    let dana = world.seated(OPERATOR, "dana@example.com", 1).await;
    let editor = member(one.id(), Role::Editor);
    let made = NewInvitation {
        by: Some(dana),
        ..NewInvitation {
            secret: world.hash(),
            errand: editor,
            email: Some(email("Noa@example.com")),
            by: None,
            made_at: at(4),
            ends_at: at(90),
        }
    };
    let secret = made.secret;
    world.store.invite(made).await.unwrap();
    world.invited(OPERATOR, Some("tal@example.com"), 3).await;
    world.invited(Errand::Reset(dana), None, 2).await;
    world.invited(member(two.id(), Role::Viewer), None, 5).await;

    let of = async |partner, now| world.store.invitations(partner, at(now)).await.unwrap();
    let seats = of(Some(one.id()), 6).await;
    let expected = Invitation {
        id: seats[0].id,
        errand: editor,
        email: Some(email("Noa@example.com")),
        partner_name: Some(one.partner.name.clone()),
        made_at: at(4),
        ends_at: at(90),
    };
    assert_eq!(seats, std::slice::from_ref(&expected));
    let found = world.store.invitation(&secret, at(6)).await.unwrap();
    assert_eq!(found, Some(expected));
    // A reset names her address. The oldest comes first.
    let others: Vec<_> = of(None, 6)
        .await
        .into_iter()
        .map(|other| (other.errand, other.email, other.partner_name))
        .collect();
    assert_eq!(
        others,
        [
            (Errand::Reset(dana), Some(email("dana@example.com")), None),
            (OPERATOR, Some(email("tal@example.com")), None),
        ]
    );
    assert_eq!(of(Some(two.id()), 6).await[0].email, None);
    assert_eq!(of(Some(one.id()), 90).await, [], "over");
}

pub async fn an_invitation_works_until_its_time(store: Arc<dyn Store>) {
    let world = World::new(store);
    let partner = world.client().await.id();
    let dana = world.seated(OPERATOR, "dana@example.com", 1).await;
    let seat = world.invited(member(partner, Role::Owner), None, 1).await;
    let reset = world.invited(Errand::Reset(dana), None, 1).await;
    for secret in [&seat, &reset] {
        let there = async |now| world.store.invitation(secret, at(now)).await.unwrap();
        assert!(there(ENDS - 1).await.is_some());
        assert_eq!(there(ENDS).await, None);
    }
    let gone = world.join_new(&seat, "noa@example.com", ENDS).await;
    assert_eq!(gone, JoinOutcome::Gone);
    let gone = world.store.join(&seat, dana, at(ENDS)).await.unwrap();
    assert_eq!(gone, JoinOutcome::Gone);
    let late = session(world.hash(), NOBODY, ENDS);
    let gone = world.store.reset_password(&reset, password("new"), late);
    assert_eq!(gone.await.unwrap(), None);
    // What it gives at last is still to be had.
    let joined = world.join_new(&seat, "noa@example.com", ENDS - 1).await;
    assert!(matches!(joined, JoinOutcome::Joined(_)), "{joined:?}");
}

pub async fn an_invitation_works_once(store: Arc<dyn Store>) {
    let world = World::new(store);
    let partner = world.client().await.id();
    let dana = world.seated(OPERATOR, "dana@example.com", 1).await;
    let noa = world.seated(OPERATOR, "noa@example.com", 1).await;
    let seat = world.invited(member(partner, Role::Owner), None, 1).await;
    let joined = world.store.join(&seat, dana, at(2)).await.unwrap();
    assert_eq!(joined, JoinOutcome::Joined(dana));
    let again = world.store.join(&seat, noa, at(2)).await.unwrap();
    assert_eq!(again, JoinOutcome::Gone);
    let again = world.join_new(&seat, "tal@example.com", 2).await;
    assert_eq!(again, JoinOutcome::Gone);

    let seat = world.invited(member(partner, Role::Owner), None, 1).await;
    let joined = world.join_new(&seat, "tal@example.com", 2).await;
    assert!(matches!(joined, JoinOutcome::Joined(_)));
    let again = world.join_new(&seat, "gil@example.com", 2).await;
    assert_eq!(again, JoinOutcome::Gone);
    assert_eq!(world.store.invitation(&seat, at(2)).await.unwrap(), None);
    let unknown = world.join_new(&world.hash(), "gil@example.com", 2).await;
    assert_eq!(unknown, JoinOutcome::Gone);
    let members = world.store.members(Some(partner)).await.unwrap();
    assert_eq!(members.len(), 2);
}

pub async fn of_many_who_follow_one_link_one_gets_the_seat(store: Arc<dyn Store>) {
    let world = World::new(store);
    let partner = world.client().await.id();
    let dana = world.seated(OPERATOR, "dana@example.com", 1).await;
    let seat = world.invited(member(partner, Role::Owner), None, 1).await;
    let mut followers = JoinSet::new();
    for n in 0..10 {
        let world = world.clone();
        followers.spawn(async move {
            if n == 0 {
                return patiently(|| world.store.join(&seat, dana, at(2))).await;
            }
            let person = newcomer(&format!("person{n}@example.com"));
            let session = session(world.hash(), NOBODY, 2);
            let join = || world.store.join_new(&seat, person.clone(), session.clone());
            patiently(join).await
        });
    }
    let outcomes = followers.join_all().await;
    let joined = outcomes.into_iter().filter(|outcome| {
        let outcome = outcome.as_ref().unwrap();
        assert_ne!(*outcome, JoinOutcome::EmailTaken);
        *outcome != JoinOutcome::Gone
    });
    assert_eq!(joined.count(), 1);
    let members = world.store.members(Some(partner)).await.unwrap();
    assert_eq!(members.len(), 1);
}

pub async fn an_invitation_is_taken_back_where_it_belongs(store: Arc<dyn Store>) {
    let world = World::new(store);
    let (one, two) = (world.client().await.id(), world.client().await.id());
    let seat = world.invited(member(one, Role::Owner), None, 1).await;
    let operator = world.invited(OPERATOR, None, 1).await;
    let id = async |secret| {
        let found = world.store.invitation(secret, at(2)).await.unwrap();
        found.unwrap().id
    };
    let (seat_id, operator_id) = (id(&seat).await, id(&operator).await);
    let back = async |partner: Option<PartnerId>, id| {
        let taken = world.store.take_invitation_back(partner, id).await;
        taken.unwrap()
    };
    for (partner, id) in [
        (Some(two), seat_id),
        (None, seat_id),
        (Some(one), operator_id),
        (Some(one), seat_id + operator_id),
    ] {
        assert!(!back(partner, id).await);
    }
    assert!(back(Some(one), seat_id).await);
    assert!(!back(Some(one), seat_id).await, "twice");
    assert!(back(None, operator_id).await);
    for secret in [&seat, &operator] {
        let gone = world.join_new(secret, "noa@example.com", 2).await;
        assert_eq!(gone, JoinOutcome::Gone);
    }
}

pub async fn a_newer_invitation_takes_the_older_ones_place(store: Arc<dyn Store>) {
    let world = World::new(store);
    let (one, two) = (world.client().await.id(), world.client().await.id());
    let dana = world.seated(OPERATOR, "dana@example.com", 1).await;
    let noa = world.seated(OPERATOR, "noa@example.com", 1).await;
    let (viewer, owner) = (member(one, Role::Viewer), member(one, Role::Owner));
    let elsewhere = member(two, Role::Owner);
    let tal = Some("tal@example.com");
    let kept = [
        world.invited(elsewhere, tal, 1).await,
        world.invited(OPERATOR, tal, 1).await,
        world.invited(owner, Some("gil@example.com"), 1).await,
        world.invited(owner, None, 1).await,
        world.invited(OPERATOR, None, 1).await,
        world.invited(Errand::Reset(noa), None, 1).await,
    ];
    let replaced = [
        world.invited(viewer, tal, 1).await,
        world.invited(Errand::Reset(dana), None, 1).await,
    ];
    let newer = [
        world.invited(owner, Some("TAL@example.com"), 2).await,
        // Whether the address is said or not: it is the same person.
        world
            .invited(Errand::Reset(dana), Some("dana@example.com"), 2)
            .await,
    ];
    let there = async |secret| {
        let found = world.store.invitation(secret, at(3)).await.unwrap();
        found.is_some()
    };
    for secret in &replaced {
        assert!(!there(secret).await);
    }
    for secret in kept.iter().chain(&newer) {
        assert!(there(secret).await);
    }
    // One that was made for nobody in particular, too.
    world.invited(OPERATOR, None, 2).await;
    assert!(!there(&kept[4]).await);
    assert!(there(&kept[3]).await, "that of the partner is another");
}

pub async fn of_many_made_at_once_one_invitation_works(store: Arc<dyn Store>) {
    let world = World::new(store);
    let mut made = JoinSet::new();
    for _ in 0..10 {
        let world = world.clone();
        made.spawn(async move {
            let new = NewInvitation {
                secret: world.hash(),
                errand: OPERATOR,
                email: None,
                by: None,
                made_at: at(1),
                ends_at: at(ENDS),
            };
            patiently(|| world.store.invite(new.clone())).await.unwrap();
        });
    }
    made.join_all().await;
    let waiting = world.store.invitations(None, at(2)).await.unwrap();
    assert_eq!(waiting.len(), 1);
}

pub async fn an_address_is_somebodys_whatever_its_case(store: Arc<dyn Store>) {
    let world = World::new(store);
    let partner = world.client().await.id();
    let dana = world.seated(OPERATOR, "Dana@Example.com", 1).await;
    let seat = world.invited(member(partner, Role::Owner), None, 1).await;
    let taken = world.join_new(&seat, "DANA@example.COM", 2).await;
    assert_eq!(taken, JoinOutcome::EmailTaken);
    let known = world.store.sign_in(&email("dana@EXAMPLE.com")).await;
    let known = known.unwrap().unwrap().person;
    assert_eq!((known.id, known.email), (dana, email("Dana@Example.com")));
    let unknown = world.store.sign_in(&email("dan@example.com")).await;
    assert!(unknown.unwrap().is_none());
    // It still works, for herself or for another.
    let joined = world.store.join(&seat, dana, at(2)).await.unwrap();
    assert_eq!(joined, JoinOutcome::Joined(dana));
}

pub async fn of_many_with_one_address_one_comes(store: Arc<dyn Store>) {
    let world = World::new(store);
    let partner = world.client().await.id();
    let mut seats = Vec::new();
    for n in 0..10 {
        let to = format!("person{n}@example.com");
        let owner = member(partner, Role::Owner);
        seats.push(world.invited(owner, Some(&to), 1).await);
    }
    let mut comers = JoinSet::new();
    for seat in seats {
        let world = world.clone();
        comers.spawn(async move {
            let session = session(world.hash(), NOBODY, 2);
            let person = newcomer("noa@example.com");
            let join = || world.store.join_new(&seat, person.clone(), session.clone());
            (seat, patiently(join).await.unwrap())
        });
    }
    let mut joined = 0;
    for (seat, outcome) in comers.join_all().await {
        let there = world.store.invitation(&seat, at(3)).await.unwrap();
        match outcome {
            JoinOutcome::Joined(_) => {
                joined += 1;
                assert_eq!(there, None);
            }
            JoinOutcome::EmailTaken => assert!(there.is_some()),
            JoinOutcome::Gone => panic!("nobody else had it"),
        }
    }
    assert_eq!(joined, 1);
}

pub async fn a_link_runs_its_own_errand(store: Arc<dyn Store>) {
    let world = World::new(store);
    let partner = world.client().await.id();
    let dana = world.seated(OPERATOR, "dana@example.com", 1).await;
    let seat = world.invited(member(partner, Role::Owner), None, 1).await;
    let reset = world.invited(Errand::Reset(dana), None, 1).await;
    let gone = world.join_new(&reset, "noa@example.com", 2).await;
    assert_eq!(gone, JoinOutcome::Gone);
    let gone = world.store.join(&reset, dana, at(2)).await.unwrap();
    assert_eq!(gone, JoinOutcome::Gone);
    let opened = session(world.hash(), NOBODY, 2);
    let gone = world.store.reset_password(&seat, password("new"), opened);
    assert_eq!(gone.await.unwrap(), None);
    for secret in [&seat, &reset] {
        let found = world.store.invitation(secret, at(2)).await.unwrap();
        assert!(found.is_some(), "it still works");
    }
}

pub async fn a_new_password_ends_the_links_to_another(store: Arc<dyn Store>) {
    let world = World::new(store);
    let dana = world.seated(OPERATOR, "dana@example.com", 1).await;
    let noa = world.seated(OPERATOR, "noa@example.com", 1).await;
    let keep = world.opened(dana, false).await;
    let hers = world.invited(Errand::Reset(dana), None, 2).await;
    let others = world.invited(Errand::Reset(noa), None, 2).await;
    let seat = world.invited(OPERATOR, None, 2).await;
    let changed = world.store.change_password(dana, password("new"), &keep);
    changed.await.unwrap();
    let works = async |secret| {
        let found = world.store.invitation(secret, at(3)).await;
        found.unwrap().is_some()
    };
    assert!(!works(&hers).await);
    assert!(works(&others).await && works(&seat).await);
}

pub async fn a_reset_ends_the_sessions_and_the_second_factor(store: Arc<dyn Store>) {
    let world = World::new(store);
    let dana = world.seated(OPERATOR, "dana@example.com", 1).await;
    let noa = world.seated(OPERATOR, "noa@example.com", 1).await;
    let (hers, others) = (
        world.opened(dana, false).await,
        world.opened(noa, false).await,
    );
    let added = world.store.add_totp(dana, sealed(4), 70, &hers).await;
    assert!(added.unwrap());
    let owing = world.opened(dana, true).await;
    let reset = world.invited(Errand::Reset(dana), None, 6).await;
    let fresh = world.hash();
    let follow = async || {
        let opened = session(fresh, NOBODY, 7);
        let follow = world.store.reset_password(&reset, password("new"), opened);
        follow.await.unwrap()
    };
    assert_eq!(follow().await, Some(dana));
    assert_eq!(follow().await, None, "it works once");
    for ended in [&hers, &owing] {
        assert!(!world.works(ended, at(8)).await);
    }
    assert!(world.works(&others, at(8)).await);
    let seen = world.store.session(&fresh, at(8)).await.unwrap().unwrap();
    assert_eq!((seen.person.id, seen.code_owed), (dana, false));
    assert!(!seen.person.second_factor);
    let known = world.store.sign_in_of(dana).await.unwrap().unwrap();
    assert_eq!((known.password, known.totp), (password("new"), None));
}
