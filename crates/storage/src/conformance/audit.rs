//! The audit log.

use super::crowd::{OPERATOR, member};
use super::world::{World, at};
use crate::{AuditFilter, AuditOutcome, NewAuditEntry, SIGN_IN, STRANGERS_KEPT, Store};
use gangway_domain::{PartnerId, PersonId, Role};
use std::sync::Arc;

fn entry(person: Option<PersonId>, partner: Option<PartnerId>, action: &str) -> NewAuditEntry {
    NewAuditEntry {
        at: at(1),
        person,
        actor: "dana@example.com".to_owned(),
        partner,
        action: action.to_owned(),
        subject: "972501234567".to_owned(),
        address: Some("192.0.2.1".to_owned()),
    }
}

const ALL: AuditFilter = AuditFilter {
    partner: None,
    person: None,
    action: None,
    before: None,
    limit: 100,
};

pub async fn an_entry_reads_back_and_says_how_it_ended(store: Arc<dyn Store>) {
    let world = World::new(store);
    let client = world.client().await;
    let dana = world.seated(OPERATOR, "dana@example.com", 1).await;
    let full = entry(Some(dana), Some(client.id()), "account.create");
    let bare = NewAuditEntry {
        at: at(2),
        actor: "command line".to_owned(),
        subject: String::new(),
        address: None,
        ..entry(None, None, "partner.create")
    };
    let first = world.store.audit(full.clone()).await.unwrap();
    let second = world.store.audit(bare.clone()).await.unwrap();
    assert!(first < second);
    let told = async || {
        let entries = world.store.audit_entries(&ALL).await.unwrap();
        let told = entries.into_iter();
        told.map(|one| (one.id, one.entry, one.partner_name, one.outcome))
            .collect::<Vec<_>>()
    };
    use AuditOutcome::{Done, Refused, Unknown};
    let name = Some(client.partner.name.as_str().to_owned());
    let expected = |one, two| {
        [
            (second, bare.clone(), None, two),
            (first, full.clone(), name.clone(), one),
        ]
    };
    assert_eq!(told().await, expected(Unknown, Unknown));
    world.store.audit_ended(first, Done).await.unwrap();
    assert_eq!(told().await, expected(Done, Unknown));
    world.store.audit_ended(second, Refused).await.unwrap();
    assert_eq!(told().await, expected(Done, Refused));
}

pub async fn filters_of_the_log_hold_together(store: Arc<dyn Store>) {
    let world = World::new(store);
    let (one, two) = (world.client().await.id(), world.client().await.id());
    let dana = world.seated(OPERATOR, "dana@example.com", 1).await;
    let noa = world
        .seated(member(one, Role::Owner), "noa@example.com", 1)
        .await;
    let mut ids = Vec::new();
    for (person, partner, action) in [
        (Some(dana), Some(one), "account.create"),
        (Some(noa), Some(one), "account.remove"),
        (Some(dana), Some(two), "account.create"),
        (None, None, "accounts"),
        (Some(dana), None, "a%"),
        (Some(dana), Some(one), "a_c"),
    ] {
        let written = world.store.audit(entry(person, partner, action)).await;
        ids.push(written.unwrap());
    }
    let found = async |filter: AuditFilter| {
        let entries = world.store.audit_entries(&filter).await.unwrap();
        let found = entries
            .iter()
            .map(|entry| ids.iter().position(|id| *id == entry.id).unwrap());
        found.collect::<Vec<_>>()
    };
    let action = |begins: &str| AuditFilter {
        action: Some(begins.to_owned()),
        ..ALL
    };
    let of_one = AuditFilter {
        partner: Some(one),
        ..ALL
    };
    assert_eq!(found(ALL).await, [5, 4, 3, 2, 1, 0]);
    assert_eq!(found(of_one.clone()).await, [5, 1, 0]);
    let hers = AuditFilter {
        person: Some(dana),
        ..ALL
    };
    assert_eq!(found(hers.clone()).await, [5, 4, 2, 0]);
    assert_eq!(found(action("account.")).await, [2, 1, 0]);
    assert_eq!(found(action("account.create")).await, [2, 0]);
    assert_eq!(found(action("")).await, [5, 4, 3, 2, 1, 0]);
    // There are no wild cards, and case counts.
    assert_eq!(found(action("a%")).await, [4]);
    assert_eq!(found(action("a_")).await, [5]);
    assert_eq!(found(action("Account")).await, Vec::<usize>::new());
    let together = AuditFilter {
        partner: Some(one),
        before: Some(ids[5]),
        ..AuditFilter {
            person: Some(dana),
            ..action("account")
        }
    };
    assert_eq!(found(together).await, [0]);
    let nobody = AuditFilter {
        partner: Some(two),
        person: Some(noa),
        ..ALL
    };
    assert_eq!(found(nobody).await, Vec::<usize>::new());

    let mut pages = Vec::new();
    let mut before = None;
    loop {
        let page = found(AuditFilter {
            before,
            limit: 2,
            ..of_one.clone()
        });
        let page = page.await;
        let Some(last) = page.last() else { break };
        before = Some(ids[*last]);
        pages.push(page);
    }
    assert_eq!(pages, [vec![5, 1], vec![0]]);
}

pub async fn tries_of_strangers_do_not_fill_the_log(store: Arc<dyn Store>) {
    let world = World::new(store);
    let dana = world.seated(OPERATOR, "dana@example.com", 1).await;
    let known = entry(Some(dana), None, SIGN_IN);
    let other = entry(None, None, "member.join");
    let kept = [
        world.store.audit(known).await.unwrap(),
        world.store.audit(other).await.unwrap(),
    ];
    let mut tries = Vec::new();
    for _ in 0..STRANGERS_KEPT + 3 {
        let written = world.store.audit(entry(None, None, SIGN_IN)).await;
        tries.push(written.unwrap());
    }
    let all = AuditFilter {
        limit: 5_000,
        ..ALL
    };
    let entries = world.store.audit_entries(&all).await.unwrap();
    let mut found: Vec<i64> = entries.iter().map(|entry| entry.id).collect();
    found.reverse();
    assert_eq!(found, [&kept[..], &tries[3..]].concat());
}
