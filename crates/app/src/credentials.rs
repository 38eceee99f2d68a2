//! What a partner asks for tokens with. The caller writes changes down ([`App::audited`]).

use crate::App;
use gangway_crypto::ClientSecret;
use gangway_domain::{ClientId, PartnerId, Text, Timestamp};
use gangway_storage::{
    CREDENTIALS_IN_FORCE, Credential, NewCredential, Rotation, RotationOutcome, StorageError,
};
use std::time::Duration;

/// A former secret works so long at most.
pub const LONGEST_OVERLAP: Duration = Duration::from_secs(30 * 24 * 3600);

/// Why a credential stays as it is.
#[derive(Debug, thiserror::Error)]
pub enum CredentialError {
    /// As many as there may be are in force.
    #[error("there are {CREDENTIALS_IN_FORCE} credentials in force already; revoke one first")]
    TooMany,
    /// The partner has no such credential, or it was revoked.
    #[error("there is no such credential in force; load the page again")]
    Unknown,
    /// Both secrets would work for too long.
    #[error("the former secret may go on working for 30 days at most; take a shorter time")]
    OverlapTooLong,
    /// A third secret would work, and which of the two of now is in use nobody knows.
    #[error("an earlier secret still works; wait until it ends, or end both at once")]
    OverlapRuns(Timestamp),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StorageError),
}

impl App {
    /// The credentials of a partner, oldest first; also those that are revoked.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn credentials(&self, partner: PartnerId) -> Result<Vec<Credential>, StorageError> {
        self.store.credentials(partner).await
    }

    /// Makes one more credential. Its secret is shown this once.
    ///
    /// # Errors
    /// See [`CredentialError`].
    pub async fn create_credential(
        &self,
        partner: PartnerId,
        label: Option<Text<100>>,
    ) -> Result<(Credential, ClientSecret), CredentialError> {
        let secret = ClientSecret::generate(self.rng.as_ref());
        let new = NewCredential {
            client_id: ClientId::generate(self.rng.as_ref()),
            partner,
            label,
            secret: secret.hash(),
            created_at: self.clock.now(),
        };
        let made = self.store.create_credential(new).await?;
        Ok((made.ok_or(CredentialError::TooMany)?, secret))
    }

    /// Puts a new secret in force. The one before works on for this long, and so do the
    /// credential's tokens; with no overlap it and they end at once. With one no other overlap
    /// may run.
    ///
    /// # Errors
    /// See [`CredentialError`].
    pub async fn rotate_credential(
        &self,
        partner: PartnerId,
        client_id: &ClientId,
        overlap: Duration,
    ) -> Result<(Credential, ClientSecret), CredentialError> {
        if overlap > LONGEST_OVERLAP {
            return Err(CredentialError::OverlapTooLong);
        }
        let secret = ClientSecret::generate(self.rng.as_ref());
        let now = self.clock.now();
        let rotation = Rotation {
            partner,
            client_id: client_id.clone(),
            secret: secret.hash(),
            at: now,
            overlap_until: (!overlap.is_zero()).then(|| now.plus(overlap)),
        };
        match self.store.rotate_credential(rotation).await? {
            RotationOutcome::Rotated(rotated) => Ok((rotated, secret)),
            RotationOutcome::OverlapRuns(until) => Err(CredentialError::OverlapRuns(until)),
            RotationOutcome::Unknown => Err(CredentialError::Unknown),
        }
    }

    /// Ends a credential for good, and its tokens at once. The last one in force may go, too: the
    /// partner's own client id stays the name by which the command line knows the partner.
    ///
    /// # Errors
    /// See [`CredentialError`].
    pub async fn revoke_credential(
        &self,
        partner: PartnerId,
        client_id: &ClientId,
    ) -> Result<(), CredentialError> {
        let now = self.clock.now();
        let revoked = self.store.revoke_credential(partner, client_id, now);
        revoked.await?.then_some(()).ok_or(CredentialError::Unknown)
    }
}
