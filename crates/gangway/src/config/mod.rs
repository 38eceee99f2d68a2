//! The configuration, read once and parsed into types that cannot be wrong.

mod database;
mod layers;
mod meta;
mod read;
mod webhooks;

pub use database::DatabaseUrl;
pub use layers::{Layers, Source};

use gangway_api::ApiSettings;
use gangway_app::{CreditLine, NumberPool, OutboxSettings, RecoverySettings, WebhookSettings};
use gangway_domain::RetryPolicy;
use gangway_meta::{MetaConfig, SystemToken};
use gangway_storage_postgres::PostgresOptions;
use gangway_web::SignupSettings;
use gangway_worker::SenderSettings;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

/// Why the configuration was refused: where, which key, and the mend.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// A file that cannot be read.
    #[error("{}: {problem}", path.display())]
    File {
        /// Which.
        path: PathBuf,
        /// What is wrong.
        problem: String,
    },
    /// A value that does not fit.
    #[error("{key} (from {origin}) {problem}")]
    Value {
        /// Which setting.
        key: String,
        /// Who set it.
        origin: Source,
        /// What is wrong, and the mend.
        problem: String,
    },
}

/// What every command that touches the data needs.
#[derive(Debug, Clone)]
pub struct StoreSettings {
    /// Where the data lives.
    pub database: DatabaseUrl,
    /// Limits of the connection to PostgreSQL.
    pub postgres: PostgresOptions,
    /// File with the sealing keys.
    pub keys_file: PathBuf,
}

/// How it logs.
#[derive(Debug, Clone)]
pub struct LogSettings {
    /// Filter directives.
    pub filter: String,
    /// One JSON object a line.
    pub json: bool,
}

/// What the server needs.
#[derive(Debug, Clone)]
pub struct ServerSettings {
    /// Where to listen.
    pub listen: SocketAddr,
    /// The configured public address; `None` to make it from the listening one.
    pub public_url: Option<String>,
    /// Whether the last entry of `X-Forwarded-For` is where a request comes from.
    pub trust_proxy: bool,
    /// Data.
    pub store: StoreSettings,
    /// Partner API.
    pub api: ApiSettings,
    /// Graph API.
    pub meta: MetaConfig,
    /// Embedded Signup.
    pub signup: SignupSettings,
    /// How long a freshly shared number may take to show up.
    pub number_patience: Duration,
    /// Set-ups.
    pub work: WorkSettings,
    /// Meta's webhooks.
    pub webhooks: WebhookSettings,
    /// Customers whose browsers brought nothing.
    pub recovery: RecoverySettings,
    /// The operator's own token at Meta.
    pub system_token: Option<SystemToken>,
    /// Who pays, where it is the operator.
    pub credit_line: Option<CreditLine>,
    /// Where partners' registered numbers are kept at Meta.
    pub number_pool: Option<NumberPool>,
    /// What partners are told.
    pub outbox: OutboxSettings,
    /// How it is sent.
    pub sender: SenderSettings,
}

/// How set-ups are shared between nodes.
#[derive(Debug, Clone)]
pub struct WorkSettings {
    /// How long one stays with a node that gives no sign of life.
    pub lease: Duration,
    /// How often a node looks for those that nobody works on.
    pub poll: Duration,
    /// How often the messages of connected numbers are counted.
    pub count_every: Duration,
    /// When a step that failed is tried again.
    pub retry: RetryPolicy,
}
