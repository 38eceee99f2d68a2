//! A lease is short, so that the work of a node that dies is soon taken over; whoever works
//! under one renews it all the time.

use crate::App;
use gangway_domain::{Onboarding, OnboardingState};
use gangway_storage::Lease;
use tokio::time::{Instant, sleep_until, timeout_at};

/// How often a lease is renewed while it lasts.
const BEATS: u32 = 3;

/// A lease in hand.
#[derive(Debug, Clone, Copy)]
pub(super) struct Held {
    pub(super) owner: i64,
    asked: Instant,
}

impl App {
    /// A lease to ask the store for, and what its holder has to know if it gets it.
    pub(super) fn new_lease(&self) -> (Lease, Held) {
        let owner = self.draw_owner();
        let asked = Instant::now();
        (self.lease(owner), Held { owner, asked })
    }

    /// Names one run among all runs of all nodes.
    pub(crate) fn draw_owner(&self) -> i64 {
        let mut bytes = [0; 8];
        self.rng.fill(&mut bytes);
        i64::from_le_bytes(bytes)
    }

    fn lease(&self, owner: i64) -> Lease {
        Lease {
            owner,
            until: self.clock.now().plus(self.settings.lease),
        }
    }

    /// When the holder has to stop if the store does not prolong the lease: a little before
    /// another node may begin, since clocks differ and a call on its way cannot be recalled.
    fn last_moment(&self, asked: Instant) -> Instant {
        asked + self.settings.lease * 5 / 6
    }

    /// Renews the lease again and again. Completes when it is lost: to somebody else, or
    /// because the store did not answer before its end.
    pub(super) async fn lease_lost(&self, account: &Onboarding, held: Held) {
        let mut asked = held.asked;
        loop {
            let end = self.last_moment(asked);
            let now = Instant::now();
            if now >= end {
                tracing::warn!(account = %account.id, "the store did not renew a lease in time; this run of the set-up ends");
                return;
            }
            sleep_until(end.min(now + self.settings.lease / BEATS)).await;
            let asking = Instant::now();
            let renewal = self.store.renew(account.id, self.lease(held.owner));
            match timeout_at(end, renewal).await {
                Ok(Ok(true)) => asked = asking,
                Ok(Ok(false)) if self.is_removed(account).await => {
                    // The run notices with its next write, when it knows what to take back.
                    std::future::pending::<()>().await;
                }
                Ok(Ok(false)) => {
                    tracing::info!(account = %account.id, "a lease is held no more; this run of the set-up ends");
                    return;
                }
                Ok(Err(error)) => {
                    tracing::debug!(account = %account.id, %error, "a lease was not renewed");
                }
                // Past its end, as the next look at the time says.
                Err(_) => {}
            }
        }
    }

    async fn is_removed(&self, account: &Onboarding) -> bool {
        let found = self.store.account_by_link(&account.link).await;
        matches!(found, Ok(Some(now)) if now.state == OnboardingState::Removed)
    }
}
