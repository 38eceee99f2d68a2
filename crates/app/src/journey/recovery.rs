//! A set-up that goes on though the customer's browser brought nothing: Meta told of her
//! consent, and gives the token to the operator.

use super::work::{Wanted, Work};
use crate::App;
use crate::keys::TOKEN;
use gangway_domain::{Onboarding, WabaId};
use gangway_meta::BusinessToken;
use gangway_storage::{ClaimOutcome, Recovery, StorageError};
use std::sync::Arc;

/// What became of a recovery.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Recovered {
    /// The set-up goes on.
    Begun,
    /// Another run is at it.
    Busy,
    /// The account finished or was removed meanwhile.
    Closed,
}

impl App {
    /// Gives an account the token that Meta handed out, and goes on with its set-up. It proves
    /// what the token owns like any other.
    pub(crate) async fn recover(
        self: &Arc<Self>,
        account: Onboarding,
        waba: WabaId,
        token: &BusinessToken,
    ) -> Result<Recovered, StorageError> {
        let (lease, held) = self.new_lease();
        let recovery = Recovery {
            token: self.seal(account.id, TOKEN, token.expose()),
            waba,
        };
        let outcome = self
            .store
            .claim_recovery(account.id, recovery, lease, self.clock.now())
            .await?;
        Ok(match outcome {
            ClaimOutcome::Claimed(grant) => {
                tracing::info!(account = %account.id, "a set-up goes on by Meta's word");
                let work = Work {
                    app: Arc::clone(self),
                    account,
                    held,
                    grant: *grant,
                    wanted: Wanted::ByItself,
                };
                // It runs by itself; its lease is its claim.
                drop(self.spawn(work, None));
                Recovered::Begun
            }
            ClaimOutcome::Busy | ClaimOutcome::NotBefore(_) => Recovered::Busy,
            ClaimOutcome::Closed | ClaimOutcome::CodeSeen | ClaimOutcome::NoToken => {
                Recovered::Closed
            }
        })
    }
}
