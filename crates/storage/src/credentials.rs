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
    /// Until when the one in force goes on working; without it all tokens of the credential end. Where
    /// one before it still works now, that one goes on, for the longer time, and the one in force
    /// ends: who rotates twice has not put the first of the new ones to use.
    pub overlap_until: Option<Timestamp>,
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

    /// Puts a new secret in force; `None` when the partner has no such credential in force. At
    /// most one former secret works beside it: that of an earlier overlap ends.
    async fn rotate_credential(
        &self,
        rotation: Rotation,
    ) -> Result<Option<Credential>, StorageError>;

    /// Ends a credential for good, and all of its tokens at once; whether the partner had it in
    /// force. The last one may be revoked, too.
    async fn revoke_credential(
        &self,
        partner: PartnerId,
        client_id: &ClientId,
        now: Timestamp,
    ) -> Result<bool, StorageError>;
}
