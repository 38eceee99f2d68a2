//! One run over an account's set-up: the steps in their order, under a lease.

use super::lease::Held;
use super::verdict::{IN_RUN, after_refusal};
use super::{JourneyError, JourneyStatus};
use crate::App;
use crate::keys::secret_context;
use gangway_domain::{AccountId, Onboarding, Problem, Sealed, Step, StepState, Timestamp, WabaId};
use gangway_meta::{BusinessToken, GraphError, MetaNumber};
use gangway_storage::{Grant, Progress, StepFailure, StepRecord, StorageError, Then};
use std::sync::Arc;
use tokio::time::sleep;

/// What started a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Wanted {
    /// The customer, or her partner: she brought a code, or asked to go on.
    ByPerson,
    /// Gangway itself. It makes no call that a person has to decide on.
    ByItself,
}

/// One run over an account, under a lease.
pub(super) struct Work {
    pub(super) app: Arc<App>,
    pub(super) account: Onboarding,
    pub(super) held: Held,
    pub(super) grant: Grant,
    pub(super) wanted: Wanted,
}

/// Why a run does not reach the finish.
pub(super) enum Stop {
    /// A step did not succeed.
    Step(Box<StepFailure>),
    /// The lease is lost or the account closed: nothing more may be written.
    Lost,
    /// The store failed.
    Failed(JourneyError),
}

impl<E: Into<JourneyError>> From<E> for Stop {
    fn from(error: E) -> Self {
        Self::Failed(error.into())
    }
}

impl Stop {
    /// Meta answered well, and the answer does not do.
    pub(super) fn problem(step: Step, problem: Problem) -> Self {
        Self::halt(step, problem, None)
    }

    pub(super) fn halt(step: Step, problem: Problem, not_before: Option<Timestamp>) -> Self {
        let then = Then::Halt {
            problem,
            not_before,
        };
        Self::without_error(step, then)
    }

    /// Nothing is wrong, and it is not the time for the step yet.
    pub(super) fn later(step: Step, at: Timestamp, asked_by_meta: bool) -> Self {
        Self::without_error(step, Then::Later { at, asked_by_meta })
    }

    fn without_error(step: Step, then: Then) -> Self {
        Self::Step(Box::new(StepFailure {
            step,
            error: None,
            then,
        }))
    }
}

impl Work {
    /// All of it, from the exchange on if there is a code. Whatever is under way at Meta when
    /// the lease is lost is dropped: its holder now does it.
    pub(super) async fn done(mut self, code: Option<Code>) -> Result<JourneyStatus, JourneyError> {
        let (app, account) = (Arc::clone(&self.app), self.account.clone());
        let mut code = code;
        loop {
            let lost = app.lease_lost(&account, self.held);
            let ended = tokio::select! {
                biased;
                ended = self.go_on(code.take()) => ended,
                () = lost => Err(Stop::Lost),
            };
            match ended {
                Ok(status) => return Ok(status),
                Err(Stop::Failed(error)) => return Err(error),
                Err(Stop::Step(failure)) if self.may_go_on_with_ids(&failure).await? => {}
                Err(Stop::Step(_) | Stop::Lost) => {
                    // What it did for an account that is removed is taken back now.
                    app.store
                        .hasten_take_back(account.id, app.clock.now())
                        .await?;
                    return self.outcome().await;
                }
            }
        }
    }

    /// Runs until the finish, or until a failure that this run does not mend by itself. Such a
    /// failure is stored before this ends.
    async fn go_on(&mut self, code: Option<Code>) -> Result<JourneyStatus, Stop> {
        let mut code = code;
        loop {
            let run = self.run(code.take()).await;
            let Err(Stop::Step(failure)) = run else {
                return run;
            };
            self.must_fail((*failure).clone()).await?;
            if failure.then != Then::Again {
                return Err(Stop::Step(failure));
            }
            let tries = self.record(failure.step).await?.tries;
            let pause = self.app.settings.retry.pause_after(tries);
            sleep(pause.unwrap_or(IN_RUN).min(IN_RUN)).await;
        }
    }

    /// Whether the browser has named the ids since this run read what it knows, and this run
    /// got the lease again that it gave back with its halt.
    async fn may_go_on_with_ids(&mut self, failure: &StepFailure) -> Result<bool, JourneyError> {
        let Then::Halt { problem, .. } = failure.then else {
            return Ok(false);
        };
        let known = self.app.store.grant(self.account.id).await?;
        let arrived = known.is_some_and(|known| known.claims != self.grant.claims);
        Ok(ids_may_help(problem) && arrived && self.claim_again().await?)
    }

    async fn run(&mut self, code: Option<Code>) -> Result<JourneyStatus, Stop> {
        if let Some(code) = code {
            self.exchange(&code).await?;
        }
        // The process that had the code may have ended before it stored the token.
        let token = self
            .token()
            .ok_or_else(|| Stop::problem(Step::Exchange, Problem::CodeRefused))?;
        self.keep_wait()?;
        let (waba, number) = self.prove(&token).await?;
        self.subscribe(&token, &waba).await?;
        self.pay(&token, &waba).await?;
        if number.is_on_biz_app == Some(true) {
            self.sync(&token, &number).await?;
        } else {
            self.register(&token, &number).await?;
        }
        let number = self.read_details(&token, number).await?;
        self.finish(&token, &number).await
    }

