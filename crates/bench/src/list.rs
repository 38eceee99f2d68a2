//! getAccounts against a bare handler that serves the same bytes.

use crate::load::{self, Figures, median};
use crate::server::{self, Partner, Server};
use anyhow::{Context, bail, ensure};
use clap::Args;
use gangway_client::{Client, NewAccount};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use tokio::io::{AsyncReadExt, AsyncWriteExt};

/// Accounts in all; what the measured partners do not hold belongs to another one.
const ALL: usize = 100_000;
/// Sizes of the measured partners, and the least part of the bare handler's rate.
const SIZES: [(usize, f64); 3] = [(20, 0.7), (1_000, 0.8), (10_000, 0.7)];
const AT_ONCE: usize = 64;

#[derive(Args)]
pub(crate) struct Options {
    /// Seconds of load for each figure
    #[arg(long, default_value_t = 5)]
    seconds: u32,
    /// Rounds; each measures every server in turn
    #[arg(long, default_value_t = 3)]
    rounds: usize,
}

struct Target {
    accounts: usize,
    least: f64,
    token: String,
}

pub(crate) async fn run(options: &Options) -> anyhow::Result<()> {
    let binary = server::build()?;
    let folder = tempfile::tempdir()?;
    let rest = ALL - SIZES.map(|(size, _)| size).iter().sum::<usize>();
    let mut partners = Vec::new();
    for size in SIZES.map(|(size, _)| size).into_iter().chain([rest]) {
        let name = format!("Partner of {size}");
        partners.push((size, server::partner(&binary, folder.path(), &name)?));
    }
    let gangway = server::gangway(&binary, folder.path()).await?;
    println!("seeding {ALL} accounts over the API");
    for (size, partner) in &partners {
        seed(&gangway, partner, *size).await?;
    }

    let mut targets = Vec::new();
    let mut files = Vec::new();
    for ((accounts, least), (_, partner)) in SIZES.into_iter().zip(&partners) {
        let token = client(&gangway, partner)?
            .access_token()
            .await?
            .expose()
            .to_owned();
        let body = fetch(&gangway.url, &token).await?;
        let listed = body
            .windows(14)
            .filter(|part| part == br#""create_time":"#)
            .count();
        ensure!(
            listed == accounts,
            "the list has {listed} accounts, not {accounts}"
        );
        files.push(write(folder.path(), accounts, &body)?);
        targets.push(Target {
            accounts,
            least,
            token,
        });
    }
    let bare = server::bare(&files).await?;
    let resident = gangway.resident_mib()?;

    println!(
        "| accounts | bare, requests/s | Gangway, requests/s | p50 / p99 ms | part of bare (least) | gzip | 304 |"
    );
    println!("|---|---|---|---|---|---|---|");
    let mut missed = Vec::new();
    for (number, target) in targets.iter().enumerate() {
        let ratio = measure(options, &gangway, &format!("{}/{number}", bare.url), target).await?;
        if ratio < target.least {
            missed.push(format!(
                "{} accounts: {ratio:.2} < {}",
                target.accounts, target.least
            ));
        }
    }
    println!(
        "\nMedians of {} rounds of {} s; one core for the server, one for wrk -t1 -c32. Resident before the load: {resident:.1} MiB.",
        options.rounds, options.seconds
    );
    if !missed.is_empty() {
        bail!("below the goal: {}", missed.join("; "));
    }
    Ok(())
}

/// Measures one partner's list and prints its row; gives the ratio to the bare handler.
async fn measure(
    options: &Options,
    gangway: &Server,
    bare_url: &str,
    target: &Target,
) -> anyhow::Result<f64> {
    let url = format!("{}/api/whatsapp/getAccounts", gangway.url);
    let bearer = ("Authorization", format!("Bearer {}", target.token));
    let gzip = ("Accept-Encoding", "gzip".to_owned());
    let known = ("If-None-Match", "*".to_owned());
    let mut rows: Vec<[Figures; 4]> = Vec::new();
    for _ in 0..options.rounds {
        rows.push([
            load::run(bare_url, options.seconds, &[]).await?,
            load::run(&url, options.seconds, std::slice::from_ref(&bearer)).await?,
            load::run(&url, options.seconds, &[bearer.clone(), gzip.clone()]).await?,
            load::run(&url, options.seconds, &[bearer.clone(), known.clone()]).await?,
        ]);
    }
    let rate = |n: usize| median(rows.iter().map(|row| row[n].rate).collect());
    let ratio = median(rows.iter().map(|row| row[1].rate / row[0].rate).collect());
    let p50 = median(rows.iter().map(|row| row[1].p50).collect());
    let p99 = median(rows.iter().map(|row| row[1].p99).collect());
    println!(
        "| {} | {:.0} | {:.0} | {p50:.2} / {p99:.2} | **{ratio:.2}** ({}) | {:.0} | {:.0} |",
        target.accounts,
        rate(0),
        rate(1),
        target.least,
        rate(2),
        rate(3),
    );
    Ok(ratio)
}

fn client(server: &Server, partner: &Partner) -> anyhow::Result<Client> {
    Ok(Client::new(
        &server.url,
        partner.client_id.clone(),
        partner.client_secret.clone(),
    )?)
}

async fn seed(server: &Server, partner: &Partner, accounts: usize) -> anyhow::Result<()> {
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
fn sample(n: usize) -> NewAccount {
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

fn write(folder: &Path, accounts: usize, body: &[u8]) -> anyhow::Result<PathBuf> {
    let path = folder.join(format!("{accounts}.json"));
    std::fs::write(&path, body)?;
    Ok(path)
}

/// The exact bytes of an answer, over a plain connection.
async fn fetch(url: &str, token: &str) -> anyhow::Result<Vec<u8>> {
    let host = url.trim_start_matches("http://");
    let mut stream = tokio::net::TcpStream::connect(host).await?;
    let request = format!(
        "GET /api/whatsapp/getAccounts HTTP/1.1\r\nHost: {host}\r\nAuthorization: Bearer {token}\r\nConnection: close\r\n\r\n"
    );
    stream.write_all(request.as_bytes()).await?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await?;
    let end = answer
        .windows(4)
        .position(|part| part == b"\r\n\r\n")
        .context("no end of the headers")?;
    ensure!(answer.starts_with(b"HTTP/1.1 200"), "the list was refused");
    Ok(answer.split_off(end + 4))
}
