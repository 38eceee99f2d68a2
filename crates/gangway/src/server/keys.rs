//! The file with the keys that seal secrets, and whether it belongs to the database.

use super::World;
use anyhow::{Context, bail};
use gangway_crypto::KeyRing;
use gangway_domain::{Rng, Sealed, alphanumeric};
use std::fs::{OpenOptions, hard_link, remove_file};
use std::io::{ErrorKind, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

/// What the probe in the database is sealed to.
const PROBE: &str = "gangway:key-probe";

/// The keys of a file.
#[derive(Debug)]
pub(super) struct KeyFile {
    ring: KeyRing,
    path: PathBuf,
    /// Made just now; it goes again if the database turns out to know other keys.
    new: bool,
}

/// Reads the key file, or makes one where that is allowed: with the wrong keys every stored
/// secret would be lost without a word.
pub(super) fn read_or_make(path: &Path, may_make: bool, world: &World) -> anyhow::Result<KeyFile> {
    let shown = path.display();
    let read = || match std::fs::read_to_string(path) {
        Ok(text) => {
            let ring = KeyRing::parse(&text).with_context(|| format!("{shown} is no key file"))?;
            Ok(Some(ring))
        }
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error).with_context(|| format!("can't read the key file {shown}")),
    };
    let file = |ring, new| KeyFile {
        ring,
        path: path.to_owned(),
        new,
    };
    if let Some(ring) = read()? {
        return Ok(file(ring, false));
    }
    if !may_make {
        return Err(missing(path));
    }
    let (ring, text) = KeyRing::generate(world.rng.as_ref());
    let made = write_new(path, &text, world.rng.as_ref())
        .with_context(|| format!("can't write the key file {shown}"))?;
    if made {
        return Ok(file(ring, true));
    }
    // Another node that shares the folder was quicker.
    let theirs = read()?.with_context(|| format!("the key file {shown} has gone again"))?;
    Ok(file(theirs, false))
}

/// Writes a file that was not there, as a whole or not at all. `false` if it is there by now.
fn write_new(path: &Path, text: &str, rng: &dyn Rng) -> std::io::Result<bool> {
    let mut draft = path.as_os_str().to_owned();
    draft.push(format!(".{}", alphanumeric(rng, 8)));
    let mut file = OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(&draft)?;
    let written = file
        .write_all(text.as_bytes())
        .and_then(|()| file.sync_all())
        .and_then(|()| hard_link(&draft, path));
    remove_file(&draft)?;
    match written {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == ErrorKind::AlreadyExists => Ok(false),
        Err(error) => Err(error),
    }
}

fn missing(path: &Path) -> anyhow::Error {
    anyhow::anyhow!(
        "the key file {} is missing, but the database is there; put the file back, or name it with keys_file",
        path.display()
    )
}

impl KeyFile {
    /// A value that only these keys open.
    pub(super) fn probe(&self, world: &World) -> Sealed {
        self.ring.seal(world.rng.as_ref(), PROBE, b"")
    }

    /// The keys, if they open the probe that the database keeps.
    pub(super) fn fit(self, kept: &Sealed) -> anyhow::Result<KeyRing> {
        let fits = self.ring.open(PROBE, kept).is_ok();
        if fits {
            if self.new {
                tracing::info!(
                    path = %self.path.display(),
                    "made a new key file; back it up apart from the database, and give it to every node"
                );
            }
            return Ok(self.ring);
        }
        if self.new {
            remove_file(&self.path).with_context(|| {
                format!("can't remove the useless key file {}", self.path.display())
            })?;
            return Err(missing(&self.path));
        }
        bail!(
            "the secrets in the database were sealed with other keys than those in {}; use the key file that \
             the other nodes have",
            self.path.display()
        )
    }
}
