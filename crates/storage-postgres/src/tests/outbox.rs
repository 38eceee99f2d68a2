//! Several nodes that tell and send.

use super::{Shop, open};
use crate::error::Failure;
use crate::outbox::CLAIM;
use crate::{PostgresOptions, PostgresStore, unit};
use gangway_domain::{AccountId, Hash256, PartnerId, Sealed, Timestamp, WebhookUrl};
use gangway_storage::copy::sample;
use gangway_storage::{
    Accounts, Delivery, DeliveryAttempt, DeliveryEnd, DeliveryFilter, EndedDelivery,
    EndpointSecret, EventFilter, Journey, Lease, Outbox, ReplayAllOutcome, SetWebhook,
    StorageError, UrlChange, Webhooks,
};
use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::sync::{Barrier, oneshot};
use tokio::task::{JoinHandle, JoinSet};

/// After everything that was told.
fn now() -> Timestamp {
    Timestamp::from_secs(10_000_000_000)
}

fn lease(owner: i64) -> Lease {
    Lease {
        owner,
        until: Timestamp::from_secs(20_000_000_000),
    }
}

async fn listener(store: &PostgresStore, n: u64) -> PartnerId {
    let partner = sample::partner(store, n).await.id;
    let url = WebhookUrl::parse("https://example.com/hooks").unwrap();
    let change = SetWebhook {
        partner,
        url: UrlChange::Set(url.unwrap()),
        email: None,
        fresh: EndpointSecret {
            sealed: Sealed::from_bytes(vec![1]),
            hint: "abcd".to_owned(),
        },
        rotate: false,
        former_until: now(),
    };
    store.set_webhook(change).await.unwrap();
    partner
}

/// Three events of an account.
async fn three(store: &PostgresStore, partner: PartnerId, n: u64) -> AccountId {
    let account = sample::create(store, partner, n).await.id;
    store
        .open(account, Timestamp::from_secs(2_000))
        .await
        .unwrap();
    let started = store.start(account, Hash256([1; 32]), Timestamp::from_secs(3_000));
    started.await.unwrap();
    account
}

/// Whose account an event is of.
fn account(delivery: &Delivery) -> String {
    let page = delivery.body.split("\"landing_page\":\"").nth(1).unwrap();
    page.split('"').next().unwrap().to_owned()
}

fn attempt() -> DeliveryAttempt {
    DeliveryAttempt {
        at: now(),
        took: Duration::from_millis(3),
        http_status: Some(200),
        fault: None,
        answer: b"ok".to_vec(),
    }
}

fn ended(partner: PartnerId, delivery: i64, end: DeliveryEnd) -> EndedDelivery {
    EndedDelivery {
        delivery,
        partner,
        end,
    }
}

/// The database's own count, once all who might have raised it have gone.
async fn had_no_deadlock(shop: &Shop, other: &PostgresStore) {
    shop.store.close().await;
    other.close().await;
    let sessions = "SELECT count(*) FROM pg_stat_activity
         WHERE datname = current_database() AND pid <> pg_backend_pid()";
    shop.until(sessions, "0").await;
    let deadlocks = "SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()";
    assert_eq!(shop.sql(deadlocks), "0");
}

const WAITING: &str = "SELECT count(*) FROM pg_stat_activity
     WHERE datname = current_database() AND wait_event_type = 'Lock'";

/// A unit that has run a statement, and is not committed yet.
struct Held {
    may_end: oneshot::Sender<()>,
    unit: JoinHandle<Result<(), StorageError>>,
}

impl Held {
    async fn by(shop: &Shop, sql: &'static str, row: i64) -> Self {
        let (ran, has_run) = oneshot::channel();
        let (may_end, ends) = oneshot::channel::<()>();
        let store = Arc::clone(&shop.store);
        let unit = tokio::spawn(async move {
            let mut parts = Some((ran, ends));
            unit!(&*store, |unit| async {
                unit.run(sql, &[&row]).await?;
                let (ran, ends) = parts.take().expect("one try");
                ran.send(()).unwrap();
                ends.await.unwrap();
                Ok::<_, Failure>(())
            })
        });
        has_run.await.unwrap();
        Self { may_end, unit }
    }

    async fn commit(self) {
        self.may_end.send(()).unwrap();
        self.unit.await.unwrap().unwrap();
    }
}

