//! The customers who ask for a new link and have none yet.

use crate::App;
use crate::account_view::state_at;
use crate::lists::with_base;
use gangway_domain::{OnboardingState, PartnerId, Timestamp};
use gangway_storage::{StorageError, fragment};

/// An open wish for a new link.
#[derive(Debug, Clone)]
pub struct RenewalRequest {
    /// Since when.
    pub asked_at: Timestamp,
    /// Where the account stands by now: a removed one cannot be given a link.
    pub state: OnboardingState,
    /// The account as a ready JSON object, as the list shows or showed it.
    pub account: Vec<u8>,
}

impl App {
    /// The open wishes of a partner's customers, removed accounts included; the oldest first,
    /// at most [`RENEWAL_WISHES_SHOWN`](gangway_storage::RENEWAL_WISHES_SHOWN).
    ///
    /// # Errors
    /// When the store fails.
    pub async fn renewal_wishes(
        &self,
        partner: PartnerId,
    ) -> Result<Vec<RenewalRequest>, StorageError> {
        let now = self.clock.now();
        let open = self.store.renewal_wishes(partner).await?;
        let base = self.base_of(partner).await?;
        let shown = open.into_iter().map(|wish| RenewalRequest {
            asked_at: wish.asked_at,
            state: state_at(&wish.account, now),
            account: with_base(&base, fragment(&wish.account).as_bytes(), 1),
        });
        Ok(shown.collect())
    }
}
