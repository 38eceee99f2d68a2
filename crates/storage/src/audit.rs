//! Who changed what, for the operator and for owners.

use crate::StorageError;
use async_trait::async_trait;
use gangway_domain::{PartnerId, PersonId, Timestamp};

/// A change that is about to be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewAuditEntry {
    /// Now.
    pub at: Timestamp,
    /// Who, where somebody is signed in.
    pub person: Option<PersonId>,
    /// Her address as it is now, or how else the caller is known (such as `command line`).
    pub actor: String,
    /// The partner that it concerns.
    pub partner: Option<PartnerId>,
    /// What, such as `account.create`.
    pub action: String,
    /// On what: a number, an address, a name.
    pub subject: String,
    /// The network address that it came from.
    pub address: Option<String>,
}

/// How a change ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AuditOutcome {
    /// Nothing is known: the process ended in it, or it is still under way.
    Unknown,
    /// Made.
    Done,
    /// Not made.
    Refused,
}

impl AuditOutcome {
    /// As it is stored.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Unknown => "unknown",
            Self::Done => "done",
            Self::Refused => "refused",
        }
    }

    /// The outcome of a name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Unknown, Self::Done, Self::Refused]
            .into_iter()
            .find(|outcome| outcome.name() == name)
    }
}

/// A change that was written down.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditEntry {
    /// Row id; later entries have higher ones.
    pub id: i64,
    /// What was written.
    pub entry: NewAuditEntry,
    /// The partner's name.
    pub partner_name: Option<String>,
    /// How it ended.
    pub outcome: AuditOutcome,
}

/// Which entries.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AuditFilter {
    /// Of one partner.
    pub partner: Option<PartnerId>,
    /// Of one person.
    pub person: Option<PersonId>,
    /// Actions that begin so.
    pub action: Option<String>,
    /// Older than this entry.
    pub before: Option<i64>,
    /// At most so many.
    pub limit: u32,
}

/// Of tries to sign in with an address that nobody has, so many are kept: anybody can make them.
pub const STRANGERS_KEPT: i64 = 1_000;
/// What such a try is called; of somebody who is known it is kept as all else is.
pub const SIGN_IN: &str = "session.open";

/// The audit log. Entries are never changed but for their outcome, and never deleted but for those
/// of strangers ([`STRANGERS_KEPT`]).
#[async_trait]
pub trait Audit {
    /// Writes a change down before it is made.
    async fn audit(&self, entry: NewAuditEntry) -> Result<i64, StorageError>;

    /// Says how it ended.
    async fn audit_ended(&self, id: i64, outcome: AuditOutcome) -> Result<(), StorageError>;

    /// Entries, newest first.
    async fn audit_entries(&self, filter: &AuditFilter) -> Result<Vec<AuditEntry>, StorageError>;
}
