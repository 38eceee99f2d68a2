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

/// Nodes share this lock while they listen, and whoever copies into the database holds it
/// alone.
pub(crate) const NODES: i64 = 0x6761_6e67_7761_7903;

/// What a long copy needs other than a unit does. The wait for a lock is for one that a
/// killed copy still holds until its server notices.
const SETTINGS: &str = "SET statement_timeout = 0;
    SET idle_in_transaction_session_timeout = 0;
    SET lock_timeout = '3s'";

/// Sessions of Gangway on the same database, beside this one: those that have its name, and
/// nodes, whatever they are called. The first part makes the second one look anew within a
/// transaction.
const OTHERS: &str = "WITH anew AS MATERIALIZED (SELECT pg_stat_clear_snapshot())
    SELECT (SELECT count(*) FROM pg_stat_activity
            WHERE datname = current_database() AND pid <> pg_backend_pid()
              AND application_name = current_setting('application_name'))
         + (SELECT count(*) FROM pg_locks
            WHERE locktype = 'advisory' AND granted AND objsubid = 1
              AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
              AND (classid::int8 << 32) + objid::int8 = $1 AND pid <> pg_backend_pid())
    FROM anew";

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
        StorageError::Busy(_) => in_use(connector.server(), "another copy goes into it"),
        error => error,
    })?;
    // Held to the end: nodes that are there keep it shared, and others do not get it.
    if end.others().await? || !end.lock_nodes_out().await? {
        return Err(end.still_used());
    }
    Ok(end)
}

fn in_use(server: &str, mend: &str) -> StorageError {
    StorageError::Unavailable(format!("{server} is in use: {mend}"))
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
            let row = self.session.client.query_one(OTHERS, &[&NODES]).await;
            let others: i64 = row.and_then(|row| row.try_get(0)).map_err(Failure::from)?;
            if others == 0 {
                return Ok(false);
            }
            tokio::time::sleep(LOOK_EVERY).await;
        }
        Ok(true)
    }

    async fn lock_nodes_out(&self) -> Result<bool, Failure> {
        let lock = "SELECT pg_try_advisory_lock($1)";
        let row = self.session.client.query_one(lock, &[&NODES]).await?;
        Ok(row.try_get(0)?)
    }

    fn still_used(&self) -> StorageError {
        in_use(&self.name, "stop the nodes that work on it")
    }

    /// Says which database this becomes a copy of, or takes that back.
    async fn mark(&self, source: Option<&str>) -> Result<(), Failure> {
        let mark = "UPDATE store_meta SET copying = $1";
        self.session.client.execute(mark, &[&source]).await?;
        Ok(())
    }

    /// The first table that holds rows.
    async fn taken(&self) -> Result<Option<&'static str>, Failure> {
        for table in TABLES {
            if rows::count(&self.session.client, table).await? > 0 {
                return Ok(Some(table.name));
            }
        }
        Ok(None)
    }

    /// Why this database, which is marked, must not be emptied.
    async fn refusal(&self, unfinished: bool) -> Result<Option<StorageError>, StorageError> {
        if self.others().await? {
            return Ok(Some(self.still_used()));
        }
        if unfinished {
            return Ok(None);
        }
        // A node that was there for a moment may have written.
        Ok(self.taken().await?.map(|table| {
            StorageError::Unavailable(format!(
                "{} is not empty any more: table {table} holds data; name an empty database",
                self.name
            ))
        }))
    }

    /// Empties all tables.
    async fn clear(&mut self) -> Result<(), Failure> {
        let tables: Vec<&str> = TABLES.iter().map(|table| table.name).collect();
        let transaction = self.session.client.transaction().await?;
        transaction
            .batch_execute(&format!("TRUNCATE {} RESTART IDENTITY", tables.join(", ")))
            .await?;
        transaction
            .execute("UPDATE store_meta SET key_probe = NULL", &[])
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
        // Whoever was there before the first read may have written after it.
        Ok(self.in_use || self.others().await?)
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
        let taken = self.taken().await?;
        Ok(taken.map_or(TargetState::Empty, TargetState::Taken))
    }

    async fn begin(&mut self, source: &str) -> Result<(), StorageError> {
        let before = copying(&self.session.client).await?;
        // Nodes that start from here on refuse, and those that are there already are seen.
        self.mark(Some(source)).await?;
        if let Some(refusal) = self.refusal(before.is_some()).await? {
            self.mark(before.as_deref()).await?;
            return Err(refusal);
        }
        Ok(self.clear().await?)
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
        if self.others().await? {
            return Err(self.still_used());
        }
        Ok(self.complete(key_probe).await?)
    }
}
