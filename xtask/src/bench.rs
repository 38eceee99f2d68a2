//! `cargo xtask bench`: one benchmark, built for release.

use anyhow::Result;

use crate::workspace::Workspace;
use crate::{debian, process, tools};

/// Installs what the benchmark `name` needs where it is missing (the load generator, PostgreSQL, a browser), and runs it.
pub(crate) fn run(name: &str, arguments: &[String]) -> Result<()> {
    let workspace = Workspace::load()?;
    tools::ensure_wrk(&workspace)?;
    if names_postgres(arguments) && !gangway_pg_cluster::is_installed() {
        debian::install_postgresql(&workspace.tools_dir()?)?;
    }
    let mut command = process::cargo();
    command
        .current_dir(workspace.root()?)
        .args(["run", "--release", "--package", "gangway-bench", "--", name])
        .args(arguments);
    if name == "pages" {
        let tools = tools::PageTools::ensure(&workspace)?;
        command
            .env("GANGWAY_CHROMIUM", &tools.chromium)
            .env("GANGWAY_LIGHTHOUSE", &tools.lighthouse);
    }
    process::run(&mut command)
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
