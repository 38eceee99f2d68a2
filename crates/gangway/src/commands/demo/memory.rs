//! What the demo has to remember beside the database: the secrets, of which the database
//! keeps only hashes.

use crate::config::{DatabaseUrl, StoreSettings};
use anyhow::Context;
use serde::{Deserialize, Serialize};
use std::ffi::OsString;
use std::fs::OpenOptions;
use std::io::{ErrorKind, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

/// A partner of the demo.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct DemoPartner {
    pub(super) name: String,
    pub(super) client_id: String,
    pub(super) client_secret: String,
}

/// Who operates the demo.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct DemoOperator {
    pub(super) email: String,
    pub(super) password: String,
}

/// What a second start needs from the first.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct Remembered {
    pub(super) partners: Vec<DemoPartner>,
    #[serde(default)]
    pub(super) operator: Option<DemoOperator>,
    /// Whether all accounts of the first partner are made.
    pub(super) accounts_made: bool,
    /// How far the clock was moved ahead of the machine's.
    #[serde(default)]
    pub(super) ahead_seconds: u32,
}

/// The file of one database. It lies beside it (or beside its keys), so that each database
/// has its own.
#[derive(Debug)]
pub(super) struct Memory {
    path: PathBuf,
}

impl Memory {
    pub(super) fn of(store: &StoreSettings) -> Self {
        let beside = match &store.database {
            DatabaseUrl::Sqlite(path) => path,
            DatabaseUrl::Postgres(_) => &store.keys_file,
        };
        Self {
            path: with_ending(beside, ".demo.json"),
        }
    }

    pub(super) fn read(&self) -> anyhow::Result<Option<Remembered>> {
        let shown = self.path.display();
        match std::fs::read_to_string(&self.path) {
            Ok(text) => serde_json::from_str(&text)
                .map(Some)
                .with_context(|| format!("{shown} is damaged; remove it to get new partners")),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error).with_context(|| format!("can't read {shown}")),
        }
    }

    /// Notes how far the clock was moved, so that the next start does not go back in time.
    pub(super) fn keep_clock(&self, ahead_seconds: u32) -> anyhow::Result<()> {
        let remembered = self.read()?.unwrap_or_default();
        if remembered.ahead_seconds == ahead_seconds {
            return Ok(());
        }
        self.write(&Remembered {
            ahead_seconds,
            ..remembered
        })
    }

    /// Replaces the file as a whole: whenever the process ends, what is there can be read.
    pub(super) fn write(&self, remembered: &Remembered) -> anyhow::Result<()> {
        let draft = with_ending(&self.path, ".new");
        let write = || {
            let mut file = OpenOptions::new()
                .write(true)
                .create(true)
                .truncate(true)
                .mode(0o600)
                .open(&draft)?;
            serde_json::to_writer_pretty(&mut file, remembered)?;
            file.write_all(b"\n")?;
            file.sync_all()?;
            std::fs::rename(&draft, &self.path)
        };
        write().with_context(|| format!("can't write {}", self.path.display()))
    }
}

fn with_ending(path: &Path, ending: &str) -> PathBuf {
    let mut text = OsString::from(path);
    text.push(ending);
    PathBuf::from(text)
}
