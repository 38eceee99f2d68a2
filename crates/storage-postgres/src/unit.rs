//! One transaction.

use crate::error::Failure;
use crate::pool::Lent;
use gangway_storage::Waker;
use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::Poll;
use tokio_postgres::Row;
use tokio_postgres::types::ToSql;

/// The session says READ COMMITTED.
const BEGIN: &str = "BEGIN";

/// A statement and its parameters.
pub(crate) type Statement<'a> = (&'static str, &'a [&'a (dyn ToSql + Sync)]);

/// One transaction, READ COMMITTED.
///
/// BEGIN travels with the first statement. A unit that is dropped before it was settled
/// closes its connection, and with it the transaction.
#[derive(Debug)]
pub(crate) struct Unit {
    lent: Lent,
    begun: AtomicBool,
    failed: AtomicBool,
    /// Wakes those on this node who send.
    outbox: Waker,
    something_to_send: AtomicBool,
}

impl Unit {
    pub(crate) const fn new(lent: Lent, outbox: Waker) -> Self {
        Self {
            lent,
            begun: AtomicBool::new(false),
            failed: AtomicBool::new(false),
            outbox,
            something_to_send: AtomicBool::new(false),
        }
    }

    /// Wakes those on this node who send, once this is committed. Other nodes find it by
    /// looking: a notification would make the commits of all nodes wait for each other.
    pub(crate) fn wake_outbox(&self) {
        self.something_to_send.store(true, Ordering::Relaxed);
    }

    /// The first row.
    pub(crate) async fn first(
        &self,
        sql: &'static str,
        params: &[&(dyn ToSql + Sync)],
    ) -> Result<Option<Row>, Failure> {
        Ok(self.rows(sql, params).await?.into_iter().next())
    }

    /// All rows.
    pub(crate) async fn rows(
        &self,
        sql: &'static str,
        params: &[&(dyn ToSql + Sync)],
    ) -> Result<Vec<Row>, Failure> {
        self.noted(async {
            let client = self.lent.client()?;
            let statement = client.prepare_cached(sql).await?;
            self.with_begin(client.query(&statement, params)).await
        })
        .await
    }

    /// Runs a statement; says how many rows it changed.
    pub(crate) async fn run(
        &self,
        sql: &'static str,
        params: &[&(dyn ToSql + Sync)],
    ) -> Result<u64, Failure> {
        self.noted(async {
            let client = self.lent.client()?;
            let statement = client.prepare_cached(sql).await?;
            self.with_begin(client.execute(&statement, params)).await
        })
        .await
    }

