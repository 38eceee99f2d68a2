//! Everybody else's accounts: rows made in the database, so that ten million of them take
//! minutes. They are as wide as real ones and belong to partners of very different sizes.
//!
//! The measured partners come first, over the API. Their list rows are then taken out and
//! put back one by one among the others': a partner's accounts come about over months, and
//! its rows lie scattered over the whole table. Behind all the others they would lie in one
//! piece, which no installation has.

mod numbers;
mod schema;

use crate::table::grouped;
use anyhow::{Context, ensure};
use schema::Indexes;
use std::time::Instant;
use tokio_postgres::{Client, NoTls};

/// Rows of one statement.
const BATCH: usize = 100_000;
/// One partner more for so many accounts.
const ACCOUNTS_A_PARTNER: usize = 20_000;
const TABLES: [&str; 3] = ["account", "list_entry", "temporary_number"];

const SETTINGS: &str = "
    SET statement_timeout = 0;
    SET synchronous_commit = off;
    SET work_mem = '256MB';
    SET maintenance_work_mem = '1GB';
    -- No look-ups for foreign keys, in this session: they hold by the way the rows are made.
    SET session_replication_role = replica;";

const PREPARE: &str = include_str!("prepare.sql");
const BATCH_SQL: &str = include_str!("batch.sql");

/// Brings the store in this database to so many accounts. Afterwards it is vacuumed and on
/// disk, and its schema is what it was. Nobody else may be connected.
pub(crate) async fn fill(url: &str, accounts: usize) -> anyhow::Result<()> {
    #[allow(clippy::disallowed_methods, reason = "the stop watch of the benchmark")]
    let started = Instant::now();
    let client = connect(url).await?;
    let there = count(&client).await?;
    let missing = accounts
        .checked_sub(there)
        .with_context(|| format!("there are {there} accounts already"))?;
    let schema = schema::read(&client).await?;
    let indexes = Indexes::read(&client, &TABLES).await?;

    // A vacuum in between would only take time.
    autovacuum(&client, "off").await?;
    client.batch_execute(SETTINGS).await?;
    let plan = Plan {
        top: top(&client).await?,
        missing,
        batches: missing.div_ceil(BATCH).max(1),
        partners: (missing / ACCOUNTS_A_PARTNER).clamp(20, 500),
    };
    client.batch_execute(&plan.written(PREPARE)).await?;
    indexes.drop_all(&client).await?;
    for batch in 0..plan.batches {
        plan.make(&client, batch).await?;
        let made = ((batch + 1) * BATCH).min(missing);
        if (batch + 1).is_multiple_of(10) {
            println!(
                "made {} of {} rows, {:.0} s",
                grouped(made),
                grouped(missing),
                seconds(started)
            );
        }
    }
    indexes.make_all(&client).await?;
    client
        .batch_execute(
            "SELECT setval(pg_get_serial_sequence('account', 'id'), (SELECT max(id) FROM account))",
        )
        .await?;
    client.batch_execute("VACUUM (ANALYZE)").await?;
    client.batch_execute("CHECKPOINT").await?;
    autovacuum(&client, "on").await?;
    let after = schema::read(&client).await?;
    ensure!(
        after == schema,
        "the schema is not what it was: {}",
        schema::difference(&schema, &after)
    );
    let now = count(&client).await?;
    ensure!(now == accounts, "there are {now} accounts, not {accounts}");
    println!(
        "{} accounts of {} partners made in the database in {:.0} s; it has {:.1} GB",
        grouped(missing),
        plan.partners,
        seconds(started),
        gigabytes(&client).await?,
    );
    Ok(())
}

/// What is made, in which batches.
struct Plan {
    /// The highest id that an account has already.
    top: i64,
    missing: usize,
    batches: usize,
    partners: usize,
}

impl Plan {
    async fn make(&self, client: &Client, batch: usize) -> anyhow::Result<()> {
        let first = batch * BATCH;
        let end = (first + BATCH).min(self.missing);
        let sql = self
            .written(BATCH_SQL)
            .replace(":slice", &batch.to_string())
            .replace(":first", &first.to_string())
            .replace(":end", &end.to_string());
        Ok(client.batch_execute(&sql).await?)
    }

    /// Puts the numbers of the plan into SQL.
    fn written(&self, sql: &str) -> String {
        sql.replace(":top", &self.top.to_string())
            .replace(":missing", &self.missing.to_string())
            .replace(":batches", &self.batches.to_string())
            .replace(":partners", &self.partners.to_string())
            .replace(":short", &numbers::short_ones(self.missing).to_string())
    }
}

async fn connect(url: &str) -> anyhow::Result<Client> {
    let (client, connection) = tokio_postgres::connect(url, NoTls).await?;
    // It ends with the client; a failure shows in the client's next call.
    tokio::spawn(connection);
    Ok(client)
}

async fn count(client: &Client) -> anyhow::Result<usize> {
    let row = client
        .query_one("SELECT count(*) FROM account", &[])
        .await?;
    Ok(usize::try_from(row.try_get::<_, i64>(0)?)?)
}

async fn top(client: &Client) -> anyhow::Result<i64> {
    let sql = "SELECT coalesce(max(id), 0) FROM account";
    Ok(client.query_one(sql, &[]).await?.try_get(0)?)
}

async fn gigabytes(client: &Client) -> anyhow::Result<f64> {
    let sql = "SELECT pg_database_size(current_database()) / 1e9::float8";
    Ok(client.query_one(sql, &[]).await?.try_get(0)?)
}

/// For the whole server, which is the benchmark's own.
async fn autovacuum(client: &Client, to: &str) -> anyhow::Result<()> {
    client
        .batch_execute(&format!("ALTER SYSTEM SET autovacuum = {to}"))
        .await?;
    client.batch_execute("SELECT pg_reload_conf()").await?;
    Ok(())
}

fn seconds(started: Instant) -> f64 {
    #[allow(clippy::disallowed_methods, reason = "the stop watch of the benchmark")]
    let elapsed = started.elapsed();
    elapsed.as_secs_f64()
}

#[cfg(test)]
mod tests;
