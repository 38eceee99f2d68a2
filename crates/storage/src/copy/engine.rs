//! The copy itself.

use super::checksum::{Checksum, Sum};
use super::{CopyEnd, CopyTarget, TABLES, Table, TargetState, Value};
use crate::StorageError;

/// How to copy.
#[derive(Debug, Clone)]
pub struct CopyOptions {
    /// Rows that are held in memory and committed at once.
    pub batch: usize,
    /// Empty an unfinished copy and begin anew.
    pub restart: bool,
}

impl Default for CopyOptions {
    fn default() -> Self {
        Self {
            batch: 2_000,
            restart: false,
        }
    }
}

/// What a copy is at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phase {
    /// Rows go over.
    Copying,
    /// Both sides are read back and compared.
    Verifying,
}

/// How far one table is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// What is done with it.
    pub phase: Phase,
    /// The table's name.
    pub table: &'static str,
    /// Rows that are done, those of an earlier run included.
    pub done: u64,
    /// Rows that there are.
    pub total: u64,
    /// Whether nothing more follows for this table in this phase.
    pub complete: bool,
}

/// A copy that is complete and was found equal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CopyReport {
    /// Whether it went on from an earlier run.
    pub resumed: bool,
    /// All tables in the order in which they were copied.
    pub tables: Vec<CopiedTable>,
}

/// A table that is the same on both sides.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CopiedTable {
    /// Its name.
    pub name: &'static str,
    /// How many rows it has.
    pub rows: u64,
    /// SHA-256 over all of them, in lower-case hex.
    pub sha256: String,
}

/// Why a copy did not come to its end. Unless it says otherwise, the same call goes on
/// where it stopped.
#[derive(Debug, thiserror::Error)]
pub enum CopyError {
    /// The source could not be read.
    #[error(
        "the source cannot be read: {0}; when that is mended, run the same command again to go \
         on where it stopped"
    )]
    Source(#[source] StorageError),
    /// The target could not be written or read.
    #[error(
        "the target cannot be written: {0}; when that is mended, run the same command again to \
         go on where it stopped"
    )]
    Target(#[source] StorageError),
    /// One database was named twice.
    #[error("{0} is named as source and as target; name another database to copy into")]
    Same(String),
    /// The target has data of its own.
    #[error("{target} is not empty: table {table} holds data; name an empty database to copy into")]
    Taken {
        /// The target.
        target: String,
        /// A table with rows.
        table: &'static str,
    },
    /// The target is an unfinished copy of something else.
    #[error(
        "{target} holds an unfinished copy of {of}; run again with --restart to empty it first"
    )]
    OtherSource {
        /// The target.
        target: String,
        /// What was copied there.
        of: String,
    },
    /// What an earlier run copied does not go with what is in the source now.
    #[error(
        "the source has changed since the copy began, as table {table} shows: stop the servers \
         that use it, and run again with --restart"
    )]
    SourceChanged {
        /// Where that was noticed.
        table: &'static str,
        /// What the target said to a row.
        #[source]
        cause: Option<StorageError>,
    },
    /// The target does not hold what was written to it.
    #[error(
        "table {table} of {target} does not read back as it was copied ({found} of {expected} \
         rows, or other values): see that nobody else writes to it, and run again with --restart"
    )]
    Differs {
        /// The target.
        target: String,
        /// Which table.
        table: &'static str,
        /// Rows in the source.
        expected: u64,
        /// Rows in the target.
        found: u64,
    },
}

type OnProgress<'p> = &'p mut (dyn FnMut(Progress) + Send);

/// Copies everything that `source` holds into `target` and compares the two, or goes on
/// with a copy that was interrupted.
///
/// # Errors
/// When either end fails, the target is not fit for it, or the two differ in the end. The
/// target stays marked as unfinished then.
pub async fn copy(
    source: &mut dyn CopyEnd,
    target: &mut dyn CopyTarget,
    options: &CopyOptions,
    progress: OnProgress<'_>,
) -> Result<CopyReport, CopyError> {
    let resumed = prepare(source, target, options).await?;
    let batch = options.batch.max(1);
    for table in TABLES {
        let copied = carry_over(source, target, table, batch, progress).await;
        copied.map_err(|error| match error {
            // A row that is there already, or lacks the one it refers to.
            CopyError::Target(cause @ StorageError::Refused(_)) if resumed => {
                CopyError::SourceChanged {
                    table: table.name,
                    cause: Some(cause),
                }
            }
            error => error,
        })?;
    }
    let mut tables = Vec::with_capacity(TABLES.len());
    for table in TABLES {
        let (expected, found) = both_sums(source, target, table, batch, progress).await?;
        if expected != found {
            return Err(if resumed {
                CopyError::SourceChanged {
                    table: table.name,
                    cause: None,
                }
            } else {
                CopyError::Differs {
                    target: target.name().to_owned(),
                    table: table.name,
                    expected: expected.rows,
                    found: found.rows,
                }
            });
        }
        tables.push(CopiedTable {
            name: table.name,
            rows: expected.rows,
            sha256: expected.sha256,
        });
    }
    let key_probe = source.key_probe().await.map_err(CopyError::Source)?;
    target.finish(key_probe).await.map_err(CopyError::Target)?;
    Ok(CopyReport { resumed, tables })
}

