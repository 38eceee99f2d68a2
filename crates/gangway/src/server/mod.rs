//! The wiring: from settings to a listening server, and back down in order.

mod caller;
mod health;
mod keys;
mod store;

pub use store::{OpenStore, open_existing_store, open_store};

use crate::config::ServerSettings;
use anyhow::Context;
use axum::Router;
use axum::middleware::from_fn;
use axum::serve::ListenerExt;
use gangway_app::{App, AppSettings, Operator};
use gangway_dashboard::DashboardSettings;
use gangway_domain::{Clock, Rng};
use gangway_meta::Graph;
use gangway_web::{CustomerPages, WebSettings};
use gangway_worker::{Worker, WorkerSettings};
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{DefaultPredicate, NotForContentType, Predicate};

/// How long requests in flight may take when the server is asked to stop.
const LAST_REQUESTS: Duration = Duration::from_secs(10);
/// How long set-ups in flight may take after that.
const LAST_SET_UPS: Duration = Duration::from_secs(10);
/// How many set-ups are taken over at once. Customers bring more of their own.
const TAKEN_OVER_AT_ONCE: usize = 16;

/// Where time and chance come from.
#[derive(Debug, Clone)]
pub struct World {
    /// The clock.
    pub clock: Arc<dyn Clock>,
    /// The dice.
    pub rng: Arc<dyn Rng>,
}

impl World {
    /// The machine's own.
    #[must_use]
    pub fn real() -> Self {
        Self {
            clock: Arc::new(crate::system::SystemClock),
            rng: Arc::new(crate::system::SystemRng),
        }
    }
}

/// A server that answers.
#[derive(Debug)]
pub struct RunningServer {
    /// Where it listens.
    pub address: SocketAddr,
    /// The public address from which links are made.
    pub public_url: String,
    /// The use cases behind it.
    pub app: Arc<App>,
    store: OpenStore,
    worker: Worker,
    stop: oneshot::Sender<()>,
    serving: JoinHandle<std::io::Result<()>>,
}

impl RunningServer {
    /// Binds the address, opens the store, and answers from then on.
    ///
    /// # Errors
    /// When the address is taken, the store does not open, or Meta's settings are unusable.
    pub async fn start(settings: ServerSettings, world: World) -> anyhow::Result<Self> {
        let listener = TcpListener::bind(settings.listen).await.with_context(|| {
            format!(
                "can't listen on {}; stop what uses it or choose another with --listen",
                settings.listen
            )
        })?;
        let address = listener.local_addr()?;
        let public_url = settings.public_url.unwrap_or_else(|| local_url(address));
        let (store, keys) = open_store(&settings.store, &world).await?;
        let app = Arc::new(App::new(
            Arc::clone(&store.store),
            Graph::new(settings.meta)?,
            keys,
            world.clock,
            world.rng,
            AppSettings {
                public_url: public_url.clone(),
                number_patience: settings.number_patience,
                lease: settings.work.lease,
                retry: settings.work.retry,
                webhooks: settings.webhooks,
                recovery: settings.recovery,
                system_token: settings.system_token,
                credit_line: settings.credit_line,
                number_pool: settings.number_pool,
                count_every: settings.work.count_every,
                outbox: settings.outbox,
            },
        ));
        let web = WebSettings {
            public_url: public_url.clone(),
            signup: settings.signup,
        };
        let pages = CustomerPages::new(Arc::clone(&app), web.clone());
        let router = Router::new()
            .merge(gangway_api::router(Arc::clone(&app), settings.api))
            .merge(
                pages
                    .router()
                    // Most customers come by phone, many by a slow line.
                    .layer(CompressionLayer::new()),
            )
            .merge(
                gangway_dashboard::router(Arc::clone(&app), DashboardSettings { web }).layer(
                    // What a page shows of somebody and what its address says do not go into one
                    // compressed text: its length would tell.
                    CompressionLayer::new().compress_when(
                        DefaultPredicate::new().and(NotForContentType::const_new("text/html")),
                    ),
                ),
            )
            .merge(health::router(Arc::clone(&app)));
        let router = pages.own_domains(router).layer(CatchPanicLayer::new());
        let router = if settings.trust_proxy {
            router.layer(from_fn(caller::behind_proxy))
        } else {
            router
        };
        let (stop, stopped) = oneshot::channel::<()>();
        let listener = listener.tap_io(|stream| {
            // Small answers must not wait for more bytes.
            if let Err(error) = stream.set_nodelay(true) {
                tracing::debug!(%error, "TCP_NODELAY was not set");
            }
        });
        let service = router.into_make_service_with_connect_info::<SocketAddr>();
        let serving = tokio::spawn(
            axum::serve(listener, service)
                .with_graceful_shutdown(async {
                    // A dropped sender means stop as well.
                    let _ = stopped.await;
                })
                .into_future(),
        );
        let worker = Worker::start(
            Arc::clone(&app),
            WorkerSettings {
                poll: settings.work.poll,
                at_once: TAKEN_OVER_AT_ONCE,
                sender: settings.sender,
            },
        );
        Ok(Self {
            address,
            public_url,
            app,
            store,
            worker,
            stop,
            serving,
        })
    }

    /// The operator's use cases on the same store.
    #[must_use]
    pub fn operator(&self, world: World) -> Operator {
        Operator::new(Arc::clone(&self.store.store), world.clock, world.rng)
    }

    /// The address at which the first operator makes her account; `None` once there is one.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn first_operator_link(&self) -> anyhow::Result<Option<String>> {
        let link = self.app.first_operator().await?;
        Ok(link.map(|link| link.url(&self.public_url)))
    }

    /// A link as this machine reaches it, where the public address leads elsewhere.
    #[must_use]
    pub fn local_link(&self, link: &str) -> String {
        link.replacen(&self.public_url, &local_url(self.address), 1)
    }

    /// Stops in order: no new connections, no new work, requests in flight, set-ups in flight
    /// (what is not done in time goes on at another node, or here after the restart), the store.
    pub async fn shutdown(self) {
        self.app.end_streams();
        // The server may have ended by itself.
        let _ = self.stop.send(());
        let abort = self.serving.abort_handle();
        // Both at once: either may have to wait for the store.
        let last_requests = async { tokio::join!(self.worker.stop(), self.serving) };
        if tokio::time::timeout(LAST_REQUESTS, last_requests)
            .await
            .is_err()
        {
            tracing::warn!("some connections did not end in time; closing them");
            abort.abort();
        }
        self.app.drain(LAST_SET_UPS).await;
        self.store.close().await;
    }
}

/// An address that works in a browser on this machine.
#[must_use]
pub fn local_url(address: SocketAddr) -> String {
    if address.ip().is_unspecified() {
        format!("http://127.0.0.1:{}", address.port())
    } else {
        format!("http://{address}")
    }
}

/// Listens for the signals that ask the process to end. Made before the work begins, so that
/// none is missed while nobody waits.
#[derive(Debug)]
pub struct StopSignals {
    terminate: Signal,
    interrupt: Signal,
}

impl StopSignals {
    /// Listens from now on.
    ///
    /// # Errors
    /// When the signals cannot be listened for.
    pub fn listen() -> std::io::Result<Self> {
        Ok(Self {
            terminate: signal(SignalKind::terminate())?,
            interrupt: signal(SignalKind::interrupt())?,
        })
    }

    /// Completes when the process was asked to end.
    pub async fn received(&mut self) {
        tokio::select! {
            _ = self.terminate.recv() => {}
            _ = self.interrupt.recv() => {}
        }
    }
}
