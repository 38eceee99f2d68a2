//! How much is sent at the same time over all endpoints.

use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::timeout;

/// An attempt that takes longer makes room for others.
const PROMPT: Duration = Duration::from_millis(250);
/// For each place there are so many for those in trouble.
const ASIDE: usize = 4;

/// Two rooms: endpoints that are slow or fail have one of their own, so that however many they
/// are, the others find a place. Which they are is known only once they were tried: an attempt
/// that takes its time moves over, so that nobody waits for what hangs.
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
    /// Places for so many, and more of them for those in trouble.
    pub(super) fn new(at_once: usize) -> Self {
        Self {
            good: Side::new(at_once),
            troubled: Side::new(at_once.saturating_mul(ASIDE)),
        }
    }

    /// An endpoint comes in.
    pub(super) fn enter(&self, in_trouble: bool) -> Presence {
        let troubled = Arc::clone(&self.troubled);
        let (side, aside) = if in_trouble {
            (troubled, None)
        } else {
            (Arc::clone(&self.good), Some(troubled))
        };
        side.endpoints.fetch_add(1, Ordering::Relaxed);
        Presence { side, aside }
    }
}

/// That an endpoint is in one of the rooms.
#[derive(Debug)]
pub(super) struct Presence {
    side: Arc<Side>,
    /// Where attempts go on that take their time; `None` where they are already.
    aside: Option<Arc<Side>>,
}

impl Presence {
    /// Whether it is the room for those in trouble.
    pub(super) const fn in_trouble(&self) -> bool {
        self.aside.is_none()
    }

    /// How many of the places are this endpoint's where all of them want some. Each place is a
    /// connection: who takes more now and fewer later opens connections to no end.
    pub(super) fn share(&self) -> usize {
        let endpoints = self.side.endpoints.load(Ordering::Relaxed);
        (self.side.at_once / endpoints.max(1)).max(1)
    }

    /// A place, if there is one at this moment that nobody waits for.
    pub(super) fn place(&self) -> Option<Place> {
        let permit = Arc::clone(&self.side.places).try_acquire_owned();
        permit.ok().map(|permit| Place {
            permit,
            aside: self.aside.clone(),
        })
    }

    /// Waits for a place; who came first is served first.
    pub(super) fn wait(&self) -> impl Future<Output = Place> + use<> {
        let permit = Arc::clone(&self.side.places).acquire_owned();
        let aside = self.aside.clone();
        async move {
            match permit.await {
                Ok(permit) => Place { permit, aside },
                // Never closed.
                Err(_) => std::future::pending().await,
            }
        }
    }
}

impl Drop for Presence {
    fn drop(&mut self) {
        self.side.endpoints.fetch_sub(1, Ordering::Relaxed);
    }
}

/// Where one attempt is made.
#[derive(Debug)]
pub(super) struct Place {
    permit: OwnedSemaphorePermit,
    aside: Option<Arc<Side>>,
}

impl Place {
    /// Makes an attempt here.
    pub(super) async fn hold<T>(mut self, attempt: impl Future<Output = T>) -> T {
        let mut attempt = pin!(attempt);
        if let Some(aside) = self.aside.take() {
            if let Ok(end) = timeout(PROMPT, &mut attempt).await {
                return end;
            }
            // Where that is full too, it stays: there is a bound to what is under way.
            if let Ok(permit) = Arc::clone(&aside.places).try_acquire_owned() {
                self.permit = permit;
            }
        }
        let end = attempt.await;
        drop(self.permit);
        end
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests fail loudly")]

    use super::*;
    use std::future::pending;
    use tokio::task::JoinSet;

    /// So many attempts that never end begin, as good ones.
    async fn hang(good: &Presence, many: usize) -> JoinSet<()> {
        let mut hanging = JoinSet::new();
        for _ in 0..many {
            let place = good.wait().await;
            hanging.spawn(place.hold(pending()));
        }
        hanging
    }

    fn all(presence: &Presence) -> usize {
        let places: Vec<_> = std::iter::from_fn(|| presence.place()).collect();
        places.len()
    }

    #[tokio::test(start_paused = true)]
    async fn what_hangs_moves_over_and_makes_room() {
        let room = Room::new(2);
        let (good, troubled) = (room.enter(false), room.enter(true));
        let _hanging = hang(&good, 6).await;
        assert_eq!(all(&good), 0);
        tokio::time::sleep(PROMPT * 2).await;
        assert_eq!((all(&good), all(&troubled)), (2, 2 * ASIDE - 6));
    }

    #[tokio::test(start_paused = true)]
    async fn there_is_a_bound_to_what_is_under_way() {
        let room = Room::new(1);
        let (good, troubled) = (room.enter(false), room.enter(true));
        let hanging = hang(&good, 1 + ASIDE).await;
        tokio::time::sleep(PROMPT * 2).await;
        assert_eq!((all(&good), all(&troubled)), (0, 0));
        drop(hanging);
        tokio::time::sleep(PROMPT).await;
        assert_eq!((all(&good), all(&troubled)), (1, ASIDE));
    }

    #[tokio::test(start_paused = true)]
    async fn an_attempt_that_has_ended_leaves_its_place() {
        let room = Room::new(1);
        let (good, troubled) = (room.enter(false), room.enter(true));
        for (presence, took) in [
            (&good, PROMPT / 2),
            (&good, PROMPT * 2),
            (&troubled, PROMPT),
        ] {
            let place = presence.place().unwrap();
            place.hold(tokio::time::sleep(took)).await;
            assert_eq!((all(&good), all(&troubled)), (1, ASIDE));
        }
    }

    #[tokio::test]
    async fn who_waits_is_served_before_who_comes() {
        let room = Room::new(1);
        let good = room.enter(false);
        let place = good.place().unwrap();
        let waiting = tokio::spawn(good.wait());
        tokio::task::yield_now().await;
        drop(place);
        assert!(good.place().is_none());
        waiting.await.unwrap();
    }

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
        let room = Room::new(1);
        let good = room.enter(false);
        let troubled: Vec<_> = (0..5).map(|_| room.enter(true)).collect();
        let taken: Vec<_> = troubled.iter().map(Presence::place).collect();
        assert_eq!(taken.iter().flatten().count(), ASIDE);
        assert_eq!(good.share(), 1);
        assert!(good.place().is_some());
        assert!(good.in_trouble() != troubled[0].in_trouble());
    }
}
