//! Two partners, and for the first a handful of accounts, each brought to its state by the
//! same calls and the same simulated Meta that anybody else would use.

use super::memory::{DemoPartner, Memory};
use crate::server::{RunningServer, World};
use anyhow::Context;
use gangway_app::{CreatePartner, Operator};
use gangway_client::{Account, Client, ListQuery, NewAccount, Status};
use gangway_domain::Text;
use gangway_meta_sim::customer::{Customer, FinishOptions};
use gangway_meta_sim::{CancelStep, Ending};
use std::collections::{HashMap, HashSet};

const PARTNERS: [&str; 2] = ["Demo Agency", "Demo Software House"];

/// Makes what is not there yet and gives the partners. Each partner is written down before the
/// next step, so that a start that was cut short is taken up by the next one.
pub(super) async fn seed(
    server: &RunningServer,
    world: World,
    memory: &Memory,
    sandbox_url: &str,
) -> anyhow::Result<Vec<DemoPartner>> {
    let operator = server.operator(world);
    let mut remembered = memory.read()?.unwrap_or_default();
    let there: HashSet<String> = operator
        .partners()
        .await?
        .iter()
        .map(|partner| partner.client_id.to_string())
        .collect();
    remembered
        .partners
        .retain(|partner| there.contains(&partner.client_id));
    for (place, name) in PARTNERS.into_iter().enumerate() {
        if remembered
            .partners
            .get(place)
            .is_none_or(|one| one.name != name)
        {
            let made = make_partner(&operator, name).await?;
            remembered.partners.insert(place, made);
            // The accounts are the first partner's.
            remembered.accounts_made &= place != 0;
            memory.write(&remembered)?;
        }
    }
    if !remembered.accounts_made {
        let partner = remembered.partners.first().context("no partner was made")?;
        accounts(server, sandbox_url, partner).await?;
        remembered.accounts_made = true;
        memory.write(&remembered)?;
    }
    Ok(remembered.partners)
}

async fn make_partner(operator: &Operator, name: &str) -> anyhow::Result<DemoPartner> {
    let made = operator
        .create_partner(CreatePartner {
            name: Text::required("name", name)?,
            language: None,
            redirect_hosts: Vec::new(),
        })
        .await?;
    Ok(DemoPartner {
        name: name.to_owned(),
        client_id: made.partner.client_id.to_string(),
        client_secret: made.secret.expose().to_owned(),
    })
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
    let earlier: HashMap<String, Account> = client
        .get_accounts(&ListQuery::default())
        .await?
        .list
        .into_iter()
        .map(|account| (account.reference.clone(), account))
        .collect();
    let make = async |name: &str, reference: &str, coexistence: bool| -> anyhow::Result<Account> {
        if let Some(account) = earlier.get(reference) {
            return Ok(account.clone());
        }
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
        if account.status == Status::Finished {
            return Ok(());
        }
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
    let coexisting = make("Market Square Flowers", "flowers", true).await?;
    through(&coexisting, None).await
}

fn slug(account: &Account) -> &str {
    account
        .onboarding_link
        .rsplit('/')
        .next()
        .unwrap_or_default()
}
