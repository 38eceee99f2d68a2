//! Partners and their credentials.

use super::world::{World, at, text};
use crate::{NewPartner, Store};
use gangway_domain::{ClientId, Language, Partner, PartnerId, RedirectHost};
use std::sync::Arc;

pub async fn a_partner_reads_back_as_it_was_made(store: Arc<dyn Store>) {
    let world = World::new(store);
    let new = NewPartner {
        name: text("חברת דוגמה"),
        language: Language::parse("language", "he-IL").unwrap(),
        redirect_hosts: vec![
            RedirectHost::parse("www.example.com").unwrap(),
            RedirectHost::parse("shop.example.org").unwrap(),
        ],
        created_at: at(7),
        ..world.draft_partner()
    };
    let made = world.store.create_partner(new.clone()).await.unwrap();
    let expected = Partner {
        id: made.id,
        name: new.name,
        client_id: new.client_id,
        created_at: new.created_at,
        suspended_at: None,
        language: new.language,
        redirect_hosts: new.redirect_hosts,
        domain: None,
    };
    assert_eq!(made, expected);
    assert_eq!(world.store.partner(made.id).await.unwrap(), Some(expected));
    let plain = world.client().await.partner;
    assert_eq!(world.store.partner(plain.id).await.unwrap(), Some(plain));
}

pub async fn partners_come_oldest_first(store: Arc<dyn Store>) {
    let world = World::new(store);
    assert_eq!(world.store.partners().await.unwrap(), []);
    let mut made = Vec::new();
    for _ in 0..3 {
        made.push(world.client().await.partner);
    }
    assert_eq!(world.store.partners().await.unwrap(), made);
}

pub async fn a_client_id_belongs_to_one_partner(store: Arc<dyn Store>) {
    let world = World::new(store);
    let first = world.client().await;
    let second = NewPartner {
        client_id: first.partner.client_id.clone(),
        ..world.draft_partner()
    };
    assert!(world.store.create_partner(second).await.is_err());
    assert_eq!(
        world.store.partners().await.unwrap(),
        vec![first.partner.clone()]
    );
    let found = world.store.partner_by_client_id(&first.partner.client_id);
    assert_eq!(found.await.unwrap(), Some(first.partner.clone()));
    let secrets = world.store.secrets(&first.partner.client_id).await;
    assert_eq!(secrets.unwrap().unwrap().secret, first.secret);
}

pub async fn suspending_keeps_the_first_time_and_resuming_clears_it(store: Arc<dyn Store>) {
    let world = World::new(store);
    let client = world.client().await;
    let client_id = &client.partner.client_id;
    for when in [at(10), at(20)] {
        let suspended = world
            .store
            .set_suspended(client_id, Some(when))
            .await
            .unwrap()
            .unwrap();
        assert_eq!(suspended.suspended_at, Some(at(10)));
        assert_eq!(
            world.store.partner(client.id()).await.unwrap(),
            Some(suspended)
        );
    }
    for _ in 0..2 {
        let resumed = world.store.set_suspended(client_id, None).await.unwrap();
        assert_eq!(resumed, Some(client.partner.clone()));
        assert_eq!(world.store.partner(client.id()).await.unwrap(), resumed);
    }
    let again = world
        .store
        .set_suspended(client_id, Some(at(30)))
        .await
        .unwrap()
        .unwrap();
    assert_eq!(again.suspended_at, Some(at(30)));
}

pub async fn unknown_client_ids_change_nothing(store: Arc<dyn Store>) {
    let world = World::new(store);
    let client = world.client().await;
    let stranger = ClientId::parse("stranger").unwrap();
    assert_eq!(
        world
            .store
            .set_suspended(&stranger, Some(at(1)))
            .await
            .unwrap(),
        None
    );
    assert_eq!(
        world.store.set_suspended(&stranger, None).await.unwrap(),
        None
    );
    let found = world.store.partner_by_client_id(&stranger).await;
    assert_eq!(found.unwrap(), None);
    let nobody = PartnerId::from_row(client.id().row() + 1);
    assert_eq!(world.store.partner(nobody).await.unwrap(), None);
    assert_eq!(world.store.partners().await.unwrap(), [client.partner]);
}
