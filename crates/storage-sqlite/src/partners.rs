//! Partners and tokens.

use crate::error::Failure;
use crate::memory::Effect;
use crate::writer::Write;
use crate::{SqliteStore, credentials, rows, sql};
use async_trait::async_trait;
use gangway_domain::{ClientId, Hash256, OwnDomain, Partner, PartnerId, Timestamp};
use gangway_storage::rows::{domain, joined_hosts};
use gangway_storage::{
    DomainOutcome, IssueOutcome, NewCredential, NewPartner, NewToken, Partners, StorageError,
    TokenGrant, Unreadable,
};
use rusqlite::{Connection, params};

/// Asked once a second wherever requests name hosts beside the public one.
pub(crate) const DOMAINS: &str =
    "SELECT id, domain FROM partner WHERE domain IS NOT NULL ORDER BY domain";

#[async_trait]
impl Partners for SqliteStore {
    async fn create_partner(&self, new: NewPartner) -> Result<Partner, StorageError> {
        self.write(move |write| create(write, new)).await
    }

    async fn partners(&self) -> Result<Vec<Partner>, StorageError> {
        self.readers().short(|conn| {
            let mut all = Vec::new();
            let sql = concat!(
                "SELECT ",
                gangway_storage::partner_columns!(),
                " FROM partner ORDER BY id"
            );
            sql::each(conn, sql, [], |row| {
                all.push(rows::partner(row)?);
                Ok(())
            })?;
            Ok(all)
        })
    }

    async fn partner(&self, id: PartnerId) -> Result<Option<Partner>, StorageError> {
        self.readers().short(|conn| {
            let sql = concat!(
                "SELECT ",
                gangway_storage::partner_columns!(),
                " FROM partner WHERE id = ?1"
            );
            sql::first(conn, sql, [id.row()], rows::partner)
        })
    }

    async fn partner_by_client_id(
        &self,
        client_id: &ClientId,
    ) -> Result<Option<Partner>, StorageError> {
        self.readers().short(|conn| by_client_id(conn, client_id))
    }

    async fn set_suspended(
        &self,
        client_id: &ClientId,
        suspended_at: Option<Timestamp>,
    ) -> Result<Option<Partner>, StorageError> {
        let client_id = client_id.clone();
        self.write(move |write| suspend(write, &client_id, suspended_at))
            .await
    }

    async fn set_domain(
        &self,
        client_id: &ClientId,
        domain: Option<OwnDomain>,
    ) -> Result<DomainOutcome, StorageError> {
        let client_id = client_id.clone();
        self.write(move |write| set_domain(write, &client_id, domain))
            .await
    }

    async fn domains(&self) -> Result<Vec<(PartnerId, OwnDomain)>, StorageError> {
        self.readers().short(|conn| {
            sql::all(conn, DOMAINS, [], |row| {
                let id = PartnerId::from_row(row.get(0)?);
                let name: String = row.get(1)?;
                let domain = domain(Some(&name))?;
                Ok((
                    id,
                    domain.ok_or_else(|| Unreadable::column("partner.domain"))?,
                ))
            })
        })
    }

    async fn issue_token(&self, new: NewToken) -> Result<IssueOutcome, StorageError> {
        self.write(move |write| issue(write, &new)).await
    }

    async fn token_grant(&self, token: &Hash256) -> Result<Option<TokenGrant>, StorageError> {
        self.opened_by(token).await
    }
}

fn create(write: &mut Write<'_>, new: NewPartner) -> Result<Partner, Failure> {
    sql::run(
        write.sql(),
        "INSERT INTO partner (name, client_id, language, redirect_hosts, created_at)
         VALUES (?1, ?2, ?3, ?4, ?5)",
        params![
            new.name.as_str(),
            new.client_id.as_str(),
            new.language.as_ref().map(gangway_domain::Language::tag),
            joined_hosts(&new.redirect_hosts),
            new.created_at.as_millis(),
        ],
    )?;
    let id = PartnerId::from_row(write.sql().last_insert_rowid());
    let first = NewCredential {
        client_id: new.client_id.clone(),
        partner: id,
        label: None,
        secret: new.secret,
        created_at: new.created_at,
    };
    credentials::add(write.sql(), &first)?;
    write.effect(Effect::Partner(id));
    Ok(Partner {
        id,
        name: new.name,
        client_id: new.client_id,
        created_at: new.created_at,
        suspended_at: None,
        language: new.language,
        redirect_hosts: new.redirect_hosts,
        domain: None,
    })
}

