//! PostgreSQL: one node or two on a private server, beside handlers that make one indexed
//! read in the same database for each request.

mod installation;

use super::columns::{self, Columns};
use super::plan::{PostgresPlan, Rounds, USUAL};
use crate::load::Load;
use crate::measured::SIZES;
use crate::server::{SERVER_CORE, Server};
use crate::table::{self, grouped};
use crate::{cluster, cold};
use anyhow::{bail, ensure};
use installation::Installation;
use std::path::Path;

/// The least part of the rate of a handler that makes one indexed read.
const LEAST_OF_READ: f64 = 0.9;
/// The least part of its own rate in a store of the usual size.
const LEAST_OF_USUAL: f64 = 0.9;
/// A write is measured for at least so long.
const WRITE_SECONDS: u32 = 5;

pub(super) async fn run(binary: &Path, plan: &PostgresPlan) -> anyhow::Result<()> {
    let cluster = cluster::start(Some(SERVER_CORE))?;
    let mut sizes = vec![plan.accounts];
    if plan.compares() {
        sizes.push(USUAL);
    }
    let mut stores = Vec::new();
    for accounts in sizes {
        stores.push(Installation::make(binary, &cluster, accounts, plan).await?);
    }
    let (store, usual) = match stores.as_slice() {
        [store] => (store, None),
        [store, usual] => (store, Some(usual)),
        _ => bail!("there are {} stores", stores.len()),
    };
    let missed = lists(store, usual, plan).await?;
    cold_lists(store, usual).await?;
    creates(store, usual, plan.rounds).await?;
    ensure!(missed.is_empty(), "below the goal: {}", missed.join("; "));
    Ok(())
}

/// The lists of each size; answers the goals that were missed.
async fn lists(
    store: &Installation,
    usual: Option<&Installation>,
    plan: &PostgresPlan,
) -> anyhow::Result<Vec<String>> {
    let mut titles = vec![
        "accounts".to_owned(),
        "bare, requests/s".to_owned(),
        "one read, requests/s".to_owned(),
        "Gangway, requests/s".to_owned(),
        "p50 / p99, ms".to_owned(),
        format!("part of one read (least {LEAST_OF_READ})"),
    ];
    if let Some(shared) = plan.shared {
        titles.push(format!("one read over {shared} shared connections"));
        titles.push("part of that".to_owned());
    }
    if let Some(usual) = usual {
        let accounts = grouped(usual.accounts);
        titles.push(format!("Gangway beside {accounts}, requests/s"));
        titles.push(format!("part of that (least {LEAST_OF_USUAL})"));
    }
    println!("\ngetAccounts, {}", under(store, plan));
    table::heading(&titles);
    let mut missed = Vec::new();
    for (number, accounts) in SIZES.into_iter().enumerate() {
        let mut loads = vec![
            store.bare(number, ""),
            store.bare(number, "/read"),
            store.list(number),
        ];
        if plan.shared.is_some() {
            loads.push(store.bare(number, "/shared"));
        }
        loads.extend(usual.map(|usual| usual.list(number)));
        let (bare, read, gangway) = (0, 1, 2);
        let last = loads.len() - 1;
        let columns = Columns::measure(&loads, plan.rounds).await?;
        let part = columns.ratio(gangway, read);
        let mut row = vec![
            grouped(accounts),
            format!("{:.0}", columns.rate(bare)),
            format!("{:.0}", columns.rate(read)),
            format!("{:.0}", columns.rate(gangway)),
            format!("{:.2} / {:.2}", columns.p50(gangway), columns.p99(gangway)),
            format!("**{part:.2}**"),
        ];
        if part < LEAST_OF_READ {
            missed.push(format!(
                "{accounts} accounts: {part:.2} of one read < {LEAST_OF_READ}"
            ));
        }
        if plan.shared.is_some() {
            row.push(format!("{:.0}", columns.rate(gangway + 1)));
            row.push(format!("{:.2}", columns.ratio(gangway, gangway + 1)));
        }
        if usual.is_some() {
            let part = columns.ratio(gangway, last);
            row.push(format!("{:.0}", columns.rate(last)));
            row.push(format!("**{part:.2}**"));
            if part < LEAST_OF_USUAL {
                missed.push(format!(
                    "{accounts} accounts: {part:.2} of the smaller store < {LEAST_OF_USUAL}"
                ));
            }
        }
        table::row(&row);
    }
    println!(
        "\nMedians of {} rounds of {} s; PostgreSQL and all servers on one core, wrk on another, 32 connections in all.",
        plan.rounds.rounds, plan.rounds.seconds
    );
    Ok(missed)
}

fn under(store: &Installation, plan: &PostgresPlan) -> String {
    let nodes = if plan.nodes == 1 { "node" } else { "nodes" };
    format!(
        "PostgreSQL, {} {nodes}, {} accounts in the store:\n",
        plan.nodes,
        grouped(store.accounts)
    )
}

/// The first answer after a write.
async fn cold_lists(store: &Installation, usual: Option<&Installation>) -> anyhow::Result<()> {
    let mut titles = vec!["accounts".to_owned(), "cold list, ms".to_owned()];
    titles.extend(usual.map(|usual| format!("beside {}", grouped(usual.accounts))));
    println!("\nThe first answer after a write, median of 20:\n");
    table::heading(&titles);
    for (number, accounts) in SIZES.into_iter().enumerate() {
        let mut row = vec![grouped(accounts)];
        for store in std::iter::once(store).chain(usual) {
            let cold = cold::median_ms(&store.nodes, &store.targets[number]).await?;
            row.push(format!("{cold:.1}"));
        }
        table::row(&row);
    }
    Ok(())
}

/// Durable writes, as information.
async fn creates(
    store: &Installation,
    usual: Option<&Installation>,
    how: Rounds,
) -> anyhow::Result<()> {
    let stores: Vec<&Installation> = std::iter::once(store).chain(usual).collect();
    let seconds = how.seconds.max(WRITE_SECONDS);
    let mut rounds = Vec::new();
    for round in 0..how.rounds {
        let mut figures = Vec::new();
        for place in columns::order(stores.len(), round) {
            let store = stores[place];
            let shown = store.writers.run(&store.nodes, seconds).await?;
            figures.push((place, shown));
        }
        figures.sort_by_key(|(place, _)| *place);
        rounds.push(figures.into_iter().map(|(_, shown)| shown).collect());
    }
    let columns = Columns::of(rounds);
    println!("\ncreateAccount, 64 connections, 64 partners, durable before the answer:\n");
    table::heading(&["accounts in the store", "requests/s", "p50 / p99, ms"].map(str::to_owned));
    for (column, store) in stores.iter().enumerate() {
        table::row(&[
            grouped(store.accounts),
            format!("{:.0}", columns.rate(column)),
            format!("{:.2} / {:.2}", columns.p50(column), columns.p99(column)),
        ]);
    }
    if usual.is_some() {
        println!("\nLarge to small: {:.2}.", columns.ratio(0, 1));
    }
    Ok(())
}

/// The bare handlers' part of a load.
fn spread(servers: &[Server], path: &str) -> Load {
    Load::get(
        servers
            .iter()
            .map(|server| format!("{}{path}", server.url))
            .collect(),
    )
}
