//! What Gangway asks of a store. Each method is one closed, atomic operation: when it
//! answers `Ok`, what it did is durable and every later read on every node sees it.

mod accounts;
mod audit;
mod branding;
#[cfg(feature = "conformance")]
pub mod conformance;
mod connected;
pub mod copy;
mod credentials;
mod desk;
mod dialogs;
mod error;
mod event;
mod fragment;
mod grant;
mod installation;
mod jobs;
mod journey;
mod limits;
mod live;
mod numbers;
mod outbox;
mod overview;
mod partners;
mod people;
mod query;
pub mod rows;
pub mod search;
mod steps;
mod verdict;
mod webhooks;

pub use accounts::{
    Accounts, CreateOutcome, Idempotency, ListSnapshot, NewLink, NewOnboarding,
    RENEWAL_WISHES_SHOWN, RemoveOutcome, RenewOutcome, RenewalWish,
};
pub use audit::{
    Audit, AuditEntry, AuditFilter, AuditOutcome, NewAuditEntry, SIGN_IN, STRANGERS_KEPT,
};
pub use branding::{Brandings, LOGO_KEPT, LOGOS_CLEARED, LogoFile};
pub use connected::{
    Connected, ConnectedNumber, CountDue, MONTHS_KEPT, MessageCounts, NumberCounts,
    RemoveConnectedOutcome,
};
pub use credentials::{
    CREDENTIALS_IN_FORCE, Credential, Credentials, NewCredential, Rotation, RotationOutcome,
    Secrets,
};
pub use desk::{
    AccountRows, Desk, Funnel, FunnelWeek, MILESTONES, Milestone, PartnerUsage, RowFilter, RowSort,
};
pub use dialogs::{DIALOGS_KEPT, DialogState, Dialogs, ReturnedDialog};
pub use error::StorageError;
pub use event::NewEvent;
pub use fragment::{BASE_MARK, fragment};
pub use grant::GrantRecord;
pub use installation::{Installation, SealedSample, WakeUp, Waker};
pub use jobs::{Job, JobEnd, JobKind, Jobs, MetaEvent};
pub use journey::{
    AssetsInUse, ClaimOutcome, Claims, FinishOutcome, Finished, Given, Grant, Journey, Lease,
    Progress, Recovery, StartOutcome, TakenOver,
};
pub use limits::Limits;
pub use live::{Attempt, Fact, Live, Unclaimed};
pub use numbers::{Numbers, RegisterOutcome, Registration, ReleaseOutcome};
pub use outbox::{Delivery, DeliveryEnd, EndedDelivery, Outbox};
pub use overview::{Migrated, Overview};
pub use partners::{DomainOutcome, IssueOutcome, NewPartner, NewToken, Partners, TokenGrant};
pub use people::{
    Errand, Invitation, JoinOutcome, Member, MemberOutcome, Membership, NewInvitation, NewPerson,
    NewSession, People, SessionView, SignIn,
};
pub use query::{Cursor, ListFilter, ListPage, SortKey};
pub use rows::Unreadable;
pub use steps::{StepError, StepFailure, StepRecord, TIMELINE_KEPT, Then};
pub use verdict::{Ruling, Standing, Verdict};
pub use webhooks::{
    DeliveryAttempt, DeliveryFilter, DeliveryRecord, Endpoint, EndpointSecret, EventFilter,
    EventPage, FormerSecret, ReplayAllOutcome, ReplayOutcome, SetWebhook, StoredEvent, SwitchedOff,
    UrlChange, WebhookSet, Webhooks, surely_older,
};

/// A whole store.
pub trait Store:
    Partners
    + Credentials
    + People
    + Audit
    + Desk
    + Accounts
    + Journey
    + Dialogs
    + Jobs
    + Live
    + Numbers
    + Limits
    + Connected
    + Brandings
    + Webhooks
    + Outbox
    + Installation
    + Send
    + Sync
    + std::fmt::Debug
{
}

impl<T> Store for T where
    T: Partners
        + Credentials
        + People
        + Audit
        + Desk
        + Accounts
        + Journey
        + Dialogs
        + Jobs
        + Live
        + Numbers
        + Limits
        + Connected
        + Brandings
        + Webhooks
        + Outbox
        + Installation
        + Send
        + Sync
        + std::fmt::Debug
{
}
