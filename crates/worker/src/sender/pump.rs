//! Everything that is due to one endpoint, in as many hands as it can take. Claims and the
//! storing of what ended run beside the hands: none of them waits for the disk.

use super::SenderSettings;
use super::clerk::{Bell, Desk, Ended};
use super::pace::Pace;
use super::room::{Place, Presence, Room};
use gangway_app::{
    App, ClaimedDeliveries, Delivery, DeliveryEnd, EndedDelivery, OpenEndpoint, StorageError,
};
use gangway_domain::{PartnerId, Timestamp};
use std::collections::VecDeque;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;
use tokio::task::{JoinError, JoinSet};
use tokio_util::sync::CancellationToken;

/// For each hand so many deliveries are claimed ahead, while the endpoint is quick.
const AHEAD: usize = 4;
/// But not more than this.
const BATCH: usize = 256;
/// After a fault of the store.
const FAULT_PAUSE: Duration = Duration::from_millis(500);
/// What is under way when the node stops may take so long; then others try it again.
const LAST_ATTEMPTS: Duration = Duration::from_secs(8);

/// What all pumps of a node share.
#[derive(Clone)]
pub(super) struct Shared {
    pub(super) app: Arc<App>,
    pub(super) settings: SenderSettings,
    pub(super) room: Room,
    pub(super) desk: Desk,
}

/// A delivery that waits for its turn, by whose name it was claimed, and until when.
struct Claimed {
    owner: i64,
    until: Timestamp,
    delivery: Delivery,
}

/// The endpoint as it is now, and what was claimed; nothing where nothing can be sent.
type Claim = Option<(OpenEndpoint, ClaimedDeliveries)>;

/// What is on its way, however often something else comes in between.
type Coming<T> = Option<Pin<Box<dyn Future<Output = T> + Send>>>;

/// Sends to one endpoint until nothing is due there.
pub(super) struct Pump {
    shared: Shared,
    partner: PartnerId,
    bell: Arc<Bell>,
    queue: VecDeque<Claimed>,
    has_claimed: bool,
    under_way: JoinSet<Ended>,
    claiming: Coming<Result<Claim, StorageError>>,
    /// A place that was waited for.
    place: Option<Place>,
    waiting: Coming<Place>,
}

impl Pump {
    pub(super) fn new(shared: Shared, partner: PartnerId, bell: Arc<Bell>) -> Self {
        Self {
            shared,
            partner,
            bell,
            queue: VecDeque::new(),
            has_claimed: false,
            under_way: JoinSet::new(),
            claiming: None,
            place: None,
            waiting: None,
        }
    }

    /// Ends once there is nothing to send; says whether there was anything that it could claim.
    pub(super) async fn run(mut self, stop: CancellationToken) -> bool {
        while !stop.is_cancelled() {
            match self.send_all(&stop).await {
                Ok(()) => break,
                Err(error) => {
                    tracing::debug!(partner = %self.partner, %error, "sending waits for the store");
                    tokio::time::sleep(FAULT_PAUSE).await;
                }
            }
        }
        self.wind_up(&stop).await;
        self.has_claimed
    }

    /// Sends what is due and what comes up meanwhile. Ends when there is nothing, when the
    /// endpoint is off, and when the node stops.
    async fn send_all(&mut self, stop: &CancellationToken) -> Result<(), StorageError> {
        let app = Arc::clone(&self.shared.app);
        let Some(endpoint) = app.open_endpoint(self.partner).await? else {
            return Ok(());
        };
        let mut pace = Pace::new(self.shared.settings.per_endpoint, endpoint.failing);
        let mut endpoint = Arc::new(endpoint);
        let mut presence = self.shared.room.enter(pace.is_in_trouble());
        // Whether there may be more than was claimed.
        let mut more = true;
        while !stop.is_cancelled() {
            let room = self.room_ahead(&pace);
            if more && room > 0 && self.claiming.is_none() {
                more = false;
                self.claiming = Some(Box::pin(self.claim(room)));
            }
            if presence.in_trouble() != pace.is_in_trouble() {
                presence = self.shared.room.enter(pace.is_in_trouble());
                self.waiting = None;
            }
            self.begin(&endpoint, &pace, &presence);
            if !more && self.is_idle() {
                return Ok(());
            }
            tokio::select! {
                () = stop.cancelled() => {}
                () = self.bell.rung() => more = true,
                place = come(&mut self.waiting) => self.place = Some(place),
                claim = come(&mut self.claiming) => {
                    let Some((opened, claim)) = claim? else {
                        return Ok(());
                    };
                    // Address and secrets may be others by now.
                    endpoint = Arc::new(opened);
                    // There may be more where some were.
                    more |= !claim.deliveries.is_empty();
                    self.take(claim);
                }
                Some(ended) = self.under_way.join_next() => {
                    let mut is_gone = self.note(ended, &mut pace);
                    while let Some(ended) = self.under_way.try_join_next() {
                        is_gone |= self.note(ended, &mut pace);
                    }
                    if is_gone {
                        return Ok(());
                    }
                }
            }
        }
        Ok(())
    }

