//! The suite that every store has to pass.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use gangway_pg_cluster::Database;
use gangway_storage::{Store, conformance_tests};
use gangway_storage_postgres::{PostgresOptions, PostgresStore, PostgresUrl};
use std::sync::Arc;

async fn store() -> (Arc<dyn Store>, Database) {
    let server = std::env::var("GANGWAY_TEST_POSTGRES")
        .expect("GANGWAY_TEST_POSTGRES names no server; run the tests with cargo xtask test");
    let database = Database::create(&server).unwrap();
    let url = PostgresUrl::parse(database.url()).unwrap();
    let store = PostgresStore::open(&url, &PostgresOptions::default())
        .await
        .unwrap();
    (Arc::new(store), database)
}

conformance_tests!(store);
