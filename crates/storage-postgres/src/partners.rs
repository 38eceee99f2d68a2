//! Partners, credentials and tokens.

use crate::error::Failure;
use crate::unit::Unit;
use crate::{PostgresStore, read, rows, tried, unit};
use async_trait::async_trait;
use gangway_domain::{ClientId, Hash256, Partner, PartnerId, Timestamp};
use gangway_storage::rows::joined_hosts;
use gangway_storage::{
    Credential, IssueOutcome, NewPartner, NewToken, Partners, StorageError, TokenGrant, Unreadable,
    partner_columns,
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

    async fn set_suspended(
        &self,
        client_id: &ClientId,
        suspended_at: Option<Timestamp>,
    ) -> Result<Option<Partner>, StorageError> {
        unit!(self, |unit| suspend(unit, client_id, suspended_at))
    }

    async fn rotate_secret(
        &self,
        client_id: &ClientId,
        secret: Hash256,
    ) -> Result<Option<Partner>, StorageError> {
        unit!(self, |unit| rotate(unit, client_id, &secret))
    }

    async fn credential(&self, client_id: &ClientId) -> Result<Option<Credential>, StorageError> {
        const SQL: &str =
            "SELECT id, suspended_at IS NOT NULL, secret FROM partner WHERE client_id = $1";
        read!(self, |reader| async {
            let Some(row) = reader.first(SQL, &[&client_id.as_str()]).await? else {
                return Ok(None);
            };
            Ok(Some(Credential {
                partner: PartnerId::from_row(row.try_get(0)?),
                suspended: row.try_get(1)?,
                secret: rows::hash(&row, 2)?.ok_or_else(|| Unreadable::column("partner.secret"))?,
            }))
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
    "SELECT t.partner, t.expires_at, p.suspended_at IS NOT NULL, p.revision
     FROM access_token t JOIN partner p ON p.id = t.partner WHERE t.hash = $1";

/// Reads [`TOKEN_GRANT`].
fn opened(row: &Row) -> Result<TokenGrant, Failure> {
    Ok(TokenGrant {
        partner: PartnerId::from_row(row.try_get(0)?),
        expires_at: Timestamp::from_millis(row.try_get(1)?),
        suspended: row.try_get(2)?,
        revision: row.try_get(3)?,
    })
}

async fn create(unit: &Unit, new: &NewPartner) -> Result<Partner, Failure> {
    let row = unit
        .first(
            "INSERT INTO partner (name, client_id, secret, language, redirect_hosts, created_at)
             VALUES ($1, $2, $3, $4, $5, $6) RETURNING id",
            &[
                &new.name.as_str(),
                &new.client_id.as_str(),
                &new.secret.0.as_slice(),
                &new.language.as_ref().map(gangway_domain::Language::tag),
                &joined_hosts(&new.redirect_hosts),
                &new.created_at.as_millis(),
            ],
        )
        .await?
        .ok_or_else(|| Unreadable::column("partner.id"))?;
    Ok(Partner {
        id: PartnerId::from_row(row.try_get(0)?),
        name: new.name.clone(),
        client_id: new.client_id.clone(),
        created_at: new.created_at,
        suspended_at: None,
        language: new.language.clone(),
        redirect_hosts: new.redirect_hosts.clone(),
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

async fn rotate(
    unit: &Unit,
    client_id: &ClientId,
    secret: &Hash256,
) -> Result<Option<Partner>, Failure> {
    let Some(partner) = locked(unit, client_id).await? else {
        return Ok(None);
    };
    unit.run(
        "UPDATE partner SET secret = $2 WHERE id = $1",
        &[&partner.id.row(), &secret.0.as_slice()],
    )
    .await?;
    end_all_tokens(unit, partner.id).await?;
    Ok(Some(partner))
}

async fn issue(unit: &Unit, new: &NewToken) -> Result<IssueOutcome, Failure> {
    // Shared with other tokens, but not with a rotation or a suspension.
    let in_force = unit
        .first(
            "SELECT 1 FROM partner WHERE id = $1 AND secret = $2 AND suspended_at IS NULL
             FOR SHARE",
            &[&new.partner.row(), &new.secret.0.as_slice()],
        )
        .await?;
    if in_force.is_none() {
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
            "INSERT INTO access_token (hash, partner, expires_at) VALUES ($1, $2, $3)",
            &[
                &new.token.0.as_slice(),
                &partner,
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

/// A partner whose credential nobody else changes or uses until the unit ends.
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
