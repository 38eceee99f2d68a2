//! Work that no request waits for, beside the set-ups: what Meta told, what is to be taken
//! back, links whose time is over. Each is a row with a due time, so that any node does it.

use crate::App;
use gangway_storage::{Job, JobEnd, JobKind, Lease, StorageError};
use std::sync::Arc;
use std::time::Duration;
use tokio::task::JoinHandle;

/// How many links are closed, and events forgotten, in one go.
const AT_ONCE: u32 = 100;
/// What Meta told is kept for so long: it repeats what was not acknowledged for a week.
const REMEMBERED: Duration = Duration::from_secs(30 * 24 * 3600);
/// A job is reserved for so long: for longer than all its calls to Meta can take together.
const LEASE: Duration = Duration::from_secs(15 * 60);
/// The first pause after a fault of the store in a job; each further one doubles it.
const AFTER_FAULT: Duration = Duration::from_secs(30);
/// How often it is doubled at most: to about an hour.
const DOUBLED: u32 = 7;

/// A job that was taken. It goes on by itself, whether or not anybody waits for it.
#[derive(Debug)]
pub struct RunningJob(JoinHandle<()>);

impl RunningJob {
    /// Completes when this node works on it no more.
    pub async fn ended(self) {
        if let Err(fault) = self.0.await {
            tracing::error!(%fault, "a job ended abnormally");
        }
    }
}

impl App {
    /// Takes one job that is due and begins with it. `None` when there is none.
    ///
    /// # Errors
    /// When the store does not answer.
    pub async fn take_one_job(self: &Arc<Self>) -> Result<Option<RunningJob>, StorageError> {
        let now = self.clock.now();
        let owner = self.draw_owner();
        let lease = Lease {
            owner,
            until: now.plus(LEASE),
        };
        let Some(job) = self.store.take_job(lease, now).await? else {
            return Ok(None);
        };
        let app = Arc::clone(self);
        Ok(Some(RunningJob(self.work.spawn(async move {
            let doing = app.do_job(&job, owner);
            // What is dropped half way is done again when its lease ends; twice does no harm.
            if app.stopping.run_until_cancelled(doing).await.is_none() {
                let now = app.clock.now();
                if let Err(error) = app
                    .store
                    .end_job(job.id, owner, JobEnd::Later(now), now)
                    .await
                {
                    tracing::debug!(job = job.id, %error, "a job was not handed over");
                }
            }
        }))))
    }

    async fn do_job(self: &Arc<Self>, job: &Job, owner: i64) {
        let done = match &job.kind {
            JobKind::TakeBack(account) => self.take_back(*account, job.tries).await,
            JobKind::MetaEvent(event) => self.take_in(event).await,
            JobKind::EndpointOff(partner) => self.tell_endpoint_off(*partner, job.tries).await,
        };
        let now = self.clock.now();
        let end = done.unwrap_or_else(|error| {
            tracing::warn!(job = job.id, %error, "a job did not succeed");
            let pause = AFTER_FAULT * 2_u32.pow(job.tries.min(DOUBLED));
            JobEnd::Later(now.plus(pause))
        });
        if let Err(error) = self.store.end_job(job.id, owner, end, now).await {
            tracing::warn!(job = job.id, %error, "a job was done and not noted; it is done again");
        }
    }

    /// Closes links whose time is over, tells partners of the time of their numbers, and forgets
    /// what Meta told, and partners were told, long ago: so much that nothing else waits for long. Says whether there may be more of it.
    ///
    /// # Errors
    /// When the store does not answer.
    pub async fn tidy(&self) -> Result<bool, StorageError> {
        let now = self.clock.now();
        let expired = self.store.expire_links(AT_ONCE, now).await?;
        let before = now.minus(REMEMBERED);
        let forgotten = self.store.forget_meta_events(before, AT_ONCE).await?;
        let before = now.minus(self.settings.outbox.kept_for);
        let events = self.store.forget_events(before, AT_ONCE).await?;
        let reminded = self.store.remind_of_numbers(AT_ONCE, now).await?;
        Ok([expired, forgotten, events, reminded]
            .into_iter()
            .any(|many| many >= AT_ONCE))
    }
}
