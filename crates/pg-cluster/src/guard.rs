//! What ends a server whose owner was killed.

use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Child, Command, Stdio};

use anyhow::{Context, Result};

/// Waits until the other end of its standard input closes, which the system does when the owner ends in any way, then
/// stops what still runs and removes the folder.
const SCRIPT: &str = r#"
read -r _
pid=$(sed -n 1p "$1/data/postmaster.pid" 2>/dev/null)
if [ -n "$pid" ] && kill -QUIT "$pid" 2>/dev/null; then
    while kill -0 "$pid" 2>/dev/null; do sleep 0.1; done
fi
rm -rf "$1"
"#;

/// A shell that outlives its owner for a moment.
#[derive(Debug)]
pub(crate) struct Guard(Child);

impl Guard {
    /// Over a cluster's folder.
    pub(crate) fn over(folder: &Path) -> Result<Self> {
        let shell = Command::new("sh")
            .args(["-c", SCRIPT, "pg-cluster-guard"])
            .arg(folder)
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            // A signal to the owner's group, such as Ctrl-C, is not for the guard.
            .process_group(0)
            .spawn();
        Ok(Self(shell.context("cannot start sh")?))
    }
}

impl Drop for Guard {
    fn drop(&mut self) {
        drop(self.0.stdin.take());
        // The folder is gone when this returns. Nothing can be done about a failure here.
        let _ = self.0.wait();
    }
}
