//! What the dashboard reads: accounts by what is asked, how far customers got, what partners have.

use super::world::{World, at, claimed, lease, sealed, text};
use crate::{
    AccountRows, Fact, FunnelWeek, Milestone, NewOnboarding, PartnerUsage, Progress, RowFilter,
    RowSort, Store, TIMELINE_KEPT,
};
use gangway_domain::{
    AccountDetails, AccountId, Email, Onboarding, OnboardingState as State, PartnerId,
    TimelineEvent as Event, Timestamp,
};
use std::sync::Arc;

/// All at once.
fn filter() -> RowFilter {
    RowFilter {
        limit: 1_000,
        ..RowFilter::default()
    }
}

async fn rows(world: &World, partner: PartnerId, filter: &RowFilter) -> AccountRows {
    let found = world.store.account_rows(partner, filter).await.unwrap();
    let counted: Vec<State> = found.by_state.iter().map(|(state, _)| *state).collect();
    for (place, state) in counted.iter().enumerate() {
        assert!(!counted[..place].contains(state), "{state:?} twice");
    }
    found
}

/// Whether a filter finds these accounts, in any order, and counts as many.
async fn finds(world: &World, partner: PartnerId, filter: RowFilter, expected: &[&Onboarding]) {
    let found = rows(world, partner, &filter).await;
    let mut ids: Vec<AccountId> = found.rows.iter().map(|account| account.id).collect();
    ids.sort();
    let mut wanted: Vec<AccountId> = expected.iter().map(|account| account.id).collect();
    wanted.sort();
    assert_eq!(ids, wanted, "{filter:?}");
    assert_eq!(found.total(&filter), expected.len() as u64, "{filter:?}");
}

async fn with(
    world: &World,
    partner: PartnerId,
    created: u64,
    change: impl FnOnce(&mut AccountDetails),
) -> Onboarding {
    let mut new = NewOnboarding {
        created_at: at(created),
        ..world.draft(partner)
    };
    change(&mut new.details);
    world.store_draft(new).await
}

pub async fn rows_are_found_by_text_in_any_case(store: Arc<dyn Store>) {
    let world = World::new(store);
    let partner = world.client().await.id();
    let mine = with(&world, partner, 1, |details| {
        details.business_name = text("ΟΔΟΣ 9% Straße");
        details.business_email = Email::parse("email", "Rosa@example.com").unwrap();
        details.reference = Some(text("Ref_7"));
    })
    .await;
    let other = world.account(partner).await;
    let foreign = world.client().await.id();
    with(&world, foreign, 1, |details| {
        details.reference = Some(text("Ref_7"));
    })
    .await;
    let search = |what: &str| RowFilter {
        search: Some(what.to_owned()),
        ..filter()
    };
    for what in [
        "οδο",
        "ROSA@EXAMPLE",
        "ref_7",
        "9% str",
        mine.number.as_str(),
    ] {
        finds(&world, partner, search(what), &[&mine]).await;
    }
    finds(&world, partner, search("BAKERY"), &[&mine, &other]).await;
    // No letter of a search stands for another.
    for what in ["ref%", "r_f", "' OR 1=1", "nothing"] {
        finds(&world, partner, search(what), &[]).await;
    }
}

pub async fn rows_are_narrowed_by_kind_and_time(store: Arc<dyn Store>) {
    let world = World::new(store);
    let partner = world.client().await.id();
    let early = with(&world, partner, 10, |_| {}).await;
    let new = NewOnboarding {
        created_at: at(20),
        coexistence: true,
        ..world.draft(partner)
    };
    let late = world.store_draft(new).await;
    for (kind, expected) in [(false, &early), (true, &late)] {
        let kind = RowFilter {
            coexistence: Some(kind),
            ..filter()
        };
        finds(&world, partner, kind, &[expected]).await;
    }
    let between = |from: Option<u64>, before: Option<u64>| RowFilter {
        created_from: from.map(at),
        created_before: before.map(at),
        ..filter()
    };
    finds(&world, partner, between(Some(10), None), &[&early, &late]).await;
    finds(&world, partner, between(Some(11), None), &[&late]).await;
    finds(&world, partner, between(None, Some(20)), &[&early]).await;
    finds(
        &world,
        partner,
        between(Some(10), Some(21)),
        &[&early, &late],
    )
    .await;
    finds(&world, partner, between(Some(11), Some(20)), &[]).await;
    // All of it at once.
    let narrow = RowFilter {
        search: Some("bakery".to_owned()),
        states: vec![State::Created],
        coexistence: Some(true),
        ..between(Some(10), Some(21))
    };
    finds(&world, partner, narrow, &[&late]).await;
}

