//! Deliveries as Meta sends them, as its samples write them, and as nobody should.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod hostile;
mod keys;
mod samples;

use gangway_domain::{MetaBusinessId, PhoneNumber, PhoneNumberId, WabaId};
use gangway_meta::webhook::{AccountEvent, Change, parse};
use serde_json::{Value, json};

pub(crate) const WABA: &str = "102000000000001";
pub(crate) const BUSINESS: &str = "272000000000001";
pub(crate) const NUMBER: &str = "15550783881";
pub(crate) const TIME: i64 = 1_763_700_000;

pub(crate) fn waba() -> WabaId {
    WabaId::parse(WABA).unwrap()
}

pub(crate) fn business() -> MetaBusinessId {
    MetaBusinessId::parse(BUSINESS).unwrap()
}

pub(crate) fn number() -> PhoneNumber {
    PhoneNumber::from_meta(NUMBER).unwrap()
}

pub(crate) fn phone_number() -> PhoneNumberId {
    PhoneNumberId::parse("106000000000001").unwrap()
}

/// A delivery of one entry as Meta's description has it.
pub(crate) fn delivery(field: &str, value: &Value) -> Value {
    json!({"object": "whatsapp_business_account", "entry": [
        {"id": WABA, "time": TIME, "changes": [{"field": field, "value": value}]},
    ]})
}

pub(crate) fn partner_added() -> Value {
    json!({"event": "PARTNER_ADDED", "waba_info": {"waba_id": WABA, "owner_business_id": BUSINESS}})
}

pub(crate) fn changes(delivery: &Value) -> Vec<Change> {
    parse(delivery.to_string().as_bytes()).unwrap()
}

pub(crate) fn only(delivery: &Value) -> Change {
    let mut changes = changes(delivery);
    assert_eq!(changes.len(), 1, "{changes:?}");
    changes.remove(0)
}

/// What a field's value says, and that the stored part says the same.
pub(crate) fn event(field: &str, value: &Value) -> AccountEvent {
    let change = only(&delivery(field, value));
    let again = AccountEvent::from_kept(change.entry_id.as_deref(), &change.kept);
    assert_eq!(again, change.event);
    change.event
}
