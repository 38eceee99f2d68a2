//! What all nodes share beside the data.

use crate::{PostgresStore, read, unit};
use async_trait::async_trait;
use gangway_domain::{AccountId, Sealed};
use gangway_storage::{Installation, SealedSample, StorageError, Unreadable, WakeUp};

/// A secret of any account.
const SEALED: &str = "SELECT account, token, pin FROM account_grant
     WHERE token IS NOT NULL OR pin IS NOT NULL LIMIT 1";

#[async_trait]
impl Installation for PostgresStore {
    async fn sealed_sample(&self) -> Result<Option<SealedSample>, StorageError> {
        read!(self, |reader| async {
            let probe = reader
                .first("SELECT key_probe FROM store_meta", &[])
                .await?;
            if let Some(row) = probe
                && let Some(probe) = row.try_get(0)?
            {
                return Ok(Some(SealedSample::Probe(Sealed::from_bytes(probe))));
            }
            let Some(row) = reader.first(SEALED, &[]).await? else {
                return Ok(None);
            };
            let account = AccountId::from_row(row.try_get(0)?);
            Ok(Some(match row.try_get(1)? {
                Some(token) => SealedSample::Token(account, Sealed::from_bytes(token)),
                None => SealedSample::Pin(account, Sealed::from_bytes(row.try_get(2)?)),
            }))
        })
    }

    async fn key_probe(&self, fresh: Sealed) -> Result<Sealed, StorageError> {
        unit!(self, |unit| async {
            let kept = unit
                .first(
                    "UPDATE store_meta SET key_probe = coalesce(key_probe, $1) RETURNING key_probe",
                    &[&fresh.as_bytes()],
                )
                .await?
                .ok_or_else(|| Unreadable::column("store_meta.key_probe"))?;
            Ok(Sealed::from_bytes(kept.try_get(0)?))
        })
    }

    async fn wake_up(&self) -> Result<WakeUp, StorageError> {
        Ok(self.waker().wake_up())
    }
}
