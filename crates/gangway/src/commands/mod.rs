//! The command line. Each command in a file; stdout is data, stderr is talk.

mod accounts;
mod claims;
mod db;
mod demo;
mod on_store;
mod openapi;
mod output;
mod partner;
mod person;
mod sandbox;
mod serve;
mod webhooks;

use crate::config::{ConfigError, Layers, LogSettings, Source};
use clap::{Args, Parser, Subcommand};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use tracing_subscriber::EnvFilter;

/// Brings a WhatsApp partner's customers on board.
#[derive(Debug, Parser)]
#[command(name = "gangway", version, propagate_version = true)]
pub struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Run the server
    Serve(serve::Serve),
    /// Run everything on this machine with a simulated Meta, to try it out
    ///
    /// Partners and accounts are kept in the database; the simulated Meta starts afresh each time.
    Demo(demo::Demo),
    /// Manage partners
    #[command(subcommand)]
    Partner(partner::Partner),
    /// Make links into the dashboard, for who has lost hers
    #[command(subcommand)]
    Person(person::Person),
    /// Work with onboarding accounts as a partner, over the API
    #[command(subcommand)]
    Accounts(accounts::Accounts),
    /// Say whose WhatsApp accounts are that customers shared and nobody is known for
    #[command(subcommand)]
    Claims(claims::Claims),
    /// See what partners are told, and have it sent again
    #[command(subcommand)]
    Webhooks(webhooks::Webhooks),
    /// Look after the database: migrate, look, copy, back up and restore
    #[command(subcommand)]
    Db(db::Db),
    /// Meta in a box: the simulator, and a customer who goes through it
    #[command(subcommand)]
    Sandbox(sandbox::Sandbox),
    /// Print the OpenAPI document of the partner API
    Openapi,
}

/// Where settings come from, for the commands that run on the server's own data.
#[derive(Debug, Clone, Args)]
pub(crate) struct ConfigArgs {
    /// Configuration file [default: gangway.toml, if it is there]
    #[arg(long, env = "GANGWAY_CONFIG", value_name = "FILE")]
    config: Option<PathBuf>,
    /// Where the data lives, such as sqlite:gangway.db or postgres://USER@HOST/DATABASE
    #[arg(long, value_name = "URL")]
    database_url: Option<String>,
    /// Any other setting, such as --set api.always_200=true
    #[arg(long = "set", value_name = "KEY=VALUE", value_parser = pair)]
    set: Vec<(String, String)>,
}

impl ConfigArgs {
    /// All layers: `own` defaults of the command, file, environment, flags.
    pub(crate) fn layers(
        &self,
        own: &[(&str, String, Source)],
        flags: &[(&str, Option<&String>, &'static str)],
    ) -> Result<Layers, ConfigError> {
        let mut layers = Layers::defaults()?;
        for (key, value, source) in own {
            layers.set(key, value, source.clone())?;
        }
        let usual = Path::new("gangway.toml");
        if let Some(path) = &self.config {
            layers.add_file(path)?;
        } else if usual.exists() {
            layers.add_file(usual)?;
        }
        layers.add_environment(std::env::vars_os().filter_map(|(name, value)| {
            Some((name.into_string().ok()?, value.into_string().ok()?))
        }))?;
        for (key, value) in &self.set {
            layers.set(key, value, Source::Flag("--set"))?;
        }
        let database = ("database_url", self.database_url.as_ref(), "--database-url");
        for (key, value, flag) in flags.iter().chain([&database]) {
            if let Some(value) = value {
                layers.set(key, value, Source::Flag(flag))?;
            }
        }
        Ok(layers)
    }
}

fn pair(text: &str) -> Result<(String, String), String> {
    text.split_once('=')
        .map(|(key, value)| (key.trim().to_owned(), value.to_owned()))
        .ok_or_else(|| "write it as KEY=VALUE".to_owned())
}

impl Cli {
    /// Runs the command to its end.
    #[must_use]
    pub fn run(self) -> ExitCode {
        let outcome = match self.command {
            Command::Serve(command) => command.run(),
            Command::Demo(command) => command.run(),
            Command::Partner(command) => command.run(),
            Command::Accounts(command) => command.run(),
            Command::Person(command) => command.run(),
            Command::Claims(command) => command.run(),
            Command::Webhooks(command) => command.run(),
            Command::Db(command) => command.run(),
            Command::Sandbox(command) => command.run(),
            Command::Openapi => openapi::run(),
        };
        match outcome {
            Ok(()) => ExitCode::SUCCESS,
            Err(error) if output::nobody_listens(&error) => ExitCode::SUCCESS,
            Err(error) => {
                output::complain(&error);
                ExitCode::FAILURE
            }
        }
    }
}

/// One runtime for a whole command.
fn block_on<T>(work: impl Future<Output = anyhow::Result<T>>) -> anyhow::Result<T> {
    tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?
        .block_on(work)
}

/// Logs go to stderr: stdout is data.
fn start_logging(settings: &LogSettings) -> anyhow::Result<()> {
    let filter = EnvFilter::try_new(&settings.filter)?;
    let logging = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr);
    if settings.json {
        logging.json().init();
    } else {
        logging.with_target(false).init();
    }
    Ok(())
}
