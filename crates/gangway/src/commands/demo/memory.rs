//! What the demo has to remember beside the database: the secrets, of which the database
//! keeps only hashes.

use anyhow::Context;
use serde::{Deserialize, Serialize};
use std::fs::OpenOptions;
use std::io::{ErrorKind, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

const FILE: &str = "demo.json";

/// A partner of the demo.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct DemoPartner {
    pub(super) name: String,
    pub(super) client_id: String,
    pub(super) client_secret: String,
}

/// What a second start needs from the first.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Remembered {
    pub(super) partners: Vec<DemoPartner>,
}

impl Remembered {
    pub(super) fn read(data: &Path) -> anyhow::Result<Option<Self>> {
        let path = data.join(FILE);
        match std::fs::read_to_string(&path) {
            Ok(text) => serde_json::from_str(&text).map(Some).with_context(|| {
                format!(
                    "{} is damaged; remove the folder to start anew",
                    path.display()
                )
            }),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error).with_context(|| format!("can't read {}", path.display())),
        }
    }

    pub(super) fn write(&self, data: &Path) -> anyhow::Result<()> {
        let path = data.join(FILE);
        std::fs::create_dir_all(data)
            .and_then(|()| {
                let mut file = OpenOptions::new()
                    .write(true)
                    .create(true)
                    .truncate(true)
                    .mode(0o600)
                    .open(&path)?;
                serde_json::to_writer_pretty(&mut file, self)?;
                file.write_all(b"\n")
            })
            .with_context(|| format!("can't write {}", path.display()))
    }
}
