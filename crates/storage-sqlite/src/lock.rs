//! Who may replace the database file.
//!
//! SQLite's own locks do not tell: in WAL mode a process that has the database open but is
//! idle holds none that another one would meet. So whoever has the database open shares a
//! lock on a file beside it, and whoever replaces or fills the database takes that lock
//! alone. It is a file of its own since the database file is what gets replaced, and since
//! closing a second handle on that would drop the locks that SQLite holds on it. The system
//! frees the lock with the process; the file is empty and stays.

use gangway_storage::StorageError;
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

    /// Gives it back before its time.
    pub(crate) fn release(&self) {
        if let Err(error) = self.0.unlock() {
            tracing::warn!(%error, "the lock beside the database was not given back");
        }
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
