//! Every event that is described, and the traps in its descriptions.

use super::{
    BUSINESS, NUMBER, TIME, WABA, business, changes, delivery, event, number, only, partner_added,
    phone_number, waba,
};
use gangway_domain::Timestamp;
use gangway_meta::webhook::{AccountEvent as Event, BanState, Decision};
use serde_json::{Value, json};

fn some(word: &str) -> Option<String> {
    Some(word.to_owned())
}

#[test]
fn account_updates() {
    let info = json!({"waba_id": WABA, "owner_business_id": BUSINESS, "partner_app_id": "670"});
    let business = Some(business());
    for (value, name, expected) in [
        (
            partner_added(),
            "partner_added",
            Event::PartnerAdded {
                waba: waba(),
                business: business.clone(),
            },
        ),
        (
            json!({"event": "PARTNER_ADDED", "waba_info": {
                "waba_id": 102_000_000_000_001_u64, "owner_business_id": 272_000_000_000_001_u64,
                "solution_id": "1", "solution_partner_business_ids": ["2", "3"]}}),
            "partner_added",
            Event::PartnerAdded {
                waba: waba(),
                business: business.clone(),
            },
        ),
        (
            json!({"event": "PARTNER_APP_INSTALLED", "waba_info": info}),
            "partner_app_installed",
            Event::PartnerAppInstalled {
                waba: waba(),
                business: business.clone(),
            },
        ),
        (
            json!({"event": "PARTNER_APP_UNINSTALLED", "waba_info": info}),
            "partner_app_uninstalled",
            Event::PartnerAppUninstalled {
                waba: Some(waba()),
                business: business.clone(),
            },
        ),
        (
            json!({"event": "PARTNER_APP_UNINSTALLED"}),
            "partner_app_uninstalled",
            Event::PartnerAppUninstalled {
                waba: None,
                business: None,
            },
        ),
        (
            json!({"event": "PARTNER_REMOVED", "waba_info": info}),
            "partner_removed",
            Event::PartnerRemoved {
                waba: waba(),
                business,
            },
        ),
        (
            json!({"phone_number": NUMBER, "event": "PARTNER_REMOVED", "disconnection_info":
                {"reason": "ACCOUNT_DISCONNECTED", "initiated_by": "USER"}}),
            "number_disconnected",
            Event::NumberDisconnected {
                number: number(),
                waba: None,
                reason: some("ACCOUNT_DISCONNECTED"),
                initiated_by: some("USER"),
            },
        ),
        (
            json!({"phone_number": 15_550_783_881_u64, "event": "PARTNER_REMOVED"}),
            "number_disconnected",
            Event::NumberDisconnected {
                number: number(),
                waba: None,
                reason: None,
                initiated_by: None,
            },
        ),
        (
            json!({"phone_number": NUMBER, "event": "ACCOUNT_OFFBOARDED"}),
            "offboarded",
            Event::Offboarded {
                waba: Some(waba()),
                number: Some(number()),
            },
        ),
        (
            json!({"display_phone_number": "+1 555-078-3881", "event": "ACCOUNT_RECONNECTED"}),
            "reconnected",
            Event::Reconnected {
                waba: Some(waba()),
                number: Some(number()),
            },
        ),
        (
            json!({"event": "DISABLED_UPDATE", "ban_info":
                {"waba_ban_state": "SCHEDULE_FOR_DISABLE", "waba_ban_date": "April 17, 2025"}}),
            "disabled",
            Event::Disabled {
                waba: Some(waba()),
                ban: BanState::Scheduled,
                date: some("April 17, 2025"),
            },
        ),
        (
            json!({"event": "DISABLED_UPDATE", "ban_info": {"waba_ban_state": "REINSTATE"}}),
            "disabled",
            Event::Disabled {
                waba: Some(waba()),
                ban: BanState::Reinstated,
                date: None,
            },
        ),
        (
            json!({"event": "DISABLED_UPDATE"}),
            "disabled",
            Event::Disabled {
                waba: Some(waba()),
                ban: BanState::Unknown,
                date: None,
            },
        ),
        (
            json!({"event": "ACCOUNT_DELETED"}),
            "account_deleted",
            Event::AccountDeleted { waba: Some(waba()) },
        ),
        (
            json!({"event": "ACCOUNT_VIOLATION", "violation_info": {"violation_type": "ADULT"}}),
            "violation",
            Event::Violation {
                waba: Some(waba()),
                kind: some("ADULT"),
            },
        ),
        (
            json!({"event": "ACCOUNT_RESTRICTION", "restriction_info": [
                {"restriction_type": "RESTRICTED_ADD_PHONE_NUMBER_ACTION", "expiration": 1},
                {"restriction_type": "RESTRICTED_BIZ_INITIATED_MESSAGING"}]}),
            "restriction",
            Event::Restriction {
                waba: Some(waba()),
                kinds: vec![
                    "RESTRICTED_ADD_PHONE_NUMBER_ACTION".to_owned(),
                    "RESTRICTED_BIZ_INITIATED_MESSAGING".to_owned(),
                ],
            },
        ),
    ] {
        let read = event("account_update", &value);
        assert_eq!(read, expected, "{value}");
        assert_eq!(read.name(), name);
    }
}