fn suspend(
    write: &mut Write<'_>,
    client_id: &ClientId,
    suspended_at: Option<Timestamp>,
) -> Result<Option<Partner>, Failure> {
    let Some(mut partner) = by_client_id(write.sql(), client_id)? else {
        return Ok(None);
    };
    let was_suspended = partner.suspended_at.is_some();
    partner.suspended_at = suspended_at.map(|now| partner.suspended_at.unwrap_or(now));
    sql::run(
        write.sql(),
        "UPDATE partner SET suspended_at = ?2 WHERE id = ?1",
        params![
            partner.id.row(),
            partner.suspended_at.map(Timestamp::as_millis)
        ],
    )?;
    write.effect(Effect::Suspended(partner.id, suspended_at.is_some()));
    if was_suspended && suspended_at.is_none() {
        end_tokens(write, partner.id, Timestamp::from_millis(i64::MAX))?;
    }
    Ok(Some(partner))
}

fn set_domain(
    write: &mut Write<'_>,
    client_id: &ClientId,
    domain: Option<OwnDomain>,
) -> Result<DomainOutcome, Failure> {
    let Some(mut partner) = by_client_id(write.sql(), client_id)? else {
        return Ok(DomainOutcome::NotFound);
    };
    if partner.domain == domain {
        return Ok(DomainOutcome::Set(partner));
    }
    let name = domain.as_ref().map(OwnDomain::as_str);
    let other = sql::first(
        write.sql(),
        "SELECT 1 FROM partner WHERE domain = ?1",
        [name],
        |_| Ok(()),
    )?;
    if other.is_some() {
        return Ok(DomainOutcome::Taken);
    }
    sql::run(
        write.sql(),
        "UPDATE partner SET domain = ?2 WHERE id = ?1",
        params![partner.id.row(), name],
    )?;
    write.effect(Effect::Domain(partner.id, domain.clone()));
    bump_revision(write, partner.id)?;
    partner.domain = domain;
    Ok(DomainOutcome::Set(partner))
}

fn issue(write: &mut Write<'_>, new: &NewToken) -> Result<IssueOutcome, Failure> {
    if !credentials::opens(write.sql(), new)? {
        return Ok(IssueOutcome::CredentialChanged);
    }
    end_tokens(write, new.partner, new.issued_at)?;
    sql::run(
        write.sql(),
        "INSERT INTO access_token (hash, partner, credential, expires_at)
         VALUES (?1, ?2, ?3, ?4)",
        params![
            new.token.0,
            new.partner.row(),
            new.credential.as_str(),
            new.expires_at.as_millis()
        ],
    )?;
    write.effect(Effect::Token(new.token, new.partner, new.expires_at));
    Ok(IssueOutcome::Issued)
}

/// Drops the partner's tokens that are over by `now`.
fn end_tokens(write: &mut Write<'_>, partner: PartnerId, now: Timestamp) -> Result<(), Failure> {
    sql::each(
        write.sql(),
        "DELETE FROM access_token WHERE partner = ?1 AND expires_at <= ?2 RETURNING hash",
        params![partner.row(), now.as_millis()],
        |row| {
            write.effect(Effect::TokenGone(Hash256(row.get(0)?)));
            Ok(())
        },
    )
}

fn by_client_id(conn: &Connection, client_id: &ClientId) -> Result<Option<Partner>, Failure> {
    let sql = concat!(
        "SELECT ",
        gangway_storage::partner_columns!(),
        " FROM partner WHERE client_id = ?1"
    );
    sql::first(conn, sql, [client_id.as_str()], rows::partner)
}

/// Says that the partner's list has changed.
pub(crate) fn bump_revision(write: &mut Write<'_>, partner: PartnerId) -> Result<(), Failure> {
    let revision = sql::first(
        write.sql(),
        "UPDATE partner SET revision = revision + 1 WHERE id = ?1 RETURNING revision",
        [partner.row()],
        |row| Ok(row.get(0)?),
    )?;
    let revision = revision.ok_or(Failure::Refused("there is no such partner"))?;
    write.effect(Effect::Revision(partner, revision));
    Ok(())
}
