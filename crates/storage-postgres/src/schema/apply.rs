//! Running migrations on a database that is in use.
//!
//! A statement that waits for a table stands in its queue, and whoever comes after it waits
//! too, readers included. So a migration waits briefly only, and steps back to let others by
//! before it tries again.

use refinery::Runner;
use std::error::Error as _;
use std::time::Duration;
use tokio::time::Instant;
use tokio_postgres::Client;
use tokio_postgres::error::SqlState;

/// How long a migration waits for tables that others hold.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Patience {
    /// In the queue of a table, which then nobody else gets.
    pub(crate) queued: Duration,
    /// Between two tries.
    pub(crate) aside: Duration,
    /// With all tries. A table that somebody holds should not stop all nodes for ever.
    pub(crate) in_all: Duration,
}

pub(super) const PATIENCE: Patience = Patience {
    queued: Duration::from_secs(2),
    aside: Duration::from_secs(1),
    in_all: Duration::from_secs(120),
};

/// Runs what was not run yet: all of it or, when it fails, nothing.
pub(crate) async fn apply(
    client: &mut Client,
    runner: &Runner,
    patience: Patience,
) -> Result<(), refinery::Error> {
    let queued = format!("SET lock_timeout = {}", patience.queued.as_millis().max(1));
    let give_up = Instant::now() + patience.in_all;
    let mut told = false;
    loop {
        // A failure shows in what follows.
        let _ = client.batch_execute(&queued).await;
        let Err(error) = runner.run_async(client).await else {
            return Ok(());
        };
        if !held_up(&error) || Instant::now() + patience.aside >= give_up {
            return Err(error);
        }
        if !told {
            tracing::warn!(
                "the migration waits for a table that another session holds, a backup perhaps"
            );
            told = true;
        }
        tokio::time::sleep(patience.aside).await;
    }
}

/// Whether another session's lock was in the way.
pub(super) fn held_up(error: &refinery::Error) -> bool {
    let mut cause = error.source();
    while let Some(this) = cause {
        if let Some(postgres) = this.downcast_ref::<tokio_postgres::Error>() {
            return postgres.code().is_some_and(|code| {
                [
                    SqlState::LOCK_NOT_AVAILABLE,
                    SqlState::T_R_DEADLOCK_DETECTED,
                ]
                .contains(code)
            });
        }
        cause = this.source();
    }
    false
}
