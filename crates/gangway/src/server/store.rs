//! Opens the configured store and its keys.

use super::World;
use crate::config::{DatabaseUrl, StoreSettings};
use anyhow::{Context, bail};
use gangway_crypto::KeyRing;
use gangway_storage::Store;
use gangway_storage_sqlite::{SqliteOptions, SqliteStore};
use std::fs::{DirBuilder, OpenOptions};
use std::io::{ErrorKind, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::Path;
use std::sync::Arc;

/// A store that is ready.
#[derive(Debug)]
pub struct OpenStore {
    /// The store.
    pub store: Arc<dyn Store>,
    sqlite: Arc<SqliteStore>,
}

impl OpenStore {
    /// Finishes the writes that wait and closes the database.
    pub async fn close(self) {
        let closing = tokio::task::spawn_blocking(move || self.sqlite.shutdown());
        if let Err(error) = closing.await {
            tracing::error!(%error, "closing the store failed");
        }
    }
}

/// Opens (and at the first time makes) the database and the file with the keys for its
/// sealed values.
///
/// # Errors
/// When either cannot be opened. The message names the file and the mend.
pub fn open_store(settings: &StoreSettings, world: &World) -> anyhow::Result<(OpenStore, KeyRing)> {
    let DatabaseUrl::Sqlite(path) = &settings.database;
    let new = !path.exists();
    if let Some(folder) = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty())
    {
        DirBuilder::new()
            .recursive(true)
            .mode(0o700)
            .create(folder)
            .with_context(|| format!("can't make the folder {}", folder.display()))?;
    }
    let keys = keys(&settings.keys_file, new, world)?;
    let sqlite = Arc::new(SqliteStore::open(path, &SqliteOptions::default())?);
    let store: Arc<dyn Store> = Arc::clone(&sqlite) as Arc<dyn Store>;
    Ok((OpenStore { store, sqlite }, keys))
}

/// The same for a database that has to be there: a mistyped path is an error, not a new database.
///
/// # Errors
/// Those of [`open_store`], and when there is no database.
pub fn open_existing_store(
    settings: &StoreSettings,
    world: &World,
) -> anyhow::Result<(OpenStore, KeyRing)> {
    let DatabaseUrl::Sqlite(path) = &settings.database;
    if !path.exists() {
        bail!(
            "there is no database at {}; name it with --database-url",
            path.display()
        );
    }
    open_store(settings, world)
}

/// Reads the key file. Only a new database gets a new one: with the wrong keys every
/// stored secret would be lost without a word.
fn keys(path: &Path, new_database: bool, world: &World) -> anyhow::Result<KeyRing> {
    let shown = path.display();
    match std::fs::read_to_string(path) {
        Ok(text) => KeyRing::parse(&text).with_context(|| format!("{shown} is no key file")),
        Err(error) if error.kind() == ErrorKind::NotFound && new_database => {
            let (ring, text) = KeyRing::generate(world.rng.as_ref());
            OpenOptions::new()
                .write(true)
                .create_new(true)
                .mode(0o600)
                .open(path)
                .and_then(|mut file| {
                    file.write_all(text.as_bytes())?;
                    file.sync_all()
                })
                .with_context(|| format!("can't write the key file {shown}"))?;
            tracing::info!(path = %shown, "made a new key file; back it up apart from the database");
            Ok(ring)
        }
        Err(error) if error.kind() == ErrorKind::NotFound => bail!(
            "the key file {shown} is missing, but the database is there; put the file back, or name it with keys_file"
        ),
        Err(error) => Err(error).with_context(|| format!("can't read the key file {shown}")),
    }
}
