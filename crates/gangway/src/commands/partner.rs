//! `gangway partner`: the operator's hand on partners, on the store itself. A running server
//! notices with its next request.

use super::on_store::{OnStore, audited, deed};
use super::output::{json, line, remark, table};
use anyhow::Context;
use clap::{Args, Subcommand};
use gangway_app::{CreatePartner, DomainError, Operator, PartnerSecret};
use gangway_domain::{ClientId, Language, OwnDomain, RedirectHost, Text};
use serde::Serialize;

/// Manage partners.
#[derive(Debug, Subcommand)]
pub(super) enum Partner {
    /// Make a partner and show its client id and secret once
    Create {
        /// What you call it
        name: String,
        /// Default page language of its customers, such as he
        #[arg(long, value_name = "TAG")]
        language: Option<String>,
        /// Host to which its links may send customers back; may be repeated
        #[arg(long = "redirect-host", value_name = "HOST")]
        redirect_hosts: Vec<String>,
        #[command(flatten)]
        common: OnStore,
    },
    /// List all partners
    List {
        #[command(flatten)]
        common: OnStore,
    },
    /// Suspend a partner: its tokens end at once
    Suspend(One),
    /// Let a suspended partner work again
    Resume(One),
    /// Give a partner a new secret, shown once; the old one and all tokens end at once
    RotateSecret(One),
    /// Show a partner's customers their pages under a host name of its own
    Domain {
        #[command(flatten)]
        one: One,
        /// The host name, such as pages.example.com
        #[arg(required_unless_present = "none")]
        host: Option<String>,
        /// Take it away: pages are at the public address again
        #[arg(long, conflicts_with = "host")]
        none: bool,
    },
}

#[derive(Debug, Args)]
pub(super) struct One {
    /// Client id of the partner
    client_id: String,
    #[command(flatten)]
    common: OnStore,
}

/// A partner as it is printed.
#[derive(Debug, Serialize)]
struct Shown {
    name: String,
    client_id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    client_secret: Option<String>,
    create_time: i64,
    suspended: bool,
    language: Option<String>,
    redirect_hosts: Vec<String>,
    domain: Option<String>,
}

impl Shown {
    fn of(partner: &gangway_domain::Partner) -> Self {
        Self {
            name: partner.name.to_string(),
            client_id: partner.client_id.to_string(),
            client_secret: None,
            create_time: partner.created_at.as_secs(),
            suspended: partner.suspended_at.is_some(),
            language: partner.language.as_ref().map(Language::tag),
            redirect_hosts: partner
                .redirect_hosts
                .iter()
                .map(|host| host.as_str().to_owned())
                .collect(),
            domain: partner.domain.as_ref().map(ToString::to_string),
        }
    }

    fn with_secret(made: &PartnerSecret) -> Self {
        Self {
            client_secret: Some(made.secret.expose().to_owned()),
            ..Self::of(&made.partner)
        }
    }
}

impl Partner {
    pub(super) fn run(self) -> anyhow::Result<()> {
        let common = match &self {
            Self::Create { common, .. } | Self::List { common } => common,
            Self::Suspend(one)
            | Self::Resume(one)
            | Self::RotateSecret(one)
            | Self::Domain { one, .. } => &one.common,
        };
        let common = common.clone();
        let makes_the_store = matches!(self, Self::Create { .. });
        let work = async |operator: &Operator| self.with(operator, &common).await;
        if makes_the_store {
            common.run_on_any(work)
        } else {
            common.run(work)
        }
    }

