//! The limits: axum handlers that do nothing but send bytes, or read one row before that.
//!
//! `/0` sends the first file. With a database, `/0/read` looks the caller's token up in it
//! before, as any handler behind a token has to, on a connection of a pool; `/0/shared` does
//! so on a few connections that all requests share.

use anyhow::Context;
use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::serve::ListenerExt;
use clap::Args;
use deadpool_postgres::{Manager, ManagerConfig, Pool, RecyclingMethod};
use sha2::{Digest, Sha256};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use tokio::net::TcpListener;
use tokio_postgres::{Client, NoTls, Row, Statement};

/// The variable that leads to the database; it holds a password.
pub(crate) const DATABASE: &str = "GANGWAY_BENCH_DATABASE_URL";

/// The read that Gangway makes for every call with a token.
const TOKEN: &str = "SELECT t.partner, t.expires_at, p.suspended_at IS NOT NULL, p.revision
     FROM access_token t JOIN partner p ON p.id = t.partner WHERE t.hash = $1";

#[derive(Args)]
pub(crate) struct Options {
    /// Connections of the pool
    #[arg(long, default_value_t = 1)]
    pool: usize,
    /// Connections that requests share
    #[arg(long, default_value_t = 0)]
    shared: usize,
    /// Files to serve under /0, /1, …
    files: Vec<PathBuf>,
}

/// Serves each file under its number and prints the address.
pub(crate) async fn run(options: &Options) -> anyhow::Result<()> {
    let database = match std::env::var(DATABASE) {
        Ok(url) => Some(Arc::new(Database::connect(&url, options).await?)),
        Err(_) => None,
    };
    let mut router = Router::new();
    for (number, file) in options.files.iter().enumerate() {
        let bytes = Bytes::from(std::fs::read(file)?);
        let send = bytes.clone();
        router = router.route(
            &format!("/{number}"),
            get(move || async move { json(send) }),
        );
        if let Some(database) = &database {
            router = router.merge(with_read(number, bytes, Arc::clone(database)));
        }
    }
    let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
    println!("http://{}", listener.local_addr()?);
    let listener = listener.tap_io(|stream| {
        // Without it the comparison would be unfair to nobody but this handler.
        let _ = stream.set_nodelay(true);
    });
    Ok(axum::serve(listener, router).await?)
}

fn with_read(number: usize, bytes: Bytes, database: Arc<Database>) -> Router {
    let twin = bytes.clone();
    let pooled = move |State(database): State<Arc<Database>>, headers: HeaderMap| async move {
        match token(&headers) {
            Some(hash) => answer(database.pooled(&hash).await, bytes),
            None => StatusCode::UNAUTHORIZED.into_response(),
        }
    };
    let shared = move |State(database): State<Arc<Database>>, headers: HeaderMap| async move {
        match token(&headers) {
            Some(hash) => answer(database.shared(&hash).await, twin),
            None => StatusCode::UNAUTHORIZED.into_response(),
        }
    };
    Router::new()
        .route(&format!("/{number}/read"), get(pooled))
        .route(&format!("/{number}/shared"), get(shared))
        .with_state(database)
}

fn json(bytes: Bytes) -> Response {
    ([(header::CONTENT_TYPE, "application/json")], bytes).into_response()
}

fn token(headers: &HeaderMap) -> Option<[u8; 32]> {
    let value = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    Some(Sha256::digest(value.strip_prefix("Bearer ")?).into())
}

fn answer(found: anyhow::Result<Option<Row>>, bytes: Bytes) -> Response {
    match found.map(|row| row.is_some_and(|row| opens(&row))) {
        Ok(true) => json(bytes),
        Ok(false) => StatusCode::UNAUTHORIZED.into_response(),
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

/// Reads every column, as whoever asks for them would.
fn opens(row: &Row) -> bool {
    let partner: Result<i64, _> = row.try_get(0);
    let expires_at: Result<i64, _> = row.try_get(1);
    let suspended: Result<bool, _> = row.try_get(2);
    let revision: Result<i64, _> = row.try_get(3);
    partner.is_ok() && expires_at.is_ok() && suspended.is_ok_and(|yes| !yes) && revision.is_ok()
}

struct Database {
    pool: Pool,
    shared: Vec<(Client, Statement)>,
    next: AtomicUsize,
}

impl Database {
    async fn connect(url: &str, options: &Options) -> anyhow::Result<Self> {
        let config: tokio_postgres::Config = url.parse()?;
        let fast = ManagerConfig {
            recycling_method: RecyclingMethod::Fast,
        };
        let manager = Manager::from_config(config.clone(), NoTls, fast);
        let pool = Pool::builder(manager).max_size(options.pool).build()?;
        let mut shared = Vec::new();
        for _ in 0..options.shared {
            let (client, connection) = config.connect(NoTls).await?;
            tokio::spawn(connection);
            let statement = client.prepare(TOKEN).await?;
            shared.push((client, statement));
        }
        Ok(Self {
            pool,
            shared,
            next: AtomicUsize::new(0),
        })
    }

    async fn pooled(&self, token: &[u8]) -> anyhow::Result<Option<Row>> {
        let client = self.pool.get().await?;
        let statement = client.prepare_cached(TOKEN).await?;
        Ok(client.query_opt(&statement, &[&token]).await?)
    }

    /// The driver sends the reads of concurrent requests one behind the other, without
    /// waiting for the answers in between.
    async fn shared(&self, token: &[u8]) -> anyhow::Result<Option<Row>> {
        let turn = self.next.fetch_add(1, Ordering::Relaxed);
        let (client, statement) = turn
            .checked_rem(self.shared.len())
            .and_then(|number| self.shared.get(number))
            .context("there is no shared connection")?;
        Ok(client.query_opt(statement, &[&token]).await?)
    }
}
