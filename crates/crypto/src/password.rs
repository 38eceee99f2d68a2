//! Passwords of people: argon2id with a salt of its own for each (19 MiB, two passes).
//!
//! Both functions take tens of milliseconds of a core, by intention: call them off the async threads.

use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash as Phc;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use gangway_domain::{PasswordHash, Rng};

const SALT_LENGTH: usize = 16;

/// The form to store.
///
/// # Errors
/// When there is no memory for it.
pub fn hash_password(password: &str, rng: &dyn Rng) -> Result<PasswordHash, PasswordFault> {
    let mut salt = [0; SALT_LENGTH];
    rng.fill(&mut salt);
    let hashed = Argon2::default()
        .hash_password_with_salt(password.as_bytes(), &salt)
        .map_err(|error| PasswordFault(error.to_string()))?;
    Ok(PasswordHash::from_phc(hashed.to_string()))
}

/// Whether it is this one.
#[must_use]
pub fn password_is(stored: &PasswordHash, offered: &str) -> bool {
    Phc::new(stored.as_phc()).is_ok_and(|stored| {
        Argon2::default()
            .verify_password(offered.as_bytes(), &stored)
            .is_ok()
    })
}

/// A password could not be hashed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the password could not be hashed: {0}")]
pub struct PasswordFault(String);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::test_rng::TestRng;

    #[test]
    fn only_the_same_password_is_right() {
        let rng = TestRng::default();
        let stored = hash_password("correct horse", &rng).unwrap();
        assert!(
            stored
                .as_phc()
                .starts_with("$argon2id$v=19$m=19456,t=2,p=1$")
        );
        assert!(password_is(&stored, "correct horse"));
        assert!(!password_is(&stored, "correct horse "));
        assert!(!password_is(&stored, ""));
    }

    #[test]
    fn equal_passwords_have_different_hashes() {
        let rng = TestRng::default();
        let one = hash_password("correct horse", &rng).unwrap();
        let two = hash_password("correct horse", &rng).unwrap();
        assert_ne!(one, two);
    }

    #[test]
    fn damage_opens_nothing() {
        assert!(!password_is(&PasswordHash::from_phc(String::new()), ""));
        assert!(!password_is(
            &PasswordHash::from_phc("$argon2id$".to_owned()),
            ""
        ));
    }
}
