//! How fast an endpoint is sent to: as fast as it answers.

use std::time::Duration;

/// An answer that takes longer is a slow one.
const SLOW: Duration = Duration::from_secs(1);

/// How many deliveries one endpoint is given at the same time.
#[derive(Debug)]
pub(super) struct Pace {
    at_once: usize,
    most: usize,
    in_trouble: bool,
}

impl Pace {
    /// That of an endpoint that takes what it is sent, or of one whose latest attempt failed.
    pub(super) const fn new(most: usize, failing: bool) -> Self {
        Self {
            at_once: if failing { 1 } else { most },
            most,
            in_trouble: failing,
        }
    }

    /// How many at the same time.
    pub(super) const fn at_once(&self) -> usize {
        self.at_once
    }

    /// Whether it is slow or fails: others do not share their room with it.
    pub(super) const fn is_in_trouble(&self) -> bool {
        self.in_trouble
    }

    /// An attempt has ended. Trouble brings it down to one at a time; answers in good time
    /// bring it up again, doubling.
    pub(super) fn ended(&mut self, taken: bool, took: Duration) {
        self.in_trouble = !taken || took > SLOW;
        self.at_once = if !taken {
            1
        } else if self.in_trouble {
            (self.at_once / 2).max(1)
        } else {
            (self.at_once * 2).min(self.most)
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const QUICK: Duration = Duration::from_millis(20);

    #[test]
    fn a_failure_brings_it_down_to_one_and_answers_bring_it_up_again() {
        let mut pace = Pace::new(8, false);
        assert_eq!((pace.at_once(), pace.is_in_trouble()), (8, false));
        pace.ended(false, QUICK);
        assert_eq!((pace.at_once(), pace.is_in_trouble()), (1, true));
        let mut seen = Vec::new();
        for _ in 0..4 {
            pace.ended(true, QUICK);
            seen.push(pace.at_once());
        }
        assert_eq!(seen, [2, 4, 8, 8]);
        assert!(!pace.is_in_trouble());
    }

    #[test]
    fn slow_answers_halve_it() {
        let mut pace = Pace::new(5, false);
        let mut seen = Vec::new();
        for _ in 0..4 {
            pace.ended(true, Duration::from_secs(2));
            seen.push(pace.at_once());
        }
        assert_eq!(seen, [2, 1, 1, 1]);
        assert!(pace.is_in_trouble());
    }

    #[test]
    fn one_that_fails_begins_with_one() {
        let pace = Pace::new(8, true);
        assert_eq!((pace.at_once(), pace.is_in_trouble()), (1, true));
    }
}
