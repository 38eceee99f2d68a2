//! Opens the configured store.

use super::World;
use super::keys;
use crate::config::{DatabaseUrl, StoreSettings};
use anyhow::{Context, bail};
use gangway_crypto::KeyRing;
use gangway_storage::Store;
use gangway_storage_postgres::{PostgresStore, schema_state};
use gangway_storage_sqlite::{SqliteOptions, SqliteStore};
use std::fs::DirBuilder;
use std::os::unix::fs::DirBuilderExt;
use std::path::Path;
use std::sync::Arc;

/// A store that is ready.
#[derive(Debug)]
pub struct OpenStore {
    /// The store.
    pub store: Arc<dyn Store>,
    kind: Kind,
}

#[derive(Debug)]
enum Kind {
    Sqlite(Arc<SqliteStore>),
    Postgres(Arc<PostgresStore>),
}

impl OpenStore {
    fn sqlite(store: SqliteStore) -> Self {
        let store = Arc::new(store);
        Self {
            store: Arc::clone(&store) as _,
            kind: Kind::Sqlite(store),
        }
    }

    fn postgres(store: PostgresStore) -> Self {
        let store = Arc::new(store);
        Self {
            store: Arc::clone(&store) as _,
            kind: Kind::Postgres(store),
        }
    }

    /// Finishes the writes that wait and closes the database.
    pub async fn close(self) {
        match self.kind {
            Kind::Postgres(store) => store.close().await,
            Kind::Sqlite(store) => {
                let closing = tokio::task::spawn_blocking(move || store.shutdown());
                if let Err(error) = closing.await {
                    tracing::error!(%error, "closing the store failed");
                }
            }
        }
    }
}

/// Opens (and at the first time makes) the database and the file with the keys for its
/// sealed values.
///
/// # Errors
/// When either cannot be opened, or they do not belong together. The message names the
/// file or server and the mend.
pub async fn open_store(
    settings: &StoreSettings,
    world: &World,
) -> anyhow::Result<(OpenStore, KeyRing)> {
    let store = match &settings.database {
        DatabaseUrl::Sqlite(path) => {
            make_folder(path)?;
            OpenStore::sqlite(SqliteStore::open(path, &SqliteOptions::default())?)
        }
        DatabaseUrl::Postgres(url) => {
            OpenStore::postgres(PostgresStore::open(url, &settings.postgres).await?)
        }
    };
    let keys = keys::of_store(
        &settings.keys_file,
        store.store.as_ref(),
        world.rng.as_ref(),
    );
    match keys.await {
        Ok(ring) => Ok((store, ring)),
        Err(error) => {
            store.close().await;
            Err(error)
        }
    }
}

/// The same for a database that has to be there: a mistyped address is an error, not a new
/// database.
///
/// # Errors
/// Those of [`open_store`], and when there is no database.
pub async fn open_existing_store(
    settings: &StoreSettings,
    world: &World,
) -> anyhow::Result<(OpenStore, KeyRing)> {
    match &settings.database {
        DatabaseUrl::Sqlite(path) if !path.exists() => bail!(
            "there is no database at {}; name it with --database-url",
            path.display()
        ),
        DatabaseUrl::Postgres(url) => {
            let state = schema_state(url, &settings.postgres).await?;
            if state.stored.is_none() {
                bail!("{url} holds no data of Gangway; name its database with --database-url");
            }
        }
        DatabaseUrl::Sqlite(_) => {}
    }
    open_store(settings, world).await
}

/// Makes the folder of a file, for this user only, where it is missing.
pub(super) fn make_folder(file: &Path) -> anyhow::Result<()> {
    let folder = file.parent().filter(|path| !path.as_os_str().is_empty());
    let Some(folder) = folder else { return Ok(()) };
    DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(folder)
        .with_context(|| format!("can't make the folder {}", folder.display()))
}
