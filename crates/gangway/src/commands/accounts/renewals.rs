//! `gangway accounts renewals`: the customers who ask for a new link.

use super::super::output::{json, remark, table};
use gangway_client::Client;
use gangway_domain::Utc;

pub(super) async fn run(client: &Client, as_json: bool) -> anyhow::Result<()> {
    let open = client.renewal_requests().await?;
    if as_json {
        return json(&open);
    }
    if open.is_empty() {
        remark("no customer asks for a new link");
        return Ok(());
    }
    let any_is_removed = open.iter().any(|wish| wish.state == "removed");
    let rows = open.into_iter().map(|wish| {
        vec![
            Utc::of(wish.requested_time).to_string(),
            wish.account.whatsapp,
            wish.state,
            wish.account.business_name,
            wish.account.reference,
        ]
    });
    table(
        &["ASKED (UTC)", "WHATSAPP", "STATE", "BUSINESS", "REFERENCE"],
        rows.collect(),
    )?;
    remark("gangway accounts renew WHATSAPP gives a new link");
    if any_is_removed {
        remark("a removed account gets none: create a new one for its customer");
    }
    Ok(())
}
