//! Onboarding accounts: create, find, list, remove.

use crate::{Grant, ListFilter, ListPage, StorageError};
use async_trait::async_trait;
use gangway_domain::{
    AccountDetails, AccountId, Hash256, LandingSlug, LinkSlug, ListedNumber, Onboarding, PartnerId,
    PhoneNumber, TemporaryNumber, Timestamp,
};

/// An account to be made.
#[derive(Debug, Clone)]
pub struct NewOnboarding {
    /// Whose.
    pub partner: PartnerId,
    /// Now.
    pub created_at: Timestamp,
    /// Temporary numbers to try in this order; the first that was never handed out and is
    /// no account's real number is taken.
    pub candidates: Vec<TemporaryNumber>,
    /// Kind of link.
    pub coexistence: bool,
    /// What the partner said.
    pub details: AccountDetails,
    /// Secret part of the link.
    pub link: LinkSlug,
    /// Public part of the landing page's address.
    pub landing: LandingSlug,
    /// When the link stops working.
    pub expires_at: Option<Timestamp>,
}

/// Binds a create call to the key that its caller chose.
#[derive(Debug, Clone)]
pub struct Idempotency {
    /// The `Idempotency-Key` header.
    pub key: String,
    /// Hash of the request's meaning.
    pub body: Hash256,
    /// Keys last used before this instant are forgotten.
    pub forget_before: Timestamp,
}

/// What became of an account to be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CreateOutcome {
    /// Made, or made before under the same key: its fragment as it was then.
    Created {
        /// The account's fragment.
        fragment: String,
        /// Whether the answer is that of an earlier call.
        replayed: bool,
    },
    /// The key was used with another body.
    KeyReused,
    /// Every candidate was taken; draw others.
    NumbersTaken,
}

/// What became of a removal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RemoveOutcome {
    /// Gone; its link is dead and its secrets are erased. What its set-up had come to is
    /// given out this once, so that it can be taken back at Meta.
    Removed(Option<Box<Abandoned>>),
    /// It has finished and stays.
    Finished,
    /// The partner lists no such number.
    NotFound,
}

/// A set-up that will not go on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Abandoned {
    /// Whose set-up: its secrets are sealed to this account.
    pub account: AccountId,
    /// How far it got.
    pub grant: Grant,
}

/// All fragments of one partner at one revision, newest first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListSnapshot {
    /// The revision at which this was read.
    pub revision: i64,
    /// How many accounts.
    pub count: usize,
    /// The fragments joined by commas, base marks still in.
    pub fragments: Vec<u8>,
}

/// Onboarding accounts.
#[async_trait]
pub trait Accounts {
    /// Makes an account, once per idempotency key. Bumps the partner's revision.
    async fn create_account(
        &self,
        new: NewOnboarding,
        idempotency: Option<Idempotency>,
    ) -> Result<CreateOutcome, StorageError>;

    /// The account behind an onboarding link, removed ones included.
    async fn account_by_link(&self, link: &LinkSlug) -> Result<Option<Onboarding>, StorageError>;

    /// The account behind a landing page, removed ones included.
    async fn account_by_landing(
        &self,
        landing: &LandingSlug,
    ) -> Result<Option<Onboarding>, StorageError>;

    /// Whether one of the partner's accounts (not a removed one) lists this real number.
    async fn lists_number(
        &self,
        partner: PartnerId,
        number: &PhoneNumber,
    ) -> Result<bool, StorageError>;

    /// Removes an unfinished account of this partner by its listed number, erases its
    /// grant, and bumps the partner's revision. A finished account is also recognised by
    /// the temporary number it had, so that a removal that loses the race is told why.
    async fn remove_account(
        &self,
        partner: PartnerId,
        number: &ListedNumber,
        now: Timestamp,
    ) -> Result<RemoveOutcome, StorageError>;

    /// The whole list of a partner.
    async fn list_snapshot(&self, partner: PartnerId) -> Result<ListSnapshot, StorageError>;

    /// The part of the list that a filter asks for.
    async fn list_page(
        &self,
        partner: PartnerId,
        filter: &ListFilter,
    ) -> Result<ListPage, StorageError>;
}
