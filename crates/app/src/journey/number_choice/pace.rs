//! Whoever reloads a page must not spend what Meta allows for the customer's account.

use gangway_domain::{AccountId, Timestamp};
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

/// So many steps of a choice may be made within [`WITHIN`]; each is up to three calls of the
/// 200 an hour that Meta allows for an account without a registered number.
const MOST: u32 = 20;
const WITHIN: Duration = Duration::from_secs(10 * 60);
/// Past so many accounts those go whose time is over: memory stays bounded.
const MOST_ACCOUNTS: usize = 10_000;

/// How often each account was asked about lately, by this node.
#[derive(Debug, Default)]
pub(crate) struct Pace {
    /// The steps, and when their time began.
    steps: Mutex<HashMap<AccountId, (u32, Timestamp)>>,
}

impl Pace {
    /// Counts a step; gives how long to wait where there were too many.
    pub(super) fn too_often(&self, account: AccountId, now: Timestamp) -> Option<Duration> {
        let mut steps = self.steps.lock().unwrap_or_else(PoisonError::into_inner);
        if steps.len() >= MOST_ACCOUNTS {
            steps.retain(|_, (_, since)| now < since.plus(WITHIN));
        }
        let (count, since) = steps.entry(account).or_insert((0, now));
        if since.plus(WITHIN) <= now {
            (*count, *since) = (0, now);
        }
        if *count >= MOST {
            return Some(now.until(since.plus(WITHIN)));
        }
        *count += 1;
        None
    }
}

#[cfg(test)]
mod tests {
    use super::{MOST, Pace, WITHIN};
    use gangway_domain::{AccountId, Timestamp};

    #[test]
    fn so_many_steps_in_a_time_and_then_none_until_it_is_over() {
        let (pace, now) = (Pace::default(), Timestamp::from_secs(100));
        let account = |row| AccountId::from_row(row);
        for _ in 0..MOST {
            assert_eq!(pace.too_often(account(1), now), None);
        }
        assert_eq!(pace.too_often(account(1), now), Some(WITHIN));
        assert_eq!(pace.too_often(account(2), now), None, "another one");
        assert_eq!(pace.too_often(account(1), now.plus(WITHIN)), None);
    }
}
