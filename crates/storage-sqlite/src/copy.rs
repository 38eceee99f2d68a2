//! A database file as an end of a copy.

mod rows;

use crate::error::Failure;
use crate::lock::{self, DatabaseLock};
use crate::schema::{self, Stored};
use crate::store::private_file;
use crate::{connection, overview, sql};
use async_trait::async_trait;
use gangway_storage::StorageError;
use gangway_storage::copy::{CopyEnd, CopyTarget, Row, TABLES, Table, TargetState, Value};
use rusqlite::Connection;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

/// A database to copy from. It is read as of this moment, and may be written meanwhile.
///
/// # Errors
/// When it cannot be opened, or is not at the schema that this Gangway knows.
pub fn copy_source(path: &Path) -> Result<impl CopyEnd + use<>, StorageError> {
    if !path.exists() {
        return Err(schema::missing(path));
    }
    let lock = DatabaseLock::shared(path)?;
    let in_use = lock.others(path)?;
    let conn = connection::existing(path).map_err(|error| schema::broken(path, &error))?;
    newest_schema(&conn, path)?;
    overview::refuse_unfinished(&conn, path)?;
    // One read transaction for all that follows; it begins with its first read.
    conn.execute_batch("BEGIN; SELECT id FROM store_meta")
        .map_err(Failure::from)?;
    let mut end = SqliteEnd::new(path, conn, lock);
    end.in_use = Some(in_use);
    Ok(end)
}

/// A database to copy into, made where there is none. Nobody else can open it meanwhile.
///
/// # Errors
/// When it cannot be opened, is in use, or has another schema.
pub fn copy_target(path: &Path) -> Result<impl CopyTarget + use<>, StorageError> {
    let Some(lock) = DatabaseLock::alone(path)? else {
        return Err(StorageError::Unavailable(format!(
            "{} is in use; stop the server, or the other copy, that has it open",
            path.display()
        )));
    };
    let broken = |error: rusqlite::Error| schema::broken(path, &error);
    if path.exists() {
        lock::fold(path).map_err(|error| lock::not_alone(path, &error))?;
    }
    private_file(path)?;
    let mut conn = connection::writer(path).map_err(broken)?;
    // A database with an older schema has data of its own, or half of another copy: only an
    // empty one is changed before it was looked into.
    match schema::stored_version(&conn).map_err(broken)? {
        Stored::Empty => schema::migrate(&mut conn, path)?,
        _ => newest_schema(&conn, path)?,
    }
    Ok(SqliteEnd::new(path, conn, lock))
}

fn newest_schema(conn: &Connection, path: &Path) -> Result<(), StorageError> {
    let known = schema::newest_known();
    let shown = path.display();
    match schema::stored_version(conn).map_err(|error| schema::broken(path, &error))? {
        Stored::Version(version) if version == known => Ok(()),
        Stored::Version(version) if version > known => Err(schema::too_new(path, version)),
        Stored::Version(version) => Err(StorageError::Unavailable(format!(
            "{shown} has schema {version} and this Gangway copies schema {known}; run gangway \
             db migrate --database-url sqlite:{shown} first"
        ))),
        Stored::Empty => Err(StorageError::Unavailable(format!(
            "{shown} holds no data of Gangway"
        ))),
        Stored::Foreign => Err(schema::foreign(path)),
    }
}

struct SqliteEnd {
    name: String,
    path: PathBuf,
    /// Whether somebody else was there when it was opened. Not asked of a target, which
    /// nobody else can open.
    in_use: Option<bool>,
    shared: Arc<Shared>,
}

struct Shared {
    conn: Mutex<Connection>,
    /// A statement that runs on when nobody waits for it any more keeps the lock.
    lock: DatabaseLock,
}

