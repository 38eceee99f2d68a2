//! What is behind the pages that are measured.

use anyhow::ensure;
use rusqlite::Connection;
use std::path::Path;

/// Gives the accounts a past. No server runs on the file.
pub(super) fn give_a_past(file: &Path) -> anyhow::Result<()> {
    let conn = Connection::open(file)?;
    conn.execute_batch(&format!("BEGIN; {} COMMIT;", include_str!("seed.sql")))?;
    let states: i64 = conn.query_row("SELECT count(DISTINCT state) FROM account", [], |row| {
        row.get(0)
    })?;
    ensure!(states == 9, "there are accounts of {states} states, not 9");
    Ok(())
}

/// The day so many days ago, as addresses have it.
pub(super) fn day(file: &Path, ago: u32) -> anyhow::Result<String> {
    let conn = Connection::open(file)?;
    let day = "SELECT date('now', ?1)";
    Ok(conn.query_row(day, [format!("-{ago} days")], |row| row.get(0))?)
}

/// An account in the middle.
pub(super) fn an_account(file: &Path) -> anyhow::Result<i64> {
    let conn = Connection::open(file)?;
    let middle = "SELECT id FROM account WHERE state = 'finished'
        ORDER BY id LIMIT 1 OFFSET (SELECT count(*) / 8 FROM account)";
    Ok(conn.query_row(middle, [], |row| row.get(0))?)
}
