//! By what a repetition is known.

use super::{TIME, WABA, changes, delivery, only, partner_added};
use gangway_domain::Hash256;
use gangway_meta::webhook::parse;
use proptest::prelude::*;
use serde_json::{Value, json};
use std::collections::HashSet;

fn key(delivery: &Value) -> Hash256 {
    only(delivery).key
}

fn at(time: &Value, value: &Value) -> Value {
    json!({"entry": [{"id": WABA, "time": time, "changes": [{"field": "account_update", "value": value}]}]})
}

#[test]
fn a_repetition_has_the_key_of_the_first_also_in_another_batch() {
    let one = delivery("account_update", &partner_added());
    let mut batch = one.clone();
    let other = json!({"field": "account_review_update", "value": {"decision": "PENDING"}});
    batch["entry"][0]["changes"]
        .as_array_mut()
        .unwrap()
        .insert(0, other);
    let keys: Vec<_> = changes(&batch).iter().map(|change| change.key).collect();
    assert!(keys[1] == key(&one));
    assert!(keys[0] != key(&one));
}

#[test]
fn what_differs_has_another_key() {
    let removed = json!({"event": "PARTNER_REMOVED", "waba_info": {"waba_id": WABA}});
    let mut elsewhere = at(&json!(TIME), &partner_added());
    elsewhere["entry"][0]["id"] = json!("103");
    let mut otherwise = at(&json!(TIME), &partner_added());
    otherwise["entry"][0]["changes"][0]["field"] = json!("tomorrow");
    let keys: HashSet<_> = [
        at(&json!(TIME), &partner_added()),
        at(&json!(TIME + 1), &partner_added()),
        at(&json!(TIME), &removed),
        elsewhere,
        otherwise,
    ]
    .iter()
    .map(key)
    .collect();
    assert_eq!(keys.len(), 5);
}

#[test]
fn without_a_time_the_delivery_tells_them_apart() {
    let one = at(&Value::Null, &partner_added());
    let mut later = one.clone();
    later["entry"]
        .as_array_mut()
        .unwrap()
        .push(json!({"id": "1", "changes": []}));
    assert!(key(&one) == key(&one));
    assert!(key(&one) != key(&later));
    let timed = at(&json!(TIME), &partner_added());
    let mut batched = timed.clone();
    batched["entry"]
        .as_array_mut()
        .unwrap()
        .push(json!({"id": "1", "changes": []}));
    assert!(key(&timed) == key(&batched), "a time is enough");
}

/// JSON text with the members of every object in the order that `dice` say, and with
/// spaces.
fn shuffled(value: &Value, dice: &mut impl Iterator<Item = usize>, out: &mut String) {
    match value {
        Value::Object(map) => {
            let mut members: Vec<_> = map.iter().collect();
            for index in (1..members.len()).rev() {
                members.swap(index, dice.next().unwrap() % (index + 1));
            }
            out.push_str("{ ");
            for (index, (key, member)) in members.into_iter().enumerate() {
                out.push_str(if index > 0 { " ,\n" } else { "" });
                out.push_str(&Value::from(key.as_str()).to_string());
                out.push_str(": ");
                shuffled(member, dice, out);
            }
            out.push('}');
        }
        Value::Array(items) => {
            out.push('[');
            for (index, item) in items.iter().enumerate() {
                out.push_str(if index > 0 { " , " } else { "" });
                shuffled(item, dice, out);
            }
            out.push(']');
        }
        _ => out.push_str(&value.to_string()),
    }
}

proptest! {
    #[test]
    fn the_order_of_members_and_spaces_do_not_count(
        seed in proptest::collection::vec(0_usize..24, 8),
        timed in any::<bool>(),
    ) {
        let time = if timed { json!(TIME) } else { Value::Null };
        let delivery = at(&time, &json!({
            "event": "PARTNER_ADDED", "a": {"x": 1, "y": [1, {"p": "é", "q": null}]}, "z": 1.5,
            "waba_info": {"waba_id": WABA, "owner_business_id": "1", "partner_app_id": "2"},
        }));
        let mut text = String::new();
        shuffled(&delivery, &mut seed.into_iter().cycle(), &mut text);
        let again = parse(text.as_bytes()).unwrap();
        prop_assert_eq!(again.len(), 1);
        prop_assert!(again[0].key == key(&delivery));
        prop_assert_eq!(&again[0], &only(&delivery));
    }
}
