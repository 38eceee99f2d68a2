//! A file on its way to its name.

use super::{BackupError, taken};
use crate::error::Failure;
use crate::lock::beside;
use rusqlite::Connection;
use std::fs::{File, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};

/// A database in one file beside the place that is meant for it; goes when dropped.
pub(super) struct Draft(PathBuf);

impl Draft {
    /// Writes all of a database, as of this moment.
    pub(super) fn of(conn: &Connection, place: &Path) -> Result<Self, BackupError> {
        let path = beside(place, &format!(".{}.part", std::process::id()));
        let failed = |error| BackupError::File {
            path: path.clone(),
            error,
        };
        // One that a killed process of the same id has left.
        let _ = std::fs::remove_file(&path);
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        // SQLite takes an empty file for one that is not there, and keeps its mode.
        options.open(&path).map_err(failed)?;
        let draft = Self(path);
        let Some(name) = draft.0.to_str() else {
            return Err(BackupError::Refused(format!(
                "{} is no name that SQLite can write to; use letters of UTF-8",
                place.display()
            )));
        };
        conn.execute("VACUUM INTO ?1", [name])
            .map_err(Failure::from)?;
        Ok(draft)
    }

    pub(super) fn path(&self) -> &Path {
        &self.0
    }

    /// Brings it to disk; says how many bytes it has.
    pub(super) fn bring_to_disk(&self) -> Result<u64, BackupError> {
        let done = on_disk(&self.0).and_then(|bytes| {
            sync_folder(&self.0)?;
            Ok(bytes)
        });
        done.map_err(|error| BackupError::File {
            path: self.0.clone(),
            error,
        })
    }

    /// Gives one that is on disk its name.
    pub(super) fn publish(self, place: &Path, replace: bool) -> Result<(), BackupError> {
        let named = if replace {
            std::fs::rename(&self.0, place)
        } else {
            name_anew(&self.0, place)
        };
        let published = named.and_then(|()| sync_folder(place));
        published.map_err(|error| match error.kind() {
            io::ErrorKind::AlreadyExists => taken(place, "somebody has just made it"),
            _ => BackupError::File {
                path: place.to_owned(),
                error,
            },
        })
    }
}

impl Drop for Draft {
    fn drop(&mut self) {
        // It has gone where it got its name.
        let _ = std::fs::remove_file(&self.0);
    }
}

pub(super) fn on_disk(path: &Path) -> io::Result<u64> {
    let file = File::open(path)?;
    file.sync_all()?;
    Ok(file.metadata()?.len())
}

/// As a rename, but never over another file.
pub(super) fn name_anew(draft: &Path, place: &Path) -> io::Result<()> {
    match std::fs::hard_link(draft, place) {
        Ok(()) => std::fs::remove_file(draft),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Err(error),
        // Some file systems know no second name.
        Err(_) if !place.exists() => std::fs::rename(draft, place),
        Err(error) => Err(error),
    }
}

pub(super) fn sync_folder(place: &Path) -> io::Result<()> {
    let folder = place.parent().filter(|path| !path.as_os_str().is_empty());
    File::open(folder.unwrap_or(Path::new(".")))?.sync_all()
}
