//! What the optional parameters of the list pick.

use super::world::{World, at, text};
use crate::{ListFilter, NewOnboarding, Store, fragment};
use gangway_domain::{AccountDetails, Email, Onboarding, PartnerId, Timestamp};
use std::sync::Arc;

fn filter() -> ListFilter {
    ListFilter::default()
}

async fn picks(world: &World, partner: PartnerId, filter: ListFilter, expected: &[&Onboarding]) {
    // Newest first is the order of all filters here.
    let mut expected: Vec<&&Onboarding> = expected.iter().collect();
    expected.sort_by_key(|account| std::cmp::Reverse((account.created_at, account.id)));
    let expected: Vec<String> = expected.iter().map(|account| fragment(account)).collect();
    assert_eq!(world.list(partner, &filter).await, expected, "{filter:?}");
    // The same in one page and in pages of one: a limit changes no pick.
    for limit in [100, 1] {
        let mut limited = ListFilter {
            limit: Some(limit),
            ..filter.clone()
        };
        let mut found = Vec::new();
        loop {
            let page = world.store.list_page(partner, &limited).await.unwrap();
            assert!(page.fragments.len() <= limit as usize);
            found.extend(page.fragments);
            match page.next {
                Some(next) => limited.after = Some(next),
                None => break,
            }
        }
        assert_eq!(found, expected, "{limited:?}");
    }
}

async fn with(
    world: &World,
    partner: PartnerId,
    change: impl FnOnce(&mut AccountDetails),
) -> Onboarding {
    let mut new = world.draft(partner);
    change(&mut new.details);
    world.store_draft(new).await
}

pub async fn the_snapshot_is_newest_first(store: Arc<dyn Store>) {
    let world = World::new(store);
    let client = world.client().await;
    let empty = world.store.list_snapshot(client.id()).await.unwrap();
    assert_eq!((empty.count, empty.fragments.len()), (0, 0));
    let mut made = Vec::new();
    for seconds in [5, 9, 9, 1, 7] {
        let new = NewOnboarding {
            created_at: at(seconds),
            ..world.draft(client.id())
        };
        made.push(world.store_draft(new).await);
    }
    made.sort_by_key(|account| std::cmp::Reverse((account.created_at, account.id)));
    let expected: Vec<String> = made.iter().map(fragment).collect();
    let list = world.store.list_snapshot(client.id()).await.unwrap();
    assert_eq!(list.count, 5);
    assert_eq!(
        String::from_utf8(list.fragments).unwrap(),
        expected.join(",")
    );
}

pub async fn nothing_asked_is_the_whole_list(store: Arc<dyn Store>) {
    let world = World::new(store);
    let client = world.client().await;
    picks(&world, client.id(), filter(), &[]).await;
    let (one, two) = (
        world.account(client.id()).await,
        world.account(client.id()).await,
    );
    picks(&world, client.id(), filter(), &[&one, &two]).await;
}

pub async fn finished_and_unfinished(store: Arc<dyn Store>) {
    let world = World::new(store);
    let client = world.client().await;
    let fresh = world.account(client.id()).await;
    let under_way = world.account(client.id()).await;
    world.provision(under_way.id).await;
    let under_way = world.again(&under_way).await;
    let finished = world
        .finish(&world.account(client.id()).await, "972501234567")
        .await;
    let removed = world.account(client.id()).await;
    world.remove(client.id(), &removed.number).await;
    let done = ListFilter {
        finished: Some(true),
        ..filter()
    };
    picks(&world, client.id(), done, &[&finished]).await;
    let open = ListFilter {
        finished: Some(false),
        ..filter()
    };
    picks(&world, client.id(), open, &[&fresh, &under_way]).await;
}

pub async fn kind_of_link(store: Arc<dyn Store>) {
    let world = World::new(store);
    let client = world.client().await;
    let plain = world.account(client.id()).await;
    let new = NewOnboarding {
        coexistence: true,
        ..world.draft(client.id())
    };
    let both = world.store_draft(new).await;
    let of_kind = |kind| ListFilter {
        coexistence: Some(kind),
        ..filter()
    };
    picks(&world, client.id(), of_kind(true), &[&both]).await;
    picks(&world, client.id(), of_kind(false), &[&plain]).await;
}

