//! `gangway db backup` and `restore`. PostgreSQL has tools of its own for that: Gangway says
//! how to call them.

use super::{configured, shown};
use crate::commands::ConfigArgs;
use crate::commands::output::{line, remark};
use crate::config::DatabaseUrl;
use crate::system::SystemClock;
use anyhow::bail;
use clap::Args;
use gangway_domain::Utc;
use gangway_domain::{Clock, Timestamp};
use std::path::{Path, PathBuf};

#[derive(Debug, Args)]
pub(in crate::commands) struct Backup {
    /// File to write
    file: PathBuf,
    /// Replace the file if it is there
    #[arg(long)]
    force: bool,
    #[command(flatten)]
    config: ConfigArgs,
}

#[derive(Debug, Args)]
pub(in crate::commands) struct Restore {
    /// Backup to restore
    file: PathBuf,
    /// Replace the database if it is there; it is kept beside, under a name with the time
    #[arg(long)]
    force: bool,
    #[command(flatten)]
    config: ConfigArgs,
}

impl Backup {
    pub(super) fn run(self) -> anyhow::Result<()> {
        let (database, _) = configured(&self.config)?;
        let path = match &database {
            DatabaseUrl::Sqlite(path) => path,
            DatabaseUrl::Postgres(url) => bail!(
                "PostgreSQL makes its own backups; run\n  pg_dump --format=custom --file={} {}\n\
                 docs/OPERATIONS.md says more",
                quoted(&self.file.display().to_string()),
                quoted(&url.to_string())
            ),
        };
        let bytes = gangway_storage_sqlite::backup(path, &self.file, self.force)?;
        line(&format!("{}  {bytes} bytes", self.file.display()))?;
        remark(
            "Checked and on disk. The key file (gangway.keys, or what keys_file names) is not in it: \
             keep a copy of that apart from this one.",
        );
        Ok(())
    }
}

impl Restore {
    pub(super) fn run(self) -> anyhow::Result<()> {
        let (database, _) = configured(&self.config)?;
        let path: &Path = match &database {
            DatabaseUrl::Sqlite(path) => path,
            DatabaseUrl::Postgres(url) => bail!(
                "PostgreSQL restores its own backups; stop all nodes, empty the database, and run\n  \
                 pg_restore --exit-on-error --single-transaction --no-owner --dbname={} {}\n\
                 docs/OPERATIONS.md says more",
                quoted(&url.to_string()),
                quoted(&self.file.display().to_string())
            ),
        };
        let ending = self
            .force
            .then(|| format!("replaced-{}", stamp(SystemClock.now())));
        let restored = gangway_storage_sqlite::restore(&self.file, path, ending.as_deref())?;
        line(&format!(
            "{} is restored, at schema {}",
            shown(&database),
            restored.schema
        ))?;
        if let Some(kept) = restored.kept {
            remark(&format!("What was there is {} now.", kept.display()));
        }
        remark("It needs the key file that was in use when the backup was made.");
        Ok(())
    }
}

/// As a shell takes it for one word.
fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', r"'\''"))
}

/// A time in UTC as a part of a file's name.
fn stamp(time: Timestamp) -> String {
    let Utc {
        year,
        month,
        day,
        hour,
        minute,
        second,
    } = Utc::of(time.as_secs());
    format!("{year:04}{month:02}{day:02}T{hour:02}{minute:02}{second:02}Z")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_in_names() {
        for (seconds, name) in [(0, "19700101T000000Z"), (1_800_000_000, "20270115T080000Z")] {
            assert_eq!(stamp(Timestamp::from_secs(seconds)), name);
        }
    }

    #[test]
    fn one_word_for_a_shell() {
        assert_eq!(quoted("a b"), "'a b'");
        assert_eq!(quoted("it's"), r"'it'\''s'");
    }
}
