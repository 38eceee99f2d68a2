//! How much is sent at the same time over all endpoints.

use std::sync::Arc;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// Two rooms: endpoints that are slow or fail have one of their own, so that however many they
/// are, the others find a place.
#[derive(Debug, Clone)]
pub(super) struct Room {
    good: Arc<Semaphore>,
    troubled: Arc<Semaphore>,
}

impl Room {
    /// Places for so many of each.
    pub(super) fn new(at_once: usize) -> Self {
        Self {
            good: Arc::new(Semaphore::new(at_once)),
            troubled: Arc::new(Semaphore::new(at_once)),
        }
    }

    /// A place, if there is one at this moment.
    pub(super) fn place(&self, in_trouble: bool) -> Option<OwnedSemaphorePermit> {
        Arc::clone(self.side(in_trouble)).try_acquire_owned().ok()
    }

    /// Waits until there may be a place.
    pub(super) async fn wait(&self, in_trouble: bool) {
        // Never closed.
        let _ = self.side(in_trouble).acquire().await;
    }

    const fn side(&self, in_trouble: bool) -> &Arc<Semaphore> {
        if in_trouble {
            &self.troubled
        } else {
            &self.good
        }
    }
}
