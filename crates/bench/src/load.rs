//! Load by wrk: 32 keep-alive connections from one thread on a core of its own.

use anyhow::{Context, bail, ensure};
use tokio::process::Command;

const LOAD_CORE: &str = "1";

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

/// Puts load on a URL for so many seconds; any failed request fails the run.
pub(crate) async fn run(
    url: &str,
    seconds: u32,
    headers: &[(&str, String)],
) -> anyhow::Result<Figures> {
    let mut command = Command::new("taskset");
    command.args(["-c", LOAD_CORE, "wrk", "-t1", "-c32", "--latency"]);
    command.arg(format!("-d{seconds}s"));
    for (name, value) in headers {
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
    for sign in ["Non-2xx", "Socket errors"] {
        if let Some(line) = text.lines().find(|line| line.contains(sign)) {
            bail!("requests failed at {url}: {}", line.trim());
        }
    }
    Ok(Figures {
        rate: after(&text, "Requests/sec:")?.parse()?,
        p50: millis(after(&text, "50%")?)?,
        p99: millis(after(&text, "99%")?)?,
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
