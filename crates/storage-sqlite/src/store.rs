//! The store: opening, closing, and the two ways in.

use crate::error::Failure;
use crate::lock::DatabaseLock;
use crate::memory::{Maps, Memory};
use crate::readers::Readers;
use crate::watch::{self, Watch};
use crate::writer::{Write, WriterHandle};
use crate::{connection, overview, schema};
use gangway_domain::Hash256;
use gangway_storage::{StorageError, TokenGrant, Waker};
use rusqlite::Connection;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

/// What can be set.
#[derive(Debug, Clone)]
pub struct SqliteOptions {
    /// How many writes may wait; one more is refused as busy.
    pub queue: usize,
    /// A token check looks at most this often whether another process has written.
    pub foreign_check: Duration,
}

impl Default for SqliteOptions {
    fn default() -> Self {
        Self {
            queue: 1024,
            foreign_check: Duration::from_millis(1),
        }
    }
}

/// A store in one SQLite file.
///
/// Several processes may have the same file open. Each answers what it wrote itself at
/// once; a token check sees what another wrote after [`SqliteOptions::foreign_check`] at
/// the latest.
#[derive(Debug)]
pub struct SqliteStore {
    writer: WriterHandle,
    readers: Readers,
    memory: Arc<Memory>,
    watch: Watch,
    waker: Waker,
    /// Wakes those who send; the writer does, after each commit that holds something to send.
    outbox: Waker,
    lock: DatabaseLock,
}

impl SqliteStore {
    /// Opens the database, made and migrated where needed.
    ///
    /// # Errors
    /// When the file cannot be opened, is no database of Gangway, or was written by a
    /// newer one, while it is restored or copied into, and after a copy into it that was not
    /// finished. The message names the file and the mend.
    pub fn open(path: impl AsRef<Path>, options: &SqliteOptions) -> Result<Self, StorageError> {
        let path = path.as_ref();
        let broken = |error: rusqlite::Error| schema::broken(path, &error);
        let lock = DatabaseLock::shared(path)?;
        private_file(path)?;
        let mut conn = connection::writer(path).map_err(broken)?;
        schema::migrate(&mut conn, path)?;
        overview::refuse_unfinished(&conn, path)?;
        let memory = Arc::new(remember(&conn)?);
        let watch = connection::reader(path).map_err(broken)?;
        let (outbox, queue) = (Waker::default(), options.queue);
        let writer = WriterHandle::start(conn, path, Arc::clone(&memory), outbox.clone(), queue)?;
        Ok(Self {
            writer,
            readers: Readers::new(path.to_owned()),
            memory,
            watch: Watch::new(watch, options.foreign_check),
            waker: Waker::default(),
            outbox,
            lock,
        })
    }

    /// Finishes the writes that wait, folds the log into the file and closes the
    /// database. Blocks until that is done. Later writes are refused as unavailable.
    /// Dropping the store does the same.
    pub fn shutdown(&self) {
        self.readers.close();
        self.watch.close();
        self.writer.stop();
        self.lock.release();
    }

    pub(crate) async fn write<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Write<'_>) -> Result<T, Failure> + Send + 'static,
    ) -> Result<T, StorageError> {
        self.writer.submit(work).await
    }

    pub(crate) const fn readers(&self) -> &Readers {
        &self.readers
    }

    pub(crate) const fn waker(&self) -> &Waker {
        &self.waker
    }

    pub(crate) const fn outbox(&self) -> &Waker {
        &self.outbox
    }

    /// What a token opens: from memory, which is brought up to date first if another
    /// process has written.
    pub(crate) async fn opened_by(
        &self,
        token: &Hash256,
    ) -> Result<Option<TokenGrant>, StorageError> {
        let found = self.watch.look()?;
        if found.is_some_and(|commits| !self.memory.accounts_for(commits)) {
            // Any unit makes the writer notice and read everything anew before it answers.
            self.writer.submit(|_| Ok(())).await?;
        }
        Ok(self.memory.token(token))
    }
}

impl Drop for SqliteStore {
    fn drop(&mut self) {
        self.shutdown();
    }
}

/// Reads tokens and partners as of one commit.
fn remember(conn: &Connection) -> Result<Memory, Failure> {
    let snapshot = conn.unchecked_transaction()?;
    let commits = watch::commits(&snapshot)?;
    let maps = Maps::load(&snapshot)?;
    snapshot.commit()?;
    Ok(Memory::new(maps, commits))
}

/// Makes a missing file so that nobody else on the machine can read it. SQLite gives its
/// side files the same mode.
pub(crate) fn private_file(path: &Path) -> Result<(), StorageError> {
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    match options.open(path) {
        Ok(_) => Ok(()),
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => Ok(()),
        Err(error) => Err(StorageError::Unavailable(format!(
            "cannot make {}: {error}; check that its folder exists and may be written to",
            path.display()
        ))),
    }
}
