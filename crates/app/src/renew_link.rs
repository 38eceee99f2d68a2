//! A partner gives an account a new link: because the old one has expired, or because its
//! number was cut off and is to be connected again.

use crate::lists::with_base;
use crate::{App, List};
use gangway_domain::{LinkSlug, ListedNumber, PartnerId};
use gangway_storage::{NewLink, RenewOutcome, StorageError};
use std::time::Duration;

/// Why there is no new link.
#[derive(Debug, thiserror::Error)]
pub enum RenewError {
    /// The number is live.
    #[error("whatsapp belongs to an account whose number is connected; there is nothing to renew")]
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
    /// Gives an account a new link and puts the old one out of use. Gives the account as the
    /// list shows it.
    ///
    /// # Errors
    /// See [`RenewError`].
    pub async fn renew_link(
        &self,
        partner: PartnerId,
        number: &ListedNumber,
        expires_in: Option<Duration>,
    ) -> Result<List, RenewError> {
        let now = self.clock.now();
        let new = NewLink {
            link: LinkSlug::generate(self.rng.as_ref()),
            expires_at: expires_in.map(|span| now.plus(span)),
        };
        match self.store.renew_link(partner, number, new, now).await? {
            RenewOutcome::Renewed { fragment } => Ok(List {
                revision: 0,
                objects: with_base(&self.base_of(partner).await?, fragment.as_bytes(), 1),
                next: None,
            }),
            RenewOutcome::Finished => Err(RenewError::Finished),
            RenewOutcome::NotFound => Err(RenewError::NotFound),
        }
    }
}
