//! `gangway person`: the way into the dashboard for who has lost hers, on the store itself.

use super::on_store::OnStore;
use super::output::{json, line, remark};
use anyhow::Context;
use clap::Subcommand;
use gangway_domain::Email;

/// Make links into the dashboard.
#[derive(Debug, Subcommand)]
pub(super) enum Person {
    /// Make a link with which somebody becomes an operator; it works once, for a day
    Operator {
        #[command(flatten)]
        common: OnStore,
    },
    /// Make a link to a new password; it works once, for a day, and switches the authenticator app off
    Password {
        /// With which she signs in
        email: String,
        #[command(flatten)]
        common: OnStore,
    },
}

impl Person {
    pub(super) fn run(self) -> anyhow::Result<()> {
        let (Self::Operator { common } | Self::Password { common, .. }) = &self;
        let address = common.address()?;
        let email = match &self {
            Self::Operator { .. } => None,
            Self::Password { email, .. } => {
                let wanted = "EMAIL is required: the address with which somebody signs in";
                Some(Email::parse("EMAIL", email)?.context(wanted)?)
            }
        };
        common.run(async |operator| {
            let link = match &email {
                None => Some(operator.operator_link().await?),
                Some(email) => operator.password_link(email).await?,
            };
            let link = link.context("nobody signs in with this e-mail address")?;
            let url = format!("{address}/dashboard/join/{}", link.secret.expose());
            if common.json {
                return json(&serde_json::json!({"url": url, "expires": link.ends_at.as_secs()}));
            }
            line(&url)?;
            remark("Hand it over only to her: whoever opens it first gets in.");
            Ok(())
        })
    }
}
