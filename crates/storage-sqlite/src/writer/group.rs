//! Group commit: whatever is waiting goes into one transaction, each unit in its own
//! savepoint. Nobody is told anything before the commit is on disk. There is no timer: a
//! lone unit is committed at once, and while that happens the next group gathers.

use super::Message;
use super::checkpoint::Checkpoints;
use super::unit::{Unit, Write};
use crate::error::Failure;
use crate::memory::{Change, Maps, Memory};
use crate::{sql, watch};
use gangway_storage::Waker;
use rusqlite::Connection;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::mpsc::Receiver;

/// Most units in one commit: more would make the first of them wait too long.
const GROUP: usize = 256;

/// The writer thread's belongings.
pub(super) struct Writer {
    conn: Connection,
    queue: Receiver<Message>,
    memory: Arc<Memory>,
    /// Wakes those who send.
    outbox: Waker,
    checkpoints: Checkpoints,
}

/// A transaction that is durable.
struct Committed {
    change: Change,
    commits: i64,
    outbox: bool,
}

impl Writer {
    pub(super) const fn new(
        conn: Connection,
        queue: Receiver<Message>,
        memory: Arc<Memory>,
        outbox: Waker,
        checkpoints: Checkpoints,
    ) -> Self {
        Self {
            conn,
            queue,
            memory,
            outbox,
            checkpoints,
        }
    }

    /// Works until it is told to stop, or until nobody can hand in work any more.
    pub(super) fn run(mut self) {
        let mut group: Vec<Box<dyn Unit>> = Vec::with_capacity(GROUP);
        let mut stop = false;
        while !stop {
            match self.queue.recv() {
                Ok(Message::Unit(unit)) => group.push(unit),
                Ok(Message::Stop) | Err(_) => break,
            }
            while group.len() < GROUP && !stop {
                match self.queue.try_recv() {
                    Ok(Message::Unit(unit)) => group.push(unit),
                    Ok(Message::Stop) => stop = true,
                    Err(_) => break,
                }
            }
            let outcome = self.commit(&mut group);
            if let Err(failure) = &outcome {
                tracing::error!(units = group.len(), %failure, "a commit has failed");
            }
            for unit in group.drain(..) {
                unit.reply(outcome.as_ref().copied());
            }
            self.checkpoints.after_commit(&self.conn);
        }
        self.checkpoints.finish(self.conn);
    }

    fn commit(&self, group: &mut [Box<dyn Unit>]) -> Result<(), Failure> {
        sql::run(&self.conn, "BEGIN IMMEDIATE", [])?;
        match self.transaction(group) {
            Ok(done) => {
                self.memory.publish(done.change, done.commits);
                if done.outbox {
                    self.outbox.wake();
                }
                Ok(())
            }
            Err(failure) => {
                self.memory.withdraw();
                if !self.conn.is_autocommit()
                    && let Err(error) = sql::run(&self.conn, "ROLLBACK", [])
                {
                    tracing::error!(%error, "a rollback has failed");
                }
                Err(failure)
            }
        }
    }

    fn transaction(&self, group: &mut [Box<dyn Unit>]) -> Result<Committed, Failure> {
        let found = watch::commits(&self.conn)?;
        let others_wrote = found != self.memory.known();
        let before = self.conn.total_changes();
        let mut write = Write::new(&self.conn);
        for unit in group {
            one(unit.as_mut(), &mut write)?;
        }
        let wrote = self.conn.total_changes() != before;
        let commits = if wrote {
            sql::run(
                &self.conn,
                "UPDATE store_meta SET commits = commits + 1",
                [],
            )?;
            found + 1
        } else {
            found
        };
        let after = write.into_after();
        let change = if others_wrote {
            Change::Everything(Maps::load(&self.conn)?)
        } else {
            self.memory.announce(commits);
            Change::Effects(after.effects)
        };
        sql::run(&self.conn, "COMMIT", [])?;
        Ok(Committed {
            change,
            commits,
            outbox: after.outbox,
        })
    }
}

/// Runs one unit in its savepoint. An error is one of the whole group.
fn one(unit: &mut dyn Unit, write: &mut Write<'_>) -> Result<(), Failure> {
    let conn = write.sql();
    sql::run(conn, "SAVEPOINT unit", [])?;
    let mark = write.mark();
    // A panicking unit is one that failed; the others and this thread go on.
    let keep = catch_unwind(AssertUnwindSafe(|| unit.run(write))).unwrap_or(false);
    if conn.is_autocommit() {
        return Err(Failure::TransactionLost);
    }
    if !keep {
        write.forget_from(mark);
        sql::run(conn, "ROLLBACK TO unit", [])?;
    }
    sql::run(conn, "RELEASE unit", [])?;
    Ok(())
}
