//! The `extras` object of Meta's dialog: the configured template with the customer's prefill.

use crate::PageAccount;
use serde_json::{Map, Value, json};

/// Fills what the partner said about its customer into a copy of the template. What the
/// template itself sets stays.
#[must_use]
pub fn signup_extras(template: &Value, found: &PageAccount) -> Value {
    let mut extras = match template {
        Value::Object(fields) => fields.clone(),
        _ => Map::new(),
    };
    let setup = extras
        .entry("setup")
        .or_insert_with(|| Value::Object(Map::new()));
    if let Value::Object(setup) = setup {
        let business = setup
            .entry("business")
            .or_insert_with(|| Value::Object(Map::new()));
        if let Value::Object(business) = business {
            let details = &found.account.details;
            let mut fill = |key: &str, value: Option<&str>| {
                if let Some(value) = value {
                    business.entry(key).or_insert_with(|| json!(value));
                }
            };
            fill("name", Some(details.business_name.as_str()));
            fill(
                "email",
                details.business_email.as_ref().map(|email| email.as_str()),
            );
            fill("website", Some(&found.landing_url()));
        }
        if let Some(id) = &found.preverified {
            setup
                .entry("preVerifiedPhone")
                .or_insert_with(|| json!({"ids": [id.as_str()]}));
        }
    }
    Value::Object(extras)
}
