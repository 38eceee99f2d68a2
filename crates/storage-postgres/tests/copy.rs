//! The database as an end of a copy. Copies between the two kinds of store are tried where
//! both are at hand, in the tests of the binary.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use gangway_domain::OnboardingState;
use gangway_pg_cluster::{Database, psql};
use gangway_storage::copy::{
    CopyEnd, CopyOptions, CopyTarget, Kind, META_COLUMNS, TABLES, TargetState, copy, sample,
};
use gangway_storage::{Partners, StorageError};
use gangway_storage_postgres::{
    PostgresOptions, PostgresStore, PostgresUrl, bring_up, copy_source, copy_target, overview,
};
use std::collections::BTreeSet;

fn database() -> (Database, PostgresUrl) {
    let server = std::env::var("GANGWAY_TEST_POSTGRES")
        .expect("GANGWAY_TEST_POSTGRES names no server; run the tests with cargo xtask test");
    let database = Database::create(&server).unwrap();
    let url = PostgresUrl::parse(database.url()).unwrap();
    (database, url)
}

fn options() -> PostgresOptions {
    PostgresOptions::default()
}

async fn open(url: &PostgresUrl) -> PostgresStore {
    PostgresStore::open(url, &options()).await.unwrap()
}

/// The lines that a statement gives.
fn lines(database: &Database, statement: &str) -> BTreeSet<String> {
    let said = psql(database.url(), statement).unwrap();
    said.lines().map(str::to_owned).collect()
}

async fn refusal(url: &PostgresUrl) -> String {
    match PostgresStore::open(url, &options()).await {
        Err(StorageError::Unavailable(message)) => message,
        other => panic!("not refused as unavailable: {other:?}"),
    }
}

#[tokio::test]
async fn the_description_of_the_tables_is_the_schema() {
    let (database, url) = database();
    bring_up(&url, &options()).await.unwrap();
    let stored = lines(
        &database,
        "SELECT c.table_name || '.' || c.column_name || ' ' || c.data_type || ' ' || c.is_nullable
             || ' ' || coalesce(k.ordinal_position::text, '-') || ' ' || c.is_identity
             || ' ' || coalesce(c.collation_name, '-')
         FROM information_schema.columns c
         LEFT JOIN information_schema.table_constraints t
             ON t.table_schema = c.table_schema AND t.table_name = c.table_name
             AND t.constraint_type = 'PRIMARY KEY'
         LEFT JOIN information_schema.key_column_usage k
             ON k.constraint_schema = t.constraint_schema
             AND k.constraint_name = t.constraint_name AND k.column_name = c.column_name
         WHERE c.table_schema = 'public'
             AND c.table_name NOT IN ('refinery_schema_history', 'store_meta');",
    );
    let mut described = BTreeSet::new();
    for table in TABLES {
        for (at, column) in table.columns.iter().enumerate() {
            let (kind, collation) = match column.kind {
                Kind::Int => ("bigint", "-"),
                Kind::Flag => ("boolean", "-"),
                // Keys have the same order in both stores.
                Kind::Text => ("text", "C"),
                Kind::Bytes => ("bytea", "-"),
            };
            let nullable = if column.nullable { "YES" } else { "NO" };
            let key = if at < table.key {
                (at + 1).to_string()
            } else {
                "-".to_owned()
            };
            let identity = if table.numbered && at == 0 {
                "YES"
            } else {
                "NO"
            };
            described.insert(format!(
                "{}.{} {kind} {nullable} {key} {identity} {collation}",
                table.name, column.name
            ));
        }
    }
    assert_eq!(stored, described);

    let stored = lines(
        &database,
        "SELECT column_name FROM information_schema.columns WHERE table_name = 'store_meta';",
    );
    let described: BTreeSet<String> = META_COLUMNS
        .iter()
        .map(|column| column.name)
        .chain(["id", "works_from", "copying"])
        .map(str::to_owned)
        .collect();
    assert_eq!(stored, described);
}

