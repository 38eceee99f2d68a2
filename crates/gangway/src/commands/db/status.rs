//! `gangway db status`: what is in the database.

use super::{configured, shown};
use crate::commands::output::{json, line};
use crate::commands::{ConfigArgs, block_on};
use crate::config::DatabaseUrl;
use anyhow::Context;
use clap::Args;
use gangway_storage::Overview;
use gangway_storage_postgres::PostgresOverview;
use serde::Serialize;
use std::collections::BTreeMap;

#[derive(Debug, Args)]
pub(in crate::commands) struct Status {
    /// Print JSON
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    config: ConfigArgs,
}

/// What is printed.
#[derive(Debug, Serialize)]
struct Shown {
    kind: &'static str,
    database: String,
    schema: Schema,
    /// The source of a copy into this database that was not finished.
    copying: Option<String>,
    partners: i64,
    accounts: BTreeMap<String, i64>,
    bytes: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    server: Option<Server>,
}

#[derive(Debug, Serialize)]
struct Schema {
    stored: Option<i64>,
    known: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    works_from: Option<i64>,
}

#[derive(Debug, Serialize)]
struct Server {
    version: String,
    encrypted: bool,
    connections: i64,
    max_connections: i64,
}

impl Status {
    pub(super) fn run(self) -> anyhow::Result<()> {
        let (database, options) = configured(&self.config)?;
        let status = match &database {
            DatabaseUrl::Sqlite(path) => {
                let found = gangway_storage_sqlite::overview(path)?;
                let data = found.with_context(|| {
                    format!(
                        "there is no database at {}; name it with --database-url",
                        path.display()
                    )
                })?;
                Shown::of("sqlite", &database, data)
            }
            DatabaseUrl::Postgres(url) => {
                let found = block_on(async {
                    Ok(gangway_storage_postgres::overview(url, &options).await?)
                })?;
                Shown::on_server(&database, found)
            }
        };
        if self.json {
            return json(&status);
        }
        status.lines()
    }
}

impl Shown {
    fn of(kind: &'static str, database: &DatabaseUrl, data: Overview) -> Self {
        Self {
            kind,
            database: shown(database),
            schema: Schema {
                stored: data.stored,
                known: data.known,
                works_from: None,
            },
            copying: data.copying,
            partners: data.partners,
            accounts: data.accounts.into_iter().collect(),
            bytes: data.bytes,
            server: None,
        }
    }

    fn on_server(database: &DatabaseUrl, found: PostgresOverview) -> Self {
        let mut status = Self::of("postgres", database, found.data);
        status.schema.works_from = found.works_from;
        status.server = Some(Server {
            version: found.server_version,
            encrypted: found.encrypted,
            connections: found.connections,
            max_connections: found.max_connections,
        });
        status
    }

    fn lines(&self) -> anyhow::Result<()> {
        line(&format!("database     {}", self.database))?;
        if let Some(server) = &self.server {
            let encrypted = if server.encrypted {
                "encrypted"
            } else {
                "not encrypted"
            };
            line(&format!(
                "server       PostgreSQL {}, this connection is {encrypted}",
                server.version
            ))?;
            line(&format!(
                "connections  {} to this database; the server takes {} in all",
                server.connections, server.max_connections
            ))?;
        }
        line(&format!("schema       {}", self.schema.words()))?;
        if let Some(source) = &self.copying {
            line(&format!(
                "unfinished   a copy of {source}; run gangway db copy again"
            ))?;
        }
        let all: i64 = self.accounts.values().sum();
        let states: Vec<String> = self
            .accounts
            .iter()
            .map(|(state, count)| format!("{count} {state}"))
            .collect();
        line(&format!("partners     {}", self.partners))?;
        line(format!("accounts     {all}  {}", states.join(", ")).trim_end())?;
        line(&format!("size         {}", size(self.bytes)))
    }
}

impl Schema {
    fn words(&self) -> String {
        let known = self.known;
        let Some(stored) = self.stored else {
            return "none yet; the first start of a server makes it".to_owned();
        };
        let mut words = format!("{stored}, this version knows {known}");
        if let Some(from) = self.works_from {
            words.push_str(&format!(", versions that know {from} work on it"));
        }
        if stored < known {
            words.push_str("; the next start, or gangway db migrate, brings it there");
        }
        words
    }
}

/// Bytes for people.
#[allow(clippy::cast_precision_loss, reason = "a figure of two digits")]
fn size(bytes: u64) -> String {
    let mut amount = bytes as f64;
    for unit in ["bytes", "kB", "MB", "GB"] {
        if amount < 1000.0 {
            let digits = usize::from(unit != "bytes");
            return format!("{amount:.digits$} {unit}");
        }
        amount /= 1000.0;
    }
    format!("{amount:.1} TB")
}

#[cfg(test)]
mod tests {
    use super::size;

    #[test]
    fn sizes_for_people() {
        for (bytes, shown) in [
            (0, "0 bytes"),
            (999, "999 bytes"),
            (12_345, "12.3 kB"),
            (98_765_432, "98.8 MB"),
            (7_000_000_000, "7.0 GB"),
            (7_000_000_000_000, "7.0 TB"),
        ] {
            assert_eq!(size(bytes), shown);
        }
    }
}
