//! The revision of a partner's list.

use super::world::{Client, World, at, temporary, text};
use crate::{
    Claims, CreateOutcome, Idempotency, ListFilter, NewOnboarding, Progress, RemoveOutcome, Store,
};
use gangway_domain::{OnboardingState, Problem, Sealed};
use std::sync::Arc;
use tokio::task::JoinSet;

/// Watches the revision and the list of a partner between two looks.
struct Watch<'w> {
    world: &'w World,
    client: &'w Client,
    revision: i64,
    list: String,
}

impl<'w> Watch<'w> {
    async fn new(world: &'w World, client: &'w Client) -> Self {
        Self {
            world,
            client,
            revision: world.revision(client.id()).await,
            list: world.snapshot(client.id()).await,
        }
    }

    /// The list has changed, and so has the revision: upwards.
    async fn changed(&mut self, by: &str) {
        let before = (self.revision, std::mem::take(&mut self.list));
        *self = Self::new(self.world, self.client).await;
        assert_ne!(self.list, before.1, "{by}");
        assert!(self.revision > before.0, "{by}");
    }

    /// Neither has changed.
    async fn stands(&mut self, after: &str) {
        let before = (self.revision, std::mem::take(&mut self.list));
        *self = Self::new(self.world, self.client).await;
        assert_eq!(
            (self.revision, &self.list),
            (before.0, &before.1),
            "{after}"
        );
    }
}

pub async fn it_grows_exactly_when_the_list_changes(store: Arc<dyn Store>) {
    let world = World::new(store);
    let (client, other) = (world.client().await, world.client().await);
    let store = &world.store;
    let mut others = Watch::new(&world, &other).await;
    let mut watch = Watch::new(&world, &client).await;

    let key = Idempotency {
        key: "k".to_owned(),
        body: world.hash(),
        forget_before: at(0),
    };
    let new = world.draft(client.id());
    let link = new.link.clone();
    world.create(new, Some(key.clone())).await.unwrap();
    watch.changed("create").await;
    let account = world.by_link(&link).await;
    let id = account.id;

    world
        .create(world.draft(client.id()), Some(key.clone()))
        .await
        .unwrap();
    watch.stands("replay").await;
    let reused = Idempotency {
        body: world.hash(),
        ..key
    };
    world
        .create(world.draft(client.id()), Some(reused))
        .await
        .unwrap();
    watch.stands("key reused").await;
    let taken = NewOnboarding {
        candidates: Vec::new(),
        ..world.draft(client.id())
    };
    assert_eq!(
        world.create(taken, None).await.unwrap(),
        CreateOutcome::NumbersTaken
    );
    watch.stands("numbers taken").await;

    let session = world.hash();
    store.open(id, at(1)).await.unwrap();
    watch.stands("open").await;
    store.start(id, session, at(1)).await.unwrap();
    watch.stands("start").await;
    store
        .claim_assets(id, session, Claims::default())
        .await
        .unwrap();
    watch.stands("claim assets").await;
    store.cancel(id, session, None, None, at(3)).await.unwrap();
    watch.stands("cancel").await;
    let owner = world.provision(id).await;
    watch.stands("claim").await;
    let token = Progress::Exchanged(Sealed::from_bytes(vec![1]));
    store.progress(id, owner, token, at(2)).await.unwrap();
    watch.stands("progress").await;
    world.halt(id, owner, Problem::MetaRefused).await;
    watch.stands("halt").await;
    let owner = world.provision(id).await;
    world.try_finish(id, owner + 1, "972501234567").await;
    watch.stands("finish without the lease").await;
    world.try_finish(id, owner, "972501234567").await;
    watch.changed("finish").await;
    world.try_finish(id, owner, "972501234567").await;
    watch.stands("second finish").await;

    world
        .remove(client.id(), &world.again(&account).await.number)
        .await;
    watch.stands("refused removal").await;
    let short_lived = world.account(client.id()).await;
    watch.changed("second create").await;
    assert_eq!(
        world.remove(client.id(), &short_lived.number).await,
        RemoveOutcome::Removed
    );
    watch.changed("removal").await;
    world.remove(client.id(), &short_lived.number).await;
    watch.stands("second removal").await;

    world.token(&client).await;
    store
        .set_suspended(&client.partner.client_id, Some(at(1)))
        .await
        .unwrap();
    store
        .set_suspended(&client.partner.client_id, None)
        .await
        .unwrap();
    world.rotate_first(&client).await;
    watch.stands("tokens and credentials").await;
    others.stands("everything that another partner did").await;
}

