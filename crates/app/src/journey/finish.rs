//! The last step: the account is finished.

use super::JourneyStatus;
use super::provision::{Stop, Work};
use gangway_domain::Problem;
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
            .finish(self.account.id, self.held.owner, finished)
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
}
