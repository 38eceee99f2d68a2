//! Two partners, and for the first a handful of accounts, each brought to its state by the
//! same calls and the same simulated Meta that anybody else would use.

use super::memory::{DemoPartner, Remembered};
use crate::server::{RunningServer, World};
use anyhow::Context;
use gangway_app::CreatePartner;
use gangway_client::{Account, Client, NewAccount};
use gangway_domain::Text;
use gangway_meta_sim::customer::{Customer, FinishOptions};
use gangway_meta_sim::{CancelStep, Ending};

pub(super) async fn seed(server: &RunningServer, sandbox_url: &str) -> anyhow::Result<Remembered> {
    let operator = server.operator(World::real());
    let mut partners = Vec::new();
    for name in ["Demo Agency", "Demo Software House"] {
        let made = operator
            .create_partner(CreatePartner {
                name: Text::required("name", name)?,
                language: None,
                redirect_hosts: Vec::new(),
            })
            .await?;
        partners.push(DemoPartner {
            name: name.to_owned(),
            client_id: made.partner.client_id.to_string(),
            client_secret: made.secret.expose().to_owned(),
        });
    }
    let first = partners.first().context("no partner was made")?;
    accounts(server, sandbox_url, first).await?;
    Ok(Remembered { partners })
}

async fn accounts(
    server: &RunningServer,
    sandbox_url: &str,
    partner: &DemoPartner,
) -> anyhow::Result<()> {
    let client = Client::new(
        &crate::server::local_url(server.address),
        partner.client_id.clone(),
        partner.client_secret.clone(),
    )?;
    let customer = Customer::new(sandbox_url)?;
    let make = async |name: &str, reference: &str, coexistence: bool| -> anyhow::Result<Account> {
        let account = NewAccount {
            coexistence,
            reference: Some(reference.to_owned()),
            business_address: Some("1 Harbour Street".to_owned()),
            business_email: Some(format!("office@{reference}.example")),
            ..NewAccount::new(name)
        };
        Ok(client.create_account(&account).await?)
    };
    let through = async |account: &Account, ending: Option<Ending>| -> anyhow::Result<()> {
        let options = FinishOptions {
            ending,
            ..FinishOptions::default()
        };
        customer
            .finish(&server.local_link(&account.onboarding_link), &options)
            .await?;
        Ok(())
    };

    make("Blue Door Bakery", "bakery", true).await?;
    make("Northside Cycles", "cycles", false).await?;
    let opened = make("Garden & Son", "garden", true).await?;
    server.app.open_link(slug(&opened)).await?;
    let started = make("Olive Dental Clinic", "dental", false).await?;
    server.app.start_signup(slug(&started), "demo").await?;
    let cancelled = make("Riverside Hotel", "hotel", false).await?;
    through(&cancelled, Some(Ending::Cancel(CancelStep::default()))).await?;
    let halted = make("Cedar Books", "books", false).await?;
    through(&halted, Some(Ending::FinishOnlyWaba)).await?;
    let finished = make("Atlas Tea House", "tea", false).await?;
    through(&finished, None).await?;
    let coexisting = make("Miriam's Flowers", "flowers", true).await?;
    through(&coexisting, None).await
}

fn slug(account: &Account) -> &str {
    account
        .onboarding_link
        .rsplit('/')
        .next()
        .unwrap_or_default()
}
