//! `cargo xtask test`: all tests, with everything they need.

use anyhow::{Result, bail};
use gangway_pg_cluster::{Cluster, ClusterOptions};

use crate::passes::{Asked, Store};
use crate::tools::TestTools;
use crate::workspace::Workspace;
use crate::{doctests, process};

/// How a pass ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Outcome {
    Passed,
    Failed,
    NothingToRun,
}

/// Installs what is missing and runs the tests, on each store those that it concerns. `arguments` go on to
/// `cargo nextest run`, except for `--store`, which names the only store to test.
pub(crate) fn run(arguments: &[String]) -> Result<()> {
    let asked = Asked::parse(arguments)?;
    let workspace = Workspace::load()?;
    let tools = TestTools::ensure(&workspace)?;
    let in_ci = std::env::var_os("CI").is_some();
    // One server for the whole run; it goes with this value, or with this process.
    let cluster = Cluster::start(&ClusterOptions::default())?;
    let mut outcomes = Vec::new();
    for store in asked.stores() {
        println!("xtask: tests on {store}");
        let status = process::status(
            process::cargo()
                .current_dir(workspace.root()?)
                .args(asked.nextest_arguments(store, in_ci))
                .env("GANGWAY_TEST_STORE", store.word())
                .env("GANGWAY_TEST_POSTGRES", cluster.url("postgres"))
                .env("GANGWAY_CHROMIUM", &tools.pages.chromium)
                .env("GANGWAY_CHROMEDRIVER", &tools.chromedriver)
                .env("GANGWAY_SCHEMATHESIS", &tools.schemathesis)
                .env("GANGWAY_WEBHOOKS_PYTHON", &tools.webhooks_python)
                .env("GANGWAY_WEBHOOKS_NODE_PATH", &tools.webhooks_node_path)
                .env("GANGWAY_AXE", &tools.axe)
                .env("GANGWAY_LIGHTHOUSE", &tools.pages.lighthouse),
        )?;
        outcomes.push((store, outcome(status.code())?));
    }
    drop(cluster);
    judge(&outcomes)?;
    if arguments.is_empty() {
        doctests::run(&workspace)?;
    }
    Ok(())
}

/// What an exit code of nextest says of the pass; an error where no test could run, as after a failed build: the next
/// pass would only say it again.
fn outcome(code: Option<i32>) -> Result<Outcome> {
    match code {
        Some(0) => Ok(Outcome::Passed),
        Some(4) => Ok(Outcome::NothingToRun),
        Some(100) => Ok(Outcome::Failed),
        Some(code) => bail!("`cargo nextest run` failed with code {code}"),
        None => bail!("`cargo nextest run` was ended by a signal"),
    }
}

fn judge(outcomes: &[(Store, Outcome)]) -> Result<()> {
    let failed: Vec<String> = outcomes
        .iter()
        .filter(|(_, outcome)| *outcome == Outcome::Failed)
        .map(|(store, _)| store.to_string())
        .collect();
    if !failed.is_empty() {
        bail!("tests failed on {}", failed.join(" and on "));
    }
    if outcomes
        .iter()
        .all(|(_, outcome)| *outcome == Outcome::NothingToRun)
    {
        bail!("no test matches");
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pass_may_have_nothing_to_run_but_not_all_of_them() {
        let empty = outcome(Some(4)).unwrap();
        let passed = outcome(Some(0)).unwrap();
        assert!(judge(&[(Store::Sqlite, passed), (Store::Postgres, empty)]).is_ok());
        assert!(judge(&[(Store::Sqlite, empty), (Store::Postgres, passed)]).is_ok());
        for outcomes in [
            vec![(Store::Sqlite, empty), (Store::Postgres, empty)],
            vec![(Store::Postgres, empty)],
        ] {
            let error = judge(&outcomes).unwrap_err().to_string();
            assert_eq!(error, "no test matches");
        }
    }

    #[test]
    fn a_failure_names_its_store() {
        let failed = outcome(Some(100)).unwrap();
        let passed = outcome(Some(0)).unwrap();
        let error = judge(&[(Store::Sqlite, failed), (Store::Postgres, passed)]).unwrap_err();
        assert_eq!(error.to_string(), "tests failed on SQLite");
        let error = judge(&[(Store::Sqlite, failed), (Store::Postgres, failed)]).unwrap_err();
        assert_eq!(
            error.to_string(),
            "tests failed on SQLite and on PostgreSQL"
        );
    }

    #[test]
    fn a_build_that_fails_ends_the_run() {
        assert!(outcome(Some(101)).is_err());
        assert!(outcome(None).is_err());
    }
}
