//! `gangway db`: the operator's hand on the database as a whole.

mod copy;
mod files;
mod status;

use super::output::line;
use super::{ConfigArgs, block_on};
use crate::config::DatabaseUrl;
use clap::{Args, Subcommand};
use gangway_storage::Migrated;
use gangway_storage_postgres::PostgresOptions;

/// Look after the database.
#[derive(Debug, Subcommand)]
pub(super) enum Db {
    /// Bring the database to the schema of this version
    ///
    /// Servers do so at their start too; this is for doing it before, as a step of its own.
    Migrate(Migrate),
    /// Show what is in the database; changes nothing
    Status(status::Status),
    /// Copy everything into another database, of the same or the other kind
    ///
    /// Stop the servers first. An interrupted copy goes on where it stopped when the same
    /// command is run again. In the end both sides are read back and compared.
    Copy(copy::Copy),
    /// Make a backup of an SQLite database, also while servers work on it
    Backup(files::Backup),
    /// Put a backup in the place of an SQLite database
    Restore(files::Restore),
}

impl Db {
    pub(super) fn run(self) -> anyhow::Result<()> {
        match self {
            Self::Migrate(command) => command.run(),
            Self::Status(command) => command.run(),
            Self::Copy(command) => command.run(),
            Self::Backup(command) => command.run(),
            Self::Restore(command) => command.run(),
        }
    }
}

#[derive(Debug, Args)]
pub(super) struct Migrate {
    #[command(flatten)]
    config: ConfigArgs,
}

impl Migrate {
    fn run(self) -> anyhow::Result<()> {
        let (database, options) = configured(&self.config)?;
        let migrated = block_on(async {
            Ok(match &database {
                DatabaseUrl::Sqlite(path) => gangway_storage_sqlite::bring_up(path)?,
                DatabaseUrl::Postgres(url) => {
                    gangway_storage_postgres::bring_up(url, &options).await?
                }
            })
        })?;
        let shown = shown(&database);
        let Migrated { from, to } = migrated;
        line(&match from {
            None => format!("{shown} was empty and is at schema {to} now"),
            Some(from) if from == to => format!("{shown} is at schema {to} already"),
            Some(from) => format!("{shown} was brought from schema {from} to {to}"),
        })
    }
}

/// The database that the settings name. No keys are needed for anything here.
fn configured(config: &ConfigArgs) -> anyhow::Result<(DatabaseUrl, PostgresOptions)> {
    Ok(config.layers(&[], &[])?.database()?)
}

/// A database's address without its password.
fn shown(database: &DatabaseUrl) -> String {
    match database {
        DatabaseUrl::Sqlite(path) => format!("sqlite:{}", path.display()),
        DatabaseUrl::Postgres(url) => url.to_string(),
    }
}
