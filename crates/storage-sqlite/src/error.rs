//! What goes wrong inside, and what the caller is told of it.

use gangway_storage::{StorageError, Unreadable};
use rusqlite::ErrorCode;

/// Why a statement, a unit or a group of units failed. Told to each caller it concerns.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Failure {
    /// SQLite said no.
    #[error(transparent)]
    Sqlite(#[from] rusqlite::Error),
    /// A stored value is not what the domain allows.
    #[error(transparent)]
    Unreadable(#[from] Unreadable),
    /// The operation makes no sense for what is stored.
    #[error("{0}")]
    Refused(&'static str),
    /// SQLite ended the transaction in the middle of a group.
    #[error("the transaction was rolled back by SQLite")]
    TransactionLost,
    /// Too late.
    #[error("the store is shut down")]
    Stopped,
}

impl From<&Failure> for StorageError {
    fn from(failure: &Failure) -> Self {
        match failure {
            Failure::Sqlite(error) => told(error),
            Failure::Unreadable(what) => Self::Corrupt(what.to_string()),
            Failure::Refused(why) => Self::Refused((*why).to_owned()),
            Failure::TransactionLost | Failure::Stopped => Self::Unavailable(failure.to_string()),
        }
    }
}

impl From<Failure> for StorageError {
    fn from(failure: Failure) -> Self {
        Self::from(&failure)
    }
}

fn told(error: &rusqlite::Error) -> StorageError {
    use rusqlite::Error;
    match error {
        Error::SqliteFailure(cause, _) => match cause.code {
            ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked => {
                StorageError::Busy("another process is writing to the database")
            }
            ErrorCode::DatabaseCorrupt
            | ErrorCode::NotADatabase
            | ErrorCode::CannotOpen
            | ErrorCode::DiskFull
            | ErrorCode::SystemIoFailure
            | ErrorCode::OutOfMemory
            | ErrorCode::PermissionDenied
            | ErrorCode::ReadOnly
            | ErrorCode::FileLockingProtocolFailed
            | ErrorCode::NoLargeFileSupport => StorageError::Unavailable(error.to_string()),
            _ => StorageError::Refused(error.to_string()),
        },
        Error::FromSqlConversionFailure(..)
        | Error::IntegralValueOutOfRange(..)
        | Error::InvalidColumnType(..)
        | Error::Utf8Error(..) => StorageError::Corrupt(error.to_string()),
        _ => StorageError::Refused(error.to_string()),
    }
}