pub async fn exact_reference(store: Arc<dyn Store>) {
    let world = World::new(store);
    let client = world.client().await;
    let without = world.account(client.id()).await;
    let one = with(&world, client.id(), |details| {
        details.reference = Some(text("A-1"));
    })
    .await;
    let two = with(&world, client.id(), |details| {
        details.reference = Some(text("A-1"));
    })
    .await;
    with(&world, client.id(), |details| {
        details.reference = Some(text("A-10"));
    })
    .await;
    let gone = with(&world, client.id(), |details| {
        details.reference = Some(text("A-1"));
    })
    .await;
    world.remove(client.id(), &gone.number).await;
    let other = world.client().await;
    with(&world, other.id(), |details| {
        details.reference = Some(text("A-1"));
    })
    .await;
    let by = |reference: &str| ListFilter {
        reference: Some(reference.to_owned()),
        ..filter()
    };
    picks(&world, client.id(), by("A-1"), &[&one, &two]).await;
    picks(&world, client.id(), by("a-1"), &[]).await;
    picks(&world, client.id(), by("A"), &[]).await;
    picks(&world, client.id(), by(""), &[&without]).await;
}

pub async fn exact_number(store: Arc<dyn Store>) {
    let world = World::new(store);
    let client = world.client().await;
    let account = world.account(client.id()).await;
    world.account(client.id()).await;
    let by = |digits: &str| ListFilter {
        whatsapp: Some(digits.to_owned()),
        ..filter()
    };
    let temporary = account.number.as_str().to_owned();
    picks(&world, client.id(), by(&temporary), &[&account]).await;
    picks(&world, client.id(), by(&temporary[..8]), &[]).await;
    let finished = world.finish(&account, "972501234567").await;
    picks(&world, client.id(), by("972501234567"), &[&finished]).await;
    picks(&world, client.id(), by(&temporary), &[]).await;
}

pub async fn whole_seconds_of_creation(store: Arc<dyn Store>) {
    let world = World::new(store);
    let client = world.client().await;
    let base = at(10).as_millis();
    let mut made = Vec::new();
    for millis in [-1, 0, 999, 1000, 1999, 2000] {
        let new = NewOnboarding {
            created_at: Timestamp::from_millis(base + millis),
            ..world.draft(client.id())
        };
        made.push(world.store_draft(new).await);
    }
    let all: Vec<&Onboarding> = made.iter().collect();
    let between = |from: Option<u64>, to: Option<u64>| ListFilter {
        created_from: from.map(at),
        created_to: to.map(at),
        ..filter()
    };
    picks(&world, client.id(), between(Some(10), None), &all[1..]).await;
    picks(&world, client.id(), between(None, Some(10)), &all[..3]).await;
    picks(&world, client.id(), between(Some(10), Some(11)), &all[1..5]).await;
    picks(&world, client.id(), between(Some(11), Some(10)), &[]).await;
}

fn search(needle: &str) -> ListFilter {
    ListFilter {
        search: Some(needle.to_owned()),
        ..filter()
    }
}

pub async fn search_looks_in_the_five_fields(store: Arc<dyn Store>) {
    let world = World::new(store);
    let client = world.client().await;
    world.account(client.id()).await;
    let by_name = with(&world, client.id(), |d| {
        d.business_name = text("xx needle xx");
    })
    .await;
    let by_display = with(&world, client.id(), |d| {
        d.display_name = text("needles");
    })
    .await;
    let by_reference = with(&world, client.id(), |d| {
        d.reference = Some(text("needle-7"));
    })
    .await;
    let by_email = with(&world, client.id(), |d| {
        d.business_email = Email::parse("email", "needle@example.com").unwrap();
    })
    .await;
    with(&world, client.id(), |d| {
        d.business_id = Some(text("needle"));
        d.business_address = Some(text("needle street"));
        d.domain_verification = Some(text("needle"));
    })
    .await;
    let found = [&by_name, &by_display, &by_reference, &by_email];
    picks(&world, client.id(), search("needle"), &found).await;
    let digits = by_name.number.as_str();
    picks(&world, client.id(), search(&digits[5..]), &[&by_name]).await;
}

