//! The steps after the exchange. Each is stored when it is done and skipped when it is
//! stored, so that a second run goes on where the first one stopped.

use super::lease::Held;
use super::signals::ids_may_help;
use super::{JourneyError, JourneyStatus};
use crate::App;
use crate::keys::{PIN, TOKEN, secret_context};
use gangway_domain::{Onboarding, Problem, Sealed};
use gangway_meta::{BusinessToken, GraphError, GraphErrorKind, MetaNumber, NumberStatus, SyncKind};
use gangway_storage::{Grant, Progress};
use std::sync::Arc;

/// One run over an account, under a lease.
pub(super) struct Work {
    pub(super) app: Arc<App>,
    pub(super) account: Onboarding,
    pub(super) held: Held,
    pub(super) grant: Grant,
}

/// Why a run does not reach the finish.
pub(super) enum Stop {
    /// It halts with a problem.
    Problem(Problem),
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

impl Work {
    pub(super) const fn new(app: Arc<App>, account: Onboarding, held: Held, grant: Grant) -> Self {
        Self {
            app,
            account,
            held,
            grant,
        }
    }

    /// All of it, from the exchange on if there is a code. Whatever is under way at Meta when
    /// the lease is lost is dropped: its holder now does it.
    pub(super) async fn done(mut self, code: Option<&str>) -> Result<JourneyStatus, JourneyError> {
        let (app, account) = (Arc::clone(&self.app), self.account.clone());
        let lost = app.lease_lost(&account, self.held);
        let ended = tokio::select! {
            biased;
            ended = self.go_on(code) => ended,
            () = lost => Err(Stop::Lost),
        };
        match ended {
            Ok(status) => Ok(status),
            Err(Stop::Problem(problem)) => {
                let status = self.halt(problem).await?;
                self.undo_if_removed().await?;
                Ok(status)
            }
            Err(Stop::Lost) => {
                self.undo_if_removed().await?;
                self.lost().await
            }
            Err(Stop::Failed(error)) => Err(error),
        }
    }

    async fn go_on(&mut self, code: Option<&str>) -> Result<JourneyStatus, Stop> {
        if let Some(code) = code {
            self.exchange(code).await?;
        }
        // The process that had the code may have ended before it stored the token.
        let token = self.token().ok_or(Stop::Problem(Problem::CodeRefused))?;
        let run = self.run(&token).await;
        if matches!(run, Err(Stop::Problem(problem)) if ids_may_help(problem))
            && self.ids_arrived().await?
        {
            return self.run(&token).await;
        }
        run
    }

    pub(super) fn token(&self) -> Option<BusinessToken> {
        self.open_secret(TOKEN, self.grant.token.as_ref())
            .map(BusinessToken::new)
    }

    async fn run(&mut self, token: &BusinessToken) -> Result<JourneyStatus, Stop> {
        let number = self.steps(token).await?;
        self.finish(token, &number).await
    }

    /// Whether the browser has named the ids since this run read what it knows.
    async fn ids_arrived(&mut self) -> Result<bool, JourneyError> {
        let now = self.app.store.grant(self.account.id).await?;
        let Some(now) = now else { return Ok(false) };
        let arrived = now.claims != self.grant.claims;
        self.grant = now;
        Ok(arrived)
    }

    async fn steps(&mut self, token: &BusinessToken) -> Result<MetaNumber, Stop> {
        let (waba, number) = self.prove(token).await?;
        if !self.grant.subscribed {
            let called = self.app.graph.subscribe_app(token, &waba).await;
            self.done_or_problem(called, "subscribe")?;
            // Known here even if it can't be stored any more: it may have to be taken back.
            self.grant.subscribed = true;
            self.must(Progress::Subscribed).await?;
        }
        if number.is_on_biz_app == Some(true) {
            self.sync(token, &number, SyncKind::Contacts).await?;
            self.sync(token, &number, SyncKind::History).await?;
        } else {
            self.register(token, &number).await?;
        }
        Ok(number)
    }

