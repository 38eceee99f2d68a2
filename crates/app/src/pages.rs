//! What the two public pages of an account are made from.

use crate::{App, JourneyStatus, Look};
use gangway_domain::{
    LandingSlug, LinkSlug, ListedNumber, Onboarding, OnboardingState, Partner, PreverifiedId,
};
use gangway_storage::StorageError;

/// An account with what a page needs around it.
#[derive(Debug, Clone)]
pub struct PageAccount {
    /// The account.
    pub account: Onboarding,
    /// Whose it is.
    pub partner: Partner,
    /// What the page shows of the partner.
    pub look: Look,
    /// Where the customer stands.
    pub status: JourneyStatus,
    /// With what the addresses of the partner's pages begin, without a slash at the end.
    pub base: String,
    /// Meta's id of the registered number that waits for this customer.
    pub preverified: Option<PreverifiedId>,
}

impl PageAccount {
    /// Absolute address of the landing page.
    #[must_use]
    pub fn landing_url(&self) -> String {
        format!("{}/b/{}", self.base, self.account.landing)
    }
}

impl App {
    /// The account behind an onboarding link; `None` when there never was one.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn onboarding_page(&self, link: &str) -> Result<Option<PageAccount>, StorageError> {
        let Ok(link) = LinkSlug::parse(link) else {
            return Ok(None);
        };
        let account = self.store.account_by_link(&link).await?;
        let closed = account
            .as_ref()
            .and_then(|account| self.closed_for(account, link.as_str()));
        let mut found = self.page_account(account).await?;
        if let Some(found) = &mut found {
            found.preverified = self.preverified(&found.account).await?;
            if closed == Some(JourneyStatus::Replaced) {
                found.status = JourneyStatus::Replaced;
            }
            // Who holds an old link is not told the new one, whatever became of the account.
            found.account.link = link;
        }
        Ok(found)
    }

    /// The account behind a landing page; `None` when there is none (any more).
    ///
    /// # Errors
    /// When the store fails.
    pub async fn landing_page(&self, slug: &str) -> Result<Option<PageAccount>, StorageError> {
        let Ok(slug) = LandingSlug::parse(slug) else {
            return Ok(None);
        };
        let account = self
            .store
            .account_by_landing(&slug)
            .await?
            .filter(|account| account.state != OnboardingState::Removed);
        self.page_account(account).await
    }

    async fn page_account(
        &self,
        account: Option<Onboarding>,
    ) -> Result<Option<PageAccount>, StorageError> {
        let Some(account) = account else {
            return Ok(None);
        };
        let Some(partner) = self.store.partner(account.partner).await? else {
            return Ok(None);
        };
        let status = self.status_of(&account).await?;
        let look = self.look_of(partner.id, &account.details.texts).await?;
        let base = self.base(partner.domain.as_ref()).into_owned();
        Ok(Some(PageAccount {
            account,
            partner,
            look,
            status,
            base,
            preverified: None,
        }))
    }

    async fn preverified(
        &self,
        account: &Onboarding,
    ) -> Result<Option<PreverifiedId>, StorageError> {
        let ListedNumber::Real(number) = &account.number else {
            return Ok(None);
        };
        let held = self
            .store
            .registered_number(account.partner, number)
            .await?;
        let waiting = held.filter(|held| held.connected_at.is_none());
        Ok(waiting.and_then(|waiting| waiting.meta_id))
    }
}
