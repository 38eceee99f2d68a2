//! Set-ups change hands: one whose holder has gone goes on here, and what cannot be finished
//! before the process ends goes on elsewhere.

use super::work::{Code, Wanted, Work};
use super::{JourneyError, JourneyStatus};
use crate::App;
use gangway_domain::AccountId;
use gangway_storage::{StorageError, TakenOver, WakeUp};
use std::sync::Arc;
use std::time::Duration;
use tokio::task::JoinHandle;
use tokio::time::timeout;

/// How long the store may take to note what is handed over.
const HAND_OVER: Duration = Duration::from_secs(5);

/// A set-up that was taken over. It goes on by itself, whether or not anybody waits for it.
#[derive(Debug)]
pub struct SetUp {
    account: AccountId,
    task: JoinHandle<Result<JourneyStatus, JourneyError>>,
}

impl SetUp {
    /// Completes when this node works on it no more, in whichever way it ended.
    pub async fn ended(self) {
        let account = self.account;
        match self.task.await {
            Ok(Ok(_)) => {}
            Ok(Err(error)) => {
                tracing::warn!(%account, %error, "a set-up was cut short; it is taken over when its lease ends");
            }
            Err(fault) => tracing::error!(%account, %fault, "a set-up task ended abnormally"),
        }
    }
}

impl App {
    /// Tells when work may have come up, on whichever node that was.
    ///
    /// # Errors
    /// When the store does not answer.
    pub async fn wake_up(&self) -> Result<WakeUp, StorageError> {
        self.store.wake_up().await
    }

    /// Takes over one set-up whose holder has gone and goes on with it from the first step
    /// that is not done. `None` when there is none.
    ///
    /// # Errors
    /// When the store does not answer.
    pub async fn take_over_one(self: &Arc<Self>) -> Result<Option<SetUp>, StorageError> {
        let (lease, held) = self.new_lease();
        let taken = self.store.take_over(lease, self.clock.now()).await?;
        let Some(TakenOver { account, grant }) = taken else {
            return Ok(None);
        };
        tracing::info!(account = %account.id, "a set-up is gone on with");
        let account_id = account.id;
        let work = Work {
            app: Arc::clone(self),
            account,
            held,
            grant,
            wanted: Wanted::ByItself,
        };
        Ok(Some(SetUp {
            account: account_id,
            task: self.spawn(work, None),
        }))
    }

    /// Waits until no set-up is under way. What is not done within `limit` is dropped where
    /// it stands and handed over, so that another node goes on at once; so is what a late
    /// request still brings.
    pub async fn drain(&self, limit: Duration) {
        self.work.close();
        if timeout(limit, self.work.wait()).await.is_err() {
            tracing::warn!(
                left = self.work.len(),
                "not all set-ups ended in time; they go on elsewhere"
            );
        }
        self.stopping.cancel();
        if timeout(HAND_OVER, self.work.wait()).await.is_err() {
            tracing::warn!(
                "the store did not note what was handed over; it goes on when its lease ends"
            );
        }
    }

    /// Works in a task of its own, so that nobody's going away stops it.
    pub(super) fn spawn(
        self: &Arc<Self>,
        work: Work,
        code: Option<Code>,
    ) -> JoinHandle<Result<JourneyStatus, JourneyError>> {
        let app = Arc::clone(self);
        self.work.spawn(async move {
            let (account, owner) = (work.account.id, work.held.owner);
            let done = work.done(code);
            match app.stopping.run_until_cancelled(done).await {
                Some(done) => done,
                None => {
                    app.store.hand_over(account, owner).await?;
                    tracing::info!(%account, "a set-up was handed over");
                    Ok(JourneyStatus::Working)
                }
            }
        })
    }
}
