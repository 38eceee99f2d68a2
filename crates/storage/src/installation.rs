//! What all nodes of an installation share beside its data.

use crate::StorageError;
use async_trait::async_trait;
use gangway_domain::{AccountId, Sealed};
use tokio::sync::watch;

/// Something that was sealed with the installation's keys.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SealedSample {
    /// The probe that was kept for this.
    Probe(Sealed),
    /// A business token: a store from before there were probes.
    Token(AccountId, Sealed),
    /// A two-step PIN.
    Pin(AccountId, Sealed),
}

/// What all nodes of an installation share beside its data.
#[async_trait]
pub trait Installation {
    /// Something sealed that is stored, the probe first; `None` while nothing is.
    async fn sealed_sample(&self) -> Result<Option<SealedSample>, StorageError>;

    /// Keeps a probe of the sealing keys at the first time, and gives the one that is kept:
    /// a node whose keys do not open it has other keys than the data was sealed with.
    async fn key_probe(&self, fresh: Sealed) -> Result<Sealed, StorageError>;

    /// Tells when work may have come up, on whichever node that was.
    async fn wake_up(&self) -> Result<WakeUp, StorageError>;
}

/// Wakes those who wait for work.
#[derive(Debug, Clone)]
pub struct Waker(watch::Sender<()>);

impl Default for Waker {
    fn default() -> Self {
        Self(watch::Sender::new(()))
    }
}

impl Waker {
    /// Wakes everybody.
    pub fn wake(&self) {
        self.0.send_replace(());
    }

    /// Hears what is woken from now on.
    #[must_use]
    pub fn wake_up(&self) -> WakeUp {
        WakeUp(self.0.subscribe())
    }
}

/// Hears when work may have come up. Who takes one before looking for work misses nothing.
#[derive(Debug)]
pub struct WakeUp(watch::Receiver<()>);

impl WakeUp {
    /// Completes once there was a wake-up since the last time. Never completes when the
    /// store is gone.
    pub async fn woken(&mut self) {
        if self.0.changed().await.is_err() {
            std::future::pending::<()>().await;
        }
    }
}
