//! Where partners' webhooks are sent, and how they are signed.

use super::sending::{again, gone, nothing, secret, to, url};
use super::world::{World, at};
use crate::{Endpoint, FormerSecret, SetWebhook, Store, SwitchedOff, UrlChange, WebhookSet};
use gangway_domain::{Email, OffReason};
use std::sync::Arc;

fn email(raw: &str) -> Option<Email> {
    Email::parse("email", raw).unwrap()
}

pub async fn the_first_address_makes_an_endpoint_with_a_secret(store: Arc<dyn Store>) {
    let world = World::new(store);
    let (one, other) = (world.client().await.id(), world.client().await.id());
    assert_eq!(world.store.webhook(one).await.unwrap(), None);
    let rotate = SetWebhook {
        rotate: true,
        ..nothing(one)
    };
    let clear = SetWebhook {
        url: UrlChange::Clear,
        email: Some(email("dev@example.com")),
        ..nothing(one)
    };
    for change in [nothing(one), rotate, clear] {
        assert_eq!(world.set(change).await, None, "only an address makes one");
    }
    assert_eq!(world.store.webhook(one).await.unwrap(), None);
    let first = SetWebhook {
        email: Some(email("dev@example.com")),
        fresh: secret(1),
        ..to(one, 1)
    };
    let expected = Endpoint {
        partner: one,
        url: Some(url(1)),
        email: email("dev@example.com"),
        secret: secret(1),
        former: None,
        failing_since: None,
        off: None,
    };
    let set = world.store.set_webhook(first).await.unwrap();
    assert_eq!(
        set,
        Some(WebhookSet {
            endpoint: expected.clone(),
            secret_made: true
        })
    );
    assert_eq!(world.the_endpoint(one).await, expected);
    assert_eq!(world.store.webhook(other).await.unwrap(), None);
    let bare = SetWebhook {
        rotate: true,
        ..to(other, 2)
    };
    let set = world.store.set_webhook(bare).await.unwrap().unwrap();
    assert_eq!((set.endpoint.email, set.endpoint.former), (None, None));
    assert!(set.secret_made);
    assert_eq!(world.the_endpoint(one).await, expected, "one's own each");
}

pub async fn a_change_leaves_what_it_does_not_name(store: Arc<dyn Store>) {
    let world = World::new(store);
    let partner = world.client().await.id();
    let first = SetWebhook {
        email: Some(email("dev@example.com")),
        fresh: secret(1),
        ..to(partner, 1)
    };
    let first = world.set(first).await.unwrap();
    let set = world.store.set_webhook(nothing(partner)).await.unwrap();
    let set = set.unwrap();
    assert_eq!((set.endpoint, set.secret_made), (first.clone(), false));
    let moved = Endpoint {
        url: Some(url(2)),
        ..first.clone()
    };
    let set = world.store.set_webhook(to(partner, 2)).await.unwrap();
    let set = set.unwrap();
    assert_eq!((set.endpoint, set.secret_made), (moved.clone(), false));
    let silent = SetWebhook {
        email: Some(None),
        ..nothing(partner)
    };
    let cleared = SetWebhook {
        url: UrlChange::Clear,
        ..nothing(partner)
    };
    let expected = Endpoint {
        email: None,
        ..moved
    };
    assert_eq!(world.set(silent).await, Some(expected.clone()));
    let expected = Endpoint {
        url: None,
        ..expected
    };
    assert_eq!(world.set(cleared).await, Some(expected.clone()));
    assert_eq!(
        world.the_endpoint(partner).await,
        expected,
        "the secret stays"
    );
    let set = world.store.set_webhook(to(partner, 3)).await.unwrap();
    let set = set.unwrap();
    assert!(!set.secret_made, "there was one");
    assert_eq!(set.endpoint.secret, secret(1));
}

pub async fn a_secret_that_is_replaced_signs_for_a_while(store: Arc<dyn Store>) {
    let world = World::new(store);
    let partner = world.client().await.id();
    let first = SetWebhook {
        fresh: secret(1),
        ..to(partner, 1)
    };
    world.set(first).await;
    for (fresh, former, until) in [(2, 1, 100), (3, 2, 200)] {
        let rotate = SetWebhook {
            fresh: secret(fresh),
            rotate: true,
            former_until: at(until),
            ..nothing(partner)
        };
        let set = world.store.set_webhook(rotate).await.unwrap().unwrap();
        let expected = Endpoint {
            partner,
            url: Some(url(1)),
            email: None,
            secret: secret(fresh),
            former: Some(FormerSecret {
                sealed: secret(former).sealed,
                until: at(until),
            }),
            failing_since: None,
            off: None,
        };
        assert_eq!((set.endpoint, set.secret_made), (expected.clone(), true));
        assert_eq!(world.the_endpoint(partner).await, expected);
    }
    let moved = world.set(to(partner, 2)).await.unwrap();
    assert_eq!(
        moved.former.unwrap().until,
        at(200),
        "a new address keeps both"
    );
}

pub async fn an_address_switches_on_again_what_was_off(store: Arc<dyn Store>) {
    let world = World::new(store);
    let partner = world.listener().await;
    let account = world.told(partner, 1).await;
    let one = world.claim_one(partner, 1, 10).await;
    world.end(partner, 1, one.id, again(10, 20), at(10)).await;
    assert_eq!(
        world.the_endpoint(partner).await.failing_since,
        Some(at(10))
    );
    world.set(nothing(partner)).await;
    assert_eq!(
        world.the_endpoint(partner).await.failing_since,
        Some(at(10))
    );
    world.store.open(account, at(15)).await.unwrap();
    let one = world.claim_one(partner, 1, 20).await;
    world.end(partner, 1, one.id, gone(20), at(20)).await;
    let off = SwitchedOff {
        at: at(20),
        why: OffReason::Gone,
    };
    let rotate = SetWebhook {
        rotate: true,
        ..nothing(partner)
    };
    assert_eq!(world.set(rotate).await.unwrap().off, Some(off));
    assert_eq!(world.claim(partner, 1, 10, 30).await, []);
    // The same address says that it is well again.
    let on = world.set(to(partner, 1)).await.unwrap();
    assert_eq!((on.off, on.failing_since), (None, None));
    assert_eq!(world.the_endpoint(partner).await, on);
    assert_eq!(
        world.claim(partner, 1, 10, 30).await.len(),
        1,
        "what waited"
    );
}
