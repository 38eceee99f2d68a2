//! The body of a webhook: changes in entries, in the right shape or in one that is a little off.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// One change that a webhook tells of.
#[derive(Clone, Debug)]
pub(crate) struct Change {
    pub(crate) field: String,
    pub(crate) entry_id: String,
    pub(crate) value: Value,
}

/// How the body is laid out. Meta's own samples are not always laid out alike.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Shape {
    #[default]
    Normal,
    /// `field` stands in the value, and not beside it.
    FieldInValue,
    NoField,
    NoObject,
    MissingWabaInfo,
}

/// All changes in one body, those with the same entry id after each other in one entry.
pub(crate) fn body(changes: &[Change], shape: Shape, now_ms: i64) -> Value {
    let entries = changes.chunk_by(|one, next| one.entry_id == next.entry_id);
    let entries: Vec<Value> = entries
        .map(|of_entry| {
            let laid_out = of_entry.iter().map(|change| laid_out(change, shape));
            json!({
                "id": of_entry[0].entry_id,
                "time": now_ms.div_euclid(1000),
                "changes": laid_out.collect::<Vec<_>>(),
            })
        })
        .collect();
    if shape == Shape::NoObject {
        json!({ "entry": entries })
    } else {
        json!({ "object": "whatsapp_business_account", "entry": entries })
    }
}

fn laid_out(change: &Change, shape: Shape) -> Value {
    let mut value = change.value.clone();
    match (shape, value.as_object_mut()) {
        (Shape::NoField, _) => json!({ "value": value }),
        (Shape::FieldInValue, Some(members)) => {
            members.insert("field".to_owned(), json!(change.field));
            json!({ "value": value })
        }
        (Shape::MissingWabaInfo, Some(members)) => {
            members.remove("waba_info");
            json!({ "field": change.field, "value": value })
        }
        _ => json!({ "field": change.field, "value": value }),
    }
}

#[cfg(test)]
mod tests {
    use super::{Change, Shape, body};
    use serde_json::json;

    #[test]
    fn neighbours_share_an_entry() {
        let change = |entry: &str, number: u32| Change {
            field: "security".into(),
            entry_id: entry.into(),
            value: json!({ "n": number }),
        };
        let changes = [change("1", 1), change("1", 2), change("2", 3)];
        let body = body(&changes, Shape::Normal, 5_000);
        assert_eq!(
            body["entry"],
            json!([
                { "id": "1", "time": 5, "changes": [
                    { "field": "security", "value": { "n": 1 } },
                    { "field": "security", "value": { "n": 2 } },
                ] },
                { "id": "2", "time": 5, "changes": [{ "field": "security", "value": { "n": 3 } }] },
            ])
        );
    }
}
