//! The loop: look, take, wait.

use crate::WorkerSettings;
use crate::outage::Outage;
use crate::source::Source;
use gangway_app::{StorageError, WakeUp};
use std::time::Duration;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

/// Looks for work, takes what there is, waits for more.
pub(crate) struct Loop<S> {
    source: S,
    settings: WorkerSettings,
    wake_up: Option<WakeUp>,
    under_way: JoinSet<()>,
    outage: Outage,
}

impl<S: Source> Loop<S> {
    pub(crate) fn new(source: S, settings: WorkerSettings) -> Self {
        Self {
            source,
            settings,
            wake_up: None,
            under_way: JoinSet::new(),
            outage: Outage::default(),
        }
    }

    /// Looks for work until it is asked to stop. The set-ups that are under way then are only
    /// no longer waited for; they run in tasks of their own.
    pub(crate) async fn run(mut self, stop: CancellationToken) {
        while !stop.is_cancelled() {
            let pause = match self.look(&stop).await {
                // What else there is to do has had its turn.
                Ok(true) => Duration::ZERO,
                Ok(false) => self.settings.poll,
                Err(error) => self.outage.failed(&error),
            };
            let pause = self.jittered(pause);
            let may_look = !self.is_full() || pause.is_zero();
            tokio::select! {
                () = stop.cancelled() => {}
                () = woken(self.wake_up.as_mut()), if may_look => {}
                () = tokio::time::sleep(pause), if may_look => {}
                _ = self.under_way.join_next(), if !may_look => {}
            }
        }
    }

    /// Takes what there is, as far as there are hands for it. Says whether there is more to tidy.
    async fn look(&mut self, stop: &CancellationToken) -> Result<bool, StorageError> {
        // Before the first look: what comes up after a look must wake.
        if self.wake_up.is_none() {
            self.wake_up = Some(self.source.wake_up().await?);
        }
        let more = self.source.tidy().await?;
        while !stop.is_cancelled() {
            while self.under_way.try_join_next().is_some() {}
            if self.is_full() {
                break;
            }
            let taken = self.source.take_one().await?;
            self.outage.over();
            match taken {
                Some(job) => self.under_way.spawn(job),
                None => break,
            };
        }
        Ok(more)
    }

    fn is_full(&self) -> bool {
        self.under_way.len() >= self.settings.at_once
    }

    /// A fifth more or less, so that the nodes do not all ask in the same moment.
    fn jittered(&self, pause: Duration) -> Duration {
        let fifth = pause / 5;
        let range = u64::try_from(fifth.as_millis() * 2).unwrap_or(u64::MAX);
        pause - fifth + Duration::from_millis(self.source.below(range.saturating_add(1)))
    }
}

async fn woken(wake_up: Option<&mut WakeUp>) {
    match wake_up {
        Some(wake_up) => wake_up.woken().await,
        None => std::future::pending().await,
    }
}
