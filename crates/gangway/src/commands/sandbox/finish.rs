//! `gangway sandbox finish`: a customer without a browser.

use super::Place;
use crate::commands::block_on;
use crate::commands::output::{json, line};
use anyhow::bail;
use clap::Args;
use gangway_meta_sim::customer::{Customer, FinishOptions, PageState};
use gangway_meta_sim::{Ending, Ordering};

#[derive(Debug, Args)]
pub(in crate::commands) struct Finish {
    /// The onboarding link
    link: String,
    #[command(flatten)]
    place: Place,
    /// Phone number to connect; left out, the simulator makes one up
    #[arg(long)]
    number: Option<String>,
    /// How the customer ends; left out, the success that fits the link
    #[arg(long, long_help = ending_help())]
    ending: Option<Ending>,
    /// In which order code and session event reach the page
    #[arg(long, default_value_t, long_help = ordering_help())]
    ordering: Ordering,
    /// Go through the full-page dialog, as a browser without popups does
    #[arg(long)]
    redirect: bool,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

fn ending_help() -> String {
    format!(
        "How the customer ends; left out, the success that fits the link. One of: {}",
        Ending::NAMES.join(", ")
    )
}

fn ordering_help() -> String {
    format!(
        "In which order code and session event reach the page. One of: {}",
        Ordering::NAMES.join(", ")
    )
}

impl Finish {
    /// Fails the process where a success was asked for and did not come, so that a CI notices.
    pub(super) fn run(self) -> anyhow::Result<()> {
        let success_wanted = self.ending.as_ref().is_none_or(Ending::succeeds);
        let outcome = block_on(async {
            let options = FinishOptions {
                number: self.number,
                business_name: None,
                ending: self.ending,
                ordering: self.ordering,
                redirect: self.redirect,
            };
            Ok(Customer::new(&self.place.sandbox)?
                .finish(&self.link, &options)
                .await?)
        })?;
        if self.json {
            json(&outcome)?;
        } else {
            line(&format!("{}: {}", outcome.state.name(), outcome.message))?;
            if let Some(number) = &outcome.number {
                line(&format!("number: {number}"))?;
            }
        }
        if success_wanted && outcome.state != PageState::Finished {
            bail!("the onboarding did not finish");
        }
        Ok(())
    }
}