pub async fn rows_of_each_state_are_counted_whatever_is_shown(store: Arc<dyn Store>) {
    let world = World::new(store);
    let partner = world.client().await.id();
    let mut all = Vec::new();
    for state in State::ALL {
        all.push(world.in_state(partner, state).await);
    }
    let more = world.account(partner).await;
    let mut expected: Vec<(&str, u64)> = State::ALL
        .iter()
        .map(|state| (state.name(), 1 + u64::from(*state == State::Created)))
        .collect();
    expected.sort_unstable();
    for account in &all {
        let filter = RowFilter {
            states: vec![account.state],
            ..filter()
        };
        let found = rows(&world, partner, &filter).await;
        let mut counted: Vec<(&str, u64)> = found
            .by_state
            .iter()
            .map(|(state, many)| (state.name(), *many))
            .collect();
        counted.sort_unstable();
        assert_eq!(counted, expected, "{filter:?}");
        let mut wanted = vec![account];
        wanted.extend((account.state == State::Created).then_some(&more));
        finds(&world, partner, filter, &wanted).await;
    }
    // Removed ones stay out of sight until they are asked for, alone or with others.
    let mut seen: Vec<&Onboarding> = all.iter().collect();
    seen.push(&more);
    let (removed, shown): (Vec<&Onboarding>, Vec<&Onboarding>) = seen
        .into_iter()
        .partition(|account| account.state == State::Removed);
    finds(&world, partner, filter(), &shown).await;
    let some = RowFilter {
        states: vec![State::Removed, State::Created],
        ..filter()
    };
    finds(&world, partner, some, &[removed[0], &all[0], &more]).await;
}

pub async fn rows_stand_in_each_order_both_ways(store: Arc<dyn Store>) {
    let world = World::new(store);
    let partner = world.client().await.id();
    let mut all = Vec::new();
    // Two of everything, so that ties are there, and names whose order is by code points.
    for (created, name, reference) in [
        (30, "apple", Some("b")),
        (10, "Zebra", None),
        (20, "Äpfel", Some("a")),
        (10, "Zebra", Some("B")),
        (40, "אפרסק", Some("a")),
    ] {
        let made = with(&world, partner, created, |details| {
            details.business_name = text(name);
            details.reference = reference.map(text);
        });
        all.push(made.await);
    }
    all[0] = world.finish(&all[0], "97250123").await;
    world.store.open(all[1].id, at(41)).await.unwrap();
    all[1] = world.again(&all[1]).await;
    all[2] = world.finish(&all[2], "15550123456").await;
    for (sort, name) in RowSort::ALL {
        let key = |account: &Onboarding| -> (i64, String) {
            let details = &account.details;
            let reference = details.reference.as_ref();
            match sort {
                RowSort::Created => (account.created_at.as_millis(), String::new()),
                RowSort::Finished => {
                    let finished = account.finished_at.map_or(0, Timestamp::as_millis);
                    (finished, String::new())
                }
                RowSort::BusinessName => (0, details.business_name.to_string()),
                RowSort::Reference => (0, reference.map_or_else(String::new, ToString::to_string)),
                RowSort::Number => (0, account.number.as_str().to_owned()),
                RowSort::State => (0, account.state.name().to_owned()),
            }
        };
        let mut expected = all.clone();
        expected.sort_by_key(|account| (key(account), account.id));
        for ascending in [true, false] {
            let filter = RowFilter {
                sort,
                ascending,
                ..filter()
            };
            let found = rows(&world, partner, &filter).await;
            assert_eq!(found.rows, expected, "{name}, ascending: {ascending}");
            expected.reverse();
        }
    }
}

pub async fn pages_of_rows_cover_all_of_them_once(store: Arc<dyn Store>) {
    let world = World::new(store);
    let partner = world.client().await.id();
    for created in [3, 1, 2, 2, 2] {
        with(&world, partner, created, |_| {}).await;
    }
    let whole = rows(&world, partner, &filter()).await;
    assert_eq!(whole.rows.len(), 5);
    for limit in 1..=3 {
        let mut pieces = Vec::new();
        for offset in (0..5).step_by(limit) {
            let filter = RowFilter {
                offset: u32::try_from(offset).unwrap(),
                limit: u32::try_from(limit).unwrap(),
                ..filter()
            };
            let page = rows(&world, partner, &filter).await;
            assert!(page.rows.len() <= limit);
            assert_eq!(page.by_state, [(State::Created, 5)], "of all pages");
            pieces.extend(page.rows);
        }
        assert_eq!(pieces, whole.rows, "{limit} on a page");
    }
    let beyond = RowFilter {
        offset: 5,
        ..filter()
    };
    assert_eq!(rows(&world, partner, &beyond).await.rows, []);
}

