//! The customer's way through an account: from the opened page to the finish.

use crate::{StepError, StepFailure, StepRecord, StorageError};
use async_trait::async_trait;
use gangway_domain::{
    AccountId, Hash256, MetaBusinessId, Onboarding, PhoneNumber, PhoneNumberId, Sealed, Step,
    TimelineEntry, Timestamp, WabaId,
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
    /// When the token was given out: the customer's consent. Coexistence counts from here.
    pub token_at: Option<Timestamp>,
    /// What the browser of the latest attempt claimed.
    pub claims: Claims,
    /// Proved: the account that the token owns.
    pub waba: Option<WabaId>,
    /// Proved: the number on it.
    pub phone_number: Option<PhoneNumberId>,
    /// Whether the app is subscribed.
    pub subscribed: bool,
    /// Meta's id of the credit line's allocation, where one is configured.
    pub credit_allocation: Option<String>,
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
    /// Meta asked to be left alone until then.
    NotBefore(Timestamp),
    /// There is no token to go on with.
    NoToken,
    /// Finished or removed already.
    Closed,
}

/// What somebody gave with the wish to go on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Given {
    /// Only the wish.
    Nothing,
    /// Sealed two-step PIN of the number.
    Pin(Sealed),
    /// The number to connect, on its account.
    Number(WabaId, PhoneNumberId),
}

/// One step that is done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Progress {
    /// The code was exchanged. Forgets what an earlier token had proved. The state becomes
    /// provisioning.
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
    /// The credit line pays, by this allocation.
    CreditLine(String),
    /// A PIN was drawn and is about to be used. Ends no step.
    PinDrawn(Sealed),
    /// The number is registered.
    Registered,
    /// Contacts sync was accepted, with this request id.
    ContactsSync(String),
    /// History sync was accepted, with this request id.
    HistorySync(String),
    /// The number's details were read.
    NumberRead,
    /// The set-up goes on without this step.
    Skipped(Step, StepError),
}

impl Progress {
    /// The step that this ends; `None` where it ends none.
    #[must_use]
    pub const fn step(&self) -> Option<Step> {
        Some(match self {
            Self::Exchanged(_) => Step::Exchange,
            Self::Proved { .. } => Step::Prove,
            Self::Subscribed => Step::Subscribe,
            Self::CreditLine(_) => Step::CreditLine,
            Self::PinDrawn(_) => return None,
            Self::Registered => Step::Register,
            Self::ContactsSync(_) => Step::ContactsSync,
            Self::HistorySync(_) => Step::HistorySync,
            Self::NumberRead => Step::ReadNumber,
            Self::Skipped(step, _) => *step,
        })
    }
}

/// A token that Meta handed out to the operator, for a customer whose browser did not bring one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recovery {
    /// Sealed business token.
    pub token: Sealed,
    /// The WhatsApp account that Meta named.
    pub waba: WabaId,
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

/// The customer's journey.
///
/// Every operation that changes where an account stands also writes that into its timeline, in
/// the same transaction. Except for `finish`, nothing here changes what the list shows, so
/// nothing else bumps the partner's revision.
#[async_trait]
pub trait Journey {
    /// Notes that the page was looked at. Does nothing on a closed account. Timeline: opened,
    /// the first time.
    async fn open(&self, account: AccountId, now: Timestamp) -> Result<(), StorageError>;

    /// Notes a press on the button: a new attempt, with this session's hash. What the browser
    /// claimed before is forgotten; a running lease, and a set-up that waits for its next try,
    /// are left alone. Timeline: started.
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
    /// no set-up is under way. Timeline: cancelled, with step and cause.
    async fn cancel(
        &self,
        account: AccountId,
        session: Hash256,
        step: Option<String>,
        cause: Option<String>,
        now: Timestamp,
    ) -> Result<(), StorageError>;

    /// Takes the lease in order to exchange a code. The code's hash is noted for good, so
    /// that no code is ever exchanged twice; an earlier token and what it proved are
    /// forgotten, and with them the records of all steps that do not belong to the number.
    /// The state becomes exchanging, the exchange is begun; `next_try` and `recovered` are
    /// cleared, `not_before` stays. Timeline: code.
    ///
    /// An account that is in work without a lease (it waits for its next try, or was handed
    /// over) can be claimed as well: a new code is the customer's newer word.
    async fn claim_exchange(
        &self,
        account: AccountId,
        code: Hash256,
        lease: Lease,
        now: Timestamp,
    ) -> Result<ClaimOutcome, StorageError>;

