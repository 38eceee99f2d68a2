//! Starting and stopping a simulator.

use std::io;
use std::net::SocketAddr;
use std::time::Duration;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use crate::config::SimConfig;
use crate::state::SimState;
use crate::{control, dialog, graph, webhook};

/// The way to start a simulator.
#[derive(Debug)]
pub struct Simulator;

impl Simulator {
    /// Binds the address and serves until [`RunningSimulator::shutdown`].
    ///
    /// # Errors
    /// When the address cannot be bound or the state cannot be set up.
    pub async fn start(config: SimConfig) -> io::Result<RunningSimulator> {
        let listener = TcpListener::bind(config.listen).await?;
        let address = listener.local_addr()?;
        let state = SimState::new(config)?;
        let webhooks = tokio::spawn(webhook::run(state.clone()));
        let (stop, stopped) = oneshot::channel::<()>();
        let app = router(state.clone());
        let server = tokio::spawn(async move {
            let until_stopped = async {
                // A dropped handle stops the server as well.
                let _ = stopped.await;
            };
            axum::serve(listener, app)
                .with_graceful_shutdown(until_stopped)
                .await
        });
        tracing::debug!(%address, "Meta simulator listens");
        Ok(RunningSimulator {
            address,
            state,
            stop: Some(stop),
            server,
            webhooks,
        })
    }
}

/// A simulator that serves. Dropping it stops it at once.
pub struct RunningSimulator {
    address: SocketAddr,
    state: SimState,
    stop: Option<oneshot::Sender<()>>,
    server: JoinHandle<io::Result<()>>,
    webhooks: JoinHandle<()>,
}

impl RunningSimulator {
    /// The address it listens on.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The base of Graph, dialog and SDK alike, without a slash at the end.
    #[must_use]
    pub fn base_url(&self) -> String {
        let mut reachable = self.address;
        if reachable.ip().is_unspecified() {
            reachable.set_ip(std::net::Ipv4Addr::LOCALHOST.into());
        }
        format!("http://{reachable}")
    }

    /// The shared state, for moving the clock without HTTP.
    #[must_use]
    pub fn state(&self) -> &SimState {
        &self.state
    }

    /// Stops taking connections, lets open requests finish for a moment, and ends.
    pub async fn shutdown(mut self) {
        self.webhooks.abort();
        if let Some(stop) = self.stop.take() {
            let _ = stop.send(());
        }
        if tokio::time::timeout(Duration::from_secs(2), &mut self.server)
            .await
            .is_err()
        {
            self.server.abort();
        }
    }
}

impl Drop for RunningSimulator {
    fn drop(&mut self) {
        self.webhooks.abort();
        self.server.abort();
    }
}

/// All routes of the simulator: dialog and SDK, control, and Graph for everything else.
pub fn router(state: SimState) -> Router {
    Router::new()
        .merge(dialog::routes())
        .nest("/_sim", control::routes())
        .fallback(graph::handle)
        .layer(DefaultBodyLimit::max(4 * 1024 * 1024))
        .with_state(state)
}