pub async fn search_ignores_case_in_every_script(store: Arc<dyn Store>) {
    let world = World::new(store);
    let client = world.client().await;
    let accents = with(&world, client.id(), |d| {
        d.business_name = text("CAFÉ Zoë");
    })
    .await;
    // The same word written with combining accents.
    let combining = with(&world, client.id(), |d| {
        d.business_name = text("cafe\u{301}");
    })
    .await;
    let greek = with(&world, client.id(), |d| {
        d.business_name = text("ΟΔΟΣΗΜΑΝΣΗ");
    })
    .await;
    let cyrillic = with(&world, client.id(), |d| {
        d.business_name = text("Булочная УГОЛ");
    })
    .await;
    let hebrew = with(&world, client.id(), |d| {
        d.business_name = text("מאפיית הפינה");
    })
    .await;
    let mail = with(&world, client.id(), |d| {
        d.business_email = Email::parse("email", "Owner@Example.COM").unwrap();
    })
    .await;
    picks(&world, client.id(), search("café"), &[&accents, &combining]).await;
    picks(&world, client.id(), search("zoë"), &[&accents]).await;
    // Lower-casing the customer's "ΟΔΟΣ" gives a sigma that is only used at a word's end.
    picks(
        &world,
        client.id(),
        search(&"ΟΔΟΣ".to_lowercase()),
        &[&greek],
    )
    .await;
    picks(&world, client.id(), search("угол"), &[&cyrillic]).await;
    picks(&world, client.id(), search("הפינה"), &[&hebrew]).await;
    picks(&world, client.id(), search("owner@example.com"), &[&mail]).await;
}

pub async fn search_knows_no_wild_cards_and_no_borders(store: Arc<dyn Store>) {
    let world = World::new(store);
    let client = world.client().await;
    let percent = with(&world, client.id(), |d| {
        d.business_name = text("100% Bread_Co \\ 'x'");
    })
    .await;
    let plain = with(&world, client.id(), |d| {
        d.business_name = text("100 BreadsCo");
    })
    .await;
    picks(&world, client.id(), search("100%"), &[&percent]).await;
    picks(&world, client.id(), search("bread_"), &[&percent]).await;
    picks(&world, client.id(), search("%"), &[&percent]).await;
    picks(&world, client.id(), search("\\ 'x'"), &[&percent]).await;
    picks(&world, client.id(), search("bread"), &[&percent, &plain]).await;
    // The end of one field and the start of the next are no match.
    let across = format!("co{}", &plain.number.as_str()[..5]);
    picks(&world, client.id(), search(&across), &[]).await;
}

pub async fn search_finds_the_number_of_the_moment(store: Arc<dyn Store>) {
    let world = World::new(store);
    let client = world.client().await;
    let account = world.account(client.id()).await;
    picks(
        &world,
        client.id(),
        search(account.number.as_str()),
        &[&account],
    )
    .await;
    let finished = world.finish(&account, "972501234567").await;
    picks(&world, client.id(), search("50123456"), &[&finished]).await;
    picks(&world, client.id(), search(account.number.as_str()), &[]).await;
    picks(&world, client.id(), search("corner bakery"), &[&finished]).await;
}

pub async fn filters_hold_together(store: Arc<dyn Store>) {
    let world = World::new(store);
    let client = world.client().await;
    let make = |reference: &'static str, coexistence| {
        let mut new = world.draft(client.id());
        new.details.reference = Some(text(reference));
        new.coexistence = coexistence;
        world.store_draft(new)
    };
    let wanted = make("r", true).await;
    make("r", false).await;
    make("s", true).await;
    let finished = world.finish(&make("r", true).await, "972501234567").await;
    let all = ListFilter {
        finished: Some(false),
        coexistence: Some(true),
        reference: Some("r".to_owned()),
        search: Some("bakery".to_owned()),
        created_from: Some(wanted.created_at),
        created_to: Some(wanted.created_at),
        whatsapp: Some(wanted.number.as_str().to_owned()),
        ..filter()
    };
    picks(&world, client.id(), all.clone(), &[&wanted]).await;
    let wider = ListFilter {
        whatsapp: None,
        created_to: None,
        finished: None,
        ..all.clone()
    };
    picks(&world, client.id(), wider, &[&wanted, &finished]).await;
    let contradicting = ListFilter {
        finished: Some(true),
        ..all
    };
    picks(&world, client.id(), contradicting, &[]).await;
}
