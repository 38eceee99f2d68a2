//! Everything that is due to one endpoint, in as many hands as it can take.

use super::SenderSettings;
use super::pace::Pace;
use super::room::Room;
use gangway_app::{App, Delivery, DeliveryEnd, EndedDelivery, OpenEndpoint, StorageError};
use gangway_domain::{PartnerId, Timestamp};
use std::collections::{HashMap, VecDeque};
use std::sync::Arc;
use std::time::Duration;
use tokio::task::{JoinError, JoinSet};
use tokio_util::sync::CancellationToken;

/// For each hand so many deliveries are claimed at once, while the endpoint is quick.
const AHEAD: usize = 8;
/// But not more than this.
const BATCH: usize = 256;
/// After a fault of the store.
const FAULT_PAUSE: Duration = Duration::from_millis(500);
/// What is under way when the node stops may take so long; then others try it again.
const LAST_ATTEMPTS: Duration = Duration::from_secs(8);

/// A delivery that waits for its turn, by whose name it was claimed, and until when.
struct Claimed {
    owner: i64,
    until: Timestamp,
    delivery: Delivery,
}

/// A delivery whose turn is over.
struct Ended {
    owner: i64,
    end: EndedDelivery,
}

/// Sends to one endpoint until nothing is due there.
pub(super) struct Pump {
    app: Arc<App>,
    partner: PartnerId,
    settings: SenderSettings,
    room: Room,
    queue: VecDeque<Claimed>,
    under_way: JoinSet<Ended>,
    /// Not stored yet.
    ended: Vec<Ended>,
}

impl Pump {
    pub(super) fn new(
        app: Arc<App>,
        partner: PartnerId,
        settings: SenderSettings,
        room: Room,
    ) -> Self {
        Self {
            app,
            partner,
            settings,
            room,
            queue: VecDeque::new(),
            under_way: JoinSet::new(),
            ended: Vec::new(),
        }
    }

    pub(super) async fn run(mut self, stop: CancellationToken) {
        while !stop.is_cancelled() {
            match self.send_all(&stop).await {
                Ok(()) => break,
                Err(error) => {
                    tracing::debug!(partner = %self.partner, %error, "sending waits for the store");
                    tokio::time::sleep(FAULT_PAUSE).await;
                }
            }
        }
        self.wind_up().await;
    }

    /// Sends what is due and what comes up meanwhile. Ends when there is nothing, when the
    /// endpoint is off, and when the node stops.
    async fn send_all(&mut self, stop: &CancellationToken) -> Result<(), StorageError> {
        let mut wake_up = self.app.outbox_wake_up();
        let Some(mut endpoint) = self.open().await? else {
            return Ok(());
        };
        let mut pace = Pace::new(self.settings.per_endpoint, endpoint.failing);
        while !stop.is_cancelled() {
            let has_room = self.has_room(&pace);
            if has_room {
                // Address and secrets may be others by now.
                endpoint = match self.open().await? {
                    Some(endpoint) => endpoint,
                    None => return Ok(()),
                };
                self.claim(&pace).await?;
            }
            let crowded = !self.begin(&endpoint, &pace);
            if self.under_way.is_empty() && self.queue.is_empty() && self.ended.is_empty() {
                return Ok(());
            }
            tokio::select! {
                () = stop.cancelled() => {}
                () = wake_up.woken(), if has_room => {}
                () = tokio::time::sleep(self.settings.poll) => {}
                () = self.room.wait(pace.is_in_trouble()), if crowded => {}
                Some(ended) = self.under_way.join_next() => self.note(ended, &mut pace),
            }
            while let Some(ended) = self.under_way.try_join_next() {
                self.note(ended, &mut pace);
            }
            let gone = |ended: &Ended| matches!(ended.end.end, DeliveryEnd::Gone(_));
            if self.ended.iter().any(gone) {
                return Ok(());
            }
            // The hands go on while the ends are stored.
            self.begin(&endpoint, &pace);
            self.store_ends().await?;
        }
        Ok(())
    }

    /// Whether more can be claimed: ahead of the hands where the endpoint is quick, for a free
    /// hand only where it is not.
    fn has_room(&self, pace: &Pace) -> bool {
        let waiting = self.queue.len();
        if pace.is_in_trouble() {
            waiting + self.under_way.len() < pace.at_once()
        } else {
            waiting < pace.at_once()
        }
    }

