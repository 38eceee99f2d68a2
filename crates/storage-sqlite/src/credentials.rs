//! What partners ask for tokens with.

use crate::error::Failure;
use crate::memory::Effect;
use crate::rows::InOrder;
use crate::writer::Write;
use crate::{SqliteStore, sql};
use async_trait::async_trait;
use gangway_domain::{ClientId, Hash256, PartnerId, Timestamp};
use gangway_storage::{
    CREDENTIALS_IN_FORCE, Credential, Credentials, NewCredential, NewToken, Rotation,
    RotationOutcome, Secrets, StorageError, rows,
};
use rusqlite::{Connection, params};

pub(crate) const OF_PARTNER: &str = concat!(
    "SELECT ",
    gangway_storage::credential_columns!(),
    " FROM credential WHERE partner = ?1 ORDER BY created_at, client_id"
);

pub(crate) const SECRETS: &str = concat!(
    "SELECT ",
    gangway_storage::secrets_columns!(),
    " FROM credential JOIN partner ON partner.id = credential.partner
     WHERE credential.client_id = ?1 AND credential.revoked_at IS NULL"
);

const ROTATE: &str = concat!(
    "UPDATE credential SET secret = ?3,
         former_secret = CASE WHEN ?4 IS NULL THEN NULL ELSE secret END, former_until = ?4
     WHERE client_id = ?1 AND partner = ?2 AND revoked_at IS NULL
         AND (?4 IS NULL OR former_until IS NULL OR former_until <= ?5) RETURNING ",
    gangway_storage::credential_columns!()
);

/// Until when an overlap runs that stood in the way of a rotation.
const RUNS_UNTIL: &str = "SELECT former_until FROM credential
     WHERE client_id = ?1 AND partner = ?2 AND revoked_at IS NULL";

pub(crate) const END_TOKENS: &str = "DELETE FROM access_token WHERE credential = ?1 RETURNING hash";

#[async_trait]
impl Credentials for SqliteStore {
    async fn credentials(&self, partner: PartnerId) -> Result<Vec<Credential>, StorageError> {
        self.readers().short(|conn| {
            sql::all(conn, OF_PARTNER, [partner.row()], |row| {
                rows::credential(&mut InOrder::of(row))
            })
        })
    }

    async fn secrets(&self, client_id: &ClientId) -> Result<Option<Secrets>, StorageError> {
        self.readers().short(|conn| {
            sql::first(conn, SECRETS, [client_id.as_str()], |row| {
                rows::secrets(&mut InOrder::of(row))
            })
        })
    }

    async fn create_credential(
        &self,
        new: NewCredential,
    ) -> Result<Option<Credential>, StorageError> {
        self.write(move |write| {
            let many = sql::exists(
                write.sql(),
                "SELECT 1 FROM credential WHERE partner = ?1 AND revoked_at IS NULL
                 LIMIT 1 OFFSET ?2",
                params![new.partner.row(), CREDENTIALS_IN_FORCE - 1],
            )?;
            if many {
                return Ok(None);
            }
            add(write.sql(), &new)?;
            Ok(Some(Credential {
                client_id: new.client_id,
                partner: new.partner,
                label: new.label,
                created_at: new.created_at,
                former_until: None,
                revoked_at: None,
            }))
        })
        .await
    }

    async fn rotate_credential(&self, rotation: Rotation) -> Result<RotationOutcome, StorageError> {
        self.write(move |write| {
            let values = params![
                rotation.client_id.as_str(),
                rotation.partner.row(),
                rotation.secret.0,
                rotation.overlap_until.map(Timestamp::as_millis),
                rotation.at.as_millis(),
            ];
            let rotated = sql::first(write.sql(), ROTATE, values, |row| {
                rows::credential(&mut InOrder::of(row))
            })?;
            let Some(rotated) = rotated else {
                let values = params![rotation.client_id.as_str(), rotation.partner.row()];
                let runs = sql::first(write.sql(), RUNS_UNTIL, values, |row| Ok(row.get(0)?))?;
                return Ok(runs.flatten().map_or(RotationOutcome::Unknown, |until| {
                    RotationOutcome::OverlapRuns(Timestamp::from_millis(until))
                }));
            };
            if rotation.overlap_until.is_none() {
                end_tokens(write, &rotation.client_id)?;
            }
            Ok(RotationOutcome::Rotated(rotated))
        })
        .await
    }

    async fn revoke_credential(
        &self,
        partner: PartnerId,
        client_id: &ClientId,
        now: Timestamp,
    ) -> Result<bool, StorageError> {
        let client_id = client_id.clone();
        self.write(move |write| {
            let revoked = sql::run(
                write.sql(),
                "UPDATE credential
                 SET revoked_at = ?3, former_secret = NULL, former_until = NULL
                 WHERE client_id = ?1 AND partner = ?2 AND revoked_at IS NULL",
                params![client_id.as_str(), partner.row(), now.as_millis()],
            )?;
            if revoked == 1 {
                end_tokens(write, &client_id)?;
            }
            Ok(revoked == 1)
        })
        .await
    }
}

/// Stores a credential.
pub(crate) fn add(conn: &Connection, new: &NewCredential) -> Result<(), Failure> {
    sql::run(
        conn,
        "INSERT INTO credential (client_id, partner, label, secret, created_at)
         VALUES (?1, ?2, ?3, ?4, ?5)",
        params![
            new.client_id.as_str(),
            new.partner.row(),
            new.label.as_ref().map(|label| label.as_str()),
            new.secret.0,
            new.created_at.as_millis(),
        ],
    )?;
    Ok(())
}

/// Whether the secret that a token was asked for with still works.
pub(crate) fn opens(conn: &Connection, new: &NewToken) -> Result<bool, Failure> {
    sql::exists(
        conn,
        "SELECT 1 FROM credential JOIN partner ON partner.id = credential.partner
         WHERE credential.client_id = ?1 AND partner.id = ?2 AND credential.revoked_at IS NULL
             AND partner.suspended_at IS NULL
             AND (credential.secret = ?3
                 OR (credential.former_secret = ?3 AND credential.former_until > ?4))",
        params![
            new.credential.as_str(),
            new.partner.row(),
            new.secret.0,
            new.issued_at.as_millis(),
        ],
    )
}

fn end_tokens(write: &mut Write<'_>, client_id: &ClientId) -> Result<(), Failure> {
    sql::each(write.sql(), END_TOKENS, [client_id.as_str()], |row| {
        write.effect(Effect::TokenGone(Hash256(row.get(0)?)));
        Ok(())
    })
}
