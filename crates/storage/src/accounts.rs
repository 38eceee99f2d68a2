//! Onboarding accounts: create, find, list, remove.

use crate::{ListFilter, ListPage, StorageError};
use async_trait::async_trait;
use gangway_domain::{
    AccountDetails, AccountId, Hash256, LandingSlug, LinkSlug, ListedNumber, Onboarding, OwnDomain,
    PartnerId, PhoneNumber, TemporaryNumber, Timestamp,
};

/// An account to be made.
#[derive(Debug, Clone)]
pub struct NewOnboarding {
    /// Whose.
    pub partner: PartnerId,
    /// Now.
    pub created_at: Timestamp,
    /// A number that the partner has registered, for this customer.
    pub number: Option<PhoneNumber>,
    /// Where there is none: temporary numbers to try in this order; the first that was never
    /// handed out and is no account's real number is taken.
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
    /// The number is not registered and verified by this partner.
    NumberNotRegistered,
    /// The number has a link already, or is listed by an account that has finished.
    NumberInUse,
}

/// What became of a removal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RemoveOutcome {
    /// Gone; its link is dead. What its set-up had come to at Meta is taken back by a job,
    /// which erases its secrets at the end; where there is nothing, they are erased already.
    Removed,
    /// It has finished and stays.
    Finished,
    /// The partner lists no such number.
    NotFound,
}

/// A new link for an account that is there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewLink {
    /// Secret part of the link.
    pub link: LinkSlug,
    /// When it stops working.
    pub expires_at: Option<Timestamp>,
}

/// What became of the wish for a new link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RenewOutcome {
    /// The account has it, and what the list shows now.
    Renewed {
        /// The account's fragment.
        fragment: String,
    },
    /// Its number is live: there is nothing to connect.
    Finished,
    /// The partner lists no such number.
    NotFound,
}

/// A customer asks for a new link and has none yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RenewalWish {
    /// Whose link it was.
    pub account: Onboarding,
    /// Since when.
    pub asked_at: Timestamp,
}

/// How many open wishes for a new link are shown at once.
pub const RENEWAL_WISHES_SHOWN: i64 = 1000;

/// All fragments of one partner at one revision, newest first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListSnapshot {
    /// The revision at which this was read.
    pub revision: i64,
    /// The partner's own domain at that revision.
    pub domain: Option<OwnDomain>,
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

    /// The account behind an onboarding link, removed ones included. A link that was replaced
    /// finds its account too, which then has another one.
    async fn account_by_link(&self, link: &LinkSlug) -> Result<Option<Onboarding>, StorageError>;

    /// The account behind a landing page, removed ones included.
    async fn account_by_landing(
        &self,
        landing: &LandingSlug,
    ) -> Result<Option<Onboarding>, StorageError>;

    /// Whether one of the partner's accounts that have finished lists this real number.
    async fn lists_number(
        &self,
        partner: PartnerId,
        number: &PhoneNumber,
    ) -> Result<bool, StorageError>;

    /// The account of this partner that lists the number, or whose temporary number it was;
    /// not a removed one.
    async fn account_by_number(
        &self,
        partner: PartnerId,
        number: &ListedNumber,
    ) -> Result<Option<Onboarding>, StorageError>;

    /// Gives an account another link and puts the old one out of use. The state follows
    /// [`Transition::Renew`](gangway_domain::Transition); an open wish for a new link is
    /// fulfilled. Turns through the dialog and the attempt that began on the old link come back
    /// to nothing. Bumps the partner's revision. Timeline: link-renewed.
    async fn renew_link(
        &self,
        partner: PartnerId,
        number: &ListedNumber,
        new: NewLink,
        now: Timestamp,
    ) -> Result<RenewOutcome, StorageError>;

    /// Notes that the customer asks for a new link, removed accounts included. `false` when
    /// she has asked before and got none yet. Timeline: renewal-requested.
    async fn request_renewal(
        &self,
        account: AccountId,
        now: Timestamp,
    ) -> Result<bool, StorageError>;

    /// The open wishes for a new link of a partner's customers, removed accounts included; the
    /// oldest first, at most [`RENEWAL_WISHES_SHOWN`].
    async fn renewal_wishes(&self, partner: PartnerId) -> Result<Vec<RenewalWish>, StorageError>;

    /// Closes the links whose time is over, at most so many; gives how many it were. A
    /// customer who is in Meta's dialog is waited for ([`Onboarding::IN_DIALOG`]); set-ups in
    /// work, and accounts that have finished, do not expire. Timeline: expired.
    async fn expire_links(&self, at_most: u32, now: Timestamp) -> Result<u32, StorageError>;

    /// Removes an account of this partner that has never finished, by its listed number, and
    /// bumps the partner's revision. A finished account is also recognised by the temporary
    /// number it had, so that a removal that loses the race is told why. Where its set-up has
    /// a token, the grant stays and a [take-back job](crate::JobKind::TakeBack) is due: at
    /// once, or when the lease of a run that is under way ends. Turns through the dialog are
    /// forgotten, and a registered number that its link used waits again. Timeline: removed.
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
