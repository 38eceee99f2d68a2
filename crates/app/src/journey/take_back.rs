//! The partner removed the account: the customer's number must not stay connected to an app
//! that no longer lists it.

use super::JourneyError;
use super::provision::Work;
use crate::App;
use crate::keys::TOKEN;
use gangway_domain::{AccountId, OnboardingState};
use gangway_meta::{BusinessToken, GraphError};
use gangway_storage::{Abandoned, Grant, StorageError};
use std::sync::Arc;

impl App {
    /// Takes back what a halted set-up had done, beside the call that removed it.
    pub(crate) fn abandon(self: &Arc<Self>, abandoned: Abandoned) {
        let Abandoned { account, grant } = abandoned;
        let Some(token) = self.open_secret(account, TOKEN, grant.token.as_ref()) else {
            return;
        };
        let app = Arc::clone(self);
        self.work.spawn(async move {
            let token = BusinessToken::new(token);
            let taking = app.take_back(account, &token, &grant);
            match app.stopping.run_until_cancelled(taking).await {
                Some(Ok(())) => {}
                Some(Err(error)) => {
                    tracing::error!(account = %account, %error, "a removed set-up was not taken back");
                }
                None => {
                    tracing::error!(account = %account, "a removed set-up was not taken back: the process ends");
                }
            }
        });
    }

    /// Unsubscribes and deregisters, but nothing that another account stands on. Meta's
    /// refusals are only noted: there is nobody left to tell.
    async fn take_back(
        &self,
        account: AccountId,
        token: &BusinessToken,
        grant: &Grant,
    ) -> Result<(), StorageError> {
        let (Some(waba), Some(number)) = (&grant.waba, &grant.phone_number) else {
            return Ok(());
        };
        let note = |error: GraphError, step: &'static str| {
            tracing::warn!(account = %account, step, %error, "taking back did not succeed");
        };
        let in_use = self.store.assets_in_use(waba, number).await?;
        if grant.registered
            && !in_use.phone_number
            && let Err(error) = self.graph.deregister(token, number).await
        {
            note(error, "deregister");
        }
        if grant.subscribed
            && !in_use.waba
            && let Err(error) = self.graph.unsubscribe_app(token, waba).await
        {
            note(error, "unsubscribe");
        }
        Ok(())
    }
}

impl Work {
    /// Takes back what this run did, if the account was removed meanwhile.
    pub(super) async fn undo_if_removed(&self) -> Result<(), JourneyError> {
        let Some(token) = self.token() else {
            return Ok(());
        };
        let current = self.app.account_of(self.account.link.as_str()).await?;
        if current.state == OnboardingState::Removed {
            let account = self.account.id;
            self.app.take_back(account, &token, &self.grant).await?;
        }
        Ok(())
    }
}
