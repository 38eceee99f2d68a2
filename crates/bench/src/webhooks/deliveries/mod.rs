//! Webhooks to partners: how many deliveries are made and stored with their attempt in a
//! second, and how soon an event arrives.
//!
//! Server, receivers and PostgreSQL share all cores. The receivers are a thread of this
//! process; its processor time stands in the table too.

mod creating;
mod meter;
mod receiver;
mod scene;
mod settle;

use crate::cluster::{self, StoreKind};
use crate::load::percentile;
use crate::table::{self, grouped};
use anyhow::{Context, ensure};
use clap::Args;
use creating::Until;
use gangway_pg_cluster::Cluster;
use meter::{Meter, Used};
use scene::Scene;
use std::collections::HashMap;
use std::path::Path;
use std::time::{Duration, Instant};

/// The least that is delivered and stored in a second.
const fn least(store: StoreKind) -> f64 {
    match store {
        StoreKind::Sqlite => 8_700.0,
        StoreKind::Postgres => 3_000.0,
    }
}

/// Connections that create accounts while webhooks are sent.
const CREATORS: usize = 8;

/// How much is sent.
#[derive(Args)]
pub(super) struct Sizes {
    /// Deliveries that wait when the server starts [default: 60000, with PostgreSQL 20000]
    #[arg(long)]
    backlog: Option<usize>,
    /// How many receivers, each a partner's; measured one after the other
    #[arg(long, value_delimiter = ',', default_values_t = [1, 100])]
    receivers: Vec<usize>,
    /// For so many seconds accounts are created while webhooks are sent; 0 leaves that out
    #[arg(long, default_value_t = 5)]
    live_seconds: u64,
}

impl Sizes {
    pub(super) fn check(&self) -> anyhow::Result<()> {
        let most = self.receivers.iter().copied().max().unwrap_or(0);
        ensure!(
            most > 0 && !self.receivers.contains(&0),
            "--receivers must be numbers from 1"
        );
        let backlog = self.backlog.unwrap_or(most);
        ensure!(
            backlog >= most,
            "--backlog must be at least {most}: each receiver gets something"
        );
        Ok(())
    }

    fn backlog(&self, store: StoreKind) -> usize {
        self.backlog.unwrap_or(match store {
            StoreKind::Sqlite => 60_000,
            StoreKind::Postgres => 20_000,
        })
    }
}

#[allow(clippy::disallowed_methods, reason = "the stop watch of the benchmark")]
fn now() -> Instant {
    Instant::now()
}

/// What waited was sent.
struct Drained {
    deliveries: usize,
    /// From the first arrival until the last one is stored as delivered.
    took: Duration,
    used: Used,
}

/// What came up was sent.
struct Live {
    created: usize,
    creating: Duration,
    /// From the first request until the last delivery is stored.
    sending: Duration,
    /// From the answer to the arrival in milliseconds, sorted.
    delays: Vec<f64>,
}

pub(super) async fn run(binary: &Path, store: StoreKind, sizes: &Sizes) -> anyhow::Result<()> {
    let cluster = match store {
        StoreKind::Sqlite => None,
        StoreKind::Postgres => Some(cluster::start(None)?),
    };
    let mut measured = Vec::new();
    for receivers in &sizes.receivers {
        measured.push(one(binary, cluster.as_ref(), *receivers, store, sizes).await?);
    }
    let missed = drained(&measured, store);
    if sizes.live_seconds > 0 {
        live(&measured)?;
    }
    ensure!(missed.is_empty(), "below the goal: {}", missed.join("; "));
    Ok(())
}

struct Measured {
    receivers: usize,
    drained: Drained,
    live: Option<Live>,
}

async fn one(
    binary: &Path,
    cluster: Option<&Cluster>,
    receivers: usize,
    store: StoreKind,
    sizes: &Sizes,
) -> anyhow::Result<Measured> {
    let backlog = sizes.backlog(store);
    println!(
        "{receivers} receivers: making {} accounts over the API",
        grouped(backlog)
    );
    let mut scene = Scene::make(binary, cluster, receivers).await?;
    scene.wait_up(backlog).await?;
    let drained = drain(&mut scene, backlog).await?;
    let live = if sizes.live_seconds > 0 {
        let seconds = Duration::from_secs(sizes.live_seconds);
        Some(create_and_send(&scene, backlog, seconds).await?)
    } else {
        None
    };
    let all = backlog + live.as_ref().map_or(0, |live| live.created);
    settle::check(&scene, all).await?;
    Ok(Measured {
        receivers,
        drained,
        live,
    })
}

/// The server starts and finds what waits.
async fn drain(scene: &mut Scene, deliveries: usize) -> anyhow::Result<Drained> {
    let meter = Meter::start(scene.postmaster)?;
    scene.start().await?;
    let stored = settle::all_stored(scene, deliveries).await?;
    let used = meter.stop(scene.server()?.id()?)?;
    let arrivals = scene.receivers.arrivals();
    let first = arrivals.first().context("nothing has arrived")?.at;
    Ok(Drained {
        deliveries,
        took: stored.duration_since(first),
        used,
    })
}

