//! How fast an endpoint is sent to: as fast as it answers.

use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;
use tokio::time::timeout;

/// An answer that takes longer is a slow one.
const SLOW: Duration = Duration::from_secs(1);
/// A receiver that takes everything, only slowly, is given so many at the same time.
const FOR_THE_SLOW: usize = 4;

/// How many deliveries one endpoint is given at the same time.
#[derive(Debug)]
pub(super) struct Pace {
    at_once: usize,
    most: usize,
    in_trouble: bool,
    overdue: Overdue,
}

/// How many attempts are under way for so long that their answers are slow, if they come.
#[derive(Debug, Clone, Default)]
pub(super) struct Overdue(Arc<AtomicUsize>);

impl Pace {
    /// That of an endpoint that takes what it is sent, or of one whose latest attempt failed.
    pub(super) fn new(most: usize, failing: bool) -> Self {
        Self {
            at_once: if failing { 1 } else { most },
            most,
            in_trouble: failing,
            overdue: Overdue::default(),
        }
    }

    /// How many at the same time.
    pub(super) fn at_once(&self) -> usize {
        if self.overdue.any() {
            self.at_once.min(FOR_THE_SLOW)
        } else {
            self.at_once
        }
    }

    /// Whether it is slow or fails: others do not share their room with it.
    pub(super) fn is_in_trouble(&self) -> bool {
        self.in_trouble || self.overdue.any()
    }

    /// Keeps an eye on attempts: nobody waits for their ends to see that they take their time.
    pub(super) fn overdue(&self) -> Overdue {
        self.overdue.clone()
    }

    /// An attempt has ended. A failure brings it down to one at a time, slow answers to a few;
    /// answers in good time bring it up again, doubling.
    pub(super) fn ended(&mut self, taken: bool, took: Duration) {
        self.in_trouble = !taken || took > SLOW;
        self.at_once = if !taken {
            1
        } else if self.in_trouble {
            let few = FOR_THE_SLOW.min(self.most);
            if self.at_once > few {
                (self.at_once / 2).max(few)
            } else {
                (self.at_once * 2).min(few)
            }
        } else {
            (self.at_once * 2).min(self.most)
        };
    }
}

impl Overdue {
    fn any(&self) -> bool {
        self.0.load(Ordering::Relaxed) > 0
    }

    /// Makes an attempt that counts once it is overdue.
    pub(super) async fn watch<T>(self, attempt: impl Future<Output = T>) -> T {
        let mut attempt = pin!(attempt);
        if let Ok(end) = timeout(SLOW, &mut attempt).await {
            return end;
        }
        self.0.fetch_add(1, Ordering::Relaxed);
        let end = attempt.await;
        self.0.fetch_sub(1, Ordering::Relaxed);
        end
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests fail loudly")]

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
    fn slow_answers_leave_it_a_few() {
        for (most, failing, expected) in [
            (20, false, [10, 5, 4, 4]),
            (20, true, [2, 4, 4, 4]),
            (3, false, [3, 3, 3, 3]),
            (3, true, [2, 3, 3, 3]),
        ] {
            let mut pace = Pace::new(most, failing);
            let seen = [(); 4].map(|()| {
                pace.ended(true, Duration::from_secs(2));
                pace.at_once()
            });
            assert_eq!(seen, expected, "{most} at most, failing: {failing}");
            assert!(pace.is_in_trouble());
        }
    }

    #[tokio::test(start_paused = true)]
    async fn what_hangs_is_trouble_before_it_ends() {
        let pace = Pace::new(8, false);
        let attempt = pace.overdue().watch(tokio::time::sleep(SLOW * 3));
        let attempt = tokio::spawn(attempt);
        tokio::time::sleep(SLOW / 2).await;
        assert_eq!((pace.at_once(), pace.is_in_trouble()), (8, false));
        tokio::time::sleep(SLOW).await;
        assert_eq!((pace.at_once(), pace.is_in_trouble()), (FOR_THE_SLOW, true));
        attempt.await.unwrap();
        assert_eq!((pace.at_once(), pace.is_in_trouble()), (8, false));
    }

    #[test]
    fn one_that_fails_begins_with_one() {
        let pace = Pace::new(8, true);
        assert_eq!((pace.at_once(), pace.is_in_trouble()), (1, true));
    }
}