#[test]
fn other_account_fields() {
    let (waba, number) = (Some(waba()), Some(number()));
    for (field, value, expected) in [
        (
            "phone_number_name_update",
            json!({"display_phone_number": NUMBER, "decision": "REJECTED",
                "requested_verified_name": "Tea", "rejection_reason": "NAME_EMPLOYEE_ISSUE"}),
            Event::NameUpdate {
                waba: waba.clone(),
                number: number.clone(),
                decision: Decision::Rejected,
                rejection_reason: some("NAME_EMPLOYEE_ISSUE"),
            },
        ),
        (
            "phone_number_quality_update",
            json!({"display_phone_number": NUMBER, "event": "UPGRADE",
                "current_limit": "TIER_1K", "old_limit": "TIER_250"}),
            Event::Quality {
                waba: waba.clone(),
                number: number.clone(),
                event: some("UPGRADE"),
                limit: some("TIER_1K"),
            },
        ),
        (
            "phone_number_quality_update",
            json!({"display_phone_number": NUMBER, "event": "ONBOARDING",
                "max_daily_conversations_per_business": "TIER_2K"}),
            Event::Quality {
                waba: waba.clone(),
                number: number.clone(),
                event: some("ONBOARDING"),
                limit: some("TIER_2K"),
            },
        ),
        (
            "account_review_update",
            json!({"decision": "APPROVED"}),
            Event::Review {
                waba: waba.clone(),
                decision: Decision::Approved,
            },
        ),
        (
            "account_review_update",
            json!({"decision": "PONDERED"}),
            Event::Review {
                waba: waba.clone(),
                decision: Decision::Other("PONDERED".to_owned()),
            },
        ),
        (
            "business_capability_update",
            json!({"max_daily_conversations_per_business": -1, "max_phone_numbers_per_waba": 20}),
            Event::Capability {
                waba: waba.clone(),
                daily_conversations: some("-1"),
                phone_numbers: Some(20),
            },
        ),
        (
            "account_alerts",
            json!({"entity_type": "PHONE_NUMBER", "entity_id": 106, "alert_info": {
                "alert_severity": "INFORMATIONAL", "alert_status": "NONE",
                "alert_type": "OBA_APPROVED", "alert_description": "Prose."}}),
            Event::Alert {
                waba: waba.clone(),
                entity_kind: some("PHONE_NUMBER"),
                entity: some("106"),
                severity: some("INFORMATIONAL"),
                kind: some("OBA_APPROVED"),
                status: some("NONE"),
            },
        ),
        (
            "security",
            json!({"display_phone_number": NUMBER, "event": "PIN_CHANGED", "requester": "71"}),
            Event::Security {
                waba,
                number,
                event: some("PIN_CHANGED"),
            },
        ),
    ] {
        assert_eq!(event(field, &value), expected, "{value}");
    }
}

