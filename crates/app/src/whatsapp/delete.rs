//! A partner deletes a number that its customer has connected. Irreversible.

use crate::App;
use gangway_domain::{ListedNumber, PartnerId};
use gangway_storage::{RemoveConnectedOutcome, StorageError};

/// Why a connected number was not deleted.
#[derive(Debug, thiserror::Error)]
pub enum DeleteWhatsAppError {
    /// The partner has connected no such number.
    #[error("whatsapp is not under your account; send the number as getWhatsApp shows it")]
    NotFound,
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StorageError),
}

impl App {
    /// Deletes a connected number: it leaves every list with the next request. A job takes
    /// back what the set-up did at Meta and erases the secrets, however often this process
    /// ends meanwhile. Asked again it says the same again: the first answer may have been lost.
    ///
    /// # Errors
    /// See [`DeleteWhatsAppError`].
    pub async fn delete_whatsapp(
        &self,
        partner: PartnerId,
        number: &ListedNumber,
    ) -> Result<(), DeleteWhatsAppError> {
        let now = self.clock.now();
        match self.store.remove_connected(partner, number, now).await? {
            RemoveConnectedOutcome::Removed => Ok(()),
            RemoveConnectedOutcome::NotFound => Err(DeleteWhatsAppError::NotFound),
        }
    }
}
