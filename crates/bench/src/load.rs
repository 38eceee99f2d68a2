//! Load by wrk: keep-alive connections from one thread on a core of its own.

use anyhow::{Context, bail, ensure};
use std::path::PathBuf;
use tokio::process::Command;

const LOAD_CORE: &str = "1";

/// A request without an answer after this has failed. 32 lists of 4.6 MB at once take long on
/// a machine that others use.
const TIMEOUT: &str = "10s";

/// Connections in all, however many servers they are spread over.
pub(crate) const CONNECTIONS: usize = 32;

/// What is asked for, and how.
#[derive(Debug, Clone, Default)]
pub(crate) struct Load {
    /// One a server; each gets its part of the connections, all at the same time.
    pub(crate) urls: Vec<String>,
    pub(crate) headers: Vec<(&'static str, String)>,
    /// What wrk runs for each request, where it is more than a GET.
    pub(crate) script: Option<PathBuf>,
    pub(crate) connections: usize,
}

impl Load {
    /// The usual number of connections, by GET.
    pub(crate) fn get(urls: Vec<String>) -> Self {
        Self {
            urls,
            connections: CONNECTIONS,
            ..Self::default()
        }
    }

    pub(crate) fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }
}

/// What one run of load showed.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Figures {
    /// Requests a second.
    pub(crate) rate: f64,
    /// Median latency in milliseconds.
    pub(crate) p50: f64,
    /// 99th percentile of latency in milliseconds.
    pub(crate) p99: f64,
}

/// Puts load on all its servers at once for so many seconds; any failed request fails the
/// run. Rates are added up; of the latencies the worst counts.
pub(crate) async fn run(load: &Load, seconds: u32) -> anyhow::Result<Figures> {
    ensure!(!load.urls.is_empty(), "there is nothing to put load on");
    let mut running = tokio::task::JoinSet::new();
    for url in &load.urls {
        let (load, url) = (load.clone(), url.clone());
        let connections = load.connections / load.urls.len();
        running.spawn(async move { one(&load, &url, connections, seconds).await });
    }
    let mut all: Option<Figures> = None;
    while let Some(done) = running.join_next().await {
        let figures = done??;
        all = Some(all.map_or(figures, |sum| Figures {
            rate: sum.rate + figures.rate,
            p50: sum.p50.max(figures.p50),
            p99: sum.p99.max(figures.p99),
        }));
    }
    all.context("no load was run")
}

async fn one(load: &Load, url: &str, connections: usize, seconds: u32) -> anyhow::Result<Figures> {
    let mut command = Command::new("taskset");
    command.args(["-c", LOAD_CORE, "wrk", "-t1", "--latency"]);
    command.args(["--timeout", TIMEOUT]);
    command.arg(format!("-c{connections}"));
    command.arg(format!("-d{seconds}s"));
    if let Some(script) = &load.script {
        command.arg("-s").arg(script);
    }
    for (name, value) in &load.headers {
        command.args(["-H", &format!("{name}: {value}")]);
    }
    let output = command
        .arg(url)
        .output()
        .await
        .context("wrk does not run; cargo xtask bench installs it")?;
    let text = String::from_utf8_lossy(&output.stdout);
    ensure!(
        output.status.success(),
        "wrk failed: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    figures(&text).with_context(|| format!("load on {url}"))
}

fn figures(text: &str) -> anyhow::Result<Figures> {
    for sign in ["Non-2xx", "Socket errors"] {
        if let Some(line) = text.lines().find(|line| line.contains(sign)) {
            bail!("requests failed: {}", line.trim());
        }
    }
    Ok(Figures {
        rate: after(text, "Requests/sec:")?.parse()?,
        p50: millis(after(text, "50%")?)?,
        p99: millis(after(text, "99%")?)?,
    })
}

fn after<'a>(text: &'a str, label: &str) -> anyhow::Result<&'a str> {
    text.lines()
        .filter_map(|line| line.trim().strip_prefix(label))
        .map(str::trim)
        .next()
        .with_context(|| format!("wrk printed no {label}"))
}

fn millis(text: &str) -> anyhow::Result<f64> {
    for (unit, factor) in [("us", 0.001), ("ms", 1.0), ("s", 1000.0)] {
        if let Some(number) = text.strip_suffix(unit) {
            return Ok(number.parse::<f64>()? * factor);
        }
    }
    bail!("{text:?} is no time")
}

/// The middle one; the figures of a noisy machine have no better summary.
pub(crate) fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
}

/// The value that so many per cent of the sorted ones do not exceed.
pub(crate) fn percentile(sorted: &[f64], percent: usize) -> anyhow::Result<f64> {
    let rank = (sorted.len() * percent).div_ceil(100).max(1);
    sorted
        .get(rank - 1)
        .copied()
        .context("nothing was measured")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_a_hundred_the_95th_is_the_95th() {
        let sorted: Vec<f64> = (1..=100).map(f64::from).collect();
        for (percent, expected) in [(50, 50.0), (95, 95.0), (100, 100.0)] {
            assert!((percentile(&sorted, percent).unwrap() - expected).abs() < f64::EPSILON);
        }
        assert!((percentile(&[7.0], 95).unwrap() - 7.0).abs() < f64::EPSILON);
        assert!(percentile(&[], 50).is_err());
    }

    const GOOD: &str = "\
Running 5s test @ http://127.0.0.1:1/0
  Latency Distribution
     50%  412.00us
     75%    1.02ms
     99%    1.20s
  1234 requests in 5.00s, 1.00MB read
Requests/sec:   6379.12
";

    #[test]
    fn the_figures_of_wrk_are_read_in_milliseconds() {
        let read = figures(GOOD).unwrap();
        assert!((read.rate - 6379.12).abs() < 1e-9);
        assert!((read.p50 - 0.412).abs() < 1e-9);
        assert!((read.p99 - 1200.0).abs() < 1e-9);
    }

    #[test]
    fn one_failed_request_fails_the_run() {
        for sign in [
            "  Non-2xx or 3xx responses: 1",
            "  Socket errors: connect 0, read 1, write 0, timeout 0",
        ] {
            let error = figures(&format!("{GOOD}{sign}\n")).unwrap_err();
            assert!(error.to_string().contains(sign.trim()), "{error}");
        }
    }

    #[test]
    fn the_median_is_one_of_the_values() {
        assert!((median(vec![3.0, 1.0, 2.0]) - 2.0).abs() < f64::EPSILON);
        assert!(median(Vec::new()).is_nan());
    }
}