#[tokio::test]
async fn a_source_that_is_written_meanwhile_is_copied_as_of_one_moment() {
    let ((_from, from), (_into, into)) = (database(), database());
    let store = open(&from).await;
    sample::fill(&store, 1..3).await;
    let mut source = copy_source(&from, &options()).await.unwrap();
    assert!(source.in_use().await.unwrap(), "a node works on it");
    sample::fill(&store, 3..5).await;
    store.close().await;
    let mut target = copy_target(&into, &options()).await.unwrap();
    let report = copy(
        &mut source,
        &mut target,
        &CopyOptions::default(),
        &mut |_| (),
    )
    .await
    .unwrap();
    assert_eq!(report.tables[0].rows, 2);
    drop((source, target));
    let copied = open(&into).await;
    assert_eq!(copied.partners().await.unwrap().len(), 2);
    sample::goes_on(&copied, 9).await;
    copied.close().await;
    assert!(
        !copy_source(&from, &options())
            .await
            .unwrap()
            .in_use()
            .await
            .unwrap()
    );
}

#[tokio::test]
async fn a_target_is_nobody_elses_meanwhile() {
    let (_into, into) = database();
    let store = open(&into).await;
    let error = copy_target(&into, &options()).await.err().unwrap();
    assert!(error.to_string().contains("stop the nodes"), "{error}");
    store.close().await;
    let mut target = copy_target(&into, &options()).await.unwrap();
    let error = copy_target(&into, &options()).await.err().unwrap();
    assert!(
        error.to_string().contains("another copy goes into it"),
        "{error}"
    );
    assert_eq!(target.state().await.unwrap(), TargetState::Empty);
    target.begin("sqlite:/old.db").await.unwrap();
    let said = refusal(&into).await;
    for part in [
        "sqlite:/old.db",
        "was not finished",
        "gangway db copy again",
    ] {
        assert!(said.contains(part), "{said}");
    }
    drop(target);
    let seen = overview(&into, &options()).await.unwrap();
    assert_eq!(seen.data.copying.as_deref(), Some("sqlite:/old.db"));
    assert!(copy_source(&into, &options()).await.is_err());
    let mut target = copy_target(&into, &options()).await.unwrap();
    let unfinished = TargetState::Unfinished("sqlite:/old.db".to_owned());
    assert_eq!(target.state().await.unwrap(), unfinished);
    target.finish(Some(vec![1])).await.unwrap();
    assert_eq!(target.key_probe().await.unwrap(), Some(vec![1]));
    drop(target);
    open(&into).await.close().await;
}

/// How many nodes hold the lock that they share.
const NODES: &str = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND granted
     AND mode = 'ShareLock'
     AND database = (SELECT oid FROM pg_database WHERE datname = current_database());";

