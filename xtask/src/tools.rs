//! The programs that tests and benchmarks call, found or installed.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Result, bail};

use crate::workspace::Workspace;
use crate::{debian, process};

const NEXTEST: &str = "cargo-nextest@0.9.143";
const SCHEMATHESIS_VERSION: &str = "4.32.5";

/// What the tests call, by the variable that tells them where it is.
pub(crate) struct TestTools {
    /// Goes into `GANGWAY_CHROMIUM`.
    pub(crate) chromium: PathBuf,
    /// Goes into `GANGWAY_CHROMEDRIVER`.
    pub(crate) chromedriver: PathBuf,
    /// Goes into `GANGWAY_SCHEMATHESIS`.
    pub(crate) schemathesis: PathBuf,
}

impl TestTools {
    /// Finds every tool of the tests, after installing those that are missing.
    pub(crate) fn ensure(workspace: &Workspace) -> Result<Self> {
        let dir = workspace.tools_dir()?;
        ensure_nextest()?;
        let mut missing = Vec::new();
        if CHROMIUM.find()?.is_none() {
            // The fonts cover the scripts that the pages are tested in; a bare system has none.
            missing.extend(["chromium", "fonts-liberation", "fonts-dejavu-core"]);
        }
        if CHROMEDRIVER.find()?.is_none() {
            missing.push("chromium-driver");
        }
        if !process::succeeds(Command::new("python3").args(["-c", "import venv, ensurepip"])) {
            missing.push("python3-venv");
        }
        debian::install(&missing, &dir)?;
        ensure_postgresql(&dir)?;
        Ok(Self {
            chromium: CHROMIUM.require()?,
            chromedriver: CHROMEDRIVER.require()?,
            schemathesis: ensure_schemathesis(&dir)?,
        })
    }
}

/// Installs the load generator of the benchmarks where it is missing.
pub(crate) fn ensure_wrk(workspace: &Workspace) -> Result<()> {
    if in_path("wrk").is_none() {
        debian::install(&["wrk"], &workspace.tools_dir()?)?;
    }
    Ok(())
}

fn ensure_postgresql(tools_dir: &Path) -> Result<()> {
    if gangway_pg_cluster::is_installed() {
        return Ok(());
    }
    debian::install_postgresql(tools_dir)
}

fn ensure_nextest() -> Result<()> {
    if process::succeeds(process::cargo().args(["nextest", "--version"])) {
        return Ok(());
    }
    println!("xtask: installing {NEXTEST} with cargo; this takes some minutes");
    process::run(
        process::cargo()
            .args(["install", "--locked", "--quiet", NEXTEST])
            .env_remove("CARGO_TARGET_DIR"),
    )
}

/// A virtual environment of its own for each version, so that a new pin never meets an old installation.
fn ensure_schemathesis(tools_dir: &Path) -> Result<PathBuf> {
    let home = tools_dir.join(format!("schemathesis-{SCHEMATHESIS_VERSION}"));
    let program = home.join("bin/schemathesis");
    if process::succeeds(Command::new(&program).arg("--version")) {
        return Ok(program);
    }
    println!("xtask: installing schemathesis {SCHEMATHESIS_VERSION} from PyPI");
    let log = tools_dir.join("pip.log");
    process::run_logged(
        Command::new("python3")
            .args(["-m", "venv", "--clear"])
            .arg(&home),
        &log,
    )?;
    process::run_logged(
        Command::new(home.join("bin/python"))
            .args(["-m", "pip", "install", "--disable-pip-version-check"])
            .arg(format!("schemathesis=={SCHEMATHESIS_VERSION}")),
        &log,
    )?;
    Ok(program)
}

const CHROMIUM: Program = Program {
    variable: "GANGWAY_CHROMIUM",
    names: &["chromium", "chromium-browser", "google-chrome"],
};
const CHROMEDRIVER: Program = Program {
    variable: "GANGWAY_CHROMEDRIVER",
    names: &["chromedriver"],
};

/// A program that a variable names, or that is somewhere in the path.
struct Program {
    variable: &'static str,
    names: &'static [&'static str],
}

impl Program {
    fn find(&self) -> Result<Option<PathBuf>> {
        let Some(named) = std::env::var_os(self.variable) else {
            return Ok(self.names.iter().find_map(|name| in_path(name)));
        };
        let named = PathBuf::from(named);
        if !named.is_file() {
            bail!(
                "{} names {}, which is not there; mend or unset it",
                self.variable,
                named.display()
            );
        }
        Ok(Some(named))
    }

    fn require(&self) -> Result<PathBuf> {
        match self.find()? {
            Some(program) => Ok(program),
            None => bail!(
                "{} was installed but is not in the path; set {} to where it is",
                self.names.join(" or "),
                self.variable
            ),
        }
    }
}

fn in_path(name: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path)
        .map(|folder| folder.join(name))
        .find(|program| program.is_file())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_program_in_the_path_is_found_and_another_is_not() {
        assert!(in_path("sh").is_some_and(|program| program.ends_with("sh")));
        assert_eq!(in_path("no-such-program-here"), None);
    }

    #[test]
    fn a_program_that_is_nowhere_names_its_variable() {
        let program = Program {
            variable: "GANGWAY_NO_SUCH_VARIABLE",
            names: &["no-such-program-here"],
        };
        assert_eq!(program.find().unwrap(), None);
        let error = program.require().unwrap_err().to_string();
        assert!(error.contains("set GANGWAY_NO_SUCH_VARIABLE"), "{error}");
    }
}