pub async fn an_account_is_read_for_its_own_partner_only(store: Arc<dyn Store>) {
    let world = World::new(store);
    let partner = world.client().await.id();
    let stranger = world.client().await.id();
    for state in [State::Created, State::Finished, State::Removed] {
        let account = world.in_state(partner, state).await;
        let of = |partner| world.store.account_of(partner, account.id);
        assert_eq!(of(partner).await.unwrap().as_ref(), Some(&account));
        assert_eq!(of(stranger).await.unwrap(), None);
        let nobody = AccountId::from_row(account.id.row() + 1);
        let found = world.store.account_of(partner, nobody).await.unwrap();
        assert_eq!(found, None);
    }
}

/// Its milestones.
async fn reached(world: &World, account: &Onboarding) -> Vec<(Event, Timestamp)> {
    let found = world.store.milestones(&[account.id]).await.unwrap();
    for milestone in &found {
        assert_eq!(milestone.account, account.id);
    }
    found.iter().map(|found| (found.kind, found.at)).collect()
}

pub async fn milestones_are_of_the_first_time(store: Arc<dyn Store>) {
    let world = World::new(store);
    let partner = world.client().await.id();
    let (account, other) = (world.account(partner).await, world.account(partner).await);
    let (store, id, session) = (&world.store, account.id, world.hash());
    assert_eq!(reached(&world, &account).await, []);
    store.open(id, at(1)).await.unwrap();
    store.start(id, session, at(3)).await.unwrap();
    store.cancel(id, session, None, None, at(4)).await.unwrap();
    store.start(id, session, at(5)).await.unwrap();
    for (owner, now) in [(1, 6), (2, 8)] {
        let lease = lease(owner, at(now + 1));
        let claim = store.claim_exchange(id, world.hash(), lease, at(now)).await;
        claimed(claim.unwrap());
    }
    let token = Progress::Exchanged(sealed(1));
    assert!(store.progress(id, 2, token, at(8)).await.unwrap());
    world.try_finish(id, 2, "97250123").await;
    let expected = [
        (Event::Opened, at(1)),
        (Event::Started, at(3)),
        (Event::Code, at(6)),
        (Event::Finished, at(50)),
    ];
    assert_eq!(reached(&world, &account).await, expected);
    // They stay when the timeline has forgotten them, and others' are others'.
    for n in 0..TIMELINE_KEPT {
        let fact = Fact {
            name: "quality".to_owned(),
            value: n.to_string(),
            at: at(60),
        };
        assert!(store.note_fact(id, fact, at(60)).await.unwrap());
    }
    assert!(!world.events(id).await.contains(&Event::Finished));
    assert_eq!(reached(&world, &account).await, expected);
    assert_eq!(reached(&world, &other).await, []);
}

pub async fn milestones_of_many_accounts_are_read_at_once(store: Arc<dyn Store>) {
    let world = World::new(store);
    let partner = world.client().await.id();
    let [first, bare, second, other] = [
        world.account(partner).await.id,
        world.account(partner).await.id,
        world.account(partner).await.id,
        world.account(partner).await.id,
    ];
    for (account, opened) in [(first, 9), (second, 7), (other, 5)] {
        world.store.open(account, at(opened)).await.unwrap();
    }
    let session = world.hash();
    world.store.start(first, session, at(9)).await.unwrap();
    let of = |account, kind, seconds| Milestone {
        account,
        kind,
        at: at(seconds),
    };
    let expected = [
        of(first, Event::Opened, 9),
        of(first, Event::Started, 9),
        of(second, Event::Opened, 7),
    ];
    let found = world.store.milestones(&[second, bare, first]).await;
    assert_eq!(found.unwrap(), expected);
    assert_eq!(world.store.milestones(&[]).await.unwrap(), []);
}

pub async fn a_milestone_comes_with_those_before_it(store: Arc<dyn Store>) {
    let world = World::new(store);
    let partner = world.client().await.id();
    let account = world.account(partner).await;
    let (store, id) = (&world.store, account.id);
    // The page was not seen to be opened, nor the button to be pressed.
    let claim = store.claim_exchange(id, world.hash(), lease(1, at(100)), at(6));
    claimed(claim.await.unwrap());
    let so_far = [
        (Event::Opened, at(6)),
        (Event::Started, at(6)),
        (Event::Code, at(6)),
    ];
    assert_eq!(reached(&world, &account).await, so_far);
    store.open(id, at(7)).await.unwrap();
    let session = world.hash();
    store.start(id, session, at(8)).await.unwrap();
    assert_eq!(reached(&world, &account).await, so_far);
    let all = store.funnel(partner, at(0), at(9)).await.unwrap().weeks[0];
    assert_eq!(
        (
            all.created,
            all.opened,
            all.started,
            all.returned,
            all.finished
        ),
        (1, 1, 1, 1, 0)
    );
}

/// The first instant of the week after that of `at(0)`: Monday, 18 January 2027, in UTC.
const MONDAY: u64 = 230_400;

