//! `gangway db copy`: everything into another database.

use super::{configured, shown};
use crate::commands::output::{is_watched, json, passing_remark, remark, table};
use crate::commands::{ConfigArgs, block_on};
use crate::config::DatabaseUrl;
use crate::system::SystemClock;
use anyhow::anyhow;
use clap::Args;
use gangway_domain::{Clock, Timestamp};
use gangway_storage::copy::{CopyEnd, CopyOptions, CopyReport, CopyTarget, Phase, Progress, copy};
use gangway_storage_postgres::PostgresOptions;
use serde::Serialize;
use std::time::Duration;

/// How often a person is told.
const TELL_EVERY: Duration = Duration::from_millis(100);

#[derive(Debug, Args)]
pub(in crate::commands) struct Copy {
    /// Database to copy from
    #[arg(long, value_name = "URL")]
    from: String,
    /// Database to copy into: one without data of Gangway, or the unfinished copy [default: the configured database]
    #[arg(long, value_name = "URL")]
    to: Option<String>,
    /// Empty an unfinished copy and begin anew
    #[arg(long)]
    restart: bool,
    /// Print JSON
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    config: ConfigArgs,
}

/// What is printed.
#[derive(Debug, Serialize)]
struct Shown {
    source: String,
    target: String,
    /// What was written to the source since the copy began is not in the target.
    source_in_use: bool,
    resumed: bool,
    rows: u64,
    tables: Vec<ShownTable>,
}

#[derive(Debug, Serialize)]
struct ShownTable {
    table: &'static str,
    rows: u64,
    sha256: String,
}

impl Copy {
    pub(super) fn run(self) -> anyhow::Result<()> {
        let (configured, options) = configured(&self.config)?;
        let named = |flag: &str, text: &str| {
            // Not by the parser of the command line: that would repeat a password.
            DatabaseUrl::parse(text).map_err(|problem| anyhow!("{flag} {problem}"))
        };
        let from = named("--from", &self.from)?;
        let into = match &self.to {
            Some(text) => named("--to", text)?,
            None => configured,
        };
        let copied = block_on(self.with(&from, &into, &options))?;
        if self.json {
            json(&copied)?;
        } else {
            let rows = copied.tables.iter().map(|table| {
                let sum: String = table.sha256.chars().take(16).collect();
                vec![table.table.to_owned(), table.rows.to_string(), sum]
            });
            table(&["TABLE", "ROWS", "SHA-256"], rows.collect())?;
        }
        remark(&copied.closing_words());
        Ok(())
    }

    async fn with(
        &self,
        from: &DatabaseUrl,
        into: &DatabaseUrl,
        options: &PostgresOptions,
    ) -> anyhow::Result<Shown> {
        let mut source = source(from, options).await?;
        let used_before = source.in_use().await?;
        if used_before {
            remark(&format!(
                "{} is in use: what is written to it from now on is not copied. Stop the servers first, \
                 unless this is a rehearsal.",
                shown(from)
            ));
        }
        let mut target = target(into, options).await?;
        let how = CopyOptions {
            restart: self.restart,
            ..CopyOptions::default()
        };
        let mut teller = Teller::new();
        let mut progress = |progress| teller.hear(&progress);
        let copied = watched(source.as_mut(), target.as_mut(), &how, &mut progress).await;
        teller.stop();
        let (CopyReport { resumed, tables }, used_since) = copied?;
        let source_in_use = used_before || used_since;
        Ok(Shown {
            source: shown(from),
            target: shown(into),
            source_in_use,
            resumed,
            rows: tables.iter().map(|table| table.rows).sum(),
            tables: tables
                .into_iter()
                .map(|table| ShownTable {
                    table: table.name,
                    rows: table.rows,
                    sha256: table.sha256,
                })
                .collect(),
        })
    }
}

/// Copies, and says whether the source is in use after that: a server may have been started.
async fn watched(
    source: &mut dyn CopyEnd,
    target: &mut dyn CopyTarget,
    how: &CopyOptions,
    progress: &mut (dyn FnMut(Progress) + Send),
) -> anyhow::Result<(CopyReport, bool)> {
    let report = copy(source, target, how, progress).await?;
    Ok((report, source.in_use().await?))
}

impl Shown {
    fn closing_words(&self) -> String {
        let Self { source, target, .. } = self;
        if self.source_in_use {
            return format!(
                "{target} is equal, row by row, to what {source} held when this copy began. {source} was \
                 in use: what was written to it since then is NOT in {target}. As a rehearsal that is \
                 all; to move, stop the servers and copy again into an empty database."
            );
        }
        format!(
            "Both sides are equal, row by row. Now give the servers {target} and the key file that they had \
             (gangway.keys, or what keys_file names): without it the stored tokens and PINs cannot be \
             opened."
        )
    }
}

