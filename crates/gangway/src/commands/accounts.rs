//! `gangway accounts`: what a partner does, over the API as any client would.

use super::block_on;
use super::output::{json, line, remark, table};
use crate::server::StopSignals;
use clap::{Args, Subcommand};
use gangway_client::{Account, Client, ListQuery, NewAccount, Page, Status};
use std::time::Duration;

/// Work with onboarding accounts.
#[derive(Debug, Subcommand)]
pub(super) enum Accounts {
    /// List accounts, newest first
    List {
        #[command(flatten)]
        filter: Filter,
        #[command(flatten)]
        access: Access,
        #[command(flatten)]
        format: Format,
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
    },
    /// Print every change of the list as it happens
    Watch {
        #[command(flatten)]
        filter: Filter,
        #[command(flatten)]
        access: Access,
        /// Print one JSON object a line
        #[arg(long)]
        json: bool,
        /// Seconds between two looks
        #[arg(long, default_value_t = 2, value_parser = clap::value_parser!(u64).range(1..=3600))]
        interval: u64,
    },
}

/// Whose accounts, where.
#[derive(Debug, Args)]
pub(super) struct Access {
    /// Base address of the server
    #[arg(long, env = "GANGWAY_URL", default_value = "http://127.0.0.1:8080")]
    url: String,
    /// Client id of the partner
    #[arg(long, env = "GANGWAY_CLIENT_ID")]
    client_id: String,
    /// Client secret of the partner; better given in the environment
    #[arg(long, env = "GANGWAY_CLIENT_SECRET", hide_env_values = true)]
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

#[derive(Debug, Args)]
#[group(multiple = false)]
pub(super) struct Format {
    /// Print JSON
    #[arg(long)]
    json: bool,
    /// Print CSV
    #[arg(long)]
    csv: bool,
}

#[derive(Debug, Args)]
pub(super) struct Filter {
    /// Only unfinished (0) or finished (1) ones
    #[arg(long, value_parser = flag)]
    status: Option<bool>,
    /// Only links without (0) or with (1) coexistence
    #[arg(long, value_parser = flag)]
    coexistence: Option<bool>,
    /// Only this reference
    #[arg(long)]
    reference: Option<String>,
    /// Text in name, number, e-mail, reference or display name
    #[arg(long, short)]
    q: Option<String>,
    /// Order, such as business_name or -create_time
    #[arg(long, allow_hyphen_values = true)]
    sort: Option<String>,
    /// At most so many
    #[arg(long)]
    limit: Option<u32>,
}

fn flag(text: &str) -> Result<bool, String> {
    match text {
        "0" => Ok(false),
        "1" => Ok(true),
        _ => Err("write 0 or 1".to_owned()),
    }
}

impl Filter {
    fn query(self) -> ListQuery {
        ListQuery {
            status: self.status.map(|finished| match finished {
                true => Status::Finished,
                false => Status::Unfinished,
            }),
            coexistence: self.coexistence,
            reference: self.reference,
            q: self.q,
            sort: self.sort,
            limit: self.limit,
            ..ListQuery::default()
        }
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
    #[arg(long)]
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
                Self::List {
                    filter,
                    access,
                    format,
                } => list(&access.client()?, filter.query(), &format).await,
                Self::Create {
                    account,
                    access,
                    json: as_json,
                } => {
                    let made = access.client()?.create_account(&account.account()).await?;
                    if as_json {
                        json(&made)
                    } else {
                        line(&format!("onboarding_link  {}", made.onboarding_link))?;
                        line(&format!("landing_page     {}", made.landing_page))?;
                        line(&format!("whatsapp         {}", made.whatsapp))
                    }
                }
                Self::Delete { number, access } => {
                    let removed = access.client()?.delete_account(&number).await?;
                    line(&format!("{removed} is removed; its link is dead"))
                }
                Self::Watch {
                    filter,
                    access,
                    json,
                    interval,
                } => {
                    let query = filter.query();
                    watch(
                        &access.client()?,
                        &query,
                        json,
                        Duration::from_secs(interval),
                    )
                    .await
                }
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
            | Self::Watch { access, .. } => access,
        }
    }
}

