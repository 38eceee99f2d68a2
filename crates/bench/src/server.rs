//! Processes under load, each pinned to the server's core and ended with the run.

use crate::{bare, usage};
use anyhow::{Context, bail, ensure};
use serde::Deserialize;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, Command};

/// The core that servers run on; the load runs on the next one.
pub(crate) const SERVER_CORE: usize = 0;

/// Connections to PostgreSQL that a server makes at most: Gangway's default, and what the
/// bare handler gets.
const POOL: usize = 16;

/// What servers take for their address in links: the same on all, so that they send the same bytes.
pub(crate) const PUBLIC_URL: &str = "http://gangway.example";

/// The secret of the app that stands in for Meta's: it signs webhooks.
pub(crate) const APP_SECRET: &str = "none";

/// A server process; killed when dropped.
pub(crate) struct Server {
    pub(crate) url: String,
    child: Child,
}

impl Server {
    /// The process.
    pub(crate) fn id(&self) -> anyhow::Result<u32> {
        self.child.id().context("the server has ended")
    }

    /// Resident memory in MiB now.
    pub(crate) fn resident_mib(&self) -> anyhow::Result<f64> {
        usage::memory_mib(self.id()?, "VmRSS:")
    }

    /// Asks the server to end, and waits until it has.
    pub(crate) async fn stop(mut self) -> anyhow::Result<()> {
        let id = self.id()?.to_string();
        let asked = Command::new("kill").arg(id).status().await?;
        ensure!(asked.success(), "the server cannot be asked to end");
        let ended = self.child.wait().await?;
        ensure!(ended.success(), "the server did not end well: {ended}");
        Ok(())
    }
}

/// Where a server's data lives.
#[derive(Clone)]
pub(crate) struct Store {
    /// As `gangway` takes it; may hold a password.
    database_url: String,
    keys_file: PathBuf,
}

impl Store {
    /// A SQLite file in this folder.
    pub(crate) fn sqlite(folder: &Path) -> Self {
        Self {
            database_url: format!("sqlite:{}", folder.join("gangway.db").display()),
            keys_file: folder.join("gangway.keys"),
        }
    }

    /// A PostgreSQL database, with its keys in this folder.
    pub(crate) fn postgres(url: &str, folder: &Path) -> Self {
        Self {
            database_url: url.to_owned(),
            keys_file: folder.join("gangway.keys"),
        }
    }

    fn variables(&self) -> [(&'static str, &std::ffi::OsStr); 2] {
        [
            ("GANGWAY_DATABASE_URL", self.database_url.as_ref()),
            ("GANGWAY_KEYS_FILE", self.keys_file.as_os_str()),
        ]
    }
}

fn pinned(program: &Path) -> Command {
    let mut command = Command::new("taskset");
    command.args(["-c", &SERVER_CORE.to_string()]).arg(program);
    command.kill_on_drop(true);
    command
}

/// The build that is named, or the one that this tree makes.
pub(crate) fn binary(named: Option<&Path>) -> anyhow::Result<PathBuf> {
    match named {
        Some(binary) => Ok(binary.to_owned()),
        None => build(),
    }
}

/// Builds the release binary and gives its path.
fn build() -> anyhow::Result<PathBuf> {
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

/// Makes a partner on the store; the first one makes the schema too.
pub(crate) fn partner(binary: &Path, store: &Store, name: &str) -> anyhow::Result<Partner> {
    let output = std::process::Command::new(binary)
        .args(["partner", "create", name, "--json"])
        .envs(store.variables())
        .output()?;
    ensure!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    Ok(serde_json::from_slice(&output.stdout)?)
}

/// Has the operator send a partner all that did not arrive; gives how many it is.
pub(crate) fn replay(binary: &Path, store: &Store, partner: &Partner) -> anyhow::Result<usize> {
    #[derive(Deserialize)]
    struct Replayed {
        queued: usize,
    }

    let since = ["webhooks", "replay", "--since", "0", "--json"];
    let output = std::process::Command::new(binary)
        .args(since)
        .args(["--partner", &partner.client_id])
        .envs(store.variables())
        .output()?;
    ensure!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    Ok(serde_json::from_slice::<Replayed>(&output.stdout)?.queued)
}

/// Starts `gangway serve` on the store and the servers' core, and waits until it answers.
pub(crate) async fn gangway(binary: &Path, store: &Store) -> anyhow::Result<Server> {
    serve(pinned(binary), store, &[]).await
}

/// The same on a store that nobody operates yet; gives the link of the first operator too.
pub(crate) async fn gangway_unmanned(
    binary: &Path,
    store: &Store,
) -> anyhow::Result<(Server, String)> {
    let mut command = pinned(binary);
    command.stdout(Stdio::piped());
    let mut server = serve(command, store, &[]).await?;
    let out = server.child.stdout.take().context("no output")?;
    let mut lines = BufReader::new(out).lines();
    while let Some(line) = lines.next_line().await? {
        if line.contains("/dashboard/join/") {
            return Ok((server, line));
        }
    }
    bail!("gangway serve printed no link for the first operator")
}

/// Starts `gangway serve` on all cores, with these settings beyond the usual ones, and waits
/// until it answers.
pub(crate) async fn gangway_anywhere(
    binary: &Path,
    store: &Store,
    settings: &[&str],
) -> anyhow::Result<Server> {
    let mut command = Command::new(binary);
    command.kill_on_drop(true);
    serve(command, store, settings).await
}

async fn serve(mut command: Command, store: &Store, settings: &[&str]) -> anyhow::Result<Server> {
    let port = free_port()?;
    let url = format!("http://127.0.0.1:{port}");
    let child = command
        .arg("serve")
        .args(["--listen", &format!("127.0.0.1:{port}")])
        .args(["--public-url", PUBLIC_URL])
        .args(["--set", "meta.app_id=1"])
        .args(["--set", &format!("meta.app_secret={APP_SECRET}")])
        .args([
            "--set",
            "meta.config_id=1",
            "--set",
            "meta.graph_url=http://127.0.0.1:9",
        ])
        .args(["--set", "log=error"])
        .args(["--set", &format!("database.max_connections={POOL}")])
        .args(settings.iter().flat_map(|setting| ["--set", setting]))
        .envs(store.variables())
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

/// Starts the bare handlers with these files. With a database they also read a row of it
/// for each request: on a pool, and on so many shared connections.
pub(crate) async fn bare(
    files: &[PathBuf],
    database: Option<&str>,
    shared: usize,
) -> anyhow::Result<Server> {
    let own = std::env::current_exe()?;
    let mut command = pinned(&own);
    command
        .args(["bare", "--pool", &POOL.to_string()])
        .args(["--shared", &shared.to_string()])
        .args(files)
        .env_remove(bare::DATABASE)
        .envs(database.map(|url| (bare::DATABASE, url)))
        .stdout(Stdio::piped());
    let mut child = command.spawn()?;
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
