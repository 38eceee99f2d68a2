//! Running PostgreSQL's and OpenSSL's programs, with failures that say what they said.

use std::process::Command;

use anyhow::{Context, Result, bail};

/// Runs a program to its end and answers its standard output. A failure names the program, not its arguments: they may
/// hold a password.
pub(crate) fn capture(command: &mut Command) -> Result<String> {
    let program = command.get_program().to_string_lossy().into_owned();
    let output = command
        .output()
        .with_context(|| format!("cannot start {program}"))?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        bail!("{program} failed ({}): {}", output.status, said.trim_end());
    }
    String::from_utf8(output.stdout).with_context(|| format!("{program} wrote what is no UTF-8"))
}

/// Takes away the variables that would send a program of PostgreSQL to another server.
pub(crate) fn without_pg_variables(command: &mut Command) -> &mut Command {
    for (name, _) in std::env::vars_os() {
        if name.to_string_lossy().starts_with("PG") {
            command.env_remove(name);
        }
    }
    command
}
