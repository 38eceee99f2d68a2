//! Migrations of tables that others work on.

use super::{Shop, empty, open};
use crate::connect::Connector;
use crate::schema::apply::{Patience, apply};
use crate::schema::look;
use crate::{PostgresOptions, PostgresUrl};
use refinery::{Migration, Runner};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use tokio::task::JoinSet;

const WAITING: &str = "SELECT count(*) FROM pg_stat_activity
     WHERE datname = current_database() AND wait_event_type = 'Lock'";
const ADDED: &str = "SELECT count(*) FROM information_schema.columns
     WHERE table_name = 'thing' AND column_name = 'colour'";

fn runner() -> Runner {
    let sql = "ALTER TABLE thing ADD COLUMN colour TEXT";
    let mut runner = Runner::new(&[Migration::unapplied("V1__colour", sql).unwrap()]);
    runner.set_migration_table_name("thing_history");
    runner.set_grouped(true)
}

async fn session(shop: &Shop) -> crate::connect::Alone {
    let url = PostgresUrl::parse(shop.database.url()).unwrap();
    let connector = Connector::new(&url, &PostgresOptions::default()).unwrap();
    let session = connector.alone().await.unwrap();
    let limits = "SET statement_timeout = 0; SET idle_in_transaction_session_timeout = 0";
    session.client.batch_execute(limits).await.unwrap();
    session
}

/// As pg_dump does until its end.
async fn dump(shop: &Shop) -> crate::connect::Alone {
    let dump = session(shop).await;
    let lock = "BEGIN; LOCK TABLE thing IN ACCESS SHARE MODE";
    dump.client.batch_execute(lock).await.unwrap();
    dump
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn readers_pass_a_migration_that_waits() {
    let shop = Shop::open().await;
    let dump = dump(&shop).await;
    let mut migrating = session(&shop).await;
    let patience = Patience {
        queued: Duration::from_millis(500),
        aside: Duration::from_millis(200),
        in_all: Duration::from_secs(120),
    };
    let migration = tokio::spawn(async move {
        let done = apply(&mut migrating.client, &runner(), patience).await;
        done.map_err(|error| error.to_string())
    });
    for _ in 0..3 {
        shop.until(WAITING, "1").await;
        assert_eq!(shop.sql("SELECT count(*) FROM thing"), "2");
        assert_eq!(shop.sql(ADDED), "0", "it waits on");
    }
    assert!(!migration.is_finished());
    drop(dump);
    migration.await.unwrap().unwrap();
    assert_eq!(shop.sql(ADDED), "1");
}

#[tokio::test]
async fn a_migration_gives_up_in_the_end() {
    let shop = Shop::open().await;
    let _dump = dump(&shop).await;
    let mut migrating = session(&shop).await;
    let patience = Patience {
        queued: Duration::from_millis(50),
        aside: Duration::from_millis(50),
        in_all: Duration::from_millis(300),
    };
    let given_up = apply(&mut migrating.client, &runner(), patience).await;
    assert!(given_up.is_err());
    assert_eq!(shop.sql("SELECT count(*) FROM thing_history"), "0");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_looks_while_the_first_node_migrates_sees_nothing_or_all_of_it() {
    // Each of them is one moment in which it could be seen half.
    const DATABASES: usize = 8;
    for _ in 0..DATABASES {
        let database = empty();
        let url = PostgresUrl::parse(database.url()).unwrap();
        let over = Arc::new(AtomicBool::new(false));
        let mut lookers = JoinSet::new();
        for _ in 0..3 {
            let connector = Connector::new(&url, &PostgresOptions::default()).unwrap();
            let over = Arc::clone(&over);
            lookers.spawn(async move {
                let session = connector.alone().await.unwrap();
                while !over.load(Ordering::Relaxed) {
                    let state = look(&session.client, &connector).await.unwrap();
                    assert!(
                        [None, Some(state.known)].contains(&state.stored),
                        "{state:?}"
                    );
                }
            });
        }
        let store = open(database.url(), &PostgresOptions::default()).await;
        over.store(true, Ordering::Relaxed);
        lookers.join_all().await;
        drop(store);
    }
}
