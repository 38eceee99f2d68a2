//! The store of Gangway for many machines: PostgreSQL.
//!
//! Every node keeps a few connections. An operation is one transaction, tried again when
//! the server went away before it was committed, and answered only after that.
//!
//! Sessions carry settings and prepared statements, and one of them listens: a pooler
//! between Gangway and PostgreSQL has to work by session, not by transaction.

mod accounts;
mod audit;
mod branding;
mod connect;
mod connected;
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
mod lookups;
mod numbers;
mod outbox;
mod overview;
mod partners;
mod people;
mod pool;
mod reader;
mod retry;
mod rows;
mod schema;
mod store;
#[cfg(test)]
mod tests;
mod timeline;
mod tls;
mod unit;
mod url;
mod wake;
mod webhooks;

use retry::{read, tried, unit};

pub use copy::{copy_source, copy_target};
pub use overview::{PostgresOverview, bring_up, overview};
pub use schema::{SchemaState, schema_state};
pub use store::{PostgresOptions, PostgresStore};
pub use url::PostgresUrl;
