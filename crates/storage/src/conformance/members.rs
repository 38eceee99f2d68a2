//! Members of partners, and operators.

use super::crowd::{ENDS, OPERATOR, email, member};
use super::world::{World, at, patiently};
use crate::{Member, MemberOutcome, NewInvitation, StorageError, Store};
use gangway_domain::{PartnerId, PersonId, Role};
use std::sync::Arc;

fn listed(members: &[Member]) -> Vec<(PersonId, Option<Role>)> {
    let listed = members.iter().map(|one| (one.person.id, one.role));
    listed.collect()
}

impl World {
    async fn members(&self, partner: Option<PartnerId>) -> Vec<(PersonId, Option<Role>)> {
        listed(&self.store.members(partner).await.unwrap())
    }
}

pub async fn who_came_first_comes_first(store: Arc<dyn Store>) {
    let world = World::new(store);
    let (one, two) = (world.client().await.id(), world.client().await.id());
    assert_eq!(world.members(Some(one)).await, []);
    assert_eq!(world.members(None).await, []);
    let dana = world.seated(OPERATOR, "dana@example.com", 5).await;
    let viewer = member(one, Role::Viewer);
    let noa = world.seated(viewer, "noa@example.com", 4).await;
    let tal = world
        .seated(member(one, Role::Owner), "tal@example.com", 3)
        .await;
    let gil = world.seated(OPERATOR, "gil@example.com", 6).await;
    world.seated_too(member(one, Role::Editor), dana, 7).await;
    world.seated_too(member(two, Role::Viewer), tal, 8).await;
    let members = world.store.members(Some(one)).await.unwrap();
    assert_eq!(
        listed(&members),
        [
            (tal, Some(Role::Owner)),
            (noa, Some(Role::Viewer)),
            (dana, Some(Role::Editor)),
        ]
    );
    let since: Vec<_> = members.iter().map(|one| one.since).collect();
    assert_eq!(since, [at(3), at(4), at(7)]);
    assert_eq!(world.members(Some(two)).await, [(tal, Some(Role::Viewer))]);
    assert_eq!(world.members(None).await, [(dana, None), (gil, None)]);
}

pub async fn a_member_who_is_invited_again_gets_the_higher_role(store: Arc<dyn Store>) {
    let world = World::new(store);
    let partner = world.client().await.id();
    let editor = member(partner, Role::Editor);
    let dana = world.seated(editor, "dana@example.com", 1).await;
    for (invited, has) in [
        (Role::Viewer, Role::Editor),
        (Role::Owner, Role::Owner),
        (Role::Editor, Role::Owner),
    ] {
        world.seated_too(member(partner, invited), dana, 9).await;
        let members = world.store.members(Some(partner)).await.unwrap();
        assert_eq!(listed(&members), [(dana, Some(has))]);
        assert_eq!(members[0].since, at(1), "she is there since she came");
    }
}

pub async fn the_last_owner_stays(store: Arc<dyn Store>) {
    use MemberOutcome::{Done, LastOne, NotMember};
    let world = World::new(store);
    let (one, two) = (world.client().await.id(), world.client().await.id());
    let owner = member(one, Role::Owner);
    let dana = world.seated(owner, "dana@example.com", 1).await;
    let noa = world
        .seated(member(one, Role::Editor), "noa@example.com", 2)
        .await;
    // Elsewhere an owner, which is no help here.
    world.seated_too(member(two, Role::Owner), noa, 2).await;
    let role = async |person, role| world.store.set_role(one, person, role).await.unwrap();
    let remove = async |partner, person| {
        let removed = world.store.remove_member(Some(partner), person).await;
        removed.unwrap()
    };
    assert_eq!(role(dana, Role::Editor).await, LastOne);
    assert_eq!(role(dana, Role::Owner).await, Done, "what she is");
    assert_eq!(remove(one, dana).await, LastOne);
    assert_eq!(remove(two, dana).await, NotMember);
    let stranger = world.store.set_role(two, dana, Role::Viewer).await;
    assert_eq!(stranger.unwrap(), NotMember);
    assert_eq!(
        world.members(Some(one)).await,
        [(dana, Some(Role::Owner)), (noa, Some(Role::Editor))]
    );

    assert_eq!(role(noa, Role::Owner).await, Done);
    assert_eq!(role(dana, Role::Viewer).await, Done);
    assert_eq!(role(noa, Role::Viewer).await, LastOne);
    assert_eq!(remove(one, noa).await, LastOne);
    assert_eq!(remove(one, dana).await, Done, "a viewer");
    assert_eq!(remove(one, dana).await, NotMember);
    assert_eq!(world.members(Some(one)).await, [(noa, Some(Role::Owner))]);
    assert_eq!(world.members(Some(two)).await, [(noa, Some(Role::Owner))]);
    let gone = world.store.sign_in_of(dana).await.unwrap();
    assert!(gone.is_some(), "she keeps her password");
}

