//! What goes wrong inside, and what the caller is told of it.

use gangway_domain::FieldError;
use gangway_storage::{StorageError, Unreadable};
use std::error::Error as _;
use std::fmt;
use tokio_postgres::error::{DbError, Severity, SqlState};
use tokio_postgres::types::{WasNull, WrongType};

/// Why a statement or a unit failed.
///
/// Neither `Display` nor `Debug` repeat a stored value: PostgreSQL puts those into the
/// detail of an error, which is left out here.
#[derive(thiserror::Error)]
pub(crate) enum Failure {
    /// PostgreSQL said no, or the connection broke.
    #[error("{}", without_values(.0))]
    Db(#[from] tokio_postgres::Error),
    /// No connection could be made.
    #[error("{message}")]
    NoConnection { message: String, passing: bool },
    /// All connections are in use, and stayed so.
    #[error("all connections to the database are in use")]
    AllInUse,
    /// The connection broke before anything was asked of the server.
    #[error("the connection to the database broke")]
    Gone,
    /// The server does not answer, not even that the statement took too long.
    #[error("the database server stopped answering")]
    Silent,
    /// The connection broke between the request to commit and its answer.
    #[error(
        "the connection to the database broke while the change was being committed ({0}); \
         look whether it has happened before trying again"
    )]
    CommitUnknown(String),
    /// A stored value is not what the domain allows.
    #[error("{0}")]
    Unreadable(String),
    /// The operation makes no sense for what is stored.
    #[error("{0}")]
    Refused(&'static str),
    /// Too late.
    #[error("the store is shut down")]
    Stopped,
}

impl fmt::Debug for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Failure({self})")
    }
}

/// Whether the same work may go well with another try.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Again {
    /// It will fail the same way.
    Never,
    /// Another unit got in the way.
    Conflict,
    /// The server went away, or is not there yet.
    Lost,
}

impl Failure {
    /// Whether to try again. Never once a commit was under way: nobody knows then whether
    /// it has happened.
    pub(crate) fn again(&self) -> Again {
        match self {
            Self::Db(error) => match error.as_db_error() {
                Some(error) => again(error),
                None if error.is_closed() => Again::Lost,
                None => Again::Never,
            },
            Self::NoConnection { passing: true, .. } | Self::Gone | Self::Silent => Again::Lost,
            Self::NoConnection { .. }
            | Self::AllInUse
            | Self::CommitUnknown(_)
            | Self::Unreadable(_)
            | Self::Refused(_)
            | Self::Stopped => Again::Never,
        }
    }

    /// What a failed COMMIT means: either PostgreSQL said that the unit was rolled back,
    /// or nobody knows.
    pub(crate) fn of_commit(self) -> Self {
        match &self {
            Self::Db(error)
                if error
                    .as_db_error()
                    .is_some_and(|error| !ends_session(error)) =>
            {
                self
            }
            Self::Db(_) | Self::Silent => Self::CommitUnknown(self.to_string()),
            _ => self,
        }
    }
}

impl From<FieldError> for Failure {
    fn from(error: FieldError) -> Self {
        Self::Unreadable(error.to_string())
    }
}

impl From<Unreadable> for Failure {
    fn from(error: Unreadable) -> Self {
        Self::Unreadable(error.to_string())
    }
}

impl From<Failure> for StorageError {
    fn from(failure: Failure) -> Self {
        match &failure {
            Failure::Db(error) => told(error),
            Failure::AllInUse => Self::Busy("all connections to the database are in use"),
            Failure::Unreadable(what) => Self::Corrupt(what.clone()),
            Failure::Refused(why) => Self::Refused((*why).to_owned()),
            Failure::NoConnection { .. }
            | Failure::Gone
            | Failure::Silent
            | Failure::CommitUnknown(_)
            | Failure::Stopped => Self::Unavailable(failure.to_string()),
        }
    }
}

