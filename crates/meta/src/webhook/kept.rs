//! The part of a change that is kept for the record.
//!
//! By a list of what may stay and not of what must go: whatever Meta adds tomorrow, no
//! text of a message, no contact and no name of a person gets in.

use super::field::Field;
use super::words::clean;
use serde_json::{Map, Value};

/// Longest text that is kept, in characters.
const MAX_TEXT: usize = 300;

/// Most items of a list that are kept.
const MAX_ITEMS: usize = 20;

/// Members of the account fields that are kept, at whatever depth.
const OF_ACCOUNTS: &[&str] = &[
    "alert_info",
    "alert_severity",
    "alert_status",
    "alert_type",
    "ban_info",
    "client_business_id",
    "country",
    "current_limit",
    "decision",
    "disconnection_info",
    "display_phone_number",
    "entity_id",
    "entity_type",
    "event",
    "expiration",
    "initiated_by",
    "max_daily_conversations_per_business",
    "max_phone_numbers_per_business",
    "max_phone_numbers_per_waba",
    "old_limit",
    "owner_business_id",
    "partner_app_id",
    "partner_client_certification_info",
    "phone_number",
    "reason",
    "rejection_reason",
    "rejection_reasons",
    "restriction_info",
    "restriction_type",
    "solution_id",
    "solution_partner_business_ids",
    "status",
    "timestamp",
    "violation_info",
    "violation_type",
    "waba_ban_date",
    "waba_ban_state",
    "waba_id",
    "waba_info",
];

/// The same of `history`.
const OF_HISTORY: &[&str] = &[
    "chunk_order",
    "code",
    "details",
    "display_phone_number",
    "error_data",
    "errors",
    "history",
    "metadata",
    "phase",
    "phone_number_id",
    "progress",
    "title",
];

/// The same of messages and contacts: for which number they came.
const OF_CONTENT: &[&str] = &["display_phone_number", "metadata", "phone_number_id"];

/// The same of what is not known here.
const OF_UNKNOWN: &[&str] = &["event"];

/// What is kept of a value.
pub(super) fn kept(field: Option<Field>, value: &Value) -> Value {
    let members = match field {
        None => OF_UNKNOWN,
        Some(Field::Content) => OF_CONTENT,
        Some(Field::History) => OF_HISTORY,
        Some(_) => OF_ACCOUNTS,
    };
    match value {
        Value::Object(_) => project(members, value),
        _ => Value::Object(Map::new()),
    }
}

fn project(members: &[&str], value: &Value) -> Value {
    match value {
        Value::Object(map) => map
            .iter()
            .filter(|(key, _)| members.contains(&key.as_str()))
            .map(|(key, member)| (key.clone(), project(members, member)))
            .collect(),
        Value::Array(items) => items
            .iter()
            .take(MAX_ITEMS)
            .map(|item| project(members, item))
            .collect(),
        Value::String(text) => Value::String(clean(text, MAX_TEXT)),
        // Nothing that Meta tells has a fraction, and not every one outlives being written.
        Value::Number(number) if number.is_f64() => Value::Null,
        Value::Null | Value::Bool(_) | Value::Number(_) => value.clone(),
    }
}
