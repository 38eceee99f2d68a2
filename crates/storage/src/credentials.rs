//! What partners ask for tokens with. A partner has several: each is rotated and revoked by itself.

use crate::StorageError;
use async_trait::async_trait;
use gangway_domain::{ClientId, Hash256, PartnerId, Text, Timestamp};

/// So many credentials of a partner may be in force at once.
pub const CREDENTIALS_IN_FORCE: u32 = 10;

/// A credential, without its secret. The first one of a partner has the partner's own client id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Credential {
    /// Its id.
    pub client_id: ClientId,
    /// Whose.
    pub partner: PartnerId,
    /// For what the partner has it.
    pub label: Option<Text<100>>,
    /// When it was made.
    pub created_at: Timestamp,
    /// Until when the secret before the one in force works, too.
    pub former_until: Option<Timestamp>,
    /// Since when it opens nothing any more.
    pub revoked_at: Option<Timestamp>,
}

/// A credential to be made.
#[derive(Debug, Clone)]
pub struct NewCredential {
    /// Its id.
    pub client_id: ClientId,
    /// Whose.
    pub partner: PartnerId,
    /// For what the partner has it.
    pub label: Option<Text<100>>,
    /// Hash of its secret.
    pub secret: Hash256,
    /// Now.
    pub created_at: Timestamp,
}

/// A secret to be put in force.
#[derive(Debug, Clone)]
pub struct Rotation {
    /// Whose credential it is.
    pub partner: PartnerId,
    /// Of which.
    pub client_id: ClientId,
    /// Hash of the new secret.
    pub secret: Hash256,
    /// Now.
    pub at: Timestamp,
    /// Until when the one in force goes on working; without it every secret before the new one
    /// ends now, and so do all tokens of the credential.
    pub overlap_until: Option<Timestamp>,
}

/// What came of a rotation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RotationOutcome {
    /// The new secret is in force.
    Rotated(Credential),
    /// Nothing has changed: an earlier secret works until then, and which of the two is in use
    /// nobody knows here. A rotation without an overlap ends both.
    OverlapRuns(Timestamp),
    /// The partner has no such credential in force.
    Unknown,
}

impl RotationOutcome {
    /// The credential, where its new secret is in force.
    #[must_use]
    pub fn rotated(self) -> Option<Credential> {
        match self {
            Self::Rotated(credential) => Some(credential),
            Self::OverlapRuns(_) | Self::Unknown => None,
        }
    }
}

/// What a token request is checked against.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Secrets {
    /// Whose.
    pub partner: PartnerId,
    /// Hash of the secret in force.
    pub secret: Hash256,
    /// Hash of the one before, and until when it works.
    pub former: Option<(Hash256, Timestamp)>,
    /// Whether the operator has suspended the partner.
    pub suspended: bool,
}

/// Credentials of partners.
#[async_trait]
pub trait Credentials {
    /// All credentials of a partner, oldest first; also those that are revoked.
    async fn credentials(&self, partner: PartnerId) -> Result<Vec<Credential>, StorageError>;

    /// What a token request is checked against; `None` when there is no such credential in force.
    async fn secrets(&self, client_id: &ClientId) -> Result<Option<Secrets>, StorageError>;

    /// Makes a credential; `None` when the partner has [`CREDENTIALS_IN_FORCE`] in force.
    async fn create_credential(
        &self,
        new: NewCredential,
    ) -> Result<Option<Credential>, StorageError>;

    /// Puts a new secret in force. At most one former secret works beside it.
    async fn rotate_credential(&self, rotation: Rotation) -> Result<RotationOutcome, StorageError>;

    /// Ends a credential for good, and all of its tokens at once; whether the partner had it in
    /// force. The last one may be revoked, too.
    async fn revoke_credential(
        &self,
        partner: PartnerId,
        client_id: &ClientId,
        now: Timestamp,
    ) -> Result<bool, StorageError>;
}
