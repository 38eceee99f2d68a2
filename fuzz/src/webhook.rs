//! Deliveries of webhooks.

use gangway_meta::webhook::{AccountEvent, Change, parse};
use serde_json::{Map, Value, json};

/// Members of messages, contacts and people.
const PRIVATE: &[&str] = &[
    "body",
    "caption",
    "contact",
    "contacts",
    "first_name",
    "full_name",
    "message",
    "message_echoes",
    "messages",
    "name",
    "profile",
    "requested_verified_name",
    "requester",
    "text",
    "threads",
    "wa_id",
];

/// Longest list that is kept.
const MAX_ITEMS: usize = 20;

pub(crate) fn check(body: &[u8]) {
    let changes = match parse(body) {
        Ok(changes) => changes,
        Err(_) => {
            let is_object = serde_json::from_slice::<Map<String, Value>>(body).is_ok();
            assert!(!is_object, "an object was refused");
            return;
        }
    };
    assert!(changes.len() <= body.len(), "more changes than bytes");
    for (change, again) in changes.iter().zip(parse(body).unwrap_or_default()) {
        assert!(change.key == again.key, "two keys for the same change");
        check_kept(change, body.len());
        check_event(change);
        check_repeated(change);
    }
}

fn check_kept(change: &Change, size: usize) {
    // A byte that is no text becomes three; what is around the value is short.
    let text = change.kept.to_string();
    assert!(text.len() <= 4 * size + 128, "more is kept than was told");
    check_members(&change.kept["value"]);
    let stored: Value = serde_json::from_str(&text).expect("what is kept is JSON");
    assert_eq!(
        stored, change.kept,
        "what is kept changes when it is stored"
    );
}

fn check_members(value: &Value) {
    match value {
        Value::Object(members) => {
            for (name, member) in members {
                assert!(!PRIVATE.contains(&name.as_str()), "{name} is kept");
                check_members(member);
            }
        }
        Value::Array(items) => {
            assert!(items.len() <= MAX_ITEMS);
            items.iter().for_each(check_members);
        }
        Value::String(text) => assert!(text.chars().count() <= 300),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

fn check_event(change: &Change) {
    let entry = change.entry_id.as_deref();
    assert!(entry.is_none_or(|id| (1..=64).contains(&id.chars().count())));
    let event = &change.event;
    assert_eq!(&AccountEvent::from_kept(entry, &change.kept), event);
    // Twenty words of 64 characters at most, each character escaped to ten.
    assert!(format!("{event:?}").len() < 16_384, "an unbounded event");
    if let AccountEvent::Other {
        field: Some(word), ..
    } = event
    {
        assert!((1..=64).contains(&word.chars().count()));
    }
}

/// What is kept, sent once more, says and keeps the same.
fn check_repeated(change: &Change) {
    let delivery = json!({"entry": [{"id": change.entry_id, "changes": [change.kept]}]});
    let changes = parse(delivery.to_string().as_bytes()).expect("a delivery");
    assert_eq!(changes.len(), 1);
    assert_eq!(changes[0].event, change.event);
    assert_eq!(changes[0].kept, change.kept);
    assert_eq!(changes[0].entry_id, change.entry_id);
}
