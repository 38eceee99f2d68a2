//! `cargo xtask bench`: one benchmark, built for release.

use anyhow::Result;

use crate::workspace::Workspace;
use crate::{debian, process, tools};

/// Installs the load generator, and PostgreSQL for a benchmark on it, where they are missing, and runs the benchmark
/// `name`.
pub(crate) fn run(name: &str, arguments: &[String]) -> Result<()> {
    let workspace = Workspace::load()?;
    tools::ensure_wrk(&workspace)?;
    if names_postgres(arguments) && !gangway_pg_cluster::is_installed() {
        debian::install_postgresql(&workspace.tools_dir()?)?;
    }
    process::run(
        process::cargo()
            .current_dir(workspace.root()?)
            .args(["run", "--release", "--package", "gangway-bench", "--", name])
            .args(arguments),
    )
}

fn names_postgres(arguments: &[String]) -> bool {
    arguments
        .iter()
        .any(|argument| argument == "postgres" || argument == "--store=postgres")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_ways_to_name_the_store_are_seen() {
        let words = |line: &str| line.split(' ').map(str::to_owned).collect::<Vec<_>>();
        assert!(names_postgres(&words("--store postgres --nodes 2")));
        assert!(names_postgres(&words("--store=postgres")));
        assert!(!names_postgres(&words("--store sqlite")));
    }
}
