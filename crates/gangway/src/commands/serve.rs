//! `gangway serve`: the server.

use super::output::line;
use super::{ConfigArgs, block_on, start_logging};
use crate::server::{RunningServer, StopSignals, World};
use clap::Args;

#[derive(Debug, Args)]
pub(super) struct Serve {
    #[command(flatten)]
    config: ConfigArgs,
    /// Address and port to listen on; port 0 takes any free port
    #[arg(long, value_name = "ADDR")]
    listen: Option<String>,
    /// Address under which partners and customers reach this server
    #[arg(long, value_name = "URL")]
    public_url: Option<String>,
}

impl Serve {
    pub(super) fn run(self) -> anyhow::Result<()> {
        let layers = self.config.layers(
            &[],
            &[
                ("listen", self.listen.as_ref(), "--listen"),
                ("public_url", self.public_url.as_ref(), "--public-url"),
            ],
        )?;
        let settings = layers.server()?;
        start_logging(&layers.log()?)?;
        block_on(async {
            let mut stop = StopSignals::listen()?;
            let server = RunningServer::start(settings, World::real()).await?;
            tracing::info!(address = %server.address, public_url = server.public_url, "ready");
            if let Some(link) = server.first_operator_link().await? {
                line(&format!(
                    "Nobody operates this server yet. Open this link within a day to make your account:\n{link}"
                ))?;
            }
            stop.received().await;
            tracing::info!("stopping");
            server.shutdown().await;
            Ok(())
        })
    }
}