#[test]
fn history_declined_and_under_way() {
    let metadata = json!({"display_phone_number": NUMBER, "phone_number_id": "106000000000001"});
    let history = |history| json!({"messaging_product": "whatsapp", "metadata": metadata, "history": history});
    let declined = history(
        json!([{"errors": [{"code": 2_593_109, "title": "No", "message": "No",
        "error_data": {"details": "Declined."}}]}]),
    );
    assert_eq!(
        event("history", &declined),
        Event::HistoryDeclined {
            phone_number: Some(phone_number()),
            number: Some(number())
        }
    );
    let chunk = |phase, progress| {
        json!({"metadata": {"phase": phase, "chunk_order": 1, "progress": progress},
            "threads": [{"id": "16505550000", "messages": [{"text": {"body": "hi"}}]}]})
    };
    assert_eq!(
        event("history", &history(json!([chunk(0, 55)]))),
        Event::HistoryProgress {
            phone_number: Some(phone_number()),
            number: Some(number()),
            phase: Some(0),
            progress: Some(55),
        }
    );
    let several = event(
        "history",
        &history(json!([chunk(1, 10), chunk(1, 90), chunk(0, 99)])),
    );
    assert!(
        matches!(
            several,
            Event::HistoryProgress {
                phase: Some(1),
                progress: Some(90),
                ..
            }
        ),
        "{several:?}"
    );
    let unknown = history(json!([{"errors": [{"code": 1}]}]));
    assert_eq!(
        event("history", &unknown),
        Event::Other {
            field: some("history"),
            event: None
        }
    );
    let media = json!({"metadata": metadata, "messages": [{"id": "wamid.A"}]});
    assert_eq!(event("history", &media), Event::Messages);
}

#[test]
fn what_is_not_known_is_kept_by_name() {
    for (field, value, expected) in [
        (
            "account_update",
            json!({"event": "MM_LITE_TERMS_SIGNED"}),
            some("MM_LITE_TERMS_SIGNED"),
        ),
        (
            "partner_solutions",
            json!({"event": "SOLUTION_CREATED"}),
            some("SOLUTION_CREATED"),
        ),
        ("business_status_update", json!("text"), None),
        // Where Meta does not name the account, there is none.
        (
            "account_update",
            json!({"event": "PARTNER_ADDED"}),
            some("PARTNER_ADDED"),
        ),
        (
            "account_update",
            json!({"event": "PARTNER_ADDED", "waba_info": {"waba_id": "../1"}}),
            some("PARTNER_ADDED"),
        ),
        (
            "account_update",
            json!({"event": "PARTNER_REMOVED", "phone_number": "12"}),
            some("PARTNER_REMOVED"),
        ),
        ("account_update", Value::Null, None),
    ] {
        assert_eq!(
            event(field, &value),
            Event::Other {
                field: some(field),
                event: expected
            },
            "{value}"
        );
    }
    let long = "W".repeat(65);
    assert_eq!(
        event(&long, &json!({"event": long})),
        Event::Other {
            field: some(&long[..64]),
            event: some(&long[..64])
        }
    );
}

#[test]
fn nothing_of_messages_contacts_and_people_is_kept() {
    let message = json!({"from": NUMBER, "id": "wamid.A", "text": {"body": "secret"}});
    for (field, value) in [
        (
            "messages",
            json!({"metadata": {"phone_number_id": "106"}, "messages": [message],
            "contacts": [{"profile": {"name": "secret"}, "wa_id": "secret"}]}),
        ),
        ("smb_message_echoes", json!({"message_echoes": [message]})),
        (
            "smb_app_state_sync",
            json!({"state_sync": [{"type": "contact", "contact":
            {"full_name": "secret", "first_name": "secret", "phone_number": "16505550000"}}]}),
        ),
        (
            "history",
            json!({"history": [{"metadata": {"phase": 0, "progress": 1},
            "threads": [{"id": "secret", "messages": [message]}]}]}),
        ),
        (
            "account_update",
            json!({"event": "PARTNER_ADDED", "messages": [message],
            "waba_info": {"waba_id": WABA, "contact": "secret", "name": "secret"}}),
        ),
        (
            "security",
            json!({"event": "PIN_CHANGED", "requester": "secret"}),
        ),
        (
            "tomorrow",
            json!({"event": "NEW", "metadata": {"x": "secret"}, "reason": "secret"}),
        ),
    ] {
        let change = only(&delivery(field, &value));
        assert!(
            !change.kept.to_string().contains("secret"),
            "{}",
            change.kept
        );
        assert!(!format!("{:?}", change.event).contains("secret"));
        assert_eq!(change.kept["field"], field);
        // Samples without a field are known by what is in them, and no less is dropped.
        let bare = only(&json!({"entry": [{"changes": [{"value": value}]}]}));
        assert!(!bare.kept.to_string().contains("secret"), "{}", bare.kept);
    }
}

