//! Who changed what.

use crate::rows::InOrder;
use crate::{SqliteStore, sql};
use async_trait::async_trait;
use gangway_domain::{PartnerId, PersonId};
use gangway_storage::{
    Audit, AuditEntry, AuditFilter, AuditOutcome, NewAuditEntry, SIGN_IN, STRANGERS_KEPT,
    StorageError, rows,
};
use rusqlite::params;
use rusqlite::types::ToSql;

/// The two oldest that are too many: more than one try adds.
pub(crate) const FORGET_STRANGERS: &str = "DELETE FROM audit_entry WHERE id IN (
         SELECT id FROM audit_entry WHERE person IS NULL AND action = 'session.open'
         ORDER BY id DESC LIMIT 2 OFFSET ?1)";

#[async_trait]
impl Audit for SqliteStore {
    async fn audit(&self, entry: NewAuditEntry) -> Result<i64, StorageError> {
        self.write(move |write| {
            sql::run(
                write.sql(),
                "INSERT INTO audit_entry (at, person, actor, partner, action, subject, address,
                     outcome)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
                params![
                    entry.at.as_millis(),
                    entry.person.map(PersonId::row),
                    entry.actor,
                    entry.partner.map(PartnerId::row),
                    entry.action,
                    entry.subject,
                    entry.address,
                    AuditOutcome::Unknown.name(),
                ],
            )?;
            let id = write.sql().last_insert_rowid();
            if entry.person.is_none() && entry.action == SIGN_IN {
                sql::run(write.sql(), FORGET_STRANGERS, [STRANGERS_KEPT])?;
            }
            Ok(id)
        })
        .await
    }

    async fn audit_ended(&self, id: i64, outcome: AuditOutcome) -> Result<(), StorageError> {
        self.write(move |write| {
            sql::run(
                write.sql(),
                "UPDATE audit_entry SET outcome = ?2 WHERE id = ?1",
                params![id, outcome.name()],
            )?;
            Ok(())
        })
        .await
    }

    async fn audit_entries(&self, filter: &AuditFilter) -> Result<Vec<AuditEntry>, StorageError> {
        let filter = filter.clone();
        // No index knows of the beginnings of actions.
        self.readers()
            .long(move |conn| {
                let (sql, values) = statement(&filter);
                let values: Vec<&dyn ToSql> = values.iter().map(|value| &**value).collect();
                sql::all(conn, &sql, values.as_slice(), |row| {
                    rows::audit_entry(&mut InOrder::of(row))
                })
            })
            .await
    }
}

/// The statement of a filter. What is not asked for is not in it, so that an index serves the rest.
pub(crate) fn statement(filter: &AuditFilter) -> (String, Vec<Box<dyn ToSql>>) {
    let mut sql = concat!(
        "SELECT ",
        gangway_storage::audit_columns!(),
        " FROM audit_entry LEFT JOIN partner ON partner.id = audit_entry.partner WHERE 1 = 1"
    )
    .to_owned();
    let mut values: Vec<Box<dyn ToSql>> = Vec::new();
    if let Some(partner) = filter.partner {
        sql.push_str(" AND audit_entry.partner = ?");
        values.push(Box::new(partner.row()));
    }
    if let Some(person) = filter.person {
        sql.push_str(" AND audit_entry.person = ?");
        values.push(Box::new(person.row()));
    }
    if let Some(action) = &filter.action {
        sql.push_str(" AND substr(audit_entry.action, 1, length(?)) = ?");
        values.push(Box::new(action.clone()));
        values.push(Box::new(action.clone()));
    }
    if let Some(before) = filter.before {
        sql.push_str(" AND audit_entry.id < ?");
        values.push(Box::new(before));
    }
    sql.push_str(" ORDER BY audit_entry.id DESC LIMIT ?");
    values.push(Box::new(filter.limit));
    (sql, values)
}
