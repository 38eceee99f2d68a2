//! Installing Debian packages, where that may be done without asking anyone.

use std::path::Path;
use std::process::Command;

use anyhow::{Result, bail};

use crate::process;

/// Installs packages through apt, or says in one line what to install.
pub(crate) fn install(packages: &[&str], tools_dir: &Path) -> Result<()> {
    if packages.is_empty() {
        return Ok(());
    }
    let names = packages.join(" ");
    let Some(privilege) = Privilege::find() else {
        bail!(
            "missing: {names}; install with `sudo apt-get install {names}` or your system's own package manager"
        );
    };
    println!("xtask: installing Debian packages: {names}");
    let log = tools_dir.join("apt.log");
    process::run_logged(&mut privilege.apt_get(&["update"]), &log)?;
    let mut install = privilege.apt_get(&["install", "--yes", "--no-install-recommends"]);
    process::run_logged(install.args(packages), &log)
}

/// How this user becomes root without a password.
enum Privilege {
    Root,
    Sudo,
}

impl Privilege {
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

    fn apt_get(&self, arguments: &[&str]) -> Command {
        let mut command = match self {
            Self::Root => Command::new("env"),
            Self::Sudo => {
                let mut sudo = Command::new("sudo");
                sudo.args(["-n", "env"]);
                sudo
            }
        };
        command
            .args(["DEBIAN_FRONTEND=noninteractive", "apt-get"])
            // Another apt may be at work on a machine that has just started.
            .args(["-o", "DPkg::Lock::Timeout=300"])
            .args(arguments);
        command
    }
}