pub async fn the_funnel_counts_by_the_week_of_creation(store: Arc<dyn Store>) {
    let world = World::new(store);
    let partner = world.client().await.id();
    let made = async |created| with(&world, partner, created, |_| {}).await;
    let [bare, opened, started] = [
        made(5).await,
        made(MONDAY - 1).await,
        made(MONDAY - 1).await,
    ];
    let [finished, removed, last] = [
        made(MONDAY).await,
        made(MONDAY).await,
        made(MONDAY + 9).await,
    ];
    let stranger = world.client().await.id();
    world.in_state(stranger, State::Finished).await;
    let later = at(3 * MONDAY);
    for account in [&opened, &started, &finished, &removed] {
        world.store.open(account.id, later).await.unwrap();
    }
    for account in [&started, &finished] {
        let session = world.hash();
        world.store.start(account.id, session, later).await.unwrap();
    }
    world.finish(&finished, "97250123").await;
    world.remove(partner, &removed.number).await;
    let first = FunnelWeek {
        week: 2_975,
        created: 3,
        opened: 2,
        started: 1,
        returned: 0,
        finished: 0,
    };
    let second = FunnelWeek {
        week: 2_976,
        created: 3,
        opened: 2,
        started: 1,
        returned: 1,
        finished: 1,
    };
    assert_eq!(second.start(), at(MONDAY));
    let weeks = async |from, to| {
        let funnel = world.store.funnel(partner, from, to).await.unwrap();
        funnel.weeks
    };
    assert_eq!(weeks(at(0), at(MONDAY + 10)).await, [first, second]);
    // From its first instant on, and before its last one.
    assert_eq!(
        weeks(bare.created_at, at(MONDAY)).await,
        [first],
        "up to Monday"
    );
    assert_eq!(weeks(at(MONDAY), later).await, [second], "from Monday");
    let early = FunnelWeek {
        created: 2,
        ..second
    };
    assert_eq!(weeks(at(MONDAY), last.created_at).await, [early]);
    assert_eq!(weeks(later, at(4 * MONDAY)).await, []);
}

pub async fn the_funnel_says_where_customers_left(store: Arc<dyn Store>) {
    let world = World::new(store);
    let partner = world.client().await.id();
    let stranger = world.client().await.id();
    let left = async |partner, created: u64, step: Option<&str>| {
        let account = with(&world, partner, created, |_| {}).await;
        let session = world.hash();
        let (store, id) = (&world.store, account.id);
        store.start(id, session, at(100)).await.unwrap();
        let step = step.map(str::to_owned);
        store
            .cancel(id, session, step, None, at(101))
            .await
            .unwrap();
        (id, session)
    };
    for step in [Some("PHONE"), Some("BUSINESS"), None, Some("PHONE")] {
        left(partner, 1, step).await;
    }
    // One that came again, one of another time, one of somebody else.
    let (id, session) = left(partner, 1, Some("PHONE")).await;
    world.store.start(id, session, at(102)).await.unwrap();
    left(partner, 9, Some("PHONE")).await;
    left(stranger, 1, Some("PHONE")).await;
    let funnel = world.store.funnel(partner, at(0), at(9)).await.unwrap();
    let step = |name: &str| Some(name.to_owned());
    assert_eq!(
        funnel.left_at,
        [(step("PHONE"), 2), (None, 1), (step("BUSINESS"), 1)]
    );
    let all = &funnel.weeks[0];
    assert_eq!((all.created, all.started, all.returned), (5, 5, 0));
}

pub async fn usage_is_of_each_partner_with_accounts(store: Arc<dyn Store>) {
    let world = World::new(store);
    let [one, two, gone, bare] = [
        world.client().await.id(),
        world.client().await.id(),
        world.client().await.id(),
        world.client().await.id(),
    ];
    with(&world, one, 10, |_| {}).await;
    with(&world, one, 20, |_| {}).await;
    let finished = with(&world, one, 10, |_| {}).await;
    world.finish(&finished, "97250123").await;
    with(&world, two, 19, |_| {}).await;
    world.in_state(gone, State::Removed).await;
    let usage = |partner, accounts, finished, created_lately, finished_lately| PartnerUsage {
        partner,
        accounts,
        finished,
        created_lately,
        finished_lately,
    };
    let mut expected = [usage(one, 3, 1, 1, 1), usage(two, 1, 0, 0, 0)];
    expected.sort_by_key(|usage| usage.partner);
    let found = world.store.partner_usage(at(20)).await.unwrap();
    assert_eq!(found, expected);
    // A finish counts from its own instant on.
    for (since, lately) in [(50, 1), (51, 0)] {
        let found = world.store.partner_usage(at(since)).await.unwrap();
        let of_one = found.iter().find(|usage| usage.partner == one);
        assert_eq!(of_one.map(|usage| usage.finished_lately), Some(lately));
    }
    assert!(found.iter().all(|usage| usage.partner != bare));
}
