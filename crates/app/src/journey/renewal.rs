//! A link that no longer works is no wall: its customer can ask for a new one.

use super::{JourneyError, JourneyStatus};
use crate::App;

impl App {
    /// Notes that the customer of a closed link asks for a new one. Asking again, or for a link
    /// that works, changes nothing.
    ///
    /// # Errors
    /// See [`JourneyError`].
    pub async fn ask_for_new_link(&self, link: &str) -> Result<(), JourneyError> {
        let account = self.account_of(link).await?;
        let wanted = matches!(
            self.closed_for(&account, link),
            Some(JourneyStatus::Expired | JourneyStatus::Gone | JourneyStatus::Replaced)
        );
        if wanted
            && self
                .store
                .request_renewal(account.id, self.clock.now())
                .await?
        {
            tracing::info!(account = %account.id, "a customer asks for a new link");
        }
        Ok(())
    }
}
