//! Bodies that are large, broken or meant to break the reader.

use super::{TIME, WABA, changes, delivery, partner_added};
use gangway_meta::webhook::{AccountEvent, parse};
use proptest::prelude::*;
use serde_json::{Value, json};

/// A delivery of these changes, each as its text.
fn of_texts(changes: &[&str]) -> String {
    let changes = changes.join(",");
    format!(r#"{{"entry":[{{"id":"{WABA}","time":{TIME},"changes":[{changes}]}}]}}"#)
}

#[test]
fn only_what_is_no_object_is_refused() {
    for body in [
        "",
        " ",
        "null",
        "[]",
        "[{}]",
        "1",
        "\"text\"",
        "{",
        "{}}",
        "{\"entry\":[}",
    ] {
        assert!(parse(body.as_bytes()).is_err(), "{body:?}");
    }
    for body in [
        "{}",
        r#"{"entry":null}"#,
        r#"{"entry":[1,null,"x",[],{}]}"#,
        r#"{"entry":[{"changes":[0,[],{}]}]}"#,
    ] {
        for change in parse(body.as_bytes()).unwrap() {
            assert_eq!(
                change.event,
                AccountEvent::Other {
                    field: None,
                    event: None
                },
                "{body}"
            );
        }
    }
    assert_eq!(parse(br#"{"entry":[]}"#), Ok(vec![]));
}

#[test]
fn one_change_that_cannot_be_read_leaves_the_rest() {
    let good = json!({"field": "account_update", "value": partner_added()}).to_string();
    let deep = format!(
        r#"{{"value":{}1{}}}"#,
        "[".repeat(100_000),
        "]".repeat(100_000)
    );
    for broken in [
        deep.as_str(),
        r#"{"field":"messages","value":{"text":"\ud83d"}}"#,
        r#"{"field":"messages","value":1e999}"#,
    ] {
        let read = parse(of_texts(&[&good, broken, &good]).as_bytes()).unwrap();
        let names: Vec<_> = read.iter().map(|change| change.event.name()).collect();
        assert_eq!(names, ["partner_added", "other", "partner_added"]);
        assert!(read[0].key == read[2].key);
        assert!(read[0].key != read[1].key);
        let again = AccountEvent::from_kept(read[1].entry_id.as_deref(), &read[1].kept);
        assert_eq!(again, read[1].event);
    }
}

#[test]
fn a_field_around_what_cannot_be_read_makes_nothing_of_it() {
    for field in ["history", "messages", "account_review_update"] {
        let body = format!(r#"{{"field":"{field}","entry":[{{"changes":[1e999]}}]}}"#);
        let read = parse(body.as_bytes()).unwrap();
        let nothing = AccountEvent::Other {
            field: None,
            event: None,
        };
        assert_eq!(read[0].event, nothing);
        assert_eq!(AccountEvent::from_kept(None, &read[0].kept), nothing);
    }
}

#[test]
fn escapes_bad_bytes_and_repeated_members() {
    let escaped = r#"{"\u0066ield":"account\u005fupdate","value":{"event":"ACCOUNT_DELETED"}}"#;
    let twice = r#"{"field":"messages","field":"account_update","value":1,"value":{"event":"PARTNER_ADDED","event":"ACCOUNT_DELETED"}}"#;
    for change in parse(of_texts(&[escaped, twice]).as_bytes()).unwrap() {
        assert_eq!(change.event.name(), "account_deleted");
    }
    let mut body =
        of_texts(&[r#"{"field":"messages","value":{"text":"@"}}"#, escaped]).into_bytes();
    let at = body.iter().position(|&b| b == b'@').unwrap();
    body[at] = 0xff;
    let names: Vec<_> = parse(&body)
        .unwrap()
        .iter()
        .map(|change| change.event.name())
        .collect();
    assert_eq!(names, ["messages", "account_deleted"]);
}

#[test]
fn a_full_batch_and_more() {
    let change = |n: usize| {
        let mut value = partner_added();
        value["waba_info"]["waba_id"] = json!(n.to_string());
        value["padding"] = json!("x".repeat(2_500));
        json!({"field": "account_update", "value": value})
    };
    let all: Vec<_> = (0..1_200).map(change).collect();
    let batch = json!({"entry": [{"id": WABA, "changes": all}]});
    let read = changes(&batch);
    assert_eq!(read.len(), 1_200);
    for (n, change) in read.iter().enumerate() {
        assert_eq!(change.event.waba().unwrap().as_str(), n.to_string());
        assert!(change.kept.to_string().len() < 300);
    }
    let keys: std::collections::HashSet<_> = read.iter().map(|change| change.key).collect();
    assert_eq!(keys.len(), 1_200);
}

#[test]
fn lists_and_texts_that_are_kept_are_cut() {
    let value = json!({"event": "ACCOUNT_RESTRICTION", "status": "s".repeat(100_000),
        "restriction_info": vec![json!({"restriction_type": "x".repeat(1_000)}); 1_000]});
    let change = changes(&delivery("account_update", &value)).remove(0);
    assert!(change.kept.to_string().len() < 8_000);
    let AccountEvent::Restriction { kinds, .. } = change.event else {
        panic!("a restriction");
    };
    assert!(kinds.len() <= 20 && kinds.iter().all(|kind| kind.len() == 64));
}

/// JSON with the names that the reader looks for.
fn any_json() -> impl Strategy<Value = Value> {
    let name = prop_oneof![
        4 => prop::sample::select(vec![
            "entry", "changes", "value", "field", "id", "time", "event", "waba_info", "waba_id",
            "phone_number", "history", "errors", "code", "metadata", "progress", "decision",
            "display_phone_number", "restriction_info", "restriction_type", "messages", "alert_info",
        ]).prop_map(str::to_owned),
        1 => any::<String>(),
    ];
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        any::<String>().prop_map(Value::from),
        prop::sample::select(vec![
            "PARTNER_ADDED",
            "PARTNER_REMOVED",
            "ACCOUNT_RESTRICTION",
            "account_update",
            "history",
            "messages",
            "security",
            "2593109",
            "15550783881",
            " x",
        ])
        .prop_map(Value::from),
    ];
    leaf.prop_recursive(6, 64, 6, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..5).prop_map(Value::from),
            prop::collection::vec((name.clone(), inner), 0..6)
                .prop_map(|members| Value::Object(members.into_iter().collect())),
        ]
    })
}

proptest! {
    #[test]
    fn no_bytes_make_it_panic(body in any::<Vec<u8>>()) {
        let _ = parse(&body);
    }

    #[test]
    fn every_object_is_read_and_what_is_kept_says_the_same(body in any_json()) {
        let read = parse(body.to_string().as_bytes());
        prop_assert_eq!(read.is_ok(), body.is_object());
        for change in read.unwrap_or_default() {
            let stored: Value = serde_json::from_str(&change.kept.to_string()).unwrap();
            let again = AccountEvent::from_kept(change.entry_id.as_deref(), &stored);
            prop_assert_eq!(again, change.event);
        }
    }
}
