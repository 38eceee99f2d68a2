//! The file with the keys that seal secrets, and whether it belongs to the database.

use super::store::make_folder;
use anyhow::Context;
use gangway_app::{adopt_keys, keys_open};
use gangway_crypto::KeyRing;
use gangway_domain::{Rng, alphanumeric};
use gangway_storage::{SealedSample, Store};
use std::fs::{File, OpenOptions, hard_link, remove_file};
use std::io::{ErrorKind, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

/// Reads the key file. One is made only for a store in which nothing is sealed: with the
/// wrong keys every stored secret would be lost without a word.
pub(super) async fn of_store(
    path: &Path,
    store: &dyn Store,
    rng: &dyn Rng,
) -> anyhow::Result<KeyRing> {
    let sample = store.sealed_sample().await?;
    let (ring, made) = match read(path)? {
        Some(ring) => (ring, None),
        None if sample.is_some() => return Err(missing(path)),
        None => make(path, rng)?,
    };
    match sample {
        Some(sample) if !keys_open(&ring, &sample) => return Err(foreign(path)),
        Some(SealedSample::Probe(_)) => return Ok(ring),
        // From before there were probes, or new.
        Some(_) | None => {}
    }
    if adopt_keys(store, &ring, rng).await? {
        if made.is_some() {
            tracing::info!(
                path = %path.display(),
                "made a new key file; back it up apart from the database, and give it to every node"
            );
        }
        return Ok(ring);
    }
    // Another node with a folder of its own was quicker. The file goes if it is still the
    // useless one.
    match made {
        Some(text) if std::fs::read_to_string(path).is_ok_and(|now| now == text) => {
            remove_file(path)
                .with_context(|| format!("can't remove the useless key file {}", path.display()))?;
            Err(missing(path))
        }
        _ => Err(foreign(path)),
    }
}

fn read(path: &Path) -> anyhow::Result<Option<KeyRing>> {
    let shown = path.display();
    match std::fs::read_to_string(path) {
        Ok(text) => {
            let ring = KeyRing::parse(&text).with_context(|| format!("{shown} is no key file"))?;
            Ok(Some(ring))
        }
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error).with_context(|| format!("can't read the key file {shown}")),
    }
}

/// Makes a key file; gives its text, unless another node that shares the folder was quicker.
fn make(path: &Path, rng: &dyn Rng) -> anyhow::Result<(KeyRing, Option<String>)> {
    make_folder(path)?;
    let (ring, text) = KeyRing::generate(rng);
    let made = write_new(path, &text, rng)
        .with_context(|| format!("can't write the key file {}", path.display()))?;
    if made {
        return Ok((ring, Some(text)));
    }
    let theirs =
        read(path)?.with_context(|| format!("the key file {} has gone again", path.display()))?;
    Ok((theirs, None))
}

/// Writes a file that was not there, as a whole or not at all, and onto the disk. `false` if
/// it is there by now.
fn write_new(path: &Path, text: &str, rng: &dyn Rng) -> std::io::Result<bool> {
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    let mut draft = path.as_os_str().to_owned();
    draft.push(format!(".{}", alphanumeric(rng, 8)));
    let mut file = OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(&draft)?;
    let linked = file
        .write_all(text.as_bytes())
        .and_then(|()| file.sync_all())
        .and_then(|()| hard_link(&draft, path));
    remove_file(&draft)?;
    match linked {
        Ok(()) => {
            File::open(folder)?.sync_all()?;
            Ok(true)
        }
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

fn foreign(path: &Path) -> anyhow::Error {
    anyhow::anyhow!(
        "the secrets in the database were sealed with other keys than those in {}; put the right file there: \
         the one that was beside the database before, or that the other nodes have",
        path.display()
    )
}
