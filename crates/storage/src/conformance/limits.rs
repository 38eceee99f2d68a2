//! What is kept of a number over all accounts and partners.

use super::world::{World, at, patiently, real, sealed};
use crate::{RegisterOutcome, Registration, Store};
use gangway_domain::NumberCall;
use std::sync::Arc;
use tokio::task::JoinSet;

const NUMBER: &str = "493012345678";

pub async fn calls_are_counted_in_a_window_that_moves(store: Arc<dyn Store>) {
    let number = real(NUMBER);
    for call in NumberCall::ALL {
        let (most, span) = (u64::from(call.most()), call.within().as_secs());
        let count = |now| store.count_call(&number, call, at(now));
        for n in 0..most {
            assert_eq!(count(n).await.unwrap(), None, "{}", call.name());
        }
        // Those that were refused do not count.
        for now in [most, span - 1] {
            assert_eq!(count(now).await.unwrap(), Some(at(span)));
        }
        assert_eq!(count(span).await.unwrap(), None);
        assert_eq!(count(span).await.unwrap(), Some(at(span + 1)));
        let other = real("493012345679");
        let other = store.count_call(&other, call, at(span)).await;
        assert_eq!(other.unwrap(), None);
    }
}

pub async fn a_registration_by_a_partner_counts_as_a_code(store: Arc<dyn Store>) {
    let world = World::new(store);
    let partner = world.client().await.id();
    let number = real(NUMBER);
    let count = |now| world.store.count_call(&number, NumberCall::Code, at(now));
    assert_eq!(count(1).await.unwrap(), None);
    assert_eq!(count(2).await.unwrap(), None);
    let reserve = |now| {
        let registration = Registration {
            partner,
            number: number.clone(),
            comment: None,
            at: at(now),
        };
        world.store.reserve_number(registration)
    };
    let reserved = reserve(3).await.unwrap();
    assert!(matches!(reserved, RegisterOutcome::Reserved(_)));
    let again = at(1).plus(NumberCall::Code.within());
    assert_eq!(count(4).await.unwrap(), Some(again));
    let refused = reserve(5).await.unwrap();
    assert_eq!(refused, RegisterOutcome::TooManyCodes(again));
}

pub async fn of_many_calls_at_once_only_so_many_are_made(store: Arc<dyn Store>) {
    let mut calls = JoinSet::new();
    for _ in 0..20 {
        let store = Arc::clone(&store);
        calls.spawn(async move {
            let number = real(NUMBER);
            patiently(|| store.count_call(&number, NumberCall::Register, at(1))).await
        });
    }
    let outcomes = calls.join_all().await;
    let made = outcomes
        .into_iter()
        .filter(|outcome| outcome.as_ref().unwrap().is_none());
    assert_eq!(made.count(), NumberCall::Register.most() as usize);
}

pub async fn a_number_has_the_pin_that_was_kept_last(store: Arc<dyn Store>) {
    let number = real(NUMBER);
    let pin = async || store.number_pin(&number).await.unwrap();
    assert_eq!(pin().await, None);
    for m in [8, 9] {
        let first = store.number_pin_or(&number, sealed(m), at(3)).await;
        assert_eq!(first.unwrap(), sealed(8), "the first one stays");
    }
    for (m, now) in [(1, 5), (2, 4)] {
        let kept = store.keep_number_pin(&number, sealed(m), at(now));
        kept.await.unwrap();
        assert_eq!(pin().await, Some(sealed(m)));
    }
    let other = real("493012345679");
    assert_eq!(store.number_pin(&other).await.unwrap(), None);
    // Somebody looked at the one before, and it is another one by now.
    store.forget_number_pin(&number, &sealed(1)).await.unwrap();
    assert_eq!(pin().await, Some(sealed(2)));
    store.forget_number_pin(&number, &sealed(2)).await.unwrap();
    assert_eq!(pin().await, None);
}

pub async fn who_draws_a_pin_at_once_gets_the_same(store: Arc<dyn Store>) {
    let mut drawn = JoinSet::new();
    for m in 0..20 {
        let store = Arc::clone(&store);
        drawn.spawn(async move {
            let number = real(NUMBER);
            patiently(|| store.number_pin_or(&number, sealed(m), at(1))).await
        });
    }
    let drawn: Vec<_> = drawn.join_all().await;
    let kept = store.number_pin(&real(NUMBER)).await.unwrap();
    for pin in drawn {
        assert_eq!(Some(pin.unwrap()), kept);
    }
}
