//! The few shapes in which statements are run; all of them prepared once a connection.

use crate::error::Failure;
use rusqlite::{Connection, Params, Row};

/// Runs a statement; says how many rows it changed.
pub(crate) fn run(conn: &Connection, sql: &str, params: impl Params) -> Result<usize, Failure> {
    Ok(conn.prepare_cached(sql)?.execute(params)?)
}

/// The first row, read by `read`.
pub(crate) fn first<T>(
    conn: &Connection,
    sql: &str,
    params: impl Params,
    read: impl FnOnce(&Row<'_>) -> Result<T, Failure>,
) -> Result<Option<T>, Failure> {
    let mut statement = conn.prepare_cached(sql)?;
    let mut rows = statement.query(params)?;
    rows.next()?.map(read).transpose()
}

/// Every row, given to `read`.
pub(crate) fn each(
    conn: &Connection,
    sql: &str,
    params: impl Params,
    mut read: impl FnMut(&Row<'_>) -> Result<(), Failure>,
) -> Result<(), Failure> {
    let mut statement = conn.prepare_cached(sql)?;
    let mut rows = statement.query(params)?;
    while let Some(row) = rows.next()? {
        read(row)?;
    }
    Ok(())
}

/// Every row, as `read` gives it.
pub(crate) fn all<T>(
    conn: &Connection,
    sql: &str,
    params: impl Params,
    mut read: impl FnMut(&Row<'_>) -> Result<T, Failure>,
) -> Result<Vec<T>, Failure> {
    let mut found = Vec::new();
    each(conn, sql, params, |row| {
        found.push(read(row)?);
        Ok(())
    })?;
    Ok(found)
}

/// Whether there is a row.
pub(crate) fn exists(conn: &Connection, sql: &str, params: impl Params) -> Result<bool, Failure> {
    Ok(conn.prepare_cached(sql)?.exists(params)?)
}
