//! The use cases. Front ends (API, pages, command line) hold no rules: they parse, call
//! one of these, and put the outcome into their own words.

mod access;
mod account_view;
mod audit;
mod branding;
mod claims;
mod create_account;
mod credentials;
mod delete_account;
mod desk;
mod doctor;
mod domains;
mod facts;
mod jobs;
mod journey;
mod keys;
mod lists;
mod meta_events;
mod numbers;
mod pages;
mod partners;
mod people;
mod renew_link;
mod renewal_wishes;
mod spreadsheet;
mod throttle;
mod webhooks;
mod whatsapp;

use gangway_crypto::KeyRing;
use gangway_domain::{Clock, PartnerId, RetryPolicy, Rng, Timestamp};
use gangway_meta::{CreditLineId, Graph, SystemToken};
use gangway_storage::Store;
use std::sync::Arc;
use std::time::Duration;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

pub use access::{AccessError, IssuedToken, TokenError};
pub use account_view::AccountView;
pub use audit::{Actor, Deed};
pub use branding::{BrandingError, ChangeBranding, LogoSource, Look};
pub use claims::ClaimError;
pub use create_account::{CreateAccount, CreateError, Created, IdempotencyKey};
pub use credentials::{CredentialError, LONGEST_OVERLAP};
pub use delete_account::DeleteError;
pub use desk::{AccountOnDesk, FunnelLinks};
pub use doctor::{Finding, Health, Subject};
pub use domains::DomainError;
pub use jobs::RunningJob;
pub use journey::{
    AddedNumber, BrowserSignal, ChoiceError, DialogReturn, FullPage, JourneyError, JourneyStatus,
    NumberOption, NumberOptions, SetUp, WayOn, signup_extras,
};
pub use keys::{adopt_keys, keys_open};
pub use lists::List;
pub use meta_events::{ReceiveError, RecoverySettings, WebhookSettings};
pub use numbers::{NumberError, NumberPool, RegisterNumber, WaitingNumber};
pub use pages::PageAccount;
pub use partners::{CreatePartner, Operator, PartnerSecret};
pub use people::{
    InvitationLink, JoinError, MemberError, NewcomerDetails, OneTimeError, OpenSession,
    OwnPasswordError, Password, PasswordError, SignInError, Viewer,
};
pub use renew_link::RenewError;
pub use renewal_wishes::RenewalRequest;
pub use spreadsheet::inert;
pub use webhooks::{
    ChangeWebhook, ChangedWebhook, ClaimedDeliveries, DeliveryView, Events, EventsError,
    EventsWish, MailSettings, OpenEndpoint, OutboxSettings, ReplayError, ReplayWish, WebhookError,
};

pub use whatsapp::{ConnectedNumbers, DeleteWhatsAppError, RunningCount};

pub use gangway_meta::CodeMethod;
pub use gangway_storage::{
    AccountRows, AuditEntry, AuditFilter, AuditOutcome, CREDENTIALS_IN_FORCE, ConnectedNumber,
    Credential, Cursor, Delivery, DeliveryAttempt, DeliveryEnd, DeliveryFilter, DeliveryRecord,
    EndedDelivery, Endpoint, Errand, Funnel, FunnelWeek, Invitation, ListFilter, LogoFile, Member,
    Membership, MessageCounts, Milestone, PartnerUsage, RowFilter, RowSort, SessionView, SortKey,
    StepError, StepRecord, StorageError, TokenGrant, UrlChange, WakeUp, Waker,
};

/// What the use cases need to know about this installation.
#[derive(Debug, Clone)]
pub struct AppSettings {
    /// Public base address, without a slash at the end.
    pub public_url: String,
    /// How long a freshly shared number may take to show up at Meta.
    pub number_patience: Duration,
    /// How long a set-up stays reserved for a node that says nothing more of it.
    pub lease: Duration,
    /// When a step that failed is tried again.
    pub retry: RetryPolicy,
    /// How Meta and Gangway know each other's webhooks.
    pub webhooks: WebhookSettings,
    /// How customers are found whose browsers brought nothing.
    pub recovery: RecoverySettings,
    /// The operator's own token at Meta, where it has one.
    pub system_token: Option<SystemToken>,
    /// Who pays, where it is the operator.
    pub credit_line: Option<CreditLine>,
    /// Where partners' registered numbers are kept at Meta; `None` where the operator's app has
    /// no pre-verified numbers.
    pub number_pool: Option<NumberPool>,
    /// How often the messages of a WhatsApp account are counted.
    pub count_every: Duration,
    /// How partners' webhooks are sent and kept.
    pub outbox: OutboxSettings,
}

/// The operator's credit line, shared with every customer.
#[derive(Debug, Clone)]
pub struct CreditLine {
    /// Meta's id of it.
    pub id: CreditLineId,
    /// The currency that customers are billed in, such as EUR.
    pub currency: String,
    /// The token that may share it.
    pub system_token: SystemToken,
}

/// The use cases with all that they work on.
#[derive(Debug)]
pub struct App {
    store: Arc<dyn Store>,
    graph: Graph,
    keys: KeyRing,
    clock: Arc<dyn Clock>,
    rng: Arc<dyn Rng>,
    settings: AppSettings,
    public: domains::PublicAddress,
    hosts: domains::Hosts,
    throttle: throttle::Throttle,
    sign_ins: throttle::Throttle,
    passwords: people::PasswordDesk,
    choices: journey::Pace,
    work: TaskTracker,
    stopping: CancellationToken,
    streams: CancellationToken,
}

impl App {
    /// Puts the parts together.
    #[must_use]
    pub fn new(
        store: Arc<dyn Store>,
        graph: Graph,
        keys: KeyRing,
        clock: Arc<dyn Clock>,
        rng: Arc<dyn Rng>,
        settings: AppSettings,
    ) -> Self {
        Self {
            store,
            graph,
            keys,
            clock,
            rng,
            public: domains::PublicAddress::new(settings.public_url.clone()),
            hosts: domains::Hosts::default(),
            settings,
            throttle: throttle::Throttle::default(),
            sign_ins: throttle::Throttle::default(),
            passwords: people::PasswordDesk::default(),
            choices: journey::Pace::default(),
            work: TaskTracker::new(),
            stopping: CancellationToken::new(),
            streams: CancellationToken::new(),
        }
    }

    /// The source of randomness, for front ends that need a nonce.
    #[must_use]
    pub fn rng(&self) -> &dyn Rng {
        self.rng.as_ref()
    }

    /// The present instant.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// Asks all streams to end: a server that stops waits for them.
    pub fn end_streams(&self) {
        self.streams.cancel();
    }

    /// Until streams are asked to end.
    pub async fn streams_end(&self) {
        self.streams.cancelled().await;
    }

    /// Whether the store answers.
    ///
    /// # Errors
    /// When it does not.
    pub async fn ready(&self) -> Result<(), StorageError> {
        self.store.partner(PartnerId::from_row(0)).await.map(drop)
    }
}
