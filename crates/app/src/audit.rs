//! Every change that somebody makes through the dashboard, or the operator on the command line, is written down before it is made, and
//! how it ended after it.

use crate::{App, Operator};
use gangway_domain::{PartnerId, PersonId};
use gangway_storage::{AuditEntry, AuditFilter, AuditOutcome, NewAuditEntry, StorageError};
use std::net::IpAddr;

/// Who makes a change, as the audit log names her.
#[derive(Debug, Clone)]
pub struct Actor {
    /// Who, where somebody is signed in.
    pub person: Option<PersonId>,
    /// Her e-mail address, or what else is known of the caller.
    pub name: String,
    /// From where.
    pub address: Option<IpAddr>,
}

/// A change.
#[derive(Debug, Clone)]
pub struct Deed {
    /// Such as `account.create`.
    pub action: &'static str,
    /// The partner that it concerns.
    pub partner: Option<PartnerId>,
    /// On what: a number, an address, a name. Never a secret.
    pub subject: String,
}

/// What people type is stored no longer than what a field may hold.
const LONGEST_SUBJECT: usize = 300;

impl Operator {
    /// Makes a change and writes it down. Nothing is changed that could not be written down first.
    ///
    /// # Errors
    /// Those of the change, and when the store fails.
    pub async fn audited<T, E: From<StorageError>>(
        &self,
        actor: &Actor,
        deed: Deed,
        change: impl Future<Output = Result<T, E>>,
    ) -> Result<T, E> {
        let entry = NewAuditEntry {
            at: self.clock.now(),
            person: actor.person,
            actor: actor.name.clone(),
            partner: deed.partner,
            action: deed.action.to_owned(),
            subject: deed.subject.chars().take(LONGEST_SUBJECT).collect(),
            address: actor
                .address
                .map(|address| address.to_canonical().to_string()),
        };
        let id = self.store.audit(entry).await?;
        let changed = change.await;
        let outcome = if changed.is_ok() {
            AuditOutcome::Done
        } else {
            AuditOutcome::Refused
        };
        if let Err(error) = self.store.audit_ended(id, outcome).await {
            // What was done stays done; the log says that its end is unknown.
            tracing::warn!(%error, entry = id, "the end of a change was not written down");
        }
        changed
    }
}

impl App {
    /// The same, for who uses the dashboard.
    ///
    /// # Errors
    /// Those of the change, and when the store fails.
    pub async fn audited<T, E: From<StorageError>>(
        &self,
        actor: &Actor,
        deed: Deed,
        change: impl Future<Output = Result<T, E>>,
    ) -> Result<T, E> {
        self.operator().audited(actor, deed, change).await
    }

    /// The audit log, newest first.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn audit_entries(
        &self,
        filter: &AuditFilter,
    ) -> Result<Vec<AuditEntry>, StorageError> {
        self.store.audit_entries(filter).await
    }
}
