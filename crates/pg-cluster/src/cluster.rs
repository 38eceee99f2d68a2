//! A server of one's own.

use std::fmt;
use std::fs::File;
use std::io::Read;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::thread::sleep;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use tempfile::TempDir;

use crate::account::Account;
use crate::certificate::Certificates;
use crate::guard::Guard;
use crate::programs::Programs;
use crate::setup::{self, USER};
use crate::{command, port, random};

/// How often and how many times the server is looked at while it starts or stops: about a minute.
const LOOK_EVERY: Duration = Duration::from_millis(10);
const LOOKS: usize = 6_000;
/// How many ports are tried where something else takes each before the server does.
const PORTS_TRIED: usize = 5;
const LOG_LINES_SHOWN: usize = 20;

/// What a cluster is made for.
#[derive(Debug, Clone)]
pub struct ClusterOptions {
    /// Whether a commit waits for the disk. Off, a server that is killed still keeps every acknowledged commit; only
    /// a machine that loses its power would not.
    pub fsync: bool,
    /// How many connections it takes.
    pub max_connections: u32,
    /// Whether it speaks TLS, with a certificate for localhost and 127.0.0.1. It takes connections without as well.
    pub tls: bool,
    /// Further settings, as in `postgresql.conf`, with plain values.
    pub settings: Vec<(String, String)>,
    /// The only processor core that it may use.
    pub core: Option<usize>,
}

impl Default for ClusterOptions {
    fn default() -> Self {
        Self {
            fsync: false,
            max_connections: 400,
            tls: false,
            settings: Vec::new(),
            core: None,
        }
    }
}

/// How a server is stopped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StopMode {
    /// Transactions are rolled back and everything is written: an orderly restart.
    Fast,
    /// As if it had crashed: the next start recovers from the log.
    Immediate,
}

impl StopMode {
    const fn signal(self) -> &'static str {
        match self {
            Self::Fast => "INT",
            Self::Immediate => "QUIT",
        }
    }
}

/// A PostgreSQL server with a folder, a port, a socket folder and a password of its own.
///
/// As root it runs as the user `postgres`, else as oneself. Dropping the value stops it and removes its folder. When
/// the owning process is killed before that, a small shell does both: it waits at the other end of a pipe, which the
/// system closes with the owner. (A signal on the parent's death would not do: it comes when the *thread* ends that
/// started the server.)
pub struct Cluster {
    // Fields are dropped in this order, after `Drop` has stopped the server: the guard removes the folder.
    _guard: Guard,
    folder: TempDir,
    programs: Programs,
    account: Account,
    core: Option<usize>,
    authority: Option<PathBuf>,
    password: String,
    port: u16,
    server: Option<Child>,
}

impl Cluster {
    /// Makes a cluster and starts its server; it takes connections when this returns.
    pub fn start(options: &ClusterOptions) -> Result<Self> {
        let programs = Programs::find()?;
        // Not the folder for temporary files that a variable may name: the name of a socket has to be short, and the
        // server's account has to get there.
        let folder = tempfile::Builder::new()
            .prefix("gangway-pg-")
            .tempdir_in("/tmp")
            .context("cannot make a folder in /tmp")?;
        let guard = Guard::over(folder.path())?;
        let account = Account::for_owner_of(folder.path())?;
        account.takes(folder.path())?;
        let password = random::hex()?;
        setup::initdb(&programs, account, folder.path(), &password)?;
        let certificates = options
            .tls
            .then(|| Certificates::make(folder.path(), account))
            .transpose()?;
        setup::configure(folder.path(), options, certificates.as_ref())?;
        let mut cluster = Self {
            _guard: guard,
            folder,
            programs,
            account,
            core: options.core,
            authority: certificates.map(|made| made.authority),
            password,
            port: port::free()?,
            server: None,
        };
        for _ in 1..PORTS_TRIED {
            match cluster.start_again() {
                Err(_) if cluster.log().contains("Address already in use") => {
                    cluster.port = port::free()?;
                }
                started => return started.map(|()| cluster),
            }
        }
        cluster.start_again().map(|()| cluster)
    }

    /// Where a database of this server is, for its superuser. The server has a database `postgres`.
    #[must_use]
    pub fn url(&self, database: &str) -> String {
        let Self { password, port, .. } = self;
        format!("postgres://{USER}:{password}@127.0.0.1:{port}/{database}")
    }

