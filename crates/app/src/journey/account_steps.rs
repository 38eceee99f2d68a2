//! The steps that concern the customer's WhatsApp account: its events, and who pays.

use super::work::{Stop, Work};
use gangway_domain::{Step, StepState, WabaId};
use gangway_meta::BusinessToken;
use gangway_storage::Progress;

impl Work {
    /// Has the account's events sent to the app. Asking twice would clear what another server
    /// of the operator has set there, so a lost answer is looked up first.
    pub(super) async fn subscribe(
        &mut self,
        token: &BusinessToken,
        waba: &WabaId,
    ) -> Result<(), Stop> {
        if self.grant.subscribed && !self.was_cut_off() {
            return Ok(());
        }
        let before = self.begin(Step::Subscribe).await?;
        if before.tries > 0 {
            let read = self.app.graph.subscribed(token, waba).await;
            if read.map_err(|error| self.refused(&before, &error))? {
                return self.must(Progress::Subscribed).await;
            }
        }
        let called = self.app.graph.subscribe_app(token, waba).await;
        called.map_err(|error| self.refused(&before, &error))?;
        self.must(Progress::Subscribed).await
    }

    /// Shares the operator's credit line with the account, where one is configured. Once it is
    /// attached it cannot be swapped.
    pub(super) async fn pay(&mut self, token: &BusinessToken, waba: &WabaId) -> Result<(), Stop> {
        let Some(line) = self.app.settings.credit_line.clone() else {
            return Ok(());
        };
        if self.grant.credit_allocation.is_some() {
            return Ok(());
        }
        let before = self.begin(Step::CreditLine).await?;
        if before.tries > 0 && before.state != StepState::Skipped {
            let read = self.app.graph.funding(token, waba).await;
            if let Some(funding) = read.map_err(|error| self.refused(&before, &error))? {
                return self.must(Progress::CreditLine(funding)).await;
            }
        }
        let called = self
            .app
            .graph
            .attach_credit_line(&line.system_token, &line.id, waba, &line.currency)
            .await;
        let allocation = called.map_err(|error| self.refused(&before, &error))?;
        self.must(Progress::CreditLine(allocation)).await
    }

    /// Whether this account was live before: what was done for it may have been undone.
    pub(super) const fn was_cut_off(&self) -> bool {
        self.account.finished_at.is_some()
    }
}
