//! Accounts: stored and found.

use super::world::{World, at, temporary, text};
use crate::{Idempotency, ListFilter, NewOnboarding, RemoveOutcome, Store};
use gangway_domain::{
    AccountDetails, Email, HttpsUrl, LandingSlug, Language, LinkSlug, ListedNumber, Onboarding,
    OnboardingState, PageTexts, PartnerId,
};
use std::sync::Arc;

fn https(raw: &str) -> Option<HttpsUrl> {
    HttpsUrl::parse("url", raw).unwrap()
}

/// What a new account has to read back as; the id is the store's.
fn expected(new: &NewOnboarding, read: &Onboarding) -> Onboarding {
    Onboarding {
        id: read.id,
        partner: new.partner,
        created_at: new.created_at,
        number: ListedNumber::Temporary(new.candidates[0].clone()),
        coexistence: new.coexistence,
        details: new.details.clone(),
        link: new.link.clone(),
        landing: new.landing.clone(),
        expires_at: new.expires_at,
        state: OnboardingState::Created,
        problem: None,
        cancelled_step: None,
        started_at: None,
        finished_at: None,
        disconnected: None,
        next_try: None,
        not_before: None,
        recovered: false,
    }
}

pub async fn an_account_reads_back_in_full(store: Arc<dyn Store>) {
    let world = World::new(store);
    let client = world.client().await;
    let new = NewOnboarding {
        coexistence: true,
        details: AccountDetails {
            business_name: text("מאפיית הפינה \"ב\" 😀"),
            business_email: Email::parse("email", "owner@example.com").unwrap(),
            business_id: Some(text("51-555")),
            business_address: Some(text("1 High Street; Springfield")),
            display_name: text("Café"),
            reference: Some(text("crm/42")),
            texts: PageTexts {
                logo: https("https://example.com/logo.png"),
                picture: None,
                message: Some(text("Welcome")),
                button: Some(text("Go")),
                success: Some(text("Done")),
                failed: Some(text("Sorry")),
            },
            language: Language::parse("language", "pt-BR").unwrap(),
            redirect_success: https("https://example.com/yes?a=1"),
            redirect_failed: https("https://example.com/no"),
            domain_verification: Some(text("abc123")),
        },
        expires_at: Some(at(9_999)),
        ..world.draft(client.id())
    };
    let read = world.store_draft(new.clone()).await;
    assert_eq!(read, expected(&new, &read));
    let landed = world.store.account_by_landing(&new.landing).await.unwrap();
    assert_eq!(landed, Some(read));
}

pub async fn a_bare_account_reads_back(store: Arc<dyn Store>) {
    let world = World::new(store);
    let client = world.client().await;
    let new = world.draft(client.id());
    let read = world.store_draft(new.clone()).await;
    assert_eq!(read, expected(&new, &read));
    let other = world.account(client.id()).await;
    assert!(read.id < other.id, "ids grow");
}

pub async fn unknown_slugs_find_nothing(store: Arc<dyn Store>) {
    let world = World::new(store);
    let client = world.client().await;
    let known = world.account(client.id()).await;
    let link = LinkSlug::parse(known.landing.as_str()).unwrap();
    let landing = LandingSlug::parse(known.link.as_str()).unwrap();
    assert_eq!(world.store.account_by_link(&link).await.unwrap(), None);
    assert_eq!(
        world.store.account_by_landing(&landing).await.unwrap(),
        None
    );
}

pub async fn links_and_landing_pages_are_unique_over_all_partners(store: Arc<dyn Store>) {
    let world = World::new(store);
    let (one, two) = (world.client().await, world.client().await);
    let first = world.account(one.id()).await;
    for partner in [one.id(), two.id()] {
        let same_link = NewOnboarding {
            link: first.link.clone(),
            ..world.draft(partner)
        };
        assert!(world.create(same_link, None).await.is_err());
        let same_landing = NewOnboarding {
            landing: first.landing.clone(),
            ..world.draft(partner)
        };
        assert!(world.create(same_landing, None).await.is_err());
    }
    assert_eq!(world.again(&first).await, first);
    // A removed account keeps its link: a dead link never becomes somebody else's.
    assert_eq!(
        world.remove(one.id(), &first.number).await,
        RemoveOutcome::Removed
    );
    let reborn = NewOnboarding {
        link: first.link.clone(),
        ..world.draft(two.id())
    };
    assert!(world.create(reborn, None).await.is_err());
}

pub async fn an_account_needs_a_partner(store: Arc<dyn Store>) {
    let world = World::new(store);
    let client = world.client().await;
    let nobody = PartnerId::from_row(client.id().row() + 1);
    let new = world.draft(nobody);
    assert!(world.create(new.clone(), None).await.is_err());
    assert_eq!(world.store.account_by_link(&new.link).await.unwrap(), None);
    let empty = world.store.list_snapshot(nobody).await.unwrap();
    assert_eq!((empty.count, empty.fragments.len()), (0, 0));
}

pub async fn a_refused_account_leaves_nothing_behind(store: Arc<dyn Store>) {
    let world = World::new(store);
    let client = world.client().await;
    let first = world.account(client.id()).await;
    let before = world.store.list_snapshot(client.id()).await.unwrap();
    let key = Idempotency {
        key: "once".to_owned(),
        body: world.hash(),
        forget_before: at(0),
    };
    let refused = NewOnboarding {
        landing: first.landing.clone(),
        candidates: vec![temporary(42)],
        ..world.draft(client.id())
    };
    let link = refused.link.clone();
    assert!(world.create(refused, Some(key.clone())).await.is_err());
    assert_eq!(world.store.account_by_link(&link).await.unwrap(), None);
    assert_eq!(
        world.store.list_snapshot(client.id()).await.unwrap(),
        before
    );
    // Number and key are as free as before.
    let mended = NewOnboarding {
        link,
        candidates: vec![temporary(42)],
        ..world.draft(client.id())
    };
    let link = mended.link.clone();
    super::world::made(world.create(mended, Some(key)).await.unwrap());
    let made = world.by_link(&link).await;
    assert_eq!(made.number, ListedNumber::Temporary(temporary(42)));
}

pub async fn partners_do_not_see_each_others_accounts(store: Arc<dyn Store>) {
    let world = World::new(store);
    let (one, two) = (world.client().await, world.client().await);
    let mine = world.account(one.id()).await;
    let theirs = world
        .finish(&world.account(two.id()).await, "972501234567")
        .await;
    let whole = ListFilter::default();
    assert_eq!(world.list(one.id(), &whole).await, [crate::fragment(&mine)]);
    assert_eq!(
        world.list(two.id(), &whole).await,
        [crate::fragment(&theirs)]
    );
    assert_eq!(world.snapshot(one.id()).await, crate::fragment(&mine));
    let theirs_by_number = ListFilter {
        whatsapp: Some(theirs.number.as_str().to_owned()),
        ..ListFilter::default()
    };
    assert!(world.list(one.id(), &theirs_by_number).await.is_empty());
    let searched = ListFilter {
        search: Some("bakery".to_owned()),
        ..ListFilter::default()
    };
    assert_eq!(world.list(one.id(), &searched).await.len(), 1);
}
