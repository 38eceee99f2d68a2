//! The schema and its versions.

use crate::connection;
use crate::lock::DatabaseLock;
use gangway_storage::{Migrated, StorageError};
use rusqlite::Connection;
use std::path::Path;

mod embedded {
    refinery::embed_migrations!("migrations");
}

/// How often to look again when another process migrates at the same time.
const TRIES: usize = 5;

/// Brings a database that is there to the schema that this Gangway knows, as opening it as
/// a store does too.
///
/// # Errors
/// Those of opening it as a store, and when there is no file.
pub fn bring_up(path: &Path) -> Result<Migrated, StorageError> {
    if !path.exists() {
        return Err(missing(path));
    }
    let _lock = DatabaseLock::shared(path)?;
    let mut conn = connection::writer(path).map_err(|error| broken(path, &error))?;
    let from = match stored_version(&conn).map_err(|error| broken(path, &error))? {
        Stored::Version(version) => Some(version),
        Stored::Empty | Stored::Foreign => None,
    };
    migrate(&mut conn, path)?;
    let to = newest_known();
    Ok(Migrated { from, to })
}

/// Brings the database to the schema that this Gangway knows.
pub(crate) fn migrate(conn: &mut Connection, path: &Path) -> Result<(), StorageError> {
    let known = newest_known();
    for attempt in 1.. {
        match stored_version(conn).map_err(|error| broken(path, &error))? {
            Stored::Version(version) if version == known => return Ok(()),
            Stored::Version(version) if version > known => {
                return Err(too_new(path, version));
            }
            Stored::Foreign => return Err(foreign(path)),
            Stored::Empty | Stored::Version(_) => {}
        }
        let outcome = without_foreign_keys(conn, |conn| {
            embedded::migrations::runner().set_grouped(true).run(conn)
        })
        .map_err(|error| broken(path, &error))?;
        // A second process may have migrated between the look and the run: look again.
        if let Err(error) = outcome
            && attempt == TRIES
        {
            return Err(StorageError::Unavailable(format!(
                "{} cannot be brought to schema {known}: {error}",
                path.display()
            )));
        }
    }
    Ok(())
}

/// Migrations that make a table anew drop the old one, and what refers to it must not go with
/// it. Such a migration looks at its end whether every reference holds, so that one that broke
/// any is not committed.
fn without_foreign_keys<T>(
    conn: &mut Connection,
    work: impl FnOnce(&mut Connection) -> T,
) -> rusqlite::Result<T> {
    conn.pragma_update(None, "foreign_keys", false)?;
    let done = work(conn);
    conn.pragma_update(None, "foreign_keys", true)?;
    Ok(done)
}

/// Whose database it is.
pub(crate) enum Stored {
    /// Nobody's yet.
    Empty,
    /// Gangway's, at this schema.
    Version(i64),
    /// Another program's.
    Foreign,
}

pub(crate) fn stored_version(conn: &Connection) -> rusqlite::Result<Stored> {
    let (tables, history): (i64, i64) = conn.query_row(
        "SELECT count(*), coalesce(sum(name = 'refinery_schema_history'), 0)
         FROM sqlite_schema WHERE type = 'table'",
        [],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?;
    if tables == 0 {
        return Ok(Stored::Empty);
    }
    if history == 0 {
        return Ok(Stored::Foreign);
    }
    conn.query_row(
        "SELECT coalesce(max(version), 0) FROM refinery_schema_history",
        [],
        |row| row.get(0),
    )
    .map(Stored::Version)
}

pub(crate) fn newest_known() -> i64 {
    embedded::migrations::runner()
        .get_migrations()
        .iter()
        .map(|migration| i64::from(migration.version()))
        .max()
        .unwrap_or_default()
}

pub(crate) fn too_new(path: &Path, version: i64) -> StorageError {
    StorageError::Unavailable(format!(
        "{} was written by a newer Gangway (schema {version}, this one knows up to {}); run that \
         version, or restore a backup made before the upgrade",
        path.display(),
        newest_known()
    ))
}

pub(crate) fn foreign(path: &Path) -> StorageError {
    StorageError::Unavailable(format!(
        "{} is the database of another program; choose another path",
        path.display()
    ))
}

pub(crate) fn missing(path: &Path) -> StorageError {
    StorageError::Unavailable(format!(
        "there is no database at {}; check the path",
        path.display()
    ))
}

/// Says which file it is that does not open.
pub(crate) fn broken(path: &Path, error: &rusqlite::Error) -> StorageError {
    use rusqlite::ErrorCode::{
        CannotOpen, DatabaseCorrupt, NotADatabase, PermissionDenied, ReadOnly,
    };
    let mend = match error.sqlite_error_code() {
        Some(NotADatabase) => "it is no SQLite database; choose another path",
        Some(DatabaseCorrupt) => "it is damaged; restore a backup",
        Some(CannotOpen) => "check that its folder exists and may be written to",
        Some(PermissionDenied | ReadOnly) => "Gangway may not write to it; check owner and mode",
        _ => "check the disk and who else uses the file",
    };
    StorageError::Unavailable(format!("cannot open {}: {mend} ({error})", path.display()))
}
