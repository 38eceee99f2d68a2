//! Partners and their access tokens.

use crate::StorageError;
use async_trait::async_trait;
use gangway_domain::{
    ClientId, Hash256, Language, OwnDomain, Partner, PartnerId, RedirectHost, Text, Timestamp,
};

/// A partner to be made.
#[derive(Debug, Clone)]
pub struct NewPartner {
    /// What the operator calls it.
    pub name: Text<100>,
    /// Its client id, and that of its first credential.
    pub client_id: ClientId,
    /// Hash of the secret of that.
    pub secret: Hash256,
    /// Default page language.
    pub language: Option<Language>,
    /// Hosts to which its links may send customers back.
    pub redirect_hosts: Vec<RedirectHost>,
    /// Now.
    pub created_at: Timestamp,
}

/// A token to be stored.
#[derive(Debug, Clone)]
pub struct NewToken {
    /// Whose.
    pub partner: PartnerId,
    /// The credential it was given for.
    pub credential: ClientId,
    /// Hash of the token.
    pub token: Hash256,
    /// Hash of the secret it was given for; it must still work when the token is stored.
    pub secret: Hash256,
    /// Now. Tokens of this partner that are over by now are dropped on the way.
    pub issued_at: Timestamp,
    /// When it ends: it is good while `now < expires_at`.
    pub expires_at: Timestamp,
}

/// What became of a token to be stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IssueOutcome {
    /// Stored.
    Issued,
    /// The credential was rotated or revoked, or the partner suspended, in the meantime.
    CredentialChanged,
}

/// What became of the wish for a domain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DomainOutcome {
    /// The partner has it now, or none any more.
    Set(Partner),
    /// Another partner has it.
    Taken,
    /// There is no such partner.
    NotFound,
}

/// What a token opens, read in one step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TokenGrant {
    /// Whose.
    pub partner: PartnerId,
    /// When it ends.
    pub expires_at: Timestamp,
    /// Whether the partner is suspended.
    pub suspended: bool,
    /// Revision of the partner's accounts: changes with every change to what the list shows.
    pub revision: i64,
    /// The partner's own domain.
    pub domain: Option<OwnDomain>,
}

/// Partners and tokens.
#[async_trait]
pub trait Partners {
    /// Makes a partner with its first credential.
    async fn create_partner(&self, new: NewPartner) -> Result<Partner, StorageError>;

    /// All partners, oldest first.
    async fn partners(&self) -> Result<Vec<Partner>, StorageError>;

    /// One partner.
    async fn partner(&self, id: PartnerId) -> Result<Option<Partner>, StorageError>;

    /// The partner of this name. Further credentials of a partner do not name it.
    async fn partner_by_client_id(
        &self,
        client_id: &ClientId,
    ) -> Result<Option<Partner>, StorageError>;

    /// Suspends (`Some(now)`) or resumes (`None`) a partner; `None` when there is no such
    /// partner. Suspending ends all of its tokens for good: until it is resumed they say that
    /// it is suspended, afterwards they are unknown. Suspending twice keeps the first time.
    async fn set_suspended(
        &self,
        client_id: &ClientId,
        suspended_at: Option<Timestamp>,
    ) -> Result<Option<Partner>, StorageError>;

    /// Gives a partner a domain of its own or takes it away; no two partners have the same. Bumps
    /// the partner's revision where that changes anything, since its links change.
    async fn set_domain(
        &self,
        client_id: &ClientId,
        domain: Option<OwnDomain>,
    ) -> Result<DomainOutcome, StorageError>;

    /// The domains of all partners that have one.
    async fn domains(&self) -> Result<Vec<(PartnerId, OwnDomain)>, StorageError>;

    /// Stores a token if its credential is still in force and the partner is not suspended.
    async fn issue_token(&self, new: NewToken) -> Result<IssueOutcome, StorageError>;

    /// What a token opens; `None` when it is unknown. Expiry is the caller's to judge.
    /// The revision is at least that of every change acknowledged before the call.
    async fn token_grant(&self, token: &Hash256) -> Result<Option<TokenGrant>, StorageError>;
}
