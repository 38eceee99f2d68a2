//! The server goes away and comes back.

use super::open;
use crate::error::Failure;
use crate::{PostgresOptions, PostgresStore, read, unit};
use gangway_pg_cluster::{Cluster, ClusterOptions, StopMode, psql};
use gangway_storage::StorageError;
use std::sync::Arc;
use std::time::Duration;

async fn answer(store: &PostgresStore) -> Result<i32, StorageError> {
    read!(store, |reader| async {
        let row = reader.first("SELECT 42", &[]).await?;
        Ok::<i32, Failure>(row.expect("a row").try_get(0)?)
    })
}

async fn add(store: &PostgresStore) -> Result<u64, StorageError> {
    unit!(store, |unit| unit.run("INSERT INTO note VALUES (1)", &[]))
}

/// Some connections that lie idle.
async fn warm(store: &Arc<PostgresStore>) {
    let mut tasks = tokio::task::JoinSet::new();
    for _ in 0..4 {
        let store = Arc::clone(store);
        tasks.spawn(async move {
            read!(&*store, |reader| reader.first("SELECT pg_sleep(0.1)", &[])).map(drop)
        });
    }
    for outcome in tasks.join_all().await {
        outcome.unwrap();
    }
}

async fn survives(mode: StopMode) {
    let mut cluster = Cluster::start(&ClusterOptions::default()).unwrap();
    let url = cluster.url("postgres");
    let options = PostgresOptions {
        wait: Duration::from_secs(60),
        ..PostgresOptions::default()
    };
    let store = Arc::new(open(&url, &options).await);
    psql(&url, "CREATE TABLE note (id INT)").unwrap();
    warm(&store).await;

    // Back before anybody asks: the idle connections are dead.
    cluster.stop(mode).unwrap();
    cluster.start_again().unwrap();
    assert_eq!(answer(&store).await.unwrap(), 42);
    assert_eq!(add(&store).await.unwrap(), 1);
    warm(&store).await;

    // Down when they ask, and back within the wait.
    cluster.stop(mode).unwrap();
    let asked: Vec<_> = (0..8)
        .map(|_| {
            let store = Arc::clone(&store);
            tokio::spawn(async move { (answer(&store).await, add(&store).await) })
        })
        .collect();
    let cluster = tokio::task::spawn_blocking(move || {
        cluster.start_again().unwrap();
        cluster
    })
    .await
    .unwrap();
    for asked in asked {
        let (answer, added) = asked.await.unwrap();
        assert_eq!(answer.unwrap(), 42);
        assert_eq!(added.unwrap(), 1);
    }
    assert_eq!(psql(&url, "SELECT count(*) FROM note").unwrap().trim(), "9");
    drop(cluster);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_orderly_restart_is_only_a_pause() {
    survives(StopMode::Fast).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_crash_is_only_a_pause() {
    survives(StopMode::Immediate).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_stays_away_is_unavailable_until_it_is_back() {
    let mut cluster = Cluster::start(&ClusterOptions::default()).unwrap();
    let url = cluster.url("postgres");
    let options = PostgresOptions {
        wait: Duration::from_secs(2),
        ..PostgresOptions::default()
    };
    let store = open(&url, &options).await;
    assert_eq!(answer(&store).await.unwrap(), 42);
    cluster.stop(StopMode::Fast).unwrap();
    let refused = answer(&store).await;
    let Err(StorageError::Unavailable(why)) = refused else {
        panic!("{refused:?}");
    };
    assert!(why.contains("127.0.0.1"), "{why}");
    cluster.start_again().unwrap();
    assert_eq!(answer(&store).await.unwrap(), 42);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_without_room_is_unavailable_and_says_the_mend() {
    let cluster = Cluster::start(&ClusterOptions {
        max_connections: 6,
        settings: vec![
            ("superuser_reserved_connections".to_owned(), "0".to_owned()),
            ("max_wal_senders".to_owned(), "0".to_owned()),
        ],
        ..ClusterOptions::default()
    })
    .unwrap();
    let options = PostgresOptions {
        wait: Duration::from_secs(2),
        ..PostgresOptions::default()
    };
    let store = Arc::new(open(&cluster.url("postgres"), &options).await);
    let mut tasks = tokio::task::JoinSet::new();
    for _ in 0..8 {
        let store = Arc::clone(&store);
        tasks.spawn(async move {
            read!(&*store, |reader| reader.first("SELECT pg_sleep(4)", &[])).map(drop)
        });
    }
    let refused: Vec<String> = tasks
        .join_all()
        .await
        .into_iter()
        .filter_map(Result::err)
        .map(|error| error.to_string())
        .collect();
    assert!(!refused.is_empty());
    for why in &refused {
        assert!(why.contains("lower the number of connections"), "{why}");
    }
    assert_eq!(answer(&store).await.unwrap(), 42);
}
