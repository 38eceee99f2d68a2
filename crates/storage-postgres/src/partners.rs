//! Partners and tokens.

use crate::error::Failure;
use crate::unit::Unit;
use crate::{PostgresStore, credentials, read, rows, tried, unit};
use async_trait::async_trait;
use gangway_domain::{ClientId, Hash256, OwnDomain, Partner, PartnerId, Timestamp};
use gangway_storage::rows::{domain, joined_hosts};
use gangway_storage::{
    DomainOutcome, IssueOutcome, NewCredential, NewPartner, NewToken, Partners, StorageError,
    TokenGrant, Unreadable, partner_columns,
};
use tokio_postgres::Row;

#[async_trait]
impl Partners for PostgresStore {
    async fn create_partner(&self, new: NewPartner) -> Result<Partner, StorageError> {
        unit!(self, |unit| create(unit, &new))
    }

    async fn partners(&self) -> Result<Vec<Partner>, StorageError> {
        const SQL: &str = concat!("SELECT ", partner_columns!(), " FROM partner ORDER BY id");
        read!(self, |reader| async {
            reader
                .rows(SQL, &[])
                .await?
                .iter()
                .map(rows::partner)
                .collect()
        })
    }

    async fn partner(&self, id: PartnerId) -> Result<Option<Partner>, StorageError> {
        const SQL: &str = concat!("SELECT ", partner_columns!(), " FROM partner WHERE id = $1");
        read!(self, |reader| async {
            let row = reader.first(SQL, &[&id.row()]).await?;
            row.as_ref().map(rows::partner).transpose()
        })
    }

    async fn partner_by_client_id(
        &self,
        client_id: &ClientId,
    ) -> Result<Option<Partner>, StorageError> {
        const SQL: &str = concat!(
            "SELECT ",
            partner_columns!(),
            " FROM partner WHERE client_id = $1"
        );
        read!(self, |reader| async {
            let row = reader.first(SQL, &[&client_id.as_str()]).await?;
            row.as_ref().map(rows::partner).transpose()
        })
    }

    async fn set_suspended(
        &self,
        client_id: &ClientId,
        suspended_at: Option<Timestamp>,
    ) -> Result<Option<Partner>, StorageError> {
        unit!(self, |unit| suspend(unit, client_id, suspended_at))
    }

    async fn set_domain(
        &self,
        client_id: &ClientId,
        domain: Option<OwnDomain>,
    ) -> Result<DomainOutcome, StorageError> {
        unit!(self, |unit| set_domain(unit, client_id, domain.as_ref()))
    }

    async fn domains(&self) -> Result<Vec<(PartnerId, OwnDomain)>, StorageError> {
        const SQL: &str = "SELECT id, domain FROM partner WHERE domain IS NOT NULL ORDER BY domain";
        read!(self, |reader| async {
            let found = reader.rows(SQL, &[]).await?;
            found.iter().map(owned).collect()
        })
    }

    async fn issue_token(&self, new: NewToken) -> Result<IssueOutcome, StorageError> {
        unit!(self, |unit| issue(unit, &new))
    }

    async fn token_grant(&self, token: &Hash256) -> Result<Option<TokenGrant>, StorageError> {
        let found = tried!(self, |until| self
            .lookups()
            .row(&[&token.0.as_slice()], until));
        Ok(found?.as_ref().map(opened).transpose()?)
    }
}

/// All that a token check asks, in one indexed read.
pub(crate) const TOKEN_GRANT: &str =
    "SELECT t.partner, t.expires_at, p.suspended_at IS NOT NULL, p.revision, p.domain
     FROM access_token t JOIN partner p ON p.id = t.partner WHERE t.hash = $1";

/// Reads [`TOKEN_GRANT`].
fn opened(row: &Row) -> Result<TokenGrant, Failure> {
    Ok(TokenGrant {
        partner: PartnerId::from_row(row.try_get(0)?),
        expires_at: Timestamp::from_millis(row.try_get(1)?),
        suspended: row.try_get(2)?,
        revision: row.try_get(3)?,
        domain: domain(row.try_get(4)?)?,
    })
}

async fn create(unit: &Unit, new: &NewPartner) -> Result<Partner, Failure> {
    let row = unit
        .first(
            "INSERT INTO partner (name, client_id, language, redirect_hosts, created_at)
             VALUES ($1, $2, $3, $4, $5) RETURNING id",
            &[
                &new.name.as_str(),
                &new.client_id.as_str(),
                &new.language.as_ref().map(gangway_domain::Language::tag),
                &joined_hosts(&new.redirect_hosts),
                &new.created_at.as_millis(),
            ],
        )
        .await?
        .ok_or_else(|| Unreadable::column("partner.id"))?;
    let id = PartnerId::from_row(row.try_get(0)?);
    let first = NewCredential {
        client_id: new.client_id.clone(),
        partner: id,
        label: None,
        secret: new.secret,
        created_at: new.created_at,
    };
    credentials::add(unit, &first).await?;
    Ok(Partner {
        id,
        name: new.name.clone(),
        client_id: new.client_id.clone(),
        created_at: new.created_at,
        suspended_at: None,
        language: new.language.clone(),
        redirect_hosts: new.redirect_hosts.clone(),
        domain: None,
    })
}

