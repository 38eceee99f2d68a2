//! The code exchange: in the request that brings the code, exactly once.

use super::lease::Held;
use super::provision::{Stop, Work};
use super::{JourneyError, JourneyStatus};
use crate::App;
use crate::keys::TOKEN;
use gangway_crypto::hash;
use gangway_domain::{Onboarding, OnboardingState, Problem};
use gangway_meta::{GraphError, GraphErrorKind};
use gangway_storage::{ClaimOutcome, Progress};
use std::sync::Arc;

/// Meta's codes are a few hundred characters; this bounds what is taken.
const LONGEST_CODE: usize = 4096;

impl App {
    /// Takes the code, exchanges it at once, and sets the number up.
    ///
    /// The work goes on when the caller goes away: a closed tab must not leave half a set-up.
    ///
    /// # Errors
    /// See [`JourneyError`].
    pub async fn bring_code(
        self: &Arc<Self>,
        link: &str,
        code: String,
    ) -> Result<JourneyStatus, JourneyError> {
        if code.is_empty() || code.len() > LONGEST_CODE {
            return Err(JourneyError::Unreadable("code is empty or too long"));
        }
        let account = self.account_of(link).await?;
        if let Some(closed) = self.closed(&account) {
            return Ok(closed);
        }
        let (lease, held) = self.new_lease();
        let outcome = self
            .store
            .claim_exchange(account.id, hash(&code), lease, self.clock.now())
            .await?;
        self.work_on(account, held, outcome, Some(code)).await
    }

    /// Goes on with a stored token, after a halt; after a crash, if nobody does already.
    ///
    /// # Errors
    /// See [`JourneyError`].
    pub async fn resume_signup(
        self: &Arc<Self>,
        link: &str,
    ) -> Result<JourneyStatus, JourneyError> {
        let account = self.account_of(link).await?;
        if let Some(closed) = self.closed(&account) {
            return Ok(closed);
        }
        let (lease, held) = self.new_lease();
        let outcome = self
            .store
            .claim_resume(account.id, lease, self.clock.now())
            .await?;
        // Nobody is at it and there is nothing to go on with: the process ended between taking
        // the code and storing the token. Only a new turn helps.
        if outcome == ClaimOutcome::NoToken && account.state == OnboardingState::Provisioning {
            return Ok(self.halted(&account, Problem::CodeRefused).await?);
        }
        self.work_on(account, held, outcome, None).await
    }

    /// Does the work of a lease that was got, from the exchange on if there is a code.
    async fn work_on(
        self: &Arc<Self>,
        account: Onboarding,
        held: Held,
        outcome: ClaimOutcome,
        code: Option<String>,
    ) -> Result<JourneyStatus, JourneyError> {
        let link = account.link.clone();
        match outcome {
            ClaimOutcome::Claimed(grant) => {
                let work = Work::new(Arc::clone(self), account, held, *grant);
                finished_work(self.spawn(work, code).await)
            }
            ClaimOutcome::Busy => Ok(JourneyStatus::Working),
            ClaimOutcome::CodeSeen | ClaimOutcome::NoToken => self.link_status(link.as_str()).await,
            ClaimOutcome::Closed => self.refused(link.as_str()).await,
        }
    }

    async fn refused(&self, link: &str) -> Result<JourneyStatus, JourneyError> {
        let account = self.account_of(link).await?;
        match self.closed(&account) {
            Some(closed) => Ok(closed),
            None => Ok(self.status_of(&account).await?),
        }
    }
}

fn finished_work(
    joined: Result<Result<JourneyStatus, JourneyError>, tokio::task::JoinError>,
) -> Result<JourneyStatus, JourneyError> {
    match joined {
        Ok(done) => done,
        Err(fault) => {
            tracing::error!(%fault, "a set-up task ended abnormally");
            Ok(JourneyStatus::Working)
        }
    }
}

impl Work {
    /// Exchanges the code and stores the token.
    pub(super) async fn exchange(&mut self, code: &str) -> Result<(), Stop> {
        match self.app.graph.exchange_code(code, None).await {
            Ok(token) => {
                let sealed = self.seal(TOKEN, token.expose());
                self.must(Progress::Exchanged(sealed)).await
            }
            Err(error) => {
                self.note(&error, "exchange");
                Err(Stop::Problem(exchange_problem(&error)))
            }
        }
    }
}

fn exchange_problem(error: &GraphError) -> Problem {
    match error.kind() {
        GraphErrorKind::Unavailable | GraphErrorKind::RateLimited => Problem::MetaUnavailable,
        _ => Problem::CodeRefused,
    }
}
