//! The store of Gangway for one machine: SQLite in process.
//!
//! One thread writes and commits whatever is waiting together; a few connections read.
//! What every request needs, the token check, is answered from memory.

mod accounts;
mod connection;
mod error;
mod installation;
mod journey;
mod list;
mod memory;
mod partners;
mod readers;
mod rows;
mod schema;
mod sql;
mod store;
mod watch;
mod writer;

pub use store::{SqliteOptions, SqliteStore};
