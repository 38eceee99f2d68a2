//! Who changed what.

use crate::rows::InOrder;
use crate::{PostgresStore, read, unit};
use async_trait::async_trait;
use gangway_domain::{PartnerId, PersonId};
use gangway_storage::{
    Audit, AuditEntry, AuditFilter, AuditOutcome, NewAuditEntry, SIGN_IN, STRANGERS_KEPT,
    StorageError, Unreadable, audit_columns, rows,
};

macro_rules! entries {
    ($of:literal) => {
        concat!(
            "SELECT ",
            audit_columns!(),
            " FROM audit_entry LEFT JOIN partner ON partner.id = audit_entry.partner
             WHERE audit_entry.id < $1 AND starts_with(audit_entry.action, $2)",
            $of,
            " ORDER BY audit_entry.id DESC LIMIT $3"
        )
    };
}

const ALL: &str = entries!("");
pub(crate) const OF_PARTNER: &str = entries!(" AND audit_entry.partner = $4");
pub(crate) const OF_PERSON: &str = entries!(" AND audit_entry.person = $4");
const OF_BOTH: &str = entries!(" AND audit_entry.partner = $4 AND audit_entry.person = $5");

/// The two oldest that are too many: more than one try adds.
pub(crate) const FORGET_STRANGERS: &str = "DELETE FROM audit_entry WHERE id = ANY (ARRAY (
         SELECT id FROM audit_entry WHERE person IS NULL AND action = 'session.open'
         ORDER BY id DESC LIMIT 2 OFFSET $1))";

#[async_trait]
impl Audit for PostgresStore {
    async fn audit(&self, entry: NewAuditEntry) -> Result<i64, StorageError> {
        const SQL: &str = "INSERT INTO audit_entry
                 (at, person, actor, partner, action, subject, address, outcome)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING id";
        unit!(self, |unit| async {
            let row = unit
                .first(
                    SQL,
                    &[
                        &entry.at.as_millis(),
                        &entry.person.map(PersonId::row),
                        &entry.actor,
                        &entry.partner.map(PartnerId::row),
                        &entry.action,
                        &entry.subject,
                        &entry.address,
                        &AuditOutcome::Unknown.name(),
                    ],
                )
                .await?;
            let row = row.ok_or_else(|| Unreadable::column("audit_entry.id"))?;
            if entry.person.is_none() && entry.action == SIGN_IN {
                unit.run(FORGET_STRANGERS, &[&STRANGERS_KEPT]).await?;
            }
            Ok(row.try_get(0)?)
        })
    }

    async fn audit_ended(&self, id: i64, outcome: AuditOutcome) -> Result<(), StorageError> {
        unit!(self, |unit| async {
            unit.run(
                "UPDATE audit_entry SET outcome = $2 WHERE id = $1",
                &[&id, &outcome.name()],
            )
            .await?;
            Ok(())
        })
    }

    async fn audit_entries(&self, filter: &AuditFilter) -> Result<Vec<AuditEntry>, StorageError> {
        let before = filter.before.unwrap_or(i64::MAX);
        let action = filter.action.as_deref().unwrap_or_default();
        let limit = i64::from(filter.limit);
        read!(self, |reader| async {
            let partner = filter.partner.map(PartnerId::row);
            let person = filter.person.map(PersonId::row);
            let found = match (partner, person) {
                (None, None) => reader.rows(ALL, &[&before, &action, &limit]).await?,
                (Some(partner), None) => {
                    reader
                        .rows(OF_PARTNER, &[&before, &action, &limit, &partner])
                        .await?
                }
                (None, Some(person)) => {
                    reader
                        .rows(OF_PERSON, &[&before, &action, &limit, &person])
                        .await?
                }
                (Some(partner), Some(person)) => {
                    reader
                        .rows(OF_BOTH, &[&before, &action, &limit, &partner, &person])
                        .await?
                }
            };
            found
                .iter()
                .map(|row| rows::audit_entry(&mut InOrder::of(row)))
                .collect()
        })
    }
}
