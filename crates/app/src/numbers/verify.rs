//! The code that came to a registered number.

use super::{NumberError, refused};
use crate::App;
use gangway_domain::{NumberCode, PartnerId, PhoneNumber, Timestamp, VERIFIED_FOR};
use gangway_meta::{CodeVerification, NumberRefusal};

impl App {
    /// Gives Meta the code; from then on a link may use the number. Gives until when.
    ///
    /// # Errors
    /// See [`NumberError`].
    pub async fn verify_number(
        &self,
        partner: PartnerId,
        number: &PhoneNumber,
        code: &NumberCode,
    ) -> Result<Timestamp, NumberError> {
        let pool = self.pool()?;
        let now = self.clock.now();
        let held = self.store.registered_number(partner, number).await?;
        let waiting = held.filter(|held| held.may_be_verified(now));
        let id = waiting.and_then(|waiting| waiting.meta_id);
        let id = id.ok_or(NumberError::NotRegistered)?;
        let token = &pool.system_token;
        self.graph
            .verify_preverified_code(token, &id, code.as_str())
            .await
            .map_err(|error| match error.number_refusal() {
                Some(NumberRefusal::WrongCode) => NumberError::WrongCode,
                _ => refused(&error),
            })?;
        // Meta knows best until when; where it does not say, it is what it promises.
        let read = self.graph.preverified_number(token, &id).await.ok();
        let until = read
            .filter(|read| read.verification == CodeVerification::Verified)
            .and_then(|read| read.expires_at)
            .unwrap_or_else(|| now.plus(VERIFIED_FOR));
        match self.store.number_verified(partner, number, until).await? {
            true => Ok(until),
            false => Err(NumberError::NotRegistered),
        }
    }
}
