//! What all handlers share.

use std::io;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use rustls::crypto::CryptoProvider;
use tokio::sync::Notify;

use crate::clock::SimClock;
use crate::config::SimConfig;
use crate::dialog::Pages;
use crate::dice::Dice;
use crate::world::{Callback, World};

/// The shared state of one simulator; cheap to clone.
#[derive(Clone)]
pub struct SimState {
    inner: Arc<Inner>,
}

struct Inner {
    world: Mutex<World>,
    clock: SimClock,
    http: reqwest::Client,
    pages: Pages,
    webhooks_due: Notify,
}

impl SimState {
    /// A fresh world with the apps of the configuration.
    ///
    /// # Errors
    /// When the operating system gives no randomness, or the HTTP client that sends webhooks cannot be set up.
    pub fn new(config: SimConfig) -> io::Result<Self> {
        let world = World::new(config.apps, config.knobs, Dice::new(config.seed)?);
        Ok(Self {
            inner: Arc::new(Inner {
                world: Mutex::new(world),
                clock: SimClock::new(config.clock),
                http: http_client(Duration::from_secs(10)).map_err(io::Error::other)?,
                pages: Pages::new().map_err(io::Error::other)?,
                webhooks_due: Notify::new(),
            }),
        })
    }

    /// The simulator's clock.
    #[must_use]
    pub fn clock(&self) -> &SimClock {
        &self.inner.clock
    }

    /// Sets the callback of an app, subscribed to all fields and taken as verified, as its owner does in the dashboard.
    /// Says whether there is such an app.
    pub fn set_callback(&self, app_id: &str, url: &str) -> bool {
        let mut world = self.world();
        let Some(app) = world.apps.get_mut(app_id) else {
            return false;
        };
        app.callback = Some(Callback::of_all_fields(url));
        true
    }

    /// The most register or deregister calls that any number got within 72 hours. Meta's limit is ten.
    #[must_use]
    pub fn most_registrations(&self) -> usize {
        let world = self.world();
        let caps = world.numbers.values();
        caps.flat_map(|number| [number.registrations.most, number.deregistrations.most])
            .max()
            .unwrap_or_default()
    }

    /// Registers one more place that the full-page dialog may return to, with one app or with all. Says whether there is
    /// such an app.
    pub fn add_redirect_uri(&self, app_id: Option<&str>, uri: &str) -> bool {
        let mut world = self.world();
        let mut apps = world
            .apps
            .values_mut()
            .filter(|app| app_id.is_none_or(|wanted| wanted == app.config.app_id))
            .peekable();
        let found = apps.peek().is_some();
        for app in apps {
            let registered = &mut app.config.redirect_uris;
            if !registered.iter().any(|known| known == uri) {
                registered.push(uri.to_owned());
            }
        }
        found
    }

    pub(crate) fn now_ms(&self) -> i64 {
        self.inner.clock.now_ms()
    }

    /// The world, locked. No lock is held across an await.
    pub(crate) fn world(&self) -> MutexGuard<'_, World> {
        self.inner
            .world
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn http(&self) -> &reqwest::Client {
        &self.inner.http
    }

    pub(crate) fn pages(&self) -> &Pages {
        &self.inner.pages
    }

    /// Wakes the webhook sender: something was queued, or the clock was moved.
    pub(crate) fn wake_webhooks(&self) {
        self.inner.webhooks_due.notify_one();
    }

    pub(crate) async fn webhooks_woken(&self) {
        self.inner.webhooks_due.notified().await;
    }
}

/// An HTTP client that follows no redirects.
pub(crate) fn http_client(timeout: Duration) -> Result<reqwest::Client, reqwest::Error> {
    if CryptoProvider::get_default().is_none() {
        // Lost only to another thread that installs the same thing.
        let _ = rustls::crypto::ring::default_provider().install_default();
    }
    reqwest::Client::builder()
        .timeout(timeout)
        .redirect(reqwest::redirect::Policy::none())
        .build()
}