    /// A new code, or a token by Meta's own word, does not end the wait that Meta asked for. What
    /// it asked for a number, the registration itself keeps.
    fn keep_wait(&self) -> Result<(), Stop> {
        let for_all = matches!(self.account.problem, None | Some(Problem::MetaBusy));
        match self.app.still_to_wait(&self.account).filter(|_| for_all) {
            None => Ok(()),
            Some(at) => Err(Stop::later(Step::Prove, at, true)),
        }
    }

    pub(super) fn token(&self) -> Option<BusinessToken> {
        self.app.business_token(self.account.id, &self.grant)
    }

    /// Notes that a step is begun; gives its record from before.
    pub(super) async fn begin(&self, step: Step) -> Result<StepRecord, Stop> {
        let (account, owner) = (self.account.id, self.held.owner);
        let now = self.app.clock.now();
        let begun = self.app.store.begin_step(account, owner, step, now).await?;
        begun.ok_or(Stop::Lost)
    }

    /// The record of a step, of which nothing is begun by that.
    pub(super) async fn record(&self, step: Step) -> Result<StepRecord, StorageError> {
        let steps = self.app.store.steps(self.account.id).await?;
        Ok(steps
            .into_iter()
            .find(|record| record.step == step)
            .unwrap_or(StepRecord::untried(step)))
    }

    /// What a failed call of a step leads to.
    pub(super) fn refused(&self, before: &StepRecord, error: &GraphError) -> Stop {
        let step = before.step;
        self.note(error, step);
        // A read that is made in every run counts from its last success.
        let earlier = match before.state {
            StepState::Done | StepState::Skipped => 0,
            _ => before.tries,
        };
        let then = after_refusal(
            error,
            earlier + 1,
            &self.app.settings.retry,
            self.app.clock.now(),
        );
        Stop::Step(Box::new(StepFailure {
            step,
            error: Some(super::verdict::step_error(error)),
            then,
        }))
    }

    /// Stores a step that is done and keeps the copy in hand true.
    pub(super) async fn must(&mut self, step: Progress) -> Result<(), Stop> {
        let (account, owner) = (self.account.id, self.held.owner);
        let now = self.app.clock.now();
        if !self.app.store.progress(account, owner, step, now).await? {
            return Err(Stop::Lost);
        }
        self.grant = self.app.store.grant(account).await?.ok_or(Stop::Lost)?;
        Ok(())
    }

    pub(super) async fn must_fail(&self, failure: StepFailure) -> Result<(), Stop> {
        let (account, owner) = (self.account.id, self.held.owner);
        let now = self.app.clock.now();
        let kept = self.app.store.fail_step(account, owner, failure, now);
        if kept.await? { Ok(()) } else { Err(Stop::Lost) }
    }

    /// The status that the account really has, whoever brought it there.
    async fn outcome(&self) -> Result<JourneyStatus, JourneyError> {
        let status = self.app.link_status(self.account.link.as_str()).await?;
        // Only the page that brought the code may still bring the ids.
        let open = matches!(
            status,
            JourneyStatus::Halted {
                problem: Problem::Ambiguous,
                ..
            }
        );
        Ok(if open && self.grant.claims.waba.is_none() {
            JourneyStatus::Waiting
        } else {
            status
        })
    }

    pub(super) fn note(&self, error: &GraphError, step: Step) {
        let step = step.name();
        tracing::warn!(account = %self.account.id, step, %error, "a call to Meta did not succeed");
        if let GraphError::Refused(refusal) = error {
            // Meta's words may hold a number or a name: only for those who ask for them.
            let details = refusal.details.as_deref();
            tracing::debug!(account = %self.account.id, step, refusal.message, details, "Meta's words");
        }
    }

    pub(super) fn seal(&self, what: &str, secret: &str) -> Sealed {
        self.app.seal(self.account.id, what, secret)
    }
}

impl App {
    pub(super) fn seal(&self, account: AccountId, what: &str, secret: &str) -> Sealed {
        self.keys.seal(
            self.rng.as_ref(),
            &secret_context(account, what),
            secret.as_bytes(),
        )
    }
}

/// A code, and the address to which the dialog brought it if it was a full page.
#[derive(Debug, Clone)]
pub(super) struct Code {
    pub(super) code: String,
    pub(super) redirect_uri: Option<String>,
}

/// Problems after which ids that arrive late are worth a new look with the stored token.
pub(super) const fn ids_may_help(problem: Problem) -> bool {
    matches!(
        problem,
        Problem::Ambiguous | Problem::NumberMissing | Problem::NotProved
    )
}

/// The number of a run, once it is proved.
pub(super) type Proved = (WabaId, MetaNumber);
