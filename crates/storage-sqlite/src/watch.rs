//! Looks whether another process has written to the same file.

use crate::error::Failure;
use crate::sql;
use gangway_storage::Unreadable;
use rusqlite::Connection;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// A look at the commit counter, at most once an interval.
#[derive(Debug)]
pub(crate) struct Watch {
    /// `None` once the store is shut down.
    conn: Mutex<Option<Connection>>,
    started: Instant,
    interval: u64,
    /// Nanoseconds after `started` at which the latest look began.
    last: AtomicU64,
}

impl Watch {
    pub(crate) fn new(conn: Connection, interval: Duration) -> Self {
        Self {
            conn: Mutex::new(Some(conn)),
            started: stop_watch(),
            interval: nanos(interval),
            last: AtomicU64::new(0),
        }
    }

    /// The commit counter, if it is time to look.
    pub(crate) fn look(&self) -> Result<Option<i64>, Failure> {
        let now = nanos(stop_watch().duration_since(self.started));
        let last = self.last.load(Ordering::Relaxed);
        let due = now.saturating_sub(last) >= self.interval
            && self
                .last
                .compare_exchange(last, now, Ordering::Relaxed, Ordering::Relaxed)
                .is_ok();
        if !due {
            return Ok(None);
        }
        match self.conn().as_ref() {
            Some(conn) => commits(conn).map(Some),
            None => Err(Failure::Stopped),
        }
    }

    /// Closes the connection.
    pub(crate) fn close(&self) {
        self.conn().take();
    }

    fn conn(&self) -> MutexGuard<'_, Option<Connection>> {
        self.conn.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The commit counter.
pub(crate) fn commits(conn: &Connection) -> Result<i64, Failure> {
    let found = sql::first(conn, "SELECT commits FROM store_meta", [], |row| {
        Ok(row.get(0)?)
    })?;
    found.ok_or_else(|| Unreadable::column("store_meta.commits").into())
}

fn nanos(span: Duration) -> u64 {
    u64::try_from(span.as_nanos()).unwrap_or(u64::MAX)
}

#[allow(
    clippy::disallowed_methods,
    reason = "only limits how often the file is looked at; no stored or answered value depends on it"
)]
fn stop_watch() -> Instant {
    Instant::now()
}
