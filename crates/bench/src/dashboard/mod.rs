//! The dashboard of a partner with many accounts: how soon each page is there, whatever is asked.

mod asked;
mod seed;

use crate::http;
use crate::load::percentile;
use crate::measured;
use crate::server::{self, Server, Store};
use crate::table::{self, grouped};
use anyhow::{bail, ensure};
use clap::Args;
use std::path::{Path, PathBuf};

/// The 95th percentile of every page has to stay below this.
const GOAL_MS: f64 = 50.0;
const ACCOUNTS: usize = 10_000;

#[derive(Args)]
pub(crate) struct Options {
    /// How often each page is asked for
    #[arg(long, default_value_t = 20, value_parser = clap::value_parser!(u32).range(1..))]
    repeats: u32,
    /// A build of gangway to measure [default: the one that this tree makes]
    #[arg(long, value_name = "FILE")]
    binary: Option<PathBuf>,
}

pub(crate) async fn run(options: &Options) -> anyhow::Result<()> {
    let binary = server::binary(options.binary.as_deref())?;
    let folder = tempfile::tempdir()?;
    let store = Store::sqlite(folder.path());
    let partner = server::partner(&binary, &store, "Harbour Software")?;
    let (node, link) = server::gangway_unmanned(&binary, &store).await?;
    println!("making {} accounts over the API", grouped(ACCOUNTS));
    measured::seed(&node, &partner, ACCOUNTS).await?;
    let cookie = http::join(&node.url, &link).await?;
    node.stop().await?;
    let file = folder.path().join("gangway.db");
    seed::give_a_past(&file)?;

    let node = server::gangway(&binary, &store).await?;
    let browser = Browser {
        node: &node,
        cookie: &cookie,
        repeats: options.repeats,
    };
    let root = format!("/dashboard/p/{}", partner.client_id);
    let mut pages = lists(&file, &root)?;
    pages.extend(others(&file, &root)?);
    browser.measure(&pages).await
}

/// Pages whose figures stand in one row.
struct Pages {
    name: String,
    paths: Vec<String>,
    /// What shows that the page is the one that is meant.
    sign: &'static str,
}

fn lists(file: &Path, root: &str) -> anyhow::Result<Vec<Pages>> {
    let (from, to) = (seed::day(file, 270)?, seed::day(file, 90)?);
    let pages = |filter: &asked::Filter| Pages {
        name: format!("accounts: {}", filter.name),
        paths: asked::queries(filter)
            .iter()
            .map(|query| format!("{root}/accounts?{query}"))
            .collect(),
        sign: "id=\"accounts\"",
    };
    Ok(asked::filters(&from, &to).iter().map(pages).collect())
}

fn others(file: &Path, root: &str) -> anyhow::Result<Vec<Pages>> {
    let id = seed::an_account(file)?;
    let pages = |name: &str, paths: Vec<String>, sign| Pages {
        name: name.to_owned(),
        paths,
        sign,
    };
    let funnels = [4, 12, 26, 52].map(|weeks| format!("{root}/funnel?weeks={weeks}"));
    Ok(vec![
        pages("funnel", funnels.into(), "class=\"table"),
        pages(
            "one account",
            vec![format!("{root}/accounts/{id}")],
            "id=\"account\"",
        ),
        pages(
            "partners, with what they have",
            vec!["/dashboard/partners".to_owned()],
            "Harbour Software",
        ),
    ])
}

struct Browser<'a> {
    node: &'a Server,
    cookie: &'a str,
    repeats: u32,
}

/// The times of one path, sorted, in milliseconds.
struct Timed<'p> {
    path: &'p str,
    times: Vec<f64>,
}

impl Browser<'_> {
    async fn measure(&self, pages: &[Pages]) -> anyhow::Result<()> {
        table::heading(
            &[
                "page",
                "ways to ask",
                "p50, ms",
                "p95 of the slowest (goal)",
                "max, ms",
            ]
            .map(str::to_owned),
        );
        let mut missed = Vec::new();
        for pages in pages {
            let mut slowest: Option<(f64, &str)> = None;
            let mut all = Vec::new();
            for path in &pages.paths {
                let timed = self.time(path, pages.sign).await?;
                let p95 = percentile(&timed.times, 95)?;
                if p95 >= GOAL_MS {
                    missed.push(format!("{}: {p95:.1} ms", timed.path));
                }
                if slowest.is_none_or(|(most, _)| p95 > most) {
                    slowest = Some((p95, timed.path));
                }
                all.extend(timed.times);
            }
            all.sort_by(f64::total_cmp);
            let (p95, path) = slowest.unwrap_or_default();
            table::row(&[
                pages.name.clone(),
                pages.paths.len().to_string(),
                format!("{:.1}", percentile(&all, 50)?),
                format!("**{p95:.1}** ({GOAL_MS:.0})"),
                format!("{:.1}", percentile(&all, 100)?),
            ]);
            println!("<!-- slowest: {path} -->");
        }
        println!(
            "\n{} accounts of one partner on SQLite, each way asked {} times, one after the other; one core for the \
             server.",
            grouped(ACCOUNTS),
            self.repeats
        );
        if !missed.is_empty() {
            bail!("not below {GOAL_MS} ms: {}", missed.join("; "));
        }
        Ok(())
    }

    async fn time<'p>(&self, path: &'p str, sign: &str) -> anyhow::Result<Timed<'p>> {
        let mut times = Vec::new();
        for _ in 0..self.repeats {
            let answer = http::page(&self.node.url, path, self.cookie).await?;
            let body = String::from_utf8_lossy(&answer.body);
            ensure!(body.contains(sign), "{path} is another page");
            times.push(answer.took.as_secs_f64() * 1000.0);
        }
        times.sort_by(f64::total_cmp);
        Ok(Timed { path, times })
    }
}
