//! Who may replace the database file.
//!
//! SQLite's own locks do not do: an idle process that has the database open in WAL mode
//! holds one that only somebody who wants the whole file for himself meets, and whoever is
//! about to replace the file cannot hold his own on it until the other one has its name. So
//! whoever has the database open shares a lock on a file beside it, and whoever replaces or
//! fills the database takes that lock alone. It is a file of its own since the database file
//! is what gets replaced, and since closing a second handle on that would drop the locks that
//! SQLite holds on it. The system frees the lock with the process; the file is empty and
//! stays.
//!
//! Programs that do not know of that lock, as the `sqlite3` shell, are noticed by SQLite's
//! own: [`fold`] asks for the whole file.

use crate::{connection, schema};
use gangway_storage::StorageError;
use rusqlite::ErrorCode;
use std::ffi::OsString;
use std::fs::{File, OpenOptions, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// How often a lock that another process holds for a moment is asked for.
const TRIES: u32 = 50;
const PAUSE: Duration = Duration::from_millis(20);

/// A lock that is held.
#[derive(Debug)]
pub(crate) struct DatabaseLock(File);

impl DatabaseLock {
    /// Shared with everybody else who has the database open.
    pub(crate) fn shared(path: &Path) -> Result<Self, StorageError> {
        let file = lock_file(path)?;
        for _ in 0..TRIES {
            if held(path, file.try_lock_shared())? {
                return Ok(Self(file));
            }
            std::thread::sleep(PAUSE);
        }
        Err(StorageError::Unavailable(format!(
            "{} is being restored or copied into; wait until that is done",
            path.display()
        )))
    }

    /// Held alone; `None` when somebody has the database open.
    pub(crate) fn alone(path: &Path) -> Result<Option<Self>, StorageError> {
        let file = lock_file(path)?;
        Ok(held(path, file.try_lock())?.then_some(Self(file)))
    }

    /// Whether somebody else has the database open. A shared lock is given back for a moment
    /// to see that; whoever gets it alone just then counts, too.
    pub(crate) fn others(&self, path: &Path) -> Result<bool, StorageError> {
        self.release();
        let alone = held(path, self.0.try_lock())?;
        self.release();
        Ok(!(held(path, self.0.try_lock_shared())? && alone))
    }

    /// Gives it back before its time.
    pub(crate) fn release(&self) {
        if let Err(error) = self.0.unlock() {
            tracing::warn!(%error, "the lock beside the database was not given back");
        }
    }
}

/// Folds the log of a database into its file, as the only one who has that open. Busy when
/// another program has it open.
pub(crate) fn fold(path: &Path) -> rusqlite::Result<()> {
    let conn = connection::plain(path)?;
    conn.busy_timeout(PAUSE * TRIES)?;
    // In this mode the first use of the file waits until nobody else has it open.
    conn.pragma_update_and_check(None, "locking_mode", "EXCLUSIVE", |_| Ok(()))?;
    conn.execute_batch("BEGIN EXCLUSIVE; COMMIT")?;
    conn.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?;
    conn.close().map_err(|(_, error)| error)
}

/// What it means that [`fold`] has failed.
pub(crate) fn not_alone(path: &Path, error: &rusqlite::Error) -> StorageError {
    match error.sqlite_error_code() {
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => {
            StorageError::Unavailable(format!(
                "{} is in use by another program; close whatever has it open, an older Gangway too",
                path.display()
            ))
        }
        _ => schema::broken(path, error),
    }
}

/// Where another file of the same database lies.
pub(crate) fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = OsString::from(path);
    name.push(suffix);
    name.into()
}

fn lock_file(path: &Path) -> Result<File, StorageError> {
    if path.is_dir() {
        return Err(StorageError::Unavailable(format!(
            "cannot open {}: it is a folder; name a file in it",
            path.display()
        )));
    }
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
        .open(beside(path, ".lock"))
        .map_err(|error| broken(path, &error))
}

fn held(path: &Path, outcome: Result<(), TryLockError>) -> Result<bool, StorageError> {
    match outcome {
        Ok(()) => Ok(true),
        Err(TryLockError::WouldBlock) => Ok(false),
        Err(TryLockError::Error(error)) => Err(broken(path, &error)),
    }
}

fn broken(path: &Path, error: &io::Error) -> StorageError {
    StorageError::Unavailable(format!(
        "cannot open {}: {error}; check that its folder exists and may be written to",
        path.display()
    ))
}
