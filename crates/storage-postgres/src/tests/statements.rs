//! What statements answer, and what becomes of their transaction.

use super::Shop;
use crate::error::Failure;
use crate::reader::Sql;
use crate::tests::narrow;
use crate::{read, unit};
use gangway_storage::StorageError;
use std::future::ready;

fn names(error: &tokio_postgres::Error, constraint: &str) -> bool {
    error
        .as_db_error()
        .is_some_and(|error| error.constraint() == Some(constraint))
}

const ADD: &str = "INSERT INTO thing VALUES ($1, $2)";

#[tokio::test]
async fn a_unit_reads_its_own_writes_and_commits_them() {
    let shop = Shop::open().await;
    let seen: Result<(u64, i64, usize), StorageError> = unit!(&*shop.store, |unit| async {
        let changed = unit.run(ADD, &[&"three", &3_i64]).await?;
        let row = unit
            .first("SELECT amount FROM thing WHERE name = $1", &[&"three"])
            .await?
            .expect("just stored");
        let rows = unit.rows("SELECT 1 FROM thing", &[]).await?;
        // Nobody else sees it yet.
        assert_eq!(shop.things(), "one=1 two=2");
        Ok::<_, Failure>((changed, row.try_get(0)?, rows.len()))
    });
    assert_eq!(seen.unwrap(), (1, 3, 3));
    assert_eq!(shop.things(), "one=1 three=3 two=2");
}

#[tokio::test]
async fn a_unit_that_fails_changes_nothing_and_gives_its_connection_back() {
    let shop = Shop::with(narrow()).await;
    let failed = unit!(&*shop.store, |unit| async {
        unit.run(ADD, &[&"three", &3_i64]).await?;
        Err::<(), _>(Failure::Refused("changed its mind"))
    });
    assert!(matches!(failed, Err(StorageError::Refused(why)) if why == "changed its mind"));
    let nothing_asked: Result<u8, StorageError> =
        unit!(&*shop.store, |_unit| ready(Ok::<_, Failure>(7)));
    assert_eq!(nothing_asked.unwrap(), 7);
    let count = read!(&*shop.store, |reader| async {
        let row = reader.first("SELECT count(*) FROM thing", &[]).await?;
        Ok::<i64, Failure>(row.expect("a count").try_get(0)?)
    });
    assert_eq!(count.unwrap(), 2);
    assert_eq!(shop.things(), "one=1 two=2");
}

#[tokio::test]
async fn a_batch_answers_in_its_order() {
    let shop = Shop::open().await;
    let counts = unit!(&*shop.store, |unit| async {
        unit.batch(&[
            (ADD, &[&"three", &3_i64]),
            ("UPDATE thing SET amount = amount + 1", &[]),
            ("DELETE FROM thing WHERE name = $1", &[&"nobody"]),
        ])
        .await
    });
    assert_eq!(counts.unwrap(), [1, 3, 0]);
    assert_eq!(shop.things(), "one=2 three=4 two=3");
    let nothing = unit!(&*shop.store, |unit| unit.batch(&[]));
    assert_eq!(nothing.unwrap(), Vec::<u64>::new());
}

#[tokio::test]
async fn a_batch_reports_its_first_failure_and_its_connection_is_good() {
    let shop = Shop::with(narrow()).await;
    for _ in 0..2 {
        let failed = unit!(&*shop.store, |unit| async {
            unit.batch(&[
                (ADD, &[&"three", &3_i64]),
                (ADD, &[&"four", &-4_i64]),
                (ADD, &[&"one", &1_i64]),
            ])
            .await
        });
        let Err(StorageError::Refused(why)) = failed else {
            panic!("{failed:?}");
        };
        assert!(why.contains("thing_amount_positive"), "{why}");
    }
    assert_eq!(shop.things(), "one=1 two=2");
}

#[tokio::test]
async fn a_refused_row_can_be_a_value() {
    let shop = Shop::with(narrow()).await;
    let taken = unit!(&*shop.store, |unit| async {
        unit.run(ADD, &[&"three", &3_i64]).await?;
        match unit.run(ADD, &[&"one", &1_i64]).await {
            Err(Failure::Db(error)) if names(&error, "thing_name_once") => Ok(true),
            other => other.map(|_| false),
        }
    });
    assert!(taken.unwrap());
    // The value said that nothing happened, and so it is.
    assert_eq!(shop.things(), "one=1 two=2");
}

