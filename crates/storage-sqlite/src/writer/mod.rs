//! The one writer. Whoever wants to write hands in a unit of work and waits for the
//! commit that holds it.

mod checkpoint;
mod group;
#[cfg(test)]
mod tests;
mod unit;

pub(crate) use unit::Write;

use crate::error::Failure;
use crate::memory::Memory;
use gangway_storage::{StorageError, Waker};
use group::Writer;
use rusqlite::Connection;
use std::path::Path;
use std::sync::mpsc::{SyncSender, TrySendError, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use tokio::sync::oneshot;
use unit::{Task, Unit};

/// What goes through the queue.
enum Message {
    Unit(Box<dyn Unit>),
    Stop,
}

/// The way to the writer thread.
#[derive(Debug)]
pub(crate) struct WriterHandle {
    queue: SyncSender<Message>,
    thread: Mutex<Option<JoinHandle<()>>>,
}

impl WriterHandle {
    /// Starts the thread on this connection.
    pub(crate) fn start(
        mut conn: Connection,
        path: &Path,
        memory: Arc<Memory>,
        outbox: Waker,
        queue: usize,
    ) -> Result<Self, StorageError> {
        let (sender, receiver) = sync_channel(queue);
        let checkpoints = checkpoint::Checkpoints::start(&mut conn, path)?;
        let writer = Writer::new(conn, receiver, memory, outbox, checkpoints);
        let thread = std::thread::Builder::new()
            .name("gangway-writer".to_owned())
            .spawn(move || writer.run())
            .map_err(|error| StorageError::Unavailable(format!("no writer thread: {error}")))?;
        Ok(Self {
            queue: sender,
            thread: Mutex::new(Some(thread)),
        })
    }

    /// Has `work` done in a transaction; answers once it is durable. The work is done
    /// even if the caller stops waiting.
    pub(crate) async fn submit<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Write<'_>) -> Result<T, Failure> + Send + 'static,
    ) -> Result<T, StorageError> {
        let (reply, answer) = oneshot::channel();
        let unit = Message::Unit(Box::new(Task::new(work, reply)));
        match self.queue.try_send(unit) {
            Ok(()) => {}
            Err(TrySendError::Full(_)) => {
                return Err(StorageError::Busy("too many writes are waiting"));
            }
            Err(TrySendError::Disconnected(_)) => return Err(Failure::Stopped.into()),
        }
        answer
            .await
            .unwrap_or_else(|_| Err(Failure::Stopped.into()))
    }

    /// Lets the thread do what is waiting, and waits for its end.
    pub(crate) fn stop(&self) {
        let thread = self
            .thread
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take();
        if let Some(thread) = thread {
            // An error means that the thread has ended already.
            let _ = self.queue.send(Message::Stop);
            if thread.join().is_err() {
                tracing::error!("the writer thread has panicked");
            }
        }
    }
}