    async fn open(&self) -> Result<Option<Arc<OpenEndpoint>>, StorageError> {
        let endpoint = self.app.open_endpoint(self.partner).await?;
        Ok(endpoint.map(Arc::new))
    }

    async fn claim(&mut self, pace: &Pace) -> Result<(), StorageError> {
        let wanted = if pace.is_in_trouble() {
            pace.at_once().saturating_sub(self.under_way.len())
        } else {
            (pace.at_once() * AHEAD).min(BATCH)
        };
        let at_most = u32::try_from(wanted).unwrap_or(u32::MAX);
        let claimed = self.app.claim_deliveries(self.partner, at_most).await?;
        let (owner, until) = (claimed.owner, claimed.until);
        let claimed = claimed.deliveries.into_iter();
        self.queue.extend(claimed.map(|delivery| Claimed {
            owner,
            until,
            delivery,
        }));
        Ok(())
    }

    /// Begins with as many as the pace allows; `false` when others leave no room.
    fn begin(&mut self, endpoint: &Arc<OpenEndpoint>, pace: &Pace) -> bool {
        let latest_start = self.app.now().plus(self.settings.attempt);
        while self.under_way.len() < pace.at_once() {
            let Some(next) = self.queue.pop_front() else {
                break;
            };
            if next.until < latest_start {
                // Somebody else might begin with it before this attempt has ended.
                self.ended.push(self.released(&next));
                continue;
            }
            let Some(place) = self.room.place(pace.is_in_trouble()) else {
                self.queue.push_front(next);
                return false;
            };
            let (app, endpoint) = (Arc::clone(&self.app), Arc::clone(endpoint));
            self.under_way.spawn(async move {
                let end = app.deliver(&endpoint, &next.delivery).await;
                drop(place);
                Ended {
                    owner: next.owner,
                    end,
                }
            });
        }
        true
    }

    fn released(&self, claimed: &Claimed) -> Ended {
        Ended {
            owner: claimed.owner,
            end: EndedDelivery {
                delivery: claimed.delivery.id,
                partner: self.partner,
                end: DeliveryEnd::Released,
            },
        }
    }

    fn note(&mut self, ended: Result<Ended, JoinError>, pace: &mut Pace) {
        match ended {
            Ok(ended) => {
                match &ended.end.end {
                    DeliveryEnd::Delivered(attempt) => pace.ended(true, attempt.took),
                    DeliveryEnd::Again(attempt, _)
                    | DeliveryEnd::Failed(attempt)
                    | DeliveryEnd::Gone(attempt) => pace.ended(false, attempt.took),
                    DeliveryEnd::Released => {}
                }
                self.ended.push(ended);
            }
            // Tried again when its lease ends.
            Err(fault) => tracing::error!(%fault, "a delivery ended abnormally"),
        }
    }

    async fn store_ends(&mut self) -> Result<(), StorageError> {
        let mut by_owner: HashMap<i64, Vec<EndedDelivery>> = HashMap::new();
        for ended in &self.ended {
            let of_owner = by_owner.entry(ended.owner).or_default();
            of_owner.push(ended.end.clone());
        }
        for (owner, ends) in by_owner {
            self.app.end_deliveries(owner, ends).await?;
            self.ended.retain(|ended| ended.owner != owner);
        }
        Ok(())
    }

    /// Gives back what was not begun, and waits a little for what was.
    async fn wind_up(&mut self) {
        while let Some(next) = self.queue.pop_front() {
            let released = self.released(&next);
            self.ended.push(released);
        }
        let mut pace = Pace::new(self.settings.per_endpoint, false);
        let last = async {
            while let Some(ended) = self.under_way.join_next().await {
                self.note(ended, &mut pace);
            }
        };
        if tokio::time::timeout(LAST_ATTEMPTS, last).await.is_err() {
            tracing::info!(partner = %self.partner, "some deliveries did not end in time; they are tried again");
        }
        if let Err(error) = self.store_ends().await {
            tracing::warn!(partner = %self.partner, %error, "deliveries were tried and not noted; they are tried again");
        }
    }
}
