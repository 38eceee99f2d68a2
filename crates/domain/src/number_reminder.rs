//! What partners are told of the time of their registered numbers.

use crate::{RENEWABLE_FOR, Timestamp};
use std::time::Duration;

/// The last chance to do something about it.
const SOON: Duration = Duration::from_secs(7 * 24 * 3600);

/// What a partner is told of a registered number that waits for its customer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum NumberReminder {
    /// From now on its verification can be renewed.
    Renewable,
    /// A week is left.
    ExpiresSoon,
    /// Its time is over.
    Expired,
}

impl NumberReminder {
    /// Every reminder, in the order of time.
    pub const ALL: [Self; 3] = [Self::Renewable, Self::ExpiresSoon, Self::Expired];

    /// The word for it in events.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Renewable => "renewable",
            Self::ExpiresSoon => "expires_soon",
            Self::Expired => "expired",
        }
    }

    /// When it is due, of a verification that holds until then.
    #[must_use]
    pub fn due(self, until: Timestamp) -> Timestamp {
        match self {
            Self::Renewable => until.minus(RENEWABLE_FOR),
            Self::ExpiresSoon => until.minus(SOON),
            Self::Expired => until,
        }
    }

    /// The one that is true now; of several that are due the others say nothing any more.
    #[must_use]
    pub fn now(until: Timestamp, now: Timestamp) -> Option<Self> {
        let due = |reminder: &Self| reminder.due(until) <= now;
        Self::ALL.into_iter().rev().find(due)
    }

    /// When the next one is due after now.
    #[must_use]
    pub fn next(until: Timestamp, now: Timestamp) -> Option<Timestamp> {
        let mut all = Self::ALL.into_iter().map(|reminder| reminder.due(until));
        all.find(|due| now < *due)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::VERIFIED_FOR;

    #[test]
    fn each_is_told_at_its_time_and_the_latest_one_says_it_all() {
        let start = Timestamp::from_secs(1_800_000_000);
        let until = start.plus(VERIFIED_FOR);
        let day = |day: u64| start.plus(Duration::from_secs(day * 24 * 3600));
        let minute = Duration::from_secs(60);
        for (now, reminder, next) in [
            (start, None, Some(day(45))),
            (day(45).minus(minute), None, Some(day(45))),
            (day(45), Some(NumberReminder::Renewable), Some(day(83))),
            (day(83), Some(NumberReminder::ExpiresSoon), Some(day(90))),
            (day(90), Some(NumberReminder::Expired), None),
            (day(400), Some(NumberReminder::Expired), None),
        ] {
            assert_eq!(NumberReminder::now(until, now), reminder, "{now:?}");
            assert_eq!(NumberReminder::next(until, now), next, "{now:?}");
        }
    }
}
