//! Numbers that partners register beforehand: Meta's pre-verified numbers.

use crate::{AccountId, PartnerId, PhoneNumber, PreverifiedId, Text, Timestamp};
use std::time::Duration;

/// How many numbers of a partner may wait for their customers.
pub const MOST_WAITING: u32 = 500;
/// How long a verification holds, where Meta does not say it.
pub const VERIFIED_FOR: Duration = Duration::from_secs(90 * DAY);
/// A verification can be renewed in so long before its end, and no sooner.
pub const RENEWABLE_FOR: Duration = Duration::from_secs(45 * DAY);
/// Who asked for a code and does nothing with it keeps others from the number for so long.
pub const RESERVED_FOR: Duration = Duration::from_secs(3600);

const DAY: u64 = 24 * 3600;

/// A number that a partner has registered. Over all partners there is one holder at most.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RegisteredNumber {
    /// Whose.
    pub partner: PartnerId,
    /// Which.
    pub number: PhoneNumber,
    /// What the partner noted beside it.
    pub comment: Option<Text<200>>,
    /// Meta's id of it, once Meta has been told.
    pub meta_id: Option<PreverifiedId>,
    /// When its holder last asked for a code.
    pub asked_at: Timestamp,
    /// Until when its possession counts as proved; `None` before it was.
    pub verified_until: Option<Timestamp>,
    /// The account whose link uses it.
    pub account: Option<AccountId>,
    /// When a customer connected it.
    pub connected_at: Option<Timestamp>,
}

impl RegisteredNumber {
    /// Whether a new link may use it, as far as its verification goes.
    #[must_use]
    pub fn is_verified(&self, now: Timestamp) -> bool {
        self.verified_until.is_some_and(|until| now < until)
    }

    /// Whether it waits for its customer.
    #[must_use]
    pub fn is_waiting(&self, now: Timestamp) -> bool {
        self.is_verified(now) && self.connected_at.is_none()
    }

    /// Whether a code may be asked for: for the first time, after the end, or to renew.
    #[must_use]
    pub fn may_be_verified(&self, now: Timestamp) -> bool {
        self.connected_at.is_none()
            && self
                .verified_until
                .is_none_or(|until| until <= now.plus(RENEWABLE_FOR))
    }

    /// From when it is reserved for its holder, who asks for another code: who proves nothing
    /// does not keep others from it by asking again and again.
    #[must_use]
    pub fn reserved_from(&self, now: Timestamp) -> Timestamp {
        if self.is_verified(now) || self.is_free(now) {
            now
        } else {
            self.asked_at
        }
    }

    /// Whether another partner may register it: nobody has proved its possession, no link
    /// uses it, and its holder has done nothing for a while.
    #[must_use]
    pub fn is_free(&self, now: Timestamp) -> bool {
        let is_held =
            self.is_verified(now) || self.account.is_some() || self.connected_at.is_some();
        !is_held && self.asked_at.plus(RESERVED_FOR) <= now
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MONTH: Duration = Duration::from_secs(30 * DAY);

    fn number() -> RegisteredNumber {
        RegisteredNumber {
            partner: PartnerId::from_row(1),
            number: PhoneNumber::from_meta("972501234567").unwrap(),
            comment: None,
            meta_id: None,
            asked_at: start(),
            verified_until: None,
            account: None,
            connected_at: None,
        }
    }

    fn start() -> Timestamp {
        Timestamp::from_secs(1_800_000_000)
    }

    #[test]
    fn a_verification_holds_until_its_end_and_can_be_renewed_in_its_last_half() {
        let until = start().plus(VERIFIED_FOR);
        let verified = RegisteredNumber {
            verified_until: Some(until),
            ..number()
        };
        let half = start().plus(VERIFIED_FOR - RENEWABLE_FOR);
        let second = Duration::from_secs(1);
        for (now, is_waiting, may_be_verified) in [
            (start(), true, false),
            (half.minus(second), true, false),
            (half, true, true),
            (until.minus(second), true, true),
            (until, false, true),
            (until.plus(MONTH), false, true),
        ] {
            assert_eq!(verified.is_waiting(now), is_waiting, "{now:?}");
            assert_eq!(verified.may_be_verified(now), may_be_verified, "{now:?}");
        }
        assert!(!number().is_waiting(start()));
        assert!(number().may_be_verified(start()));
    }

    #[test]
    fn a_number_that_is_connected_waits_for_nobody() {
        let connected = RegisteredNumber {
            verified_until: Some(start().plus(VERIFIED_FOR)),
            connected_at: Some(start()),
            ..number()
        };
        assert!(!connected.is_waiting(start()));
        assert!(!connected.may_be_verified(start().plus(VERIFIED_FOR)));
        assert!(!connected.is_free(start().plus(VERIFIED_FOR * 2)));
    }

    #[test]
    fn asking_again_reserves_it_no_longer() {
        let minute = Duration::from_secs(60);
        let asked = RegisteredNumber {
            asked_at: start(),
            verified_until: None,
            ..number()
        };
        assert_eq!(asked.reserved_from(start().plus(minute)), start());
        let over = start().plus(RESERVED_FOR);
        assert_eq!(asked.reserved_from(over), over, "it was anybody's");
    }

    #[test]
    fn who_does_not_prove_it_loses_it_to_whoever_asks() {
        let asked = number();
        assert!(!asked.is_free(start()));
        assert!(asked.is_free(start().plus(RESERVED_FOR)));
        let linked = RegisteredNumber {
            account: Some(AccountId::from_row(3)),
            ..number()
        };
        assert!(!linked.is_free(start().plus(MONTH)));
        let verified = RegisteredNumber {
            verified_until: Some(start().plus(MONTH)),
            ..number()
        };
        assert!(!verified.is_free(start().plus(RESERVED_FOR)));
        assert!(verified.is_free(start().plus(MONTH)), "its time is over");
    }
}
