//! What the processes on one file share beside its data.

use crate::{SqliteStore, sql};
use async_trait::async_trait;
use gangway_domain::Sealed;
use gangway_storage::{Installation, StorageError, Unreadable, WakeUp};

#[async_trait]
impl Installation for SqliteStore {
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
