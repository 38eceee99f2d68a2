//! Backups of a database file, and the way back.
//!
//! Both ways the new file is made beside its place under another name, checked, brought to
//! disk and only then given its name: a file with the name of a backup is a good one.

mod draft;

use crate::error::Failure;
use crate::lock::{DatabaseLock, beside};
use crate::schema::{self, Stored};
use crate::{connection, overview};
use draft::Draft;
use gangway_storage::StorageError;
use rusqlite::Connection;
use std::io;
use std::path::{Path, PathBuf};

/// Why there is no backup, or why it was not restored. Nothing was replaced.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    /// The database does not open or cannot be read.
    #[error(transparent)]
    Store(#[from] StorageError),
    /// A file cannot be made, moved or written.
    #[error("cannot write {}: {error}", path.display())]
    File {
        /// Which.
        path: PathBuf,
        /// What the system says.
        error: io::Error,
    },
    /// It must not be done this way; a sentence with the mend.
    #[error("{0}")]
    Refused(String),
}

/// What a restored database is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Restored {
    /// Its schema; an older one is migrated when it is opened.
    pub schema: i64,
    /// Where the database that it replaced lies now.
    pub kept: Option<PathBuf>,
}

/// Copies a database as of one moment into a single file, while others write to it; says
/// how many bytes that are. Readable by its owner only. With `replace` a file of that name
/// is replaced.
///
/// # Errors
/// When the database cannot be read or is damaged, or the file cannot be written.
pub fn backup(path: &Path, to: &Path, replace: bool) -> Result<u64, BackupError> {
    if !path.exists() {
        return Err(schema::missing(path).into());
    }
    if same(path, to) {
        return Err(BackupError::Refused(format!(
            "{} is the database itself; name another file",
            to.display()
        )));
    }
    if to.exists() && !replace {
        return Err(taken(to, "name another file, or replace it with --force"));
    }
    let _lock = DatabaseLock::shared(path)?;
    let conn = open(path)?;
    gangways(&conn, path)?;
    let draft = Draft::of(&conn, to)?;
    sound(draft.path())?;
    draft.publish(to, replace)
}

/// Puts a backup in the place of a database, or where there is none. With `keep_as` a
/// database that is there is kept under its own name with this ending.
///
/// # Errors
/// When the file is no sound database of Gangway, a newer one wrote it, the database is in
/// use, or one is there and `keep_as` is not given.
pub fn restore(file: &Path, path: &Path, keep_as: Option<&str>) -> Result<Restored, BackupError> {
    if !file.is_file() {
        return Err(BackupError::Refused(format!(
            "there is no file {}",
            file.display()
        )));
    }
    if same(file, path) {
        return Err(BackupError::Refused(format!(
            "{} is the database itself; name a backup of it",
            file.display()
        )));
    }
    let _lock = DatabaseLock::alone(path)?.ok_or_else(|| {
        BackupError::Refused(format!(
            "{} is in use; stop the server, or the other command, that has it open",
            path.display()
        ))
    })?;
    if path.exists() && keep_as.is_none() {
        return Err(taken(
            path,
            "run again with --force to replace it; it is kept under another name",
        ));
    }
    sound(file)?;
    let conn = open(file)?;
    let schema = gangways(&conn, file)?;
    let draft = Draft::of(&conn, path)?;
    sound(draft.path())?;
    let kept = match keep_as {
        Some(ending) if path.exists() => Some(set_aside(path, ending)?),
        _ => None,
    };
    // A log without its database, or one that could not be moved with it, must not be taken
    // for that of the new one.
    for suffix in ["-wal", "-shm"] {
        let left = beside(path, suffix);
        match std::fs::remove_file(&left) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                return Err(BackupError::File { path: left, error });
            }
            _ => {}
        }
    }
    if let Err(error) = draft.publish(path, false) {
        if let Some(kept) = &kept {
            // What could be folded into one file is back with this; else it is all there.
            let _ = std::fs::rename(kept, path);
        }
        return Err(error);
    }
    Ok(Restored { schema, kept })
}

/// A connection to a file that is there. It is only read.
fn open(path: &Path) -> Result<Connection, StorageError> {
    connection::plain(path).map_err(|error| schema::broken(path, &error))
}

/// Sees that the database is one of Gangway that this version knows; gives its schema.
fn gangways(conn: &Connection, path: &Path) -> Result<i64, BackupError> {
    match schema::stored_version(conn).map_err(|error| schema::broken(path, &error))? {
        Stored::Version(version) if version > schema::newest_known() => {
            Err(schema::too_new(path, version).into())
        }
        Stored::Version(version) => {
            if overview::says_copying(version) {
                overview::refuse_unfinished(conn, path)?;
            }
            Ok(version)
        }
        Stored::Empty => Err(BackupError::Refused(format!(
            "{} holds no data of Gangway",
            path.display()
        ))),
        Stored::Foreign => Err(BackupError::Refused(format!(
            "{} is the database of another program",
            path.display()
        ))),
    }
}

/// Reads the whole file and its references.
fn sound(path: &Path) -> Result<(), BackupError> {
    let conn = open(path)?;
    let damaged = |what: &str| {
        BackupError::Refused(format!(
            "{} is damaged ({what}); use another backup",
            path.display()
        ))
    };
    let verdict: String = conn
        .query_row("PRAGMA integrity_check(1)", [], |row| row.get(0))
        .map_err(|error| schema::broken(path, &error))?;
    if verdict != "ok" {
        return Err(damaged(&verdict));
    }
    let dangling = conn
        .prepare("PRAGMA foreign_key_check")
        .and_then(|mut check| check.exists([]))
        .map_err(|error| schema::broken(path, &error))?;
    if dangling {
        return Err(damaged("a row refers to one that is not there"));
    }
    Ok(())
}

/// Gives a database another name, folded into one file where that is possible.
fn set_aside(path: &Path, ending: &str) -> Result<PathBuf, BackupError> {
    let kept = beside(path, &format!(".{ending}"));
    if kept.exists() {
        return Err(taken(&kept, "move it away first"));
    }
    if let Ok(conn) = open(path) {
        // A damaged one is kept as it is, with its log.
        if let Err(error) = conn.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(())) {
            tracing::debug!(%error, "the replaced database was not folded into one file");
        }
    }
    for suffix in ["", "-wal", "-shm"] {
        let from = beside(path, suffix);
        let moved = std::fs::rename(&from, beside(&kept, suffix));
        match moved {
            Err(error) if suffix.is_empty() || error.kind() != io::ErrorKind::NotFound => {
                return Err(BackupError::File { path: from, error });
            }
            _ => {}
        }
    }
    Ok(kept)
}

fn taken(path: &Path, mend: &str) -> BackupError {
    BackupError::Refused(format!("{} is there already; {mend}", path.display()))
}

fn same(one: &Path, other: &Path) -> bool {
    one == other
        || matches!((one.canonicalize(), other.canonicalize()), (Ok(one), Ok(other)) if one == other)
}

impl From<Failure> for BackupError {
    fn from(failure: Failure) -> Self {
        Self::Store(failure.into())
    }
}
