//! What Gangway asks of a store. Each method is one closed, atomic operation: when it
//! answers `Ok`, what it did is durable and every later read on every node sees it.

mod accounts;
#[cfg(feature = "conformance")]
pub mod conformance;
mod error;
mod fragment;
mod journey;
mod partners;
mod query;

pub use accounts::{
    Abandoned, Accounts, CreateOutcome, Idempotency, ListSnapshot, NewOnboarding, RemoveOutcome,
};
pub use error::StorageError;
pub use fragment::{BASE_MARK, fragment};
pub use journey::{
    AssetsInUse, ClaimOutcome, Claims, FinishOutcome, Finished, Grant, Journey, Lease, Progress,
    StartOutcome,
};
pub use partners::{Credential, IssueOutcome, NewPartner, NewToken, Partners, TokenGrant};
pub use query::{Cursor, ListFilter, ListPage, SortKey};

/// A whole store.
pub trait Store: Partners + Accounts + Journey + Send + Sync + std::fmt::Debug {}

impl<T: Partners + Accounts + Journey + Send + Sync + std::fmt::Debug> Store for T {}