    /// Several statements in one round trip, in this order; the row count of each.
    pub(crate) async fn batch(&self, steps: &[Statement<'_>]) -> Result<Vec<u64>, Failure> {
        self.noted(async {
            let client = self.lent.client()?;
            let mut prepared = Vec::with_capacity(steps.len());
            for (sql, params) in steps {
                prepared.push((client.prepare_cached(sql).await?, *params));
            }
            let running = prepared
                .iter()
                .map(|(statement, params)| client.execute(statement, params))
                .collect();
            self.with_begin(async { in_order(running).await.into_iter().collect() })
                .await
        })
        .await
    }

    /// Some statements, and then the rows of another that sees what they did, in one round
    /// trip.
    pub(crate) async fn then_rows(
        &self,
        before: &[Statement<'_>],
        sql: &'static str,
        params: &[&(dyn ToSql + Sync)],
    ) -> Result<Vec<Row>, Failure> {
        self.noted(async {
            let client = self.lent.client()?;
            let mut prepared = Vec::with_capacity(before.len());
            for (sql, params) in before {
                prepared.push((client.prepare_cached(sql).await?, *params));
            }
            let last = client.prepare_cached(sql).await?;
            let running = prepared
                .iter()
                .map(|(statement, params)| client.execute(statement, params))
                .collect();
            let all = async {
                let (ran, rows) =
                    tokio::join!(biased; in_order(running), client.query(&last, params));
                ran.into_iter().collect::<Result<Vec<_>, _>>()?;
                rows
            };
            self.with_begin(all).await
        })
        .await
    }

    /// The first row of [`then_rows`](Self::then_rows).
    pub(crate) async fn then_first(
        &self,
        before: &[Statement<'_>],
        sql: &'static str,
        params: &[&(dyn ToSql + Sync)],
    ) -> Result<Option<Row>, Failure> {
        Ok(self
            .then_rows(before, sql, params)
            .await?
            .into_iter()
            .next())
    }

    /// Commits what went well and rolls back what did not. The value is given out only
    /// once it is committed.
    ///
    /// After a failed statement the transaction is lost. Work that nevertheless makes a
    /// value of that, as of a name that is taken, is rolled back too; its value has to
    /// say that nothing was changed.
    pub(crate) async fn settle<T>(self, outcome: Result<T, Failure>) -> Result<T, Failure> {
        if outcome.is_err() || self.failed.load(Ordering::Relaxed) {
            self.roll_back().await;
            return outcome;
        }
        self.commit().await?;
        if self.something_to_send.load(Ordering::Relaxed) {
            self.outbox.wake();
        }
        outcome
    }

    async fn commit(&self) -> Result<(), Failure> {
        if !self.begun.load(Ordering::Relaxed) {
            return Ok(());
        }
        if self.lent.client()?.is_closed() {
            // COMMIT was not sent: this unit may be tried again.
            return Err(Failure::Gone);
        }
        self.end("COMMIT").await.map_err(Failure::of_commit)
    }

    /// When this fails the connection is closed, which rolls back as well.
    async fn roll_back(&self) {
        if self.begun.load(Ordering::Relaxed)
            && !self.lent.is_broken()
            && let Err(failure) = self.end("ROLLBACK").await
        {
            tracing::debug!(%failure, "a transaction was not rolled back but cut off");
        }
    }

    async fn end(&self, sql: &str) -> Result<(), Failure> {
        self.lent
            .answered(async { Ok(self.lent.client()?.batch_execute(sql).await?) })
            .await?;
        self.lent.clean();
        Ok(())
    }

    /// Waits until this node has heard that the connection is gone.
    #[cfg(test)]
    pub(crate) async fn until_closed(&self) {
        while !self.lent.client().is_ok_and(|client| client.is_closed()) {
            tokio::task::yield_now().await;
        }
    }

    /// Remembers that a statement failed.
    async fn noted<T>(&self, work: impl Future<Output = Result<T, Failure>>) -> Result<T, Failure> {
        let outcome = self.lent.answered(work).await;
        if outcome.is_err() {
            self.failed.store(true, Ordering::Relaxed);
        }
        outcome
    }

    /// Sends BEGIN before the first statement, in one go with it. Both are waited for.
    async fn with_begin<T>(
        &self,
        statement: impl Future<Output = Result<T, tokio_postgres::Error>>,
    ) -> Result<T, Failure> {
        if self.begun.swap(true, Ordering::Relaxed) {
            return Ok(statement.await?);
        }
        let begin = self.lent.client()?.batch_execute(BEGIN);
        // A request is sent when it is first polled: BEGIN has to be.
        let (begun, outcome) = tokio::join!(biased; begin, statement);
        begun?;
        Ok(outcome?)
    }
}

/// Polls the futures in this order until all are done. `join_all` promises no order.
async fn in_order<F: Future>(futures: Vec<F>) -> Vec<F::Output> {
    enum Slot<F: Future> {
        Running(Pin<Box<F>>),
        Done(F::Output),
    }
    let mut slots: Vec<Slot<F>> = futures
        .into_iter()
        .map(|future| Slot::Running(Box::pin(future)))
        .collect();
    poll_fn(|cx| {
        let mut all = Poll::Ready(());
        for slot in &mut slots {
            if let Slot::Running(future) = slot {
                match future.as_mut().poll(cx) {
                    Poll::Ready(output) => *slot = Slot::Done(output),
                    Poll::Pending => all = Poll::Pending,
                }
            }
        }
        all
    })
    .await;
    slots
        .into_iter()
        .filter_map(|slot| match slot {
            Slot::Done(output) => Some(output),
            Slot::Running(_) => None,
        })
        .collect()
}
