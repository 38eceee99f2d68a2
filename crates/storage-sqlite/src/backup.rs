//! Backups of a database file, and the way back.
//!
//! Both ways the new file is made beside its place under another name, checked, brought to
//! disk and only then given its name: a file with the name of a backup is a good one. A
//! database that is replaced has its name until the new one takes it over, in one step.

mod aside;
mod draft;

use crate::error::Failure;
use crate::lock::DatabaseLock;
use crate::schema::{self, Stored};
use crate::{connection, overview};
use aside::Aside;
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
    let bytes = draft.bring_to_disk()?;
    draft.publish(to, replace)?;
    Ok(bytes)
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
    draft.bring_to_disk()?;
    let aside = match keep_as {
        Some(ending) if path.exists() => Some(Aside::keep(path, ending)?),
        _ => None,
    };
    let replaced = aside::clear_logs(path).and_then(|()| draft.publish(path, aside.is_some()));
    if let Err(error) = replaced {
        if let Some(aside) = aside {
            aside.undo();
        }
        return Err(error);
    }
    let kept = aside.map(Aside::done);
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
