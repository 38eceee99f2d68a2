//! The code exchange: in the request that brings the code, exactly once.

use super::lease::Held;
use super::work::{Code, Stop, Wanted, Work};
use super::{JourneyError, JourneyStatus};
use crate::App;
use crate::keys::{PIN, TOKEN};
use gangway_crypto::hash;
use gangway_domain::{Onboarding, Problem, Step};
use gangway_storage::{ClaimOutcome, Given, Progress, StepRecord, StorageError};
use std::sync::Arc;
use tokio::task::JoinHandle;

/// Meta's codes are a few hundred characters; this bounds what is taken.
const LONGEST_CODE: usize = 4096;

/// What came of the wish to work on an account.
pub(super) enum Begun {
    /// A run is under way.
    Run(JoinHandle<Result<JourneyStatus, JourneyError>>),
    /// There is nothing to run; this is how things stand.
    Stands(JourneyStatus),
}

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
        let account = self.account_of(link).await?;
        if let Some(closed) = self.closed_for(&account, link) {
            return Ok(closed);
        }
        let code = Code {
            code,
            redirect_uri: None,
        };
        ended(self.begin_with_code(account, code).await?).await
    }

    /// Takes the lease for a code and begins the run.
    pub(super) async fn begin_with_code(
        self: &Arc<Self>,
        account: Onboarding,
        code: Code,
    ) -> Result<Begun, JourneyError> {
        if code.code.is_empty() || code.code.len() > LONGEST_CODE {
            return Err(JourneyError::Unreadable("code is empty or too long"));
        }
        if let Some(closed) = self.closed(&account) {
            return Ok(Begun::Stands(closed));
        }
        let (lease, held) = self.new_lease();
        let now = self.clock.now();
        let outcome = self
            .store
            .claim_exchange(account.id, hash(&code.code), lease, now)
            .await?;
        self.work_on(account, held, outcome, Some(code)).await
    }

    /// Goes on with a stored token, because somebody asked for it.
    ///
    /// # Errors
    /// See [`JourneyError`].
    pub async fn resume_signup(
        self: &Arc<Self>,
        link: &str,
    ) -> Result<JourneyStatus, JourneyError> {
        self.resume_with(link, None).await
    }

    /// Goes on with the two-step PIN that the customer gave.
    ///
    /// # Errors
    /// See [`JourneyError`].
    pub async fn give_pin(
        self: &Arc<Self>,
        link: &str,
        pin: &str,
    ) -> Result<JourneyStatus, JourneyError> {
        if pin.len() != 6 || !pin.bytes().all(|digit| digit.is_ascii_digit()) {
            return Err(JourneyError::Unreadable("pin must be six digits"));
        }
        self.resume_with(link, Some(pin)).await
    }

    async fn resume_with(
        self: &Arc<Self>,
        link: &str,
        pin: Option<&str>,
    ) -> Result<JourneyStatus, JourneyError> {
        let account = self.account_of(link).await?;
        if let Some(closed) = self.closed_for(&account, link) {
            return Ok(closed);
        }
        // A PIN is taken where one was asked for, and there nothing goes on without one: Meta
        // counts how often it is given a wrong one.
        let asked_for = matches!(
            account.problem,
            Some(Problem::PinUnknown | Problem::PinTries)
        );
        if pin.is_some() != asked_for {
            return Ok(self.status_of(&account).await?);
        }
        let given = match pin {
            Some(pin) => Given::Pin(self.seal(account.id, PIN, pin)),
            None => Given::Nothing,
        };
        self.go_on(account, given).await
    }

    /// Goes on with the stored token and what was given for it.
    pub(super) async fn go_on(
        self: &Arc<Self>,
        account: Onboarding,
        given: Given,
    ) -> Result<JourneyStatus, JourneyError> {
        ended(self.begin_to_go_on(account, given).await?).await
    }

    /// As [`go_on`](Self::go_on), and does not wait for the end of it.
    pub(super) async fn begin_to_go_on(
        self: &Arc<Self>,
        account: Onboarding,
        given: Given,
    ) -> Result<Begun, JourneyError> {
        let (lease, held) = self.new_lease();
        let now = self.clock.now();
        let outcome = self
            .store
            .claim_resume(account.id, given, lease, now)
            .await?;
        self.work_on(account, held, outcome, None).await
    }

    /// Does the work of a lease that was got, from the exchange on if there is a code.
    async fn work_on(
        self: &Arc<Self>,
        account: Onboarding,
        held: Held,
        outcome: ClaimOutcome,
        code: Option<Code>,
    ) -> Result<Begun, JourneyError> {
        let link = account.link.clone();
        Ok(match outcome {
            ClaimOutcome::Claimed(grant) => {
                let work = Work {
                    app: Arc::clone(self),
                    account,
                    held,
                    grant: *grant,
                    wanted: Wanted::ByPerson,
                };
                Begun::Run(self.spawn(work, code))
            }
            ClaimOutcome::Busy => Begun::Stands(JourneyStatus::Working),
            ClaimOutcome::CodeSeen | ClaimOutcome::NoToken | ClaimOutcome::NotBefore(_) => {
                Begun::Stands(self.link_status(link.as_str()).await?)
            }
            ClaimOutcome::Closed => {
                let account = self.account_of(link.as_str()).await?;
                Begun::Stands(match self.closed(&account) {
                    Some(closed) => closed,
                    None => self.status_of(&account).await?,
                })
            }
        })
    }
}

async fn ended(begun: Begun) -> Result<JourneyStatus, JourneyError> {
    let run = match begun {
        Begun::Run(run) => run,
        Begun::Stands(status) => return Ok(status),
    };
    run.await.unwrap_or_else(|fault| {
        tracing::error!(%fault, "a set-up task ended abnormally");
        Ok(JourneyStatus::Working)
    })
}

impl Work {
    /// Exchanges the code and stores the token. The store noted with the claim that this was
    /// begun; it is never tried twice.
    pub(super) async fn exchange(&mut self, code: &Code) -> Result<(), Stop> {
        let redirect_uri = code.redirect_uri.as_deref();
        let exchanged = self.app.graph.exchange_code(&code.code, redirect_uri).await;
        match exchanged {
            Ok(token) => {
                let sealed = self.seal(TOKEN, token.expose());
                self.must(Progress::Exchanged(sealed)).await
            }
            Err(error) => Err(self.refused(&StepRecord::untried(Step::Exchange), &error)),
        }
    }

    /// Takes the lease again that a halt of this very run gave back.
    pub(super) async fn claim_again(&mut self) -> Result<bool, StorageError> {
        let (lease, held) = self.app.new_lease();
        let now = self.app.clock.now();
        let outcome = self
            .app
            .store
            .claim_resume(self.account.id, Given::Nothing, lease, now)
            .await?;
        let ClaimOutcome::Claimed(grant) = outcome else {
            return Ok(false);
        };
        self.held = held;
        self.grant = *grant;
        Ok(true)
    }
}
