//! Time as a parameter: nothing in the rules reads a global clock.

use std::time::Duration;

/// An instant in unix milliseconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp(i64);

impl Timestamp {
    /// From unix milliseconds.
    #[must_use]
    pub const fn from_millis(millis: i64) -> Self {
        Self(millis)
    }

    /// From unix seconds.
    #[must_use]
    pub const fn from_secs(secs: i64) -> Self {
        Self(secs.saturating_mul(1000))
    }

    /// Unix milliseconds.
    #[must_use]
    pub const fn as_millis(self) -> i64 {
        self.0
    }

    /// Whole unix seconds, as the partner API speaks.
    #[must_use]
    pub const fn as_secs(self) -> i64 {
        self.0.div_euclid(1000)
    }

    /// This instant moved forward.
    #[must_use]
    pub fn plus(self, span: Duration) -> Self {
        let millis = i64::try_from(span.as_millis()).unwrap_or(i64::MAX);
        Self(self.0.saturating_add(millis))
    }

    /// This instant moved back.
    #[must_use]
    pub fn minus(self, span: Duration) -> Self {
        let millis = i64::try_from(span.as_millis()).unwrap_or(i64::MAX);
        Self(self.0.saturating_sub(millis))
    }

    /// How long until `later`; zero when it has passed.
    #[must_use]
    pub fn until(self, later: Self) -> Duration {
        let millis = later.0.saturating_sub(self.0);
        Duration::from_millis(u64::try_from(millis).unwrap_or(0))
    }
}

/// Where the time comes from.
pub trait Clock: Send + Sync + std::fmt::Debug {
    /// The present instant.
    fn now(&self) -> Timestamp;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seconds_round_down_also_before_the_epoch() {
        assert_eq!(Timestamp::from_millis(1_999).as_secs(), 1);
        assert_eq!(Timestamp::from_millis(-1).as_secs(), -1);
    }

    #[test]
    fn an_instant_moves_forward_and_back_and_stops_where_time_does() {
        let (now, hour) = (Timestamp::from_secs(7_200), Duration::from_secs(3_600));
        assert_eq!(now.plus(hour), Timestamp::from_secs(10_800));
        assert_eq!(now.minus(hour), Timestamp::from_secs(3_600));
        assert_eq!(now.minus(hour * 3), Timestamp::from_secs(-3_600));
        let (first, last) = (Timestamp(i64::MIN), Timestamp(i64::MAX));
        assert_eq!(first.minus(hour), first);
        assert_eq!(last.plus(hour), last);
        assert_eq!(Timestamp::from_millis(-1).minus(Duration::MAX), first);
    }

    #[test]
    fn until_never_goes_below_zero() {
        let early = Timestamp::from_secs(10);
        let late = early.plus(Duration::from_secs(5));
        assert_eq!(early.until(late), Duration::from_secs(5));
        assert_eq!(late.until(early), Duration::ZERO);
    }
}
