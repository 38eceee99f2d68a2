//! `gangway person`: the way into the dashboard for who has lost hers, on the store itself.

use super::on_store::{OnStore, audited, deed};
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
                None => {
                    let link = async { Ok(operator.operator_link().await?) };
                    audited(operator, deed("member.invite", None, ""), link).await?
                }
                Some(email) => {
                    let link = async {
                        let link = operator.password_link(email).await?;
                        link.context("nobody signs in with this e-mail address")
                    };
                    audited(
                        operator,
                        deed("password.reset_link", None, email.as_str()),
                        link,
                    )
                    .await?
                }
            };
            let url = link.url(&address);
            if common.json {
                return json(&serde_json::json!({"url": url, "expires": link.ends_at.as_secs()}));
            }
            line(&url)?;
            remark("Hand it over only to her: whoever opens it first gets in.");
            Ok(())
        })
    }
}
