//! Sends partners' webhooks: one [`Pump`] for each endpoint to which something is due, and one
//! [`Clerk`] who stores what becomes of it.

mod clerk;
mod pace;
mod pump;
mod rests;
mod room;

use crate::outage::Outage;
use clerk::{Bell, Clerk};
use gangway_app::{App, StorageError};
use gangway_domain::PartnerId;
use pump::{Pump, Shared};
use rests::Rests;
use room::Room;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use std::time::Duration;
use tokio::task::{Id, JoinError, JoinSet};
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

/// Looks that follow each other are this far apart: what comes up meanwhile is found by one.
const BREATH: Duration = Duration::from_millis(5);

/// How webhooks are sent.
#[derive(Debug, Clone, Copy)]
pub struct SenderSettings {
    /// It looks for something to send at least this often, also when nothing wakes it.
    pub poll: Duration,
    /// One endpoint is given so many at the same time, at most.
    pub per_endpoint: usize,
    /// All endpoints together; those in trouble have four times as many places of their own.
    pub at_once: usize,
    /// An attempt takes no longer.
    pub attempt: Duration,
}

/// Sends until it is asked to stop, and ends when what was under way has ended and is stored.
pub(crate) async fn send(app: Arc<App>, settings: SenderSettings, stop: CancellationToken) {
    let (clerk, desk) = Clerk::new(Arc::clone(&app));
    let clerk = tokio::spawn(clerk.run(stop.clone()));
    let room = Room::new(settings.at_once);
    let sender = Sender::new(Shared {
        app,
        settings,
        room,
        desk,
    });
    sender.run(stop).await;
    // With the pumps' desks gone, the clerk ends once all is stored.
    if let Err(fault) = clerk.await {
        tracing::error!(%fault, "storing the ends of deliveries ended abnormally");
    }
}

/// Starts a pump where something is due and none runs, and rings for those that run.
struct Sender {
    shared: Shared,
    pumps: JoinSet<Ended>,
    served: HashMap<PartnerId, Served>,
    rests: Rests,
    outage: Outage,
}

/// Whose pump has ended, and whether it had claimed anything.
type Ended = (PartnerId, bool);

/// An endpoint that has a pump.
struct Served {
    bell: Arc<Bell>,
    pump: Id,
}

impl Sender {
    fn new(shared: Shared) -> Self {
        Self {
            shared,
            pumps: JoinSet::new(),
            served: HashMap::new(),
            rests: Rests::default(),
            outage: Outage::default(),
        }
    }

    async fn run(mut self, stop: CancellationToken) {
        // Before the first look: what comes up after a look must wake.
        let mut wake_up = self.shared.app.outbox_wake_up();
        while !stop.is_cancelled() {
            let looked = Instant::now();
            let pause = match self.look(&stop).await {
                Ok(()) => {
                    self.outage.over();
                    self.shared.settings.poll
                }
                Err(error) => self.outage.failed(&error),
            };
            let poll = Instant::now() + pause;
            let next = self.rests.first_end().map_or(poll, |end| end.min(poll));
            tokio::select! {
                () = stop.cancelled() => {}
                () = wake_up.woken() => self.rests.cut_short(),
                () = tokio::time::sleep_until(next) => {}
                // Something may have come up between the pump's last look and its end.
                Some(ended) = self.pumps.join_next() => self.ended(ended),
            }
            tokio::time::sleep_until(looked + BREATH).await;
            while let Some(ended) = self.pumps.try_join_next() {
                self.ended(ended);
            }
        }
        while let Some(ended) = self.pumps.join_next().await {
            self.ended(ended);
        }
    }

    async fn look(&mut self, stop: &CancellationToken) -> Result<(), StorageError> {
        let due = self.shared.app.endpoints_due().await?;
        self.rests
            .keep(&due.iter().copied().collect::<HashSet<_>>());
        for partner in due {
            if let Some(served) = self.served.get(&partner) {
                served.bell.ring();
                continue;
            }
            if self.rests.rests(partner) {
                continue;
            }
            let bell = Arc::new(Bell::default());
            let pump = Pump::new(self.shared.clone(), partner, Arc::clone(&bell));
            let stop = stop.clone();
            let task = self
                .pumps
                .spawn(async move { (partner, pump.run(stop).await) });
            let pump = task.id();
            self.served.insert(partner, Served { bell, pump });
        }
        Ok(())
    }

    fn ended(&mut self, ended: Result<Ended, JoinError>) {
        match ended {
            Ok((partner, has_claimed)) => {
                self.served.remove(&partner);
                self.rests.ended(partner, has_claimed);
            }
            Err(fault) => {
                tracing::error!(%fault, "sending webhooks to an endpoint ended abnormally");
                self.served.retain(|_, served| served.pump != fault.id());
            }
        }
    }
}
