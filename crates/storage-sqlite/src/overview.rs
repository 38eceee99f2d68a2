//! What is in a database file, for its operator.

use crate::error::Failure;
use crate::lock::beside;
use crate::schema::{self, Stored};
use crate::{connection, sql};
use gangway_storage::{Overview, StorageError};
use rusqlite::Connection;
use std::path::Path;

/// Whether a database of this schema can say that it is being copied into.
pub(crate) const fn says_copying(version: i64) -> bool {
    version >= 2
}

/// Looks into a database file and changes nothing; `None` when there is no file.
///
/// # Errors
/// When it cannot be read or is another program's.
pub fn overview(path: &Path) -> Result<Option<Overview>, StorageError> {
    if !path.exists() {
        return Ok(None);
    }
    let conn = connection::existing(path).map_err(|error| schema::broken(path, &error))?;
    let found = schema::stored_version(&conn).map_err(|error| schema::broken(path, &error))?;
    let size = |path: &Path| path.metadata().map_or(0, |meta| meta.len());
    let mut overview = Overview {
        known: schema::newest_known(),
        bytes: size(path) + size(&beside(path, "-wal")),
        ..Overview::default()
    };
    match found {
        Stored::Empty => {}
        Stored::Foreign => return Err(schema::foreign(path)),
        Stored::Version(version) => {
            overview.stored = Some(version);
            fill(&conn, version, &mut overview)?;
        }
    }
    Ok(Some(overview))
}

fn fill(conn: &Connection, version: i64, overview: &mut Overview) -> Result<(), Failure> {
    if says_copying(version) {
        overview.copying = copying(conn)?;
    }
    let partners = "SELECT count(*) FROM partner";
    overview.partners = sql::first(conn, partners, [], |row| Ok(row.get(0)?))?.unwrap_or(0);
    sql::each(
        conn,
        "SELECT state, count(*) FROM account GROUP BY state ORDER BY state",
        [],
        |row| {
            overview.accounts.push((row.get(0)?, row.get(1)?));
            Ok(())
        },
    )
}

/// The source of a copy into this database that was not finished.
pub(crate) fn copying(conn: &Connection) -> Result<Option<String>, Failure> {
    let found = sql::first(conn, "SELECT copying FROM store_meta", [], |row| {
        Ok(row.get(0)?)
    })?;
    Ok(found.flatten())
}

/// A database that a copy left half way is no store.
pub(crate) fn refuse_unfinished(conn: &Connection, path: &Path) -> Result<(), StorageError> {
    match copying(conn)? {
        None => Ok(()),
        Some(source) => Err(StorageError::Unavailable(format!(
            "a copy of {source} into {} was not finished; run gangway db copy again, or empty it",
            path.display()
        ))),
    }
}
