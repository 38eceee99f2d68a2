//! Links whose time is over, and new ones in their place.

use super::world::{World, at};
use crate::{ListFilter, NewLink, NewOnboarding, RenewOutcome, Store, fragment};
use gangway_domain::{
    AccountId, LinkSlug, Onboarding, OnboardingState as State, PartnerId, TimelineEvent as Event,
    Timestamp,
};
use std::sync::Arc;

fn new_link(world: &World, expires_at: Option<Timestamp>) -> NewLink {
    NewLink {
        link: LinkSlug::parse(&format!("new{}", world.serial())).unwrap(),
        expires_at,
    }
}

/// An account whose link ends at this second.
async fn ending(world: &World, partner: PartnerId, seconds: u64) -> Onboarding {
    let new = NewOnboarding {
        expires_at: Some(at(seconds)),
        ..world.draft(partner)
    };
    world.store_draft(new).await
}

async fn expire(world: &World, at_most: u32, now: u64) -> u32 {
    world.store.expire_links(at_most, at(now)).await.unwrap()
}

pub async fn an_account_is_found_by_every_number_it_had(store: Arc<dyn Store>) {
    let world = World::new(store);
    let (client, other) = (world.client().await, world.client().await);
    let account = world.account(client.id()).await;
    let find = |partner, number| world.store.account_by_number(partner, number);
    let temporary = account.number.clone();
    let found = find(client.id(), &temporary).await.unwrap();
    assert_eq!(found.as_ref(), Some(&account));
    assert_eq!(find(other.id(), &temporary).await.unwrap(), None);
    let finished = world.finish(&account, "972501234567").await;
    for number in [&temporary, &finished.number] {
        let found = find(client.id(), number).await.unwrap();
        assert_eq!(found.as_ref(), Some(&finished));
        assert_eq!(find(other.id(), number).await.unwrap(), None);
    }
    let removed = world.account(client.id()).await;
    world.remove(client.id(), &removed.number).await;
    assert_eq!(find(client.id(), &removed.number).await.unwrap(), None);
}

pub async fn a_new_link_takes_the_old_ones_place(store: Arc<dyn Store>) {
    let world = World::new(store);
    let client = world.client().await;
    let account = world.account(client.id()).await;
    let mut former = vec![account.link.clone()];
    for round in 0..2 {
        let new = new_link(&world, Some(at(900 + round)));
        let revision = world.revision(client.id()).await;
        let renewed = world
            .store
            .renew_link(client.id(), &account.number, new.clone(), at(7))
            .await
            .unwrap();
        let expected = Onboarding {
            link: new.link.clone(),
            expires_at: new.expires_at,
            ..account.clone()
        };
        assert_eq!(world.by_link(&new.link).await, expected);
        let shown = fragment(&expected);
        assert_eq!(
            renewed,
            RenewOutcome::Renewed {
                fragment: shown.clone()
            }
        );
        assert_eq!(world.snapshot(client.id()).await, shown);
        let page = world.list(client.id(), &ListFilter::default()).await;
        assert_eq!(page, [shown]);
        assert!(world.revision(client.id()).await > revision);
        for link in &former {
            assert_eq!(world.by_link(link).await, expected, "and its new link");
        }
        former.push(new.link);
    }
    let renewals = [Event::LinkRenewed, Event::LinkRenewed];
    assert_eq!(world.events(account.id).await, renewals);
}

pub async fn only_the_partner_renews_what_is_not_live(store: Arc<dyn Store>) {
    let world = World::new(store);
    let (client, other) = (world.client().await, world.client().await);
    let renew = async |partner, number| {
        let new = new_link(&world, None);
        let renewed = world.store.renew_link(partner, number, new.clone(), at(7));
        let outcome = renewed.await.unwrap();
        let unknown = world.store.account_by_link(&new.link).await.unwrap();
        assert_eq!(unknown, None, "{outcome:?}");
        outcome
    };
    let account = world.account(client.id()).await;
    let before = world.store.list_snapshot(client.id()).await.unwrap();
    assert_eq!(
        renew(other.id(), &account.number).await,
        RenewOutcome::NotFound
    );
    let after = world.store.list_snapshot(client.id()).await.unwrap();
    assert_eq!(after, before);
    let temporary = account.number.clone();
    let finished = world.finish(&account, "972501234567").await;
    for number in [&temporary, &finished.number] {
        assert_eq!(renew(client.id(), number).await, RenewOutcome::Finished);
    }
    assert_eq!(world.again(&account).await, finished);
}

pub async fn an_expired_link_comes_to_life_as_a_new_one(store: Arc<dyn Store>) {
    let world = World::new(store);
    let client = world.client().await;
    let account = world.in_state(client.id(), State::Expired).await;
    assert!(account.is_expired(at(6)));
    let new = new_link(&world, None);
    let renewed = world
        .store
        .renew_link(client.id(), &account.number, new, at(7));
    renewed.await.unwrap();
    let renewed = world.again(&account).await;
    assert_eq!(renewed.state, State::Created);
    assert!(!renewed.is_expired(at(1_000_000)));
    assert_eq!(expire(&world, 9, 1_000_000).await, 0);
}

