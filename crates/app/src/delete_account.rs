//! A partner removes an account that has not finished. Irreversible.

use crate::App;
use gangway_domain::{ListedNumber, PartnerId};
use gangway_storage::{RemoveOutcome, StorageError};

/// Why an account was not removed.
#[derive(Debug, thiserror::Error)]
pub enum DeleteError {
    /// It has finished and stays.
    #[error("whatsapp belongs to an account that has finished the onboarding; it can't be removed")]
    Finished,
    /// The partner lists no such number.
    #[error(
        "whatsapp is not in your list of onboarding accounts; send the number as getAccounts shows it"
    )]
    NotFound,
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StorageError),
}

impl App {
    /// Removes an unfinished account: its link is dead with the next request.
    ///
    /// # Errors
    /// See [`DeleteError`].
    pub async fn delete_account(
        &self,
        partner: PartnerId,
        number: &ListedNumber,
    ) -> Result<(), DeleteError> {
        match self
            .store
            .remove_account(partner, number, self.clock.now())
            .await?
        {
            RemoveOutcome::Removed => Ok(()),
            RemoveOutcome::Finished => Err(DeleteError::Finished),
            RemoveOutcome::NotFound => Err(DeleteError::NotFound),
        }
    }
}
