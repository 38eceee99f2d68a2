//! Access tokens.

use super::world::{Client, World, at};
use crate::{IssueOutcome, Store, TokenGrant};
use gangway_domain::PartnerId;
use std::sync::Arc;

pub async fn a_token_opens_its_partner_until_its_own_end(store: Arc<dyn Store>) {
    let world = World::new(store);
    let (one, two) = (world.client().await, world.client().await);
    let (first, outcome) = world.try_token(&one, 0, 3600).await;
    assert_eq!(outcome, IssueOutcome::Issued);
    let (second, _) = world.try_token(&two, 0, 60).await;
    let opens = |client: &Client, ends| TokenGrant {
        partner: client.id(),
        expires_at: at(ends),
        suspended: false,
        revision: 0,
        domain: None,
    };
    let grant = world.store.token_grant(&first).await.unwrap().unwrap();
    assert_eq!(
        TokenGrant {
            revision: 0,
            ..grant
        },
        opens(&one, 3600)
    );
    let grant = world.store.token_grant(&second).await.unwrap().unwrap();
    assert_eq!(
        TokenGrant {
            revision: 0,
            ..grant
        },
        opens(&two, 60)
    );
    assert_eq!(world.store.token_grant(&world.hash()).await.unwrap(), None);
}

pub async fn a_token_needs_the_credential_in_force(store: Arc<dyn Store>) {
    let world = World::new(store);
    let client = world.client().await;
    let wrong = Client {
        secret: world.hash(),
        ..client.clone()
    };
    let (token, outcome) = world.try_token(&wrong, 0, 60).await;
    assert_eq!(outcome, IssueOutcome::CredentialChanged);
    assert_eq!(world.store.token_grant(&token).await.unwrap(), None);

    let secret = world.rotate_first(&client).await;
    let (token, outcome) = world.try_token(&client, 0, 60).await;
    assert_eq!(outcome, IssueOutcome::CredentialChanged, "the old secret");
    assert_eq!(world.store.token_grant(&token).await.unwrap(), None);
    let renewed = Client {
        secret,
        ..client.clone()
    };
    world.token(&renewed).await;

    let mut nobody = client.clone();
    nobody.partner.id = PartnerId::from_row(client.id().row() + 1);
    let (_, outcome) = world.try_token(&nobody, 0, 60).await;
    assert_eq!(outcome, IssueOutcome::CredentialChanged, "no such partner");
}

pub async fn a_suspended_partner_gets_no_token(store: Arc<dyn Store>) {
    let world = World::new(store);
    let client = world.client().await;
    let client_id = &client.partner.client_id;
    world
        .store
        .set_suspended(client_id, Some(at(1)))
        .await
        .unwrap();
    let (token, outcome) = world.try_token(&client, 2, 60).await;
    assert_eq!(outcome, IssueOutcome::CredentialChanged);
    assert_eq!(world.store.token_grant(&token).await.unwrap(), None);
    world.store.set_suspended(client_id, None).await.unwrap();
    world.token(&client).await;
}

pub async fn suspending_ends_tokens_for_good(store: Arc<dyn Store>) {
    let world = World::new(store);
    let client = world.client().await;
    let client_id = &client.partner.client_id;
    let tokens = [world.token(&client).await, world.token(&client).await];
    world
        .store
        .set_suspended(client_id, Some(at(1)))
        .await
        .unwrap();
    for token in &tokens {
        let grant = world.store.token_grant(token).await.unwrap().unwrap();
        assert!(grant.suspended, "it can be told from an unknown one");
    }
    world.store.set_suspended(client_id, None).await.unwrap();
    for token in &tokens {
        assert_eq!(
            world.store.token_grant(token).await.unwrap(),
            None,
            "resumed"
        );
    }
    let fresh = world.token(&client).await;
    world.store.set_suspended(client_id, None).await.unwrap();
    let grant = world.store.token_grant(&fresh).await.unwrap().unwrap();
    assert!(!grant.suspended, "resuming twice ends nothing");
}

pub async fn rotating_the_secret_ends_tokens_at_once(store: Arc<dyn Store>) {
    let world = World::new(store);
    let client = world.client().await;
    let tokens = [world.token(&client).await, world.token(&client).await];
    world.rotate_first(&client).await;
    for token in &tokens {
        assert_eq!(world.store.token_grant(token).await.unwrap(), None);
    }
}

pub async fn issuing_drops_only_the_partners_own_dead_tokens(store: Arc<dyn Store>) {
    let world = World::new(store);
    let (one, two) = (world.client().await, world.client().await);
    let (dead, _) = world.try_token(&one, 0, 100).await;
    let (alive, _) = world.try_token(&one, 0, 101).await;
    let (foreign, _) = world.try_token(&two, 0, 100).await;
    assert!(
        world.store.token_grant(&dead).await.unwrap().is_some(),
        "expiry is the caller's to judge"
    );
    // A token is good while now is before its end: at 100 it is over.
    world.try_token(&one, 100, 3700).await;
    assert_eq!(world.store.token_grant(&dead).await.unwrap(), None);
    assert!(world.store.token_grant(&alive).await.unwrap().is_some());
    assert!(world.store.token_grant(&foreign).await.unwrap().is_some());
}

pub async fn ending_tokens_leaves_other_partners_alone(store: Arc<dyn Store>) {
    let world = World::new(store);
    let (one, two) = (world.client().await, world.client().await);
    let kept = world.token(&two).await;
    world.token(&one).await;
    world
        .store
        .set_suspended(&one.partner.client_id, Some(at(1)))
        .await
        .unwrap();
    world.rotate_first(&one).await;
    let grant = world.store.token_grant(&kept).await.unwrap().unwrap();
    assert_eq!((grant.partner, grant.suspended), (two.id(), false));
}
