//! What deliveries say of the endpoints to which they went.

use crate::{DeliveryEnd, EndedDelivery};
use gangway_domain::{OFF_AFTER, OffReason, PartnerId, Timestamp};
use std::collections::BTreeMap;

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
    /// It has an address and is not switched off.
    pub is_on: bool,
}

/// What becomes of an endpoint.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ruling {
    /// Since when nothing was taken.
    pub failing_since: Option<Timestamp>,
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
        let before = standing.failing_since.filter(|_| !self.taken);
        let ruling = if standing.is_on && self.failing {
            let is_over = before.is_some_and(|since| since.plus(OFF_AFTER) <= now);
            Ruling {
                failing_since: before.or(Some(now)),
                off: match (self.gone, is_over) {
                    (true, _) => Some(OffReason::Gone),
                    (false, true) => Some(OffReason::Failing),
                    (false, false) => None,
                },
            }
        } else {
            Ruling {
                failing_since: before,
                off: None,
            }
        };
        let changes = ruling.failing_since != standing.failing_since || ruling.off.is_some();
        changes.then_some(ruling)
    }
}
