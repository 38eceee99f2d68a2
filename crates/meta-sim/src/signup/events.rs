//! What the browser hears: the session events, and in which order they and the code come.

use serde_json::{Value, json};

use super::assets::Assets;
use super::{SignupAnswer, Step};
use crate::ending::{Ending, Ordering};

/// Lays out code and event in the order that was asked for.
pub(super) fn arrange(event: String, ordering: Ordering) -> (Vec<String>, Vec<Step>) {
    use Step::{Code, Message, Stray};
    let noise = || {
        json!({ "type": "UI_METRIC", "event": "DIALOG_RENDERED", "data": { "ms": 412 } })
            .to_string()
    };
    match ordering {
        Ordering::MessageFirst | Ordering::ForgedIds => (vec![event], vec![Message, Code]),
        Ordering::CodeFirst => (vec![event], vec![Code, Message]),
        Ordering::CodeOnly => (Vec::new(), vec![Code]),
        Ordering::MessageOnly => (vec![event], vec![Message]),
        Ordering::MessageTwice => (vec![event.clone(), event], vec![Message, Code, Message]),
        Ordering::Noise => {
            let messages = vec![
                noise(),
                "resize=1&height=640".to_owned(),
                event,
                "{not json".to_owned(),
            ];
            (messages, vec![Message, Message, Message, Code, Message])
        }
        Ordering::WrongOrigin => (vec![event], vec![Stray, Code]),
    }
}

/// The event of a success.
pub(super) fn success(ending: &Ending, assets: &Assets) -> String {
    let Assets {
        business_id,
        waba_id,
        phone_number_id,
        ..
    } = assets;
    let (event, data) = match ending {
        Ending::FinishOnlyWaba => (
            "FINISH_ONLY_WABA",
            json!({ "waba_id": waba_id, "business_id": business_id }),
        ),
        Ending::FinishCoexistence => (
            "FINISH_WHATSAPP_BUSINESS_APP_ONBOARDING",
            json!({ "waba_id": waba_id }),
        ),
        Ending::GrantOnly => {
            let data =
                json!({ "waba_id": waba_id, "business_id": business_id, "waba_ids": [waba_id] });
            ("FINISH_GRANT_ONLY_API_ACCESS", data)
        }
        other => {
            let event = if *other == Ending::OboMigration {
                "FINISH_OBO_MIGRATION"
            } else {
                "FINISH"
            };
            let data = json!({ "phone_number_id": phone_number_id, "waba_id": waba_id, "business_id": business_id });
            (event, data)
        }
    };
    session_event(event, &data)
}

fn session_event(event: &str, data: &Value) -> String {
    json!({ "type": "WA_EMBEDDED_SIGNUP", "event": event, "version": 3, "data": data }).to_string()
}

/// The customer leaves without granting anything: no code, and an event that says where and why.
pub(super) fn refusal(ending: &Ending, ordering: Ordering, now_ms: i64) -> SignupAnswer {
    let reported = |code_name: &str| {
        json!({
            "error_message": "Your business portfolio cannot be used at the moment.",
            code_name: "524126",
            "session_id": "f34b51dab5e0498",
            "timestamp": now_ms.div_euclid(1000).to_string(),
        })
    };
    let event = match ending {
        Ending::Cancel(step) => session_event("CANCEL", &json!({ "current_step": step.as_str() })),
        Ending::CancelError => session_event("CANCEL", &reported("error_code")),
        Ending::CancelErrorId => session_event("CANCEL", &reported("error_id")),
        Ending::Error => session_event("ERROR", &reported("error_code")),
        _ => return SignupAnswer::default(),
    };
    let (messages, mut order) = arrange(event, ordering);
    order.retain(|step| *step != Step::Code);
    SignupAnswer {
        messages,
        order,
        ..SignupAnswer::default()
    }
}
