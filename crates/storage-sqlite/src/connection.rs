//! Connections: how they are opened and tuned.
//!
//! Caches are small on purpose. What is read often (tokens, lists) is kept elsewhere,
//! and the operating system caches the file.

use rusqlite::{Connection, ErrorCode, OpenFlags};
use std::path::Path;
use std::time::Duration;

/// How long to wait for another process that holds the write lock.
const BUSY: Duration = Duration::from_secs(5);
/// How often to look again, and after how long, where SQLite does not wait by itself.
const TRIES: u32 = 1_000;
const PAUSE: Duration = Duration::from_millis(5);

/// The connection of the writer thread; makes the file if there is none.
pub(crate) fn writer(path: &Path) -> rusqlite::Result<Connection> {
    let conn = Connection::open_with_flags(
        path,
        OpenFlags::SQLITE_OPEN_READ_WRITE
            | OpenFlags::SQLITE_OPEN_CREATE
            | OpenFlags::SQLITE_OPEN_NO_MUTEX,
    )?;
    conn.busy_timeout(BUSY)?;
    write_ahead(&conn)?;
    conn.pragma_update(None, "synchronous", "FULL")?;
    conn.pragma_update(None, "foreign_keys", true)?;
    // What is erased (a business token, a PIN) is overwritten and not only unlinked.
    conn.pragma_update_and_check(None, "secure_delete", "FAST", |_| Ok(()))?;
    // What a savepoint may have to take back is kept in memory and not in a temporary
    // file: it is some pages a unit, and writing them cost as much as the log itself.
    conn.pragma_update(None, "temp_store", "MEMORY")?;
    conn.pragma_update(None, "cache_size", -8192)?;
    conn.set_prepared_statement_cache_capacity(128);
    Ok(conn)
}

/// Switches a new file to the write-ahead log. Where another process opens it at the same
/// moment SQLite is busy at once, whatever time-out was set.
fn write_ahead(conn: &Connection) -> rusqlite::Result<()> {
    let switch = || conn.pragma_update_and_check(None, "journal_mode", "WAL", |_| Ok(()));
    for _ in 0..TRIES {
        match switch() {
            Err(error) if error.sqlite_error_code() == Some(ErrorCode::DatabaseBusy) => {
                std::thread::sleep(PAUSE);
            }
            ended => return ended,
        }
    }
    switch()
}

/// A connection that can only read. The file has to be there.
pub(crate) fn reader(path: &Path) -> rusqlite::Result<Connection> {
    let conn = Connection::open_with_flags(
        path,
        OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX,
    )?;
    conn.busy_timeout(BUSY)?;
    conn.pragma_update(None, "cache_size", -1024)?;
    conn.set_prepared_statement_cache_capacity(64);
    Ok(conn)
}

/// A connection to a file that is there. Other than a [`reader`] it leaves no log behind
/// where it was the only one that had the file open.
pub(crate) fn plain(path: &Path) -> rusqlite::Result<Connection> {
    let conn = Connection::open_with_flags(
        path,
        OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX,
    )?;
    conn.busy_timeout(BUSY)?;
    conn.set_prepared_statement_cache_capacity(48);
    Ok(conn)
}

/// The same, for one that changes nothing.
pub(crate) fn existing(path: &Path) -> rusqlite::Result<Connection> {
    let conn = plain(path)?;
    conn.pragma_update(None, "query_only", true)?;
    Ok(conn)
}

/// The connection of the checkpointer: it only moves pages from the log into the file.
pub(crate) fn checkpointer(path: &Path) -> rusqlite::Result<Connection> {
    let conn = Connection::open_with_flags(
        path,
        OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX,
    )?;
    conn.pragma_update(None, "synchronous", "FULL")?;
    conn.pragma_update(None, "cache_size", -256)?;
    Ok(conn)
}
