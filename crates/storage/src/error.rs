//! Why a store operation did not happen. Expected outcomes (not found, taken, too late)
//! are values of the operation's own outcome type, not errors.

/// The store could not do its work. Nothing of the operation has happened, unless the
/// connection to the database was lost while it was being made durable: then `Unavailable`
/// stands for not knowing, and callers are told to look or to repeat with the same key.
#[derive(Debug, thiserror::Error)]
pub enum StorageError {
    /// Too much is waiting; the caller should try again shortly.
    #[error("the store is busy: {0}")]
    Busy(&'static str),
    /// The database cannot be reached or refuses to work.
    #[error("the store is unavailable: {0}")]
    Unavailable(String),
    /// A row does not read back as what was stored.
    #[error("the store holds a value that does not read back: {0}")]
    Corrupt(String),
    /// The database refused a statement: a fault in Gangway.
    #[error("the store refused a statement: {0}")]
    Refused(String),
}
