//! `gangway accounts`: what a partner does, over the API as any client would.

mod list;
mod renewals;
mod timeline;
mod watch;

use super::block_on;
use super::output::{json, line};
use clap::{Args, Subcommand};
use gangway_client::{Account, Client, NewAccount, Status};

/// Work with onboarding accounts.
#[derive(Debug, Subcommand)]
pub(super) enum Accounts {
    /// List accounts, newest first
    List {
        #[command(flatten)]
        list: Box<list::ListArgs>,
        #[command(flatten)]
        access: Access,
    },
    /// Create an account and print its link
    Create {
        #[command(flatten)]
        account: Box<New>,
        #[command(flatten)]
        access: Access,
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
    /// Remove an unfinished account for good
    Delete {
        /// The number as the list shows it
        number: String,
        #[command(flatten)]
        access: Access,
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
    /// Show where an account stands, step by step, and what happened
    Timeline {
        #[command(flatten)]
        timeline: timeline::TimelineArgs,
        #[command(flatten)]
        access: Access,
    },
    /// Give an account a new link and put the old one out of use
    ///
    /// For a link that has expired, and for a number that is to be connected again.
    Renew {
        /// The number as the list shows it
        number: String,
        /// Seconds until the new link stops working
        #[arg(long, value_name = "SECONDS")]
        expires_in: Option<u64>,
        #[command(flatten)]
        access: Access,
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
    /// List the customers who ask for a new link, the longest waiting one first
    Renewals {
        #[command(flatten)]
        access: Access,
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
    /// Print every change of the list as it happens
    Watch {
        #[command(flatten)]
        watch: watch::WatchArgs,
        #[command(flatten)]
        access: Access,
    },
}

/// Whose accounts, where.
#[derive(Debug, Args)]
pub(super) struct Access {
    /// Base address of the server
    #[arg(
        long,
        env = "GANGWAY_URL",
        value_name = "URL",
        default_value = "http://127.0.0.1:8080"
    )]
    url: String,
    /// Client id of the partner
    #[arg(long, env = "GANGWAY_CLIENT_ID", value_name = "ID")]
    client_id: String,
    /// Client secret of the partner; better given in the environment
    #[arg(
        long,
        env = "GANGWAY_CLIENT_SECRET",
        value_name = "SECRET",
        hide_env_values = true
    )]
    client_secret: String,
}

impl Access {
    fn client(&self) -> anyhow::Result<Client> {
        Ok(Client::new(
            &self.url,
            self.client_id.clone(),
            self.client_secret.clone(),
        )?)
    }
}

/// Which accounts a list or a watch is about.
#[derive(Debug, Args)]
struct Which {
    /// Only unfinished (0) or finished (1) ones
    #[arg(long, value_name = "0|1", value_parser = status)]
    status: Option<Status>,
    /// Only links without (0) or with (1) coexistence
    #[arg(long, value_name = "0|1", value_parser = flag)]
    coexistence: Option<bool>,
    /// Only this reference
    #[arg(long, value_name = "TEXT")]
    reference: Option<String>,
    /// Text in name, number, e-mail, reference or display name
    #[arg(long, short, value_name = "TEXT")]
    q: Option<String>,
}

fn status(text: &str) -> Result<Status, String> {
    Ok(if flag(text)? {
        Status::Finished
    } else {
        Status::Unfinished
    })
}

fn flag(text: &str) -> Result<bool, String> {
    match text {
        "0" => Ok(false),
        "1" => Ok(true),
        _ => Err("write 0 or 1".to_owned()),
    }
}

#[derive(Debug, Args)]
pub(super) struct New {
    /// Name of the customer's business
    business_name: String,
    /// Let the customer keep the WhatsApp Business app on the same number
    #[arg(long)]
    coexistence: bool,
    /// A number registered beforehand; left out, the customer brings one
    #[arg(long, value_name = "NUMBER")]
    whatsapp: Option<String>,
    /// E-mail address of the business
    #[arg(long, value_name = "ADDRESS")]
    email: Option<String>,
    /// Your or the state's id of the business
    #[arg(long, value_name = "ID")]
    business_id: Option<String>,
    /// Postal address, shown on the landing page
    #[arg(long, value_name = "TEXT")]
    address: Option<String>,
    /// Display name, where it is not the business name
    #[arg(long, value_name = "NAME")]
    display_name: Option<String>,
    /// Your own id of the account
    #[arg(long, value_name = "TEXT")]
    reference: Option<String>,
    /// Page language, such as he
    #[arg(long, value_name = "TAG")]
    language: Option<String>,
    /// Seconds until the link stops working
    #[arg(long, value_name = "SECONDS")]
    expires_in: Option<u64>,
    /// Content of Facebook's domain verification tag for the landing page
    #[arg(long, value_name = "VALUE")]
    domain_verification: Option<String>,
    /// Makes a repeat of this call safe
    #[arg(long, value_name = "KEY")]
    idempotency_key: Option<String>,
}

impl New {
    fn account(self) -> NewAccount {
        NewAccount {
            coexistence: self.coexistence,
            whatsapp: self.whatsapp,
            business_email: self.email,
            business_id: self.business_id,
            business_address: self.address,
            display_name: self.display_name,
            reference: self.reference,
            language: self.language,
            expires_in: self.expires_in,
            facebook_domain_verification: self.domain_verification,
            idempotency_key: self.idempotency_key,
            ..NewAccount::new(self.business_name)
        }
    }
}

impl Accounts {
    pub(super) fn run(self) -> anyhow::Result<()> {
        let url = self.access().url.clone();
        let outcome = block_on(async {
            match self {
                Self::List { list, access } => list.run(&access.client()?).await,
                Self::Create {
                    account,
                    access,
                    json: as_json,
                } => {
                    let made = access.client()?.create_account(&account.account()).await?;
                    show(&made, as_json)
                }
                Self::Delete {
                    number,
                    access,
                    json: as_json,
                } => {
                    let removed = access.client()?.delete_account(&number).await?;
                    if as_json {
                        json(&serde_json::json!({ "whatsapp": removed }))
                    } else {
                        line(&format!("{removed} is removed; its link is dead"))
                    }
                }
                Self::Timeline { timeline, access } => timeline.run(&access.client()?).await,
                Self::Renew {
                    number,
                    expires_in,
                    access,
                    json: as_json,
                } => {
                    let renewed = access.client()?.renew_link(&number, expires_in).await?;
                    show(&renewed, as_json)
                }
                Self::Renewals {
                    access,
                    json: as_json,
                } => renewals::run(&access.client()?, as_json).await,
                Self::Watch { watch, access } => watch.run(&access.client()?).await,
            }
        });
        outcome.map_err(|error| match error.downcast_ref() {
            Some(gangway_client::Error::Transport { .. }) => error.context(format!(
                "can't reach {url}; start the server there, or name another with --url"
            )),
            _ => error,
        })
    }

    const fn access(&self) -> &Access {
        match self {
            Self::List { access, .. }
            | Self::Create { access, .. }
            | Self::Delete { access, .. }
            | Self::Timeline { access, .. }
            | Self::Renew { access, .. }
            | Self::Renewals { access, .. }
            | Self::Watch { access, .. } => access,
        }
    }
}

/// An account whose link is to be shared now.
fn show(account: &Account, as_json: bool) -> anyhow::Result<()> {
    if as_json {
        return json(account);
    }
    line(&format!("onboarding_link  {}", account.onboarding_link))?;
    line(&format!("landing_page     {}", account.landing_page))?;
    line(&format!("whatsapp         {}", account.whatsapp))
}
