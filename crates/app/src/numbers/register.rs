//! A partner asks for a code to a number.

use super::{NumberError, NumberPool, refused};
use crate::App;
use gangway_domain::{CodeLanguage, PartnerId, PhoneNumber, PreverifiedId, RegisteredNumber, Text};
use gangway_meta::{CodeMethod, CodeVerification, GraphError, GraphErrorKind, NumberRefusal};
use gangway_storage::{RegisterOutcome, Registration};

/// What a partner asks for.
#[derive(Debug, Clone)]
pub struct RegisterNumber {
    /// Which number.
    pub number: PhoneNumber,
    /// How its code comes.
    pub method: CodeMethod,
    /// What the partner notes beside it.
    pub comment: Option<Text<200>>,
    /// The language of the code's message.
    pub language: CodeLanguage,
}

impl App {
    /// Reserves a number and has Meta send a code to it.
    ///
    /// # Errors
    /// See [`NumberError`].
    pub async fn register_number(
        &self,
        partner: PartnerId,
        wish: RegisterNumber,
    ) -> Result<(), NumberError> {
        let pool = self.pool()?;
        let now = self.clock.now();
        let registration = Registration {
            partner,
            number: wish.number,
            comment: wish.comment,
            at: now,
        };
        // Counted before Meta hears of it: an answer that is lost was a code all the same.
        let reserved = match self.store.reserve_number(registration).await? {
            RegisterOutcome::Reserved(reserved) => *reserved,
            RegisterOutcome::TooManyCodes(again) => {
                return Err(NumberError::TooManyCodes(now.until(again)));
            }
            RegisterOutcome::Full => return Err(NumberError::Full),
            RegisterOutcome::Held => return Err(NumberError::Held),
        };
        let id = self.in_pool(pool, &reserved).await?;
        let asked = self.ask_for_code(pool, &id, wish.method, &wish.language);
        let Err(error) = asked.await else {
            return Ok(());
        };
        let gone = error.kind() == GraphErrorKind::Gone;
        if !gone
            && !self
                .is_proved_by_nobody(pool, &reserved, &id, &error)
                .await?
        {
            return Err(refused(&error));
        }
        // It is put in again: it left the pool without our doing, or has just been taken out.
        let id = self.add(pool, &reserved).await?;
        let asked = self.ask_for_code(pool, &id, wish.method, &wish.language);
        asked.await.map_err(|error| refused(&error))
    }

    /// Whether Meta takes no code because it holds the number for verified, and nobody here
    /// does: the answer to that was lost, perhaps to somebody else. It is taken out of the pool
    /// then, so that whoever asks now proves it.
    async fn is_proved_by_nobody(
        &self,
        pool: &NumberPool,
        reserved: &RegisteredNumber,
        id: &PreverifiedId,
        error: &GraphError,
    ) -> Result<bool, NumberError> {
        if error.number_refusal() != Some(NumberRefusal::NoCodeNow) {
            return Ok(false);
        }
        let token = &pool.system_token;
        let read = self.graph.preverified_number(token, id).await;
        let read = read.map_err(|error| refused(&error))?;
        let is_verified = read.verification == CodeVerification::Verified;
        if let Some(before) = reserved.verified_until {
            // Renewed by a code whose answer was lost.
            if let Some(until) = read
                .expires_at
                .filter(|until| is_verified && before < *until)
            {
                let (partner, number) = (reserved.partner, &reserved.number);
                self.store.number_verified(partner, number, until).await?;
                return Err(NumberError::Held);
            }
            return Ok(false);
        }
        // What was in the pool before Gangway knew of it is the operator's own affair.
        if !is_verified || reserved.meta_id.is_none() {
            return Ok(false);
        }
        let deleted = self.graph.delete_preverified(token, id).await;
        deleted.map_err(|error| refused(&error))?;
        Ok(true)
    }

    async fn ask_for_code(
        &self,
        pool: &NumberPool,
        id: &PreverifiedId,
        method: CodeMethod,
        language: &CodeLanguage,
    ) -> Result<(), GraphError> {
        self.graph
            .request_preverified_code(&pool.system_token, id, method, language)
            .await
    }

    /// Meta's id of a reserved number, which is put into the pool where it is not yet.
    async fn in_pool(
        &self,
        pool: &NumberPool,
        reserved: &RegisteredNumber,
    ) -> Result<PreverifiedId, NumberError> {
        match &reserved.meta_id {
            Some(id) => Ok(id.clone()),
            None => self.add(pool, reserved).await,
        }
    }

    /// Looked for first: the answer to an earlier try may have been lost.
    async fn add(
        &self,
        pool: &NumberPool,
        reserved: &RegisteredNumber,
    ) -> Result<PreverifiedId, NumberError> {
        let number = &reserved.number;
        let id = match self.pooled(pool, number).await? {
            Some(known) => known,
            None => self.put_in(pool, number).await?,
        };
        let held = self
            .store
            .number_added(reserved.partner, number, &id)
            .await?;
        held.then_some(id).ok_or(NumberError::Held)
    }

    async fn put_in(
        &self,
        pool: &NumberPool,
        number: &PhoneNumber,
    ) -> Result<PreverifiedId, NumberError> {
        let (token, business) = (&pool.system_token, &pool.business);
        let added = self.graph.add_preverified(token, business, number).await;
        let error = match added {
            Ok(id) => return Ok(id),
            Err(error) => error,
        };
        // Another call has put it in at this moment.
        let known = match error.number_refusal() {
            Some(NumberRefusal::AlreadyAdded) => self.pooled(pool, number).await?,
            _ => None,
        };
        known.ok_or_else(|| refused(&error))
    }

    async fn pooled(
        &self,
        pool: &NumberPool,
        number: &PhoneNumber,
    ) -> Result<Option<PreverifiedId>, NumberError> {
        let (token, business) = (&pool.system_token, &pool.business);
        let found = self
            .graph
            .preverified_numbers(token, business, Some(number));
        let found = found.await.map_err(|error| refused(&error))?;
        let mut found = found.into_iter();
        let known = found.find(|one| one.digits.as_ref() == Some(number));
        Ok(known.map(|known| known.id))
    }
}