async fn until(database: &Database, statement: &str, expected: &str) {
    let expected = BTreeSet::from([expected.to_owned()]);
    for _ in 0..400 {
        if lines(database, statement) == expected {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    panic!("{statement}: never {expected:?}");
}

fn named(database: &Database, name: &str) -> PostgresUrl {
    let address = format!("{}?application_name={name}", database.url());
    PostgresUrl::parse(&address).unwrap()
}

#[tokio::test]
async fn a_node_is_seen_under_any_name() {
    let (database, into) = database();
    bring_up(&into, &options()).await.unwrap();
    let target = copy_target(&into, &options()).await.unwrap();
    // It does not get the lock while somebody copies, and gets it after that.
    let store = open(&named(&database, "till")).await;
    drop(target);
    until(&database, NODES, "1").await;
    let error = copy_target(&into, &options()).await.err().unwrap();
    assert!(error.to_string().contains("stop the nodes"), "{error}");
    let mut source = copy_source(&into, &options()).await.unwrap();
    assert!(source.in_use().await.unwrap());
    store.close().await;
    drop(source);
    copy_target(&into, &options()).await.unwrap();
}

#[tokio::test]
async fn a_node_that_comes_before_the_mark_is_seen_and_the_mark_taken_away() {
    let (database, into) = database();
    const MARK: &str = "SELECT coalesce(copying, 'none') FROM store_meta;";
    let mut target = copy_target(&into, &options()).await.unwrap();
    assert_eq!(target.state().await.unwrap(), TargetState::Empty);
    let store = open(&into).await;
    let error = target.begin("sqlite:/old.db").await.unwrap_err();
    assert!(error.to_string().contains("stop the nodes"), "{error}");
    until(&database, MARK, "none").await;
    sample::fill(&store, 1..2).await;
    store.close().await;
    // It has written since the target was found empty.
    let error = target.begin("sqlite:/old.db").await.unwrap_err();
    assert!(error.to_string().contains("not empty any more"), "{error}");
    until(&database, MARK, "none").await;
    drop(target);
    let store = open(&into).await;
    assert_eq!(store.partners().await.unwrap().len(), 1);
    store.close().await;
}

#[tokio::test]
async fn a_copy_is_not_finished_while_somebody_else_is_there() {
    let (database, into) = database();
    let mut target = copy_target(&into, &options()).await.unwrap();
    target.begin("sqlite:/old.db").await.unwrap();
    let config: tokio_postgres::Config = database.url().parse().unwrap();
    let (client, connection) = config
        .clone()
        .application_name("gangway")
        .connect(tokio_postgres::NoTls)
        .await
        .unwrap();
    let connection = tokio::spawn(connection);
    let error = target.finish(None).await.unwrap_err();
    assert!(error.to_string().contains("stop the nodes"), "{error}");
    assert!(refusal(&into).await.contains("was not finished"));
    drop(client);
    connection.await.unwrap().unwrap();
    target.finish(None).await.unwrap();
    drop(target);
    open(&into).await.close().await;
}

#[tokio::test]
async fn a_source_that_is_put_to_use_meanwhile_says_so() {
    let (_from, from) = database();
    open(&from).await.close().await;
    let mut source = copy_source(&from, &options()).await.unwrap();
    assert!(!source.in_use().await.unwrap());
    let store = open(&from).await;
    assert!(source.in_use().await.unwrap());
    store.close().await;
}

#[tokio::test]
async fn another_schema_is_refused_and_left_as_it_is() {
    let (database, url) = database();
    let error = copy_source(&url, &options()).await.err().unwrap();
    assert!(error.to_string().contains("no data of Gangway"), "{error}");
    assert!(
        lines(
            &database,
            "SELECT relname FROM pg_class WHERE relname = 'partner';"
        )
        .is_empty()
    );
    let migrated = bring_up(&url, &options()).await.unwrap();
    assert_eq!(migrated.from, None);
    let again = bring_up(&url, &options()).await.unwrap();
    assert_eq!((again.from, again.to), (Some(migrated.to), migrated.to));
    const NEWEST: &str = "WHERE version = (SELECT max(version) FROM refinery_schema_history);";
    for (change, version, expected) in [
        (
            "DELETE FROM refinery_schema_history",
            migrated.to - 1,
            "gangway db migrate",
        ),
        (
            "UPDATE refinery_schema_history SET version = 999",
            999,
            "newer Gangway",
        ),
    ] {
        psql(database.url(), &format!("{change} {NEWEST}")).unwrap();
        let error = copy_source(&url, &options())
            .await
            .err()
            .unwrap()
            .to_string();
        assert!(error.contains(expected), "{error}");
        let error = copy_target(&url, &options())
            .await
            .err()
            .unwrap()
            .to_string();
        assert!(error.contains(expected), "{error}");
        let seen = overview(&url, &options()).await.unwrap();
        assert_eq!(seen.data.stored, Some(version), "nothing was migrated");
    }
}

#[tokio::test]
async fn what_is_in_it_and_how_its_server_is() {
    let (_database, url) = database();
    let empty = overview(&url, &options()).await.unwrap();
    assert_eq!((empty.data.stored, empty.works_from), (None, None));
    let store = open(&url).await;
    sample::fill(&store, 1..3).await;
    let seen = overview(&url, &options()).await.unwrap();
    assert_eq!(seen.data.stored, Some(seen.data.known));
    assert_eq!((seen.data.partners, seen.data.copying), (2, None));
    let accounts: i64 = seen.data.accounts.iter().map(|(_, count)| count).sum();
    assert_eq!(seen.data.accounts.len(), OnboardingState::ALL.len());
    assert_eq!(u64::try_from(accounts), Ok(2 * sample::ACCOUNTS));
    assert!(seen.data.bytes > 1_000_000 && seen.connections >= 2);
    assert!(!seen.encrypted && seen.max_connections >= seen.connections);
    assert!(
        seen.server_version
            .starts_with(|c: char| c.is_ascii_digit())
    );
    store.close().await;
}
