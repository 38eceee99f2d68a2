//! Processes under load, each pinned to the server's core and ended with the run.

use anyhow::{Context, bail, ensure};
use serde::Deserialize;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, Command};

/// The core that servers run on; the load runs on the next one.
pub(crate) const SERVER_CORE: &str = "0";

/// A server process; killed when dropped.
pub(crate) struct Server {
    pub(crate) url: String,
    child: Child,
}

impl Server {
    /// Resident memory in MiB now.
    pub(crate) fn resident_mib(&self) -> anyhow::Result<f64> {
        let id = self.child.id().context("the server has ended")?;
        let status = std::fs::read_to_string(format!("/proc/{id}/status"))?;
        let line = status
            .lines()
            .find(|line| line.starts_with("VmRSS:"))
            .context("no VmRSS")?;
        let kib: f64 = line
            .split_whitespace()
            .nth(1)
            .context("no figure in VmRSS")?
            .parse()?;
        Ok(kib / 1024.0)
    }
}

fn pinned(program: &Path) -> Command {
    let mut command = Command::new("taskset");
    command.args(["-c", SERVER_CORE]).arg(program);
    command.kill_on_drop(true);
    command
}

/// Builds the release binary and gives its path.
pub(crate) fn build() -> anyhow::Result<PathBuf> {
    let built = std::process::Command::new(env!("CARGO"))
        .args(["build", "--release", "--package", "gangway"])
        .status()?;
    ensure!(built.success(), "gangway does not build");
    let own = std::env::current_exe()?;
    let folder = own.parent().context("no folder of binaries")?;
    Ok(folder.join("gangway"))
}

/// A partner's credential.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Partner {
    pub(crate) client_id: String,
    pub(crate) client_secret: String,
}

/// Makes a partner on the store in `data`.
pub(crate) fn partner(binary: &Path, data: &Path, name: &str) -> anyhow::Result<Partner> {
    let output = std::process::Command::new(binary)
        .args(["partner", "create", name, "--json", "--database-url"])
        .arg(database(data))
        .output()?;
    ensure!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    Ok(serde_json::from_slice(&output.stdout)?)
}

fn database(data: &Path) -> String {
    format!("sqlite:{}", data.join("gangway.db").display())
}

/// Starts `gangway serve` on the store in `data` and waits until it answers.
pub(crate) async fn gangway(binary: &Path, data: &Path) -> anyhow::Result<Server> {
    let port = free_port()?;
    let url = format!("http://127.0.0.1:{port}");
    let child = pinned(binary)
        .arg("serve")
        .args(["--listen", &format!("127.0.0.1:{port}"), "--database-url"])
        .arg(database(data))
        .args(["--set", "meta.app_id=1", "--set", "meta.app_secret=none"])
        .args([
            "--set",
            "meta.config_id=1",
            "--set",
            "meta.graph_url=http://127.0.0.1:9",
        ])
        .args(["--set", "log=error"])
        .spawn()?;
    let server = Server { url, child };
    for _ in 0..200 {
        if tokio::net::TcpStream::connect(("127.0.0.1", port))
            .await
            .is_ok()
        {
            return Ok(server);
        }
        tokio::time::sleep(Duration::from_millis(25)).await;
    }
    bail!("gangway serve does not answer")
}

/// Starts the bare handler with these files.
pub(crate) async fn bare(files: &[PathBuf]) -> anyhow::Result<Server> {
    let own = std::env::current_exe()?;
    let mut child = pinned(&own)
        .arg("bare")
        .args(files)
        .stdout(Stdio::piped())
        .spawn()?;
    let out = child.stdout.take().context("no output")?;
    let url = BufReader::new(out)
        .lines()
        .next_line()
        .await?
        .context("the bare handler printed no address")?;
    Ok(Server { url, child })
}

fn free_port() -> anyhow::Result<u16> {
    Ok(std::net::TcpListener::bind(("127.0.0.1", 0))?
        .local_addr()?
        .port())
}
