//! Sends partners' webhooks: one [`Pump`] for each endpoint to which something is due.

mod pace;
mod pump;
mod room;

use crate::outage::Outage;
use gangway_app::{App, StorageError};
use gangway_domain::PartnerId;
use pump::Pump;
use room::Room;
use std::collections::HashSet;
use std::sync::Arc;
use std::time::Duration;
use tokio::task::JoinSet;
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
    /// All endpoints together; those in trouble have as many places of their own.
    pub at_once: usize,
    /// An attempt takes no longer.
    pub attempt: Duration,
}

/// Starts a pump where something is due and none runs.
pub(crate) struct Sender {
    app: Arc<App>,
    settings: SenderSettings,
    room: Room,
    pumps: JoinSet<PartnerId>,
    served: HashSet<PartnerId>,
    outage: Outage,
}

impl Sender {
    pub(crate) fn new(app: Arc<App>, settings: SenderSettings) -> Self {
        Self {
            app,
            settings,
            room: Room::new(settings.at_once),
            pumps: JoinSet::new(),
            served: HashSet::new(),
            outage: Outage::default(),
        }
    }

    /// Sends until it is asked to stop, and ends when what was under way has ended.
    pub(crate) async fn run(mut self, stop: CancellationToken) {
        // Before the first look: what comes up after a look must wake.
        let mut wake_up = self.app.outbox_wake_up();
        while !stop.is_cancelled() {
            let looked = Instant::now();
            let pause = match self.look(&stop).await {
                Ok(()) => {
                    self.outage.over();
                    self.settings.poll
                }
                Err(error) => self.outage.failed(&error),
            };
            tokio::select! {
                () = stop.cancelled() => {}
                () = wake_up.woken() => {}
                () = tokio::time::sleep(pause) => {}
                // Something may have come up between the pump's last look and its end.
                Some(ended) = self.pumps.join_next() => self.ended(ended),
            }
            tokio::time::sleep_until(looked + BREATH).await;
        }
        while let Some(ended) = self.pumps.join_next().await {
            self.ended(ended);
        }
    }

    async fn look(&mut self, stop: &CancellationToken) -> Result<(), StorageError> {
        for partner in self.app.endpoints_due().await? {
            if self.served.insert(partner) {
                let pump = Pump::new(
                    Arc::clone(&self.app),
                    partner,
                    self.settings,
                    self.room.clone(),
                );
                let stop = stop.clone();
                self.pumps.spawn(async move {
                    pump.run(stop).await;
                    partner
                });
            }
        }
        Ok(())
    }

    fn ended(&mut self, ended: Result<PartnerId, tokio::task::JoinError>) {
        match ended {
            Ok(partner) => {
                self.served.remove(&partner);
            }
            Err(fault) => {
                tracing::error!(%fault, "sending webhooks to an endpoint ended abnormally");
                // Whose it was is not known any more; the others are found to be served.
                self.served.clear();
            }
        }
    }
}
