//! Endpoints to which something is due that this node cannot claim.

use gangway_domain::PartnerId;
use std::collections::{HashMap, HashSet};
use std::time::Duration;
use tokio::time::Instant;

/// The first pause, and the one after something new came up; each further one doubles it.
const SHORTEST: Duration = Duration::from_millis(250);
/// The longest pause.
const LONGEST: Duration = Duration::from_secs(2);

/// Endpoints whose latest pump could claim nothing: another node has an earlier event of the
/// account under its hands, say, or had before it was killed. They are tried again ever more rarely.
#[derive(Debug, Default)]
pub(super) struct Rests(HashMap<PartnerId, Rest>);

#[derive(Debug)]
struct Rest {
    since: Instant,
    pause: Duration,
}

impl Rest {
    fn end(&self) -> Instant {
        self.since + self.pause
    }
}

impl Rests {
    /// A pump has ended.
    pub(super) fn ended(&mut self, partner: PartnerId, has_claimed: bool) {
        let before = self.0.remove(&partner);
        if !has_claimed {
            let pause = before.map_or(SHORTEST, |rest| rest.pause.saturating_mul(2).min(LONGEST));
            let since = Instant::now();
            self.0.insert(partner, Rest { since, pause });
        }
    }

    /// Something new is due, nobody knows where.
    pub(super) fn cut_short(&mut self) {
        for rest in self.0.values_mut() {
            rest.pause = SHORTEST;
        }
    }

    /// Where nothing is due any more there is nothing to rest from.
    pub(super) fn keep(&mut self, due: &HashSet<PartnerId>) {
        self.0.retain(|partner, _| due.contains(partner));
    }

    /// Whether an endpoint is left alone for now.
    pub(super) fn rests(&self, partner: PartnerId) -> bool {
        let rest = self.0.get(&partner);
        rest.is_some_and(|rest| Instant::now() < rest.end())
    }

    /// When the first one of those that rest now does so no more.
    pub(super) fn first_end(&self) -> Option<Instant> {
        let now = Instant::now();
        let ends = self.0.values().map(Rest::end);
        ends.filter(|end| now < *end).min()
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests fail loudly")]

    use super::*;
    use tokio::time::advance;

    const ONE: PartnerId = PartnerId::from_row(1);
    const OTHER: PartnerId = PartnerId::from_row(2);

    /// How long an endpoint rests from now on.
    async fn rest_of(rests: &Rests, partner: PartnerId) -> Duration {
        let begun = Instant::now();
        while rests.rests(partner) {
            advance(Duration::from_millis(10)).await;
        }
        begun.elapsed()
    }

    #[tokio::test(start_paused = true)]
    async fn what_cannot_be_claimed_is_tried_ever_more_rarely() {
        let mut rests = Rests::default();
        let mut pauses = Vec::new();
        for _ in 0..6 {
            rests.ended(ONE, false);
            assert_eq!(
                rests.first_end(),
                Some(Instant::now() + rests.0[&ONE].pause)
            );
            pauses.push(rest_of(&rests, ONE).await.as_millis());
        }
        assert_eq!(pauses, [250, 500, 1_000, 2_000, 2_000, 2_000]);
        assert_eq!(rests.first_end(), None, "it is over");
        assert!(!rests.rests(OTHER));
        rests.ended(ONE, true);
        rests.ended(ONE, false);
        assert_eq!(rest_of(&rests, ONE).await, SHORTEST, "it begins anew");
    }

    #[tokio::test(start_paused = true)]
    async fn something_new_cuts_a_long_rest_short() {
        let mut rests = Rests::default();
        for _ in 0..5 {
            rests.ended(ONE, false);
        }
        rests.cut_short();
        assert_eq!(rest_of(&rests, ONE).await, SHORTEST);
    }

    #[tokio::test(start_paused = true)]
    async fn where_nothing_is_due_nothing_is_kept() {
        let mut rests = Rests::default();
        rests.ended(ONE, false);
        rests.ended(OTHER, false);
        rests.keep(&HashSet::from([OTHER]));
        assert_eq!((rests.rests(ONE), rests.rests(OTHER)), (false, true));
    }
}
