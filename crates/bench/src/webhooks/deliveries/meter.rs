//! Who used the machine while something was measured.

use super::now;
use crate::usage;
use std::time::Instant;

/// Stands still until the end.
pub(super) struct Meter {
    postmaster: Option<u32>,
    started: Instant,
    own: f64,
    postgres: f64,
    machine: f64,
}

/// Processor time in seconds, unless it says otherwise.
#[derive(Debug)]
pub(super) struct Used {
    pub(super) server: f64,
    pub(super) postgres: Option<f64>,
    /// By this process: the receivers, and the little that asking costs.
    pub(super) receivers: f64,
    /// How many cores were busy with anything else.
    pub(super) other_cores: f64,
    /// The most memory that the server had.
    pub(super) peak_mib: f64,
}

impl Meter {
    /// Before the server starts.
    pub(super) fn start(postmaster: Option<u32>) -> anyhow::Result<Self> {
        Ok(Self {
            postmaster,
            started: now(),
            own: usage::processor(std::process::id())?.own,
            postgres: postmaster.map_or(Ok(0.0), usage::family)?,
            machine: usage::machine()?,
        })
    }

    /// All that the server has used counts.
    pub(super) fn stop(self, server: u32) -> anyhow::Result<Used> {
        let all = usage::machine()? - self.machine;
        let elapsed = now().duration_since(self.started).as_secs_f64();
        let peak_mib = usage::memory_mib(server, "VmHWM:")?;
        let server = usage::processor(server)?.own;
        let receivers = usage::processor(std::process::id())?.own - self.own;
        let postgres = self.postmaster.map(usage::family).transpose()?;
        let postgres = postgres.map(|used| used - self.postgres);
        let others = all - server - receivers - postgres.unwrap_or(0.0);
        Ok(Used {
            server,
            postgres,
            receivers,
            // The system's own tallies are not quite of the same instant.
            other_cores: (others / elapsed).max(0.0),
            peak_mib,
        })
    }
}
