//! The numbers to choose from.

use super::{ChoiceError, Chooser, Owned, is_verified};
use crate::App;
use gangway_domain::{ListedNumber, PartnerId, PhoneNumber, PhoneNumberId};

/// What can be chosen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NumberOptions {
    /// The numbers of the customer's WhatsApp account, the newest first.
    pub numbers: Vec<NumberOption>,
    /// Whether she may add one: where she keeps the WhatsApp Business app, the number is the
    /// one of her app.
    pub may_add: bool,
}

/// A number of the customer's WhatsApp account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NumberOption {
    /// Meta's id of it.
    pub id: PhoneNumberId,
    /// The number.
    pub number: PhoneNumber,
    /// As Meta writes it.
    pub display: String,
    /// The name that its customers see.
    pub name: Option<String>,
    /// Whether its possession is proved.
    pub is_verified: bool,
    /// Whether another account of this partner has it.
    pub is_taken: bool,
}

impl App {
    /// The numbers that the customer of a link can choose from.
    ///
    /// # Errors
    /// See [`ChoiceError`].
    pub async fn numbers_of_link(&self, link: &str) -> Result<NumberOptions, ChoiceError> {
        let chooser = self.choice_of_link(link).await?;
        self.options(&chooser).await
    }

    /// The same for her partner.
    ///
    /// # Errors
    /// See [`ChoiceError`].
    pub async fn numbers_of_account(
        &self,
        partner: PartnerId,
        number: &ListedNumber,
    ) -> Result<NumberOptions, ChoiceError> {
        let chooser = self.choice_of_account(partner, number).await?;
        self.options(&chooser).await
    }

    async fn options(&self, chooser: &Chooser) -> Result<NumberOptions, ChoiceError> {
        let mut numbers = Vec::new();
        for Owned { number: one, .. } in chooser.numbers(self).await? {
            // What is no phone number cannot be connected.
            let Ok(number) = one.number() else {
                continue;
            };
            numbers.push(NumberOption {
                is_taken: self.is_taken(&chooser.account, &number).await?,
                is_verified: is_verified(&one),
                id: one.id,
                number,
                display: one.display_phone_number,
                name: one.verified_name,
            });
        }
        Ok(NumberOptions {
            numbers,
            may_add: chooser.adds_to().is_some(),
        })
    }
}
