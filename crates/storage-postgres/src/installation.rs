//! What all nodes share beside the data.

use crate::{PostgresStore, unit};
use async_trait::async_trait;
use gangway_domain::Sealed;
use gangway_storage::{Installation, StorageError, Unreadable, WakeUp};

#[async_trait]
impl Installation for PostgresStore {
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
