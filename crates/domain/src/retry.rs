//! When something that failed is tried again.

use std::time::Duration;

/// The pauses before the second, third, … try of one thing. After the last one somebody has
/// to act.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RetryPolicy {
    pauses: Vec<Duration>,
}

impl RetryPolicy {
    /// These pauses, one after the other.
    #[must_use]
    pub const fn new(pauses: Vec<Duration>) -> Self {
        Self { pauses }
    }

    /// The pause after so many tries; `None` when there were enough.
    #[must_use]
    pub fn pause_after(&self, tries: u32) -> Option<Duration> {
        let index = usize::try_from(tries).ok()?.checked_sub(1)?;
        self.pauses.get(index).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_come_in_order_and_end() {
        let second = Duration::from_secs;
        let policy = RetryPolicy::new(vec![second(1), second(5)]);
        let pauses: Vec<_> = (0..4).map(|tries| policy.pause_after(tries)).collect();
        assert_eq!(pauses, [None, Some(second(1)), Some(second(5)), None]);
    }
}
