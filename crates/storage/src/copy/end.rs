//! What a database has to offer to be copied from or into.

use super::{Row, Table, Value};
use crate::StorageError;
use async_trait::async_trait;

/// A database whose schema is the one that this Gangway knows.
#[async_trait]
pub trait CopyEnd: Send {
    /// Its address, without a password. The same database has the same one each time.
    fn name(&self) -> &str;

    /// Whether anybody else works on it at this moment, as far as that can be known.
    async fn in_use(&mut self) -> Result<bool, StorageError>;

    /// How many rows a table has.
    async fn count(&mut self, table: &'static Table) -> Result<u64, StorageError>;

    /// The rows that follow a key in the order of the keys: `limit` of them, or all that
    /// are left. A source gives them as of one moment, whatever is written meanwhile.
    async fn page(
        &mut self,
        table: &'static Table,
        after: Option<&[Value]>,
        limit: usize,
    ) -> Result<Vec<Row>, StorageError>;

    /// The probe of the sealing keys.
    async fn key_probe(&mut self) -> Result<Option<Vec<u8>>, StorageError>;
}

/// What a target holds before a copy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TargetState {
    /// Tables without a row.
    Empty,
    /// A copy of this database that was not finished.
    Unfinished(String),
    /// Data of its own, in this table among others.
    Taken(&'static str),
}

/// A database that a copy goes into. Nobody else works on it while this exists.
#[async_trait]
pub trait CopyTarget: CopyEnd {
    /// What it holds.
    async fn state(&mut self) -> Result<TargetState, StorageError>;

    /// Empties all tables and notes of which database it is about to become a copy. From
    /// here on no store opens it.
    async fn begin(&mut self, source: &str) -> Result<(), StorageError>;

    /// The highest key of a table.
    async fn last_key(&mut self, table: &'static Table)
    -> Result<Option<Vec<Value>>, StorageError>;

    /// Stores rows, all of them or none, durably.
    async fn write(&mut self, table: &'static Table, rows: Vec<Row>) -> Result<(), StorageError>;

    /// Takes over the probe of the sealing keys, goes on numbering after the highest ids,
    /// and lets stores open it.
    async fn finish(&mut self, key_probe: Option<Vec<u8>>) -> Result<(), StorageError>;
}