/// Sees that the target is fit; says whether it holds a part of this copy already.
async fn prepare(
    source: &mut dyn CopyEnd,
    target: &mut dyn CopyTarget,
    options: &CopyOptions,
) -> Result<bool, CopyError> {
    let (from, into) = (source.name().to_owned(), target.name().to_owned());
    if from == into {
        return Err(CopyError::Same(from));
    }
    match target.state().await.map_err(CopyError::Target)? {
        TargetState::Unfinished(of) if of == from && !options.restart => return Ok(true),
        TargetState::Unfinished(of) if !options.restart => {
            return Err(CopyError::OtherSource { target: into, of });
        }
        TargetState::Taken(table) => {
            return Err(CopyError::Taken {
                target: into,
                table,
            });
        }
        TargetState::Empty | TargetState::Unfinished(_) => {}
    }
    target.begin(&from).await.map_err(CopyError::Target)?;
    Ok(false)
}

/// Copies the rows of a table that are not there yet. While a batch is written, the next
/// one is read.
async fn carry_over(
    source: &mut dyn CopyEnd,
    target: &mut dyn CopyTarget,
    table: &'static Table,
    batch: usize,
    progress: OnProgress<'_>,
) -> Result<(), CopyError> {
    let total = source.count(table).await.map_err(CopyError::Source)?;
    let mut done = target.count(table).await.map_err(CopyError::Target)?;
    let mut after = target.last_key(table).await.map_err(CopyError::Target)?;
    let read = source.page(table, after.as_deref(), batch).await;
    let mut rows = read.map_err(CopyError::Source)?;
    let mut tell = |done, complete| {
        progress(Progress {
            phase: Phase::Copying,
            table: table.name,
            done,
            total,
            complete,
        });
    };
    tell(done, false);
    while let Some(last) = rows.last() {
        after = Some(table.key_of(last).to_vec());
        let count = rows.len();
        let (next, written) = tokio::join!(
            source.page(table, after.as_deref(), batch),
            target.write(table, rows)
        );
        written.map_err(CopyError::Target)?;
        rows = next.map_err(CopyError::Source)?;
        done += rows_in(count);
        tell(done, false);
    }
    tell(done, true);
    Ok(())
}

async fn both_sums(
    source: &mut dyn CopyEnd,
    target: &mut dyn CopyTarget,
    table: &'static Table,
    batch: usize,
    progress: OnProgress<'_>,
) -> Result<(Sum, Sum), CopyError> {
    let total = source.count(table).await.map_err(CopyError::Source)?;
    let mut tell = |done, complete| {
        progress(Progress {
            phase: Phase::Verifying,
            table: table.name,
            done,
            total,
            complete,
        });
    };
    tell(0, false);
    let (expected, found) = tokio::join!(
        sum(source, table, batch, |_| ()),
        sum(target, table, batch, |done| tell(done, false)),
    );
    let (expected, found) = (
        expected.map_err(CopyError::Source)?,
        found.map_err(CopyError::Target)?,
    );
    tell(found.rows, true);
    Ok((expected, found))
}

async fn sum<E: CopyEnd + ?Sized>(
    end: &mut E,
    table: &'static Table,
    batch: usize,
    mut read: impl FnMut(u64),
) -> Result<Sum, StorageError> {
    let mut checksum = Checksum::of(table);
    let mut done = 0;
    let mut after: Option<Vec<Value>> = None;
    loop {
        let rows = end.page(table, after.as_deref(), batch).await?;
        let Some(last) = rows.last() else {
            return Ok(checksum.finish());
        };
        after = Some(table.key_of(last).to_vec());
        checksum.add(&rows);
        done += rows_in(rows.len());
        read(done);
    }
}

fn rows_in(count: usize) -> u64 {
    u64::try_from(count).unwrap_or(u64::MAX)
}