    /// Registers with a PIN that is stored before Meta hears of it: if the answer is lost,
    /// the next run knows the PIN that is in force.
    async fn register(&mut self, token: &BusinessToken, number: &MetaNumber) -> Result<(), Stop> {
        if self.grant.registered {
            return Ok(());
        }
        let known = self.open_secret(PIN, self.grant.pin.as_ref());
        if known.is_some() {
            // An earlier run may have registered it without hearing so.
            let read = self.app.graph.phone_number(token, &number.id).await;
            let now = self.done_or_problem(read, "read number")?;
            if now.status == NumberStatus::Connected {
                self.grant.registered = true;
                return self.must(Progress::Registered).await;
            }
        }
        let pin = match known {
            Some(pin) => pin,
            None => {
                let pin = format!("{:06}", self.app.rng.below(1_000_000));
                let sealed = self.seal(PIN, &pin);
                self.must(Progress::PinDrawn(sealed)).await?;
                pin
            }
        };
        let called = self.app.graph.register(token, &number.id, &pin).await;
        self.done_or_problem(called, "register")?;
        self.grant.registered = true;
        self.must(Progress::Registered).await
    }

    async fn sync(
        &mut self,
        token: &BusinessToken,
        number: &MetaNumber,
        kind: SyncKind,
    ) -> Result<(), Stop> {
        let stored = match kind {
            SyncKind::Contacts => &self.grant.contacts_sync,
            SyncKind::History => &self.grant.history_sync,
        };
        if stored.is_some() {
            return Ok(());
        }
        let request = match self.app.graph.sync_app_data(token, &number.id, kind).await {
            Ok(request) => request,
            // Accepted before, by a run that did not hear so.
            Err(error) if error.kind() == GraphErrorKind::SyncRepeated => "repeated".to_owned(),
            Err(error) => return Err(self.problem_of(&error, "sync")),
        };
        self.must(match kind {
            SyncKind::Contacts => Progress::ContactsSync(request),
            SyncKind::History => Progress::HistorySync(request),
        })
        .await
    }

    /// Stores a step and keeps the copy in hand true; `false` when the lease is lost.
    pub(super) async fn step(&mut self, step: Progress) -> Result<bool, JourneyError> {
        let account = self.account.id;
        if !self
            .app
            .store
            .progress(account, self.held.owner, step)
            .await?
        {
            return Ok(false);
        }
        // Gone again: the account was removed in between, and what was done is to be known.
        let Some(stored) = self.app.store.grant(account).await? else {
            return Ok(false);
        };
        self.grant = stored;
        Ok(true)
    }

    pub(super) async fn must(&mut self, step: Progress) -> Result<(), Stop> {
        if self.step(step).await? {
            Ok(())
        } else {
            Err(Stop::Lost)
        }
    }

    pub(super) async fn halt(&self, problem: Problem) -> Result<JourneyStatus, JourneyError> {
        self.app
            .store
            .halt(self.account.id, self.held.owner, problem)
            .await?;
        let status = self.lost().await?;
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

    /// The status that the account really has, whoever brought it there.
    pub(super) async fn lost(&self) -> Result<JourneyStatus, JourneyError> {
        self.app.link_status(self.account.link.as_str()).await
    }

    pub(super) fn done_or_problem<T>(
        &self,
        called: Result<T, GraphError>,
        step: &'static str,
    ) -> Result<T, Stop> {
        called.map_err(|error| self.problem_of(&error, step))
    }

    pub(super) fn problem_of(&self, error: &GraphError, step: &'static str) -> Stop {
        self.note(error, step);
        Stop::Problem(match error.kind() {
            GraphErrorKind::Unavailable | GraphErrorKind::RateLimited => Problem::MetaUnavailable,
            // Only a new turn through the dialog gives a new token and a new day for the syncs.
            GraphErrorKind::TokenDead | GraphErrorKind::SyncTooLate => Problem::CodeRefused,
            GraphErrorKind::PinMismatch => Problem::PinUnknown,
            GraphErrorKind::RegisterLimit => Problem::RegisterLimit,
            _ => Problem::MetaRefused,
        })
    }

    pub(super) fn note(&self, error: &GraphError, step: &'static str) {
        tracing::warn!(account = %self.account.id, step, %error, "a call to Meta did not succeed");
        if let GraphError::Refused(refusal) = error {
            // Meta's words may hold a number or a name: only for those who ask for them.
            let details = refusal.details.as_deref();
            tracing::debug!(account = %self.account.id, step, refusal.message, details, "Meta's words");
        }
    }

    pub(super) fn seal(&self, what: &str, secret: &str) -> Sealed {
        self.app.keys.seal(
            self.app.rng.as_ref(),
            &secret_context(self.account.id, what),
            secret.as_bytes(),
        )
    }

    fn open_secret(&self, what: &str, sealed: Option<&Sealed>) -> Option<String> {
        self.app.open_secret(self.account.id, what, sealed)
    }
}