pub async fn writers_read_their_own_writes(store: Arc<dyn Store>) {
    let world = World::new(store);
    let client = world.client().await;
    let token = world.token(&client).await;
    let mut writers = JoinSet::new();
    for _ in 0..8 {
        let (world, client) = (world.clone(), client.clone());
        writers.spawn(async move {
            for _ in 0..25 {
                let revision = |grant: Option<crate::TokenGrant>| grant.unwrap().revision;
                let before = revision(world.store.token_grant(&token).await.unwrap());
                let account = world.account(client.id()).await;
                let after = revision(world.store.token_grant(&token).await.unwrap());
                assert!(after > before);
                let by_number = ListFilter {
                    whatsapp: Some(account.number.as_str().to_owned()),
                    ..ListFilter::default()
                };
                assert_eq!(
                    world.list(client.id(), &by_number).await,
                    [crate::fragment(&account)]
                );
                let list = world.store.list_snapshot(client.id()).await.unwrap();
                assert!(list.revision >= after);
                let list = String::from_utf8(list.fragments).unwrap();
                assert!(list.contains(&crate::fragment(&account)));
                world.store.open(account.id, at(1)).await.unwrap();
                assert_eq!(world.state(&account).await, OnboardingState::Opened);
            }
        });
    }
    while let Some(done) = writers.join_next().await {
        done.unwrap();
    }
}

pub async fn concurrent_changes_are_each_counted(store: Arc<dyn Store>) {
    let world = World::new(store);
    let client = world.client().await;
    let token = world.token(&client).await;
    let before = world.revision(client.id()).await;
    let mut calls = JoinSet::new();
    for _ in 0..100 {
        let (world, client) = (world.clone(), client.clone());
        calls.spawn(async move { world.account(client.id()).await });
    }
    let accounts = calls.join_all().await;
    let after = world.revision(client.id()).await;
    assert!(
        after >= before + 100,
        "each account has a revision of its own"
    );
    let grant = world.store.token_grant(&token).await.unwrap().unwrap();
    assert_eq!(grant.revision, after);
    assert_eq!(accounts.len(), 100);
}

pub async fn a_snapshot_belongs_to_its_revision(store: Arc<dyn Store>) {
    let world = World::new(store);
    let client = world.client().await;
    let writer = {
        let (world, client) = (world.clone(), client.clone());
        tokio::spawn(async move {
            for n in 0..150 {
                let mut new = world.draft(client.id());
                new.details.business_name = text(&format!("Number {n}"));
                new.candidates = vec![temporary(n)];
                world.create(new, None).await.unwrap();
            }
        })
    };
    let start = world.revision(client.id()).await;
    let mut seen: Vec<(i64, usize)> = Vec::new();
    while !writer.is_finished() {
        let list = world.store.list_snapshot(client.id()).await.unwrap();
        seen.push((list.revision, list.count));
    }
    writer.await.unwrap();
    let list = world.store.list_snapshot(client.id()).await.unwrap();
    seen.push((list.revision, list.count));
    assert_eq!(list.count, 150);
    for pair in seen.windows(2) {
        assert!(pair[0].0 <= pair[1].0, "revisions do not go back");
        assert_eq!(
            pair[0].0 == pair[1].0,
            pair[0].1 == pair[1].1,
            "one revision, one list: {pair:?}"
        );
    }
    assert!(seen.iter().all(|(revision, _)| *revision >= start.min(0)));
}
