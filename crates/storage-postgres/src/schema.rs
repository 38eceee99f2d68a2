//! The schema and its versions.
//!
//! Nodes of two versions work on one schema while an installation is upgraded. A migration
//! that only expands leaves `store_meta.works_from` alone, and older nodes go on working;
//! one that takes something away raises it to its own version.

pub(crate) mod apply;

use crate::connect::{Alone, Connector};
use crate::error::Failure;
use crate::retry::Tries;
use crate::store::PostgresOptions;
use crate::url::PostgresUrl;
use gangway_storage::StorageError;
use std::time::Duration;
use tokio_postgres::Client;

use apply::{PATIENCE, apply, held_up};

mod embedded {
    refinery::embed_migrations!("migrations");
}

/// Whoever migrates holds this lock. The number means nothing and never changes.
const LOCK: i64 = 0x6761_6e67_7761_7901;

/// The oldest PostgreSQL that Gangway works with, as `server_version_num` says it.
const OLDEST_SERVER: i32 = 130_000;

/// How far a database is, against what this Gangway knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SchemaState {
    /// The newest schema that this Gangway knows.
    pub known: i64,
    /// The schema of the database; none while it is empty.
    pub stored: Option<i64>,
    /// The oldest schema that a Gangway has to know to work on this database.
    pub works_from: Option<i64>,
}

/// Looks how far the database is, and changes nothing.
///
/// # Errors
/// When the server cannot be reached or is not one that Gangway works with, or when the
/// database is another program's.
pub async fn schema_state(
    url: &PostgresUrl,
    options: &PostgresOptions,
) -> Result<SchemaState, StorageError> {
    let connector = Connector::new(url, options)?;
    let session = connected(&connector, options.wait).await?;
    look(&session.client, &connector).await
}

/// Brings the database to the schema that this Gangway knows, unless a newer one has
/// brought it further and left it so that this one can work on it.
pub(crate) async fn bring_up(connector: &Connector, wait: Duration) -> Result<(), StorageError> {
    let mut session = connected(connector, wait).await?;
    if look(&session.client, connector).await?.works(connector)? {
        return Ok(());
    }
    lock(&session.client).await?;
    let state = look(&session.client, connector).await?;
    if state.works(connector)? {
        return Ok(());
    }
    tracing::info!(
        from = state.stored,
        to = state.known,
        "migrating the database"
    );
    let runner = embedded::migrations::runner().set_grouped(true);
    apply(&mut session.client, &runner, PATIENCE)
        .await
        .map_err(|error| {
            let mend = if held_up(&error) {
                "; another session holds a table: wait for it, or end it, and start again"
            } else {
                ""
            };
            StorageError::Unavailable(format!(
                "{} cannot be brought to schema {}: {}{mend}",
                connector.server(),
                state.known,
                chain(&error)
            ))
        })
}

/// Nodes that start at once wait here for the one that migrates. The lock ends with the
/// session.
async fn lock(client: &Client) -> Result<(), Failure> {
    client
        .batch_execute("SET statement_timeout = 0; SET lock_timeout = 0")
        .await?;
    let row = client
        .query_one("SELECT pg_try_advisory_lock($1)", &[&LOCK])
        .await?;
    if !row.try_get::<_, bool>(0)? {
        tracing::info!("waiting for another node that migrates the database");
        client
            .execute("SELECT pg_advisory_lock($1)", &[&LOCK])
            .await?;
    }
    Ok(())
}

impl SchemaState {
    /// Whether nothing is left to do.
    fn works(&self, connector: &Connector) -> Result<bool, StorageError> {
        let known = self.known;
        let Some(stored) = self.stored else {
            return Ok(false);
        };
        if stored <= known {
            return Ok(stored == known);
        }
        if self.works_from.is_some_and(|from| from <= known) {
            tracing::info!(
                stored,
                known,
                "the database was brought to a newer schema, which this Gangway can work on"
            );
            return Ok(true);
        }
        Err(StorageError::Unavailable(format!(
            "{} was brought to schema {stored} by a newer Gangway; this one knows up to {known} \
             and cannot work on it; run the newer version",
            connector.server()
        )))
    }
}

/// A session with a server that Gangway works with; waits for one that is starting.
async fn connected(connector: &Connector, wait: Duration) -> Result<Alone, StorageError> {
    let mut tries = Tries::new(wait);
    loop {
        match connector.alone().await {
            Ok(session) => {
                check_server(&session.client, connector).await?;
                return Ok(session);
            }
            Err(failure) => tries.next(failure).await?,
        }
    }
}

async fn check_server(client: &Client, connector: &Connector) -> Result<(), StorageError> {
    let row = client
        .query_one(
            "SELECT current_setting('server_version_num')::int4, current_setting('server_version')",
            &[],
        )
        .await
        .map_err(Failure::from)?;
    let number: i32 = row.try_get(0).map_err(Failure::from)?;
    let name: &str = row.try_get(1).map_err(Failure::from)?;
    new_enough(connector.server(), number, name)
}

