//! Stores how deliveries ended, those to all endpoints together: what ends while the clerk
//! writes is in the next batch, so that a node writes no more often than its store can take.

use gangway_app::{App, DeliveryEnd, EndedDelivery, StorageError};
use gangway_domain::PartnerId;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;
use tokio::sync::Notify;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tokio_util::sync::CancellationToken;

/// Most ends in one write.
const BATCH: usize = 512;
/// After a fault of the store.
const FAULT_PAUSE: Duration = Duration::from_millis(500);

/// What a pump hears: that something is due, or that what it handed over is stored.
#[derive(Debug, Default)]
pub(super) struct Bell {
    rung: Notify,
    unstored: AtomicUsize,
}

impl Bell {
    pub(super) fn ring(&self) {
        self.rung.notify_one();
    }

    /// Completes once it was rung since the last time.
    pub(super) async fn rung(&self) {
        self.rung.notified().await;
    }

    /// Whether something that was handed over is not stored yet.
    pub(super) fn is_owed(&self) -> bool {
        self.unstored.load(Ordering::Acquire) > 0
    }
}

/// A delivery whose turn is over, and by whose name it was claimed.
#[derive(Debug)]
pub(super) struct Ended {
    pub(super) owner: i64,
    pub(super) end: EndedDelivery,
}

/// How one ended, and who wants to hear that it is stored.
#[derive(Debug)]
struct Slip {
    ended: Ended,
    bell: Arc<Bell>,
}

/// Where pumps hand in how deliveries ended. There is no bound: a pump has no more under way,
/// and claims no more, than its pace allows.
#[derive(Debug, Clone)]
pub(super) struct Desk(UnboundedSender<Slip>);

impl Desk {
    pub(super) fn hand_in(&self, ended: Ended, bell: &Arc<Bell>) {
        bell.unstored.fetch_add(1, Ordering::AcqRel);
        let bell = Arc::clone(bell);
        if let Err(unheard) = self.0.send(Slip { ended, bell }) {
            unheard.0.settle();
        }
    }
}

impl Slip {
    fn settle(self) {
        self.bell.unstored.fetch_sub(1, Ordering::AcqRel);
        self.bell.ring();
    }
}

/// The one who stores.
pub(super) struct Clerk {
    app: Arc<App>,
    slips: UnboundedReceiver<Slip>,
}

impl Clerk {
    pub(super) fn new(app: Arc<App>) -> (Self, Desk) {
        let (desk, slips) = unbounded_channel();
        (Self { app, slips }, Desk(desk))
    }

    /// Works until nobody can hand in anything any more.
    pub(super) async fn run(mut self, stop: CancellationToken) {
        let mut slips = Vec::with_capacity(BATCH);
        while self.slips.recv_many(&mut slips, BATCH).await > 0 {
            for (owner, slips) in batches(&mut slips) {
                self.store(owner, &slips, &stop).await;
                for slip in slips {
                    slip.settle();
                }
            }
        }
    }

    /// Stores for as long as it takes; only a node that stops gives up.
    async fn store(&self, owner: i64, slips: &[Slip], stop: &CancellationToken) {
        while let Err(error) = self.try_to_store(owner, slips).await {
            if stop.is_cancelled() {
                tracing::warn!(%error, "deliveries were tried and not noted; they are tried again");
                return;
            }
            tracing::debug!(%error, "the ends of deliveries wait for the store");
            tokio::time::sleep(FAULT_PAUSE).await;
        }
    }

    async fn try_to_store(&self, owner: i64, slips: &[Slip]) -> Result<(), StorageError> {
        let ended = slips.iter().map(|slip| slip.ended.end.clone()).collect();
        let app = Arc::clone(&self.app);
        // A task of its own, so that its end, however abnormal, is not the clerk's.
        let stored = tokio::spawn(async move { app.end_deliveries(owner, ended).await });
        stored.await.unwrap_or_else(|fault| {
            tracing::error!(%fault, "storing the ends of deliveries ended abnormally; they are tried again");
            Ok(())
        })
    }
}

/// One batch for all endpoints that took everything: what was taken is delivered, by whose name
/// it may have been claimed. Of the others one for each name: whether a failure counts depends
/// on whether the claim still does.
fn batches(slips: &mut Vec<Slip>) -> Vec<(i64, Vec<Slip>)> {
    let is_taken = |slip: &Slip| matches!(slip.ended.end.end, DeliveryEnd::Delivered(_));
    let careful: HashSet<PartnerId> = slips
        .iter()
        .filter(|slip| !is_taken(slip))
        .map(|slip| slip.ended.end.partner)
        .collect();
    let mut batches: Vec<(i64, Vec<Slip>)> = Vec::new();
    let mut places: HashMap<Option<i64>, usize> = HashMap::new();
    for slip in slips.drain(..) {
        let owner = slip.ended.owner;
        let key = careful.contains(&slip.ended.end.partner).then_some(owner);
        let place = *places.entry(key).or_insert(batches.len());
        match batches.get_mut(place) {
            Some((_, batch)) => batch.push(slip),
            None => batches.push((owner, vec![slip])),
        }
    }
    batches
}
