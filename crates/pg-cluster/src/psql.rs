//! Looking into a database without a driver.

use std::io::{Seek, Write};
use std::os::unix::process::CommandExt;
use std::process::{Command, Stdio};

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
    let mut rows = command::capture(program(url)?.stdin(script))?;
    rows.truncate(rows.trim_end_matches('\n').len());
    Ok(rows)
}

/// Starts one statement and does not wait for its end.
pub(crate) fn start(url: &str, statement: &str) -> Result<()> {
    let mut command = program(url)?;
    let mut running = command
        .args(["--command", statement])
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        // It goes on when the owner's group is told to end.
        .process_group(0)
        .spawn()
        .context("cannot start psql")?;
    // Only so that no dead process stays in the system's list.
    std::thread::spawn(move || running.wait());
    Ok(())
}

fn program(url: &str) -> Result<Command> {
    let mut command = Command::new(Programs::find()?.path("psql"));
    command::without_pg_variables(&mut command)
        .args(["--no-psqlrc", "--quiet", "--tuples-only", "--no-align"])
        .args(["--no-password", "--set=ON_ERROR_STOP=1", "--dbname"])
        .arg(url);
    Ok(command)
}