fn new_enough(server: &str, number: i32, name: &str) -> Result<(), StorageError> {
    if number >= OLDEST_SERVER {
        return Ok(());
    }
    Err(StorageError::Unavailable(format!(
        "{server} is PostgreSQL {name}; Gangway needs 13 or newer: upgrade the server"
    )))
}

/// Tables of extensions are nobody's program.
const LOOK: &str = "
    WITH own AS (
        SELECT c.relname FROM pg_catalog.pg_class c
        JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
        WHERE n.nspname = current_schema() AND c.relkind IN ('r', 'p', 'f')
          AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend d
                          WHERE d.classid = 'pg_catalog.pg_class'::regclass
                            AND d.objid = c.oid AND d.deptype = 'e'))
    SELECT current_schema()::text,
           (SELECT count(*) FROM own),
           EXISTS (SELECT FROM own WHERE relname = 'refinery_schema_history'),
           EXISTS (SELECT FROM own WHERE relname = 'store_meta')";

pub(crate) async fn look(
    client: &Client,
    connector: &Connector,
) -> Result<SchemaState, StorageError> {
    let state = inspect(client).await?;
    let known = newest_known();
    Ok(match state {
        Stored::Empty => SchemaState {
            known,
            stored: None,
            works_from: None,
        },
        Stored::Schema {
            version,
            works_from,
        } => SchemaState {
            known,
            stored: Some(version),
            works_from: Some(works_from),
        },
        Stored::Foreign => {
            return Err(StorageError::Unavailable(format!(
                "{} holds the tables of another program; give Gangway a database of its own",
                connector.server()
            )));
        }
        Stored::Nowhere => {
            return Err(StorageError::Unavailable(format!(
                "{} has no schema to put tables into: the search_path of its user names none \
                 that exists and that the user may use; create one",
                connector.server()
            )));
        }
    })
}

enum Stored {
    Nowhere,
    Empty,
    Foreign,
    Schema { version: i64, works_from: i64 },
}

/// In one snapshot: another node may be migrating at this moment.
async fn inspect(client: &Client) -> Result<Stored, Failure> {
    client
        .batch_execute("BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        .await?;
    let stored = stored(client).await;
    client.batch_execute("ROLLBACK").await?;
    stored
}

async fn stored(client: &Client) -> Result<Stored, Failure> {
    let row = client.query_one(LOOK, &[]).await?;
    let schema: Option<String> = row.try_get(0)?;
    let (tables, history, meta): (i64, bool, bool) =
        (row.try_get(1)?, row.try_get(2)?, row.try_get(3)?);
    if schema.is_none() {
        return Ok(Stored::Nowhere);
    }
    if tables == 0 {
        return Ok(Stored::Empty);
    }
    if !history {
        return Ok(Stored::Foreign);
    }
    let version: Option<i64> = client
        .query_one(
            "SELECT max(version)::int8 FROM refinery_schema_history",
            &[],
        )
        .await?
        .try_get(0)?;
    match version {
        // A first migration that was cut off leaves its empty history.
        None if tables == 1 => Ok(Stored::Empty),
        Some(version) if meta => {
            let row = client
                .query_opt("SELECT works_from::int8 FROM store_meta WHERE id = 1", &[])
                .await?
                .ok_or_else(|| {
                    Failure::Unreadable("store_meta has lost its row; restore a backup".to_owned())
                })?;
            Ok(Stored::Schema {
                version,
                works_from: row.try_get(0)?,
            })
        }
        _ => Ok(Stored::Foreign),
    }
}

fn newest_known() -> i64 {
    embedded::migrations::runner()
        .get_migrations()
        .iter()
        .map(|migration| i64::from(migration.version()))
        .max()
        .unwrap_or_default()
}

/// An error and its causes, without what PostgreSQL adds as detail.
fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(this) = cause {
        if let Some(postgres) = this.downcast_ref::<tokio_postgres::Error>() {
            return format!("{text}: {}", crate::error::without_values(postgres));
        }
        text = format!("{text}: {this}");
        cause = this.source();
    }
    text
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::new_enough;

    #[test]
    fn an_old_server_is_refused_by_its_version() {
        let why = new_enough("postgres://db:5432/shop", 120_022, "12.22 (Debian)")
            .unwrap_err()
            .to_string();
        assert!(why.contains("postgres://db:5432/shop is PostgreSQL 12.22"));
        assert!(why.contains("13 or newer"));
        for number in [130_000, 150_018, 180_001] {
            new_enough("postgres://db:5432/shop", number, "").unwrap();
        }
    }
}
