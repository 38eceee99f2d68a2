//! The programs that tests and benchmarks call, found or installed.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Result, bail};

use crate::workspace::Workspace;
use crate::{debian, process};

const NEXTEST: &str = "cargo-nextest@0.9.143";
const SCHEMATHESIS: Package = Package {
    name: "schemathesis",
    version: "4.32.5",
};
/// Verifies what partners are sent, as partners would.
const WEBHOOKS_ON_PYPI: Package = Package {
    name: "standardwebhooks",
    version: "1.1.0",
};
const WEBHOOKS_ON_NPM: Package = Package {
    name: "standardwebhooks",
    version: "1.1.1",
};

/// Looks at pages as people with assistive technology meet them.
const AXE_ON_NPM: Package = Package {
    name: "axe-core",
    version: "4.14.1",
};

/// Judges how fast and how sound pages are. Later versions want a newer Node.js than Debian has.
const LIGHTHOUSE_ON_NPM: Package = Package {
    name: "lighthouse",
    version: "12.8.2",
};

/// What the tests call, by the variable that tells them where it is.
pub(crate) struct TestTools {
    /// What judges pages.
    pub(crate) pages: PageTools,
    /// Goes into `GANGWAY_CHROMEDRIVER`.
    pub(crate) chromedriver: PathBuf,
    /// Goes into `GANGWAY_SCHEMATHESIS`.
    pub(crate) schemathesis: PathBuf,
    /// A Python that has the library. Goes into `GANGWAY_WEBHOOKS_PYTHON`.
    pub(crate) webhooks_python: PathBuf,
    /// Where Node.js finds the library. Goes into `GANGWAY_WEBHOOKS_NODE_PATH`.
    pub(crate) webhooks_node_path: PathBuf,
    /// The script of axe-core. Goes into `GANGWAY_AXE`.
    pub(crate) axe: PathBuf,
}

/// A browser, and what judges pages with it.
pub(crate) struct PageTools {
    /// Goes into `GANGWAY_CHROMIUM`.
    pub(crate) chromium: PathBuf,
    /// The command of Lighthouse. Goes into `GANGWAY_LIGHTHOUSE`.
    pub(crate) lighthouse: PathBuf,
}

impl PageTools {
    /// Finds them, after installing those that are missing.
    pub(crate) fn ensure(workspace: &Workspace) -> Result<Self> {
        let dir = workspace.tools_dir()?;
        let mut missing = Vec::new();
        if CHROMIUM.find()?.is_none() {
            // The fonts cover the scripts that the pages are tested in; a bare system has none.
            missing.extend([
                "chromium",
                "fonts-liberation",
                "fonts-dejavu-core",
                "fonts-lohit-deva",
            ]);
        }
        for (program, package) in [("node", "nodejs"), ("npm", "npm")] {
            if in_path(program).is_none() {
                missing.push(package);
            }
        }
        debian::install(&missing, &dir)?;
        Ok(Self {
            chromium: CHROMIUM.require()?,
            lighthouse: LIGHTHOUSE_ON_NPM
                .ensure_from_npm(&dir)?
                .join("lighthouse/cli/index.js"),
        })
    }
}

impl TestTools {
    /// Finds every tool of the tests, after installing those that are missing.
    pub(crate) fn ensure(workspace: &Workspace) -> Result<Self> {
        let dir = workspace.tools_dir()?;
        ensure_nextest()?;
        let pages = PageTools::ensure(workspace)?;
        let mut missing = Vec::new();
        if CHROMEDRIVER.find()?.is_none() {
            missing.push("chromium-driver");
        }
        if !process::succeeds(Command::new("python3").args(["-c", "import venv, ensurepip"])) {
            missing.push("python3-venv");
        }
        debian::install(&missing, &dir)?;
        ensure_postgresql(&dir)?;
        Ok(Self {
            pages,
            chromedriver: CHROMEDRIVER.require()?,
            schemathesis: SCHEMATHESIS.ensure_from_pypi(&dir)?.join("schemathesis"),
            webhooks_python: WEBHOOKS_ON_PYPI.ensure_from_pypi(&dir)?.join("python"),
            webhooks_node_path: WEBHOOKS_ON_NPM.ensure_from_npm(&dir)?,
            axe: AXE_ON_NPM
                .ensure_from_npm(&dir)?
                .join("axe-core/axe.min.js"),
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

/// What a registry has. Each version is installed into a folder of its own, so that a new pin never meets an old
/// installation.
struct Package {
    name: &'static str,
    version: &'static str,
}

impl Package {
    /// A virtual environment with the package; answers its folder of programs.
    fn ensure_from_pypi(&self, tools_dir: &Path) -> Result<PathBuf> {
        let Self { name, version } = self;
        let home = tools_dir.join(format!("{name}-{version}"));
        let programs = home.join("bin");
        let python = programs.join("python");
        let import = format!("import {name}");
        if process::succeeds(Command::new(&python).args(["-c", &import])) {
            return Ok(programs);
        }
        println!("xtask: installing {name} {version} from PyPI");
        let log = tools_dir.join("pip.log");
        process::run_logged(
            Command::new("python3")
                .args(["-m", "venv", "--clear"])
                .arg(&home),
            &log,
        )?;
        process::run_logged(
            Command::new(python)
                .args(["-m", "pip", "install", "--disable-pip-version-check"])
                .arg(format!("{name}=={version}")),
            &log,
        )?;
        Ok(programs)
    }

    /// A folder of modules with the package and what it needs.
    fn ensure_from_npm(&self, tools_dir: &Path) -> Result<PathBuf> {
        let Self { name, version } = self;
        let home = tools_dir.join(format!("npm-{name}-{version}"));
        let modules = home.join("node_modules");
        let mut require = Command::new("node");
        require.args(["-e", &format!("require('{name}')")]);
        if process::succeeds(require.env("NODE_PATH", &modules)) {
            return Ok(modules);
        }
        println!("xtask: installing {name} {version} from npm");
        process::run_logged(
            Command::new("npm")
                .arg("install")
                .arg("--prefix")
                .arg(&home)
                .args(["--ignore-scripts", "--no-audit", "--no-fund"])
                .arg(format!("{name}@{version}")),
            &tools_dir.join("npm.log"),
        )?;
        Ok(modules)
    }
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
