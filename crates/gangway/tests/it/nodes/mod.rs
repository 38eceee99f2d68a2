//! Servers of the real binary that are killed, and customers who go their way meanwhile.

mod api;
mod balancer;
mod fleet;
mod ledger;
mod person;
mod receiver;
mod webhooks;

pub(crate) use api::{Api, client};
pub(crate) use fleet::Fleet;
pub(crate) use ledger::Ledger;
pub(crate) use person::Person;
pub(crate) use receiver::{Arrival, Manner, Receiver};
pub(crate) use webhooks::Events;

use crate::binary::Home;
use serde_json::Value;
use std::collections::BTreeMap;

/// Tells the servers of this home where the simulated Meta is, and to be quick about work
/// whose node has gone.
pub(crate) fn set_up(home: &mut Home, meta: &str) {
    home.set("GANGWAY_META_APP_ID", crate::support::APP_ID);
    home.set("GANGWAY_META_APP_SECRET", crate::support::APP_SECRET);
    home.set("GANGWAY_META_CONFIG_ID", crate::support::CONFIG_ID);
    home.set("GANGWAY_META_GRAPH_URL", meta);
    home.set("GANGWAY_META_MESSAGE_ORIGINS", meta);
    home.set("GANGWAY_META_NUMBER_PATIENCE_SECONDS", "0");
    home.set("GANGWAY_WORK_LEASE_SECONDS", "2");
    home.set("GANGWAY_WORK_POLL_SECONDS", "1");
}

/// How often Meta took a registration of each number.
pub(crate) async fn registrations(meta: &str) -> BTreeMap<String, usize> {
    let url = format!("{meta}/_sim/world");
    let world: Value = client()
        .get(url)
        .send()
        .await
        .unwrap()
        .json()
        .await
        .unwrap();
    let numbers = world["numbers"].as_array().unwrap();
    let calls = |number: &Value| number["register_calls"].as_u64().unwrap() as usize;
    numbers
        .iter()
        .filter(|number| calls(number) > 0)
        .map(|number| (number["number"].as_str().unwrap().to_owned(), calls(number)))
        .collect()
}
