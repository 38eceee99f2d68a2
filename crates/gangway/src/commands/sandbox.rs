//! `gangway sandbox`: Meta in a box, and a customer without a browser who goes through it.

use super::block_on;
use super::output::{json, line, remark};
use crate::server::StopSignals;
use anyhow::{Context, bail};
use clap::{Args, Subcommand};
use gangway_meta_sim::customer::{Customer, FinishOptions, PageState};
use gangway_meta_sim::{AppConfig, Ending, LoginConfiguration, Ordering, SimConfig, Simulator};
use secrecy::SecretString;
use std::net::SocketAddr;

/// Meta in a box.
#[derive(Debug, Subcommand)]
pub(super) enum Sandbox {
    /// Run the simulator of Meta
    Serve(SandboxServe),
    /// Go through an onboarding link as a customer would, and say how it ended
    Finish(Finish),
}

#[derive(Debug, Args)]
pub(super) struct SandboxServe {
    /// Address and port to listen on; port 0 takes any free port
    #[arg(long, default_value = "127.0.0.1:8081", value_name = "ADDR")]
    listen: SocketAddr,
    /// App id of the simulated Meta app
    #[arg(long, value_name = "ID", default_value = DEMO_APP_ID)]
    app_id: String,
    /// App secret of the simulated Meta app
    #[arg(long, value_name = "SECRET", default_value = DEMO_APP_SECRET)]
    app_secret: String,
    /// Where to send webhooks
    #[arg(long, value_name = "URL")]
    webhook: Option<String>,
}

/// The app of the simulator, the same at every start.
pub(super) const DEMO_APP_ID: &str = "670000000000001";
pub(super) const DEMO_APP_SECRET: &str = "a-simulated-app-secret";
pub(super) const DEMO_CONFIG_ID: &str = "810000000000001";
pub(super) const DEMO_COEXISTENCE_CONFIG_ID: &str = "810000000000002";

/// A simulated world with one app.
pub(super) fn world(
    listen: SocketAddr,
    app_id: &str,
    app_secret: &str,
    webhook: Option<String>,
) -> SimConfig {
    SimConfig {
        listen,
        apps: vec![AppConfig {
            app_id: app_id.to_owned(),
            app_secret: SecretString::from(app_secret.to_owned()),
            name: "Gangway demo".to_owned(),
            business_id: None,
            configurations: vec![
                LoginConfiguration {
                    id: DEMO_CONFIG_ID.to_owned(),
                    coexistence: false,
                },
                LoginConfiguration {
                    id: DEMO_COEXISTENCE_CONFIG_ID.to_owned(),
                    coexistence: true,
                },
            ],
            callback_url: webhook,
            ..AppConfig::default()
        }],
        ..SimConfig::default()
    }
}

/// The settings with which a server talks to the simulator, as it would to Meta.
pub(super) fn settings(
    base_url: &str,
    app_id: &str,
    app_secret: &str,
) -> Vec<(&'static str, String)> {
    vec![
        ("meta.app_id", app_id.to_owned()),
        ("meta.app_secret", app_secret.to_owned()),
        ("meta.config_id", DEMO_CONFIG_ID.to_owned()),
        (
            "meta.coexistence_config_id",
            DEMO_COEXISTENCE_CONFIG_ID.to_owned(),
        ),
        ("meta.graph_url", base_url.to_owned()),
        ("meta.sdk_url", format!("{base_url}/{{locale}}/sdk.js")),
        ("meta.message_origins", base_url.to_owned()),
    ]
}

#[derive(Debug, Args)]
pub(super) struct Finish {
    /// The onboarding link
    link: String,
    /// Base address of the simulator
    #[arg(
        long,
        env = "GANGWAY_SANDBOX_URL",
        value_name = "URL",
        default_value = "http://127.0.0.1:8081"
    )]
    sandbox: String,
    /// Phone number to connect; left out, the simulator makes one up
    #[arg(long)]
    number: Option<String>,
    /// How the customer ends; left out, the success that fits the link
    #[arg(long, long_help = ending_help())]
    ending: Option<Ending>,
    /// In which order code and session event reach the page
    #[arg(long, default_value_t, long_help = ordering_help())]
    ordering: Ordering,
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

impl Sandbox {
    pub(super) fn run(self) -> anyhow::Result<()> {
        match self {
            Self::Serve(serve) => serve.run(),
            Self::Finish(finish) => finish.run(),
        }
    }
}

impl SandboxServe {
    fn run(self) -> anyhow::Result<()> {
        block_on(async {
            let mut stop = StopSignals::listen()?;
            let config = world(self.listen, &self.app_id, &self.app_secret, self.webhook);
            let simulator = Simulator::start(config)
                .await
                .with_context(|| format!("can't listen on {}", self.listen))?;
            let base_url = simulator.base_url();
            remark("Meta in a box. Point a server at it with these settings:");
            for (key, value) in settings(&base_url, &self.app_id, &self.app_secret) {
                let name = key.replace('.', "_").to_uppercase();
                line(&format!("export GANGWAY_{name}='{value}'"))?;
            }
            stop.received().await;
            simulator.shutdown().await;
            Ok(())
        })
    }
}

impl Finish {
    /// Fails the process where a success was asked for and did not come, so that a CI notices.
    fn run(self) -> anyhow::Result<()> {
        let success_wanted = self.ending.as_ref().is_none_or(Ending::succeeds);
        let outcome = block_on(async {
            let options = FinishOptions {
                number: self.number,
                business_name: None,
                ending: self.ending,
                ordering: self.ordering,
            };
            Ok(Customer::new(&self.sandbox)?
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
