//! Hearing of work on other nodes.

use super::Shop;
use crate::unit;
use std::time::Duration;
use tokio::time::timeout;

pub(super) const LISTENERS: &str = "SELECT count(*) FROM pg_stat_activity
     WHERE datname = current_database() AND query LIKE 'LISTEN %'";

#[tokio::test]
async fn a_committed_notification_wakes_and_a_broken_connection_does_too() {
    let shop = Shop::open().await;
    shop.until(LISTENERS, "1").await;
    let mut work = shop.store.waker().wake_up();
    let notified = unit!(&*shop.store, |unit| unit
        .run("SELECT pg_notify('gangway_work', '')", &[]));
    notified.unwrap();
    timeout(Duration::from_secs(20), work.woken())
        .await
        .expect("woken by the notification");

    // Something may have been missed meanwhile: connecting anew wakes.
    let mut work = shop.store.waker().wake_up();
    shop.sql(&format!(
        "SELECT pg_terminate_backend(pid) FROM ({}) AS listener",
        LISTENERS.replace("count(*)", "pid")
    ));
    timeout(Duration::from_secs(20), work.woken())
        .await
        .expect("woken by the new connection");
    let mut work = shop.store.waker().wake_up();
    shop.sql("SELECT pg_notify('gangway_work', '')");
    timeout(Duration::from_secs(20), work.woken())
        .await
        .expect("listening again");
}

#[tokio::test]
async fn other_channels_and_lost_units_wake_nobody() {
    let shop = Shop::open().await;
    shop.until(LISTENERS, "1").await;
    // The wake-up of the first connection is over once one of our own was heard.
    let mut work = shop.store.waker().wake_up();
    shop.sql("SELECT pg_notify('gangway_work', '')");
    work.woken().await;
    let mut work = shop.store.waker().wake_up();
    let lost = unit!(&*shop.store, |unit| async {
        unit.run("SELECT pg_notify('gangway_work', '')", &[])
            .await?;
        Err::<(), _>(crate::error::Failure::Refused("no"))
    });
    lost.unwrap_err();
    shop.sql("SELECT pg_notify('other_work', '')");
    assert!(
        timeout(Duration::from_millis(500), work.woken())
            .await
            .is_err(),
        "nothing came up"
    );
    shop.store.close().await;
    shop.until(LISTENERS, "0").await;
}
