//! What is in a database, for its operator.

use crate::connect::Connector;
use crate::error::Failure;
use crate::schema::{self, SchemaState, schema_state};
use crate::store::PostgresOptions;
use crate::url::PostgresUrl;
use gangway_storage::{Migrated, Overview, StorageError};
use tokio_postgres::Client;

/// What is in a database and how its server is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PostgresOverview {
    /// What is in the database.
    pub data: Overview,
    /// The oldest schema that a Gangway has to know to work on it; none while it is empty.
    pub works_from: Option<i64>,
    /// The server's version.
    pub server_version: String,
    /// Whether this connection was encrypted.
    pub encrypted: bool,
    /// How many connections there were to this database, this one included.
    pub connections: i64,
    /// How many the server takes in all.
    pub max_connections: i64,
}

/// Looks into a database and changes nothing.
///
/// # Errors
/// When the server cannot be reached or is too old, or the database is another program's.
pub async fn overview(
    url: &PostgresUrl,
    options: &PostgresOptions,
) -> Result<PostgresOverview, StorageError> {
    let state = schema_state(url, options).await?;
    let session = Connector::new(url, options)?.alone().await?;
    Ok(look(&session.client, state).await?)
}

async fn look(client: &Client, state: SchemaState) -> Result<PostgresOverview, Failure> {
    let row = client
        .query_one(
            "SELECT current_setting('server_version'),
                    coalesce((SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()), false),
                    (SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()),
                    current_setting('max_connections')::int8,
                    pg_database_size(current_database())",
            &[],
        )
        .await?;
    let bytes: i64 = row.try_get(4)?;
    let mut data = Overview {
        known: state.known,
        stored: state.stored,
        bytes: u64::try_from(bytes).unwrap_or(0),
        ..Overview::default()
    };
    if state.stored.is_some() {
        data.copying = copying(client).await?;
        let partners = client
            .query_one("SELECT count(*) FROM partner", &[])
            .await?;
        data.partners = partners.try_get(0)?;
        let states = "SELECT state, count(*) FROM account GROUP BY state ORDER BY state";
        for row in client.query(states, &[]).await? {
            data.accounts.push((row.try_get(0)?, row.try_get(1)?));
        }
    }
    Ok(PostgresOverview {
        data,
        works_from: state.works_from,
        server_version: row.try_get(0)?,
        encrypted: row.try_get(1)?,
        connections: row.try_get(2)?,
        max_connections: row.try_get(3)?,
    })
}

/// Brings a database to the schema that this Gangway knows, as opening it as a store does
/// too. One that a newer Gangway brought further is left as it is.
///
/// # Errors
/// Those of opening it as a store.
pub async fn bring_up(
    url: &PostgresUrl,
    options: &PostgresOptions,
) -> Result<Migrated, StorageError> {
    let from = schema_state(url, options).await?.stored;
    schema::bring_up(&Connector::new(url, options)?, options.wait).await?;
    let state = schema_state(url, options).await?;
    Ok(Migrated {
        from,
        to: state.stored.unwrap_or(state.known),
    })
}

/// Gives the source of a copy into this database that was not finished.
pub(crate) const COPYING: &str = "SELECT copying FROM store_meta";

/// The source of a copy into this database that was not finished.
pub(crate) async fn copying(client: &Client) -> Result<Option<String>, Failure> {
    Ok(client.query_one(COPYING, &[]).await?.try_get(0)?)
}

/// A database that a copy left half way is no store.
pub(crate) fn refuse_unfinished(copying: Option<String>, server: &str) -> Result<(), StorageError> {
    match copying {
        None => Ok(()),
        Some(source) => Err(StorageError::Unavailable(format!(
            "a copy of {source} into {server} was not finished; run gangway db copy again, or empty it"
        ))),
    }
}
