//! `gangway accounts list`: what is there now.

use super::super::output::{json, line, remark, table};
use super::Which;
use clap::Args;
use gangway_client::{Client, ListQuery, Status};

#[derive(Debug, Args)]
pub(in crate::commands) struct ListArgs {
    #[command(flatten)]
    which: Which,
    /// Only the account with this number
    #[arg(long, value_name = "NUMBER")]
    whatsapp: Option<String>,
    /// Only those created at this time or later, in Unix seconds
    #[arg(long, value_name = "SECONDS")]
    created_from: Option<i64>,
    /// Only those created at this time or earlier, in Unix seconds
    #[arg(long, value_name = "SECONDS")]
    created_to: Option<i64>,
    /// Order, such as business_name or -create_time
    #[arg(long, value_name = "FIELD", allow_hyphen_values = true)]
    sort: Option<String>,
    /// At most so many
    #[arg(long, value_name = "COUNT")]
    limit: Option<u32>,
    /// Go on where a list that was cut by --limit ended; it says with what
    #[arg(long)]
    cursor: Option<String>,
    #[command(flatten)]
    format: Format,
}

#[derive(Debug, Args)]
#[group(multiple = false)]
struct Format {
    /// Print JSON
    #[arg(long)]
    json: bool,
    /// Print CSV
    #[arg(long)]
    csv: bool,
}

impl ListArgs {
    pub(super) async fn run(self, client: &Client) -> anyhow::Result<()> {
        let query = ListQuery {
            status: self.which.status,
            coexistence: self.which.coexistence,
            reference: self.which.reference,
            q: self.which.q,
            whatsapp: self.whatsapp,
            created_from: self.created_from,
            created_to: self.created_to,
            sort: self.sort,
            limit: self.limit,
            cursor: self.cursor,
        };
        if self.format.csv {
            return line(client.get_accounts_csv(&query).await?.trim_end());
        }
        let page = client.get_accounts(&query).await?;
        if self.format.json {
            json(&page.list)?;
        } else if page.list.is_empty() {
            remark("no accounts; gangway accounts create makes one");
        } else {
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
        }
        if let Some(cursor) = page.next_cursor {
            remark(&format!("there are more; go on with --cursor {cursor}"));
        }
        Ok(())
    }
}

const fn status_word(status: Status) -> &'static str {
    match status {
        Status::Finished => "finished",
        Status::Unfinished => "open",
    }
}
