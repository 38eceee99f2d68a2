//! A password that somebody chose.

use crate::App;
use gangway_crypto::{PasswordFault, hash_password, password_is};
use gangway_domain::PasswordHash;
use secrecy::{ExposeSecret, SecretString};
use std::sync::{Arc, OnceLock};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// As NIST SP 800-63B asks for where a password stands alone.
const SHORTEST: usize = 12;
const LONGEST: usize = 200;
/// Each check takes 19 MiB for some tens of milliseconds.
const CHECKS_AT_ONCE: usize = 2;
/// So many more may wait for their turn, some seconds at the most.
const WAITING: usize = 64;

/// A password of a fit length.
pub struct Password(SecretString);

/// Why a password was not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PasswordError {
    /// Too short.
    #[error("is too short; take at least {SHORTEST} characters, such as four words")]
    TooShort,
    /// Too long.
    #[error("is too long; take at most {LONGEST} characters")]
    TooLong,
    /// One character again and again, or the e-mail address.
    #[error("is too easy to guess; take something that has nothing to do with your address")]
    TooEasy,
}

impl Password {
    /// Accepts any text of 12 to 200 characters that is neither the address nor one character.
    ///
    /// # Errors
    /// See [`PasswordError`].
    pub fn new(raw: &str, email: &str) -> Result<Self, PasswordError> {
        let length = raw.chars().count();
        if length < SHORTEST {
            return Err(PasswordError::TooShort);
        }
        if length > LONGEST {
            return Err(PasswordError::TooLong);
        }
        let first = raw.chars().next();
        if raw.chars().all(|c| Some(c) == first) || raw.eq_ignore_ascii_case(email) {
            return Err(PasswordError::TooEasy);
        }
        Ok(Self(raw.to_owned().into()))
    }
}

impl std::fmt::Debug for Password {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Password(…)")
    }
}

/// Hashes passwords beside the async threads, few at a time.
#[derive(Debug)]
pub(crate) struct PasswordDesk {
    /// Of those who are checked or wait for it.
    places: Arc<Semaphore>,
    hands: Arc<Semaphore>,
    /// Checked where nobody has the address, so that the time of an answer tells nothing.
    nobody: OnceLock<PasswordHash>,
}

impl Default for PasswordDesk {
    fn default() -> Self {
        Self {
            places: Arc::new(Semaphore::new(CHECKS_AT_ONCE + WAITING)),
            hands: Arc::new(Semaphore::new(CHECKS_AT_ONCE)),
            nobody: OnceLock::new(),
        }
    }
}

/// A place in the queue of checks.
#[derive(Debug)]
pub(super) struct Place(
    #[expect(dead_code, reason = "it is given back when dropped")] OwnedSemaphorePermit,
);

impl PasswordDesk {
    /// A place in the queue; none where it is full.
    pub(super) fn place(&self) -> Option<Place> {
        let place = Arc::clone(&self.places).try_acquire_owned().ok()?;
        Some(Place(place))
    }

    /// The right to hash, held by the work itself: who hangs up does not stop it. The semaphore is
    /// never closed.
    async fn hand(&self) -> Option<OwnedSemaphorePermit> {
        Arc::clone(&self.hands).acquire_owned().await.ok()
    }
}

impl App {
    /// The form to store.
    pub(super) async fn hashed(&self, password: Password) -> Result<PasswordHash, PasswordFault> {
        let hand = self.passwords.hand().await;
        let rng = Arc::clone(&self.rng);
        let work = move || {
            let _hand = hand;
            hash_password(password.0.expose_secret(), rng.as_ref())
        };
        match tokio::task::spawn_blocking(work).await {
            Ok(hashed) => hashed,
            Err(panic) => std::panic::resume_unwind(panic.into_panic()),
        }
    }

    /// Whether it is the stored one. With nobody's it takes as long and is never right.
    pub(super) async fn is_password(
        &self,
        place: Place,
        stored: Option<PasswordHash>,
        offered: &str,
    ) -> bool {
        if offered.chars().count() > LONGEST {
            return false;
        }
        let hand = self.passwords.hand().await;
        let somebody = stored.is_some();
        let nobody = self.passwords.nobody.get().cloned();
        let rng = Arc::clone(&self.rng);
        let offered = SecretString::from(offered.to_owned());
        let work = move || {
            let _hold = (place, hand);
            let stored = stored
                .or(nobody)
                .or_else(|| hash_password("nobody has this one", rng.as_ref()).ok());
            let right = stored
                .as_ref()
                .is_some_and(|stored| password_is(stored, offered.expose_secret()));
            (right, stored)
        };
        match tokio::task::spawn_blocking(work).await {
            Ok((right, stored)) => {
                if !somebody && let Some(stored) = stored {
                    self.passwords.nobody.get_or_init(|| stored);
                }
                somebody && right
            }
            Err(_) => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_more_wait_than_can_be_served_soon() {
        let desk = PasswordDesk::default();
        let mut places: Vec<_> = std::iter::from_fn(|| desk.place()).take(1_000).collect();
        assert_eq!(places.len(), CHECKS_AT_ONCE + WAITING);
        places.pop();
        assert!(desk.place().is_some());
    }

    #[test]
    fn what_is_taken() {
        let said = |raw: &str| Password::new(raw, "dana@example.com").err();
        assert_eq!(said("correct horse battery"), None);
        assert_eq!(said("שתים-עשרה אותיות"), None);
        assert_eq!(said("elevenchars"), Some(PasswordError::TooShort));
        assert_eq!(said(&"ab".repeat(101)), Some(PasswordError::TooLong));
        assert_eq!(said("aaaaaaaaaaaaaaa"), Some(PasswordError::TooEasy));
        assert_eq!(said("Dana@Example.com"), Some(PasswordError::TooEasy));
    }
}
