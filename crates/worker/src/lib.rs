//! Work that no request waits for: set-ups whose node has gone or whose next try is due, what
//! Meta told, what is to be taken back, links whose time is over, and what partners are told by
//! webhook. Every node has one worker; the store sees to it that no two of them take the same
//! thing.

mod outage;
mod sender;
mod source;
#[cfg(test)]
mod tests;
mod work;

pub use sender::SenderSettings;

use gangway_app::App;
use std::sync::Arc;
use std::time::Duration;
use tokio::task::JoinHandle;
use tokio_util::sync::{CancellationToken, DropGuard};

/// How it works.
#[derive(Debug, Clone, Copy)]
pub struct WorkerSettings {
    /// It looks for work at least this often, also when nothing wakes it.
    pub poll: Duration,
    /// It does at most this many things at once.
    pub at_once: usize,
    /// How it sends webhooks.
    pub sender: SenderSettings,
}

/// A worker that works. Dropping it lets it take nothing new, like [`Worker::stop`].
#[derive(Debug)]
pub struct Worker {
    stop: DropGuard,
    looking: JoinHandle<()>,
    sending: JoinHandle<()>,
}

impl Worker {
    /// Begins to look for work.
    #[must_use]
    pub fn start(app: Arc<App>, settings: WorkerSettings) -> Self {
        let stop = CancellationToken::new();
        let sending = sender::send(Arc::clone(&app), settings.sender, stop.clone());
        let sending = tokio::spawn(sending);
        let looking = tokio::spawn(work::Loop::new(app, settings).run(stop.clone()));
        Self {
            stop: stop.drop_guard(),
            looking,
            sending,
        }
    }

    /// Takes nothing new from now on, and waits for the webhooks that are being sent. What else
    /// was taken goes on; [`App::drain`] waits for it.
    pub async fn stop(self) {
        drop(self.stop);
        let (looking, sending) = tokio::join!(self.looking, self.sending);
        for ended in [looking, sending] {
            if let Err(fault) = ended {
                tracing::error!(%fault, "the worker ended abnormally");
            }
        }
    }
}
