//! Counting the messages of connected numbers: one call to Meta for a WhatsApp account and its
//! present month, again and again, with what Meta's limits leave room for.

use crate::App;
use gangway_domain::{ListedNumber, Month, PhoneNumber};
use gangway_meta::{GraphErrorKind, PricingAnalytics, PricingCategory, PricingType};
use gangway_storage::{CountDue, MessageCounts, NumberCounts, StorageError};
use std::sync::Arc;
use std::time::Duration;
use tokio::task::JoinHandle;

/// A count is reserved for so long: for longer than its one call to Meta can take.
const LEASE: Duration = Duration::from_secs(15 * 60);
/// When Meta is asked again after it refused.
const AFTER_REFUSAL: Duration = Duration::from_secs(24 * 3600);

/// A count that was taken. It goes on by itself, whether or not anybody waits for it.
#[derive(Debug)]
pub struct RunningCount(JoinHandle<()>);

impl RunningCount {
    /// Completes when this node works on it no more.
    pub async fn ended(self) {
        if let Err(fault) = self.0.await {
            tracing::error!(%fault, "a count ended abnormally");
        }
    }
}

/// What came of a count.
enum Counted {
    /// Meta told.
    Told(Vec<NumberCounts>),
    /// Meta is to be left alone for so long.
    Later(Duration),
    /// There is nothing to ask, or Meta does not want to tell.
    Refused,
}

impl App {
    /// Takes one WhatsApp account whose messages are due to be counted, and begins with it.
    /// `None` when there is none.
    ///
    /// # Errors
    /// When the store does not answer.
    pub async fn take_one_count(self: &Arc<Self>) -> Result<Option<RunningCount>, StorageError> {
        let now = self.clock.now();
        let Some(due) = self.store.take_count(now, now.plus(LEASE)).await? else {
            return Ok(None);
        };
        let app = Arc::clone(self);
        Ok(Some(RunningCount(self.work.spawn(async move {
            let doing = app.count_messages(due.clone());
            // What is dropped half-way is due again at once; a call more does no harm.
            let done = match app.stopping.run_until_cancelled(doing).await {
                Some(done) => done,
                None => {
                    let now = app.clock.now();
                    app.store.store_counts(due, Vec::new(), now, now).await
                }
            };
            if let Err(error) = done {
                tracing::warn!(%error, "a count was not stored; it is done again");
            }
        }))))
    }

    async fn count_messages(&self, due: CountDue) -> Result<(), StorageError> {
        let counted = self.counted(&due).await?;
        let now = self.clock.now();
        let pause = self.about(self.settings.count_every);
        let (counts, pause) = match counted {
            Counted::Told(counts) => (counts, pause),
            Counted::Later(wait) => (Vec::new(), wait.max(pause)),
            Counted::Refused => (Vec::new(), self.about(AFTER_REFUSAL).max(pause)),
        };
        let next = now.plus(pause);
        self.store.store_counts(due, counts, next, now).await
    }

    async fn counted(&self, due: &CountDue) -> Result<Counted, StorageError> {
        if let Some(wait) = self.graph.held_for(due.waba.as_str()) {
            return Ok(Counted::Later(wait));
        }
        let grant = self.store.grant(due.account).await?;
        // A customer who is on the way to connect again may have shared something else by now.
        let grant = grant.filter(|grant| grant.waba.as_ref() == Some(&due.waba));
        let token = grant.and_then(|grant| self.business_token(due.account, &grant));
        let numbers: Vec<PhoneNumber> = self
            .store
            .accounts_on(&due.waba)
            .await?
            .into_iter()
            .filter(|account| account.finished_at.is_some())
            .filter_map(|account| match account.number {
                ListedNumber::Real(number) => Some(number),
                ListedNumber::Temporary(_) => None,
            })
            .collect();
        let Some(token) = token.filter(|_| !numbers.is_empty()) else {
            return Ok(Counted::Refused);
        };
        let month = Month::of(self.clock.now());
        let (start, end) = (month.start(), month.end());
        let asked = self
            .graph
            .pricing_analytics(&token, &due.waba, start, end, &numbers);
        Ok(match asked.await {
            Ok(told) => Counted::Told(of_numbers(&told, month, numbers)),
            Err(error) => {
                tracing::warn!(account = %due.account, %error, "messages were not counted");
                match error.kind() {
                    GraphErrorKind::RateLimited | GraphErrorKind::Unavailable => {
                        Counted::Later(error.wait().unwrap_or_default())
                    }
                    _ => Counted::Refused,
                }
            }
        })
    }

    /// A tenth more or less, so that what finished in one moment is not counted in one moment
    /// for ever.
    fn about(&self, span: Duration) -> Duration {
        let tenth = span / 10;
        let range = u64::try_from(tenth.as_millis() * 2).unwrap_or(u64::MAX);
        span - tenth + Duration::from_millis(self.rng.below(range.saturating_add(1)))
    }
}

/// What Meta does not name was zero.
fn of_numbers(
    told: &PricingAnalytics,
    month: Month,
    numbers: Vec<PhoneNumber>,
) -> Vec<NumberCounts> {
    let count = |number: PhoneNumber| NumberCounts {
        month,
        counts: counts(told, &number),
        number,
    };
    numbers.into_iter().map(count).collect()
}

/// Meta counts what was delivered to customers, and never what came from them. Nearest to what
/// came is what was free because the customer had written first.
fn counts(told: &PricingAnalytics, number: &PhoneNumber) -> MessageCounts {
    let mut counts = MessageCounts::default();
    let of_it = |point: &&gangway_meta::PricingPoint| point.number.as_ref() == Some(number);
    for point in told.points.iter().filter(of_it) {
        let add = |count: &mut u64| *count = count.saturating_add(point.volume);
        add(&mut counts.conversations);
        match point.category {
            PricingCategory::Marketing => add(&mut counts.marketing),
            PricingCategory::Service => add(&mut counts.service),
            _ => {}
        }
        match point.pricing_type {
            PricingType::FreeCustomerService | PricingType::FreeEntryPoint => {
                add(&mut counts.incoming);
            }
            _ => {}
        }
    }
    counts
}
