//! What the customer's page reports, the code aside.

use super::work::ids_may_help;
use super::{JourneyError, JourneyStatus, REPORTED_BY_FACEBOOK};
use crate::App;
use gangway_crypto::hash;
use gangway_meta::SessionEvent;
use gangway_storage::{Claims, StartOutcome};
use std::sync::Arc;

/// What the page heard from Meta's dialog.
#[derive(Debug, Clone)]
pub enum BrowserSignal {
    /// The text of a window message.
    Message(String),
    /// The dialog closed without a code.
    Closed,
}

impl App {
    /// Notes that a person looked at the page.
    ///
    /// # Errors
    /// See [`JourneyError`].
    pub async fn open_link(&self, link: &str) -> Result<(), JourneyError> {
        let account = self.account_of(link).await?;
        if self.closed_for(&account, link).is_none() {
            self.store.open(account.id, self.clock.now()).await?;
        }
        Ok(())
    }

    /// Notes a press on the button: a new attempt.
    ///
    /// # Errors
    /// See [`JourneyError`].
    pub async fn start_signup(
        &self,
        link: &str,
        session: &str,
    ) -> Result<JourneyStatus, JourneyError> {
        let account = self.account_of(link).await?;
        if let Some(closed) = self.closed_for(&account, link) {
            return Ok(closed);
        }
        let outcome = self
            .store
            .start(account.id, hash(session), self.clock.now())
            .await?;
        match outcome {
            StartOutcome::Started => Ok(JourneyStatus::Waiting),
            StartOutcome::Closed => self.link_status(link).await,
        }
    }

    /// Where the customer stands now.
    ///
    /// # Errors
    /// See [`JourneyError`].
    pub async fn link_status(&self, link: &str) -> Result<JourneyStatus, JourneyError> {
        let account = self.account_of(link).await?;
        match self.closed_for(&account, link) {
            Some(replaced @ JourneyStatus::Replaced) => Ok(replaced),
            _ => Ok(self.status_of(&account).await?),
        }
    }

    /// Takes what the page heard from Meta's dialog.
    ///
    /// # Errors
    /// See [`JourneyError`].
    pub async fn browser_signal(
        self: &Arc<Self>,
        link: &str,
        session: &str,
        signal: BrowserSignal,
    ) -> Result<JourneyStatus, JourneyError> {
        let account = self.account_of(link).await?;
        if let Some(closed) = self.closed_for(&account, link) {
            // The finish of this very attempt may have been quicker than what the page heard.
            let own = closed == JourneyStatus::AlreadyFinished
                && self.store.is_latest(account.id, hash(session)).await?;
            return match own {
                true => Ok(self.status_of(&account).await?),
                false => Ok(closed),
            };
        }
        let event = match signal {
            BrowserSignal::Closed => SessionEvent::Cancelled { step: None },
            BrowserSignal::Message(text) => SessionEvent::parse(&text).map_err(|_| {
                JourneyError::Unreadable("message is not a session event of Embedded Signup")
            })?,
        };
        match event {
            SessionEvent::Finish {
                waba, phone_number, ..
            } => {
                let claims = Claims { waba, phone_number };
                let before = self.store.grant(account.id).await?.unwrap_or_default();
                let new = before.claims != claims;
                let latest = self
                    .store
                    .claim_assets(account.id, hash(session), claims)
                    .await?;
                let current = self.account_of(link).await?;
                if latest && new && current.problem.is_some_and(ids_may_help) {
                    return self.resume_signup(link).await;
                }
                match self.link_status(link).await? {
                    JourneyStatus::Ready | JourneyStatus::Cancelled { .. } => {
                        Ok(JourneyStatus::Waiting)
                    }
                    other => Ok(other),
                }
            }
            SessionEvent::Cancelled { step } => self.left_dialog(link, session, step, None).await,
            SessionEvent::Reported { error_code, .. } => {
                let step = Some(REPORTED_BY_FACEBOOK.to_owned());
                self.left_dialog(link, session, step, error_code).await
            }
            SessionEvent::Error => {
                let step = Some(REPORTED_BY_FACEBOOK.to_owned());
                self.left_dialog(link, session, step, None).await
            }
            SessionEvent::Other(_) => self.link_status(link).await,
        }
    }

    async fn left_dialog(
        &self,
        link: &str,
        session: &str,
        step: Option<String>,
        cause: Option<String>,
    ) -> Result<JourneyStatus, JourneyError> {
        let account = self.account_of(link).await?;
        self.store
            .cancel(account.id, hash(session), step, cause, self.clock.now())
            .await?;
        self.link_status(link).await
    }
}
