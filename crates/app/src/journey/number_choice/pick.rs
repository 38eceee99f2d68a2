//! The number that is to be connected is named.

use super::{ChoiceError, Chooser, Owned, digits_of, is_verified};
use crate::journey::exchange::Begun;
use crate::{App, JourneyStatus};
use gangway_domain::{ListedNumber, PartnerId, PhoneNumberId};
use gangway_storage::Given;
use std::sync::Arc;

impl App {
    /// The customer of a link picks one of her numbers, and the set-up goes on with it.
    ///
    /// # Errors
    /// See [`ChoiceError`].
    pub async fn pick_number(
        self: &Arc<Self>,
        link: &str,
        id: &PhoneNumberId,
    ) -> Result<JourneyStatus, ChoiceError> {
        let chooser = self.choice_of_link(link).await?;
        let picked = verified(self, &chooser, id).await?;
        self.connect_choice(chooser, picked).await
    }

    /// Her partner picks it for her; the set-up goes on by itself.
    ///
    /// # Errors
    /// See [`ChoiceError`].
    pub async fn pick_number_for(
        self: &Arc<Self>,
        partner: PartnerId,
        number: &ListedNumber,
        id: &PhoneNumberId,
    ) -> Result<(), ChoiceError> {
        let chooser = self.choice_of_account(partner, number).await?;
        let picked = verified(self, &chooser, id).await?;
        let given = self.given(&chooser, picked).await?;
        match self.begin_to_go_on(chooser.account, given).await? {
            Begun::Run(_) => Ok(()),
            Begun::Stands(JourneyStatus::Halted {
                not_before: Some(then),
                ..
            }) => Err(ChoiceError::TooOften(self.clock.now().until(then))),
            Begun::Stands(_) => Err(ChoiceError::NotWaiting),
        }
    }

    /// Goes on with a number that is the customer's.
    pub(super) async fn connect_choice(
        self: &Arc<Self>,
        chooser: Chooser,
        picked: Owned,
    ) -> Result<JourneyStatus, ChoiceError> {
        let given = self.given(&chooser, picked).await?;
        Ok(self.go_on(chooser.account, given).await?)
    }

    async fn given(&self, chooser: &Chooser, picked: Owned) -> Result<Given, ChoiceError> {
        let digits = digits_of(&picked.number)?;
        if self.is_taken(&chooser.account, &digits).await? {
            return Err(ChoiceError::Taken);
        }
        Ok(Given::Number(picked.waba, picked.number.id))
    }
}

async fn verified(app: &App, chooser: &Chooser, id: &PhoneNumberId) -> Result<Owned, ChoiceError> {
    let picked = chooser.find(app, id).await?;
    if is_verified(&picked.number) {
        Ok(picked)
    } else {
        Err(ChoiceError::NotVerified)
    }
}
