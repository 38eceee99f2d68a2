//! What partners ask for tokens with.

use crate::error::Failure;
use crate::rows::InOrder;
use crate::unit::Unit;
use crate::{PostgresStore, read, unit};
use async_trait::async_trait;
use gangway_domain::{ClientId, PartnerId, Timestamp};
use gangway_storage::{
    CREDENTIALS_IN_FORCE, Credential, Credentials, NewCredential, NewToken, Rotation,
    RotationOutcome, Secrets, StorageError, credential_columns, rows, secrets_columns,
};

pub(crate) const OF_PARTNER: &str = concat!(
    "SELECT ",
    credential_columns!(),
    " FROM credential WHERE partner = $1 ORDER BY created_at, client_id"
);

pub(crate) const SECRETS: &str = concat!(
    "SELECT ",
    secrets_columns!(),
    " FROM credential JOIN partner ON partner.id = credential.partner
     WHERE credential.client_id = $1 AND credential.revoked_at IS NULL"
);

/// Waits for tokens that are being issued for this credential, and those that come later wait for
/// the end of the unit.
const ROTATE: &str = concat!(
    "UPDATE credential SET secret = $3,
         former_secret = CASE WHEN $4::bigint IS NULL THEN NULL ELSE secret END, former_until = $4
     WHERE client_id = $1 AND partner = $2 AND revoked_at IS NULL
         AND ($4::bigint IS NULL OR former_until IS NULL OR former_until <= $5) RETURNING ",
    credential_columns!()
);

/// Until when an overlap runs that stood in the way of a rotation.
const RUNS_UNTIL: &str = "SELECT former_until FROM credential
     WHERE client_id = $1 AND partner = $2 AND revoked_at IS NULL";

pub(crate) const END_TOKENS: &str = "DELETE FROM access_token WHERE credential = $1";

#[async_trait]
impl Credentials for PostgresStore {
    async fn credentials(&self, partner: PartnerId) -> Result<Vec<Credential>, StorageError> {
        read!(self, |reader| async {
            let found = reader.rows(OF_PARTNER, &[&partner.row()]).await?;
            found
                .iter()
                .map(|row| rows::credential(&mut InOrder::of(row)))
                .collect()
        })
    }

    async fn secrets(&self, client_id: &ClientId) -> Result<Option<Secrets>, StorageError> {
        read!(self, |reader| async {
            let row = reader.first(SECRETS, &[&client_id.as_str()]).await?;
            row.as_ref()
                .map(|row| rows::secrets(&mut InOrder::of(row)))
                .transpose()
        })
    }

    async fn create_credential(
        &self,
        new: NewCredential,
    ) -> Result<Option<Credential>, StorageError> {
        unit!(self, |unit| create(unit, &new))
    }

    async fn rotate_credential(&self, rotation: Rotation) -> Result<RotationOutcome, StorageError> {
        unit!(self, |unit| rotate(unit, &rotation))
    }

    async fn revoke_credential(
        &self,
        partner: PartnerId,
        client_id: &ClientId,
        now: Timestamp,
    ) -> Result<bool, StorageError> {
        const REVOKE: &str = "UPDATE credential
             SET revoked_at = $3, former_secret = NULL, former_until = NULL
             WHERE client_id = $1 AND partner = $2 AND revoked_at IS NULL";
        unit!(self, |unit| async {
            let values: [&(dyn tokio_postgres::types::ToSql + Sync); 3] =
                [&client_id.as_str(), &partner.row(), &now.as_millis()];
            let revoked = unit.run(REVOKE, &values).await? == 1;
            if revoked {
                unit.run(END_TOKENS, &[&client_id.as_str()]).await?;
            }
            Ok(revoked)
        })
    }
}

async fn create(unit: &Unit, new: &NewCredential) -> Result<Option<Credential>, Failure> {
    // Two that are made at once are counted one after the other.
    const LOCK_PARTNER: &str = "SELECT 1 FROM partner WHERE id = $1 FOR NO KEY UPDATE";
    const MANY: &str = "SELECT 1 FROM credential
         WHERE partner = $1 AND revoked_at IS NULL LIMIT 1 OFFSET $2";
    let partner = new.partner.row();
    let most = i64::from(CREDENTIALS_IN_FORCE) - 1;
    let lock: [crate::unit::Statement<'_>; 1] = [(LOCK_PARTNER, &[&partner])];
    let many = unit.then_first(&lock, MANY, &[&partner, &most]).await?;
    if many.is_some() {
        return Ok(None);
    }
    add(unit, new).await?;
    Ok(Some(Credential {
        client_id: new.client_id.clone(),
        partner: new.partner,
        label: new.label.clone(),
        created_at: new.created_at,
        former_until: None,
        revoked_at: None,
    }))
}

async fn rotate(unit: &Unit, rotation: &Rotation) -> Result<RotationOutcome, Failure> {
    let client_id = rotation.client_id.as_str();
    let row = unit
        .first(
            ROTATE,
            &[
                &client_id,
                &rotation.partner.row(),
                &rotation.secret.0.as_slice(),
                &rotation.overlap_until.map(Timestamp::as_millis),
                &rotation.at.as_millis(),
            ],
        )
        .await?;
    let Some(row) = row else {
        let runs = unit
            .first(RUNS_UNTIL, &[&client_id, &rotation.partner.row()])
            .await?;
        let until: Option<i64> = runs.map(|row| row.try_get(0)).transpose()?.flatten();
        return Ok(until.map_or(RotationOutcome::Unknown, |until| {
            RotationOutcome::OverlapRuns(Timestamp::from_millis(until))
        }));
    };
    if rotation.overlap_until.is_none() {
        unit.run(END_TOKENS, &[&client_id]).await?;
    }
    rows::credential(&mut InOrder::of(&row)).map(RotationOutcome::Rotated)
}

/// Stores a credential.
pub(crate) async fn add(unit: &Unit, new: &NewCredential) -> Result<(), Failure> {
    const SQL: &str = "INSERT INTO credential (client_id, partner, label, secret, created_at)
         VALUES ($1, $2, $3, $4, $5)";
    unit.run(
        SQL,
        &[
            &new.client_id.as_str(),
            &new.partner.row(),
            &new.label.as_ref().map(|label| label.as_str()),
            &new.secret.0.as_slice(),
            &new.created_at.as_millis(),
        ],
    )
    .await?;
    Ok(())
}

/// Whether the secret that a token was asked for with still works. It does until the unit ends:
/// shared with other tokens, but not with a rotation, a revocation or a suspension.
pub(crate) async fn opens(unit: &Unit, new: &NewToken) -> Result<bool, Failure> {
    const SQL: &str = "SELECT 1 FROM credential JOIN partner ON partner.id = credential.partner
         WHERE credential.client_id = $1 AND partner.id = $2 AND credential.revoked_at IS NULL
             AND partner.suspended_at IS NULL
             AND (credential.secret = $3
                 OR (credential.former_secret = $3 AND credential.former_until > $4))
         FOR SHARE";
    let found = unit
        .first(
            SQL,
            &[
                &new.credential.as_str(),
                &new.partner.row(),
                &new.secret.0.as_slice(),
                &new.issued_at.as_millis(),
            ],
        )
        .await?;
    Ok(found.is_some())
}