/// The server ended the session with this error.
fn ends_session(error: &DbError) -> bool {
    matches!(
        error.parsed_severity(),
        Some(Severity::Fatal | Severity::Panic)
    )
}

/// What passes by itself. Used for statements and for connecting.
pub(crate) fn again(error: &DbError) -> Again {
    match error.code() {
        &SqlState::T_R_SERIALIZATION_FAILURE | &SqlState::T_R_DEADLOCK_DETECTED => Again::Conflict,
        &SqlState::ADMIN_SHUTDOWN
        | &SqlState::CRASH_SHUTDOWN
        | &SqlState::CANNOT_CONNECT_NOW
        | &SqlState::TOO_MANY_CONNECTIONS
        | &SqlState::IDLE_IN_TRANSACTION_SESSION_TIMEOUT
        | &SqlState::IDLE_SESSION_TIMEOUT
        // The server was made a standby: a new connection finds the one that is in charge.
        | &SqlState::READ_ONLY_SQL_TRANSACTION => Again::Lost,
        code if code.code().starts_with("08") => Again::Lost,
        // A migration changed what a prepared statement answers with: a new connection
        // prepares it anew.
        &SqlState::FEATURE_NOT_SUPPORTED if error.routine() == Some("RevalidateCachedQuery") => {
            Again::Lost
        }
        _ => Again::Never,
    }
}

fn told(error: &tokio_postgres::Error) -> StorageError {
    let Some(db) = error.as_db_error() else {
        return if error.is_closed() {
            StorageError::Unavailable(Failure::Gone.to_string())
        } else if does_not_read_back(error) {
            StorageError::Corrupt(without_values(error))
        } else {
            StorageError::Refused(without_values(error))
        };
    };
    match db.code() {
        &SqlState::QUERY_CANCELED => StorageError::Busy("a statement took longer than it may"),
        &SqlState::LOCK_NOT_AVAILABLE => {
            StorageError::Busy("another write held a lock for longer than this one may wait")
        }
        &SqlState::T_R_SERIALIZATION_FAILURE | &SqlState::T_R_DEADLOCK_DETECTED => {
            StorageError::Busy("other writes to the same rows kept getting in the way")
        }
        code if again(db) == Again::Lost || is_environment(code) => {
            StorageError::Unavailable(without_values(error))
        }
        _ => StorageError::Refused(without_values(error)),
    }
}

/// Not the statement's fault: resources (53), the server's machine (58), its own faults
/// and damage (XX), or what the operator allows it (42501).
fn is_environment(code: &SqlState) -> bool {
    code == &SqlState::INSUFFICIENT_PRIVILEGE
        || ["53", "57", "58", "XX"]
            .iter()
            .any(|class| code.code().starts_with(class))
}

/// A column that holds what it should not, rather than a fault in a statement.
fn does_not_read_back(error: &tokio_postgres::Error) -> bool {
    error.source().is_some_and(|cause| {
        cause.is::<WasNull>() || !(cause.is::<WrongType>() || cause.is::<std::io::Error>())
    })
}

/// What PostgreSQL says, without its detail, context and, for data that it cannot take,
/// its message: those repeat values.
pub(crate) fn without_values(error: &tokio_postgres::Error) -> String {
    let Some(db) = error.as_db_error() else {
        return match error.source() {
            Some(cause) => format!("{error}: {cause}"),
            None => error.to_string(),
        };
    };
    let code = db.code().code();
    if code.starts_with("22") {
        return format!("a value that the database does not take (SQLSTATE {code})");
    }
    let mend = match *db.code() {
        SqlState::TOO_MANY_CONNECTIONS => {
            "; lower the number of connections of each node, or raise max_connections of the server"
        }
        SqlState::READ_ONLY_SQL_TRANSACTION => {
            "; the server is a standby or read only: point the URL to the primary server"
        }
        _ => "",
    };
    format!("{} (SQLSTATE {code}){mend}", db.message())
}
