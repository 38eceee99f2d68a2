//! Work that must follow and that no request waits for: rows with a due time and a lease.

use crate::{Lease, StorageError};
use async_trait::async_trait;
use gangway_domain::{AccountId, Hash256, PartnerId, Timestamp};

/// One thing to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Job {
    /// Row id.
    pub id: i64,
    /// What.
    pub kind: JobKind,
    /// How often it was begun before.
    pub tries: u32,
}

/// The kinds of jobs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum JobKind {
    /// Takes back at Meta what the set-up of a removed account had done.
    TakeBack(AccountId),
    /// Takes in what Meta told.
    MetaEvent(MetaEvent),
    /// Tells a partner that its webhook endpoint was switched off.
    EndpointOff(PartnerId),
}

/// Something that Meta told by a webhook, as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MetaEvent {
    /// Says whether two are the same; Meta sends many things twice.
    pub key: Hash256,
    /// When it came.
    pub received_at: Timestamp,
    /// The change, as JSON.
    pub change: String,
}

/// What becomes of a job.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum JobEnd {
    /// It is done; for one of Meta's events, with a word on what came of it.
    Done(&'static str),
    /// It is done again then.
    Later(Timestamp),
}

/// Jobs.
#[async_trait]
pub trait Jobs {
    /// Keeps what Meta told, each thing once and a job for it, and wakes those who do them.
    /// Gives how many of them are new. All of them are durable, or none.
    async fn keep_meta_events(&self, events: Vec<MetaEvent>) -> Result<usize, StorageError>;

    /// Takes a job that is due and that nobody works on, the longest due one first, and counts
    /// the try. What another node is taking at this moment is left to it.
    async fn take_job(&self, lease: Lease, now: Timestamp) -> Result<Option<Job>, StorageError>;

    /// Ends a job, if the lease is still held; `false` otherwise.
    async fn end_job(
        &self,
        job: i64,
        owner: i64,
        end: JobEnd,
        now: Timestamp,
    ) -> Result<bool, StorageError>;

    /// Lets a take-back job of this account be due at once, and wakes those who do it: the
    /// run that was under way at its removal has ended.
    async fn hasten_take_back(
        &self,
        account: AccountId,
        now: Timestamp,
    ) -> Result<(), StorageError>;

    /// Erases what is known of a removed account's set-up, its secrets above all, and what Meta
    /// said of its number.
    async fn erase_grant(&self, account: AccountId) -> Result<(), StorageError>;

    /// Clears away what Meta told before `before` and that is done; at most so many.
    async fn forget_meta_events(
        &self,
        before: Timestamp,
        at_most: u32,
    ) -> Result<u32, StorageError>;
}
