//! Partners' own domains.

use super::world::{Client, World};
use crate::{DomainOutcome, Store, TokenGrant};
use gangway_domain::{ClientId, Hash256, OwnDomain, PartnerId};
use std::sync::Arc;
use tokio::task::JoinSet;

fn domain(name: &str) -> OwnDomain {
    OwnDomain::parse(name).unwrap()
}

impl World {
    async fn set_domain(&self, client: &Client, wanted: Option<&str>) -> DomainOutcome {
        let id = &client.partner.client_id;
        let set = self.store.set_domain(id, wanted.map(domain));
        set.await.unwrap()
    }

    async fn domain_of(&self, id: PartnerId) -> Option<OwnDomain> {
        self.store.partner(id).await.unwrap().unwrap().domain
    }
}

pub async fn a_partner_has_one_domain_until_it_is_taken_away(store: Arc<dyn Store>) {
    let world = World::new(store);
    let (client, other) = (world.client().await, world.client().await);
    assert_eq!(world.store.domains().await.unwrap(), []);
    for name in ["first.example.com", "second.example.com"] {
        let mut expected = client.partner.clone();
        expected.domain = Some(domain(name));
        let set = world.set_domain(&client, Some(name)).await;
        assert_eq!(set, DomainOutcome::Set(expected.clone()));
        assert_eq!(
            world.store.partners().await.unwrap(),
            [expected, other.partner.clone()]
        );
        let all = world.store.domains().await.unwrap();
        assert_eq!(all, [(client.id(), domain(name))]);
    }
    let cleared = world.set_domain(&client, None).await;
    assert_eq!(cleared, DomainOutcome::Set(client.partner.clone()));
    assert_eq!(world.domain_of(client.id()).await, None);
    assert_eq!(world.store.domains().await.unwrap(), []);
}

pub async fn a_domain_belongs_to_one_partner(store: Arc<dyn Store>) {
    let world = World::new(store);
    let (one, two) = (world.client().await, world.client().await);
    let name = "pages.example.com";
    world.set_domain(&one, Some(name)).await;
    let taken = world.set_domain(&two, Some(name)).await;
    assert_eq!(taken, DomainOutcome::Taken);
    assert_eq!(world.domain_of(two.id()).await, None);
    assert!(matches!(
        world.set_domain(&one, Some(name)).await,
        DomainOutcome::Set(_)
    ));

    let stranger = ClientId::parse("stranger").unwrap();
    for wanted in [Some(domain(name)), Some(domain("free.example.com")), None] {
        let outcome = world.store.set_domain(&stranger, wanted).await.unwrap();
        assert_eq!(outcome, DomainOutcome::NotFound);
    }
    let all = world.store.domains().await.unwrap();
    assert_eq!(all, [(one.id(), domain(name))]);

    world.set_domain(&one, None).await;
    let free = world.set_domain(&two, Some(name)).await;
    assert!(matches!(free, DomainOutcome::Set(_)));
    let all = world.store.domains().await.unwrap();
    assert_eq!(all, [(two.id(), domain(name))]);
}

pub async fn of_all_who_want_one_domain_at_once_one_gets_it(store: Arc<dyn Store>) {
    let world = World::new(store);
    let mut wishes = JoinSet::new();
    for _ in 0..12 {
        let client = world.client().await;
        let world = world.clone();
        wishes.spawn(async move { world.set_domain(&client, Some("pages.example.com")).await });
    }
    let outcomes = wishes.join_all().await;
    let winners = outcomes
        .iter()
        .filter(|outcome| matches!(outcome, DomainOutcome::Set(_)))
        .count();
    let refused = outcomes
        .iter()
        .filter(|outcome| **outcome == DomainOutcome::Taken)
        .count();
    assert_eq!((winners, refused), (1, 11));
    assert_eq!(world.store.domains().await.unwrap().len(), 1);
}

pub async fn a_list_and_a_token_know_the_domain_of_their_revision(store: Arc<dyn Store>) {
    let world = World::new(store);
    let (client, other) = (world.client().await, world.client().await);
    let token = world.token(&client).await;
    world.account(client.id()).await;
    let others = world.revision(other.id()).await;
    let mut revision = grant(&world, &token).await.revision;
    let wishes = [
        (Some("pages.example.com"), true),
        (Some("pages.example.com"), false),
        (Some("other.example.com"), true),
        (None, true),
        (None, false),
    ];
    for (name, changes) in wishes {
        world.set_domain(&client, name).await;
        let opened = grant(&world, &token).await;
        assert_eq!(opened.domain, name.map(domain));
        assert_eq!(opened.revision > revision, changes, "{name:?}");
        let list = world.store.list_snapshot(client.id()).await.unwrap();
        assert_eq!(list.domain, name.map(domain));
        assert_eq!((list.revision, list.count), (opened.revision, 1));
        revision = opened.revision;
    }
    assert_eq!(world.revision(other.id()).await, others);
    // Without accounts, too.
    world.set_domain(&other, Some("pages.example.com")).await;
    let list = world.store.list_snapshot(other.id()).await.unwrap();
    assert_eq!(list.domain, Some(domain("pages.example.com")));
}

async fn grant(world: &World, token: &Hash256) -> TokenGrant {
    world.store.token_grant(token).await.unwrap().unwrap()
}
