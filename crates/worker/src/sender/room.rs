//! How much is sent at the same time over all endpoints.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// Two rooms: endpoints that are slow or fail have one of their own, so that however many they
/// are, the others find a place.
#[derive(Debug, Clone)]
pub(super) struct Room {
    good: Arc<Side>,
    troubled: Arc<Side>,
}

#[derive(Debug)]
struct Side {
    places: Arc<Semaphore>,
    at_once: usize,
    endpoints: AtomicUsize,
}

impl Side {
    fn new(at_once: usize) -> Arc<Self> {
        Arc::new(Self {
            places: Arc::new(Semaphore::new(at_once)),
            at_once,
            endpoints: AtomicUsize::new(0),
        })
    }
}

impl Room {
    /// Places for so many of each.
    pub(super) fn new(at_once: usize) -> Self {
        Self {
            good: Side::new(at_once),
            troubled: Side::new(at_once),
        }
    }

    /// An endpoint comes in.
    pub(super) fn enter(&self, in_trouble: bool) -> Presence {
        let side = if in_trouble {
            &self.troubled
        } else {
            &self.good
        };
        side.endpoints.fetch_add(1, Ordering::Relaxed);
        Presence {
            side: Arc::clone(side),
            in_trouble,
        }
    }
}

/// That an endpoint is in one of the rooms.
#[derive(Debug)]
pub(super) struct Presence {
    side: Arc<Side>,
    in_trouble: bool,
}

impl Presence {
    /// Whether it is the room for those in trouble.
    pub(super) const fn in_trouble(&self) -> bool {
        self.in_trouble
    }

    /// How many of the places are this endpoint's where all of them want some. Each place is a
    /// connection: who takes more now and fewer later opens connections to no end.
    pub(super) fn share(&self) -> usize {
        let endpoints = self.side.endpoints.load(Ordering::Relaxed);
        (self.side.at_once / endpoints.max(1)).max(1)
    }

    /// A place, if there is one at this moment.
    pub(super) fn place(&self) -> Option<OwnedSemaphorePermit> {
        Arc::clone(&self.side.places).try_acquire_owned().ok()
    }

    /// Waits until there may be a place.
    pub(super) async fn wait(&self) {
        // Never closed.
        let _ = self.side.places.acquire().await;
    }
}

impl Drop for Presence {
    fn drop(&mut self) {
        self.side.endpoints.fetch_sub(1, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_endpoint_alone_has_all_places_and_many_have_one_each() {
        let room = Room::new(4);
        let first = room.enter(false);
        assert_eq!(first.share(), 4);
        let second = room.enter(false);
        assert_eq!((first.share(), second.share()), (2, 2));
        let others: Vec<_> = (0..8).map(|_| room.enter(false)).collect();
        assert_eq!(first.share(), 1);
        drop((second, others));
        assert_eq!(first.share(), 4);
    }

    #[test]
    fn those_in_trouble_take_nothing_from_the_others() {
        let room = Room::new(2);
        let good = room.enter(false);
        let troubled: Vec<_> = (0..5).map(|_| room.enter(true)).collect();
        let taken: Vec<_> = troubled.iter().map(Presence::place).collect();
        assert_eq!(taken.iter().flatten().count(), 2);
        assert_eq!(good.share(), 2);
        assert!(good.place().is_some());
        assert!(good.in_trouble() != troubled[0].in_trouble());
    }
}
