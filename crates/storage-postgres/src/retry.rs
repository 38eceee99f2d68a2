//! Units and reads are tried again where that is safe and may help.

use crate::error::{Again, Failure};
use gangway_storage::StorageError;
use std::time::Duration;
use tokio::time::Instant;

/// How often a unit is tried when others get in its way.
const CONFLICTS: u32 = 5;
/// The first pause, doubled with each further one.
const FIRST_PAUSE: Duration = Duration::from_millis(10);
const LONGEST_PAUSE: Duration = Duration::from_millis(400);

/// The tries of one unit or read.
#[derive(Debug)]
pub(crate) struct Tries {
    until: Instant,
    conflicts: u32,
    pause: Duration,
}

impl Tries {
    pub(crate) fn new(wait: Duration) -> Self {
        Self {
            until: Instant::now() + wait,
            conflicts: 0,
            pause: FIRST_PAUSE,
        }
    }

    /// Until when a connection is waited for.
    pub(crate) const fn until(&self) -> Instant {
        self.until
    }

    /// Pauses before the next try, or says what to tell when there is none.
    pub(crate) async fn next(&mut self, failure: Failure) -> Result<(), StorageError> {
        match failure.again() {
            Again::Never => return Err(failure.into()),
            Again::Conflict => {
                self.conflicts += 1;
                if self.conflicts == CONFLICTS {
                    return Err(failure.into());
                }
            }
            Again::Lost => {
                if Instant::now() + self.pause >= self.until {
                    return Err(failure.into());
                }
            }
        }
        tokio::time::sleep(self.pause).await;
        self.pause = (self.pause * 2).min(LONGEST_PAUSE);
        Ok(())
    }
}

/// Tries work that ends in `Result<T, Failure>` until that is final:
/// `tried!(store, |until| work(until, …))`. The expression is evaluated anew for each try;
/// `until` says how long to wait for a connection. A macro, since the future of an async
/// closure cannot be said to be `Send`.
macro_rules! tried {
    ($store:expr, |$until:ident| $work:expr) => {{
        let mut tries = $store.tries();
        loop {
            let $until = tries.until();
            match $work.await {
                Ok(value) => break Ok(value),
                Err(failure) => {
                    if let Err(told) = tries.next(failure).await {
                        break Err(told);
                    }
                }
            }
        }
    }};
}

/// Runs a unit: `unit!(store, |unit| work(unit, …))` is a `Result<T, StorageError>`. Its
/// value is given out after the commit. Tried as [`tried!`] does.
macro_rules! unit {
    ($store:expr, |$unit:ident| $work:expr) => {{
        let store = $store;
        $crate::retry::tried!(store, |until| async {
            let begun = store.begin(until).await?;
            let outcome = {
                let $unit = &begun;
                $work.await
            };
            begun.settle(outcome).await
        })
    }};
}

/// Reads: `read!(store, |reader| work(reader, …))`, as [`unit!`] without a transaction.
macro_rules! read {
    ($store:expr, |$reader:ident| $work:expr) => {{
        let store = $store;
        $crate::retry::tried!(store, |until| async {
            let lent = store.reader(until).await?;
            let $reader = &lent;
            $work.await
        })
    }};
}

pub(crate) use {read, tried, unit};
