//! A database that is about to be replaced, under a second name.

use super::draft::{name_anew, on_disk, sync_folder};
use super::{BackupError, taken};
use crate::lock::{self, beside};
use rusqlite::ErrorCode;
use std::io;
use std::path::{Path, PathBuf};

/// What SQLite keeps beside a file, and reads into whichever file has the name.
const LOGS: [&str; 2] = ["-wal", "-journal"];

/// The old database, which has its own name still.
pub(super) struct Aside {
    place: PathBuf,
    kept: PathBuf,
    /// Logs that could not be folded in, and have gone over to the second name.
    moved: Vec<&'static str>,
}

impl Aside {
    /// Folds the database into one file and gives that its own name with this ending, too.
    pub(super) fn keep(place: &Path, ending: &str) -> Result<Self, BackupError> {
        let kept = beside(place, &format!(".{ending}"));
        if kept.exists() {
            return Err(taken(&kept, "move it away first"));
        }
        let whole = match lock::fold(place) {
            Ok(()) => true,
            // A damaged one is kept as it is, with its log.
            Err(error) if damaged(&error) => {
                tracing::debug!(%error, "the replaced database was not folded into one file");
                false
            }
            Err(error) => return Err(lock::not_alone(place, &error).into()),
        };
        second_name(place, &kept).map_err(|error| BackupError::File {
            path: kept.clone(),
            error,
        })?;
        let mut aside = Self {
            place: place.to_owned(),
            kept,
            moved: Vec::new(),
        };
        let done = if whole { Ok(()) } else { aside.move_logs() };
        match done.and_then(|()| sync_folder(place)) {
            Ok(()) => Ok(aside),
            Err(error) => {
                let path = aside.undo();
                Err(BackupError::File { path, error })
            }
        }
    }

    fn move_logs(&mut self) -> io::Result<()> {
        for suffix in LOGS {
            match std::fs::rename(beside(&self.place, suffix), beside(&self.kept, suffix)) {
                Ok(()) => self.moved.push(suffix),
                Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }

    /// Where it is kept.
    pub(super) fn done(self) -> PathBuf {
        self.kept
    }

    /// Leaves all as it was; says where what was kept would have been.
    pub(super) fn undo(self) -> PathBuf {
        for suffix in self.moved {
            let _ = std::fs::rename(beside(&self.kept, suffix), beside(&self.place, suffix));
        }
        // Brings the old one back if it was replaced, and does nothing while both names
        // are those of one file.
        if std::fs::rename(&self.kept, &self.place).is_ok() {
            let _ = std::fs::remove_file(&self.kept);
        }
        self.kept
    }
}

/// Takes away what would be taken for the log of the database that comes to this place.
pub(super) fn clear_logs(place: &Path) -> Result<(), BackupError> {
    for suffix in LOGS.into_iter().chain(["-shm"]) {
        let left = beside(place, suffix);
        match std::fs::remove_file(&left) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                return Err(BackupError::File { path: left, error });
            }
            _ => {}
        }
    }
    Ok(())
}

fn damaged(error: &rusqlite::Error) -> bool {
    matches!(
        error.sqlite_error_code(),
        Some(ErrorCode::NotADatabase | ErrorCode::DatabaseCorrupt)
    )
}

fn second_name(place: &Path, kept: &Path) -> io::Result<()> {
    match std::fs::hard_link(place, kept) {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => copied(place, kept),
        linked => linked,
    }
}

/// Some file systems know no second name.
fn copied(place: &Path, kept: &Path) -> io::Result<()> {
    let part = beside(kept, ".part");
    let done = std::fs::copy(place, &part)
        .and_then(|_| on_disk(&part))
        .and_then(|_| name_anew(&part, kept));
    if done.is_err() {
        let _ = std::fs::remove_file(&part);
    }
    done
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;
    use crate::{SqliteOptions, SqliteStore, overview};

    #[test]
    fn what_was_kept_goes_back() {
        let folder = tempfile::tempdir().unwrap();
        let place = folder.path().join("gangway.db");
        drop(SqliteStore::open(&place, &SqliteOptions::default()).unwrap());
        let content = std::fs::read(&place).unwrap();
        // Before it is replaced, and after.
        for replaced in [false, true] {
            let aside = Aside::keep(&place, "old").unwrap();
            assert_eq!(std::fs::read(&aside.kept).unwrap(), content);
            assert_eq!(std::fs::read(&place).unwrap(), content);
            if replaced {
                let draft = folder.path().join("draft");
                std::fs::write(&draft, "new").unwrap();
                std::fs::rename(&draft, &place).unwrap();
            }
            let kept = aside.undo();
            assert!(!kept.exists());
            assert_eq!(std::fs::read(&place).unwrap(), content);
        }
        assert!(overview(&place).unwrap().is_some());
    }

    #[test]
    fn a_log_that_was_not_folded_goes_along_and_comes_back() {
        let folder = tempfile::tempdir().unwrap();
        let place = folder.path().join("gangway.db");
        let log = beside(&place, "-wal");
        std::fs::write(&place, "no database, but text that is long enough").unwrap();
        let mut aside = Aside::keep(&place, "old").unwrap();
        std::fs::write(&log, "a log").unwrap();
        aside.move_logs().unwrap();
        assert!(!log.exists());
        let kept = beside(&aside.kept, "-wal");
        assert_eq!(std::fs::read(&kept).unwrap(), b"a log");
        aside.undo();
        assert!(!kept.exists());
        assert_eq!(std::fs::read(&log).unwrap(), b"a log");
    }

    #[test]
    fn a_copy_does_where_there_are_no_links() {
        let folder = tempfile::tempdir().unwrap();
        let (place, kept) = (folder.path().join("a.db"), folder.path().join("b.db"));
        std::fs::write(&place, "content").unwrap();
        copied(&place, &kept).unwrap();
        assert_eq!(std::fs::read(&kept).unwrap(), b"content");
        assert!(!beside(&kept, ".part").exists());
        assert!(copied(&place, &kept).is_err(), "nothing is written over");
        assert!(!beside(&kept, ".part").exists());
    }
}
