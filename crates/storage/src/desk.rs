//! What people look at in the dashboard: accounts by their state, and how far customers get.

use crate::StorageError;
use async_trait::async_trait;
use gangway_domain::{AccountId, Onboarding, OnboardingState, PartnerId, TimelineEvent, Timestamp};

/// What accounts are ordered by. The row id breaks ties in the same direction.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum RowSort {
    /// Time of creation.
    #[default]
    Created,
    /// Time of the finish; unfinished ones as if it were never.
    Finished,
    /// Business name, by code points.
    BusinessName,
    /// The partner's reference, by code points.
    Reference,
    /// The listed number, by its digits as text.
    Number,
    /// Name of the state.
    State,
}

impl RowSort {
    /// Every one with its name in addresses.
    pub const ALL: [(Self, &'static str); 6] = [
        (Self::Created, "created"),
        (Self::Finished, "finished"),
        (Self::BusinessName, "name"),
        (Self::Reference, "reference"),
        (Self::Number, "number"),
        (Self::State, "state"),
    ];
}

/// Which accounts, in which order.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct RowFilter {
    /// Found anywhere in business name, number, e-mail, reference or display name, in any case.
    pub search: Option<String>,
    /// In one of these states; with none, in any but removed.
    pub states: Vec<OnboardingState>,
    /// Kind of link.
    pub coexistence: Option<bool>,
    /// Made at this instant or later.
    pub created_from: Option<Timestamp>,
    /// Made before this instant.
    pub created_before: Option<Timestamp>,
    /// Order.
    pub sort: RowSort,
    /// From low to high.
    pub ascending: bool,
    /// So many are passed over.
    pub offset: u32,
    /// So many at most.
    pub limit: u32,
}

/// A page of accounts, and how many there are.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AccountRows {
    /// The accounts in order.
    pub rows: Vec<Onboarding>,
    /// How many the filter finds in each state that occurs, whatever states it asks for.
    pub by_state: Vec<(OnboardingState, u64)>,
}

impl AccountRows {
    /// How many accounts the whole filter finds.
    #[must_use]
    pub fn total(&self, filter: &RowFilter) -> u64 {
        let counted = self.by_state.iter().filter(|(state, _)| {
            if filter.states.is_empty() {
                *state != OnboardingState::Removed
            } else {
                filter.states.contains(state)
            }
        });
        counted.map(|(_, count)| count).sum()
    }
}

/// How far customers got whose accounts were made in one week.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct FunnelWeek {
    /// How many weeks after Monday, 5 January 1970, in UTC.
    pub week: i64,
    /// Links that were made, removed ones included.
    pub created: u64,
    /// Of these, links that were looked at.
    pub opened: u64,
    /// Of these, those whose customer pressed the button.
    pub started: u64,
    /// Of these, those whose customer came back from Meta's dialog with a consent.
    pub returned: u64,
    /// Of these, those that went live.
    pub finished: u64,
}

impl FunnelWeek {
    /// Milliseconds of a week.
    pub const LENGTH: i64 = 7 * 24 * 3600 * 1000;
    /// The first Monday, in unix milliseconds.
    pub const FIRST: i64 = 4 * 24 * 3600 * 1000;

    /// Its first instant.
    #[must_use]
    pub const fn start(&self) -> Timestamp {
        Timestamp::from_millis(Self::FIRST + self.week * Self::LENGTH)
    }

    /// Counts one kind of milestone.
    pub const fn count(&mut self, kind: TimelineEvent, many: u64) {
        match kind {
            TimelineEvent::Created => self.created += many,
            TimelineEvent::Opened => self.opened += many,
            TimelineEvent::Started => self.started += many,
            TimelineEvent::Code => self.returned += many,
            TimelineEvent::Finished => self.finished += many,
            _ => {}
        }
    }
}

/// When a customer came so far for the first time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Milestone {
    /// Of which account.
    pub account: AccountId,
    /// How far; one of [`MILESTONES`].
    pub kind: TimelineEvent,
    /// When.
    pub at: Timestamp,
}

/// What is noted once for each account, when it happens for the first time, in the order in which
/// it has to happen: each is noted with those before it, seen or not.
pub const MILESTONES: [TimelineEvent; 4] = [
    TimelineEvent::Opened,
    TimelineEvent::Started,
    TimelineEvent::Code,
    TimelineEvent::Finished,
];

/// How far customers got.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Funnel {
    /// The weeks in which accounts were made, the earliest first.
    pub weeks: Vec<FunnelWeek>,
    /// At which step of Meta's dialog those left who have not come again; the most frequent first.
    pub left_at: Vec<(Option<String>, u64)>,
}

/// What a partner has, for the operator.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PartnerUsage {
    /// Whose.
    pub partner: PartnerId,
    /// Accounts that are not removed.
    pub accounts: u64,
    /// Of these, those that went live.
    pub finished: u64,
    /// Made since the instant that was asked for.
    pub created_lately: u64,
    /// Went live since then.
    pub finished_lately: u64,
}

/// Reads of the dashboard.
#[async_trait]
pub trait Desk {
    /// A page of a partner's accounts.
    async fn account_rows(
        &self,
        partner: PartnerId,
        filter: &RowFilter,
    ) -> Result<AccountRows, StorageError>;

    /// One account of a partner, removed or not.
    async fn account_of(
        &self,
        partner: PartnerId,
        id: AccountId,
    ) -> Result<Option<Onboarding>, StorageError>;

    /// The milestones of accounts, those of each in the order in which they were reached.
    async fn milestones(&self, accounts: &[AccountId]) -> Result<Vec<Milestone>, StorageError>;

    /// How far the customers got whose accounts were made at `from` or later and before `to`.
    async fn funnel(
        &self,
        partner: PartnerId,
        from: Timestamp,
        to: Timestamp,
    ) -> Result<Funnel, StorageError>;

    /// What each partner has that has any account, by its id.
    async fn partner_usage(&self, since: Timestamp) -> Result<Vec<PartnerUsage>, StorageError>;
}