/// What is being sent at this moment, by whichever node.
#[derive(Default)]
struct UnderWay {
    accounts: BTreeSet<String>,
    done: BTreeSet<i64>,
}

#[tokio::test(flavor = "multi_thread")]
async fn two_nodes_send_each_delivery_once_and_an_accounts_one_by_one() {
    let shop = Shop::open().await;
    let other = Arc::new(open(shop.database.url(), &PostgresOptions::default()).await);
    let partner = listener(&shop.store, 1).await;
    for n in 0..40 {
        three(&shop.store, partner, n).await;
    }
    // Those of an account one after the other.
    shop.sql("UPDATE delivery SET due_at = id");
    let under_way = Arc::new(Mutex::new(UnderWay::default()));
    let mut senders = JoinSet::new();
    for owner in 0..6 {
        let store = Arc::clone(if owner % 2 == 0 { &shop.store } else { &other });
        let under_way = Arc::clone(&under_way);
        senders.spawn(async move {
            while under_way.lock().unwrap().done.len() < 120 {
                let claimed = store.claim_deliveries(partner, lease(owner), 5, now());
                let claimed = claimed.await.unwrap();
                for delivery in &claimed {
                    let mut under_way = under_way.lock().unwrap();
                    assert!(under_way.accounts.insert(account(delivery)), "two of one");
                    assert!(under_way.done.insert(delivery.id), "one twice");
                }
                tokio::task::yield_now().await;
                let mut ends = Vec::new();
                for delivery in &claimed {
                    under_way
                        .lock()
                        .unwrap()
                        .accounts
                        .remove(&account(delivery));
                    let end = DeliveryEnd::Delivered(attempt());
                    ends.push(ended(partner, delivery.id, end));
                }
                store.end_deliveries(owner, ends, now()).await.unwrap();
            }
        });
    }
    senders.join_all().await;
    let left = "SELECT count(*) FILTER (WHERE state = 'delivered' AND tries = 1)
         || ' of ' || count(*) FROM delivery";
    assert_eq!(shop.sql(left), "120 of 120");
    had_no_deadlock(&shop, &other).await;
}

#[tokio::test]
async fn what_another_node_is_claiming_keeps_its_accounts_later_ones_waiting() {
    let shop = Shop::open().await;
    let partner = listener(&shop.store, 1).await;
    for n in 1..=2 {
        three(&shop.store, partner, n).await;
    }
    let (taking, is_taking) = oneshot::channel();
    let (let_go, may_end) = oneshot::channel::<()>();
    let store = Arc::clone(&shop.store);
    let claiming = tokio::spawn(async move {
        let mut parts = Some((taking, may_end));
        unit!(&*store, |unit| async {
            let until = lease(1).until.as_millis();
            let values: [&(dyn tokio_postgres::types::ToSql + Sync); 5] =
                [&partner.row(), &1_i64, &until, &1_i64, &now().as_millis()];
            let row = unit.first(CLAIM, &values).await?.expect("one is due");
            let (taking, may_end) = parts.take().expect("one try");
            taking.send(row.try_get::<_, i64>(0)?).unwrap();
            may_end.await.unwrap();
            Ok::<_, Failure>(())
        })
    });
    let taken = is_taking.await.unwrap();
    let of_taken = format!("SELECT account FROM delivery WHERE id = {taken}");
    let others = shop.store.claim_deliveries(partner, lease(2), 10, now());
    let others = others.await.unwrap();
    assert_eq!(others.len(), 1, "the first one of the other account");
    let of_other = format!("SELECT account FROM delivery WHERE id = {}", others[0].id);
    assert_ne!(shop.sql(&of_taken), shop.sql(&of_other));
    let_go.send(()).unwrap();
    claiming.await.unwrap().unwrap();
    let more = shop.store.claim_deliveries(partner, lease(2), 10, now());
    assert_eq!(more.await.unwrap(), []);
}