async fn source(
    database: &DatabaseUrl,
    options: &PostgresOptions,
) -> anyhow::Result<Box<dyn CopyEnd>> {
    Ok(match database {
        DatabaseUrl::Sqlite(path) => Box::new(gangway_storage_sqlite::copy_source(path)?),
        DatabaseUrl::Postgres(url) => {
            Box::new(gangway_storage_postgres::copy_source(url, options).await?)
        }
    })
}

async fn target(
    database: &DatabaseUrl,
    options: &PostgresOptions,
) -> anyhow::Result<Box<dyn CopyTarget>> {
    Ok(match database {
        DatabaseUrl::Sqlite(path) => Box::new(gangway_storage_sqlite::copy_target(path)?),
        DatabaseUrl::Postgres(url) => {
            Box::new(gangway_storage_postgres::copy_target(url, options).await?)
        }
    })
}

/// Says how far it is: a line for each table that is done, and to a person also between.
struct Teller {
    watched: bool,
    /// Which table, since when, and how many of its rows were there by then.
    began: Option<(Phase, &'static str, Timestamp, u64)>,
    told: Timestamp,
}

impl Teller {
    fn new() -> Self {
        Self {
            watched: is_watched(),
            began: None,
            told: SystemClock.now(),
        }
    }

    fn hear(&mut self, at: &Progress) {
        let now = SystemClock.now();
        let (since, before) = match self.began {
            Some((phase, table, since, before)) if (phase, table) == (at.phase, at.table) => {
                (since, before)
            }
            _ => {
                self.began = Some((at.phase, at.table, now, at.done));
                (now, at.done)
            }
        };
        if at.complete {
            self.stop();
            remark(&done(at));
        } else if self.watched && self.told.until(now) >= TELL_EVERY {
            self.told = now;
            passing_remark(&under_way(
                at,
                at.done.saturating_sub(before),
                since.until(now),
            ));
        }
    }

    /// Takes back what was said between.
    fn stop(&self) {
        if self.watched {
            passing_remark("");
        }
    }
}

fn done(at: &Progress) -> String {
    let what = match at.phase {
        Phase::Copying => "copied",
        Phase::Verifying => "verified",
    };
    format!("{what} {}: {} of {}", at.table, at.done, at.total)
}

fn under_way(at: &Progress, rows: u64, span: Duration) -> String {
    let what = match at.phase {
        Phase::Copying => "copying",
        Phase::Verifying => "verifying",
    };
    let share = (at.done * 100).checked_div(at.total).unwrap_or(100);
    let millis = u64::try_from(span.as_millis()).unwrap_or(u64::MAX);
    let rate = (rows * 1000).checked_div(millis).unwrap_or(0);
    format!(
        "{what} {}: {} of {} rows ({share} %), {rate} rows/s",
        at.table, at.done, at.total
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use gangway_storage_sqlite::{SqliteOptions, SqliteStore, copy_source, copy_target};

    #[tokio::test]
    async fn a_server_that_starts_during_a_copy_is_noticed_at_its_end() {
        let folder = tempfile::tempdir().unwrap();
        let open = |name: &str| {
            SqliteStore::open(folder.path().join(name), &SqliteOptions::default()).unwrap()
        };
        drop(open("a.db"));
        for (into, starts) in [("b.db", false), ("c.db", true)] {
            let mut source = copy_source(&folder.path().join("a.db")).unwrap();
            let mut target = copy_target(&folder.path().join(into)).unwrap();
            assert!(!source.in_use().await.unwrap());
            let mut server = None;
            let mut progress = |_| {
                if starts && server.is_none() {
                    server = Some(open("a.db"));
                }
            };
            let how = CopyOptions::default();
            let (_, used) = watched(&mut source, &mut target, &how, &mut progress)
                .await
                .unwrap();
            assert_eq!(used, starts);
        }
    }

    #[test]
    fn progress_in_words() {
        let at = |done, total| Progress {
            phase: Phase::Copying,
            table: "account",
            done,
            total,
            complete: false,
        };
        let said = under_way(&at(4_200, 10_000), 2_100, Duration::from_millis(700));
        assert_eq!(
            said,
            "copying account: 4200 of 10000 rows (42 %), 3000 rows/s"
        );
        let said = under_way(&at(0, 0), 0, Duration::ZERO);
        assert_eq!(said, "copying account: 0 of 0 rows (100 %), 0 rows/s");
        assert_eq!(done(&at(7, 7)), "copied account: 7 of 7");
    }
}
