//! Units and reads against a real server, on tables of the tests' own.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod commits;
mod cut_off;
mod jobs;
mod limits;
mod lookups;
mod migrations;
mod outbox;
mod plans;
mod restart;
mod sessions;
mod statements;
mod takeover;
mod upgrade;
mod wake_up;

use crate::{PostgresOptions, PostgresStore, PostgresUrl};
use gangway_pg_cluster::{Database, psql};
use std::sync::Arc;
use std::time::Duration;

/// A store in a database of its own, with a table `thing (name, amount)`.
struct Shop {
    // Closed before the database goes.
    store: Arc<PostgresStore>,
    database: Database,
}

impl Shop {
    async fn open() -> Self {
        Self::with(PostgresOptions::default()).await
    }

    async fn with(options: PostgresOptions) -> Self {
        let database = empty();
        Self {
            store: Arc::new(open(database.url(), &options).await),
            database,
        }
        .furnished()
    }

    fn furnished(self) -> Self {
        self.sql(
            "CREATE TABLE thing (
                 name TEXT CONSTRAINT thing_name_once UNIQUE,
                 amount BIGINT NOT NULL CONSTRAINT thing_amount_positive CHECK (amount > 0));
             INSERT INTO thing VALUES ('one', 1), ('two', 2)",
        );
        self
    }

    /// Runs SQL on a connection of its own, past the store.
    fn sql(&self, sql: &str) -> String {
        psql(self.database.url(), sql).unwrap().trim().to_owned()
    }

    /// What is committed.
    fn things(&self) -> String {
        self.sql("SELECT string_agg(name || '=' || amount, ' ' ORDER BY name) FROM thing")
    }

    /// Waits until a question to the server is answered with `expected`.
    async fn until(&self, sql: &str, expected: &str) {
        let mut answer = String::new();
        for _ in 0..200 {
            answer = self.sql(sql);
            if answer == expected {
                return;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        panic!("{sql}: still {answer:?} instead of {expected:?}");
    }
}

/// A database with nothing in it.
fn empty() -> Database {
    let server = std::env::var("GANGWAY_TEST_POSTGRES")
        .expect("GANGWAY_TEST_POSTGRES names no server; run the tests with cargo xtask test");
    Database::create(&server).unwrap()
}

async fn open(url: &str, options: &PostgresOptions) -> PostgresStore {
    PostgresStore::open(&PostgresUrl::parse(url).unwrap(), options)
        .await
        .unwrap()
}

/// One connection; statements may take their time, also on a busy machine.
fn narrow() -> PostgresOptions {
    PostgresOptions {
        max_connections: 1,
        statement_timeout: Duration::from_secs(120),
        wait: Duration::from_secs(30),
    }
}
