//! Where PostgreSQL's programs are.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use anyhow::{Result, bail};

use crate::command;

/// Debian keeps the server programs out of the path, one folder a version.
const DEBIAN: &str = "/usr/lib/postgresql";
const NEEDED: [&str; 4] = ["initdb", "postgres", "pg_ctl", "psql"];

/// The folder of one PostgreSQL's programs.
#[derive(Debug, Clone)]
pub(crate) struct Programs {
    folder: PathBuf,
}

impl Programs {
    /// The newest of Debian's, else what `pg_config` names, else what is in the path.
    pub(crate) fn find() -> Result<Self> {
        static FOUND: OnceLock<PathBuf> = OnceLock::new();
        if let Some(folder) = FOUND.get() {
            return Ok(Self {
                folder: folder.clone(),
            });
        }
        let Some(folder) = candidates().into_iter().find(|folder| is_whole(folder)) else {
            bail!(
                "PostgreSQL's server and client programs ({}) are not installed; on Debian: \
                 `sudo apt-get install postgresql`",
                NEEDED.join(", ")
            );
        };
        Ok(Self {
            folder: FOUND.get_or_init(|| folder).clone(),
        })
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }
}

/// Whether the programs that a [`Cluster`](crate::Cluster) needs are on this machine.
#[must_use]
pub fn is_installed() -> bool {
    Programs::find().is_ok()
}

fn candidates() -> Vec<PathBuf> {
    let mut candidates = of_debian(Path::new(DEBIAN));
    if let Ok(named) = command::capture(Command::new("pg_config").arg("--bindir")) {
        candidates.push(named.trim_end().into());
    }
    if let Some(path) = std::env::var_os("PATH") {
        candidates.extend(std::env::split_paths(&path));
    }
    candidates
}

/// The program folders below `home`, the newest version first.
fn of_debian(home: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(home).into_iter().flatten().flatten();
    let mut versions: Vec<u32> = entries
        .filter_map(|entry| entry.file_name().to_str()?.parse().ok())
        .collect();
    versions.sort_unstable_by(|a, b| b.cmp(a));
    let bin = |version: u32| home.join(version.to_string()).join("bin");
    versions.into_iter().map(bin).collect()
}

fn is_whole(folder: &Path) -> bool {
    NEEDED.iter().all(|name| folder.join(name).is_file())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_version_of_debian_comes_first() {
        let home = tempfile::tempdir().unwrap();
        for version in ["9", "16", "15", "common"] {
            std::fs::create_dir(home.path().join(version)).unwrap();
        }
        let found = of_debian(home.path());
        let expected = ["16/bin", "15/bin", "9/bin"].map(|name| home.path().join(name));
        assert_eq!(found, expected);
    }

    #[test]
    fn a_folder_with_the_client_programs_only_does_not_do() {
        let home = tempfile::tempdir().unwrap();
        std::fs::write(home.path().join("psql"), "").unwrap();
        assert!(!is_whole(home.path()));
        for name in NEEDED {
            std::fs::write(home.path().join(name), "").unwrap();
        }
        assert!(is_whole(home.path()));
    }
}
