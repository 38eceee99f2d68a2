//! The customer adds a number to her WhatsApp account.

use super::{ChoiceError, Chooser, Owned, digits_of, is_verified, refused};
use crate::App;
use gangway_domain::{PhoneNumber, PhoneNumberId, Text};
use gangway_meta::NumberRefusal;

/// A number that was added.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AddedNumber {
    /// Meta's id of it.
    pub id: PhoneNumberId,
    /// Whether its possession is proved already.
    pub is_verified: bool,
}

impl App {
    /// Adds a number, under the name that its customers shall see. Whether it is there already
    /// is looked for first: the answer to an earlier try may have been lost.
    ///
    /// # Errors
    /// See [`ChoiceError`].
    pub async fn add_number(
        &self,
        link: &str,
        number: &PhoneNumber,
        name: &Text<100>,
    ) -> Result<AddedNumber, ChoiceError> {
        let chooser = self.choice_of_link(link).await?;
        let waba = chooser.adds_to().ok_or(ChoiceError::NotWaiting)?;
        if self.is_taken(&chooser.account, number).await? {
            return Err(ChoiceError::Taken);
        }
        if let Some(known) = self.known(&chooser, number).await? {
            return Ok(known);
        }
        let added = self
            .graph
            .add_number(&chooser.token, waba, number, name.as_str())
            .await;
        match added {
            Ok(id) => Ok(AddedNumber {
                id,
                is_verified: false,
            }),
            Err(error)
                if error.may_have_acted()
                    || error.number_refusal() == Some(NumberRefusal::AlreadyAdded) =>
            {
                let known = self.known(&chooser, number).await?;
                known.ok_or_else(|| refused(&error))
            }
            Err(error) => Err(refused(&error)),
        }
    }

    async fn known(
        &self,
        chooser: &Chooser,
        number: &PhoneNumber,
    ) -> Result<Option<AddedNumber>, ChoiceError> {
        let numbers = chooser.numbers(self).await?;
        let is_it = |one: &Owned| digits_of(&one.number).is_ok_and(|digits| digits == *number);
        let known = numbers.into_iter().find(is_it);
        Ok(known.map(|known| AddedNumber {
            is_verified: is_verified(&known.number),
            id: known.number.id,
        }))
    }
}
