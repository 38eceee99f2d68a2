//! Proving the possession of numbers: the codes that were sent, and the partners' pools of pre-verified numbers.

use std::collections::BTreeMap;

use crate::dice::Dice;

const MINUTE_MS: i64 = 60 * 1000;
const DAY_MS: i64 = 24 * 60 * MINUTE_MS;

/// What was sent to numbers, by their digits.
#[derive(Default)]
pub(crate) struct SentCodes(BTreeMap<String, Sent>);

#[derive(Default)]
struct Sent {
    /// The last code and when it was sent; gone once it was used.
    code: Option<(String, i64)>,
    /// When codes were sent within the last hour.
    recent_ms: Vec<i64>,
    wrong: u32,
    total: u32,
}

/// Why a code does not prove anything.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum CodeFault {
    /// None was asked for, or it is used up.
    None,
    Wrong,
    Expired,
    /// Too many wrong ones: a new one has to be asked for.
    UsedUp,
}

impl SentCodes {
    pub(crate) const LIFE_MS: i64 = 10 * MINUTE_MS;
    const HOURLY: usize = 5;
    const WRONG_TRIES: u32 = 5;

    /// Sends a new code, which puts the one before out of use; `false` when there were too many within an hour.
    pub(crate) fn send(&mut self, digits: &str, dice: &mut Dice, now_ms: i64) -> bool {
        let sent = self.0.entry(digits.to_owned()).or_default();
        sent.recent_ms
            .retain(|&sent_ms| now_ms - sent_ms < 60 * MINUTE_MS);
        if sent.recent_ms.len() >= Self::HOURLY {
            return false;
        }
        sent.recent_ms.push(now_ms);
        sent.code = Some((dice.digits(6), now_ms));
        sent.wrong = 0;
        sent.total += 1;
        true
    }

    /// Takes a code back; the right one is used up by it.
    pub(crate) fn take(&mut self, digits: &str, given: &str, now_ms: i64) -> Result<(), CodeFault> {
        let sent = self.0.get_mut(digits).ok_or(CodeFault::None)?;
        let (code, sent_ms) = sent.code.as_ref().ok_or(CodeFault::None)?;
        if now_ms - sent_ms >= Self::LIFE_MS {
            return Err(CodeFault::Expired);
        }
        if sent.wrong >= Self::WRONG_TRIES {
            return Err(CodeFault::UsedUp);
        }
        if code != given {
            sent.wrong += 1;
            return Err(CodeFault::Wrong);
        }
        sent.code = None;
        Ok(())
    }

    /// The last code to a number, and when it was sent.
    pub(crate) fn last(&self, digits: &str) -> Option<(&str, i64)> {
        let (code, sent_ms) = self.0.get(digits)?.code.as_ref()?;
        Some((code, *sent_ms))
    }

    /// How many were ever sent to a number.
    pub(crate) fn total(&self, digits: &str) -> u32 {
        self.0.get(digits).map_or(0, |sent| sent.total)
    }
}

/// A number of a partner's pool.
pub(crate) struct Preverified {
    pub(crate) id: String,
    /// The app of the partner.
    pub(crate) app_id: String,
    pub(crate) digits: String,
    pub(crate) added_ms: i64,
    pub(crate) verified_ms: Option<i64>,
    /// Breaks ties of `added_ms`.
    pub(crate) addition: u64,
}

impl Preverified {
    /// How long a verification holds, and how long a number waits for its first one.
    pub(crate) const LIFE_MS: i64 = 90 * DAY_MS;
    /// Only in the last days of a verification the next one is taken.
    const RENEWABLE_MS: i64 = 45 * DAY_MS;

    pub(crate) fn expires_ms(&self) -> Option<i64> {
        self.verified_ms
            .map(|verified_ms| verified_ms + Self::LIFE_MS)
    }

    pub(crate) fn status(&self, now_ms: i64) -> &'static str {
        match self.expires_ms() {
            None => "NOT_VERIFIED",
            Some(expires_ms) if now_ms < expires_ms => "VERIFIED",
            Some(_) => "EXPIRED",
        }
    }

    pub(crate) fn is_verified(&self, now_ms: i64) -> bool {
        self.status(now_ms) == "VERIFIED"
    }

    /// Whether a code may be asked for: not while its verification is fresh.
    pub(crate) fn takes_code(&self, now_ms: i64) -> bool {
        self.expires_ms()
            .is_none_or(|expires_ms| expires_ms - now_ms <= Self::RENEWABLE_MS)
    }

    /// Whether it was never verified and its time for that is over.
    pub(crate) fn is_over(&self, now_ms: i64) -> bool {
        self.verified_ms.is_none() && now_ms - self.added_ms >= Self::LIFE_MS
    }
}

#[cfg(test)]
mod tests {
    use super::{CodeFault, DAY_MS, Preverified, SentCodes};
    use crate::dice::Dice;

    #[test]
    fn a_code_works_once_and_for_ten_minutes() -> Result<(), std::io::Error> {
        let (mut codes, mut dice) = (SentCodes::default(), Dice::new(Some(1))?);
        let last = |codes: &SentCodes| codes.last("49").map(|(code, _)| code.to_owned());
        assert_eq!(codes.take("49", "123456", 0), Err(CodeFault::None));
        assert!(codes.send("49", &mut dice, 0));
        let first = last(&codes).unwrap_or_default();
        assert_eq!(codes.take("49", "x", 1), Err(CodeFault::Wrong));
        assert_eq!(codes.take("49", &first, 600_000), Err(CodeFault::Expired));
        assert_eq!(codes.take("49", &first, 599_999), Ok(()));
        assert_eq!(codes.take("49", &first, 599_999), Err(CodeFault::None));
        assert_eq!(last(&codes), None);
        for _ in 0..4 {
            assert!(codes.send("49", &mut dice, 600_000));
        }
        assert!(!codes.send("49", &mut dice, 3_599_999), "the sixth");
        assert_ne!(last(&codes), Some(first));
        for _ in 0..5 {
            assert_eq!(codes.take("49", "x", 600_001), Err(CodeFault::Wrong));
        }
        let code = last(&codes).unwrap_or_default();
        assert_eq!(codes.take("49", &code, 600_001), Err(CodeFault::UsedUp));
        assert!(codes.send("49", &mut dice, 3_600_000));
        assert_eq!(codes.total("49"), 6);
        Ok(())
    }

    #[test]
    fn a_verification_lives_90_days_and_is_renewed_in_the_last_45() {
        let mut number = Preverified {
            id: String::new(),
            app_id: String::new(),
            digits: String::new(),
            added_ms: 0,
            verified_ms: None,
            addition: 0,
        };
        assert!(number.takes_code(89 * DAY_MS) && !number.is_over(90 * DAY_MS - 1));
        assert!(number.is_over(90 * DAY_MS));
        assert_eq!(number.status(0), "NOT_VERIFIED");
        number.verified_ms = Some(DAY_MS);
        assert!(!number.takes_code(46 * DAY_MS - 1) && number.takes_code(46 * DAY_MS));
        assert!(number.is_verified(91 * DAY_MS - 1));
        assert_eq!(number.status(91 * DAY_MS), "EXPIRED");
        assert!(number.takes_code(200 * DAY_MS) && !number.is_over(200 * DAY_MS));
    }
}
