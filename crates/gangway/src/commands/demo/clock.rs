//! The demo lives by the simulator's clock, so that `gangway sandbox clock` moves both.

use gangway_domain::{Clock, Timestamp};
use gangway_meta_sim::SimState;
use std::fmt;

pub(super) struct SandboxClock(pub(super) SimState);

impl Clock for SandboxClock {
    fn now(&self) -> Timestamp {
        Timestamp::from_millis(self.0.clock().now_ms())
    }
}

impl fmt::Debug for SandboxClock {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("SandboxClock")
    }
}
