//! One-time codes of authenticator apps (RFC 6238: SHA-1, six digits, 30 seconds).

use gangway_domain::{Rng, Timestamp};
use secrecy::zeroize::Zeroizing;
use totp_rs::{Builder, Secret, Totp};

const SECRET_LENGTH: usize = 20;

/// The secret that an authenticator app shares with Gangway.
pub struct OneTimeSecret {
    totp: Totp,
}

/// A code that was right: the 30 seconds that it belongs to, counted since 1970. A code is taken
/// once, so the next one has to be of a later step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct OneTimeCode(pub i64);

impl OneTimeSecret {
    /// A new one.
    #[must_use]
    pub fn generate(rng: &dyn Rng) -> Option<Self> {
        let mut bytes = Zeroizing::new([0; SECRET_LENGTH]);
        rng.fill(bytes.as_mut_slice());
        Self::from_bytes(bytes.as_slice())
    }

    /// The secret of its bytes; `None` when they are too few.
    #[must_use]
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let totp = Builder::new().with_secret(bytes).build().ok()?;
        Some(Self { totp })
    }

    /// The secret as people type it; `None` when it is not one.
    #[must_use]
    pub fn from_base32(text: &str) -> Option<Self> {
        let secret = Secret::try_from_base32(text).ok()?;
        Self::from_bytes(secret.as_ref())
    }

    /// The bytes, to be sealed.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        self.totp.secret().as_ref()
    }

    /// As people type it into their app.
    #[must_use]
    pub fn base32(&self) -> String {
        self.totp.secret().to_base32()
    }

    /// Whether a code is right at this instant, or was or will be within half a minute of it.
    #[must_use]
    pub fn check(&self, code: &str, now: Timestamp) -> Option<OneTimeCode> {
        let digits: String = code.chars().filter(|c| !c.is_whitespace()).collect();
        let seconds = u64::try_from(now.as_secs()).ok()?;
        let step = self.totp.check(&digits, seconds)?;
        i64::try_from(step).ok().map(OneTimeCode)
    }

    /// The code of an instant, as the app shows it.
    #[must_use]
    pub fn code_at(&self, now: Timestamp) -> String {
        let seconds = u64::try_from(now.as_secs()).unwrap_or_default();
        self.totp.generate(seconds).to_string()
    }
}

impl std::fmt::Debug for OneTimeSecret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("OneTimeSecret(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::test_rng::TestRng;

    /// RFC 6238, appendix B, the last six of the eight digits.
    #[test]
    fn the_rfcs_own_codes() {
        let secret = OneTimeSecret::from_bytes(b"12345678901234567890").unwrap();
        for (at, code, step) in [
            (59, "287082", 1),
            (1_111_111_109, "081804", 37_037_036),
            (20_000_000_000, "353130", 666_666_666),
        ] {
            let now = Timestamp::from_secs(at);
            assert_eq!(secret.check(code, now), Some(OneTimeCode(step)));
            assert_eq!(secret.code_at(now), code);
        }
    }

    #[test]
    fn a_code_is_good_for_one_step_before_and_after() {
        let secret = OneTimeSecret::generate(&TestRng::default()).unwrap();
        let code = secret.code_at(Timestamp::from_secs(3_000));
        let right = |at| secret.check(&code, Timestamp::from_secs(at)).is_some();
        assert!(right(2_970) && right(3_000) && right(3_059));
        assert!(!right(2_969) && !right(3_060));
    }

    #[test]
    fn it_is_typed_and_read_back() {
        let secret = OneTimeSecret::generate(&TestRng::default()).unwrap();
        let again = OneTimeSecret::from_base32(&secret.base32()).unwrap();
        assert_eq!(again.bytes(), secret.bytes());
        assert!(OneTimeSecret::from_base32("not base 32").is_none());
        assert!(OneTimeSecret::from_bytes(b"short").is_none());
        let now = Timestamp::from_secs(59);
        let spaced = secret.code_at(now);
        let spaced = format!(" {} {} ", &spaced[..3], &spaced[3..]);
        assert!(secret.check(&spaced, now).is_some());
        assert!(secret.check("", now).is_none());
    }
}