async fn list(client: &Client, query: ListQuery, format: &Format) -> anyhow::Result<()> {
    if format.csv {
        return line(client.get_accounts_csv(&query).await?.trim_end());
    }
    let page = client.get_accounts(&query).await?;
    if format.json {
        return json(&page.list);
    }
    if page.list.is_empty() {
        remark("no accounts; gangway accounts create makes one");
        return Ok(());
    }
    let rows = page.list.into_iter().map(|account| {
        vec![
            account.whatsapp,
            status_word(account.status).to_owned(),
            if account.coexistence { "yes" } else { "no" }.to_owned(),
            account.business_name,
            account.reference,
            account.onboarding_link,
        ]
    });
    table(
        &[
            "WHATSAPP",
            "STATUS",
            "COEXISTENCE",
            "BUSINESS",
            "REFERENCE",
            "LINK",
        ],
        rows.collect(),
    )?;
    if page.next_cursor.is_some() {
        remark("there are more; raise --limit to see them");
    }
    Ok(())
}

const fn status_word(status: Status) -> &'static str {
    match status {
        Status::Finished => "finished",
        Status::Unfinished => "open",
    }
}

/// Asks with the last ETag: while nothing changes the server answers 304 and does no work.
async fn watch(
    client: &Client,
    query: &ListQuery,
    as_json: bool,
    interval: Duration,
) -> anyhow::Result<()> {
    let mut stop = StopSignals::listen()?;
    let mut known: Option<Page> = None;
    loop {
        let etag = known.as_ref().and_then(|page| page.etag.clone());
        match client.list_if_changed(query, etag.as_deref()).await {
            Ok(Some(page)) => {
                let before = known.take().map(|page| page.list).unwrap_or_default();
                for change in changes(&before, &page.list) {
                    report(&change, as_json)?;
                }
                known = Some(page);
            }
            Ok(None) => {}
            Err(error @ gangway_client::Error::Transport { .. }) => {
                remark(&format!("{error}; trying again"));
            }
            Err(error) => return Err(error.into()),
        }
        tokio::select! {
            () = tokio::time::sleep(interval) => {}
            () = stop.received() => return Ok(()),
        }
    }
}

struct Change<'a> {
    what: &'static str,
    account: &'a Account,
}

/// What is different, oldest first. The link names an account for good; its number changes.
fn changes<'a>(before: &'a [Account], after: &'a [Account]) -> Vec<Change<'a>> {
    let find = |list: &'a [Account], account: &Account| {
        list.iter()
            .find(|other| other.onboarding_link == account.onboarding_link)
    };
    let mut changes = Vec::new();
    for account in before.iter().rev() {
        if find(after, account).is_none() {
            changes.push(Change {
                what: "removed",
                account,
            });
        }
    }
    for account in after.iter().rev() {
        let what = match find(before, account) {
            None if before.is_empty() && account.status == Status::Finished => "finished",
            None => "created",
            Some(old) if old.status != account.status => "finished",
            Some(old) if old != account => "changed",
            Some(_) => continue,
        };
        changes.push(Change { what, account });
    }
    changes
}

fn report(change: &Change<'_>, as_json: bool) -> anyhow::Result<()> {
    let account = change.account;
    if as_json {
        let event = serde_json::json!({"change": change.what, "account": account});
        return line(&event.to_string());
    }
    line(&format!(
        "{:<9} {:<16} {}  {}",
        change.what, account.whatsapp, account.business_name, account.reference
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn account(link: &str, status: Status) -> Account {
        let listed = serde_json::json!({"create_time":1,"whatsapp":"1","coexistence":0,"onboarding_link":link,"status":0});
        Account {
            status,
            ..serde_json::from_value(listed).unwrap()
        }
    }

    #[test]
    fn changes_are_told_by_the_link() {
        let before = [
            account("b", Status::Unfinished),
            account("a", Status::Unfinished),
        ];
        let after = [
            account("c", Status::Unfinished),
            account("b", Status::Finished),
        ];
        let told: Vec<_> = changes(&before, &after)
            .iter()
            .map(|change| (change.what, change.account.onboarding_link.as_str()))
            .collect();
        assert_eq!(
            told,
            [("removed", "a"), ("finished", "b"), ("created", "c")]
        );
        assert!(changes(&after, &after).is_empty());
    }
}