#[test]
fn what_is_kept_tells_the_record() {
    let removed = json!({"phone_number": NUMBER, "event": "PARTNER_REMOVED", "disconnection_info":
        {"reason": "ACCOUNT_DISCONNECTED", "initiated_by": "USER", "note": "x"}});
    assert_eq!(
        only(&delivery("account_update", &removed)).kept,
        json!({"field": "account_update", "value": {
            "phone_number": NUMBER, "event": "PARTNER_REMOVED", "disconnection_info":
            {"reason": "ACCOUNT_DISCONNECTED", "initiated_by": "USER"}}})
    );
}

#[test]
fn the_envelope_may_be_in_any_disorder() {
    let value = partner_added();
    let mut with_field = value.clone();
    with_field["field"] = json!("account_update");
    let object = "whatsapp_business_account";
    for delivery in [
        delivery("account_update", &value),
        json!({"entry": [{"id": BUSINESS, "time": TIME, "changes": [{"value": value}]}]}),
        json!({"entry": [{"id": BUSINESS, "time": TIME, "changes": [{"value": value}],
            "field": "account_update", "object": object}]}),
        json!({"entry": [{"id": BUSINESS, "time": TIME, "changes": [{"value": with_field}]}]}),
        json!({"entry": [{"id": BUSINESS, "time": TIME, "changes": [value]}]}),
        json!({"entry": [{"id": BUSINESS, "time": TIME, "changes": {"value": value}}]}),
        json!({"entry": [{"id": BUSINESS, "time": TIME, "value": value, "field": "account_update"}]}),
        json!({"entry": {"id": BUSINESS, "time": TIME, "changes": [{"value": value}]},
            "field": "account_update"}),
        json!({"field": "account_update", "value": value}),
        json!({"object": object, "value": with_field}),
        value.clone(),
    ] {
        let change = only(&delivery);
        assert_eq!(
            change.event,
            Event::PartnerAdded {
                waba: waba(),
                business: Some(business())
            },
            "{delivery}"
        );
        assert_eq!(change.kept["field"], "account_update", "{delivery}");
    }
}

#[test]
fn the_entry_is_the_account_only_where_it_is_said_to_be() {
    let from = |value: Value| {
        let entry = json!({"id": BUSINESS, "time": TIME,
            "changes": [{"field": "account_update", "value": value}]});
        only(&json!({ "entry": [entry] })).event
    };
    let uninstalled = from(json!({"event": "PARTNER_APP_UNINSTALLED"}));
    assert_eq!(uninstalled.waba(), None, "it is the partner's own business");
    let banned = from(json!({"event": "DISABLED_UPDATE"}));
    assert_eq!(banned.waba().unwrap().as_str(), BUSINESS);
    let named = from(json!({"event": "ACCOUNT_DELETED", "waba_info": {"waba_id": WABA}}));
    assert_eq!(
        named.waba(),
        Some(&waba()),
        "a name is better than the entry"
    );
}

#[test]
fn a_batch_keeps_its_order_and_its_parts() {
    let removed = json!({"phone_number": NUMBER, "event": "PARTNER_REMOVED"});
    let batch = json!({"entry": [
        {"id": "1", "time": 1_763_700_001, "changes": [
            {"field": "account_update", "value": partner_added()},
            {"field": "messages", "value": {"messages": []}},
            {"field": "account_update", "value": removed}]},
        {"id": 2, "time": "1763700002", "changes": []},
        {"id": "3", "time": 1_763_700_003_000_i64, "changes": [
            {"field": "account_review_update", "value": {"decision": "PENDING"}}]},
        {"changes": [{"field": "security", "value": {"event": "PIN_CHANGED", "timestamp": 1_763_700_004}}]},
    ]});
    let read: Vec<_> = changes(&batch)
        .into_iter()
        .map(|change| {
            let secs = change.time.map(Timestamp::as_secs);
            (change.entry_id, secs, change.event.name())
        })
        .collect();
    let at = |secs| Some(secs);
    assert_eq!(
        read,
        [
            (some("1"), at(1_763_700_001), "partner_added"),
            (some("1"), at(1_763_700_001), "messages"),
            (some("1"), at(1_763_700_001), "number_disconnected"),
            (some("3"), at(1_763_700_003), "review"),
            (None, at(1_763_700_004), "security"),
        ]
    );
}
