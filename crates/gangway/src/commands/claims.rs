//! `gangway claims`: the operator's hand on the claim list, on the store itself. A running
//! server goes on with what is assigned.

use super::on_store::{OnStore, audited, deed};
use super::output::{json, line, remark, table};
use anyhow::Context;
use clap::Subcommand;
use gangway_app::Operator;
use gangway_domain::Utc;
use gangway_domain::{ClientId, ListedNumber, MetaBusinessId, WabaId};
use serde::Serialize;

/// Look after WhatsApp accounts that customers shared and that no onboarding account is known for.
#[derive(Debug, Subcommand)]
pub(super) enum Claims {
    /// List them, the longest waiting one first
    List {
        #[command(flatten)]
        common: OnStore,
    },
    /// Say whose one is: a running server goes on with that onboarding account
    Assign {
        /// Meta's id of the WhatsApp account, as the list shows it
        waba: String,
        /// Number of the onboarding account, as the partner's list shows it
        number: String,
        /// Client id of the partner whose account it is
        #[arg(long, value_name = "CLIENT_ID")]
        partner: String,
        #[command(flatten)]
        common: OnStore,
    },
    /// Take one off the list: it is none of Gangway's
    Dismiss {
        /// Meta's id of the WhatsApp account, as the list shows it
        waba: String,
        #[command(flatten)]
        common: OnStore,
    },
}

/// A claim as it is printed.
#[derive(Debug, Serialize)]
struct Shown {
    waba: String,
    business: Option<String>,
    time: i64,
    reason: String,
}

impl Claims {
    pub(super) fn run(self) -> anyhow::Result<()> {
        let common = match &self {
            Self::List { common } | Self::Assign { common, .. } | Self::Dismiss { common, .. } => {
                common
            }
        };
        let common = common.clone();
        common.run(async |operator| self.with(operator, common.json).await)
    }

    async fn with(self, operator: &Operator, as_json: bool) -> anyhow::Result<()> {
        match self {
            Self::List { .. } => list(operator, as_json).await,
            Self::Assign {
                waba,
                number,
                partner,
                ..
            } => {
                let waba = parsed(&waba)?;
                let number = ListedNumber::parse("NUMBER", &number)?;
                let unknown = || {
                    format!(
                        "no partner with the client id {partner} lists {}; gangway partner list shows the partners",
                        number.as_str()
                    )
                };
                let client = ClientId::parse(&partner).with_context(unknown)?;
                let account = operator.account(&client, &number).await?;
                let account = account.with_context(unknown)?;
                let number = account.number.as_str();
                let assign = async { Ok(operator.assign_claim(&waba, &account).await?) };
                let subject = format!("{waba}: {number}");
                audited(
                    operator,
                    deed("claim.assign", Some(account.partner), &subject),
                    assign,
                )
                .await?;
                if as_json {
                    return json(&serde_json::json!({"waba": waba.as_str(), "whatsapp": number}));
                }
                line(&format!("{waba} belongs to {number}"))?;
                remark("A running server goes on with it; gangway accounts timeline shows how.");
                Ok(())
            }
            Self::Dismiss { waba, .. } => {
                let waba = parsed(&waba)?;
                let dismiss = async { Ok(operator.dismiss_claim(&waba).await?) };
                audited(
                    operator,
                    deed("claim.dismiss", None, waba.as_str()),
                    dismiss,
                )
                .await?;
                if as_json {
                    return json(&serde_json::json!({"waba": waba.as_str()}));
                }
                line(&format!("{waba} is off the list"))
            }
        }
    }
}

async fn list(operator: &Operator, as_json: bool) -> anyhow::Result<()> {
    let claims: Vec<_> = operator
        .unclaimed()
        .await?
        .into_iter()
        .map(|claim| Shown {
            waba: claim.waba.as_str().to_owned(),
            business: claim
                .business
                .as_ref()
                .map(MetaBusinessId::as_str)
                .map(str::to_owned),
            time: claim.at.as_secs(),
            reason: claim.reason,
        })
        .collect();
    if as_json {
        return json(&claims);
    }
    if claims.is_empty() {
        remark("the claim list is empty");
        return Ok(());
    }
    let rows = claims.into_iter().map(|claim| {
        vec![
            claim.waba,
            claim.business.unwrap_or_default(),
            Utc::of(claim.time).to_string(),
            claim.reason,
        ]
    });
    table(
        &["WABA", "BUSINESS", "SINCE (UTC)", "REASON"],
        rows.collect(),
    )
}

fn parsed(waba: &str) -> anyhow::Result<WabaId> {
    WabaId::parse(waba).with_context(|| {
        format!("{waba} is no id of a WhatsApp account; gangway claims list shows them")
    })
}
