//! Nothing is waited for without an end.

use super::{Shop, narrow};
use crate::error::Failure;
use crate::{PostgresOptions, read, unit};
use gangway_storage::StorageError;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::oneshot;

#[tokio::test]
async fn a_statement_that_takes_too_long_is_busy() {
    let shop = Shop::with(PostgresOptions {
        statement_timeout: Duration::from_millis(200),
        ..PostgresOptions::default()
    })
    .await;
    let slept = read!(&*shop.store, |reader| reader
        .first("SELECT pg_sleep(60)", &[]));
    let Err(StorageError::Busy(why)) = slept else {
        panic!("{slept:?}");
    };
    assert!(why.contains("took longer"), "{why}");
}

#[tokio::test]
async fn a_lock_that_is_held_too_long_is_busy() {
    let shop = Shop::with(PostgresOptions {
        statement_timeout: Duration::from_secs(2),
        ..PostgresOptions::default()
    })
    .await;
    let (locked, is_locked) = oneshot::channel();
    let (let_go, may_end) = oneshot::channel::<()>();
    // Another program's session: it has limits of its own.
    let other = super::open(shop.database.url(), &PostgresOptions::default()).await;
    let holder = tokio::spawn(async move {
        let mut parts = Some((locked, may_end));
        unit!(&other, |unit| async {
            unit.run("UPDATE thing SET amount = 9 WHERE name = 'one'", &[])
                .await?;
            let (locked, may_end) = parts.take().expect("one try");
            locked.send(()).unwrap();
            may_end.await.unwrap();
            Ok::<_, Failure>(())
        })
    });
    is_locked.await.unwrap();
    let blocked = unit!(&*shop.store, |unit| unit
        .run("UPDATE thing SET amount = 7 WHERE name = 'one'", &[]));
    let Err(StorageError::Busy(why)) = blocked else {
        panic!("{blocked:?}");
    };
    assert!(why.contains("lock"), "{why}");
    let_go.send(()).unwrap();
    holder.await.unwrap().unwrap();
    assert_eq!(shop.things(), "one=9 two=2");
}

#[tokio::test]
async fn no_free_connection_is_busy_after_the_wait() {
    let shop = Shop::with(PostgresOptions {
        wait: Duration::from_secs(2),
        ..narrow()
    })
    .await;
    let (taken, is_taken) = oneshot::channel();
    let (let_go, may_end) = oneshot::channel::<()>();
    let store = Arc::clone(&shop.store);
    let holder = tokio::spawn(async move {
        let mut parts = Some((taken, may_end));
        unit!(&*store, |unit| async {
            unit.run("UPDATE thing SET amount = 9", &[]).await?;
            let (taken, may_end) = parts.take().expect("one try");
            taken.send(()).unwrap();
            may_end.await.unwrap();
            Ok::<_, Failure>(())
        })
    });
    is_taken.await.unwrap();
    let refused = read!(&*shop.store, |reader| reader.first("SELECT 1", &[]));
    let Err(StorageError::Busy(why)) = refused else {
        panic!("{refused:?}");
    };
    assert!(why.contains("in use"), "{why}");
    let_go.send(()).unwrap();
    holder.await.unwrap().unwrap();
    let row = read!(&*shop.store, |reader| reader.first("SELECT 1", &[]));
    assert!(row.unwrap().is_some());
}

#[tokio::test]
async fn a_server_that_falls_silent_is_unavailable_and_its_connection_closed() {
    let shop = Shop::with(PostgresOptions {
        statement_timeout: Duration::from_secs(3600),
        ..narrow()
    })
    .await;
    let slept = read!(&*shop.store, |reader| async {
        reader.first("SELECT 1", &[]).await?;
        // With nothing else to do the clock jumps to the end of the patience.
        tokio::time::pause();
        reader.first("SELECT pg_sleep(3600)", &[]).await
    });
    tokio::time::resume();
    let Err(StorageError::Unavailable(why)) = slept else {
        panic!("{slept:?}");
    };
    assert!(why.contains("stopped answering"), "{why}");
    let row = read!(&*shop.store, |reader| reader.first("SELECT 1", &[]));
    assert!(row.unwrap().is_some());
}

#[tokio::test]
async fn a_closed_store_is_unavailable() {
    let shop = Shop::open().await;
    shop.store.close().await;
    let refused = read!(&*shop.store, |reader| reader.first("SELECT 1", &[]));
    let Err(StorageError::Unavailable(why)) = refused else {
        panic!("{refused:?}");
    };
    assert!(why.contains("shut down"), "{why}");
    shop.until(
        "SELECT count(*) FROM pg_stat_activity
         WHERE datname = current_database() AND application_name = 'gangway'",
        "0",
    )
    .await;
}
