//! The partners' side: answers 200 and remembers what came when.

use super::now;
use anyhow::Context;
use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::routing::post;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

const ANSWER: &str = "taken";

/// A webhook that came.
#[derive(Debug, Clone)]
pub(super) struct Arrival {
    /// Its `webhook-id`.
    pub(super) id: String,
    /// The partner's own mark on the account.
    pub(super) reference: String,
    pub(super) at: Instant,
}

#[derive(Debug, Default)]
struct Taken {
    count: AtomicUsize,
    arrivals: Mutex<Vec<Arrival>>,
}

/// Receivers at ports of their own, served by one thread until the process ends.
pub(super) struct Receivers {
    pub(super) urls: Vec<String>,
    taken: Arc<Taken>,
}

impl Receivers {
    pub(super) fn start(count: usize) -> anyhow::Result<Self> {
        let taken = Arc::new(Taken::default());
        let mut listeners = Vec::new();
        let mut urls = Vec::new();
        for _ in 0..count {
            let listener = std::net::TcpListener::bind(("127.0.0.1", 0))?;
            listener.set_nonblocking(true)?;
            urls.push(format!("http://{}/webhook", listener.local_addr()?));
            listeners.push(listener);
        }
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()?;
        let router = Router::new()
            .route("/webhook", post(take))
            .with_state(Arc::clone(&taken));
        std::thread::Builder::new()
            .name("receiver".to_owned())
            .spawn(move || runtime.block_on(serve(listeners, router)))
            .context("no thread for the receivers")?;
        Ok(Self { urls, taken })
    }

    /// How many webhooks have come.
    pub(super) fn count(&self) -> usize {
        self.taken.count.load(Ordering::Relaxed)
    }

    /// All that came, in the order in which it did.
    pub(super) fn arrivals(&self) -> Vec<Arrival> {
        let arrivals = self.taken.arrivals.lock();
        arrivals.unwrap_or_else(PoisonError::into_inner).clone()
    }
}

async fn serve(listeners: Vec<std::net::TcpListener>, router: Router) {
    let mut serving = tokio::task::JoinSet::new();
    for listener in listeners {
        let router = router.clone();
        serving.spawn(async move {
            let listener = tokio::net::TcpListener::from_std(listener)?;
            axum::serve(listener, router).await
        });
    }
    while let Some(ended) = serving.join_next().await {
        println!("a receiver has ended: {ended:?}");
    }
}

async fn take(
    State(taken): State<Arc<Taken>>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<&'static str, StatusCode> {
    let at = now();
    let id = headers.get("webhook-id").and_then(|id| id.to_str().ok());
    let arrival = Arrival {
        id: id.ok_or(StatusCode::BAD_REQUEST)?.to_owned(),
        reference: reference(&body).ok_or(StatusCode::BAD_REQUEST)?,
        at,
    };
    let arrivals = taken.arrivals.lock();
    arrivals
        .unwrap_or_else(PoisonError::into_inner)
        .push(arrival);
    taken.count.fetch_add(1, Ordering::Relaxed);
    Ok(ANSWER)
}

/// The first `reference` of the body, which stands near its beginning. To read all of the JSON
/// would cost more than to receive it.
fn reference(body: &[u8]) -> Option<String> {
    const KEY: &[u8] = br#""reference":""#;
    let start = body.windows(KEY.len()).position(|part| part == KEY)? + KEY.len();
    let rest = body.get(start..)?;
    let end = rest.iter().position(|byte| *byte == b'"')?;
    String::from_utf8(rest.get(..end)?.to_vec()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_mark_of_a_partner_is_found() {
        let body =
            br#"{"id":"evt_1","reference":"ref-000007","account":{"reference":"ref-000008"}}"#;
        assert_eq!(reference(body).as_deref(), Some("ref-000007"));
        assert_eq!(reference(b"{}"), None);
    }
}
