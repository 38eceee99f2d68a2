//! `gangway webhooks`: the operator's look at what partners are told, on the store itself. A
//! running server sends what is asked for here.

mod list;
mod show;

use super::on_store::{OnStore, audited, deed};
use super::output::{json, line, remark};
use anyhow::{Context, bail};
use clap::{Args, Subcommand};
use gangway_app::{Operator, ReplayWish};
use gangway_domain::{ClientId, EventId, Partner, Timestamp};

/// Look after the webhooks of partners.
#[derive(Debug, Subcommand)]
pub(super) enum Webhooks {
    /// List where each partner's webhooks go, and whether they arrive
    Endpoints {
        #[command(flatten)]
        common: OnStore,
    },
    /// List a partner's deliveries, newest first
    List {
        #[command(flatten)]
        wish: list::ListArgs,
        #[command(flatten)]
        whose: Whose,
        #[command(flatten)]
        common: OnStore,
    },
    /// Show every attempt to deliver an event
    Show {
        /// Id of the event, as the list shows it
        event: String,
        #[command(flatten)]
        whose: Whose,
        #[command(flatten)]
        common: OnStore,
    },
    /// Send an event again, or all that were not delivered since a time
    Replay {
        /// Id of the event
        #[arg(required_unless_present = "since", conflicts_with = "since")]
        event: Option<String>,
        /// Unix seconds: all events since then that were not delivered
        #[arg(long, value_name = "SECONDS")]
        since: Option<i64>,
        #[command(flatten)]
        whose: Whose,
        #[command(flatten)]
        common: OnStore,
    },
    /// Send a test event, and wait for what comes of it
    Test {
        #[command(flatten)]
        whose: Whose,
        #[command(flatten)]
        common: OnStore,
    },
}

#[derive(Debug, Args)]
pub(super) struct Whose {
    /// Client id of the partner
    #[arg(long, value_name = "CLIENT_ID")]
    partner: String,
}

impl Whose {
    async fn find(&self, operator: &Operator) -> anyhow::Result<Partner> {
        let unknown = || {
            format!(
                "no partner has the client id {}; gangway partner list shows them",
                self.partner
            )
        };
        let id = ClientId::parse(&self.partner).with_context(unknown)?;
        operator.partner(&id).await?.with_context(unknown)
    }
}

impl Webhooks {
    pub(super) fn run(self) -> anyhow::Result<()> {
        let common = match &self {
            Self::Endpoints { common }
            | Self::List { common, .. }
            | Self::Show { common, .. }
            | Self::Replay { common, .. }
            | Self::Test { common, .. } => common,
        };
        let common = common.clone();
        common.run(async |operator| self.with(operator, common.json).await)
    }

    async fn with(self, operator: &Operator, as_json: bool) -> anyhow::Result<()> {
        match self {
            Self::Endpoints { .. } => list::endpoints(operator, as_json).await,
            Self::List { wish, whose, .. } => {
                let partner = whose.find(operator).await?;
                wish.deliveries(operator, partner.id, as_json).await
            }
            Self::Show { event, whose, .. } => {
                let partner = whose.find(operator).await?;
                show::event(operator, partner.id, EventId::parse(&event)?, as_json).await
            }
            Self::Replay {
                event,
                since,
                whose,
                ..
            } => {
                let wish = match (event, since) {
                    (Some(event), _) => ReplayWish::One(EventId::parse(&event)?),
                    (None, Some(since)) => ReplayWish::Undelivered(Timestamp::from_secs(since)),
                    (None, None) => bail!("name an event, or say --since"),
                };
                let partner = whose.find(operator).await?;
                let replay = async { Ok(operator.replay(partner.id, &wish).await?) };
                let subject = partner.client_id.as_str();
                let queued = audited(
                    operator,
                    deed("webhook.replay", Some(partner.id), subject),
                    replay,
                )
                .await?;
                if as_json {
                    return json(&serde_json::json!({ "queued": queued }));
                }
                line(&format!("{queued} queued"))?;
                sent_by_the_server();
                Ok(())
            }
            Self::Test { whose, .. } => {
                let partner = whose.find(operator).await?;
                let test = async { Ok(operator.test_webhook(partner.id).await?) };
                let subject = partner.client_id.as_str();
                let event = audited(
                    operator,
                    deed("webhook.test", Some(partner.id), subject),
                    test,
                )
                .await?;
                show::first_attempt(operator, partner.id, event, as_json).await
            }
        }
    }
}

fn sent_by_the_server() {
    remark("A running server sends it; gangway webhooks show tells what came of it.");
}
