//! Waiting until all is sent, and making sure that it was.

use super::now;
use super::scene::Scene;
use crate::{http, measured};
use anyhow::{bail, ensure};
use serde::Deserialize;
use std::collections::HashSet;
use std::time::{Duration, Instant};

const LOOK_EVERY: Duration = Duration::from_millis(5);
/// Without a webhook for so long nothing is sent any more. The first may be on the way while
/// the server starts.
const PATIENCE: Duration = Duration::from_secs(20);

/// A page of getDeliveries.
#[derive(Deserialize)]
struct Page {
    list: Vec<Delivery>,
    next_cursor: Option<String>,
}

#[derive(Deserialize)]
struct Delivery {
    id: String,
    state: String,
    attempts: Vec<Attempt>,
}

#[derive(Deserialize)]
struct Attempt {
    http_status: Option<u16>,
}

/// Waits until so many webhooks have come and none is pending in the store; tells when that
/// was.
pub(super) async fn all_stored(scene: &Scene, webhooks: usize) -> anyhow::Result<Instant> {
    let mut last = (0, now());
    loop {
        let count = scene.receivers.count();
        if count >= webhooks {
            break;
        }
        if count > last.0 {
            last = (count, now());
        }
        ensure!(
            now().duration_since(last.1) < PATIENCE,
            "{count} of {webhooks} webhooks have come, and none for {} s",
            PATIENCE.as_secs()
        );
        tokio::time::sleep(LOOK_EVERY).await;
    }
    let arrived = now();
    let server = scene.server()?;
    for partner in scene.partners() {
        let token = measured::token(server, partner).await?;
        while !page(&server.url, &token, "state=pending&limit=1")
            .await?
            .list
            .is_empty()
        {
            ensure!(
                now().duration_since(arrived) < PATIENCE,
                "all {webhooks} webhooks have come, but some are pending still"
            );
            tokio::time::sleep(LOOK_EVERY).await;
        }
    }
    Ok(now())
}

/// Makes sure that so many webhooks have come, none twice, and that each is stored as
/// delivered with one attempt.
pub(super) async fn check(scene: &Scene, webhooks: usize) -> anyhow::Result<()> {
    let arrivals = scene.receivers.arrivals();
    let mut arrived: HashSet<String> = arrivals.into_iter().map(|arrival| arrival.id).collect();
    ensure!(
        arrived.len() == webhooks && scene.receivers.count() == webhooks,
        "{} webhooks have come with {} ids, not {webhooks}",
        scene.receivers.count(),
        arrived.len()
    );
    let server = scene.server()?;
    for partner in scene.partners() {
        let token = measured::token(server, partner).await?;
        let mut cursor = String::new();
        loop {
            let found = page(&server.url, &token, &format!("limit=200{cursor}")).await?;
            for delivery in found.list {
                let once = matches!(
                    delivery.attempts.as_slice(),
                    [Attempt {
                        http_status: Some(200)
                    }]
                );
                if delivery.state != "delivered" || !once || !arrived.remove(&delivery.id) {
                    bail!(
                        "{} is stored as {} with {} attempts",
                        delivery.id,
                        delivery.state,
                        delivery.attempts.len()
                    );
                }
            }
            match found.next_cursor {
                Some(next) => cursor = format!("&cursor={next}"),
                None => break,
            }
        }
    }
    ensure!(
        arrived.is_empty(),
        "{} webhooks have come that are not stored",
        arrived.len()
    );
    Ok(())
}

async fn page(server: &str, token: &str, query: &str) -> anyhow::Result<Page> {
    let answer = http::deliveries(server, token, query).await?;
    Ok(serde_json::from_slice(&answer.body)?)
}
