//! Connections, set up as Gangway needs them.

mod explain;

use crate::error::Failure;
use crate::store::PostgresOptions;
use crate::tls;
use crate::url::PostgresUrl;
use gangway_storage::StorageError;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;
use tokio::task::JoinHandle;
use tokio_postgres::config::TargetSessionAttrs;
use tokio_postgres::tls::MakeTlsConnect;
use tokio_postgres::{Client, Config, Connection, Error, Socket};
use tokio_postgres_rustls::MakeRustlsConnect;
use tokio_util::task::AbortOnDropHandle;

/// A server that vanished without a word is noticed after idle + interval * retries, and
/// after the user timeout where something was sent to it.
const KEEPALIVE_IDLE: Duration = Duration::from_secs(10);
const KEEPALIVE_INTERVAL: Duration = Duration::from_secs(5);
const KEEPALIVE_RETRIES: u32 = 3;
const UNACKNOWLEDGED: Duration = Duration::from_secs(20);

pub(crate) type RawConnection =
    Connection<Socket, <MakeRustlsConnect as MakeTlsConnect<Socket>>::Stream>;

/// Makes connections to one server.
#[derive(Clone)]
pub(crate) struct Connector {
    parts: Arc<Parts>,
}

struct Parts {
    /// Without the password.
    server: String,
    config: Config,
    tls: MakeRustlsConnect,
    session: String,
    timeout: Duration,
}

impl std::fmt::Debug for Connector {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Connector")
            .field(&self.parts.server)
            .finish()
    }
}

impl Connector {
    pub(crate) fn new(url: &PostgresUrl, options: &PostgresOptions) -> Result<Self, StorageError> {
        let mut config = url.config().clone();
        if config.get_application_name().is_none() {
            config.application_name("gangway");
        }
        // Of several servers the one that takes writes; a standby alone is refused.
        config.target_session_attrs(TargetSessionAttrs::ReadWrite);
        keep_alive(&mut config);
        if config.get_connect_timeout().is_none() {
            // One host that does not answer leaves time for the others.
            let hosts = u32::try_from(config.get_hosts().len()).unwrap_or(u32::MAX);
            config.connect_timeout(options.wait / hosts.saturating_add(1));
        }
        Ok(Self {
            parts: Arc::new(Parts {
                server: url.to_string(),
                tls: tls::connector(url)?,
                session: session(options.statement_timeout),
                timeout: options.wait,
                config,
            }),
        })
    }

    /// The server and database, without the password.
    pub(crate) fn server(&self) -> &str {
        &self.parts.server
    }

    /// A session with the settings of a unit, and the task that drives it.
    async fn session(&self) -> Result<(Client, AbortOnDropHandle<()>), Error> {
        let (client, connection) = self.parts.config.connect(self.parts.tls.clone()).await?;
        // A session that is given up before it is set up is closed.
        let driver = AbortOnDropHandle::new(tokio::spawn(async move {
            if let Err(error) = connection.await {
                tracing::debug!(%error, "a connection to the database ended");
            }
        }));
        let (set, _) = tokio::join!(
            biased;
            client.batch_execute(&self.parts.session),
            // A server without this setting, or on a system that cannot do it, does as well.
            client.batch_execute(NOTICE_GONE_CLIENTS),
        );
        set?;
        Ok((client, driver))
    }

    /// A session for one task, outside the pool.
    pub(crate) async fn alone(&self) -> Result<Alone, Failure> {
        match tokio::time::timeout(self.parts.timeout, self.session()).await {
            Ok(Ok((client, driver))) => Ok(Alone {
                client,
                _driver: driver,
            }),
            Ok(Err(error)) => Err(self.explain(&error)),
            Err(_) => Err(self.no_answer()),
        }
    }

    /// A connection that the caller drives, with the server's own settings.
    pub(crate) async fn raw(&self) -> Result<(Client, RawConnection), Failure> {
        let connecting = self.parts.config.connect(self.parts.tls.clone());
        match tokio::time::timeout(self.parts.timeout, connecting).await {
            Ok(Ok(connected)) => Ok(connected),
            Ok(Err(error)) => Err(self.explain(&error)),
            Err(_) => Err(self.no_answer()),
        }
    }

    /// Why no connection came about, with the mend.
    pub(crate) fn explain(&self, error: &Error) -> Failure {
        explain::connecting(&self.parts.server, error)
    }

    pub(crate) fn no_answer(&self) -> Failure {
        Failure::NoConnection {
            message: format!(
                "{} does not answer; check the address, the network and the server",
                self.parts.server
            ),
            passing: true,
        }
    }
}

type Connecting<'a> =
    Pin<Box<dyn Future<Output = Result<(Client, JoinHandle<()>), Error>> + Send + 'a>>;

impl deadpool_postgres::Connect for Connector {
    fn connect(&self, _: &Config) -> Connecting<'_> {
        Box::pin(async {
            let (client, driver) = self.session().await?;
            Ok((client, driver.detach()))
        })
    }
}

/// A session outside the pool; closed when dropped.
#[derive(Debug)]
pub(crate) struct Alone {
    pub(crate) client: Client,
    _driver: AbortOnDropHandle<()>,
}

/// What the URL says about this stays.
fn keep_alive(config: &mut Config) {
    let defaults = Config::new();
    if config.get_keepalives_idle() == defaults.get_keepalives_idle() {
        config.keepalives_idle(KEEPALIVE_IDLE);
    }
    if config.get_keepalives_interval().is_none() {
        config.keepalives_interval(KEEPALIVE_INTERVAL);
    }
    if config.get_keepalives_retries().is_none() {
        config.keepalives_retries(KEEPALIVE_RETRIES);
    }
    if config.get_tcp_user_timeout().is_none() {
        config.tcp_user_timeout(UNACKNOWLEDGED);
    }
}

/// From PostgreSQL 14 on a statement whose client has gone is ended, and its locks freed.
const NOTICE_GONE_CLIENTS: &str =
    "SELECT set_config('client_connection_check_interval', '1s', false)
     WHERE current_setting('server_version_num')::int >= 140000";

/// The settings of a session, by SET: poolers refuse them among the start-up options.
fn session(statement_timeout: Duration) -> String {
    let statement = statement_timeout.as_millis().max(1);
    // The message that names the lock should win over the one that names the time.
    let lock = (statement * 4 / 5).max(1);
    // What is answered is durable, whatever the operator's default: at least `on`.
    format!(
        "SET statement_timeout = {statement};
         SET idle_in_transaction_session_timeout = {statement};
         SET lock_timeout = {lock};
         SET default_transaction_isolation = 'read committed';
         SELECT set_config('synchronous_commit', 'on', false)
         WHERE current_setting('synchronous_commit') <> 'remote_apply'"
    )
}
