//! Opening a store: whom it lets in, on what it works, and what it says when it does not.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "connection/encrypted.rs"]
mod encrypted;
#[path = "connection/migrated.rs"]
mod migrated;
#[path = "connection/refused.rs"]
mod refused;

use gangway_pg_cluster::{Database, psql};
use gangway_storage::StorageError;
use gangway_storage_postgres::{PostgresOptions, PostgresStore, PostgresUrl};
use std::time::Duration;

fn database() -> Database {
    let server = std::env::var("GANGWAY_TEST_POSTGRES")
        .expect("GANGWAY_TEST_POSTGRES names no server; run the tests with cargo xtask test");
    Database::create(&server).unwrap()
}

/// Does not wait for long for what will not come.
fn impatient() -> PostgresOptions {
    PostgresOptions {
        wait: Duration::from_secs(3),
        ..PostgresOptions::default()
    }
}

async fn open(url: &str) -> PostgresStore {
    PostgresStore::open(&parsed(url), &PostgresOptions::default())
        .await
        .unwrap()
}

/// Why it is not opened. Everything that is said is searched for the password.
async fn refusal(url: &str) -> String {
    let parsed = parsed(url);
    let error = PostgresStore::open(&parsed, &impatient())
        .await
        .expect_err("refused");
    let password = password_of(url);
    for said in [
        error.to_string(),
        format!("{error:?}"),
        parsed.to_string(),
        format!("{parsed:?}"),
    ] {
        assert!(!said.contains(password), "{said}");
    }
    let StorageError::Unavailable(why) = error else {
        panic!("{error:?}");
    };
    why
}

fn parsed(url: &str) -> PostgresUrl {
    PostgresUrl::parse(url).unwrap()
}

fn password_of(url: &str) -> &str {
    let (before, _) = url.split_once('@').unwrap();
    before.rsplit_once(':').unwrap().1
}

/// The same URL with another host and port.
fn elsewhere(url: &str, place: &str) -> String {
    let (before, after) = url.split_once('@').unwrap();
    let (_, database) = after.split_once('/').unwrap();
    format!("{before}@{place}/{database}")
}

fn port_of(url: &str) -> &str {
    let (_, after) = url.split_once('@').unwrap();
    let (place, _) = after.split_once('/').unwrap();
    place.rsplit_once(':').unwrap().1
}

fn sql(database: &Database, sql: &str) -> String {
    psql(database.url(), sql).unwrap().trim().to_owned()
}
