//! getAccounts against a bare handler that serves the same bytes.

mod columns;
mod plan;
mod postgres;
mod sqlite;

use crate::cluster::StoreKind;
use crate::server;
use clap::Args;
use plan::{Peer, Plan};
use std::path::PathBuf;

#[derive(Args)]
pub(crate) struct Options {
    /// Which store
    #[arg(long, value_enum, default_value_t = StoreKind::Sqlite)]
    store: StoreKind,
    /// Nodes on the database, with PostgreSQL
    #[arg(long, value_parser = clap::value_parser!(u8).range(1..=2))]
    nodes: Option<u8>,
    /// Accounts in the store, with PostgreSQL [default: 100000]. With more than that, a second
    /// store of 100,000 is measured beside it
    #[arg(long)]
    accounts: Option<usize>,
    /// Which handlers stand beside it, with PostgreSQL: one that takes a connection of its
    /// pool for each read, or also one whose requests share a few connections
    #[arg(long, value_enum)]
    peer: Option<Peer>,
    /// How many connections they share
    #[arg(long, default_value_t = 2, value_parser = clap::value_parser!(u8).range(1..=16))]
    shared: u8,
    /// A build of gangway to measure [default: the one that this tree makes]
    #[arg(long, value_name = "FILE")]
    binary: Option<PathBuf>,
    /// Seconds of load for each figure
    #[arg(long, default_value_t = 5)]
    seconds: u32,
    /// Rounds; each measures every server in turn
    #[arg(long, default_value_t = 3)]
    rounds: usize,
}

pub(crate) async fn run(options: &Options) -> anyhow::Result<()> {
    let plan = Plan::of(options)?;
    let binary = server::binary(options.binary.as_deref())?;
    match plan {
        Plan::Sqlite(rounds) => sqlite::run(&binary, rounds).await,
        Plan::Postgres(plan) => postgres::run(&binary, &plan).await,
    }
}
