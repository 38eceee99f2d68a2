//! Single rows that every request asks for, over a few connections that many requests share.
//!
//! What several callers ask on one connection goes out, is worked on and comes back in one
//! go; a connection of its own for each of them would cost half as much again. A look-up is
//! one statement on one index, so nobody waits long behind another.

use crate::connect::{Alone, Connector};
use crate::error::{Again, Failure};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;
use tokio::sync::Mutex;
use tokio::time::Instant;
use tokio_postgres::types::ToSql;
use tokio_postgres::{Row, Statement};

/// Connections of each node for look-ups: one for each of two processes of the server.
pub(crate) const CONNECTIONS: usize = 2;

/// The connections for one statement.
#[derive(Debug)]
pub(crate) struct Lookups {
    connector: Connector,
    sql: &'static str,
    /// After this a server is held for gone.
    silence: Duration,
    slots: [Slot; CONNECTIONS],
    next: AtomicUsize,
    closed: RwLock<bool>,
}

#[derive(Debug, Default)]
struct Slot {
    session: RwLock<Option<Arc<Session>>>,
    connecting: Mutex<()>,
}

#[derive(Debug)]
struct Session {
    connection: Alone,
    statement: Statement,
}

impl Lookups {
    /// Connects with the first look-ups.
    pub(crate) fn new(connector: Connector, sql: &'static str, silence: Duration) -> Self {
        Self {
            connector,
            sql,
            silence,
            slots: Default::default(),
            next: AtomicUsize::new(0),
            closed: RwLock::new(false),
        }
    }

    /// The row that the statement finds; a connection is waited for until then.
    pub(crate) async fn row(
        &self,
        params: &[&(dyn ToSql + Sync)],
        until: Instant,
    ) -> Result<Option<Row>, Failure> {
        let turn = self.next.fetch_add(1, Ordering::Relaxed);
        let slot = &self.slots[turn % CONNECTIONS];
        let session = self.session(slot, until).await?;
        let query = session
            .connection
            .client
            .query_opt(&session.statement, params);
        let answered = match tokio::time::timeout(self.silence, query).await {
            Ok(answer) => answer.map_err(Failure::from),
            Err(_) => Err(Failure::Silent),
        };
        if let Err(failure) = &answered
            && failure.again() == Again::Lost
        {
            slot.forget(&session);
        }
        answered
    }

    pub(crate) fn close(&self) {
        *self.closed.write().unwrap_or_else(PoisonError::into_inner) = true;
        for slot in &self.slots {
            slot.keep(None);
        }
    }

    /// The session of a slot, made anew where there is none that lives.
    async fn session(&self, slot: &Slot, until: Instant) -> Result<Arc<Session>, Failure> {
        if let Some(session) = slot.living() {
            return Ok(session);
        }
        let connecting = async {
            let _turn = slot.connecting.lock().await;
            if let Some(session) = slot.living() {
                return Ok(session);
            }
            let connection = self.connector.alone().await?;
            let statement = connection.client.prepare(self.sql).await?;
            let session = Arc::new(Session {
                connection,
                statement,
            });
            // Kept under this guard: what was closed stays closed.
            let closed = self.closed.read().unwrap_or_else(PoisonError::into_inner);
            if *closed {
                return Err(Failure::Stopped);
            }
            slot.keep(Some(Arc::clone(&session)));
            Ok(session)
        };
        match tokio::time::timeout_at(until, connecting).await {
            Ok(session) => session,
            Err(_) => Err(self.connector.no_answer()),
        }
    }
}

impl Slot {
    fn living(&self) -> Option<Arc<Session>> {
        let session = self.session.read().unwrap_or_else(PoisonError::into_inner);
        session
            .as_ref()
            .filter(|session| !session.connection.client.is_closed())
            .map(Arc::clone)
    }

    fn keep(&self, session: Option<Arc<Session>>) {
        *self.session.write().unwrap_or_else(PoisonError::into_inner) = session;
    }

    /// Others may have noticed before, and made a new one.
    fn forget(&self, lost: &Arc<Session>) {
        let mut session = self.session.write().unwrap_or_else(PoisonError::into_inner);
        if session.as_ref().is_some_and(|kept| Arc::ptr_eq(kept, lost)) {
            *session = None;
        }
    }
}
