//! SQLite: one server, one file, 100,000 accounts made over the API.

use super::columns::Columns;
use super::plan::{Rounds, USUAL};
use crate::load::Load;
use crate::measured::{self, Target};
use crate::server::{self, Store};
use crate::table::{self, grouped};
use crate::{cold, http};
use anyhow::bail;
use std::path::Path;

/// The least part of the bare handler's rate, by the size of the list.
const LEAST: [f64; 3] = [0.7, 0.8, 0.7];

pub(super) async fn run(binary: &Path, rounds: Rounds) -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let store = Store::sqlite(folder.path());
    let partners = measured::partners(binary, &store)?;
    let rest = server::partner(binary, &store, "Everybody else")?;
    let node = [server::gangway(binary, &store).await?];
    println!("making {} accounts over the API", grouped(USUAL));
    for measured in &partners {
        measured::seed(&node[0], &measured.partner, measured.accounts).await?;
    }
    measured::seed(&node[0], &rest, USUAL - measured::ACCOUNTS).await?;
    let targets = measured::targets(&node[0], &partners, folder.path()).await?;
    let files: Vec<_> = targets.iter().map(|target| target.file.clone()).collect();
    let bare = server::bare(&files, None, 0).await?;
    let resident = node[0].resident_mib()?;

    table::heading(
        &[
            "accounts",
            "bare, requests/s",
            "Gangway, requests/s",
            "p50 / p99, ms",
            "part of bare (least)",
            "gzip",
            "304",
            "cold, ms",
        ]
        .map(str::to_owned),
    );
    let mut missed = Vec::new();
    for (number, (target, least)) in targets.iter().zip(LEAST).enumerate() {
        let bare_url = format!("{}/{number}", bare.url);
        let columns = Columns::measure(&loads(&node[0].url, bare_url, target), rounds).await?;
        let cold = cold::median_ms(&node, target).await?;
        let part = columns.ratio(1, 0);
        table::row(&[
            grouped(target.accounts),
            format!("{:.0}", columns.rate(0)),
            format!("{:.0}", columns.rate(1)),
            format!("{:.2} / {:.2}", columns.p50(1), columns.p99(1)),
            format!("**{part:.2}** ({least})"),
            format!("{:.0}", columns.rate(2)),
            format!("{:.0}", columns.rate(3)),
            format!("{cold:.1}"),
        ]);
        if part < least {
            missed.push(format!("{} accounts: {part:.2} < {least}", target.accounts));
        }
    }
    println!(
        "\nMedians of {} rounds of {} s; one core for the server, one for wrk -t1 -c32. Cold: the first answer after a \
         write, median of 20. Resident before the load: {resident:.1} MiB.",
        rounds.rounds, rounds.seconds
    );
    if !missed.is_empty() {
        bail!("below the goal: {}", missed.join("; "));
    }
    Ok(())
}

/// Bare, the list, the list compressed, the list unchanged.
fn loads(node: &str, bare_url: String, target: &Target) -> [Load; 4] {
    let list = Load::get(vec![format!("{node}{}", http::LIST)])
        .with("Authorization", format!("Bearer {}", target.token));
    [
        Load::get(vec![bare_url]),
        list.clone(),
        list.clone().with("Accept-Encoding", "gzip"),
        list.with("If-None-Match", "*"),
    ]
}
