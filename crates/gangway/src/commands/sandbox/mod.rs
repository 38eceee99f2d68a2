//! `gangway sandbox`: Meta in a box, a customer without a browser who goes through it, and the hands on it.

mod clock;
mod code;
mod fault;
mod finish;
mod log;
mod serve;
mod span;
mod webhook;

use super::block_on;
use super::output::json;
use anyhow::Context;
use clap::{Args, Subcommand};
use gangway_meta_sim::Remote;
use serde_json::Value;

pub(super) use serve::{DEMO_APP_ID, DEMO_APP_SECRET, settings, world};

/// Meta in a box.
#[derive(Debug, Subcommand)]
pub(super) enum Sandbox {
    /// Run the simulator of Meta
    Serve(serve::Serve),
    /// Go through an onboarding link as a customer would, and say how it ended
    Finish(finish::Finish),
    /// Show the simulator's clock, or move it forward
    Clock(clock::Clock),
    /// Have calls to the simulated Graph API fail, list the faults that are set, or clear them
    Fault(fault::Fault),
    /// Print the code that was sent to a phone number; without one, list the codes that the dialog gave out
    Code(code::Code),
    /// Have something happen at Meta, and the webhook sent that tells of it
    Webhook(Box<webhook::Webhook>),
    /// Show the calls that the simulated Graph API was asked
    Log(log::Log),
}

impl Sandbox {
    pub(super) fn run(self) -> anyhow::Result<()> {
        match self {
            Self::Serve(serve) => serve.run(),
            Self::Finish(finish) => finish.run(),
            Self::Clock(clock) => clock.run(),
            Self::Fault(fault) => fault.run(),
            Self::Code(code) => code.run(),
            Self::Webhook(webhook) => webhook.run(),
            Self::Log(log) => log.run(),
        }
    }
}

/// Which simulator.
#[derive(Debug, Args)]
struct Place {
    /// Base address of the simulator
    #[arg(
        long,
        env = "GANGWAY_SANDBOX_URL",
        value_name = "URL",
        default_value = "http://127.0.0.1:8081"
    )]
    sandbox: String,
}

/// Which simulator, and how its answer is printed.
#[derive(Debug, Args)]
struct Common {
    #[command(flatten)]
    place: Place,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

impl Common {
    fn get(&self, path: &str) -> anyhow::Result<Value> {
        let remote = self.remote()?;
        block_on(async { Ok(remote.get(path).await?) })
    }

    fn post(&self, path: &str, body: &Value) -> anyhow::Result<Value> {
        let remote = self.remote()?;
        block_on(async { Ok(remote.post(path, body).await?) })
    }

    fn delete(&self, path: &str) -> anyhow::Result<()> {
        let remote = self.remote()?;
        block_on(async { Ok(remote.delete(path).await?) })
    }

    /// The answer as it came, or in words.
    fn show(
        &self,
        answer: &Value,
        in_words: impl FnOnce(&Value) -> anyhow::Result<()>,
    ) -> anyhow::Result<()> {
        if self.json {
            json(answer)
        } else {
            in_words(answer)
        }
    }

    fn remote(&self) -> anyhow::Result<Remote> {
        Ok(Remote::new(&self.place.sandbox)?)
    }
}

/// A member that is an array of rows.
fn rows<'a>(answer: &'a Value, name: &str) -> anyhow::Result<&'a Vec<Value>> {
    answer[name]
        .as_array()
        .with_context(|| format!("the answer has no {name}: is this simulator of another version?"))
}

/// A member as a cell of a table: nothing where there is nothing.
fn cell(row: &Value, name: &str) -> String {
    match &row[name] {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}
