//! A database as an end of a copy.

mod rows;

use crate::connect::{Alone, Connector};
use crate::error::Failure;
use crate::overview::{self, copying};
use crate::schema::{self, SchemaState, schema_state};
use crate::store::PostgresOptions;
use crate::url::PostgresUrl;
use async_trait::async_trait;
use gangway_storage::StorageError;
use gangway_storage::copy::{CopyEnd, CopyTarget, Row, TABLES, Table, TargetState, Value};
use std::time::Duration;

/// Whoever copies into a database holds this lock. The number means nothing and never changes.
const LOCK: i64 = 0x6761_6e67_7761_7902;

/// What a long copy needs other than a unit does. The wait for a lock is for one that a
/// killed copy still holds until its server notices.
const SETTINGS: &str = "SET statement_timeout = 0;
    SET idle_in_transaction_session_timeout = 0;
    SET lock_timeout = '3s'";

/// Sessions of the same program on the same database, beside this one.
const OTHERS: &str = "SELECT count(*) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid()
      AND application_name = current_setting('application_name')";

/// A session that was closed a moment ago may still be there.
const LOOKS: u32 = 20;
const LOOK_EVERY: Duration = Duration::from_millis(50);

/// A database to copy from. It is read as of this moment, and may be written meanwhile.
///
/// # Errors
/// When it cannot be reached, or is not at the schema that this Gangway knows.
pub async fn copy_source(
    url: &PostgresUrl,
    options: &PostgresOptions,
) -> Result<impl CopyEnd + use<>, StorageError> {
    newest_schema(url, schema_state(url, options).await?)?;
    let connector = Connector::new(url, options)?;
    let mut end = PostgresEnd::connect(&connector).await?;
    overview::refuse_unfinished(copying(&end.session.client).await?, connector.server())?;
    end.in_use = end.others().await?;
    // One snapshot for all that follows; it is taken with its first read.
    end.run("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SELECT id FROM store_meta")
        .await?;
    Ok(end)
}

/// A database to copy into; an empty one gets its tables.
///
/// # Errors
/// When it cannot be reached, is in use, or has another schema.
pub async fn copy_target(
    url: &PostgresUrl,
    options: &PostgresOptions,
) -> Result<impl CopyTarget + use<>, StorageError> {
    let connector = Connector::new(url, options)?;
    // A database with an older schema has data of its own, or half of another copy: only an
    // empty one is changed before it was looked into.
    let mut state = schema_state(url, options).await?;
    if state.stored.is_none() {
        schema::bring_up(&connector, options.wait).await?;
        state = schema_state(url, options).await?;
    }
    newest_schema(url, state)?;
    let end = PostgresEnd::connect(&connector).await?;
    let locked = end.run(&format!("SELECT pg_advisory_lock({LOCK})")).await;
    locked.map_err(|error| match error {
        StorageError::Busy(_) => in_use(&connector, "another copy goes into it"),
        error => error,
    })?;
    if end.others().await? {
        return Err(in_use(&connector, "stop the nodes that work on it"));
    }
    Ok(end)
}

fn in_use(connector: &Connector, mend: &str) -> StorageError {
    StorageError::Unavailable(format!("{} is in use: {mend}", connector.server()))
}

fn newest_schema(url: &PostgresUrl, state: SchemaState) -> Result<(), StorageError> {
    let known = state.known;
    match state.stored {
        Some(version) if version == known => Ok(()),
        Some(version) if version > known => Err(StorageError::Unavailable(format!(
            "{url} was brought to schema {version} by a newer Gangway, and this one copies \
             schema {known}; copy with the newer version"
        ))),
        Some(version) => Err(StorageError::Unavailable(format!(
            "{url} has schema {version} and this Gangway copies schema {known}; run gangway db \
             migrate with this database first"
        ))),
        None => Err(StorageError::Unavailable(format!(
            "{url} holds no data of Gangway"
        ))),
    }
}

struct PostgresEnd {
    name: String,
    in_use: bool,
    session: Alone,
}

impl PostgresEnd {
    async fn connect(connector: &Connector) -> Result<Self, StorageError> {
        let end = Self {
            name: connector.server().to_owned(),
            in_use: false,
            session: connector.alone().await?,
        };
        end.run(SETTINGS).await?;
        Ok(end)
    }

