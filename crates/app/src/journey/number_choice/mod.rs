//! The number that is missing: the customer, or her partner, picks one of those that her
//! WhatsApp account has, or she adds one and proves that it is hers. Meta is asked each time, so
//! nothing has to be remembered between the steps.

mod add;
mod code;
mod list;
mod pace;
mod pick;

pub use add::AddedNumber;
pub use list::{NumberOption, NumberOptions};
pub(crate) use pace::Pace;

use super::JourneyError;
use crate::App;
use gangway_domain::{ListedNumber, Onboarding, PartnerId, PhoneNumber, PhoneNumberId, WabaId};
use gangway_meta::{BusinessToken, CodeVerification, GraphError, GraphErrorKind, MetaNumber};
use gangway_storage::{Grant, StorageError};
use std::time::Duration;

/// Why a number is not chosen.
#[derive(Debug, thiserror::Error)]
pub enum ChoiceError {
    /// The partner has no such account.
    #[error(
        "whatsapp is not in your list of onboarding accounts; send the number as getAccounts shows it"
    )]
    UnknownAccount,
    /// Nothing is to be chosen there now.
    #[error("the account does not wait for a number; getTimeline tells where it stands")]
    NotWaiting,
    /// The customer's WhatsApp account has no such number.
    #[error("the customer's WhatsApp account has no such number; see getNumbers")]
    NotListed,
    /// Another account of the partner has the number.
    #[error("another of your accounts has this number")]
    Taken,
    /// Its possession is not proved.
    #[error("the number is not verified; its customer does that on the onboarding page")]
    NotVerified,
    /// Too many codes were asked for.
    #[error("too many codes were asked for this number")]
    TooManyCodes(Duration),
    /// The code is wrong, or too old.
    #[error("the code is wrong or has expired")]
    WrongCode,
    /// Meta refused, in its own words.
    #[error("Meta refused: {0}")]
    Refused(String),
    /// Asked too often, or Meta wants to be left alone.
    #[error("this was asked too often; try again shortly")]
    TooOften(Duration),
    /// Meta did not answer.
    #[error("Meta does not answer at the moment; try again shortly")]
    Unavailable,
    /// As of every message of the page.
    #[error(transparent)]
    Journey(#[from] JourneyError),
}

impl From<StorageError> for ChoiceError {
    fn from(error: StorageError) -> Self {
        Self::Journey(error.into())
    }
}

/// An account that waits for a number, and what opens its customer's WhatsApp account.
struct Chooser {
    account: Onboarding,
    token: BusinessToken,
    /// One, or those that she shared without saying which she means.
    wabas: Vec<WabaId>,
}

/// A number of hers, and where it is.
struct Owned {
    waba: WabaId,
    number: MetaNumber,
}

/// She may share any number of accounts; so many are looked at.
const MOST_WABAS: usize = 5;

impl App {
    /// Opens the choice on a link.
    async fn choice_of_link(&self, link: &str) -> Result<Chooser, ChoiceError> {
        let account = self.account_of(link).await?;
        if self.closed_for(&account, link).is_some() {
            return Err(ChoiceError::NotWaiting);
        }
        self.choice(account).await
    }

    /// Opens the choice for a partner.
    async fn choice_of_account(
        &self,
        partner: PartnerId,
        number: &ListedNumber,
    ) -> Result<Chooser, ChoiceError> {
        let account = self.store.account_by_number(partner, number).await?;
        let account = account.ok_or(ChoiceError::UnknownAccount)?;
        if self.closed(&account).is_some() {
            return Err(ChoiceError::NotWaiting);
        }
        self.choice(account).await
    }

