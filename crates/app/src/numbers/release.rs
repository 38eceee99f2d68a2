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
        // Before Meta hears of it: no link may be made for it meanwhile.
        let held = match self.store.withdraw_number(partner, number).await? {
            ReleaseOutcome::Released(held) => held,
            ReleaseOutcome::InUse => return Err(NumberError::Linked),
            ReleaseOutcome::NotFound => return Err(NumberError::NotRegistered),
        };
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
