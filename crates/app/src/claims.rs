//! The claim list: WhatsApp accounts that customers shared and that nobody could be found for
//! without a guess. The operator says whose they are.

use crate::Operator;
use crate::meta_events::assignment;
use gangway_domain::{ClientId, ListedNumber, Onboarding, OnboardingState, WabaId};
use gangway_storage::{StorageError, Store, Unclaimed};

/// Why an operator's word was not taken.
#[derive(Debug, thiserror::Error)]
pub enum ClaimError {
    /// It is not on the list.
    #[error("{0} is not on the claim list")]
    NotListed(WabaId),
    /// The account cannot take it.
    #[error("the account is {}; only one that has not finished can be given a WhatsApp account", .0.name())]
    AccountClosed(OnboardingState),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StorageError),
}

/// Whether an account stands on it already.
pub(crate) async fn is_known(store: &dyn Store, waba: &WabaId) -> Result<bool, StorageError> {
    let accounts = store.accounts_on(waba).await?;
    Ok(accounts.iter().any(|account| {
        account.state == OnboardingState::Finished
            || account.state.is_in_work()
            || account.state.is_halted()
    }))
}

impl Operator {
    /// The claim list, oldest first. What an account has proved to be its own meanwhile comes
    /// off it.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn unclaimed(&self) -> Result<Vec<Unclaimed>, StorageError> {
        let mut open = Vec::new();
        for entry in self.store.unclaimed().await? {
            if is_known(self.store.as_ref(), &entry.waba).await? {
                self.store.remove_unclaimed(&entry.waba).await?;
            } else {
                open.push(entry);
            }
        }
        Ok(open)
    }

    /// The account of a partner that lists the number, or whose temporary number it was.
    /// `None` when there is no such partner, or none of its accounts has it.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn account(
        &self,
        partner: &ClientId,
        number: &ListedNumber,
    ) -> Result<Option<Onboarding>, StorageError> {
        let Some(known) = self.store.partner_by_client_id(partner).await? else {
            return Ok(None);
        };
        self.store.account_by_number(known.id, number).await
    }

    /// Says whose a WhatsApp account is. A server that runs fetches the token and goes on with
    /// the account's set-up.
    ///
    /// # Errors
    /// See [`ClaimError`].
    pub async fn assign_claim(
        &self,
        waba: &WabaId,
        account: &Onboarding,
    ) -> Result<(), ClaimError> {
        let listed = self.store.unclaimed().await?;
        let Some(unclaimed) = listed.into_iter().find(|entry| entry.waba == *waba) else {
            return Err(ClaimError::NotListed(waba.clone()));
        };
        if account.state.is_final() {
            return Err(ClaimError::AccountClosed(account.state));
        }
        let word = assignment(
            waba,
            unclaimed.business.as_ref(),
            &account.link,
            self.clock.now(),
        );
        self.store.keep_meta_events(vec![word]).await?;
        Ok(())
    }

    /// Takes a WhatsApp account off the list: it is none of Gangway's.
    ///
    /// # Errors
    /// See [`ClaimError`].
    pub async fn dismiss_claim(&self, waba: &WabaId) -> Result<(), ClaimError> {
        match self.store.remove_unclaimed(waba).await? {
            true => Ok(()),
            false => Err(ClaimError::NotListed(waba.clone())),
        }
    }
}