#[tokio::test]
async fn a_value_made_of_a_statement_that_was_never_sent_commits_nothing_either() {
    let shop = Shop::open().await;
    let value = unit!(&*shop.store, |unit| async {
        unit.run(ADD, &[&"three", &3_i64]).await?;
        // PostgreSQL does not hear of this one, and would commit the other.
        let wrong_type = unit.run(ADD, &[&"four", &"four"]).await;
        Ok::<_, Failure>(wrong_type.is_err())
    });
    assert!(value.unwrap());
    assert_eq!(shop.things(), "one=1 two=2");
}

#[tokio::test]
async fn stored_values_are_in_no_message() {
    let shop = Shop::open().await;
    shop.sql("INSERT INTO thing VALUES ('Ann-Marie', 3)");
    let mut failures = Vec::new();
    for (sql, said) in [
        (
            "INSERT INTO thing VALUES ('Ann-Marie', 3)",
            "thing_name_once",
        ),
        (
            "INSERT INTO thing VALUES ('Ann-Marie', -3)",
            "thing_amount_positive",
        ),
        ("INSERT INTO thing VALUES ('Ann-Marie', NULL)", "amount"),
        ("SELECT name::int FROM thing WHERE amount = 3", "22P02"),
    ] {
        let failed = unit!(&*shop.store, |unit| async {
            let failure = unit.run(sql, &[]).await.unwrap_err();
            failures.push(format!("{failure} {failure:?}"));
            Err::<(), _>(failure)
        });
        let Err(StorageError::Refused(why)) = failed else {
            panic!("{failed:?}");
        };
        assert!(why.contains(said), "{why}");
        failures.push(why);
    }
    for text in failures {
        assert!(!text.contains("Ann-Marie"), "{text}");
    }
}

#[tokio::test]
async fn what_does_not_read_back_is_corrupt_and_a_wrong_statement_is_refused() {
    let shop = Shop::open().await;
    shop.sql("INSERT INTO thing VALUES (NULL, 3)");
    let empty = read!(&*shop.store, |reader| async {
        let row = reader
            .first("SELECT name FROM thing WHERE amount = 3", &[])
            .await?;
        Ok::<String, Failure>(row.expect("stored").try_get(0)?)
    });
    assert!(matches!(empty, Err(StorageError::Corrupt(_))), "{empty:?}");
    let other_type = read!(&*shop.store, |reader| async {
        let row = reader.first("SELECT amount FROM thing", &[]).await?;
        Ok::<String, Failure>(row.expect("stored").try_get(0)?)
    });
    assert!(
        matches!(other_type, Err(StorageError::Refused(_))),
        "{other_type:?}"
    );
    let missing = read!(&*shop.store, |reader| reader
        .rows("SELECT 1 FROM nowhere", &[]));
    let Err(StorageError::Refused(why)) = missing else {
        panic!("{missing:?}");
    };
    assert!(why.contains("nowhere"), "{why}");
}

#[tokio::test]
async fn rows_stream_and_a_reader_that_stops_early_hurts_nobody() {
    let shop = Shop::with(narrow()).await;
    let sum = read!(&*shop.store, |reader| async {
        let mut sum = 0;
        reader
            .each(Sql::Kept("SELECT generate_series(1, 100000)"), &[], |row| {
                sum += i64::from(row.try_get::<_, i32>(0)?);
                Ok(())
            })
            .await?;
        Ok::<_, Failure>(sum)
    });
    assert_eq!(sum.unwrap(), 5_000_050_000);
    let stopped = read!(&*shop.store, |reader| reader.each(
        Sql::Once("SELECT generate_series(1, 100000)"),
        &[],
        |_| Err(Failure::Refused("enough"))
    ));
    assert!(matches!(stopped, Err(StorageError::Refused(_))));
    let row = read!(&*shop.store, |reader| reader.first("SELECT 1", &[]));
    assert!(row.unwrap().is_some());
}
