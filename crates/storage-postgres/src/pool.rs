//! The connections of this node.

use crate::connect::Connector;
use crate::error::{Again, Failure};
use crate::store::PostgresOptions;
use deadpool_postgres::{
    ClientWrapper, Manager, ManagerConfig, Object, PoolError, RecyclingMethod, Runtime,
    TimeoutType, Timeouts,
};
use gangway_storage::StorageError;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use tokio::time::Instant;

/// How much longer than its own limit a statement may stay without an answer.
const GRACE: Duration = Duration::from_secs(5);

/// The connections of this node.
#[derive(Clone, Debug)]
pub(crate) struct Pool {
    connections: deadpool_postgres::Pool,
    connector: Connector,
    /// After this a server is held for gone.
    silence: Duration,
}

impl Pool {
    pub(crate) fn new(
        connector: Connector,
        options: &PostgresOptions,
    ) -> Result<Self, StorageError> {
        let manager = Manager::from_connect(
            // The connector has its own.
            tokio_postgres::Config::new(),
            connector.clone(),
            ManagerConfig {
                recycling_method: RecyclingMethod::Fast,
            },
        );
        let connections = deadpool_postgres::Pool::builder(manager)
            .max_size(options.max_connections.max(1))
            .runtime(Runtime::Tokio1)
            .build()
            .map_err(|error| StorageError::Unavailable(error.to_string()))?;
        Ok(Self {
            connections,
            connector,
            silence: options.statement_timeout + GRACE,
        })
    }

    /// A connection, waited for until then.
    pub(crate) async fn get(&self, until: Instant) -> Result<Lent, Failure> {
        let since = Instant::now();
        // Without any time left an idle connection is still found.
        let wait = until
            .saturating_duration_since(since)
            .max(Duration::from_millis(1));
        let timeouts = Timeouts {
            wait: Some(wait),
            create: Some(wait),
            recycle: None,
        };
        match self.connections.timeout_get(&timeouts).await {
            Ok(object) => Ok(Lent {
                object: Some(object),
                pool: self.clone(),
                since,
                dirty: AtomicBool::new(false),
                broken: AtomicBool::new(false),
            }),
            Err(PoolError::Backend(error)) => Err(self.connector.explain(&error)),
            Err(PoolError::Timeout(TimeoutType::Wait)) => Err(Failure::AllInUse),
            Err(PoolError::Closed) => Err(Failure::Stopped),
            Err(_) => Err(self.connector.no_answer()),
        }
    }

    /// How long an answer is waited for.
    pub(crate) const fn silence(&self) -> Duration {
        self.silence
    }

    pub(crate) fn close(&self) {
        self.connections.close();
    }

    /// Closes the idle connections that nobody has used since then: the server that they
    /// were made to has gone.
    fn forget_older_than(&self, since: Instant) {
        let age = since.elapsed();
        let forgotten = self
            .connections
            .retain(|client, metrics| !client.is_closed() && metrics.last_used() < age)
            .removed
            .len();
        tracing::debug!(forgotten, "a connection to the database broke");
    }
}

/// A connection lent from the pool.
///
/// It goes back when dropped clean. Otherwise it is closed: what is dropped in the middle
/// must not leave an open transaction or half an answer to the next user.
#[derive(Debug)]
pub(crate) struct Lent {
    object: Option<Object>,
    pool: Pool,
    since: Instant,
    dirty: AtomicBool,
    broken: AtomicBool,
}

impl Lent {
    pub(crate) fn client(&self) -> Result<&ClientWrapper, Failure> {
        self.object.as_deref().ok_or(Failure::Gone)
    }

    /// Waits for an answer, but not for ever. From its start the connection is not clean.
    pub(crate) async fn answered<T>(
        &self,
        work: impl Future<Output = Result<T, Failure>>,
    ) -> Result<T, Failure> {
        self.dirty.store(true, Ordering::Relaxed);
        let outcome = tokio::time::timeout(self.pool.silence, work)
            .await
            .unwrap_or(Err(Failure::Silent));
        if let Err(failure) = &outcome
            && failure.again() == Again::Lost
        {
            self.broken.store(true, Ordering::Relaxed);
            self.pool.forget_older_than(self.since);
        }
        outcome
    }

    /// Nothing is left open on it.
    pub(crate) fn clean(&self) {
        self.dirty.store(false, Ordering::Relaxed);
    }

    /// The server behind it has gone, or is not the right one any more.
    pub(crate) fn is_broken(&self) -> bool {
        self.broken.load(Ordering::Relaxed)
    }
}

impl Drop for Lent {
    fn drop(&mut self) {
        if (*self.dirty.get_mut() || *self.broken.get_mut())
            && let Some(object) = self.object.take()
        {
            drop(Object::take(object));
        }
    }
}
