//! A partner gives a registered number up.

use super::{NumberError, refused};
use crate::App;
use gangway_domain::{PartnerId, PhoneNumber};
use gangway_meta::GraphErrorKind;
use gangway_storage::ReleaseOutcome;

impl App {
    /// Gives a number up that no link uses; it leaves Meta's pool first, so that nothing stays
    /// there of which nobody knows.
    ///
    /// # Errors
    /// See [`NumberError`].
    pub async fn release_number(
        &self,
        partner: PartnerId,
        number: &PhoneNumber,
    ) -> Result<(), NumberError> {
        let pool = self.pool()?;
        let held = self.store.registered_number(partner, number).await?;
        let held = held.ok_or(NumberError::NotRegistered)?;
        if held.account.is_some() {
            return Err(NumberError::Linked);
        }
        if let Some(id) = &held.meta_id {
            match self.graph.delete_preverified(&pool.system_token, id).await {
                Ok(()) => {}
                Err(error) if error.kind() == GraphErrorKind::Gone => {}
                Err(error) => return Err(refused(&error)),
            }
        }
        match self.store.release_number(partner, number).await? {
            ReleaseOutcome::Released(_) => Ok(()),
            ReleaseOutcome::InUse => Err(NumberError::Linked),
            ReleaseOutcome::NotFound => Err(NumberError::NotRegistered),
        }
    }
}
