//! `gangway sandbox serve`, and the simulated world that the demo runs in too.

use crate::commands::block_on;
use crate::commands::output::{line, remark};
use crate::server::StopSignals;
use crate::system::SystemClock;
use anyhow::Context;
use clap::{Args, ValueEnum};
use gangway_domain::Clock;
use gangway_meta_sim::{AppConfig, ClockMode, LoginConfiguration, SimConfig, Simulator};
use secrecy::SecretString;
use std::net::SocketAddr;

#[derive(Debug, Args)]
pub(in crate::commands) struct Serve {
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
    /// Where the full-page dialog may return to, exactly; may be repeated
    #[arg(long = "redirect-uri", value_name = "URI")]
    redirect_uris: Vec<String>,
    /// Token of the partner's own system user
    #[arg(long, value_name = "TOKEN", default_value = DEMO_SYSTEM_TOKEN)]
    system_token: String,
    /// Id of the partner's credit line
    #[arg(long, value_name = "ID")]
    credit_line: Option<String>,
    /// Let the partner be a plain Tech Provider: without credit line and pre-verified numbers
    #[arg(long, conflicts_with = "credit_line")]
    tech_provider: bool,
    /// How its clock runs
    #[arg(long, value_enum, default_value_t = Pace::Real)]
    clock: Pace,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Pace {
    /// With real time plus what it is moved
    Real,
    /// From the present second, and only where it is moved
    Manual,
}

impl Pace {
    fn mode(self) -> ClockMode {
        match self {
            Self::Real => ClockMode::Real,
            Self::Manual => ClockMode::Manual {
                unix_seconds: SystemClock.now().as_secs(),
            },
        }
    }
}

/// The app of the simulator, the same at every start.
pub(in crate::commands) const DEMO_APP_ID: &str = "670000000000001";
pub(in crate::commands) const DEMO_APP_SECRET: &str = "a-simulated-app-secret";
const DEMO_VERIFY_TOKEN: &str = "a-simulated-verify-token";
const DEMO_SYSTEM_TOKEN: &str = "EAAsimulatedsystemuser";
/// The partner's own business portfolio.
const DEMO_BUSINESS_ID: &str = "270000000000001";
const DEMO_CONFIG_ID: &str = "810000000000001";
const DEMO_COEXISTENCE_CONFIG_ID: &str = "810000000000002";

/// A simulated world with one app.
pub(in crate::commands) fn world(
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
            business_id: Some(DEMO_BUSINESS_ID.to_owned()),
            solution_partner: true,
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
            system_token: Some(SecretString::from(DEMO_SYSTEM_TOKEN)),
            ..AppConfig::default()
        }],
        ..SimConfig::default()
    }
}

/// The settings with which a server talks to the simulator, as it would to Meta.
pub(in crate::commands) fn settings(
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
        ("meta.dialog_url", base_url.to_owned()),
        ("meta.verify_token", DEMO_VERIFY_TOKEN.to_owned()),
        ("meta.system_token", DEMO_SYSTEM_TOKEN.to_owned()),
        ("meta.number_pool_business_id", DEMO_BUSINESS_ID.to_owned()),
    ]
}

impl Serve {
    pub(super) fn run(self) -> anyhow::Result<()> {
        block_on(async {
            let mut stop = StopSignals::listen()?;
            let mut config = world(self.listen, &self.app_id, &self.app_secret, self.webhook);
            config.clock = self.clock.mode();
            for app in &mut config.apps {
                app.redirect_uris.clone_from(&self.redirect_uris);
                app.system_token = Some(SecretString::from(self.system_token.clone()));
                app.credit_line.clone_from(&self.credit_line);
                app.solution_partner = !self.tech_provider;
            }
            let simulator = Simulator::start(config)
                .await
                .with_context(|| format!("can't listen on {}", self.listen))?;
            let base_url = simulator.base_url();
            remark("Meta in a box. Point a server at it with these settings:");
            let mut settings = settings(&base_url, &self.app_id, &self.app_secret);
            settings.retain(|(key, _)| {
                let of_a_solution_partner = *key == "meta.number_pool_business_id";
                *key != "meta.system_token" && !(of_a_solution_partner && self.tech_provider)
            });
            settings.push(("meta.system_token", self.system_token));
            if let Some(id) = self.credit_line {
                settings.push(("meta.credit_line_id", id));
                settings.push(("meta.credit_line_currency", "USD".to_owned()));
            }
            for (key, value) in settings {
                let name = key.replace('.', "_").to_uppercase();
                line(&format!("export GANGWAY_{name}='{value}'"))?;
            }
            stop.received().await;
            simulator.shutdown().await;
            Ok(())
        })
    }
}
