//! Where work comes from.

use gangway_app::{App, StorageError, WakeUp};
use std::future::Future;
use std::sync::Arc;

/// Where work comes from.
pub(crate) trait Source: Send + Sync + 'static {
    /// Tells when there may be work.
    fn wake_up(&self) -> impl Future<Output = Result<WakeUp, StorageError>> + Send;

    /// Takes one thing to do, if there is any, and begins with it. The inner future completes
    /// when it is done.
    fn take_one(&self) -> impl Future<Output = Result<Option<Job>, StorageError>> + Send;

    /// Does what no row asks for: what has come to its end by the clock. Says whether there is
    /// more of it than one turn takes.
    fn tidy(&self) -> impl Future<Output = Result<bool, StorageError>> + Send;

    /// A uniform number below `bound`.
    fn below(&self, bound: u64) -> u64;
}

/// Completes when a thing that was taken is done.
pub(crate) type Job = std::pin::Pin<Box<dyn Future<Output = ()> + Send>>;

impl Source for Arc<App> {
    async fn wake_up(&self) -> Result<WakeUp, StorageError> {
        App::wake_up(self).await
    }

    async fn take_one(&self) -> Result<Option<Job>, StorageError> {
        if let Some(set_up) = self.take_over_one().await? {
            return Ok(Some(Box::pin(set_up.ended())));
        }
        if let Some(job) = self.take_one_job().await? {
            return Ok(Some(Box::pin(job.ended())));
        }
        // Nobody waits for it: last.
        let count = self.take_one_count().await?;
        Ok(count.map(|count| Box::pin(count.ended()) as Job))
    }

    async fn tidy(&self) -> Result<bool, StorageError> {
        App::tidy(self).await
    }

    fn below(&self, bound: u64) -> u64 {
        self.rng().below(bound)
    }
}
