//! The last step: the account is finished, or what was done is taken back.

use super::provision::{Stop, Work};
use super::{JourneyError, JourneyStatus};
use gangway_domain::{OnboardingState, Problem};
use gangway_meta::{BusinessToken, MetaNumber};
use gangway_storage::{FinishOutcome, Finished};

impl Work {
    pub(super) async fn finish(
        &self,
        token: &BusinessToken,
        number: &MetaNumber,
    ) -> Result<JourneyStatus, Stop> {
        let digits = number
            .number()
            .map_err(|_| Stop::Problem(Problem::MetaRefused))?;
        // Good to have, not worth a halt.
        let business = match self.app.graph.client_business_id(token).await {
            Ok(business) => business,
            Err(error) => {
                self.note(&error, "read business");
                None
            }
        };
        let finished = Finished {
            number: digits.clone(),
            business,
            at: self.app.clock.now(),
        };
        let outcome = self
            .app
            .store
            .finish(self.account.id, self.owner, finished)
            .await?;
        match outcome {
            FinishOutcome::Finished(account) => {
                tracing::info!(account = %account.id, "onboarding finished");
                Ok(JourneyStatus::Finished {
                    number: digits.as_str().to_owned(),
                })
            }
            FinishOutcome::NumberTaken => Err(Stop::Problem(Problem::NumberTaken)),
            FinishOutcome::Removed | FinishOutcome::LeaseLost => Err(Stop::Lost),
        }
    }

    /// The partner removed the account while the set-up ran: the customer's number must not
    /// stay connected to an app that no longer lists it.
    pub(super) async fn undo_if_removed(&self, token: &BusinessToken) -> Result<(), JourneyError> {
        let current = self.app.account_of(self.account.link.as_str()).await?;
        if current.state != OnboardingState::Removed {
            return Ok(());
        }
        let graph = &self.app.graph;
        if self.grant.registered
            && let Some(number) = &self.grant.phone_number
            && let Err(error) = graph.deregister(token, number).await
        {
            self.note(&error, "deregister after removal");
        }
        if self.grant.subscribed
            && let Some(waba) = &self.grant.waba
            && let Err(error) = graph.unsubscribe_app(token, waba).await
        {
            self.note(&error, "unsubscribe after removal");
        }
        Ok(())
    }
}
