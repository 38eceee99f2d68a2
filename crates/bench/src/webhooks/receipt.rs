//! Meta's webhooks: how soon a full batch is stored for good and acknowledged.
//!
//! What is stored is taken in while further batches come, so its cost is in the figures too.

use crate::http;
use crate::load::{self, Load, percentile};
use crate::measured::{self, seed};
use crate::server::{self, APP_SECRET, Server, Store};
use crate::table;
use anyhow::{bail, ensure};
use hmac::{Hmac, KeyInit, Mac};
use serde_json::{Value, json};
use sha2::Sha256;
use std::path::Path;
use std::time::Duration;

/// Changes in a batch: the most that Meta sends in one.
const CHANGES: u64 = 1_000;
const ALONE: u64 = 50;
const BESIDE_READERS: u64 = 20;
const READERS: usize = 16;
/// Accounts in the list that is read meanwhile.
const LISTED: usize = 1_000;
/// How long it is read; the batches have to be through before that is over.
const READING_SECONDS: u32 = 20;
/// The first readers' answers come within this.
const READERS_START: Duration = Duration::from_secs(1);
/// The median has to stay below this.
const GOAL_MS: f64 = 100.0;
/// The second of the first batch.
const START: u64 = 1_795_348_800;

pub(super) async fn run(binary: &Path) -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let store = Store::sqlite(folder.path());
    let partner = server::partner(binary, &store, "Harbour Software")?;
    let node = server::gangway(binary, &store).await?;
    seed(&node, &partner, LISTED).await?;
    let token = measured::token(&node, &partner).await?;

    let alone = rounds(&node, 0..ALONE).await?;
    let load = Load {
        connections: READERS,
        ..Load::get(vec![format!("{}{}", node.url, http::LIST)])
            .with("Authorization", format!("Bearer {token}"))
    };
    let readers = tokio::spawn(async move { load::run(&load, READING_SECONDS).await });
    tokio::time::sleep(READERS_START).await;
    let beside = rounds(&node, ALONE..ALONE + BESIDE_READERS).await?;
    ensure!(
        !readers.is_finished(),
        "the batches took longer than the {READING_SECONDS} s of reading beside them"
    );
    let read = readers.await??;

    let kib = batch(0)?.len() / 1024;
    println!("\nbatches of {CHANGES} changes, {kib} KiB; from the first byte sent to the answer");
    table::heading(&["beside it", "batches", "p50, ms", "p95, ms", "max, ms"].map(str::to_owned));
    let readers = format!("{READERS} connections that read a list of {LISTED} accounts");
    let mut missed = Vec::new();
    for (what, times) in [("nothing", &alone), (readers.as_str(), &beside)] {
        let p50 = percentile(times, 50)?;
        table::row(&[
            what.to_owned(),
            times.len().to_string(),
            format!("**{p50:.1}**"),
            format!("{:.1}", percentile(times, 95)?),
            format!("{:.1}", percentile(times, 100)?),
        ]);
        if p50 >= GOAL_MS {
            missed.push(format!("beside {what}: {p50:.1} ms"));
        }
    }
    println!(
        "\nThe readers had {:.0} answers a second, p99 {:.1} ms.",
        read.rate, read.p99
    );
    if !missed.is_empty() {
        bail!("medians not under {GOAL_MS:.0} ms: {}", missed.join("; "));
    }
    Ok(())
}

/// Delivers these batches one after the other; how long each took in milliseconds, from the
/// shortest.
async fn rounds(node: &Server, rounds: std::ops::Range<u64>) -> anyhow::Result<Vec<f64>> {
    let mut times = Vec::new();
    for round in rounds {
        let body = batch(round)?;
        let signature = sign(&body)?;
        let answer = http::webhook(&node.url, &signature, &body).await?;
        times.push(answer.took.as_secs_f64() * 1000.0);
    }
    times.sort_by(f64::total_cmp);
    Ok(times)
}

/// A change for each of so many numbers, at a second of the round's own: none of them was
/// told before.
fn batch(round: u64) -> anyhow::Result<Vec<u8>> {
    let entries: Vec<Value> = (0..CHANGES)
        .map(|n| {
            json!({
                "id": (102_290_129_340_000 + n).to_string(),
                "time": START + round,
                "changes": [{
                    "field": "phone_number_quality_update",
                    "value": {
                        "display_phone_number": (15_550_780_000 + n).to_string(),
                        "event": "UPGRADE",
                        "old_limit": "TIER_1K",
                        "current_limit": "TIER_10K",
                        "max_daily_conversations_per_business": "TIER_10K",
                    },
                }],
            })
        })
        .collect();
    let delivery = json!({"object": "whatsapp_business_account", "entry": entries});
    Ok(serde_json::to_vec(&delivery)?)
}

/// What Meta writes into `X-Hub-Signature-256`, in hexadecimal digits.
fn sign(body: &[u8]) -> anyhow::Result<String> {
    let mut mac = Hmac::<Sha256>::new_from_slice(APP_SECRET.as_bytes())?;
    mac.update(body);
    let tag = mac.finalize().into_bytes();
    Ok(tag.iter().map(|byte| format!("{byte:02x}")).collect())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    /// As computed by `openssl dgst -sha256 -hmac none`.
    #[test]
    fn a_body_is_signed_as_meta_signs() {
        let expected = "1a7bfd67310ee180df69a3b668527ae53835c5b866404401c45b020c87c9809e";
        assert_eq!(sign(b"{}").unwrap(), expected);
    }

    #[test]
    fn no_round_tells_what_another_told() {
        let (first, second) = (batch(0).unwrap(), batch(1).unwrap());
        assert_eq!(first.len(), second.len());
        assert_ne!(first, second);
        let told: Value = serde_json::from_slice(&first).unwrap();
        assert_eq!(told["entry"].as_array().unwrap().len(), 1_000);
    }
}
