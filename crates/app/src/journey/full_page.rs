//! Meta's dialog as a full page, for browsers in which no window opens: the same attempt goes
//! out of the page and comes back by an address of ours, with a state that works once.

use super::exchange::Begun;
use super::work::Code;
use super::{JourneyError, JourneyStatus, REPORTED_BY_FACEBOOK};
use crate::App;
use gangway_crypto::hash;
use gangway_domain::{LinkSlug, PartnerId, alphanumeric};
use gangway_storage::{DialogState, StartOutcome};
use std::sync::Arc;
use std::time::Duration;

/// Five bits a character.
const STATE_LENGTH: usize = 52;
/// How long a turn through the dialog may take.
const TURN: Duration = Duration::from_secs(3600);
/// The longest state that is looked up.
const LONGEST_STATE: usize = 128;

/// What became of the wish to go through the dialog as a full page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FullPage {
    /// The dialog is to be opened with this state.
    Go {
        /// The `state` parameter.
        state: String,
    },
    /// The link is closed.
    Closed(JourneyStatus),
}

/// Where a customer goes on who has come back from the dialog.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WayOn {
    /// Her link.
    pub link: LinkSlug,
    /// Whose customer she is.
    pub partner: PartnerId,
}

/// What the dialog brought back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DialogReturn {
    /// The customer's consent.
    Code(String),
    /// She left, or was refused.
    Refused {
        /// Meta's word for it.
        reason: Option<String>,
    },
}

impl App {
    /// Where the dialog returns to. Meta compares it byte by byte, in the dialog and in the
    /// exchange, with what is registered for the app.
    #[must_use]
    pub fn redirect_uri(&self) -> String {
        format!("{}/oauth/return", self.settings.public_url)
    }

    /// Begins a turn through the dialog as a full page, which is a press on the button too.
    ///
    /// # Errors
    /// See [`JourneyError`].
    pub async fn begin_full_page(
        &self,
        link: &str,
        session: &str,
    ) -> Result<FullPage, JourneyError> {
        let account = self.account_of(link).await?;
        if let Some(closed) = self.closed_for(&account, link) {
            return Ok(FullPage::Closed(closed));
        }
        let (session, now) = (hash(session), self.clock.now());
        if self.store.start(account.id, session, now).await? == StartOutcome::Closed {
            return Ok(FullPage::Closed(self.link_status(link).await?));
        }
        let state = alphanumeric(self.rng.as_ref(), STATE_LENGTH);
        let dialog = DialogState {
            hash: hash(&state),
            account: account.id,
            session,
            until: now.plus(TURN),
        };
        self.store.keep_dialog(dialog, now).await?;
        // The partner may have replaced the link in between: then nobody gets this state.
        let account = self.account_of(link).await?;
        Ok(match self.closed_for(&account, link) {
            Some(closed) => FullPage::Closed(closed),
            None => FullPage::Go { state },
        })
    }

    /// Takes what the dialog brought back, and begins with it. Gives the page that tells the rest; `None` for a state that was never given out.
    ///
    /// # Errors
    /// See [`JourneyError`].
    pub async fn return_from_dialog(
        self: &Arc<Self>,
        state: &str,
        came: DialogReturn,
    ) -> Result<Option<WayOn>, JourneyError> {
        if state.is_empty() || state.len() > LONGEST_STATE {
            return Ok(None);
        }
        let now = self.clock.now();
        let Some(turn) = self.store.return_dialog(hash(state), now).await? else {
            return Ok(None);
        };
        let way = WayOn {
            link: turn.account.link.clone(),
            partner: turn.account.partner,
        };
        // A newer attempt has taken the place of this one.
        let latest = turn.fresh && self.store.is_latest(turn.account.id, turn.session).await?;
        if !latest {
            return Ok(Some(way));
        }
        match came {
            DialogReturn::Code(code) => {
                let code = Code {
                    code,
                    redirect_uri: Some(self.redirect_uri()),
                };
                // The run goes on by itself; the page that comes next shows it.
                match self.begin_with_code(turn.account, code).await? {
                    Begun::Run(_) | Begun::Stands(_) => {}
                }
            }
            DialogReturn::Refused { reason } => {
                let denied = reason.as_deref() == Some("user_denied");
                let step = (!denied).then(|| REPORTED_BY_FACEBOOK.to_owned());
                let (account, session) = (turn.account.id, turn.session);
                self.store
                    .cancel(account, session, step, reason.as_deref().map(short), now)
                    .await?;
            }
        }
        Ok(Some(way))
    }
}

/// Meta's words for a refusal are short; whatever else comes is cut.
fn short(word: &str) -> String {
    word.chars()
        .filter(|c| c.is_ascii_alphanumeric() || *c == '_' || *c == ' ')
        .take(64)
        .collect()
}
