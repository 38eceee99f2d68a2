//! Looking into a database without a driver.

use std::io::{Seek, Write};
use std::process::Command;

use anyhow::{Context, Result};

use crate::command;
use crate::programs::Programs;

/// Runs SQL with `psql` and answers the rows: a line each, columns separated by `|`, without a heading. The first
/// statement that fails ends it.
pub fn psql(url: &str, sql: &str) -> Result<String> {
    // A file, because `psql -c` would run several statements as one transaction.
    let mut script = tempfile::tempfile().context("cannot make a temporary file")?;
    script.write_all(sql.as_bytes())?;
    script.rewind()?;
    let mut command = Command::new(Programs::find()?.path("psql"));
    command::without_pg_variables(&mut command)
        .args(["--no-psqlrc", "--quiet", "--tuples-only", "--no-align"])
        .args(["--no-password", "--set=ON_ERROR_STOP=1", "--dbname"])
        .arg(url)
        .stdin(script);
    let mut rows = command::capture(&mut command)?;
    rows.truncate(rows.trim_end_matches('\n').len());
    Ok(rows)
}