/// Accounts are created as fast as it goes, each with a webhook.
async fn create_and_send(scene: &Scene, before: usize, seconds: Duration) -> anyhow::Result<Live> {
    let (server, partners) = (scene.server()?, scene.partners());
    let started = now();
    let until = Until::Time(started + seconds);
    let created = creating::create(server, partners, before, until, CREATORS).await?;
    let creating = now().duration_since(started);
    let stored = settle::all_stored(scene, before + created.len()).await?;
    let arrivals = scene.receivers.arrivals();
    let arrived: HashMap<&str, Instant> = arrivals
        .iter()
        .map(|arrival| (&*arrival.reference, arrival.at))
        .collect();
    let mut delays = Vec::new();
    for one in &created {
        let at = arrived.get(&*one.reference);
        let at = at.with_context(|| format!("{} has not arrived", one.reference))?;
        // It may come before the answer does.
        delays.push(at.saturating_duration_since(one.answered).as_secs_f64() * 1000.0);
    }
    delays.sort_by(f64::total_cmp);
    Ok(Live {
        created: created.len(),
        creating,
        sending: stored.duration_since(started),
        delays,
    })
}

/// Prints how fast what waited was sent; answers the goals that were missed.
fn drained(measured: &[Measured], store: StoreKind) -> Vec<String> {
    let least = least(store);
    println!("\nDeliveries that waited, each sent and stored with its attempt:\n");
    table::heading(&[
        "receivers".to_owned(),
        "deliveries".to_owned(),
        format!("a second (least {})", grouped_rate(least)),
        "server, CPU µs each".to_owned(),
        "PostgreSQL, CPU µs each".to_owned(),
        "receivers, CPU µs each".to_owned(),
        "server's peak, MiB".to_owned(),
        "cores busy with other programs".to_owned(),
    ]);
    let mut missed = Vec::new();
    for one in measured {
        let Drained {
            deliveries,
            took,
            used,
        } = &one.drained;
        let rate = per_second(*deliveries, *took);
        let each = |seconds: f64| format!("{:.0}", micros_each(seconds, *deliveries));
        table::row(&[
            grouped(one.receivers),
            grouped(*deliveries),
            format!("**{}**", grouped_rate(rate)),
            each(used.server),
            used.postgres.map_or_else(|| "-".to_owned(), each),
            each(used.receivers),
            format!("{:.0}", used.peak_mib),
            format!("{:.2}", used.other_cores),
        ]);
        if rate < least {
            missed.push(format!(
                "{} receivers: {rate:.0} deliveries a second < {least}",
                one.receivers
            ));
        }
    }
    missed
}

/// Prints how soon events arrived that came up meanwhile.
fn live(measured: &[Measured]) -> anyhow::Result<()> {
    println!(
        "\ncreateAccount over {CREATORS} connections, each account with an event that is sent at once:\n"
    );
    table::heading(
        &[
            "receivers",
            "created a second",
            "delivered and stored a second",
            "from the answer to the arrival, p50, ms",
            "p99, ms",
        ]
        .map(str::to_owned),
    );
    for one in measured {
        let Some(live) = &one.live else {
            continue;
        };
        table::row(&[
            grouped(one.receivers),
            grouped_rate(per_second(live.created, live.creating)),
            grouped_rate(per_second(live.created, live.sending)),
            format!("{:.1}", percentile(&live.delays, 50)?),
            format!("{:.1}", percentile(&live.delays, 99)?),
        ]);
    }
    Ok(())
}

#[allow(clippy::cast_precision_loss, reason = "far fewer than 2^52")]
fn per_second(count: usize, took: Duration) -> f64 {
    count as f64 / took.as_secs_f64()
}

#[allow(clippy::cast_precision_loss, reason = "far fewer than 2^52")]
fn micros_each(seconds: f64, count: usize) -> f64 {
    seconds * 1e6 / count as f64
}

#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a rate is small and not negative"
)]
fn grouped_rate(rate: f64) -> String {
    grouped(rate.round() as usize)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sizes(backlog: Option<usize>, receivers: &[usize]) -> Sizes {
        Sizes {
            backlog,
            receivers: receivers.to_vec(),
            live_seconds: 0,
        }
    }

    #[test]
    fn every_receiver_gets_something() {
        assert!(sizes(None, &[1, 100]).check().is_ok());
        assert!(sizes(Some(100), &[1, 100]).check().is_ok());
        for (bad, flag) in [
            (sizes(Some(99), &[1, 100]), "--backlog"),
            (sizes(None, &[1, 0]), "--receivers"),
            (sizes(None, &[]), "--receivers"),
        ] {
            assert!(bad.check().unwrap_err().to_string().contains(flag));
        }
    }

    #[test]
    fn a_rate_is_rounded_and_its_thousands_stand_apart() {
        let rate = per_second(50_002, Duration::from_secs(4));
        assert_eq!(grouped_rate(rate), "12,501");
        assert!((micros_each(2.0, 50_000) - 40.0).abs() < 1e-9);
    }
}