    /// The port on 127.0.0.1; it stays the same.
    #[must_use]
    pub const fn port(&self) -> u16 {
        self.port
    }

    /// The file with the certificate of the authority that signed the server's; without TLS there is none.
    #[must_use]
    pub fn ca_certificate(&self) -> Option<&Path> {
        self.authority.as_deref()
    }

    /// Stops the server and waits until it is gone. One that is not running stays so.
    pub fn stop(&mut self, mode: StopMode) -> Result<()> {
        let Some(mut server) = self.server.take() else {
            return Ok(());
        };
        if server.try_wait()?.is_some() {
            return Ok(());
        }
        let asked = command::capture(
            self.account
                .command(self.programs.path("pg_ctl"))
                .args(["kill", mode.signal(), &server.id().to_string()])
                .current_dir(self.folder.path()),
        );
        let ended = asked.and_then(|_| match wait(&mut server)? {
            Some(_) => Ok(()),
            None => bail!("the server did not stop; {}", self.end_of_log()),
        });
        if ended.is_err() {
            server.kill()?;
            server.wait()?;
        }
        ended
    }

    /// Starts the server after [`stop`](Self::stop), on the same port with the same data; it takes connections when
    /// this returns.
    pub fn start_again(&mut self) -> Result<()> {
        if self.server.is_some() {
            bail!("the server runs already");
        }
        let log = File::create(self.log_file())?;
        let mut server = self
            .server_command()
            .stdin(Stdio::null())
            .stdout(log.try_clone()?)
            .stderr(log)
            .spawn()
            .context("cannot start PostgreSQL")?;
        for _ in 0..LOOKS {
            if let Some(status) = server.try_wait()? {
                bail!("PostgreSQL did not start ({status}); {}", self.end_of_log());
            }
            if self.is_ready(server.id()) {
                self.server = Some(server);
                return Ok(());
            }
            sleep(LOOK_EVERY);
        }
        server.kill()?;
        server.wait()?;
        bail!("PostgreSQL did not get ready; {}", self.end_of_log())
    }

    fn server_command(&self) -> Command {
        let postgres = self.programs.path("postgres");
        let mut command = match self.core {
            None => self.account.command(postgres),
            Some(core) => {
                let mut command = self.account.command("taskset");
                command.args(["-c", &core.to_string()]).arg(postgres);
                command
            }
        };
        command
            .args(["-p", &self.port.to_string(), "-D"])
            .arg(self.folder.path().join("data"))
            .current_dir(self.folder.path())
            // Ctrl-C in a terminal is for the owner, who stops the server when it is done.
            .process_group(0);
        command
    }

    /// What the server of this process id says of itself, as `pg_ctl` reads it.
    fn is_ready(&self, id: u32) -> bool {
        let file = self.folder.path().join("data/postmaster.pid");
        let text = std::fs::read_to_string(file).unwrap_or_default();
        let mut lines = text.lines().map(str::trim);
        // The first line is the process, the eighth its state.
        lines.next() == Some(id.to_string().as_str()) && lines.nth(6) == Some("ready")
    }

    fn log_file(&self) -> PathBuf {
        self.folder.path().join("server.log")
    }

    fn log(&self) -> String {
        let mut bytes = Vec::new();
        // Where there is no log there is nothing to show.
        let _ = File::open(self.log_file()).and_then(|mut file| file.read_to_end(&mut bytes));
        String::from_utf8_lossy(&bytes).into_owned()
    }

    fn end_of_log(&self) -> String {
        let log = self.log();
        let lines: Vec<&str> = log.lines().collect();
        let end = &lines[lines.len().saturating_sub(LOG_LINES_SHOWN)..];
        format!("the end of its log:\n{}", end.join("\n"))
    }
}

fn wait(server: &mut Child) -> Result<Option<ExitStatus>> {
    for _ in 0..LOOKS {
        if let Some(status) = server.try_wait()? {
            return Ok(Some(status));
        }
        sleep(LOOK_EVERY);
    }
    Ok(None)
}

impl Drop for Cluster {
    fn drop(&mut self) {
        // Its data goes with it, so nothing has to be written. The guard tries again where this fails.
        let _ = self.stop(StopMode::Immediate);
    }
}

/// Without the password.
impl fmt::Debug for Cluster {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Cluster")
            .field("port", &self.port)
            .field("folder", &self.folder.path())
            .finish_non_exhaustive()
    }
}
