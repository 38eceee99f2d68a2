//! The schema: made once, and worked on by nodes of more than one version.

use crate::{database, impatient, open, parsed, refusal, sql};
use gangway_storage::Partners;
use gangway_storage_postgres::{PostgresOptions, PostgresStore, SchemaState, schema_state};

async fn state(url: &str) -> SchemaState {
    schema_state(&parsed(url), &impatient()).await.unwrap()
}

/// As a newer node would leave it.
const FUTURE: &str = "INSERT INTO refinery_schema_history
     VALUES (999, 'future', '2026-01-01T00:00:00Z', '1')";

#[tokio::test(flavor = "multi_thread")]
async fn ten_nodes_that_start_at_once_migrate_once() {
    let database = database();
    let mut nodes = tokio::task::JoinSet::new();
    for _ in 0..10 {
        let url = parsed(database.url());
        nodes.spawn(async move {
            let options = PostgresOptions {
                max_connections: 1,
                ..PostgresOptions::default()
            };
            let store = PostgresStore::open(&url, &options).await?;
            store.partners().await
        });
    }
    for node in nodes.join_all().await {
        assert!(node.unwrap().is_empty());
    }
    let state = state(database.url()).await;
    assert_eq!(
        sql(&database, "SELECT count(*) FROM refinery_schema_history"),
        state.known.to_string()
    );
}

#[tokio::test]
async fn looking_changes_nothing() {
    let database = database();
    let before = state(database.url()).await;
    assert_eq!(before.stored, None);
    assert_eq!(before.works_from, None);
    assert_eq!(
        sql(
            &database,
            "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"
        ),
        "0"
    );

    open(database.url()).await.close().await;
    let after = state(database.url()).await;
    assert_eq!(after.known, before.known);
    assert_eq!(after.stored, Some(before.known));
    assert!(after.works_from.is_some_and(|from| from <= after.known));
}

#[tokio::test]
async fn a_schema_that_a_newer_node_expanded_works() {
    let database = database();
    open(database.url()).await.close().await;
    sql(&database, FUTURE);
    let store = open(database.url()).await;
    assert!(store.partners().await.unwrap().is_empty());
    store.close().await;
    assert_eq!(state(database.url()).await.stored, Some(999));
}

#[tokio::test]
async fn a_schema_that_a_newer_node_contracted_is_refused() {
    let database = database();
    open(database.url()).await.close().await;
    sql(&database, FUTURE);
    sql(&database, "UPDATE store_meta SET works_from = 999");
    let why = refusal(database.url()).await;
    assert!(why.contains("brought to schema 999"), "{why}");
    assert!(why.contains("run the newer version"), "{why}");
    assert_eq!(state(database.url()).await.works_from, Some(999));
}

#[tokio::test]
async fn a_first_migration_that_was_cut_off_is_done_anew() {
    let database = database();
    open(database.url()).await.close().await;
    let history = sql(
        &database,
        "SELECT string_agg(format('%I %s', column_name, data_type), ', ' ORDER BY ordinal_position)
         FROM information_schema.columns WHERE table_name = 'refinery_schema_history'",
    );
    sql(
        &database,
        &format!(
            "DROP SCHEMA public CASCADE; CREATE SCHEMA public;
             CREATE TABLE refinery_schema_history ({history}, PRIMARY KEY (version))"
        ),
    );
    assert_eq!(state(database.url()).await.stored, None);
    let store = open(database.url()).await;
    assert!(store.partners().await.unwrap().is_empty());
    store.close().await;
}

#[tokio::test]
async fn another_programs_database_is_refused() {
    for theirs in [
        "CREATE TABLE orders (id INT)",
        // One that is migrated with the same tool.
        "CREATE TABLE orders (id INT); CREATE TABLE refinery_schema_history
             (version INT4 PRIMARY KEY, name TEXT, applied_on TEXT, checksum TEXT);
         INSERT INTO refinery_schema_history VALUES (1, 'orders', '', '1')",
        "CREATE TABLE orders (id INT); CREATE TABLE refinery_schema_history
             (version INT4 PRIMARY KEY, name TEXT, applied_on TEXT, checksum TEXT)",
    ] {
        let database = database();
        sql(&database, theirs);
        let why = refusal(database.url()).await;
        assert!(why.contains("another program"), "{why}");
        let error = schema_state(&parsed(database.url()), &impatient())
            .await
            .unwrap_err();
        assert!(error.to_string().contains("another program"), "{error}");
        assert_eq!(sql(&database, "SELECT count(*) FROM orders"), "0");
    }
}

#[tokio::test]
async fn tables_of_an_extension_and_of_other_schemas_are_in_nobodys_way() {
    let database = database();
    sql(
        &database,
        "CREATE TABLE looked_up (id INT); ALTER EXTENSION plpgsql ADD TABLE looked_up;
         CREATE SCHEMA shop; CREATE TABLE shop.orders (id INT)",
    );
    let store = open(database.url()).await;
    assert!(store.partners().await.unwrap().is_empty());
    store.close().await;
}

#[tokio::test]
async fn a_schema_of_its_own_beside_another_program() {
    let database = database();
    sql(
        &database,
        "CREATE TABLE orders (id INT); CREATE SCHEMA gangway",
    );
    let url = format!("{}?options=-csearch_path%3Dgangway", database.url());
    let store = open(&url).await;
    assert!(store.partners().await.unwrap().is_empty());
    store.close().await;
    assert_eq!(
        sql(&database, "SELECT count(*) FROM gangway.store_meta"),
        "1"
    );
}

#[tokio::test]
async fn a_database_without_a_place_for_tables_is_refused() {
    let database = database();
    sql(&database, "DROP SCHEMA public");
    let why = refusal(database.url()).await;
    assert!(why.contains("search_path"), "{why}");
}

#[tokio::test]
async fn a_user_that_may_not_make_tables_is_refused() {
    let database = database();
    let user = database.name();
    sql(
        &database,
        &format!(
            "REVOKE CREATE ON SCHEMA public FROM public;
             CREATE USER \"{user}\" PASSWORD 'sesame-street'"
        ),
    );
    let (_, place) = database.url().split_once('@').unwrap();
    let why = refusal(&format!("postgres://{user}:sesame-street@{place}")).await;
    sql(&database, &format!("DROP USER \"{user}\""));
    assert!(why.contains("permission denied"), "{why}");
    assert!(why.contains("cannot be brought to schema"), "{why}");
}
