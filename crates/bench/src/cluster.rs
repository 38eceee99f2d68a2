//! The PostgreSQL server of a benchmark: private, and durable.

use anyhow::ensure;
use clap::ValueEnum;
use gangway_pg_cluster::{Cluster, ClusterOptions};
use std::process::Command;

/// Which store is measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum StoreKind {
    Sqlite,
    Postgres,
}

/// A private server that waits for its disk, on this core only if one is given.
pub(crate) fn start(core: Option<usize>) -> anyhow::Result<Cluster> {
    let kind = Command::new("stat")
        .args(["--file-system", "--format=%T", "/tmp"])
        .output()?;
    let kind = String::from_utf8_lossy(&kind.stdout).trim().to_owned();
    ensure!(
        kind != "tmpfs" && kind != "ramfs",
        "/tmp lies in memory, and the server's data with it: durable writes would cost nothing; \
         mount a disk there"
    );
    let settings = [
        ("shared_buffers", "512MB"),
        ("effective_cache_size", "8GB"),
        ("maintenance_work_mem", "512MB"),
        ("max_wal_size", "4GB"),
        ("checkpoint_timeout", "15min"),
        ("random_page_cost", "1.1"),
        // No process beyond those that serve somebody would help.
        ("max_parallel_workers_per_gather", "0"),
        ("max_parallel_maintenance_workers", "0"),
    ];
    Cluster::start(&ClusterOptions {
        fsync: true,
        core,
        max_connections: 200,
        settings: settings
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .into(),
        ..ClusterOptions::default()
    })
}