async fn suspend(
    unit: &Unit,
    client_id: &ClientId,
    suspended_at: Option<Timestamp>,
) -> Result<Option<Partner>, Failure> {
    let Some(mut partner) = locked(unit, client_id).await? else {
        return Ok(None);
    };
    let was_suspended = partner.suspended_at.is_some();
    partner.suspended_at = suspended_at.map(|now| partner.suspended_at.unwrap_or(now));
    unit.run(
        "UPDATE partner SET suspended_at = $2 WHERE id = $1",
        &[
            &partner.id.row(),
            &partner.suspended_at.map(Timestamp::as_millis),
        ],
    )
    .await?;
    if was_suspended && suspended_at.is_none() {
        end_all_tokens(unit, partner.id).await?;
    }
    Ok(Some(partner))
}

fn owned(row: &Row) -> Result<(PartnerId, OwnDomain), Failure> {
    let domain = domain(Some(row.try_get(1)?))?;
    Ok((
        PartnerId::from_row(row.try_get(0)?),
        domain.ok_or_else(|| Unreadable::column("partner.domain"))?,
    ))
}

async fn set_domain(
    unit: &Unit,
    client_id: &ClientId,
    domain: Option<&OwnDomain>,
) -> Result<DomainOutcome, Failure> {
    // Two who want the same name come one after the other.
    const LOCK: &str = "SELECT pg_advisory_xact_lock(hashtextextended($1, 3))";
    const OTHER: &str = "SELECT 1 FROM partner WHERE domain = $1";
    let Some(mut partner) = locked(unit, client_id).await? else {
        return Ok(DomainOutcome::NotFound);
    };
    if partner.domain.as_ref() == domain {
        return Ok(DomainOutcome::Set(partner));
    }
    let name = domain.map(OwnDomain::as_str);
    if name.is_some() {
        let other = unit
            .then_first(&[(LOCK, &[&name])], OTHER, &[&name])
            .await?;
        if other.is_some() {
            return Ok(DomainOutcome::Taken);
        }
    }
    let id = partner.id.row();
    unit.batch(&[
        (
            "UPDATE partner SET domain = $2 WHERE id = $1",
            &[&id, &name],
        ),
        (BUMP_REVISION, &[&id]),
    ])
    .await?;
    partner.domain = domain.cloned();
    Ok(DomainOutcome::Set(partner))
}

async fn issue(unit: &Unit, new: &NewToken) -> Result<IssueOutcome, Failure> {
    if !credentials::opens(unit, new).await? {
        return Ok(IssueOutcome::CredentialChanged);
    }
    let partner = new.partner.row();
    unit.batch(&[
        // Another node may be clearing the same tokens away.
        (
            "DELETE FROM access_token WHERE hash IN (
                 SELECT hash FROM access_token WHERE partner = $1 AND expires_at <= $2
                 FOR UPDATE SKIP LOCKED)",
            &[&partner, &new.issued_at.as_millis()],
        ),
        (
            "INSERT INTO access_token (hash, partner, credential, expires_at)
             VALUES ($1, $2, $3, $4)",
            &[
                &new.token.0.as_slice(),
                &partner,
                &new.credential.as_str(),
                &new.expires_at.as_millis(),
            ],
        ),
    ])
    .await?;
    Ok(IssueOutcome::Issued)
}

/// Ends every token of a partner whose row is locked, so that none is being issued.
async fn end_all_tokens(unit: &Unit, partner: PartnerId) -> Result<(), Failure> {
    let sql = "DELETE FROM access_token WHERE partner = $1";
    unit.run(sql, &[&partner.row()]).await?;
    Ok(())
}

/// A partner that nobody else changes, and whose credentials nobody uses, until the unit ends.
async fn locked(unit: &Unit, client_id: &ClientId) -> Result<Option<Partner>, Failure> {
    const SQL: &str = concat!(
        "SELECT ",
        partner_columns!(),
        " FROM partner WHERE client_id = $1 FOR NO KEY UPDATE"
    );
    let row = unit.first(SQL, &[&client_id.as_str()]).await?;
    row.as_ref().map(rows::partner).transpose()
}

/// The revision of a partner's list that has changed. By the clock, so that a database that
/// has lost its latest changes in a fail-over does not give the revisions of those to other
/// lists.
macro_rules! next_revision {
    () => {
        "greatest(revision + 1, (extract(epoch FROM clock_timestamp()) * 1000000)::bigint)"
    };
}

pub(crate) use next_revision;

/// Says that the partner's list has changed. The partner's row stays locked from here to the
/// end of the unit, so this is the last thing a unit does: two changes of one list wait for
/// each other no longer than their commits take.
pub(crate) const BUMP_REVISION: &str = concat!(
    "UPDATE partner SET revision = ",
    next_revision!(),
    " WHERE id = $1"
);