    async fn run(&self, statements: &str) -> Result<(), StorageError> {
        let done = self.session.client.batch_execute(statements).await;
        Ok(done.map_err(Failure::from)?)
    }

    async fn others(&self) -> Result<bool, StorageError> {
        for _ in 0..LOOKS {
            let row = self.session.client.query_one(OTHERS, &[]).await;
            let others: i64 = row.and_then(|row| row.try_get(0)).map_err(Failure::from)?;
            if others == 0 {
                return Ok(false);
            }
            tokio::time::sleep(LOOK_EVERY).await;
        }
        Ok(true)
    }

    /// Empties all tables and says which database this becomes a copy of.
    async fn clear(&mut self, source: &str) -> Result<(), Failure> {
        let tables: Vec<&str> = TABLES.iter().map(|table| table.name).collect();
        let transaction = self.session.client.transaction().await?;
        transaction
            .batch_execute(&format!("TRUNCATE {} RESTART IDENTITY", tables.join(", ")))
            .await?;
        transaction
            .execute(
                "UPDATE store_meta SET key_probe = NULL, copying = $1",
                &[&source],
            )
            .await?;
        Ok(transaction.commit().await?)
    }

    /// Everything but the rows: numbers, statistics, and the mark of an unfinished copy.
    async fn complete(&self, key_probe: Option<Vec<u8>>) -> Result<(), Failure> {
        let client = &self.session.client;
        for table in TABLES {
            let name = table.name;
            if table.numbered {
                let column = table.key_list();
                client
                    .batch_execute(&format!(
                        "SELECT setval(pg_get_serial_sequence('{name}', '{column}'),
                                       coalesce(max({column}), 1), max({column}) IS NOT NULL)
                         FROM {name}"
                    ))
                    .await?;
            }
            // The first queries should not have to guess.
            client.batch_execute(&format!("ANALYZE {name}")).await?;
        }
        let finish = "UPDATE store_meta SET key_probe = $1, copying = NULL";
        client.execute(finish, &[&key_probe]).await?;
        Ok(())
    }
}

#[async_trait]
impl CopyEnd for PostgresEnd {
    fn name(&self) -> &str {
        &self.name
    }

    async fn in_use(&mut self) -> Result<bool, StorageError> {
        Ok(self.in_use)
    }

    async fn count(&mut self, table: &'static Table) -> Result<u64, StorageError> {
        Ok(rows::count(&self.session.client, table).await?)
    }

    async fn page(
        &mut self,
        table: &'static Table,
        after: Option<&[Value]>,
        limit: usize,
    ) -> Result<Vec<Row>, StorageError> {
        Ok(rows::page(&self.session.client, table, after, limit).await?)
    }

    async fn key_probe(&mut self) -> Result<Option<Vec<u8>>, StorageError> {
        let select = "SELECT key_probe FROM store_meta";
        let row = self.session.client.query_one(select, &[]).await;
        Ok(row.and_then(|row| row.try_get(0)).map_err(Failure::from)?)
    }
}

#[async_trait]
impl CopyTarget for PostgresEnd {
    async fn state(&mut self) -> Result<TargetState, StorageError> {
        if let Some(source) = copying(&self.session.client).await? {
            return Ok(TargetState::Unfinished(source));
        }
        for table in TABLES {
            if rows::count(&self.session.client, table).await? > 0 {
                return Ok(TargetState::Taken(table.name));
            }
        }
        Ok(TargetState::Empty)
    }

    async fn begin(&mut self, source: &str) -> Result<(), StorageError> {
        Ok(self.clear(source).await?)
    }

    async fn last_key(
        &mut self,
        table: &'static Table,
    ) -> Result<Option<Vec<Value>>, StorageError> {
        Ok(rows::last_key(&self.session.client, table).await?)
    }

    async fn write(&mut self, table: &'static Table, rows: Vec<Row>) -> Result<(), StorageError> {
        Ok(rows::insert(&self.session.client, table, &rows).await?)
    }

    async fn finish(&mut self, key_probe: Option<Vec<u8>>) -> Result<(), StorageError> {
        Ok(self.complete(key_probe).await?)
    }
}
