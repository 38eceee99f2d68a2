//! The PostgreSQL that the tests of a run share, and servers of one's own.

use anyhow::{Context, Result};

pub use gangway_pg_cluster::{Cluster, ClusterOptions, Database, StopMode, psql};

const SHARED: &str = "GANGWAY_TEST_POSTGRES";

/// Where the server of this test run is, for a user that may make databases.
pub fn server_url() -> Result<String> {
    std::env::var(SHARED).with_context(|| {
        format!("{SHARED} names no PostgreSQL server: run the tests with `cargo xtask test`, which starts one")
    })
}

/// A database of one test on that server, dropped with the value.
pub fn database() -> Result<Database> {
    Database::create(&server_url()?)
}
