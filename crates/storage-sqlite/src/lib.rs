//! The store of Gangway for one machine: SQLite in process.
//!
//! One thread writes and commits whatever is waiting together; a few connections read.
//! What every request needs, the token check, is answered from memory.

mod accounts;
mod audit;
mod backup;
mod branding;
mod connected;
mod connection;
mod copy;
mod credentials;
mod desk;
mod dialogs;
mod error;
mod installation;
mod jobs;
mod journey;
mod limits;
mod list;
mod live;
mod lock;
mod memory;
mod numbers;
mod outbox;
mod overview;
mod partners;
mod people;
#[cfg(test)]
mod plans;
mod readers;
mod rows;
mod schema;
mod sql;
mod steps;
mod store;
mod timeline;
mod watch;
mod webhooks;
mod writer;

pub use backup::{BackupError, Restored, backup, restore};
pub use copy::{copy_source, copy_target};
pub use overview::overview;
pub use schema::bring_up;
pub use store::{SqliteOptions, SqliteStore};
