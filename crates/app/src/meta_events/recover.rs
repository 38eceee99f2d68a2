//! Meta tells that a customer shared her WhatsApp account. Mostly her browser has said so too.
//! Where it has not, the account is found by what is known for sure, or by nobody's guess.

use super::kept::{Assigned, Told};
use crate::App;
use crate::journey::Recovered;
use gangway_domain::{
    ListedNumber, MetaBusinessId, Onboarding, OnboardingState, Timestamp, WabaId,
};
use gangway_meta::{BusinessToken, GraphError, GraphErrorKind};
use gangway_storage::{Attempt, JobEnd, StorageError, Unclaimed};
use std::sync::Arc;
use std::time::Duration;

/// How customers are found whose browsers brought nothing.
#[derive(Debug, Clone, Copy)]
pub struct RecoverySettings {
    /// The browser may take so long to bring its answer after Meta has told.
    pub grace: Duration,
    /// A customer is in Meta's dialog for so long at most.
    pub window: Duration,
}

/// Clocks of Meta and of this machine differ by so much.
const SKEW: Duration = Duration::from_secs(60);

/// What was found out about a consent.
enum Found {
    /// Whose it is, and the token for it.
    Account(Box<Onboarding>, BusinessToken),
    /// Nobody knows, for this reason.
    Nobody(&'static str),
    /// Meta does not answer.
    Later(Option<Duration>),
}

impl App {
    pub(super) async fn take_in_consent(
        self: &Arc<Self>,
        told: &Told,
    ) -> Result<JobEnd, StorageError> {
        let (Some(waba), business) = (told.event.waba(), told.event.business()) else {
            return Ok(JobEnd::Done("no_account_named"));
        };
        if self.is_known(waba).await? {
            self.store.remove_unclaimed(waba).await?;
            return Ok(JobEnd::Done("known"));
        }
        let now = self.clock.now();
        let grace_over = told.received_at.plus(self.settings.recovery.grace);
        if now < grace_over {
            return Ok(JobEnd::Later(grace_over));
        }
        match self.whose(waba, business, told.at).await? {
            Found::Account(account, token) => {
                self.go_on_with(*account, waba, &token, business, told.at)
                    .await
            }
            Found::Nobody(reason) => self.leave_unclaimed(waba, business, told.at, reason).await,
            Found::Later(wait) => Ok(self.ask_later(wait)),
        }
    }

    /// An operator said whose it is.
    pub(super) async fn take_in_assignment(
        self: &Arc<Self>,
        assigned: &Assigned,
    ) -> Result<JobEnd, StorageError> {
        let (waba, business) = (&assigned.waba, assigned.business.as_ref());
        let now = self.clock.now();
        let Some(account) = self.store.account_by_link(&assigned.link).await? else {
            return Ok(JobEnd::Done("no_such_account"));
        };
        match self.token_of(business).await {
            Ok(token) => self.go_on_with(account, waba, &token, business, now).await,
            Err(Found::Later(wait)) => Ok(self.ask_later(wait)),
            Err(Found::Nobody(reason)) => self.leave_unclaimed(waba, business, now, reason).await,
            Err(Found::Account(..)) => Ok(JobEnd::Done("known")),
        }
    }

    /// Whether an account stands on it already: its browser was quicker.
    async fn is_known(&self, waba: &WabaId) -> Result<bool, StorageError> {
        let accounts = self.store.accounts_on(waba).await?;
        Ok(accounts.iter().any(|account| {
            account.state == OnboardingState::Finished
                || account.state.is_in_work()
                || account.state.is_halted()
        }))
    }

