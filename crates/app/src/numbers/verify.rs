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
        let waiting = waiting.ok_or(NumberError::NotRegistered)?;
        let id = waiting.meta_id.ok_or(NumberError::NotRegistered)?;
        let token = &pool.system_token;
        let code = code.as_str();
        let given = self.graph.verify_preverified_code(token, &id, code).await;
        let read = self.graph.preverified_number(token, &id).await.ok();
        let read = read.filter(|read| read.verification == CodeVerification::Verified);
        if let Err(error) = given {
            let is_wrong = error.number_refusal() == Some(NumberRefusal::WrongCode);
            // Where the answer was lost, Meta tells whether this code has done it.
            let until = read.as_ref().and_then(|read| read.expires_at);
            let is_newer = match waiting.verified_until {
                Some(before) => until.is_some_and(|until| before < until),
                None => read.is_some(),
            };
            if !error.may_have_acted() || !is_newer {
                return Err(match is_wrong {
                    true => NumberError::WrongCode,
                    false => refused(&error),
                });
            }
        }
        // Meta knows best until when; where it does not say, it is what it promises.
        let until = read
            .and_then(|read| read.expires_at)
            .unwrap_or_else(|| now.plus(VERIFIED_FOR));
        match self.store.number_verified(partner, number, until).await? {
            true => Ok(until),
            false => Err(NumberError::NotRegistered),
        }
    }
}
