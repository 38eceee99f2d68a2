//! `cargo xtask bench`: one benchmark, built for release.

use anyhow::Result;

use crate::workspace::Workspace;
use crate::{process, tools};

/// Installs the load generator where it is missing and runs the benchmark `name`.
pub(crate) fn run(name: &str, arguments: &[String]) -> Result<()> {
    let workspace = Workspace::load()?;
    tools::ensure_wrk(&workspace)?;
    process::run(
        process::cargo()
            .current_dir(workspace.root()?)
            .args(["run", "--release", "--package", "gangway-bench", "--", name])
            .args(arguments),
    )
}