/// Sample accounts whose number is divisible by four have a link that ends.
#[tokio::test(flavor = "multi_thread")]
async fn two_nodes_that_close_links_do_not_wait_for_each_other_in_a_circle() {
    let shop = Shop::open().await;
    let other = Arc::new(open(shop.database.url(), &PostgresOptions::default()).await);
    let partners = [
        listener(&shop.store, 1).await,
        listener(&shop.store, 2).await,
        listener(&shop.store, 3).await,
    ];
    for n in 0..93_usize {
        let number = u64::try_from(n * 4).unwrap();
        sample::create(&*shop.store, partners[n % 3], number).await;
    }
    // Slow enough to get in each other's way.
    shop.sql(
        "CREATE FUNCTION linger() RETURNS trigger LANGUAGE plpgsql AS
             'BEGIN PERFORM pg_sleep(0.005); RETURN NEW; END';
         CREATE TRIGGER linger BEFORE INSERT ON partner_event
             FOR EACH ROW EXECUTE FUNCTION linger()",
    );
    let together = Arc::new(Barrier::new(3));
    let mut closing = JoinSet::new();
    for node in 0..3 {
        let store = Arc::clone(if node % 2 == 0 { &shop.store } else { &other });
        let together = Arc::clone(&together);
        closing.spawn(async move {
            let none = store.expire_links(1, Timestamp::from_secs(0)).await;
            assert_eq!(none.unwrap(), 0, "and a connection");
            together.wait().await;
            let mut closed = 0;
            loop {
                // Each begins with another partner.
                let some = store.expire_links(31, now()).await.unwrap();
                closed += some;
                if some == 0 {
                    return closed;
                }
            }
        });
    }
    assert_eq!(closing.join_all().await.into_iter().sum::<u32>(), 93);
    let told = "SELECT count(*) || ' ' || count(DISTINCT account) FROM partner_event
         WHERE event = 'onboarding.failed' AND sequence = 2";
    assert_eq!(shop.sql(told), "93 93");
    had_no_deadlock(&shop, &other).await;
}

#[tokio::test]
async fn partners_are_told_of_closed_links_in_one_order() {
    let shop = Shop::open().await;
    let (one, two) = (
        sample::partner(&*shop.store, 1).await.id,
        sample::partner(&*shop.store, 2).await.id,
    );
    // The link of the second one's account ends first.
    sample::create(&*shop.store, two, 4).await;
    sample::create(&*shop.store, one, 8).await;
    let hold = "UPDATE partner SET events = events WHERE id = $1";
    let busy = Held::by(&shop, hold, one.row()).await;
    let store = Arc::clone(&shop.store);
    let closing = tokio::spawn(async move { store.expire_links(10, now()).await });
    shop.until(WAITING, "1").await;
    let free = format!("SELECT id FROM partner WHERE id = {two} FOR NO KEY UPDATE NOWAIT");
    assert_eq!(shop.sql(&free), two.to_string(), "not before the first");
    busy.commit().await;
    assert_eq!(closing.await.unwrap().unwrap(), 2);
}

