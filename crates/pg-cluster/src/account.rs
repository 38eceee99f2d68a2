//! Who the server runs as: PostgreSQL refuses to run as root.

use std::ffi::OsStr;
use std::os::unix::fs::{MetadataExt, chown};
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result};

use crate::command;

/// The user that Debian's packages make for the server.
const SERVER_USER: &str = "postgres";

/// The system account of the server.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Account {
    /// Whoever runs this.
    Own,
    /// Root runs this: the server gets the user of Debian's packages.
    Postgres { uid: u32, gid: u32 },
}

impl Account {
    /// For a folder that this process has just made.
    pub(crate) fn for_owner_of(folder: &Path) -> Result<Self> {
        if std::fs::metadata(folder)?.uid() != 0 {
            return Ok(Self::Own);
        }
        Ok(Self::Postgres {
            uid: id("-u")?,
            gid: id("-g")?,
        })
    }

    /// A command that runs a program as this account, with the same process id: `setpriv` gives way to the program.
    pub(crate) fn command(self, program: impl AsRef<OsStr>) -> Command {
        let mut command = match self {
            Self::Own => Command::new(program),
            Self::Postgres { uid, gid } => {
                let mut command = Command::new("setpriv");
                command
                    .arg(format!("--reuid={uid}"))
                    .arg(format!("--regid={gid}"))
                    .args(["--clear-groups", "--"])
                    .arg(program);
                command
            }
        };
        command::without_pg_variables(&mut command);
        command
    }

    /// Makes a file or folder the server's own.
    pub(crate) fn takes(self, path: &Path) -> Result<()> {
        let Self::Postgres { uid, gid } = self else {
            return Ok(());
        };
        chown(path, Some(uid), Some(gid))
            .with_context(|| format!("cannot give {} to {SERVER_USER}", path.display()))
    }
}

fn id(flag: &str) -> Result<u32> {
    let number = command::capture(Command::new("id").args([flag, SERVER_USER]))
        .with_context(|| format!("as root, the server runs as the user {SERVER_USER}"))?;
    let number = number.trim_end();
    number
        .parse()
        .with_context(|| format!("`id` answered {number:?}"))
}
