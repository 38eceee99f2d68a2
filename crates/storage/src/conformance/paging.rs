//! Orders and pages.

use super::world::{World, at, text};
use crate::{Cursor, ListFilter, NewOnboarding, RemoveOutcome, SortKey, Store, fragment};
use gangway_domain::{Onboarding, PartnerId, Text};
use std::collections::HashSet;
use std::sync::Arc;

const KEYS: [SortKey; 5] = [
    SortKey::CreateTime,
    SortKey::BusinessName,
    SortKey::DisplayName,
    SortKey::Reference,
    SortKey::Whatsapp,
];

/// Every order there is.
fn orders() -> impl Iterator<Item = ListFilter> {
    KEYS.into_iter().flat_map(|sort| {
        [false, true].map(|descending| ListFilter {
            sort,
            descending,
            ..ListFilter::default()
        })
    })
}

/// Accounts with ties in every field, some texts in other scripts, some absent.
async fn crowd(world: &World, partner: PartnerId, size: usize) -> Vec<Onboarding> {
    let names = [
        "Zebra",
        "apple",
        "Äpfel",
        "אבג",
        "zebra",
        "\u{1F600}",
        "\u{FF21}",
        "apple",
    ];
    let mut made = Vec::new();
    for n in 0..size {
        let mut new = NewOnboarding {
            created_at: at((n as u64 * 7) % 10),
            ..world.draft(partner)
        };
        new.details.business_name = text(names[n % names.len()]);
        new.details.display_name = text(names[(n * 3) % names.len()]);
        new.details.reference = (n % 3 != 0).then(|| text(names[(n * 5) % names.len()]));
        made.push(world.store_draft(new).await);
    }
    made
}

fn sort_value(account: &Onboarding, sort: SortKey) -> String {
    let details = &account.details;
    match sort {
        // All sample times have the same number of digits, so that text sorts them.
        SortKey::CreateTime => account.created_at.as_millis().to_string(),
        SortKey::BusinessName => details.business_name.to_string(),
        SortKey::DisplayName => details.display_name.to_string(),
        SortKey::Reference => details
            .reference
            .as_ref()
            .map(Text::to_string)
            .unwrap_or_default(),
        SortKey::Whatsapp => account.number.as_str().to_owned(),
    }
}

/// The accounts in an order; Rust compares texts by code points.
fn ordered(accounts: &[Onboarding], order: &ListFilter) -> Vec<Onboarding> {
    let mut sorted = accounts.to_vec();
    sorted.sort_by_key(|account| (sort_value(account, order.sort), account.id));
    if order.descending {
        sorted.reverse();
    }
    sorted
}

fn fragments(accounts: &[Onboarding]) -> Vec<String> {
    accounts.iter().map(fragment).collect()
}

pub async fn every_order_is_by_code_points_with_the_id_as_tie_breaker(store: Arc<dyn Store>) {
    let world = World::new(store);
    let client = world.client().await;
    let mut made = crowd(&world, client.id(), 24).await;
    made[3] = world.finish(&made[3], "4915112345678").await;
    made[4] = world.finish(&made[4], "12025550123").await;
    for order in orders() {
        let expected = fragments(&ordered(&made, &order));
        assert_eq!(world.list(client.id(), &order).await, expected, "{order:?}");
    }
}

pub async fn pages_visit_each_account_once_in_every_order(store: Arc<dyn Store>) {
    let world = World::new(store);
    let client = world.client().await;
    let made = crowd(&world, client.id(), 23).await;
    for order in orders() {
        let expected = ordered(&made, &order);
        for limit in [1, 4, 22] {
            let mut page_of = ListFilter {
                limit: Some(limit),
                ..order.clone()
            };
            let mut visited = Vec::new();
            loop {
                let page = world.store.list_page(client.id(), &page_of).await.unwrap();
                visited.extend(page.fragments);
                let Some(next) = page.next else { break };
                let last = &expected[visited.len() - 1];
                let cursor = Cursor {
                    value: sort_value(last, order.sort),
                    id: last.id.row(),
                };
                assert_eq!(next, cursor, "{page_of:?}");
                page_of.after = Some(next);
            }
            assert_eq!(visited, fragments(&expected), "{page_of:?}");
        }
    }
}

pub async fn a_full_last_page_has_no_next(store: Arc<dyn Store>) {
    let world = World::new(store);
    let client = world.client().await;
    let made = crowd(&world, client.id(), 6).await;
    for order in orders() {
        for limit in [3, 6, 7] {
            let first_page = ListFilter {
                limit: Some(limit),
                ..order.clone()
            };
            let first = world
                .store
                .list_page(client.id(), &first_page)
                .await
                .unwrap();
            assert_eq!(first.next.is_some(), limit == 3, "{first_page:?}");
            let Some(next) = first.next else { continue };
            let second_page = ListFilter {
                after: Some(next),
                ..first_page
            };
            let second = world
                .store
                .list_page(client.id(), &second_page)
                .await
                .unwrap();
            assert_eq!(
                (second.fragments.len(), second.next),
                (3, None),
                "{second_page:?}"
            );
        }
        // Behind the last account there is nothing.
        let last = ordered(&made, &order).pop().unwrap();
        let beyond = ListFilter {
            after: Some(Cursor {
                value: sort_value(&last, order.sort),
                id: last.id.row(),
            }),
            ..order
        };
        let page = world.store.list_page(client.id(), &beyond).await.unwrap();
        assert_eq!((page.fragments.len(), page.next), (0, None), "{beyond:?}");
    }
}

pub async fn pages_stay_true_while_accounts_come_and_go(store: Arc<dyn Store>) {
    let world = World::new(store);
    for order in orders() {
        let client = world.client().await;
        let mut expected: HashSet<String> = fragments(&crowd(&world, client.id(), 12).await)
            .into_iter()
            .collect();
        let mut page_of = ListFilter {
            limit: Some(3),
            ..order
        };
        let mut visited = Vec::new();
        let mut came = HashSet::new();
        loop {
            let page = world.store.list_page(client.id(), &page_of).await.unwrap();
            visited.extend(page.fragments);
            let Some(next) = page.next else { break };
            // New ones come on both sides of the cursor ...
            for fresh in crowd(&world, client.id(), 4).await {
                came.insert(fragment(&fresh));
            }
            // ... until enough have come for the walk to end, and the one at the cursor goes.
            if came.len() > 8 {
                page_of.limit = None;
            }
            let at_cursor = ListFilter::default();
            let all = world
                .store
                .list_page(client.id(), &at_cursor)
                .await
                .unwrap();
            let gone = all
                .fragments
                .into_iter()
                .find(|known| visited.last() == Some(known));
            if let Some(gone) = gone {
                let digits = gone
                    .split("\"whatsapp\":\"")
                    .nth(1)
                    .unwrap()
                    .split('"')
                    .next()
                    .unwrap();
                let number = gangway_domain::ListedNumber::parse("whatsapp", digits).unwrap();
                assert_eq!(
                    world.remove(client.id(), &number).await,
                    RemoveOutcome::Removed
                );
            }
            page_of.after = Some(next);
        }
        let distinct: HashSet<&String> = visited.iter().collect();
        assert_eq!(
            distinct.len(),
            visited.len(),
            "none came twice: {page_of:?}"
        );
        for account in &visited {
            assert!(expected.remove(account) || came.contains(account));
        }
        assert!(
            expected.is_empty(),
            "all that were there from the start came: {page_of:?}"
        );
    }
}
