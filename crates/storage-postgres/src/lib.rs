//! The store of Gangway for many machines: PostgreSQL.
//!
//! Every node keeps a few connections. An operation is one transaction, tried again when
//! the server went away before it was committed, and answered only after that.

mod accounts;
mod connect;
mod error;
mod installation;
mod journey;
mod list;
mod partners;
mod pool;
mod reader;
mod retry;
mod rows;
mod schema;
mod store;
mod tls;
mod unit;
mod url;
mod wake;

use retry::{read, unit};

pub use schema::{SchemaState, schema_state};
pub use store::{PostgresOptions, PostgresStore};
pub use url::PostgresUrl;
