//! A unit of work: what one caller wants written, all of it or nothing.

use crate::error::Failure;
use crate::memory::Effect;
use gangway_storage::StorageError;
use rusqlite::Connection;
use tokio::sync::oneshot;

/// What a unit works with.
#[derive(Debug)]
pub(crate) struct Write<'c> {
    conn: &'c Connection,
    after: After,
}

/// What has to follow once a commit is durable.
#[derive(Debug, Default)]
pub(super) struct After {
    /// What changes in memory.
    pub(super) effects: Vec<Effect>,
    /// Whether there is something new to be sent.
    pub(super) outbox: bool,
}

/// What had to follow before a unit began.
#[derive(Debug, Clone, Copy)]
pub(super) struct Mark {
    effects: usize,
    outbox: bool,
}

impl<'c> Write<'c> {
    pub(super) fn new(conn: &'c Connection) -> Self {
        Self {
            conn,
            after: After::default(),
        }
    }

    /// The connection, within the transaction.
    pub(crate) const fn sql(&self) -> &'c Connection {
        self.conn
    }

    /// Notes what has to change in memory once this is durable.
    pub(crate) fn effect(&mut self, effect: Effect) {
        self.after.effects.push(effect);
    }

    /// Notes that those who send have something to do once this is durable.
    pub(crate) const fn wake_outbox(&mut self) {
        self.after.outbox = true;
    }

    pub(super) const fn mark(&self) -> Mark {
        Mark {
            effects: self.after.effects.len(),
            outbox: self.after.outbox,
        }
    }

    pub(super) fn forget_from(&mut self, mark: Mark) {
        self.after.effects.truncate(mark.effects);
        self.after.outbox = mark.outbox;
    }

    pub(super) fn into_after(self) -> After {
        self.after
    }
}

/// A unit of work without its type.
pub(super) trait Unit: Send {
    /// Does the work; says whether what it wrote is to be kept.
    fn run(&mut self, write: &mut Write<'_>) -> bool;

    /// Tells the caller. `group` is what became of the commit.
    fn reply(self: Box<Self>, group: Result<(), &Failure>);
}

/// Work, its outcome, and who waits for it.
pub(super) struct Task<T, W> {
    work: Option<W>,
    outcome: Option<Result<T, Failure>>,
    reply: oneshot::Sender<Result<T, StorageError>>,
}

impl<T, W> Task<T, W> {
    pub(super) const fn new(work: W, reply: oneshot::Sender<Result<T, StorageError>>) -> Self {
        Self {
            work: Some(work),
            outcome: None,
            reply,
        }
    }
}

impl<T, W> Unit for Task<T, W>
where
    T: Send,
    W: FnOnce(&mut Write<'_>) -> Result<T, Failure> + Send,
{
    fn run(&mut self, write: &mut Write<'_>) -> bool {
        if let Some(work) = self.work.take() {
            self.outcome = Some(work(write));
        }
        matches!(self.outcome, Some(Ok(_)))
    }

    fn reply(self: Box<Self>, group: Result<(), &Failure>) {
        let answer = match (group, self.outcome) {
            (_, Some(Err(own))) => Err(own.into()),
            (Err(failure), _) => Err(failure.into()),
            (Ok(()), Some(Ok(value))) => Ok(value),
            (Ok(()), None) => Err(StorageError::Refused("the write has panicked".to_owned())),
        };
        // An error means that the caller has stopped waiting.
        let _ = self.reply.send(answer);
    }
}
