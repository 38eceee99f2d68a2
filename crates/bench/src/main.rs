//! Benchmarks. `cargo xtask bench list` installs what is needed and runs this.
//!
//! Absolute figures of a shared machine say little: every figure stands beside that of a
//! bare handler that serves the same bytes, taken in turn in the same run.

#![allow(clippy::print_stdout, reason = "a benchmark prints its figures")]

mod bare;
mod cluster;
mod cold;
mod dashboard;
mod filler;
mod http;
mod list;
mod load;
mod measured;
mod pages;
mod server;
mod table;
mod usage;
mod webhooks;
mod writes;

use clap::{Parser, Subcommand};

#[derive(Parser)]
struct Cli {
    #[command(subcommand)]
    benchmark: Benchmark,
}

#[derive(Subcommand)]
enum Benchmark {
    /// getAccounts for partners of 20, 1,000 and 10,000 accounts beside all the others
    List(list::Options),
    /// Webhooks, Meta's and ours: how soon a batch of Meta's is stored and acknowledged, and how many deliveries to
    /// partners' receivers are made and stored in a second
    Webhooks(webhooks::Options),
    /// The pages of the dashboard for a partner of 10,000 accounts, whatever is asked of its list
    Dashboard(dashboard::Options),
    /// The customer's page and the landing page, judged by Lighthouse on a slow line
    Pages(pages::Options),
    /// The bare handlers that the others are compared with
    #[command(hide = true)]
    Bare(bare::Options),
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    match Cli::parse().benchmark {
        Benchmark::List(options) => list::run(&options).await,
        Benchmark::Webhooks(options) => webhooks::run(&options).await,
        Benchmark::Dashboard(options) => dashboard::run(&options).await,
        Benchmark::Pages(options) => pages::run(&options).await,
        Benchmark::Bare(options) => bare::run(&options).await,
    }
}