    /// How many more can be claimed: ahead of the hands where the endpoint is quick, for free
    /// hands only where it is not.
    fn room_ahead(&self, pace: &Pace) -> usize {
        let waiting = self.queue.len();
        if pace.is_in_trouble() {
            return pace
                .at_once()
                .saturating_sub(waiting + self.under_way.len());
        }
        let ahead = (pace.at_once() * AHEAD).min(BATCH);
        // Not for a few: a claim is a write.
        if waiting > ahead / 2 {
            return 0;
        }
        ahead - waiting
    }

    fn claim(&self, wanted: usize) -> impl Future<Output = Result<Claim, StorageError>> + use<> {
        let (app, partner) = (Arc::clone(&self.shared.app), self.partner);
        let at_most = u32::try_from(wanted).unwrap_or(u32::MAX);
        async move {
            let Some(endpoint) = app.open_endpoint(partner).await? else {
                return Ok(None);
            };
            let claim = app.claim_deliveries(partner, at_most).await?;
            Ok(Some((endpoint, claim)))
        }
    }

    fn take(&mut self, claim: ClaimedDeliveries) {
        self.has_claimed |= !claim.deliveries.is_empty();
        let (owner, until) = (claim.owner, claim.until);
        let claimed = claim.deliveries.into_iter();
        self.queue.extend(claimed.map(|delivery| Claimed {
            owner,
            until,
            delivery,
        }));
    }

    fn is_idle(&self) -> bool {
        self.claiming.is_none()
            && self.queue.is_empty()
            && self.under_way.is_empty()
            && !self.bell.is_owed()
    }

    /// Begins with as many as the pace allows, and the endpoint's share of the room; waits for a
    /// place where others leave none.
    fn begin(&mut self, endpoint: &Arc<OpenEndpoint>, pace: &Pace, presence: &Presence) {
        let Shared { app, settings, .. } = &self.shared;
        let latest_start = app.now().plus(settings.attempt);
        let hands = pace.at_once().min(presence.share());
        while self.under_way.len() < hands {
            let Some(next) = self.queue.pop_front() else {
                break;
            };
            if next.until < latest_start {
                // Somebody else might begin with it before this attempt has ended.
                self.release(&next);
                continue;
            }
            let place = self.place.take().or_else(|| presence.place());
            let Some(place) = place else {
                self.queue.push_front(next);
                if self.waiting.is_none() {
                    self.waiting = Some(Box::pin(presence.wait()));
                }
                return;
            };
            let (app, endpoint) = (Arc::clone(app), Arc::clone(endpoint));
            let overdue = pace.overdue();
            self.under_way.spawn(async move {
                let attempt = overdue.watch(app.deliver(&endpoint, &next.delivery));
                Ended {
                    owner: next.owner,
                    end: place.hold(attempt).await,
                }
            });
        }
        // Others may have what is not needed.
        self.place = None;
        self.waiting = None;
    }

    fn release(&self, claimed: &Claimed) {
        let ended = Ended {
            owner: claimed.owner,
            end: EndedDelivery {
                delivery: claimed.delivery.id,
                partner: self.partner,
                end: DeliveryEnd::Released,
            },
        };
        self.shared.desk.hand_in(ended, &self.bell);
    }

    /// Hands in how one ended; says whether the endpoint wants no more.
    fn note(&self, ended: Result<Ended, JoinError>, pace: &mut Pace) -> bool {
        let ended = match ended {
            Ok(ended) => ended,
            Err(fault) => {
                // Tried again when its lease ends.
                tracing::error!(%fault, "a delivery ended abnormally");
                return false;
            }
        };
        match &ended.end.end {
            DeliveryEnd::Delivered(attempt) => pace.ended(true, attempt.took),
            DeliveryEnd::Again(attempt, _)
            | DeliveryEnd::Failed(attempt)
            | DeliveryEnd::Gone(attempt) => pace.ended(false, attempt.took),
            DeliveryEnd::Released => {}
        }
        let is_gone = matches!(ended.end.end, DeliveryEnd::Gone(_));
        self.shared.desk.hand_in(ended, &self.bell);
        is_gone
    }

    /// Gives back what was not begun, and waits a little for what was; then until all that is
    /// stored: before that it looks as if it were still due.
    async fn wind_up(&mut self, stop: &CancellationToken) {
        // Others get the place that comes.
        self.place = None;
        self.waiting = None;
        if let Some(claiming) = self.claiming.take()
            && let Ok(Some((_, claim))) = claiming.await
        {
            self.take(claim);
        }
        while let Some(next) = self.queue.pop_front() {
            self.release(&next);
        }
        let mut pace = Pace::new(self.shared.settings.per_endpoint, false);
        let last = async {
            while let Some(ended) = self.under_way.join_next().await {
                self.note(ended, &mut pace);
            }
        };
        if tokio::time::timeout(LAST_ATTEMPTS, last).await.is_err() {
            tracing::info!(partner = %self.partner, "some deliveries did not end in time; they are tried again");
        }
        while self.bell.is_owed() && !stop.is_cancelled() {
            tokio::select! {
                () = self.bell.rung() => {}
                () = stop.cancelled() => {}
            }
        }
    }
}

/// What is on its way, once it is here.
async fn come<T>(coming: &mut Coming<T>) -> T {
    let Some(waited_for) = coming else {
        return std::future::pending().await;
    };
    let here = waited_for.await;
    *coming = None;
    here
}
