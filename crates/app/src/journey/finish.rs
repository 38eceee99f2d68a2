//! The last step: the account is finished.

use super::JourneyStatus;
use super::work::{Stop, Work};
use gangway_domain::{Problem, Step};
use gangway_meta::{BusinessToken, MetaNumber};
use gangway_storage::{FinishOutcome, Finished};

impl Work {
    pub(super) async fn finish(
        &mut self,
        token: &BusinessToken,
        number: &MetaNumber,
    ) -> Result<JourneyStatus, Stop> {
        let digits = number
            .number()
            .map_err(|_| Stop::problem(Step::Prove, Problem::MetaRefused))?;
        self.begin(Step::Finish).await?;
        // Good to have, not worth a halt.
        let business = match self.app.graph.client_business_id(token).await {
            Ok(business) => business,
            Err(error) => {
                self.note(&error, Step::Finish);
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
            FinishOutcome::NumberTaken => Err(Stop::problem(Step::Finish, Problem::NumberTaken)),
            FinishOutcome::Removed | FinishOutcome::LeaseLost => Err(Stop::Lost),
        }
    }
}
