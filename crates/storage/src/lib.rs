//! What Gangway asks of a store. Each method is one closed, atomic operation: when it
//! answers `Ok`, what it did is durable and every later read on every node sees it.

mod accounts;
#[cfg(feature = "conformance")]
pub mod conformance;
pub mod copy;
mod error;
mod fragment;
mod grant;
mod installation;
mod journey;
mod overview;
mod partners;
mod query;
pub mod rows;
pub mod search;

pub use accounts::{
    Abandoned, Accounts, CreateOutcome, Idempotency, ListSnapshot, NewOnboarding, RemoveOutcome,
};
pub use error::StorageError;
pub use fragment::{BASE_MARK, fragment};
pub use grant::GrantRecord;
pub use installation::{Installation, SealedSample, WakeUp, Waker};
pub use journey::{
    AssetsInUse, ClaimOutcome, Claims, FinishOutcome, Finished, Grant, Journey, Lease, Progress,
    StartOutcome, TakenOver,
};
pub use overview::{Migrated, Overview};
pub use partners::{Credential, IssueOutcome, NewPartner, NewToken, Partners, TokenGrant};
pub use query::{Cursor, ListFilter, ListPage, SortKey};
pub use rows::Unreadable;

/// A whole store.
pub trait Store:
    Partners + Accounts + Journey + Installation + Send + Sync + std::fmt::Debug
{
}

impl<T: Partners + Accounts + Journey + Installation + Send + Sync + std::fmt::Debug> Store for T {}
