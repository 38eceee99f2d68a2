//! The pages that strangers open, as Lighthouse sees them from a phone on a slow line.

use crate::load::median;
use crate::server::{self, Store};
use crate::{http, measured, table};
use anyhow::{Context, bail, ensure};
use clap::Args;
use serde_json::Value;
use std::path::{Path, PathBuf};
use tokio::process::Command;

/// Of a hundred.
const SCORE_GOAL: f64 = 98.0;
const PAINT_GOAL_MS: f64 = 1_000.0;
/// What Chromium's developer tools call fast 4G; the processor is slowed down to that of a phone.
const FOUR_G: [&str; 5] = [
    "--throttling-method=devtools",
    "--throttling.requestLatencyMs=165",
    "--throttling.downloadThroughputKbps=8100",
    "--throttling.uploadThroughputKbps=1350",
    "--throttling.cpuSlowdownMultiplier=4",
];

/// Where a figure stands in Lighthouse's report.
type Figure = &'static [&'static str];
const SCORE: Figure = &["categories", "performance", "score"];
const LARGEST_PAINT: Figure = &["audits", "largest-contentful-paint", "numericValue"];
const BYTES: Figure = &["audits", "total-byte-weight", "numericValue"];

#[derive(Args)]
pub(crate) struct Options {
    /// How often each page is judged; the median counts
    #[arg(long, default_value_t = 5, value_parser = clap::value_parser!(u32).range(1..))]
    repeats: u32,
    /// A build of gangway to measure [default: the one that this tree makes]
    #[arg(long, value_name = "FILE")]
    binary: Option<PathBuf>,
    /// The command of Lighthouse
    #[arg(long, env = "GANGWAY_LIGHTHOUSE", value_name = "FILE")]
    lighthouse: PathBuf,
    /// The browser
    #[arg(long, env = "GANGWAY_CHROMIUM", value_name = "FILE")]
    chromium: PathBuf,
}

pub(crate) async fn run(options: &Options) -> anyhow::Result<()> {
    let binary = server::binary(options.binary.as_deref())?;
    let folder = tempfile::tempdir()?;
    let store = Store::sqlite(folder.path());
    let partner = server::partner(&binary, &store, "Harbour Software")?;
    let node = server::gangway(&binary, &store).await?;
    measured::seed(&node, &partner, 1).await?;
    let token = measured::token(&node, &partner).await?;
    let list: Value = serde_json::from_slice(&http::list(&node.url, &token).await?.body)?;

    table::heading(
        &[
            "page",
            "performance (goal)",
            "largest paint on 4G, ms (goal)",
            "bytes over the wire",
        ]
        .map(str::to_owned),
    );
    let mut missed = Vec::new();
    for (name, field) in [
        ("before the button", "onboarding_link"),
        ("landing page", "landing_page"),
    ] {
        let url = list["list"][0][field].as_str().context("no link")?;
        let url = url.replace(server::PUBLIC_URL, &node.url);
        let judge = Judge { options, url: &url };
        let [score] = judge.medians(&[], [SCORE]).await?;
        let score = score * 100.0;
        let [paint, bytes] = judge.medians(&FOUR_G, [LARGEST_PAINT, BYTES]).await?;
        table::row(&[
            name.to_owned(),
            format!("**{score:.0}** ({SCORE_GOAL:.0})"),
            format!("**{paint:.0}** ({PAINT_GOAL_MS:.0})"),
            format!("{bytes:.0}"),
        ]);
        if score < SCORE_GOAL || paint >= PAINT_GOAL_MS {
            missed.push(name);
        }
    }
    println!(
        "\nMedians of {}. Performance by Lighthouse's own phone (simulated slow 4G: 150 ms there and back, 1.6 Mbit/s, \
         processor 4 times slower); the paint as Chromium saw it on fast 4G (165 ms before each answer, 8.1 Mbit/s, \
         processor 4 times slower). No TLS.",
        options.repeats
    );
    node.stop().await?;
    if !missed.is_empty() {
        bail!("not as fast as they have to be: {}", missed.join(", "));
    }
    Ok(())
}

struct Judge<'a> {
    options: &'a Options,
    url: &'a str,
}

impl Judge<'_> {
    /// The medians of figures over fresh visits.
    async fn medians<const N: usize>(
        &self,
        wishes: &[&str],
        figures: [Figure; N],
    ) -> anyhow::Result<[f64; N]> {
        let mut seen = figures.map(|_| Vec::new());
        for _ in 0..self.options.repeats {
            // Lighthouse loses its browser now and then, most of all on a busy machine.
            let report = match self.visit(wishes).await {
                Ok(report) => report,
                Err(error) => {
                    println!("<!-- once more: {error:#} -->");
                    self.visit(wishes).await?
                }
            };
            for (seen, figure) in seen.iter_mut().zip(figures) {
                let found = figure.iter().fold(&report, |found, name| &found[name]);
                seen.push(found.as_f64().context("Lighthouse does not say")?);
            }
        }
        Ok(seen.map(median))
    }

    async fn visit(&self, wishes: &[&str]) -> anyhow::Result<Value> {
        let Options {
            lighthouse,
            chromium,
            ..
        } = self.options;
        let output = lighthouse_of(lighthouse, chromium)
            .arg(self.url)
            .args(wishes)
            .output()
            .await?;
        let said = String::from_utf8_lossy(&output.stderr);
        ensure!(output.status.success(), "Lighthouse: {said}");
        Ok(serde_json::from_slice(&output.stdout)?)
    }
}

fn lighthouse_of(program: &Path, chromium: &Path) -> Command {
    let mut command = Command::new("node");
    command
        .arg(program)
        .args([
            "--quiet",
            "--only-categories=performance",
            "--output=json",
            "--output-path=stdout",
            "--chrome-flags=--headless=new --no-sandbox --disable-gpu --disable-dev-shm-usage",
        ])
        .env("CHROME_PATH", chromium)
        .kill_on_drop(true);
    command
}
