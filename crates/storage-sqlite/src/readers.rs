//! Connections for reading.

use crate::connection;
use crate::error::Failure;
use gangway_storage::StorageError;
use rusqlite::Connection;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::Semaphore;

/// How many idle connections are kept.
const IDLE: usize = 4;
/// How many long reads run at once; more would only share the same cores and hold memory.
const LONG: usize = 2;

/// A pool from which a read takes a connection and to which it gives it back.
#[derive(Debug, Clone)]
pub(crate) struct Readers {
    shared: Arc<Shared>,
}

#[derive(Debug)]
struct Shared {
    path: PathBuf,
    idle: Mutex<Vec<Connection>>,
    long: Semaphore,
}

impl Readers {
    pub(crate) fn new(path: PathBuf) -> Self {
        Self {
            shared: Arc::new(Shared {
                path,
                idle: Mutex::new(Vec::new()),
                long: Semaphore::new(LONG),
            }),
        }
    }

    /// A read of a few rows, on the calling thread: microseconds, less than a hop to another.
    pub(crate) fn short<T>(
        &self,
        read: impl FnOnce(&Connection) -> Result<T, Failure>,
    ) -> Result<T, StorageError> {
        Ok(self.shared.read(read)?)
    }

    /// A read of many rows, off the async threads.
    pub(crate) async fn long<T: Send + 'static>(
        &self,
        read: impl FnOnce(&Connection) -> Result<T, Failure> + Send + 'static,
    ) -> Result<T, StorageError> {
        let permit = self.shared.long.acquire().await;
        let _permit = permit.map_err(|_| Failure::Stopped)?;
        let shared = Arc::clone(&self.shared);
        let read = tokio::task::spawn_blocking(move || shared.read(read)).await;
        let read =
            read.map_err(|error| StorageError::Refused(format!("a read failed: {error}")))?;
        Ok(read?)
    }

    /// Closes the idle connections, so that the writer can fold the log into the file.
    pub(crate) fn close(&self) {
        self.shared.idle().clear();
    }
}

impl Shared {
    fn read<T>(&self, read: impl FnOnce(&Connection) -> Result<T, Failure>) -> Result<T, Failure> {
        let kept = self.idle().pop();
        let conn = match kept {
            Some(conn) => conn,
            None => connection::reader(&self.path)?,
        };
        let result = read(&conn);
        let mut idle = self.idle();
        if idle.len() < IDLE {
            idle.push(conn);
        }
        result
    }

    fn idle(&self) -> std::sync::MutexGuard<'_, Vec<Connection>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
