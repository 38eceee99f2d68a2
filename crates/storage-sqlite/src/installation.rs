//! What the processes on one file share beside its data.

use crate::{SqliteStore, sql};
use async_trait::async_trait;
use gangway_domain::{AccountId, Sealed};
use gangway_storage::{Installation, SealedSample, StorageError, Unreadable, WakeUp};

/// A secret of any account.
const SEALED: &str = "SELECT account, token, pin FROM account_grant
     WHERE token IS NOT NULL OR pin IS NOT NULL LIMIT 1";

#[async_trait]
impl Installation for SqliteStore {
    async fn sealed_sample(&self) -> Result<Option<SealedSample>, StorageError> {
        self.readers().short(|conn| {
            let probe = sql::first(conn, "SELECT key_probe FROM store_meta", [], |row| {
                Ok(row.get::<_, Option<Vec<u8>>>(0)?)
            })?;
            if let Some(probe) = probe.flatten() {
                return Ok(Some(SealedSample::Probe(Sealed::from_bytes(probe))));
            }
            sql::first(conn, SEALED, [], |row| {
                let account = AccountId::from_row(row.get(0)?);
                Ok(match row.get::<_, Option<Vec<u8>>>(1)? {
                    Some(token) => SealedSample::Token(account, Sealed::from_bytes(token)),
                    None => SealedSample::Pin(account, Sealed::from_bytes(row.get(2)?)),
                })
            })
        })
    }

    async fn key_probe(&self, fresh: Sealed) -> Result<Sealed, StorageError> {
        self.write(move |write| {
            let kept = sql::first(
                write.sql(),
                "UPDATE store_meta SET key_probe = coalesce(key_probe, ?1) RETURNING key_probe",
                [fresh.as_bytes()],
                |row| Ok(Sealed::from_bytes(row.get(0)?)),
            )?;
            Ok(kept.ok_or_else(|| Unreadable::column("store_meta.key_probe"))?)
        })
        .await
    }

    async fn wake_up(&self) -> Result<WakeUp, StorageError> {
        Ok(self.waker().wake_up())
    }
}
