//! Installing Debian packages, where that may be done without asking anyone.

use std::path::Path;
use std::process::Command;

use anyhow::{Result, bail};

use crate::process;

/// What Debian's packages do with a new version of PostgreSQL.
const NEW_CLUSTERS: &str = "/etc/postgresql-common/createcluster.conf";

/// Installs packages through apt, or says in one line what to install.
pub(crate) fn install(packages: &[&str], tools_dir: &Path) -> Result<()> {
    if packages.is_empty() {
        return Ok(());
    }
    let privilege = Privilege::require(packages)?;
    privilege.install(packages, &tools_dir.join("apt.log"))
}

/// Installs PostgreSQL's programs, or says what to install. Debian's packages would also make a server of their own and
/// start it, which the tests do not need: on a machine that never had them they are told not to, elsewhere what the
/// machine's owner has set counts.
pub(crate) fn install_postgresql(tools_dir: &Path) -> Result<()> {
    let privilege = Privilege::require(&["postgresql"])?;
    let log = tools_dir.join("apt.log");
    if !Path::new(NEW_CLUSTERS).exists() {
        privilege.install(&["postgresql-common"], &log)?;
        let mut tell = privilege.command("pg_conftool");
        tell.args([NEW_CLUSTERS, "set", "create_main_cluster", "false"]);
        process::run_logged(&mut tell, &log)?;
    }
    privilege.install(&["postgresql"], &log)
}

/// How this user becomes root without a password.
enum Privilege {
    Root,
    Sudo,
}

impl Privilege {
    fn require(packages: &[&str]) -> Result<Self> {
        let names = packages.join(" ");
        match Self::find() {
            Some(privilege) => Ok(privilege),
            None => bail!(
                "missing: {names}; install with `sudo apt-get install {names}` or your system's own package manager"
            ),
        }
    }

    fn find() -> Option<Self> {
        if !process::succeeds(Command::new("apt-get").arg("--version")) {
            return None;
        }
        let id = Command::new("id").arg("-u").output().ok()?;
        if id.stdout.trim_ascii() == b"0" {
            Some(Self::Root)
        } else if process::succeeds(Command::new("sudo").args(["-n", "true"])) {
            Some(Self::Sudo)
        } else {
            None
        }
    }

    fn install(&self, packages: &[&str], log: &Path) -> Result<()> {
        println!("xtask: installing Debian packages: {}", packages.join(" "));
        process::run_logged(&mut self.apt_get(&["update"]), log)?;
        let mut install = self.apt_get(&["install", "--yes", "--no-install-recommends"]);
        process::run_logged(install.args(packages), log)
    }

    fn apt_get(&self, arguments: &[&str]) -> Command {
        let mut command = self.command("DEBIAN_FRONTEND=noninteractive");
        command
            .arg("apt-get")
            // Another apt may be at work on a machine that has just started.
            .args(["-o", "DPkg::Lock::Timeout=300"])
            .args(arguments);
        command
    }

    /// `env`, which takes variables before the program.
    fn command(&self, first: &str) -> Command {
        let mut command = match self {
            Self::Root => Command::new("env"),
            Self::Sudo => {
                let mut sudo = Command::new("sudo");
                sudo.args(["-n", "env"]);
                sudo
            }
        };
        command.arg(first);
        command
    }
}