impl SqliteEnd {
    fn new(path: &Path, conn: Connection, lock: DatabaseLock) -> Self {
        let path = path.canonicalize().unwrap_or_else(|_| PathBuf::from(path));
        Self {
            name: format!("sqlite:{}", path.display()),
            path,
            in_use: None,
            shared: Arc::new(Shared {
                conn: Mutex::new(conn),
                lock,
            }),
        }
    }

    /// Works on the connection, off the async threads.
    async fn with<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Connection) -> Result<T, Failure> + Send + 'static,
    ) -> Result<T, StorageError> {
        let shared = Arc::clone(&self.shared);
        let done = tokio::task::spawn_blocking(move || {
            work(&shared.conn.lock().unwrap_or_else(PoisonError::into_inner))
        });
        let done = done.await;
        let done =
            done.map_err(|error| StorageError::Refused(format!("a statement failed: {error}")))?;
        Ok(done?)
    }
}

#[async_trait]
impl CopyEnd for SqliteEnd {
    fn name(&self) -> &str {
        &self.name
    }

    async fn in_use(&mut self) -> Result<bool, StorageError> {
        // Whoever was there before the first read may have written after it.
        Ok(match self.in_use {
            Some(before) => before || self.shared.lock.others(&self.path)?,
            None => false,
        })
    }

    async fn count(&mut self, table: &'static Table) -> Result<u64, StorageError> {
        self.with(|conn| rows::count(conn, table)).await
    }

    async fn page(
        &mut self,
        table: &'static Table,
        after: Option<&[Value]>,
        limit: usize,
    ) -> Result<Vec<Row>, StorageError> {
        let after = after.map(<[Value]>::to_vec);
        self.with(move |conn| rows::page(conn, table, after.as_deref(), limit))
            .await
    }

    async fn key_probe(&mut self) -> Result<Option<Vec<u8>>, StorageError> {
        self.with(|conn| {
            let probe = sql::first(conn, "SELECT key_probe FROM store_meta", [], |row| {
                Ok(row.get(0)?)
            })?;
            Ok(probe.flatten())
        })
        .await
    }
}

#[async_trait]
impl CopyTarget for SqliteEnd {
    async fn state(&mut self) -> Result<TargetState, StorageError> {
        self.with(|conn| {
            if let Some(source) = overview::copying(conn)? {
                return Ok(TargetState::Unfinished(source));
            }
            for table in TABLES {
                if rows::count(conn, table)? > 0 {
                    return Ok(TargetState::Taken(table.name));
                }
            }
            Ok(TargetState::Empty)
        })
        .await
    }

    async fn begin(&mut self, source: &str) -> Result<(), StorageError> {
        let source = source.to_owned();
        self.with(move |conn| {
            let transaction = conn.unchecked_transaction()?;
            for table in TABLES.iter().rev() {
                sql::run(conn, &format!("DELETE FROM {}", table.name), [])?;
            }
            sql::run(conn, "DELETE FROM sqlite_sequence", [])?;
            sql::run(
                conn,
                "UPDATE store_meta SET commits = commits + 1, key_probe = NULL, copying = ?1",
                [source],
            )?;
            Ok(transaction.commit()?)
        })
        .await
    }

    async fn last_key(
        &mut self,
        table: &'static Table,
    ) -> Result<Option<Vec<Value>>, StorageError> {
        self.with(|conn| rows::last_key(conn, table)).await
    }

    async fn write(&mut self, table: &'static Table, rows: Vec<Row>) -> Result<(), StorageError> {
        self.with(move |conn| {
            let transaction = conn.unchecked_transaction()?;
            rows::insert(conn, table, &rows)?;
            Ok(transaction.commit()?)
        })
        .await
    }

    async fn finish(&mut self, key_probe: Option<Vec<u8>>) -> Result<(), StorageError> {
        // AUTOINCREMENT goes on after the highest id by itself.
        self.with(move |conn| {
            sql::run(
                conn,
                "UPDATE store_meta SET commits = commits + 1, key_probe = ?1, copying = NULL",
                [key_probe],
            )?;
            Ok(())
        })
        .await
    }
}
