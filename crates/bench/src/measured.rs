//! The partners whose lists are measured. Their accounts are made over the API, so that
//! every row is as Gangway writes it.

use crate::http;
use crate::server::{self, Partner, Server, Store};
use anyhow::ensure;
use gangway_client::{Client, NewAccount};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// How many accounts each of them has.
pub(crate) const SIZES: [usize; 3] = [20, 1_000, 10_000];
/// How many accounts they have together.
pub(crate) const ACCOUNTS: usize = SIZES[0] + SIZES[1] + SIZES[2];

const AT_ONCE: usize = 64;

/// A partner with so many accounts.
pub(crate) struct Measured {
    pub(crate) accounts: usize,
    pub(crate) partner: Partner,
}

/// A measured partner whose list was looked at.
pub(crate) struct Target {
    pub(crate) accounts: usize,
    pub(crate) partner: Partner,
    pub(crate) token: String,
    /// The exact bytes of its list.
    pub(crate) file: PathBuf,
}

/// Makes a partner of each size, without accounts.
pub(crate) fn partners(binary: &Path, store: &Store) -> anyhow::Result<Vec<Measured>> {
    SIZES
        .into_iter()
        .map(|accounts| {
            let name = format!("Partner of {accounts}");
            let partner = server::partner(binary, store, &name)?;
            Ok(Measured { accounts, partner })
        })
        .collect()
}

/// Looks at each partner's list: it has to be whole.
pub(crate) async fn targets(
    server: &Server,
    partners: &[Measured],
    folder: &Path,
) -> anyhow::Result<Vec<Target>> {
    let mut targets = Vec::new();
    for Measured { accounts, partner } in partners {
        let token = token(server, partner).await?;
        let body = http::list(&server.url, &token).await?.body;
        let listed = body
            .windows(14)
            .filter(|part| part == br#""create_time":"#)
            .count();
        ensure!(
            listed == *accounts,
            "the list has {listed} accounts, not {accounts}"
        );
        let file = folder.join(format!("{accounts}.json"));
        std::fs::write(&file, &body)?;
        targets.push(Target {
            accounts: *accounts,
            partner: partner.clone(),
            token,
            file,
        });
    }
    Ok(targets)
}

pub(crate) fn client(server: &Server, partner: &Partner) -> anyhow::Result<Client> {
    Ok(Client::new(
        &server.url,
        partner.client_id.clone(),
        partner.client_secret.clone(),
    )?)
}

/// A fresh access token.
pub(crate) async fn token(server: &Server, partner: &Partner) -> anyhow::Result<String> {
    let token = client(server, partner)?.access_token().await?;
    Ok(token.expose().to_owned())
}

/// Gives a partner so many accounts.
pub(crate) async fn seed(
    server: &Server,
    partner: &Partner,
    accounts: usize,
) -> anyhow::Result<()> {
    let client = client(server, partner)?;
    let next = Arc::new(AtomicUsize::new(0));
    let mut workers = tokio::task::JoinSet::new();
    for _ in 0..AT_ONCE.min(accounts) {
        let (client, next) = (client.clone(), Arc::clone(&next));
        workers.spawn(async move {
            loop {
                let n = next.fetch_add(1, Ordering::Relaxed);
                if n >= accounts {
                    return anyhow::Ok(());
                }
                client.create_account(&sample(n)).await?;
            }
        });
    }
    while let Some(done) = workers.join_next().await {
        done??;
    }
    Ok(())
}

/// An account about as long as a real one: the seeded body has some 460 bytes an account.
pub(crate) fn sample(n: usize) -> NewAccount {
    NewAccount {
        coexistence: n.is_multiple_of(2),
        business_email: Some(format!("contact{n}@business-{n}.example.com")),
        business_id: Some(format!("{:09}", 510_000_000 + n)),
        business_address: Some(format!("{} Grove Street, San Andreas", n % 900 + 1)),
        display_name: Some(format!("Business {n}")),
        reference: Some(format!("ref-{n:06}")),
        ..NewAccount::new(format!("Business number {n} of this town"))
    }
}
