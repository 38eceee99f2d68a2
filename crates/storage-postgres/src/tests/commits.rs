//! When a unit is tried again, and when not.

use super::Shop;
use crate::error::Failure;
use crate::unit;
use gangway_storage::StorageError;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use tokio::sync::Barrier;

const HANG_UP: &str = "SELECT pg_terminate_backend(pg_backend_pid())";

#[tokio::test]
async fn a_connection_that_breaks_before_the_commit_costs_another_try() {
    let shop = Shop::open().await;
    let tries = AtomicU32::new(0);
    let done = unit!(&*shop.store, |unit| async {
        let this = tries.fetch_add(1, Ordering::Relaxed);
        unit.run("INSERT INTO thing VALUES ($1, 3)", &[&"three"])
            .await?;
        if this < 2 {
            unit.run(HANG_UP, &[]).await?;
        }
        Ok::<_, Failure>(this)
    });
    assert_eq!(done.unwrap(), 2);
    assert_eq!(shop.things(), "one=1 three=3 two=2");
}

#[tokio::test]
async fn a_connection_that_broke_unnoticed_costs_another_try() {
    let shop = Shop::open().await;
    let tries = AtomicU32::new(0);
    let done = unit!(&*shop.store, |unit| async {
        unit.run("INSERT INTO thing VALUES ($1, 3)", &[&"three"])
            .await?;
        if tries.fetch_add(1, Ordering::Relaxed) == 0 {
            let pid: i32 = unit
                .first("SELECT pg_backend_pid()", &[])
                .await?
                .expect("a row")
                .try_get(0)?;
            shop.sql(&format!("SELECT pg_terminate_backend({pid}, 5000)"));
            // Until this node has heard of it: no COMMIT is sent then.
            unit.until_closed().await;
        }
        Ok::<_, Failure>(())
    });
    done.unwrap();
    assert_eq!(tries.into_inner(), 2);
    assert_eq!(shop.things(), "one=1 three=3 two=2");
}

#[tokio::test]
async fn a_connection_that_breaks_while_committing_is_told_and_not_tried_again() {
    let shop = Shop::open().await;
    shop.sql(
        "CREATE FUNCTION hang_up() RETURNS trigger LANGUAGE plpgsql AS
             'BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NULL; END';
         CREATE CONSTRAINT TRIGGER last AFTER INSERT ON thing
             DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION hang_up()",
    );
    let tries = AtomicU32::new(0);
    let done = unit!(&*shop.store, |unit| async {
        tries.fetch_add(1, Ordering::Relaxed);
        unit.run("INSERT INTO thing VALUES ($1, 3)", &[&"three"])
            .await
    });
    let Err(StorageError::Unavailable(why)) = done else {
        panic!("{done:?}");
    };
    assert!(
        why.contains("while the change was being committed"),
        "{why}"
    );
    assert_eq!(tries.into_inner(), 1);
}

#[tokio::test]
async fn a_commit_that_postgresql_refuses_is_rolled_back_and_known_to_be() {
    let shop = Shop::open().await;
    shop.sql(
        "CREATE TABLE part (thing TEXT CONSTRAINT part_of_thing
             REFERENCES thing (name) DEFERRABLE INITIALLY DEFERRED)",
    );
    let done = unit!(&*shop.store, |unit| unit
        .run("INSERT INTO part VALUES ($1)", &[&"nothing"]));
    let Err(StorageError::Refused(why)) = done else {
        panic!("{done:?}");
    };
    assert!(why.contains("part_of_thing"), "{why}");
    assert_eq!(shop.sql("SELECT count(*) FROM part"), "0");
}

#[tokio::test]
async fn a_deadlock_ends_with_both_units_done() {
    let shop = Shop::open().await;
    let met = Arc::new(Barrier::new(2));
    let raise = |first: &'static str, second: &'static str| {
        let store = Arc::clone(&shop.store);
        let met = Arc::clone(&met);
        tokio::spawn(async move {
            let tries = AtomicU32::new(0);
            unit!(&*store, |unit| async {
                const RAISE: &str = "UPDATE thing SET amount = amount + 10 WHERE name = $1";
                unit.run(RAISE, &[&first]).await?;
                if tries.fetch_add(1, Ordering::Relaxed) == 0 {
                    met.wait().await;
                }
                unit.run(RAISE, &[&second]).await
            })
        })
    };
    let (one, two) = (raise("one", "two"), raise("two", "one"));
    one.await.unwrap().unwrap();
    two.await.unwrap().unwrap();
    assert_eq!(shop.things(), "one=21 two=22");
}

#[tokio::test]
async fn conflicts_without_an_end_are_busy() {
    let shop = Shop::open().await;
    shop.sql(
        "CREATE FUNCTION conflict() RETURNS int LANGUAGE plpgsql AS
             'BEGIN RAISE EXCEPTION ''in the way'' USING ERRCODE = ''40001''; END'",
    );
    let tries = AtomicU32::new(0);
    let done = unit!(&*shop.store, |unit| async {
        tries.fetch_add(1, Ordering::Relaxed);
        unit.run("SELECT conflict()", &[]).await
    });
    assert!(matches!(done, Err(StorageError::Busy(_))), "{done:?}");
    assert_eq!(tries.into_inner(), 5);
}

#[tokio::test]
async fn a_table_that_a_newer_node_changed_is_read_anew() {
    let shop = Shop::open().await;
    let read = || async {
        unit!(&*shop.store, |unit| async {
            let row = unit.first("SELECT * FROM thing WHERE name = 'one'", &[]);
            Ok::<usize, Failure>(row.await?.expect("stored").len())
        })
    };
    assert_eq!(read().await.unwrap(), 2);
    shop.sql("ALTER TABLE thing ADD COLUMN colour TEXT");
    assert_eq!(read().await.unwrap(), 3);
}

#[tokio::test]
async fn what_one_connection_finds_out_counts_for_the_idle_ones() {
    let shop = Shop::open().await;
    const READ: &str = "SELECT *, pg_sleep(0.2) FROM thing WHERE name = 'one'";
    let mut warm = tokio::task::JoinSet::new();
    for _ in 0..4 {
        let store = Arc::clone(&shop.store);
        warm.spawn(async move { unit!(&*store, |unit| unit.run(READ, &[])) });
    }
    for outcome in warm.join_all().await {
        assert_eq!(outcome.unwrap(), 1);
    }
    shop.sql("ALTER TABLE thing ADD COLUMN colour TEXT");
    let tries = AtomicU32::new(0);
    let read = unit!(&*shop.store, |unit| {
        tries.fetch_add(1, Ordering::Relaxed);
        unit.run(READ, &[])
    });
    assert_eq!(read.unwrap(), 1);
    // The other three would fail as well, and are not asked.
    assert_eq!(tries.into_inner(), 2);
}
