//! The simulator's own clock: real time with an offset, or fully manual.

use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

/// How the simulator's clock starts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ClockMode {
    /// Real time plus whatever was advanced.
    #[default]
    Real,
    /// Stands still until it is advanced.
    Manual {
        /// Where it starts.
        unix_seconds: i64,
    },
}

/// A clock that tests can move forward.
#[derive(Debug)]
pub struct SimClock {
    manual_start_ms: Option<i64>,
    offset_ms: AtomicI64,
}

impl SimClock {
    /// A clock in the given mode.
    #[must_use]
    pub fn new(mode: ClockMode) -> Self {
        let manual_start_ms = match mode {
            ClockMode::Real => None,
            ClockMode::Manual { unix_seconds } => Some(unix_seconds.saturating_mul(1000)),
        };
        Self {
            manual_start_ms,
            offset_ms: AtomicI64::new(0),
        }
    }

    /// Whether the clock stands still between advances.
    #[must_use]
    pub fn is_manual(&self) -> bool {
        self.manual_start_ms.is_some()
    }

    /// Now, in milliseconds since the epoch.
    #[must_use]
    pub fn now_ms(&self) -> i64 {
        let base = self.manual_start_ms.unwrap_or_else(real_now_ms);
        base.saturating_add(self.offset_ms.load(Ordering::SeqCst))
    }

    /// How far it was moved, in seconds.
    #[must_use]
    pub fn advanced_seconds(&self) -> u32 {
        let seconds = self.offset_ms.load(Ordering::SeqCst) / 1000;
        u32::try_from(seconds).unwrap_or(u32::MAX)
    }

    /// Moves the clock forward.
    pub fn advance(&self, seconds: u32) {
        self.offset_ms
            .fetch_add(i64::from(seconds) * 1000, Ordering::SeqCst);
    }
}

#[allow(
    clippy::disallowed_methods,
    reason = "the one place where the simulator reads real time"
)]
fn real_now_ms() -> i64 {
    let since_epoch = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap_or_default();
    i64::try_from(since_epoch.as_millis()).unwrap_or(i64::MAX)
}