    async fn choice(&self, account: Onboarding) -> Result<Chooser, ChoiceError> {
        let waits =
            account.state.is_halted() && account.problem.is_some_and(|one| one.is_about_number());
        let grant = self.store.grant(account.id).await?.unwrap_or_default();
        let token = self.business_token(account.id, &grant);
        let Some(token) = token.filter(|_| waits) else {
            return Err(ChoiceError::NotWaiting);
        };
        if let Some(wait) = self.choices.too_often(account.id, self.clock.now()) {
            return Err(ChoiceError::TooOften(wait));
        }
        let wabas = self.wabas_to_choose_on(&grant, &token).await?;
        let held = wabas
            .iter()
            .find_map(|waba| self.graph.held_for(waba.as_str()));
        if let Some(wait) = held {
            return Err(ChoiceError::TooOften(wait));
        }
        Ok(Chooser {
            account,
            token,
            wabas,
        })
    }

    /// The WhatsApp account that was proved; before that those that the token is for, of which
    /// it must be the claimed one if one was claimed.
    async fn wabas_to_choose_on(
        &self,
        grant: &Grant,
        token: &BusinessToken,
    ) -> Result<Vec<WabaId>, ChoiceError> {
        if let Some(waba) = &grant.waba {
            return Ok(vec![waba.clone()]);
        }
        let info = self.graph.debug_token(token).await;
        let info = info.map_err(|error| refused(&error))?;
        match (grant.claims.waba.as_ref(), info.waba_targets) {
            (Some(claimed), Some(owned)) if owned.contains(claimed) => Ok(vec![claimed.clone()]),
            // Reading its numbers with this very token tells whether it is hers.
            (Some(claimed), None) => Ok(vec![claimed.clone()]),
            (None, Some(mut owned)) if !owned.is_empty() => {
                owned.truncate(MOST_WABAS);
                Ok(owned)
            }
            _ => Err(ChoiceError::NotWaiting),
        }
    }

    /// Whether another account of this partner has the number.
    async fn is_taken(
        &self,
        account: &Onboarding,
        number: &PhoneNumber,
    ) -> Result<bool, StorageError> {
        let listed = ListedNumber::Real(number.clone());
        let found = self
            .store
            .account_by_number(account.partner, &listed)
            .await?;
        Ok(found.is_some_and(|found| found.id != account.id))
    }
}

impl Chooser {
    /// All her numbers, as Meta lists them.
    async fn numbers(&self, app: &App) -> Result<Vec<Owned>, ChoiceError> {
        let mut all = Vec::new();
        for waba in &self.wabas {
            let numbers = app.graph.phone_numbers(&self.token, waba).await;
            let numbers = numbers.map_err(|error| refused(&error))?;
            all.extend(numbers.into_iter().map(|number| Owned {
                waba: waba.clone(),
                number,
            }));
        }
        Ok(all)
    }

    /// The number of this id.
    async fn find(&self, app: &App, id: &PhoneNumberId) -> Result<Owned, ChoiceError> {
        let numbers = self.numbers(app).await?;
        let found = numbers.into_iter().find(|one| one.number.id == *id);
        found.ok_or(ChoiceError::NotListed)
    }

    /// Where she may add a number: where it is clear to which account, and where the number is
    /// not the one of an app that stays on its phone.
    fn adds_to(&self) -> Option<&WabaId> {
        match self.wabas.as_slice() {
            [only] if !self.account.coexistence => Some(only),
            _ => None,
        }
    }
}

fn digits_of(number: &MetaNumber) -> Result<PhoneNumber, ChoiceError> {
    number.number().map_err(|_| ChoiceError::NotListed)
}

fn is_verified(number: &MetaNumber) -> bool {
    number.code_verification == CodeVerification::Verified
}

/// What a failed call means for whoever chooses.
fn refused(error: &GraphError) -> ChoiceError {
    match (error.kind(), error) {
        (GraphErrorKind::RateLimited, _) => {
            ChoiceError::TooOften(error.wait().unwrap_or(Duration::from_secs(300)))
        }
        (GraphErrorKind::Unavailable, _) => ChoiceError::Unavailable,
        (_, GraphError::Refused(refusal)) => ChoiceError::Refused(refusal.said().to_owned()),
        _ => ChoiceError::Unavailable,
    }
}