pub async fn a_wish_for_a_new_link_counts_once_until_it_is_fulfilled(store: Arc<dyn Store>) {
    let world = World::new(store);
    let client = world.client().await;
    let account = world.in_state(client.id(), State::Expired).await;
    let ask = |account, now| world.store.request_renewal(account, at(now));
    assert!(ask(account.id, 10).await.unwrap());
    assert!(!ask(account.id, 11).await.unwrap());
    let new = new_link(&world, None);
    let renewed = world
        .store
        .renew_link(client.id(), &account.number, new, at(12));
    renewed.await.unwrap();
    assert!(ask(account.id, 13).await.unwrap());
    assert!(!ask(account.id, 14).await.unwrap());
    let expected = [
        Event::Expired,
        Event::RenewalRequested,
        Event::LinkRenewed,
        Event::RenewalRequested,
    ];
    assert_eq!(world.events(account.id).await, expected);
    let removed = world.in_state(client.id(), State::Removed).await;
    assert!(ask(removed.id, 15).await.unwrap(), "removed ones as well");
    let nobody = AccountId::from_row(removed.id.row() + 1);
    assert!(!ask(nobody, 16).await.unwrap());
}

pub async fn a_finish_fulfils_the_wish_for_a_new_link(store: Arc<dyn Store>) {
    let world = World::new(store);
    let client = world.client().await;
    let account = world.account(client.id()).await;
    let ask = |now| world.store.request_renewal(account.id, at(now));
    assert!(ask(10).await.unwrap());
    world.finish(&account, "972501234567").await;
    let cut = world.store.disconnect(account.id, "offboarded", at(60));
    assert!(cut.await.unwrap());
    assert!(ask(61).await.unwrap(), "it is another wish");
}

pub async fn open_wishes_for_a_new_link_are_listed_the_oldest_first(store: Arc<dyn Store>) {
    let world = World::new(store);
    let (client, other) = (world.client().await, world.client().await);
    let store = &world.store;
    let removed = world.in_state(client.id(), State::Removed).await;
    let expired = world.in_state(client.id(), State::Expired).await;
    let renewed = world.account(client.id()).await;
    let finished = world.account(client.id()).await;
    let others = world.account(other.id()).await;
    world.account(client.id()).await;
    for (account, now) in [
        (&expired, 20),
        (&removed, 10),
        (&renewed, 15),
        (&finished, 16),
        (&others, 17),
    ] {
        let asked = store.request_renewal(account.id, at(now));
        assert!(asked.await.unwrap());
    }
    let wishes = async |partner| {
        let wishes = store.renewal_wishes(partner).await.unwrap();
        wishes.into_iter().map(|wish| (wish.account, wish.asked_at))
    };
    let open = wishes(client.id()).await.collect::<Vec<_>>();
    assert_eq!(
        open,
        [
            (removed.clone(), at(10)),
            (renewed.clone(), at(15)),
            (finished.clone(), at(16)),
            (expired.clone(), at(20))
        ]
    );
    let new = new_link(&world, None);
    let link = store.renew_link(client.id(), &renewed.number, new, at(30));
    link.await.unwrap();
    world.finish(&finished, "972501234567").await;
    let open = wishes(client.id()).await.collect::<Vec<_>>();
    assert_eq!(open, [(removed, at(10)), (expired, at(20))]);
    let open = wishes(other.id()).await.collect::<Vec<_>>();
    assert_eq!(open, [(others, at(17))]);
}

pub async fn links_expire_at_their_time_the_oldest_first(store: Arc<dyn Store>) {
    let world = World::new(store);
    let client = world.client().await;
    let (late, early) = (
        ending(&world, client.id(), 200).await,
        ending(&world, client.id(), 100).await,
    );
    let endless = world.account(client.id()).await;
    let revision = world.revision(client.id()).await;
    assert_eq!(expire(&world, 10, 99).await, 0);
    assert_eq!(expire(&world, 1, 1_000).await, 1);
    assert_eq!(world.state(&early).await, State::Expired);
    assert_eq!(world.state(&late).await, State::Created);
    assert_eq!(expire(&world, 10, 1_000).await, 1);
    assert_eq!(expire(&world, 10, 1_000).await, 0, "once");
    assert_eq!(world.state(&late).await, State::Expired);
    assert_eq!(world.again(&endless).await, endless);
    let expired = world.timeline(late.id).await;
    assert_eq!((expired.len(), expired[0].at), (1, at(1_000)));
    assert_eq!(expired[0].event, Event::Expired);
    let unchanged = world.revision(client.id()).await;
    assert_eq!(unchanged, revision, "the list shows no such thing");
}

pub async fn links_expire_where_the_account_says_so(store: Arc<dyn Store>) {
    let world = World::new(store);
    let client = world.client().await;
    for state in State::ALL {
        let account = world.in_state(client.id(), state).await;
        if !matches!(state, State::Finished | State::Removed) {
            let new = new_link(&world, Some(at(100)));
            let renewed = world
                .store
                .renew_link(client.id(), &account.number, new, at(8));
            renewed.await.unwrap();
        }
        let account = world.again(&account).await;
        let may = account.is_expired(at(1_000_000)) && account.finished_at.is_none();
        let expired = expire(&world, 10, 1_000_000).await;
        assert_eq!(expired, u32::from(may), "{state:?}");
        let after = world.again(&account).await;
        if may {
            assert_eq!(after.state, State::Expired);
            assert_eq!((after.problem, after.cancelled_step), (None, None));
        } else {
            assert_eq!(after, account, "{state:?}");
        }
    }
}

pub async fn a_customer_in_the_dialog_is_waited_for(store: Arc<dyn Store>) {
    let world = World::new(store);
    let client = world.client().await;
    let account = ending(&world, client.id(), 100).await;
    let hour = Onboarding::IN_DIALOG.as_secs();
    let session = world.hash();
    world
        .store
        .start(account.id, session, at(50))
        .await
        .unwrap();
    assert_eq!(expire(&world, 10, 50 + hour - 1).await, 0);
    assert!(!world.again(&account).await.is_expired(at(50 + hour - 1)));
    assert!(world.again(&account).await.is_expired(at(50 + hour)));
    assert_eq!(expire(&world, 10, 50 + hour).await, 1);
    assert_eq!(world.state(&account).await, State::Expired);
}
