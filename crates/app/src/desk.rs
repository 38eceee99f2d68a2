//! What people look at in the dashboard.

use crate::App;
use crate::account_view::AccountView;
use gangway_domain::{AccountId, Onboarding, OnboardingState, PartnerId, Timestamp};
use gangway_storage::{
    AccountRows, EventFilter, Funnel, Milestone, PartnerUsage, RowFilter, StorageError,
};
use std::time::Duration;

/// What "lately" means for a partner's usage.
const LATELY: Duration = Duration::from_secs(30 * 24 * 3600);

/// One account with everything that its page shows.
#[derive(Debug, Clone)]
pub struct AccountOnDesk {
    /// The account and what happened to it.
    pub view: AccountView,
    /// How far its customer got, and when first.
    pub milestones: Vec<Milestone>,
    /// Its onboarding link.
    pub link: String,
    /// Its landing page.
    pub landing: String,
}

/// A page of links, and how far the customer of each got.
#[derive(Debug, Clone)]
pub struct FunnelLinks {
    /// The accounts, the latest first, each with its milestones in order.
    pub links: Vec<(Onboarding, Vec<Milestone>)>,
    /// How many links there are on all pages.
    pub total: u64,
}

impl App {
    /// A page of a partner's accounts.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn account_rows(
        &self,
        partner: PartnerId,
        filter: &RowFilter,
    ) -> Result<AccountRows, StorageError> {
        self.store.account_rows(partner, filter).await
    }

    /// One account of a partner; `None` for those of others.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn account_on_desk(
        &self,
        partner: PartnerId,
        id: AccountId,
    ) -> Result<Option<AccountOnDesk>, StorageError> {
        let Some(account) = self.store.account_of(partner, id).await? else {
            return Ok(None);
        };
        let base = self.base_of(partner).await?;
        Ok(Some(AccountOnDesk {
            milestones: self.store.milestones(&[id]).await?,
            link: format!("{base}/o/{}", account.link),
            landing: format!("{base}/b/{}", account.landing),
            view: self.view_of(account).await?,
        }))
    }

    /// How far the customers got whose accounts were made in a time.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn funnel(
        &self,
        partner: PartnerId,
        from: Timestamp,
        to: Timestamp,
    ) -> Result<Funnel, StorageError> {
        self.store.funnel(partner, from, to).await
    }

    /// How far the customer of each link got that was made in a time, removed ones included.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn funnel_links(
        &self,
        partner: PartnerId,
        from: Timestamp,
        to: Timestamp,
        offset: u32,
        limit: u32,
    ) -> Result<FunnelLinks, StorageError> {
        let filter = RowFilter {
            states: OnboardingState::ALL.into(),
            created_from: Some(from),
            created_before: Some(to),
            offset,
            limit,
            ..RowFilter::default()
        };
        let found = self.store.account_rows(partner, &filter).await?;
        let ids: Vec<AccountId> = found.rows.iter().map(|account| account.id).collect();
        let reached = self.store.milestones(&ids).await?;
        let total = found.total(&filter);
        let with_its_own = |account: Onboarding| {
            let its_own = reached.iter().filter(|of| of.account == account.id);
            let its_own = its_own.copied().collect();
            (account, its_own)
        };
        Ok(FunnelLinks {
            links: found.rows.into_iter().map(with_its_own).collect(),
            total,
        })
    }

    /// What each partner has; "lately" is the last 30 days.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn partner_usage(&self) -> Result<Vec<PartnerUsage>, StorageError> {
        let since = self.clock.now().minus(LATELY);
        self.store.partner_usage(since).await
    }

    /// The number of a partner's latest event; it grows whenever something happens to one of its accounts.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn latest_event(&self, partner: PartnerId) -> Result<i64, StorageError> {
        let nothing = EventFilter {
            after: i64::MAX - 1,
            limit: 1,
            ..EventFilter::default()
        };
        Ok(self.store.events(partner, &nothing).await?.seen)
    }
}
