//! `gangway demo`: everything on one machine, Meta simulated.

mod clock;
mod memory;
mod operator;
mod seed;

use super::output::{line, remark};
use super::sandbox::{DEMO_APP_ID, DEMO_APP_SECRET, settings, world};
use super::{ConfigArgs, block_on, start_logging};
use crate::config::{Layers, Source};
use crate::server::{RunningServer, StopSignals, World, local_url};
use anyhow::Context;
use clap::Args;
use clock::SandboxClock;
use gangway_meta_sim::{RunningSimulator, Simulator};
use memory::{DemoOperator, DemoPartner, Memory};
use serde::Serialize;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;

const COMMAND: Source = Source::Command("demo");

#[derive(Debug, Args)]
pub(super) struct Demo {
    /// Address and port to listen on; port 0 takes any free port
    #[arg(long, value_name = "ADDR")]
    listen: Option<String>,
    /// Folder for the demo's data; a second start on it goes on where the first stopped
    #[arg(long, default_value = "gangway-demo", value_name = "DIR")]
    data: PathBuf,
    /// Print one JSON object on one line once it is ready
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    config: ConfigArgs,
}

/// What `--json` prints.
#[derive(Debug, Serialize)]
struct Ready<'a> {
    url: &'a str,
    sandbox_url: &'a str,
    client_id: &'a str,
    client_secret: &'a str,
    partners: &'a [DemoPartner],
    operator: &'a DemoOperator,
}

impl Demo {
    pub(super) fn run(self) -> anyhow::Result<()> {
        block_on(async {
            let mut stop = StopSignals::listen()?;
            let first = self.layers(&[])?;
            start_logging(&first.log()?)?;
            let simulator = start_simulator(&first).await?;
            let sandbox_url = simulator.base_url();
            let outcome = self
                .with_simulator(&simulator, &sandbox_url, &mut stop)
                .await;
            simulator.shutdown().await;
            outcome
        })
    }

    async fn with_simulator(
        &self,
        simulator: &RunningSimulator,
        sandbox_url: &str,
        stop: &mut StopSignals,
    ) -> anyhow::Result<()> {
        let layers = self.layers(&settings(sandbox_url, DEMO_APP_ID, DEMO_APP_SECRET))?;
        let settings = layers.server()?;
        let memory = Memory::of(&settings.store);
        let ahead = memory
            .read()?
            .map_or(0, |remembered| remembered.ahead_seconds);
        simulator.state().clock().advance(ahead);
        let world = World {
            clock: Arc::new(SandboxClock(simulator.state().clone())),
            ..World::real()
        };
        let server = RunningServer::start(settings, world.clone()).await?;
        // Known only now: the port may have been any free one.
        let return_to = format!("{}/oauth/return", server.public_url);
        simulator.state().add_redirect_uri(None, &return_to);
        let webhooks = format!("{}/webhooks/meta", local_url(server.address));
        simulator.state().set_callback(DEMO_APP_ID, &webhooks);
        let outcome = self
            .with_server(&server, world, &memory, sandbox_url, stop)
            .await;
        server.shutdown().await;
        memory.keep_clock(simulator.state().clock().advanced_seconds())?;
        outcome
    }

    async fn with_server(
        &self,
        server: &RunningServer,
        world: World,
        memory: &Memory,
        sandbox_url: &str,
        stop: &mut StopSignals,
    ) -> anyhow::Result<()> {
        let partners = seed::seed(server, world, memory, sandbox_url).await?;
        let first = partners.first().context("the demo has no partner")?;
        let operator = operator::seed(server, memory).await?;
        if self.json {
            let ready = Ready {
                url: &server.public_url,
                sandbox_url,
                client_id: &first.client_id,
                client_secret: &first.client_secret,
                partners: &partners,
                operator: &operator,
            };
            line(&serde_json::to_string(&ready)?)?;
        } else {
            greet(&server.public_url, sandbox_url, first, &operator)?;
        }
        stop.received().await;
        Ok(())
    }

    /// The demo's own defaults under everything that the user sets.
    fn layers(&self, simulator: &[(&'static str, String)]) -> anyhow::Result<Layers> {
        let database = self.data.join("gangway.db");
        let mut own = vec![
            (
                "database_url",
                format!("sqlite:{}", database.display()),
                COMMAND,
            ),
            ("log", "warn".to_owned(), COMMAND),
            // The simulator shows a number at once.
            ("meta.number_patience_seconds", "0".to_owned(), COMMAND),
            // Nor does anybody wait a minute to see a customer recovered.
            ("recovery.grace_seconds", "5".to_owned(), COMMAND),
            // Receivers run on the same machine.
            ("webhooks.allow", "127.0.0.0/8,::1".to_owned(), COMMAND),
        ];
        own.extend(
            simulator
                .iter()
                .map(|(key, value)| (*key, value.clone(), COMMAND)),
        );
        let listen = ("listen", self.listen.as_ref(), "--listen");
        Ok(self.config.layers(&own, &[listen])?)
    }
}

/// Beside the server's port if that one is free, so that the address stays the same.
async fn start_simulator(layers: &Layers) -> anyhow::Result<RunningSimulator> {
    let server = layers.listen()?;
    let beside = match server.port() {
        0 => 0,
        port => port.saturating_add(1),
    };
    for port in [beside, 0] {
        let listen = SocketAddr::new(server.ip(), port);
        match Simulator::start(world(listen, DEMO_APP_ID, DEMO_APP_SECRET, None)).await {
            Ok(simulator) => return Ok(simulator),
            Err(error) if port == 0 => {
                return Err(error).with_context(|| format!("can't listen on {listen}"));
            }
            Err(_) => {}
        }
    }
    anyhow::bail!("no port is free for the simulator")
}

fn greet(
    url: &str,
    sandbox_url: &str,
    partner: &DemoPartner,
    operator: &DemoOperator,
) -> anyhow::Result<()> {
    let DemoOperator { email, password } = operator;
    let DemoPartner {
        client_id,
        client_secret,
        ..
    } = partner;
    line(&format!(
        r#"Gangway is running, with Meta in a box. Ctrl-C stops it.

  Dashboard           {url}/dashboard
  E-mail, password    {email}  {password}
  API and reference   {url}/docs
  Simulated Meta      {sandbox_url}
  client_id           {client_id}
  client_secret       {client_secret}

Try it:

  TOKEN=$(curl -s {url}/api/settings/accessToken -d '{{"client_id":"{client_id}","client_secret":"{client_secret}"}}' | sed 's/.*"access_token":"\([^"]*\)".*/\1/')

  curl -s {url}/api/whatsapp/createAccount -H "Authorization: Bearer $TOKEN" -d '{{"business_name":"Acme inc","coexistence":1,"reference":"123123"}}'

  curl -s {url}/api/whatsapp/getAccounts -H "Authorization: Bearer $TOKEN"

Open an onboarding_link of the answer in a browser and be the customer."#
    ))?;
    remark("");
    Ok(())
}
