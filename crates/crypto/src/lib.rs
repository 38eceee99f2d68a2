//! Secrets of Gangway: tokens that are only compared and therefore kept as hashes, and
//! values that are used again and therefore kept sealed. Randomness is a parameter.

mod digest;
mod key_ring;
mod one_time;
mod password;
mod sealing;
#[cfg(test)]
mod test_rng;
mod token;
mod webhook;

pub use digest::{hash, hmac_sha256_hex, picture_hash, same};
pub use key_ring::{KeyRing, KeyRingError};
pub use one_time::{OneTimeCode, OneTimeSecret};
pub use password::{PasswordFault, hash_password, password_is};
pub use sealing::{OpenError, Opened};
pub use token::{ClientSecret, OpaqueToken};
pub use webhook::{NoWebhookSecret, WebhookSecret};