    /// Takes the lease in order to go on with a stored token, because somebody asked for it;
    /// with what was given for it: a number becomes the claims, which still have to be proved.
    /// The state becomes provisioning, `next_try` is cleared. [`ClaimOutcome::NotBefore`] while Meta asked not to be called,
    /// unless another number than the proved one is given; that is forgotten once it has
    /// passed. Timeline: resumed.
    async fn claim_resume(
        &self,
        account: AccountId,
        given: Given,
        lease: Lease,
        now: Timestamp,
    ) -> Result<ClaimOutcome, StorageError>;

    /// Takes the lease in order to go on with a token that Meta handed out without the
    /// browser. Like a new code it takes the place of an earlier token; the claims become the
    /// named WhatsApp account, without a number, and the account is marked as recovered. Also
    /// past the end of the link. [`ClaimOutcome::Busy`] while a set-up is in work.
    /// Timeline: recovered.
    async fn claim_recovery(
        &self,
        account: AccountId,
        recovery: Recovery,
        lease: Lease,
        now: Timestamp,
    ) -> Result<ClaimOutcome, StorageError>;

    /// Notes that a step is begun, before Meta hears of it, and counts the try. Gives the
    /// step's record as it was before; one that was never tried has no tries. A step that is
    /// made in every run, and does not belong to the number, is counted anew once it was done
    /// or skipped: what it took last time says nothing of this time. `None` when the lease was
    /// lost or the account closed.
    async fn begin_step(
        &self,
        account: AccountId,
        owner: i64,
        step: Step,
        now: Timestamp,
    ) -> Result<Option<StepRecord>, StorageError>;

    /// Stores a step that is done. `false` when the lease was lost or the account closed.
    /// Proving another number than before forgets the records of the steps that belong to the
    /// number. Timeline: step-done or step-skipped.
    async fn progress(
        &self,
        account: AccountId,
        owner: i64,
        step: Progress,
        now: Timestamp,
    ) -> Result<bool, StorageError>;

    /// Stores how a step failed and what becomes of the set-up. `false` when the lease was
    /// lost or the account closed. Timeline: step-waits or halted.
    async fn fail_step(
        &self,
        account: AccountId,
        owner: i64,
        failure: StepFailure,
        now: Timestamp,
    ) -> Result<bool, StorageError>;

    /// Prolongs a lease that is still held. `false` when it was lost or the account closed.
    async fn renew(&self, account: AccountId, lease: Lease) -> Result<bool, StorageError>;

    /// Gives a lease that is still held to whoever takes it over first, and wakes them.
    async fn hand_over(&self, account: AccountId, owner: i64) -> Result<(), StorageError>;

    /// Takes over a set-up that was handed over, whose lease has ended, or whose next try is
    /// due; the longest waiting one first. What another node is taking at this moment is left
    /// to it. Timeline: taken-over, where a lease had ended.
    async fn take_over(
        &self,
        lease: Lease,
        now: Timestamp,
    ) -> Result<Option<TakenOver>, StorageError>;

    /// The finish: status 1, the real number listed, lease given back, revision bumped. A
    /// reconnected account keeps the time of its first finish; the number may be its own. An
    /// open wish for a new link is fulfilled by it.
    /// Timeline: finished.
    async fn finish(
        &self,
        account: AccountId,
        owner: i64,
        finished: Finished,
    ) -> Result<FinishOutcome, StorageError>;

    /// What is known of an account's set-up.
    async fn grant(&self, account: AccountId) -> Result<Option<Grant>, StorageError>;

    /// The records of the steps that were tried, in the order of the steps.
    async fn steps(&self, account: AccountId) -> Result<Vec<StepRecord>, StorageError>;

    /// What happened to an account, oldest first; the latest
    /// [`TIMELINE_KEPT`](crate::TIMELINE_KEPT) events. That it was created is not among them:
    /// its own row tells.
    async fn timeline(&self, account: AccountId) -> Result<Vec<TimelineEntry>, StorageError>;

    /// Whether any account of any partner that is not removed, finished or on its way, has
    /// proved these to be its own. What it stands on must not be taken away from under it.
    async fn assets_in_use(
        &self,
        waba: &WabaId,
        phone_number: &PhoneNumberId,
    ) -> Result<AssetsInUse, StorageError>;
}
