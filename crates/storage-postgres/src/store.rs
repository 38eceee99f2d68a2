//! The store: opening, closing, and the two ways in.

use crate::connect::Connector;
use crate::error::Failure;
use crate::lookups::Lookups;
use crate::partners;
use crate::pool::Pool;
use crate::reader::Reader;
use crate::retry::Tries;
use crate::unit::Unit;
use crate::url::PostgresUrl;
use crate::wake::Listener;
use crate::{overview, schema};
use gangway_storage::{StorageError, Waker};
use std::time::Duration;
use tokio::time::Instant;

/// What can be set.
#[derive(Clone, Debug)]
pub struct PostgresOptions {
    /// How many connections this node makes at most, beside two for token checks and one
    /// that listens.
    pub max_connections: usize,
    /// A statement that takes longer is cancelled.
    pub statement_timeout: Duration,
    /// The longest wait for a connection, also while the server restarts.
    pub wait: Duration,
}

impl Default for PostgresOptions {
    fn default() -> Self {
        Self {
            max_connections: 16,
            statement_timeout: Duration::from_secs(15),
            wait: Duration::from_secs(5),
        }
    }
}

/// A store in a PostgreSQL database, which other nodes use at the same time.
#[derive(Debug)]
pub struct PostgresStore {
    pool: Pool,
    lookups: Lookups,
    wait: Duration,
    listener: Listener,
    /// Wakes those on this node who send.
    outbox: Waker,
}

impl PostgresStore {
    /// Connects, brings the schema up to date and starts to listen for work that other
    /// nodes store.
    ///
    /// # Errors
    /// When the server cannot be reached within [`PostgresOptions::wait`] or does not let
    /// Gangway in, when it is too old or a standby, when the database is another program's,
    /// was brought to a schema that this Gangway cannot work on, or holds a copy that was not
    /// finished. The message names the server and the mend, and never the password.
    pub async fn open(url: &PostgresUrl, options: &PostgresOptions) -> Result<Self, StorageError> {
        let connector = Connector::new(url, options)?;
        schema::bring_up(&connector, options.wait).await?;
        let pool = Pool::new(connector.clone(), options)?;
        refuse_unfinished(&pool, connector.server(), options.wait).await?;
        Ok(Self {
            lookups: Lookups::new(connector.clone(), partners::TOKEN_GRANT, pool.silence()),
            pool,
            wait: options.wait,
            listener: Listener::start(connector),
            outbox: Waker::default(),
        })
    }

    /// Stops listening and closes the connections that are not in use; those that are,
    /// when their work is done. Later operations are refused as unavailable.
    pub async fn close(&self) {
        self.listener.stop().await;
        self.lookups.close();
        self.pool.close();
    }

    /// Wakes those on this node who wait for work, whichever node stored it.
    pub(crate) const fn waker(&self) -> &Waker {
        self.listener.waker()
    }

    /// Wakes those on this node who send, for what this node has stored.
    pub(crate) const fn outbox(&self) -> &Waker {
        &self.outbox
    }

    /// For [`unit!`](crate::retry::unit) and [`read!`](crate::retry::read).
    pub(crate) fn tries(&self) -> Tries {
        Tries::new(self.wait)
    }

    /// For token checks.
    pub(crate) const fn lookups(&self) -> &Lookups {
        &self.lookups
    }

    /// For [`unit!`](crate::retry::unit), which settles it.
    pub(crate) async fn begin(&self, until: Instant) -> Result<Unit, Failure> {
        Ok(Unit::new(self.pool.get(until).await?, self.outbox.clone()))
    }

    /// For [`read!`](crate::retry::read).
    pub(crate) async fn reader(&self, until: Instant) -> Result<Reader, Failure> {
        Ok(Reader::new(self.pool.get(until).await?))
    }
}

/// The connection for this is the first one of the pool.
async fn refuse_unfinished(pool: &Pool, server: &str, wait: Duration) -> Result<(), StorageError> {
    let reader = Reader::new(pool.get(Instant::now() + wait).await?);
    let copying = match reader.first(overview::COPYING, &[]).await? {
        Some(row) => row.try_get(0).map_err(Failure::from)?,
        None => None,
    };
    overview::refuse_unfinished(copying, server)
}