pub async fn the_last_operator_stays(store: Arc<dyn Store>) {
    use MemberOutcome::{Done, LastOne, NotMember};
    let world = World::new(store);
    let partner = world.client().await.id();
    let dana = world.seated(OPERATOR, "dana@example.com", 1).await;
    let noa = world
        .seated(member(partner, Role::Owner), "noa@example.com", 2)
        .await;
    let remove = async |person| world.store.remove_member(None, person).await.unwrap();
    assert_eq!(remove(dana).await, LastOne);
    assert_eq!(remove(noa).await, NotMember);
    world.seated_too(OPERATOR, noa, 3).await;
    assert_eq!(remove(dana).await, Done);
    assert_eq!(remove(dana).await, NotMember);
    assert_eq!(remove(noa).await, LastOne);
    assert!(world.store.has_operator().await.unwrap());
    assert_eq!(world.members(None).await, [(noa, None)]);
    let members = world.members(Some(partner)).await;
    assert_eq!(members, [(noa, Some(Role::Owner))], "her other seat stays");
}

/// One of two may go, and the other one is told that it is the last one.
fn one_went(one: Result<MemberOutcome, StorageError>, two: Result<MemberOutcome, StorageError>) {
    let mut outcomes = [one.unwrap(), two.unwrap()];
    outcomes.sort_by_key(|outcome| *outcome == MemberOutcome::LastOne);
    assert_eq!(outcomes, [MemberOutcome::Done, MemberOutcome::LastOne]);
}

pub async fn who_may_invite_no_more_leaves_no_invitation_behind(store: Arc<dyn Store>) {
    let world = World::new(store);
    let (one, two) = (world.client().await.id(), world.client().await.id());
    let owner = member(one, Role::Owner);
    let dana = world.seated(owner, "dana@example.com", 1).await;
    let noa = world.seated(owner, "noa@example.com", 1).await;
    let three = world.client().await.id();
    for more in [OPERATOR, member(two, Role::Owner)] {
        world.seated_too(more, dana, 1).await;
        world.seated_too(more, noa, 1).await;
    }
    let mut made = Vec::new();
    for (errand, by) in [
        (owner, dana),
        (owner, noa),
        (member(two, Role::Viewer), dana),
        (OPERATOR, dana),
        // As an operator, who needs no seat there.
        (member(three, Role::Owner), dana),
    ] {
        let new = NewInvitation {
            secret: world.hash(),
            errand,
            email: Some(email(&format!("guest{}@example.com", made.len()))),
            by: Some(by),
            made_at: at(2),
            ends_at: at(ENDS),
        };
        made.push(new.secret);
        world.store.invite(new).await.unwrap();
    }
    let works = async || {
        let mut works = Vec::new();
        for secret in &made {
            let found = world.store.invitation(secret, at(3)).await;
            works.push(found.unwrap().is_some());
        }
        works
    };
    let removed = async |partner| world.store.remove_member(partner, dana).await.unwrap();
    assert_eq!(removed(Some(one)).await, MemberOutcome::Done);
    assert_eq!(works().await, [true; 5], "operators invite everywhere");
    assert_eq!(removed(None).await, MemberOutcome::Done);
    assert_eq!(works().await, [false, true, true, false, false]);
    let demoted = world.store.set_role(two, dana, Role::Editor).await.unwrap();
    assert_eq!(demoted, MemberOutcome::Done);
    assert_eq!(works().await, [false, true, false, false, false]);
}

pub async fn of_two_owners_who_remove_each_other_one_stays(store: Arc<dyn Store>) {
    let world = World::new(store);
    for round in 0..10 {
        let partner = world.client().await.id();
        let owner = member(partner, Role::Owner);
        let mut people = Vec::new();
        for n in 0..2 {
            let address = format!("person{}.{n}@example.com", partner.row());
            people.push(world.seated(owner, &address, 1).await);
        }
        let go = |person: PersonId, steps_down: bool| {
            let store = Arc::clone(&world.store);
            tokio::spawn(async move {
                if steps_down {
                    patiently(|| store.set_role(partner, person, Role::Viewer)).await
                } else {
                    patiently(|| store.remove_member(Some(partner), person)).await
                }
            })
        };
        let (one, two) = (go(people[0], round % 2 == 1), go(people[1], false));
        one_went(one.await.unwrap(), two.await.unwrap());
        let left = world.members(Some(partner)).await;
        let owners = left.iter().filter(|(_, role)| *role == Some(Role::Owner));
        assert_eq!(owners.count(), 1);
    }
}

pub async fn of_two_operators_who_remove_each_other_one_stays(store: Arc<dyn Store>) {
    let world = World::new(store);
    let mut left = world.seated(OPERATOR, "dana@example.com", 1).await;
    for round in 0..10 {
        let other = format!("person{round}@example.com");
        let other = world.seated(OPERATOR, &other, 1).await;
        let go = |person: PersonId| {
            let store = Arc::clone(&world.store);
            tokio::spawn(async move { patiently(|| store.remove_member(None, person)).await })
        };
        let (one, two) = (go(left), go(other));
        one_went(one.await.unwrap(), two.await.unwrap());
        let operators = world.members(None).await;
        assert_eq!(operators.len(), 1);
        left = operators[0].0;
    }
}
