//! Servers that cannot be reached or do not let Gangway in.

use crate::{database, elsewhere, impatient, open, parsed, password_of, refusal, sql};
use gangway_pg_cluster::{Cluster, ClusterOptions, StopMode, psql};
use gangway_storage::Partners;
use gangway_storage_postgres::PostgresStore;
use tokio::net::TcpListener;

#[tokio::test]
async fn a_wrong_password() {
    let database = database();
    let url = database
        .url()
        .replace(password_of(database.url()), "not-this-one");
    let why = refusal(&url).await;
    assert!(why.contains("check user and password"), "{why}");
}

#[tokio::test]
async fn a_missing_database() {
    let database = database();
    let url = database.url().replace(database.name(), "no_such_shop");
    let why = refusal(&url).await;
    assert!(why.contains("no_such_shop"), "{why}");
    assert!(why.contains("create the database"), "{why}");
}

#[tokio::test]
async fn nobody_at_the_address() {
    let taken = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let place = taken.local_addr().unwrap().to_string();
    let url = format!("postgres://ann:sesame-street@{place}/shop");
    // Listens, and says nothing.
    let why = refusal(&url).await;
    assert!(why.contains(&place), "{why}");
    assert!(why.contains("does not answer"), "{why}");
    drop(taken);
    let why = refusal(&url).await;
    assert!(why.contains(&place), "{why}");
    assert!(why.contains("refused"), "{why}");
}

#[tokio::test]
async fn a_database_that_is_read_only() {
    let database = database();
    let name = database.name();
    sql(
        &database,
        &format!("ALTER DATABASE \"{name}\" SET default_transaction_read_only = on"),
    );
    let why = refusal(database.url()).await;
    assert!(why.contains("read only"), "{why}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_standby_is_refused_until_it_is_in_charge() {
    let mut cluster = Cluster::start(&ClusterOptions::default()).unwrap();
    let url = cluster.url("postgres");
    open(&url).await.close().await;
    psql(
        &url,
        "DO $$ BEGIN EXECUTE format('COPY (SELECT) TO %L',
             current_setting('data_directory') || '/standby.signal'); END $$",
    )
    .unwrap();
    cluster.stop(StopMode::Fast).unwrap();
    cluster.start_again().unwrap();
    let why = refusal(&url).await;
    assert!(why.contains("standby"), "{why}");
    assert!(why.contains("primary"), "{why}");

    psql(&url, "SELECT pg_promote()").unwrap();
    let store = open(&url).await;
    assert!(store.partners().await.unwrap().is_empty());
    store.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn of_several_servers_the_one_that_takes_writes() {
    let database = database();
    let closed = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let nobody = closed.local_addr().unwrap().to_string();
    drop(closed);
    let (_, after) = database.url().split_once('@').unwrap();
    let (place, _) = after.split_once('/').unwrap();
    let url = elsewhere(database.url(), &format!("{nobody},{place}"));
    let store = open(&url).await;
    assert!(store.partners().await.unwrap().is_empty());
    store.close().await;
}

#[tokio::test]
async fn a_store_shows_its_server_but_not_its_password() {
    let database = database();
    let store = PostgresStore::open(&parsed(database.url()), &impatient())
        .await
        .unwrap();
    let shown = format!("{store:?}");
    assert!(shown.contains(database.name()), "{shown}");
    assert!(!shown.contains(password_of(database.url())), "{shown}");
    store.close().await;
}
