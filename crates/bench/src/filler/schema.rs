//! Indexes out of the way and back, so that the schema is what the migrations made it.

use anyhow::Context;
use tokio_postgres::Client;

/// All that a migration can say of tables, columns, constraints and indexes, a line each.
const SCHEMA: &str = "
    SELECT 'index ' || tablename || '.' || indexname || ' ' || indexdef AS line
    FROM pg_indexes WHERE schemaname = current_schema()
    UNION ALL
    SELECT concat_ws(' ', 'constraint', conrelid::regclass, conname, contype, convalidated,
                     condeferrable, condeferred, pg_get_constraintdef(oid))
    FROM pg_constraint WHERE connamespace = current_schema()::regnamespace
    UNION ALL
    SELECT concat_ws(' ', 'column', a.attrelid::regclass, a.attname,
                     format_type(a.atttypid, a.atttypmod), a.attnotnull, a.attidentity,
                     a.attcollation::regcollation, pg_get_expr(d.adbin, d.adrelid))
    FROM pg_attribute a
    JOIN pg_class c ON c.oid = a.attrelid
    LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
    WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind = 'r'
      AND a.attnum > 0 AND NOT a.attisdropped
    UNION ALL
    SELECT concat_ws(' ', 'table', relname, relpersistence, relreplident, reloptions::text)
    FROM pg_class WHERE relnamespace = current_schema()::regnamespace AND relkind IN ('r', 'i')
    UNION ALL
    SELECT concat_ws(' ', 'trigger', tgrelid::regclass, tgenabled, pg_get_triggerdef(oid))
    FROM pg_trigger WHERE NOT tgisinternal
    ORDER BY line";

/// Every index of some tables but those that foreign keys stand on, with the statement that
/// drops it and the one that makes it again.
const INDEXES: &str = "
    SELECT CASE WHEN c.oid IS NULL THEN format('DROP INDEX %s', i.indexrelid::regclass)
           ELSE format('ALTER TABLE %s DROP CONSTRAINT %I', i.indrelid::regclass, c.conname) END,
           CASE WHEN c.oid IS NULL THEN pg_get_indexdef(i.indexrelid)
           ELSE format('ALTER TABLE %s ADD CONSTRAINT %I %s', i.indrelid::regclass, c.conname,
                       pg_get_constraintdef(c.oid)) END
    FROM pg_index i
    LEFT JOIN pg_constraint c ON c.conindid = i.indexrelid AND c.contype IN ('p', 'u', 'x')
    WHERE i.indrelid = ANY($1::text[]::regclass[])
      AND NOT EXISTS (SELECT FROM pg_constraint f
                      WHERE f.contype = 'f' AND f.conindid = i.indexrelid)
    ORDER BY i.indexrelid";

/// The schema, line by line.
pub(super) async fn read(client: &Client) -> anyhow::Result<Vec<String>> {
    let rows = client.query(SCHEMA, &[]).await?;
    rows.iter().map(|row| Ok(row.try_get(0)?)).collect()
}

/// What one of two schemas has and the other has not.
pub(super) fn difference(before: &[String], after: &[String]) -> String {
    let gone = before.iter().filter(|line| !after.contains(line));
    let new = after.iter().filter(|line| !before.contains(line));
    let lines = gone
        .map(|line| format!("gone: {line}"))
        .chain(new.map(|line| format!("new: {line}")));
    lines.collect::<Vec<_>>().join("; ")
}

/// Indexes that can be made again as they are.
pub(super) struct Indexes {
    all: Vec<Index>,
}

struct Index {
    drop: String,
    make: String,
}

impl Indexes {
    pub(super) async fn read(client: &Client, tables: &[&str]) -> anyhow::Result<Self> {
        let rows = client.query(INDEXES, &[&tables]).await?;
        let all = rows.iter().map(|row| {
            Ok(Index {
                drop: row.try_get(0)?,
                make: row.try_get(1)?,
            })
        });
        Ok(Self {
            all: all.collect::<anyhow::Result<_>>()?,
        })
    }

    pub(super) async fn drop_all(&self, client: &Client) -> anyhow::Result<()> {
        for index in &self.all {
            run(client, &index.drop).await?;
        }
        Ok(())
    }

    pub(super) async fn make_all(&self, client: &Client) -> anyhow::Result<()> {
        for index in &self.all {
            run(client, &index.make).await?;
        }
        Ok(())
    }
}

async fn run(client: &Client, sql: &str) -> anyhow::Result<()> {
    client
        .batch_execute(sql)
        .await
        .with_context(|| sql.to_owned())
}