    async fn whose(
        &self,
        waba: &WabaId,
        business: Option<&MetaBusinessId>,
        at: Timestamp,
    ) -> Result<Found, StorageError> {
        let since = before(at, self.settings.recovery.window);
        let mut open = self.store.attempts_since(since).await?;
        open.retain(|attempt| may_be(attempt, waba, business, at));
        if open.is_empty() {
            return Ok(Found::Nobody("no_open_account"));
        }
        let token = match self.token_of(business).await {
            Ok(token) => token,
            Err(found) => return Ok(found),
        };
        // An account that had a number before waits for that very number.
        if open.len() > 1 || open.iter().any(|attempt| expected(attempt).is_some()) {
            let numbers = match self.graph.phone_numbers(&token, waba).await {
                Ok(numbers) => numbers,
                Err(error) => return Ok(unanswered(&error)),
            };
            let has = |wanted: &ListedNumber| {
                numbers
                    .iter()
                    .filter_map(|number| number.number().ok())
                    .any(|digits| *wanted == ListedNumber::Real(digits))
            };
            let expecting = |attempt: &Attempt| expected(attempt).is_some_and(&has);
            if open.iter().any(expecting) {
                open.retain(expecting);
            } else {
                open.retain(|attempt| expected(attempt).is_none());
            }
        }
        Ok(match (open.pop(), open.is_empty()) {
            (Some(only), true) => Found::Account(Box::new(only.account), token),
            (Some(_), false) => Found::Nobody("several_open_accounts"),
            (None, _) => Found::Nobody("no_open_account"),
        })
    }

    async fn token_of(&self, business: Option<&MetaBusinessId>) -> Result<BusinessToken, Found> {
        let Some(system) = &self.settings.system_token else {
            return Err(Found::Nobody("no_system_token"));
        };
        let Some(business) = business else {
            return Err(Found::Nobody("no_business_named"));
        };
        let fetched = self.graph.fetch_business_token(system, business).await;
        fetched.map_err(|error| unanswered(&error))
    }

    async fn go_on_with(
        self: &Arc<Self>,
        account: Onboarding,
        waba: &WabaId,
        token: &BusinessToken,
        business: Option<&MetaBusinessId>,
        at: Timestamp,
    ) -> Result<JobEnd, StorageError> {
        match self.recover(account, waba.clone(), token).await? {
            Recovered::Begun => {
                self.store.remove_unclaimed(waba).await?;
                Ok(JobEnd::Done("recovered"))
            }
            Recovered::Busy => Ok(self.ask_later(None)),
            Recovered::Closed => {
                self.leave_unclaimed(waba, business, at, "account_closed")
                    .await
            }
        }
    }

    async fn leave_unclaimed(
        &self,
        waba: &WabaId,
        business: Option<&MetaBusinessId>,
        at: Timestamp,
        reason: &'static str,
    ) -> Result<JobEnd, StorageError> {
        tracing::warn!(%waba, reason, "a shared WhatsApp account waits on the claim list");
        let unclaimed = Unclaimed {
            waba: waba.clone(),
            business: business.cloned(),
            at,
            reason: reason.to_owned(),
        };
        self.store.add_unclaimed(unclaimed).await?;
        Ok(JobEnd::Done("unclaimed"))
    }

    fn ask_later(&self, wait: Option<Duration>) -> JobEnd {
        let pause = wait.unwrap_or(self.settings.recovery.grace).max(SKEW);
        JobEnd::Later(self.clock.now().plus(pause))
    }
}

/// The number that an account had before, which its customer connects again.
fn expected(attempt: &Attempt) -> Option<&ListedNumber> {
    let number = &attempt.account.number;
    matches!(number, ListedNumber::Real(_)).then_some(number)
}

/// Whether nothing that is known says otherwise. What her browser claimed can rule an account
/// out, but proves nothing.
fn may_be(
    attempt: &Attempt,
    waba: &WabaId,
    business: Option<&MetaBusinessId>,
    at: Timestamp,
) -> bool {
    let account = &attempt.account;
    let began_before = account
        .started_at
        .is_some_and(|started| started <= at.plus(SKEW));
    let other_waba = attempt
        .claims
        .waba
        .as_ref()
        .is_some_and(|claimed| claimed != waba);
    let other_business = match (&attempt.business, business) {
        (Some(known), Some(named)) => known != named,
        _ => false,
    };
    began_before
        && !attempt.has_token
        && !account.state.is_in_work()
        && !other_waba
        && !other_business
}

fn before(at: Timestamp, span: Duration) -> Timestamp {
    let millis = i64::try_from(span.as_millis()).unwrap_or(i64::MAX);
    Timestamp::from_millis(at.as_millis().saturating_sub(millis))
}

fn unanswered(error: &GraphError) -> Found {
    tracing::warn!(%error, "a customer's token was not fetched");
    match error.kind() {
        GraphErrorKind::Unavailable | GraphErrorKind::RateLimited => Found::Later(error.wait()),
        _ => Found::Nobody("token_refused"),
    }
}