/// One that does not read back would be closed again and again, and keep the others open.
#[tokio::test]
async fn an_account_that_does_not_read_back_does_not_keep_links_open() {
    let shop = Shop::open().await;
    let partner = sample::partner(&*shop.store, 1).await.id;
    let damaged = sample::create(&*shop.store, partner, 4).await.id;
    sample::create(&*shop.store, partner, 8).await;
    shop.sql(&format!(
        "UPDATE account SET number = 'x' WHERE id = {damaged}"
    ));
    assert_eq!(shop.store.expire_links(10, now()).await.unwrap(), 2);
    let told = "SELECT count(*) FROM partner_event WHERE event = 'onboarding.failed'";
    assert_eq!(shop.sql(told), "1");
    assert_eq!(shop.sql("SELECT count(*) FROM timeline"), "2");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reader_that_goes_on_where_it_stopped_misses_no_event() {
    let shop = Shop::open().await;
    let other = Arc::new(open(shop.database.url(), &PostgresOptions::default()).await);
    let partner = sample::partner(&*shop.store, 1).await.id;
    // So that the first page is full, however slow the writers are.
    for n in 900..902 {
        three(&shop.store, partner, n).await;
    }
    let mut writers = JoinSet::new();
    for writer in 0..8_u64 {
        let store = Arc::clone(if writer % 2 == 0 { &shop.store } else { &other });
        writers.spawn(async move {
            for n in 0..10 {
                three(&store, partner, writer * 100 + n).await;
            }
        });
    }
    let (mut seen, mut full) = (0, 0);
    while seen < 246 {
        let filter = EventFilter {
            after: seen,
            limit: 5,
            ..EventFilter::default()
        };
        let page = other.events(partner, &filter).await.unwrap();
        let numbers: Vec<i64> = page.events.iter().map(|event| event.number).collect();
        let expected: Vec<i64> = (seen + 1..=page.seen).collect();
        assert_eq!(numbers, expected, "all up to the one that was seen");
        seen = page.seen;
        full += u32::from(numbers.len() == 5);
    }
    writers.join_all().await;
    assert!(full > 0);
    other.close().await;
}

/// What is told while an endpoint is being made comes after it, and so is sent there.
#[tokio::test]
async fn an_event_that_waits_for_an_endpoint_is_sent_to_it() {
    let shop = Shop::open().await;
    let partner = sample::partner(&*shop.store, 1).await.id;
    let account = sample::create(&*shop.store, partner, 1).await.id;
    let hold = "WITH locked AS (SELECT id FROM partner WHERE id = $1 FOR NO KEY UPDATE)
         INSERT INTO endpoint (partner, url, secret, hint)
         SELECT id, 'https://example.com/', '', '' FROM locked";
    let setting = Held::by(&shop, hold, partner.row()).await;
    let store = Arc::clone(&shop.store);
    let opening = tokio::spawn(async move { store.open(account, now()).await });
    shop.until(WAITING, "1").await;
    setting.commit().await;
    opening.await.unwrap().unwrap();
    let filter = DeliveryFilter {
        limit: 10,
        ..DeliveryFilter::default()
    };
    let deliveries = shop.store.deliveries(partner, &filter).await.unwrap();
    assert_eq!(deliveries.len(), 1);
}

#[tokio::test]
async fn an_endpoint_that_takes_everything_is_not_written() {
    let shop = Shop::open().await;
    let partner = listener(&shop.store, 1).await;
    three(&shop.store, partner, 1).await;
    let version = "SELECT xmin || ' ' || ctid FROM endpoint";
    let before = shop.sql(version);
    for owner in 1..=3 {
        let claimed = shop
            .store
            .claim_deliveries(partner, lease(owner), 10, now());
        let claimed = claimed.await.unwrap();
        assert_eq!(claimed.len(), 1);
        let end = ended(partner, claimed[0].id, DeliveryEnd::Delivered(attempt()));
        let off = shop.store.end_deliveries(owner, vec![end], now()).await;
        assert_eq!(off.unwrap(), []);
    }
    assert_eq!(shop.sql(version), before);
}

#[tokio::test]
async fn those_who_send_are_woken_by_commits_only() {
    let shop = Shop::open().await;
    let mut wake_up = shop.store.outbox_wake_up();
    let lost = unit!(&*shop.store, |unit| async {
        unit.wake_outbox();
        unit.run("UPDATE thing SET amount = 9", &[]).await?;
        Err::<(), _>(Failure::Refused("no"))
    });
    lost.unwrap_err();
    let woken = tokio::time::timeout(Duration::from_millis(200), wake_up.woken());
    assert!(woken.await.is_err(), "nothing was stored");
    let kept = unit!(&*shop.store, |unit| async {
        unit.wake_outbox();
        unit.run("UPDATE thing SET amount = 9", &[]).await
    });
    kept.unwrap();
    let woken = tokio::time::timeout(Duration::from_secs(20), wake_up.woken());
    woken.await.expect("woken");
    assert_eq!(shop.things(), "one=9 two=9");
}

#[tokio::test]
async fn what_does_not_read_back_stands_in_nobodys_way() {
    let shop = Shop::open().await;
    let (one, two) = (
        listener(&shop.store, 1).await,
        listener(&shop.store, 2).await,
    );
    let damaged = three(&shop.store, one, 1).await;
    three(&shop.store, one, 2).await;
    three(&shop.store, two, 3).await;
    shop.sql(&format!(
        "UPDATE partner_event SET event_id = 'x' WHERE account = {damaged} AND sequence = 1;
         UPDATE endpoint SET url = 'nowhere' WHERE partner = {two}"
    ));
    let due = shop.store.endpoints_due(now()).await.unwrap();
    let partners: Vec<PartnerId> = due.iter().map(|endpoint| endpoint.partner).collect();
    assert_eq!(partners, [one]);
    let claimed = shop.store.claim_deliveries(one, lease(1), 10, now()).await;
    assert_eq!(claimed.unwrap().len(), 1);
    let again = shop.store.claim_deliveries(one, lease(2), 10, now()).await;
    let again = again.unwrap();
    assert_eq!(again.len(), 1, "it has failed, and the next one goes on");
}

/// Whoever waits for a delivery holds none with a higher id.
#[tokio::test]
async fn deliveries_are_locked_in_one_order() {
    let shop = Shop::open().await;
    let partner = listener(&shop.store, 1).await;
    for n in 1..=2 {
        sample::create(&*shop.store, partner, n).await;
    }
    let claimed = shop.store.claim_deliveries(partner, lease(1), 10, now());
    let mut ids: Vec<i64> = claimed.await.unwrap().iter().map(|one| one.id).collect();
    ids.sort_unstable();
    let [low, high] = ids[..] else {
        panic!("{ids:?}");
    };
    for operation in ["end", "replay", "forget"] {
        let hold = "SELECT 1 FROM delivery WHERE id = $1 FOR UPDATE";
        let busy = Held::by(&shop, hold, low).await;
        let store = Arc::clone(&shop.store);
        let waiting = tokio::spawn(async move {
            match operation {
                "end" => {
                    let ends = [high, low].map(|id| ended(partner, id, DeliveryEnd::Released));
                    let off = store.end_deliveries(1, ends.to_vec(), now()).await.unwrap();
                    assert_eq!(off, []);
                }
                "replay" => {
                    let since = Timestamp::from_secs(0);
                    let again = store.replay_undelivered(partner, since, 0, 10, now());
                    let expected = ReplayAllOutcome::Queued {
                        queued: 2,
                        next: None,
                    };
                    assert_eq!(again.await.unwrap(), expected);
                }
                _ => assert_eq!(store.forget_events(now(), 10).await.unwrap(), 2),
            }
        });
        shop.until(WAITING, "1").await;
        let free = format!("SELECT id FROM delivery WHERE id = {high} FOR UPDATE NOWAIT");
        assert_eq!(shop.sql(&free), high.to_string(), "{operation}");
        busy.commit().await;
        waiting.await.unwrap();
    }
    assert_eq!(shop.sql("SELECT count(*) FROM delivery"), "0");
}

/// Everybody who locks deliveries, at once.
#[tokio::test(flavor = "multi_thread")]
async fn senders_repetitions_and_clearing_do_not_wait_in_a_circle() {
    let shop = Shop::open().await;
    let other = Arc::new(open(shop.database.url(), &PostgresOptions::default()).await);
    let partner = listener(&shop.store, 1).await;
    for n in 0..30 {
        three(&shop.store, partner, n).await;
    }
    let mut work = JoinSet::new();
    for owner in 0..4_i64 {
        let store = Arc::clone(if owner % 2 == 0 { &shop.store } else { &other });
        work.spawn(async move {
            for round in 0..25 {
                let claimed = store.claim_deliveries(partner, lease(owner), 20, now());
                let mut ends = Vec::new();
                for delivery in claimed.await.unwrap().into_iter().rev() {
                    let end = match (delivery.id + round) % 4 {
                        0 => DeliveryEnd::Delivered(attempt()),
                        1 => DeliveryEnd::Failed(attempt()),
                        2 => DeliveryEnd::Again(attempt(), now()),
                        _ => DeliveryEnd::Released,
                    };
                    ends.push(ended(partner, delivery.id, end));
                }
                store.end_deliveries(owner, ends, now()).await.unwrap();
            }
        });
        let store = Arc::clone(if owner % 2 == 0 { &shop.store } else { &other });
        work.spawn(async move {
            for round in 0..10_i64 {
                let since = Timestamp::from_secs(0);
                let again = store.replay_undelivered(partner, since, round, 40, now());
                assert!(matches!(again.await, Ok(ReplayAllOutcome::Queued { .. })));
                store.forget_events(now(), 2).await.unwrap();
            }
        });
    }
    work.join_all().await;
    let attempts = "SELECT count(*) FROM delivery d WHERE tries <>
         (SELECT count(*) FROM delivery_attempt WHERE delivery = d.id)";
    assert_eq!(shop.sql(attempts), "0");
    had_no_deadlock(&shop, &other).await;
}
