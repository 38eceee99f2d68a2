//! A store that does not answer: said once, asked again ever more rarely.

use gangway_app::StorageError;
use std::time::Duration;

/// The first pause after an error.
const FIRST: Duration = Duration::from_millis(250);
/// The longest pause.
const LONGEST: Duration = Duration::from_secs(10);

/// Whether the store answers, and how long it has not.
#[derive(Debug, Default)]
pub(crate) struct Outage {
    failures: u32,
}

impl Outage {
    /// The store did not answer; says how long to leave it alone.
    pub(crate) fn failed(&mut self, error: &StorageError) -> Duration {
        if self.failures == 0 {
            tracing::error!(%error, "the store gives no work; asking again until it does");
        }
        let pause = FIRST.saturating_mul(2_u32.saturating_pow(self.failures));
        self.failures = self.failures.saturating_add(1);
        pause.min(LONGEST)
    }

    /// The store answered.
    pub(crate) fn over(&mut self) {
        if self.failures > 0 {
            tracing::info!(failures = self.failures, "the store gives work again");
            self.failures = 0;
        }
    }
}
