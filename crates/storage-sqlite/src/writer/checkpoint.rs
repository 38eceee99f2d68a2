//! Moves pages from the write-ahead log into the file, beside the writer: a checkpoint
//! takes milliseconds, a commit does not.

use crate::connection;
use gangway_storage::StorageError;
use rusqlite::Connection;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::JoinHandle;

/// Pages in the log that are worth a checkpoint in the background (16 MiB). A page that was
/// written several times until then is moved once.
const WORTH: i64 = 4_000;
/// Pages at which the writer itself stops for one (64 MiB): under a steady load only it
/// can reach the end of the log, after which the log starts over.
const MUST: i64 = 16_000;

/// When to move pages, and the thread that does it.
#[derive(Debug)]
pub(super) struct Checkpoints {
    log: Arc<Log>,
    wake: SyncSender<()>,
    thread: JoinHandle<()>,
    /// Pages at which the writer stops next; higher while a reader holds the log's end back.
    must: i64,
}

#[derive(Debug, Default)]
struct Log {
    /// Pages in the log after the latest commit.
    pages: AtomicI64,
    /// Pages of the log that are in the file already.
    moved: AtomicI64,
}

impl Log {
    fn waiting(&self) -> i64 {
        let pages = self.pages.load(Ordering::Relaxed);
        // A log that started over is shorter than what was moved before.
        match self.moved.load(Ordering::Relaxed) {
            moved if moved <= pages => pages - moved,
            _ => pages,
        }
    }
}

impl Checkpoints {
    /// Starts the background thread and takes over from SQLite's automatic checkpoint.
    pub(super) fn start(writer: &mut Connection, path: &Path) -> Result<Self, StorageError> {
        let failed = |error: &dyn std::fmt::Display| {
            StorageError::Unavailable(format!("no checkpoints: {error}"))
        };
        let log = Arc::new(Log::default());
        let seen = Arc::clone(&log);
        writer
            .wal_hook(Some(move |_: &mut rusqlite::hooks::Wal, pages| {
                seen.pages.store(i64::from(pages), Ordering::Relaxed);
                Ok(())
            }))
            .map_err(|error| failed(&error))?;
        let conn = connection::checkpointer(path).map_err(|error| failed(&error))?;
        let (wake, woken) = sync_channel(1);
        let shared = Arc::clone(&log);
        let thread = std::thread::Builder::new()
            .name("gangway-checkpoint".to_owned())
            .spawn(move || background(&conn, &woken, &shared))
            .map_err(|error| failed(&error))?;
        Ok(Self {
            log,
            wake,
            thread,
            must: MUST,
        })
    }

    /// Sees to the log once a group has been told.
    pub(super) fn after_commit(&mut self, writer: &Connection) {
        let pages = self.log.pages.load(Ordering::Relaxed);
        if pages >= self.must {
            move_pages(writer, &self.log, "PASSIVE");
            self.must = pages + MUST;
        } else if self.log.waiting() >= WORTH {
            // Full means that the thread is awake already.
            let _ = self.wake.try_send(());
        }
        if pages < MUST {
            self.must = MUST;
        }
    }

    /// Ends the thread and folds the whole log into the file.
    pub(super) fn finish(self, writer: Connection) {
        drop(self.wake);
        if self.thread.join().is_err() {
            tracing::error!("the checkpoint thread has panicked");
        }
        move_pages(&writer, &self.log, "TRUNCATE");
        if let Err((_, error)) = writer.close() {
            tracing::warn!(%error, "the database did not close cleanly");
        }
    }
}

fn background(conn: &Connection, woken: &Receiver<()>, log: &Log) {
    while woken.recv().is_ok() {
        move_pages(conn, log, "PASSIVE");
    }
}

fn move_pages(conn: &Connection, log: &Log, how: &str) {
    let moved = conn.query_row(&format!("PRAGMA wal_checkpoint({how})"), [], |row| {
        row.get::<_, i64>(2)
    });
    match moved {
        Ok(moved) => log.moved.store(moved.max(0), Ordering::Relaxed),
        // Nothing is lost: the pages stay in the log and the next try moves them.
        Err(error) => tracing::warn!(%error, "a checkpoint has failed"),
    }
}
