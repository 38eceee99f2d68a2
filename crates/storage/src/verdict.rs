//! What deliveries say of the endpoints to which they went.

use crate::{DeliveryEnd, EndedDelivery};
use gangway_domain::{OFF_AFTER, OffReason, PartnerId, Timestamp};
use std::collections::BTreeMap;
use std::time::Duration;

/// Failures that are further apart are not one time of failing: in between nothing was tried,
/// since the last tries of a delivery are closer to each other.
const SILENCE: Duration = Duration::from_secs(36 * 3600);
/// The latest failure is noted no more often than this.
const NOTED: Duration = Duration::from_secs(3600);

/// What some deliveries say of one endpoint, taken together.
#[derive(Debug, Default, Clone, Copy)]
pub struct Verdict {
    /// It took one.
    taken: bool,
    /// It did not take the last one.
    failing: bool,
    /// It wants no more.
    gone: bool,
}

/// How an endpoint stands.
#[derive(Debug, Clone, Copy)]
pub struct Standing {
    /// Since when nothing was taken.
    pub failing_since: Option<Timestamp>,
    /// When something was not taken lately, to the hour.
    pub failed_at: Option<Timestamp>,
    /// It has an address and is not switched off.
    pub is_on: bool,
}

/// What becomes of an endpoint.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ruling {
    /// Since when nothing was taken.
    pub failing_since: Option<Timestamp>,
    /// When something was not taken lately; there is one where there is the other.
    pub failed_at: Option<Timestamp>,
    /// Why it is switched off now.
    pub off: Option<OffReason>,
}

impl Verdict {
    /// What deliveries say of each endpoint, in the order of partners.
    #[must_use]
    pub fn of_all(ended: &[EndedDelivery]) -> BTreeMap<PartnerId, Self> {
        let mut all = BTreeMap::<PartnerId, Self>::new();
        for one in ended {
            let verdict = all.entry(one.partner).or_default();
            match one.end {
                DeliveryEnd::Delivered(_) => {
                    verdict.taken = true;
                    verdict.failing = false;
                }
                DeliveryEnd::Again(..) | DeliveryEnd::Failed(_) => verdict.failing = true,
                DeliveryEnd::Gone(_) => {
                    verdict.failing = true;
                    verdict.gone = true;
                }
                DeliveryEnd::Released => {}
            }
        }
        all
    }

    /// What becomes of an endpoint by this; `None` where nothing changes. One that is sent
    /// nothing any more is neither failing nor switched off by stragglers.
    #[must_use]
    pub fn on(self, standing: Standing, now: Timestamp) -> Option<Ruling> {
        let before = standing.failing_since.zip(standing.failed_at);
        let before = before.filter(|_| !self.taken);
        let ruling = if standing.is_on && (self.failing || self.gone) {
            let before = before.filter(|(_, latest)| now < latest.plus(SILENCE));
            let is_over = before.is_some_and(|(since, _)| since.plus(OFF_AFTER) <= now);
            let noted = before.map(|(_, latest)| latest);
            Ruling {
                failing_since: before.map(|(since, _)| since).or(Some(now)),
                failed_at: noted.filter(|at| now < at.plus(NOTED)).or(Some(now)),
                off: match (self.gone, is_over) {
                    (true, _) => Some(OffReason::Gone),
                    (false, true) => Some(OffReason::Failing),
                    (false, false) => None,
                },
            }
        } else {
            Ruling {
                failing_since: before.map(|(since, _)| since),
                failed_at: before.map(|(_, latest)| latest),
                off: None,
            }
        };
        let changes = ruling.failing_since != standing.failing_since
            || ruling.failed_at != standing.failed_at
            || ruling.off.is_some();
        changes.then_some(ruling)
    }
}
