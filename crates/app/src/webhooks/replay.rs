//! Sending again, and trying out.

use crate::{App, Operator};
use gangway_domain::{EventId, PartnerId, Timestamp};
use gangway_storage::{ReplayAllOutcome, ReplayOutcome, StorageError, Store};

/// So many events are looked at in one go.
const AT_ONCE: u32 = 500;

/// What is to be sent again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ReplayWish {
    /// One event, whatever became of it.
    One(EventId),
    /// All events since then that were not delivered.
    Undelivered(Timestamp),
}

/// Why nothing is sent.
#[derive(Debug, thiserror::Error)]
pub enum ReplayError {
    /// The partner has no such event.
    #[error("event is not one of yours, or it is older than events are kept")]
    NotFound,
    /// There is nowhere to send it to.
    #[error("there is no webhook to send to; set a url first")]
    NoEndpoint,
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StorageError),
}

impl App {
    /// Has events sent again; gives how many.
    ///
    /// # Errors
    /// See [`ReplayError`].
    pub async fn replay(&self, partner: PartnerId, wish: &ReplayWish) -> Result<u64, ReplayError> {
        replay(self.store.as_ref(), partner, wish, self.clock.now()).await
    }

    /// Sends a test event.
    ///
    /// # Errors
    /// See [`ReplayError`].
    pub async fn test_webhook(&self, partner: PartnerId) -> Result<EventId, ReplayError> {
        test(self.store.as_ref(), partner, self.clock.now()).await
    }
}

impl Operator {
    /// Has events sent again, by the server that is running; gives how many.
    ///
    /// # Errors
    /// See [`ReplayError`].
    pub async fn replay(&self, partner: PartnerId, wish: &ReplayWish) -> Result<u64, ReplayError> {
        replay(self.store.as_ref(), partner, wish, self.clock.now()).await
    }

    /// Has a test event sent, by the server that is running.
    ///
    /// # Errors
    /// See [`ReplayError`].
    pub async fn test_webhook(&self, partner: PartnerId) -> Result<EventId, ReplayError> {
        test(self.store.as_ref(), partner, self.clock.now()).await
    }
}

async fn test(
    store: &dyn Store,
    partner: PartnerId,
    now: Timestamp,
) -> Result<EventId, ReplayError> {
    let made = store.test_webhook(partner, now).await?;
    made.ok_or(ReplayError::NoEndpoint)
}

async fn replay(
    store: &dyn Store,
    partner: PartnerId,
    wish: &ReplayWish,
    now: Timestamp,
) -> Result<u64, ReplayError> {
    match wish {
        ReplayWish::One(event) => match store.replay(partner, event, now).await? {
            ReplayOutcome::Queued => Ok(1),
            ReplayOutcome::NotFound => Err(ReplayError::NotFound),
            ReplayOutcome::NoEndpoint => Err(ReplayError::NoEndpoint),
        },
        ReplayWish::Undelivered(since) => {
            let (mut total, mut after) = (0, 0);
            loop {
                let looked = store
                    .replay_undelivered(partner, *since, after, AT_ONCE, now)
                    .await?;
                let ReplayAllOutcome::Queued { queued, next } = looked else {
                    return Err(ReplayError::NoEndpoint);
                };
                total += u64::from(queued);
                match next {
                    Some(next) => after = next,
                    None => return Ok(total),
                }
            }
        }
    }
}
