//! An account with all that is known of it: where it stands, step by step, and what happened.

use crate::App;
use crate::journey::SYNC_TIME;
use gangway_domain::{
    ListedNumber, Onboarding, OnboardingState, PartnerId, TimelineEntry, TimelineEvent, Timestamp,
};
use gangway_storage::{Fact, StepRecord, StorageError};

/// An account with all that is known of it, but no secret.
#[derive(Debug, Clone)]
pub struct AccountView {
    /// The account.
    pub account: Onboarding,
    /// Where it stands by now: a link whose time is over counts as expired.
    pub state: OnboardingState,
    /// The steps that were tried, in their order.
    pub steps: Vec<StepRecord>,
    /// What Meta said last of each matter.
    pub facts: Vec<Fact>,
    /// What happened, oldest first.
    pub timeline: Vec<TimelineEntry>,
    /// Until when Meta gives the data of the WhatsApp Business app; coexistence only.
    pub sync_until: Option<Timestamp>,
}

/// Where an account stands by now: a link whose time is over counts as expired.
pub(crate) fn state_at(account: &Onboarding, now: Timestamp) -> OnboardingState {
    match account.is_expired(now) {
        true if account.finished_at.is_none() => OnboardingState::Expired,
        _ => account.state,
    }
}

impl App {
    /// All that is known of a partner's account, by the number that it lists or its temporary
    /// one. `None` when the partner has no such account.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn account_view(
        &self,
        partner: PartnerId,
        number: &ListedNumber,
    ) -> Result<Option<AccountView>, StorageError> {
        let store = &self.store;
        match store.account_by_number(partner, number).await? {
            Some(account) => self.view_of(account).await.map(Some),
            None => Ok(None),
        }
    }

    pub(crate) async fn view_of(&self, account: Onboarding) -> Result<AccountView, StorageError> {
        let store = &self.store;
        let grant = store.grant(account.id).await?.unwrap_or_default();
        // Whatever is told of a step or a fact is in the timeline that is read after it.
        let steps = store.steps(account.id).await?;
        let facts = store.facts(account.id).await?;
        let mut timeline = vec![TimelineEntry::new(
            account.created_at,
            TimelineEvent::Created,
        )];
        timeline.extend(store.timeline(account.id).await?);
        let coexists =
            grant.contacts_sync.is_some() || grant.history_sync.is_some() || account.coexistence;
        let sync_until = grant.token_at.filter(|_| coexists);
        Ok(AccountView {
            state: state_at(&account, self.clock.now()),
            steps,
            facts,
            timeline,
            sync_until: sync_until.map(|at| at.plus(SYNC_TIME)),
            account,
        })
    }
}
