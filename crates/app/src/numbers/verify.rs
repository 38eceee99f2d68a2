//! The code that came to a registered number.

use super::{NumberError, refused};
use crate::App;
use gangway_domain::{NumberCall, NumberCode, PartnerId, PhoneNumber, Timestamp, VERIFIED_FOR};
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
        let counted = self.store.count_call(number, NumberCall::Verify, now);
        if let Some(again) = counted.await? {
            return Err(NumberError::TooManyCodes(now.until(again)));
        }
        let token = &pool.system_token;
        let code = code.as_str();
        let given = self.graph.verify_preverified_code(token, &id, code).await;
        let read = self.graph.preverified_number(token, &id).await.ok();
        let read = read.filter(|read| read.verification == CodeVerification::Verified);
        let until = read.as_ref().and_then(|read| read.expires_at);
        let is_later = |until: &Timestamp| waiting.verified_until.is_none_or(|had| had < *until);
        let until = until.filter(is_later);
        if let Err(error) = given {
            // Where the answer was lost, now or before, Meta tells whether a code has done it.
            // What was proved for the first time may have been proved by another holder before.
            let is_done = match waiting.verified_until {
                Some(_) => until.is_some(),
                None => error.may_have_acted() && read.is_some(),
            };
            if !is_done {
                let is_wrong = error.number_refusal() == Some(NumberRefusal::WrongCode);
                return Err(match is_wrong {
                    true => NumberError::WrongCode,
                    false => refused(&error),
                });
            }
        }
        // Meta knows best until when; where it does not say, it is what it promises.
        let until = until.unwrap_or_else(|| now.plus(VERIFIED_FOR));
        match self.store.number_verified(partner, number, until).await? {
            true => Ok(until),
            false => Err(NumberError::NotRegistered),
        }
    }
}
