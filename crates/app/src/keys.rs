//! What secrets are sealed to, and whether keys belong to a store.

use gangway_crypto::KeyRing;
use gangway_domain::{AccountId, PhoneNumber, Rng};
use gangway_storage::{SealedSample, StorageError, Store};

/// The business token of an account.
pub(crate) const TOKEN: &str = "business_token";
/// The two-step PIN of an account.
pub(crate) const PIN: &str = "pin";
/// What the probe in the store is sealed to.
const PROBE: &str = "gangway:key-probe";

/// What a secret of an account is sealed to: it opens nowhere else.
pub(crate) fn secret_context(account: AccountId, what: &str) -> String {
    format!("account:{account}:{what}")
}

/// What the PIN of a number is sealed to, whoever connects it.
pub(crate) fn number_context(number: &PhoneNumber) -> String {
    format!("number:{}:{PIN}", number.as_str())
}

/// Whether these keys open what a store holds.
#[must_use]
pub fn keys_open(keys: &KeyRing, sample: &SealedSample) -> bool {
    let (context, sealed) = match sample {
        SealedSample::Probe(sealed) => (PROBE.to_owned(), sealed),
        SealedSample::Token(account, sealed) => (secret_context(*account, TOKEN), sealed),
        SealedSample::Pin(account, sealed) => (secret_context(*account, PIN), sealed),
    };
    keys.open(&context, sealed).is_ok()
}

/// Makes these the keys of a store that has none yet; says whether they are its keys now.
///
/// # Errors
/// When the store fails.
pub async fn adopt_keys(
    store: &dyn Store,
    keys: &KeyRing,
    rng: &dyn Rng,
) -> Result<bool, StorageError> {
    let kept = store.key_probe(keys.seal(rng, PROBE, b"")).await?;
    Ok(keys_open(keys, &SealedSample::Probe(kept)))
}
