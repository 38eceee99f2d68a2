//! Accounts made over the API, in turn for each partner.

use super::now;
use crate::measured::{self, sample};
use crate::server::{Partner, Server};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

/// When to stop.
#[derive(Debug, Clone, Copy)]
pub(super) enum Until {
    Count(usize),
    Time(Instant),
}

/// An account that was made.
pub(super) struct Created {
    pub(super) reference: String,
    pub(super) answered: Instant,
}

/// Makes accounts, the first of which has the mark of this number.
pub(super) async fn create(
    server: &Server,
    partners: &[Partner],
    first: usize,
    until: Until,
    connections: usize,
) -> anyhow::Result<Vec<Created>> {
    let clients = partners
        .iter()
        .map(|partner| measured::client(server, partner))
        .collect::<anyhow::Result<Vec<_>>>()?;
    let clients = Arc::new(clients);
    let next = Arc::new(AtomicUsize::new(0));
    let mut workers = tokio::task::JoinSet::new();
    for _ in 0..connections {
        let (clients, next) = (Arc::clone(&clients), Arc::clone(&next));
        workers.spawn(async move {
            let mut created = Vec::new();
            loop {
                let n = next.fetch_add(1, Ordering::Relaxed);
                let enough = match until {
                    Until::Count(count) => n >= count,
                    Until::Time(end) => now() >= end,
                };
                if enough {
                    return anyhow::Ok(created);
                }
                let client = &clients[n % clients.len()];
                let made = client.create_account(&sample(first + n)).await?;
                let answered = now();
                created.push(Created {
                    reference: made.reference,
                    answered,
                });
            }
        });
    }
    let mut all = Vec::new();
    while let Some(done) = workers.join_next().await {
        all.extend(done??);
    }
    Ok(all)
}
