//! The customer proves that a number of her WhatsApp account is hers.

use super::{ChoiceError, Owned, digits_of, is_verified, refused};
use crate::{App, JourneyStatus};
use gangway_domain::{CodeLanguage, NumberCall, NumberCode, PhoneNumberId};
use gangway_meta::{CodeMethod, NumberRefusal};
use std::sync::Arc;

impl App {
    /// Has Meta send a code to a number. One that is verified already needs none: `false`.
    ///
    /// # Errors
    /// See [`ChoiceError`].
    pub async fn ask_for_code_to(
        &self,
        link: &str,
        id: &PhoneNumberId,
        method: CodeMethod,
        language: &CodeLanguage,
    ) -> Result<bool, ChoiceError> {
        let chooser = self.choice_of_link(link).await?;
        let Owned { number, .. } = chooser.find(self, id).await?;
        if is_verified(&number) {
            return Ok(false);
        }
        let digits = digits_of(&number)?;
        let now = self.clock.now();
        // Counted before Meta hears of it: an answer that is lost was a code all the same.
        let counted = self.store.count_call(&digits, NumberCall::Code, now);
        if let Some(again) = counted.await? {
            return Err(ChoiceError::TooManyCodes(now.until(again)));
        }
        self.graph
            .request_code(&chooser.token, id, method, language)
            .await
            .map_err(|error| refused(&error))?;
        Ok(true)
    }

    /// Gives Meta the code, and goes on with the number.
    ///
    /// # Errors
    /// See [`ChoiceError`].
    pub async fn give_code_for(
        self: &Arc<Self>,
        link: &str,
        id: &PhoneNumberId,
        code: &NumberCode,
    ) -> Result<JourneyStatus, ChoiceError> {
        let chooser = self.choice_of_link(link).await?;
        let owned = chooser.find(self, id).await?;
        // The answer to an earlier try may have been lost.
        if !is_verified(&owned.number) {
            self.graph
                .verify_code(&chooser.token, id, code.as_str())
                .await
                .map_err(|error| match error.number_refusal() {
                    Some(NumberRefusal::WrongCode) => ChoiceError::WrongCode,
                    _ => refused(&error),
                })?;
        }
        self.connect_choice(chooser, owned).await
    }
}
