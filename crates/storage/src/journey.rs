//! The customer's way through an account: from the opened page to the finish.

use crate::StorageError;
use async_trait::async_trait;
use gangway_domain::{
    AccountId, Hash256, MetaBusinessId, Onboarding, PhoneNumber, PhoneNumberId, Problem, Sealed,
    Timestamp, WabaId,
};

/// The exclusive right to work on an account's set-up until it ends by itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lease {
    /// Random; guards every write of the holder.
    pub owner: i64,
    /// Free for others from here on.
    pub until: Timestamp,
}

/// What the browser said the customer chose. Never believed, only looked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Claims {
    /// Claimed WhatsApp account.
    pub waba: Option<WabaId>,
    /// Claimed number.
    pub phone_number: Option<PhoneNumberId>,
}

/// What is known of an account's set-up, as far as it got.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Grant {
    /// Sealed business token; `None` until the code was exchanged.
    pub token: Option<Sealed>,
    /// What the browser of the latest attempt claimed.
    pub claims: Claims,
    /// Proved: the account that the token owns.
    pub waba: Option<WabaId>,
    /// Proved: the number on it.
    pub phone_number: Option<PhoneNumberId>,
    /// Whether the app is subscribed.
    pub subscribed: bool,
    /// Sealed two-step PIN, stored before it is used.
    pub pin: Option<Sealed>,
    /// Whether the number is registered.
    pub registered: bool,
    /// Request id of the contacts sync (coexistence).
    pub contacts_sync: Option<String>,
    /// Request id of the history sync (coexistence).
    pub history_sync: Option<String>,
}

/// What became of a press on the button.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StartOutcome {
    /// The attempt is noted.
    Started,
    /// Finished or removed already.
    Closed,
}

/// What became of the wish to work on an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ClaimOutcome {
    /// The caller holds the lease.
    Claimed(Box<Grant>),
    /// Somebody else holds it.
    Busy,
    /// This code was brought before; it must not be exchanged again.
    CodeSeen,
    /// There is no token to go on with.
    NoToken,
    /// Finished or removed already.
    Closed,
}

/// One step that is done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Progress {
    /// The code was exchanged. Forgets what an earlier token had proved.
    Exchanged(Sealed),
    /// Meta confirmed what the token owns. Forgets later steps if the number is another one.
    Proved {
        /// The account.
        waba: WabaId,
        /// The number on it.
        phone_number: PhoneNumberId,
    },
    /// The app is subscribed.
    Subscribed,
    /// A PIN was drawn and is about to be used.
    PinDrawn(Sealed),
    /// The number is registered.
    Registered,
    /// Contacts sync was accepted, with this request id.
    ContactsSync(String),
    /// History sync was accepted, with this request id.
    HistorySync(String),
}

/// The proved end of a set-up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finished {
    /// The real number.
    pub number: PhoneNumber,
    /// The customer's business portfolio, where Meta told it.
    pub business: Option<MetaBusinessId>,
    /// Now.
    pub at: Timestamp,
}

/// A set-up whose holder has gone, and that somebody else goes on with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TakenOver {
    /// Whose.
    pub account: Onboarding,
    /// How far it got; without a token there is nothing to go on with.
    pub grant: Grant,
}

/// What became of a finish.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FinishOutcome {
    /// Status is 1 and the real number is listed.
    Finished(Box<Onboarding>),
    /// Another account of this partner lists the number.
    NumberTaken,
    /// The account was removed while the work went on.
    Removed,
    /// The lease was lost to somebody else, or the account finished already.
    LeaseLost,
}

/// Which of Meta's objects an account of this installation stands on.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct AssetsInUse {
    /// The WhatsApp account.
    pub waba: bool,
    /// The number.
    pub phone_number: bool,
}

/// The customer's journey. Except for `finish`, nothing here changes what the list shows,
/// so nothing here bumps the partner's revision.
#[async_trait]
pub trait Journey {
    /// Notes that the page was looked at. Does nothing on a closed account.
    async fn open(&self, account: AccountId) -> Result<(), StorageError>;

    /// Notes a press on the button: a new attempt, with this session's hash. What the browser
    /// claimed before is forgotten; a running lease is left alone.
    async fn start(
        &self,
        account: AccountId,
        session: Hash256,
        now: Timestamp,
    ) -> Result<StartOutcome, StorageError>;

    /// Notes what the browser claims, if `session` is the latest attempt's; says whether it was.
    async fn claim_assets(
        &self,
        account: AccountId,
        session: Hash256,
        claims: Claims,
    ) -> Result<bool, StorageError>;

    /// Whether `session` is that of the latest attempt, also once the account has finished.
    async fn is_latest(&self, account: AccountId, session: Hash256) -> Result<bool, StorageError>;

    /// Notes that the customer left the dialog, if `session` is the latest attempt's and
    /// no set-up is under way.
    async fn cancel(
        &self,
        account: AccountId,
        session: Hash256,
        step: Option<String>,
    ) -> Result<(), StorageError>;

    /// Takes the lease in order to exchange a code. The code's hash is noted for good, so
    /// that no code is ever exchanged twice; an earlier token and what it proved are
    /// forgotten. The state becomes provisioning.
    async fn claim_exchange(
        &self,
        account: AccountId,
        code: Hash256,
        lease: Lease,
        now: Timestamp,
    ) -> Result<ClaimOutcome, StorageError>;

    /// Takes the lease in order to go on with a stored token. The state becomes provisioning.
    async fn claim_resume(
        &self,
        account: AccountId,
        lease: Lease,
        now: Timestamp,
    ) -> Result<ClaimOutcome, StorageError>;

    /// Stores a step that is done. `false` when the lease was lost or the account closed.
    async fn progress(
        &self,
        account: AccountId,
        owner: i64,
        step: Progress,
    ) -> Result<bool, StorageError>;

    /// Prolongs a lease that is still held. `false` when it was lost or the account closed.
    async fn renew(&self, account: AccountId, lease: Lease) -> Result<bool, StorageError>;

    /// Gives a lease that is still held to whoever takes it over first, and wakes them.
    async fn hand_over(&self, account: AccountId, owner: i64) -> Result<(), StorageError>;

    /// Takes over a set-up that was handed over or whose lease has ended, the longest
    /// waiting one first. What another node is taking at this moment is left to it.
    async fn take_over(
        &self,
        lease: Lease,
        now: Timestamp,
    ) -> Result<Option<TakenOver>, StorageError>;

    /// Gives the lease back with a problem: the state becomes needs-attention. Does nothing
    /// when the lease was lost or the account closed.
    async fn halt(
        &self,
        account: AccountId,
        owner: i64,
        problem: Problem,
    ) -> Result<(), StorageError>;

    /// The finish: status 1, the real number listed, lease given back, revision bumped.
    async fn finish(
        &self,
        account: AccountId,
        owner: i64,
        finished: Finished,
    ) -> Result<FinishOutcome, StorageError>;

    /// What is known of an account's set-up.
    async fn grant(&self, account: AccountId) -> Result<Option<Grant>, StorageError>;

    /// Whether any account of any partner, finished or on its way, has proved these to be
    /// its own. What it stands on must not be taken away from under it.
    async fn assets_in_use(
        &self,
        waba: &WabaId,
        phone_number: &PhoneNumberId,
    ) -> Result<AssetsInUse, StorageError>;
}