    async fn with(self, operator: &Operator, common: &OnStore) -> anyhow::Result<()> {
        let as_json = common.json;
        match self {
            Self::Create {
                name,
                language,
                redirect_hosts,
                ..
            } => {
                let new = CreatePartner {
                    name: Text::required("name", &name)?,
                    language: Language::parse("language", &language.unwrap_or_default())?,
                    redirect_hosts: redirect_hosts
                        .iter()
                        .map(|host| RedirectHost::parse(host))
                        .collect::<Result<_, _>>()?,
                };
                let create = async { Ok(operator.create_partner(new).await?) };
                let made = audited(operator, deed("partner.create", None, &name), create).await?;
                show_secret(&made, as_json)
            }
            Self::List { .. } => {
                let partners: Vec<_> = operator.partners().await?.iter().map(Shown::of).collect();
                if as_json {
                    return json(&partners);
                }
                let rows = partners.into_iter().map(|partner| {
                    let state = if partner.suspended {
                        "suspended"
                    } else {
                        "active"
                    };
                    let domain = partner.domain.unwrap_or_else(|| "-".to_owned());
                    vec![partner.client_id, partner.name, domain, state.to_owned()]
                });
                table(&["CLIENT ID", "NAME", "DOMAIN", "STATE"], rows.collect())
            }
            Self::Suspend(one) => {
                let id = one.id()?;
                let suspend = async { one.known(operator.suspend_partner(&id).await?) };
                let partner = one.audited(operator, "partner.suspend", suspend).await?;
                one.report(&partner, "suspended; its tokens have ended")
            }
            Self::Resume(one) => {
                let id = one.id()?;
                let resume = async { one.known(operator.resume_partner(&id).await?) };
                let partner = one.audited(operator, "partner.resume", resume).await?;
                one.report(&partner, "active again")
            }
            Self::Domain { one, host, .. } => {
                let domain = host.as_deref().map(OwnDomain::parse).transpose()?;
                let (id, address) = (one.id()?, common.address()?);
                let set = async {
                    match operator.set_domain(&id, domain, &address).await {
                        Err(DomainError::NoPartner) => one.known(None),
                        set => Ok(set?),
                    }
                };
                let partner = one.audited(operator, "partner.domain", set).await?;
                let outcome = partner.domain.as_ref().map_or_else(
                    || "at the public address; its new links lead there".to_owned(),
                    |domain| format!("at {domain}; its new links lead there"),
                );
                one.report(&partner, &outcome)
            }
            Self::RotateSecret(one) => {
                let id = one.id()?;
                let rotate = async {
                    let made = operator.rotate_secret(&id).await?;
                    made.with_context(|| one.not_in_force())
                };
                let made = one.audited(operator, "credential.rotate", rotate).await?;
                show_secret(&made, as_json)
            }
        }
    }
}

impl One {
    fn id(&self) -> anyhow::Result<ClientId> {
        ClientId::parse(&self.client_id).with_context(|| self.unknown())
    }

    fn unknown(&self) -> String {
        format!(
            "there is no partner with the client id {}; gangway partner list shows them",
            self.client_id
        )
    }

    fn not_in_force(&self) -> String {
        format!(
            "there is no partner with the client id {}, or its credential of this id was revoked; \
             gangway partner list shows the partners, and the dashboard makes another credential",
            self.client_id
        )
    }

    /// The partner, or that there is none.
    fn known(
        &self,
        partner: Option<gangway_domain::Partner>,
    ) -> anyhow::Result<gangway_domain::Partner> {
        partner.with_context(|| self.unknown())
    }

    async fn audited<T>(
        &self,
        operator: &Operator,
        action: &'static str,
        change: impl Future<Output = anyhow::Result<T>>,
    ) -> anyhow::Result<T> {
        let partner = operator.partner(&self.id()?).await?;
        let deed = deed(action, partner.map(|partner| partner.id), &self.client_id);
        audited(operator, deed, change).await
    }

    fn report(&self, partner: &gangway_domain::Partner, outcome: &str) -> anyhow::Result<()> {
        if self.common.json {
            json(&Shown::of(partner))
        } else {
            line(&format!("{} is {outcome}", partner.name))
        }
    }
}

fn show_secret(made: &PartnerSecret, as_json: bool) -> anyhow::Result<()> {
    let shown = Shown::with_secret(made);
    if as_json {
        return json(&shown);
    }
    line(&format!("client_id      {}", shown.client_id))?;
    line(&format!("client_secret  {}", made.secret.expose()))?;
    remark("The secret is shown this once; only its hash is stored.");
    Ok(())
}
