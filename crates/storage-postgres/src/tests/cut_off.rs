//! A request that is cancelled takes its work back.

use super::{Shop, narrow};
use crate::error::Failure;
use crate::{PostgresOptions, read, unit};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::oneshot;

const OPEN_TRANSACTIONS: &str = "SELECT count(*) FROM pg_stat_activity
     WHERE datname = current_database() AND application_name = 'gangway'
       AND state LIKE 'idle in transaction%'";

const WAITING_FOR_LOCKS: &str = "SELECT count(*) FROM pg_stat_activity
     WHERE datname = current_database() AND wait_event_type = 'Lock'";

#[tokio::test]
async fn a_unit_dropped_half_way_leaves_no_transaction_and_no_lock() {
    let shop = Shop::with(narrow()).await;
    let (locked, is_locked) = oneshot::channel();
    let store = Arc::clone(&shop.store);
    let cancelled = tokio::spawn(async move {
        let mut locked = Some(locked);
        let _: Result<(), _> = unit!(&*store, |unit| async {
            unit.run("UPDATE thing SET amount = 100", &[]).await?;
            if let Some(locked) = locked.take() {
                locked.send(()).unwrap();
            }
            std::future::pending::<Result<(), Failure>>().await
        });
    });
    is_locked.await.unwrap();
    assert_eq!(shop.sql(OPEN_TRANSACTIONS), "1");
    cancelled.abort();
    assert!(cancelled.await.unwrap_err().is_cancelled());
    // The only connection's place is free again, and so is the row. Nothing of the other
    // change is committed with this one.
    let changed = unit!(&*shop.store, |unit| unit
        .run("UPDATE thing SET amount = 5 WHERE name = 'one'", &[]));
    assert_eq!(changed.unwrap(), 1);
    assert_eq!(shop.sql(OPEN_TRANSACTIONS), "0");
    assert_eq!(shop.things(), "one=5 two=2");
}

#[tokio::test]
async fn a_unit_dropped_while_it_waits_for_a_lock_does_not_go_on_waiting() {
    let shop = Shop::with(PostgresOptions {
        max_connections: 2,
        ..narrow()
    })
    .await;
    shop.sql("CREATE TABLE held (id INT)");
    let (locked, is_locked) = oneshot::channel();
    let (let_go, may_end) = oneshot::channel::<()>();
    let store = Arc::clone(&shop.store);
    let holder = tokio::spawn(async move {
        let mut parts = Some((locked, may_end));
        unit!(&*store, |unit| async {
            unit.run("LOCK TABLE held", &[]).await?;
            let (locked, may_end) = parts.take().expect("one try");
            locked.send(()).unwrap();
            may_end.await.unwrap();
            Ok::<_, Failure>(())
        })
    });
    is_locked.await.unwrap();
    let store = Arc::clone(&shop.store);
    let waiting =
        tokio::spawn(
            async move { unit!(&*store, |unit| unit.run("INSERT INTO held VALUES (1)", &[])) },
        );
    shop.until(WAITING_FOR_LOCKS, "1").await;
    waiting.abort();
    assert!(waiting.await.unwrap_err().is_cancelled());
    // Long before it would have had enough of waiting.
    shop.until(WAITING_FOR_LOCKS, "0").await;
    let_go.send(()).unwrap();
    holder.await.unwrap().unwrap();
    assert_eq!(shop.sql("SELECT count(*) FROM held"), "0");
}

#[tokio::test]
async fn a_read_dropped_in_the_middle_does_not_hold_up_the_next() {
    let shop = Shop::with(narrow()).await;
    let store = Arc::clone(&shop.store);
    let reading = tokio::spawn(async move {
        read!(&*store, |reader| reader.rows("SELECT pg_sleep(100)", &[])).map(drop)
    });
    shop.until(
        "SELECT count(*) FROM pg_stat_activity
         WHERE datname = current_database() AND wait_event = 'PgSleep'",
        "1",
    )
    .await;
    reading.abort();
    assert!(reading.await.unwrap_err().is_cancelled());
    let next = tokio::time::timeout(Duration::from_secs(50), async {
        read!(&*shop.store, |reader| reader.first("SELECT 1", &[]))
    })
    .await;
    assert!(next.expect("no waiting for the other").unwrap().is_some());
}
