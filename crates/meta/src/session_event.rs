//! What Meta's signup dialog tells the page that opened it.
//!
//! It comes through the customer's browser, so anybody can write it: it hints at what to
//! look for, and proves nothing.

use crate::wire;
use gangway_domain::{MetaBusinessId, PhoneNumberId, WabaId};
use serde::Deserialize;
use serde_json::Value;

/// Longest event that is read. Real ones have a few hundred bytes.
const MAX_BYTES: usize = 8 * 1024;

/// Longest word (a step, a code, an event's name) that is taken over.
const MAX_WORD: usize = 64;

/// Longest message that is taken over, in characters; the rest is cut off.
const MAX_MESSAGE: usize = 300;

/// An event of the signup dialog.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SessionEvent {
    /// The customer went through. Ids that are missing or malformed are `None`; even the
    /// account's may be, so ask Meta what the token owns.
    Finish {
        /// Which way through.
        kind: FinishKind,
        /// The WhatsApp account that she chose.
        waba: Option<WabaId>,
        /// The number that she chose.
        phone_number: Option<PhoneNumberId>,
        /// Her business portfolio.
        business: Option<MetaBusinessId>,
    },
    /// The customer left.
    Cancelled {
        /// At which step, in Meta's words.
        step: Option<String>,
    },
    /// The dialog ended with an error that it describes.
    Reported {
        /// Meta's code for the error.
        error_code: Option<String>,
        /// What the customer was shown.
        message: Option<String>,
        /// Names the session to Meta's support.
        session_id: Option<String>,
    },
    /// The dialog ended with an error and no word about it.
    Error,
    /// An event by a name that is not known here.
    Other(String),
}

/// The ways through the dialog.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FinishKind {
    /// With a number for the Cloud API.
    CloudApi,
    /// Without a number.
    OnlyWaba,
    /// With a number that stays in the WhatsApp Business app.
    Coexistence,
    /// Only access to what the business already has.
    OnlyAccess,
    /// A move from the former way of owning accounts on behalf of a customer.
    OboMigration,
}

/// Why a text is no event of the signup dialog.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotASessionEvent {
    /// Longer than any real one.
    #[error("the signup event is longer than {MAX_BYTES} bytes")]
    TooLong,
    /// No JSON object. Facebook's pages post such messages too.
    #[error("the signup event is not a JSON object with a type")]
    NotJson,
    /// Some other message of Facebook's pages.
    #[error("the message is not of type WA_EMBEDDED_SIGNUP")]
    OtherType,
    /// It does not say what happened.
    #[error("the signup event has no usable name in `event`")]
    NoName,
}

#[derive(Deserialize)]
struct Message {
    r#type: String,
    #[serde(default)]
    event: Value,
    #[serde(default)]
    data: Value,
}

impl SessionEvent {
    /// Reads the message's data as the page received it: JSON text, or that text once
    /// more quoted as a JSON string.
    ///
    /// # Errors
    /// When it is not an event of the signup dialog.
    pub fn parse(raw: &str) -> Result<Self, NotASessionEvent> {
        if raw.len() > MAX_BYTES {
            return Err(NotASessionEvent::TooLong);
        }
        let unquoted = serde_json::from_str::<String>(raw).ok();
        let text = unquoted.as_deref().unwrap_or(raw);
        let message: Message = serde_json::from_str(text).map_err(|_| NotASessionEvent::NotJson)?;
        if message.r#type != "WA_EMBEDDED_SIGNUP" {
            return Err(NotASessionEvent::OtherType);
        }
        let name = word(&message.event).ok_or(NotASessionEvent::NoName)?;
        Ok(Self::read(name, &message.data))
    }

    fn read(name: String, data: &Value) -> Self {
        if let Some(kind) = FinishKind::from_name(&name) {
            return Self::finish(kind, data);
        }
        match name.as_str() {
            "CANCEL" => Self::reported(data).unwrap_or_else(|| Self::Cancelled {
                step: word(&data["current_step"]),
            }),
            "ERROR" => Self::reported(data).unwrap_or(Self::Error),
            _ => Self::Other(name),
        }
    }

    fn finish(kind: FinishKind, data: &Value) -> Self {
        let phone_number = match kind {
            // Meta's page prints an id here although the way has no number.
            FinishKind::OnlyWaba => None,
            _ => id(&data["phone_number_id"]),
        };
        Self::Finish {
            kind,
            waba: id(&data["waba_id"]).or_else(|| only_one(&data["waba_ids"]).and_then(id)),
            phone_number,
            business: id(&data["business_id"]),
        }
    }

    /// The event as a described error, if `data` describes one. Older pages of Meta call
    /// the code an id.
    fn reported(data: &Value) -> Option<Self> {
        let error_code = word(&data["error_code"]).or_else(|| word(&data["error_id"]));
        let message = message(&data["error_message"]);
        (error_code.is_some() || message.is_some()).then(|| Self::Reported {
            error_code,
            message,
            session_id: word(&data["session_id"]),
        })
    }
}

impl FinishKind {
    fn from_name(name: &str) -> Option<Self> {
        Some(match name {
            "FINISH" => Self::CloudApi,
            "FINISH_ONLY_WABA" => Self::OnlyWaba,
            "FINISH_WHATSAPP_BUSINESS_APP_ONBOARDING" => Self::Coexistence,
            "FINISH_GRANT_ONLY_API_ACCESS" => Self::OnlyAccess,
            "FINISH_OBO_MIGRATION" => Self::OboMigration,
            _ => return None,
        })
    }
}

fn id<T: wire::MetaId>(value: &Value) -> Option<T> {
    wire::id(value).ok()
}

fn only_one(list: &Value) -> Option<&Value> {
    match list.as_array()?.as_slice() {
        [one] => Some(one),
        _ => None,
    }
}

/// A short word of letters, digits, `_`, `-` and `.`, also where it comes as a number.
fn word(value: &Value) -> Option<String> {
    let text = match value {
        Value::String(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        _ => return None,
    };
    let fits = (1..=MAX_WORD).contains(&text.len())
        && text
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'.'));
    fits.then_some(text)
}

fn message(value: &Value) -> Option<String> {
    let text: String = value
        .as_str()?
        .chars()
        .filter(|c| !c.is_control())
        .take(MAX_MESSAGE)
        .collect();
    (!text.trim().is_empty()).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::json;

    fn event(name: &str, data: &Value) -> Result<SessionEvent, NotASessionEvent> {
        let message = json!({"type": "WA_EMBEDDED_SIGNUP", "event": name, "data": data});
        SessionEvent::parse(&message.to_string())
    }

    fn finish(kind: FinishKind, ids: [Option<&str>; 3]) -> SessionEvent {
        let [waba, phone_number, business] = ids;
        SessionEvent::Finish {
            kind,
            waba: waba.map(|id| WabaId::parse(id).unwrap()),
            phone_number: phone_number.map(|id| PhoneNumberId::parse(id).unwrap()),
            business: business.map(|id| MetaBusinessId::parse(id).unwrap()),
        }
    }

    #[test]
    fn a_finish_with_a_number() {
        let raw = r#"{"type":"WA_EMBEDDED_SIGNUP","event":"FINISH","version":3,"data":
            {"phone_number_id":"106000000000001","waba_id":"102000000000001",
             "business_id":"272000000000001","page_ids":["1","2"]}}"#;
        let expected = finish(
            FinishKind::CloudApi,
            [
                Some("102000000000001"),
                Some("106000000000001"),
                Some("272000000000001"),
            ],
        );
        assert_eq!(SessionEvent::parse(raw), Ok(expected.clone()));
        let quoted = serde_json::to_string(raw).unwrap();
        assert_eq!(SessionEvent::parse(&quoted), Ok(expected));
    }

    #[test]
    fn every_way_through_is_known() {
        for (name, kind) in [
            ("FINISH", FinishKind::CloudApi),
            (
                "FINISH_WHATSAPP_BUSINESS_APP_ONBOARDING",
                FinishKind::Coexistence,
            ),
            ("FINISH_GRANT_ONLY_API_ACCESS", FinishKind::OnlyAccess),
            ("FINISH_OBO_MIGRATION", FinishKind::OboMigration),
        ] {
            assert_eq!(
                event(name, &json!({"waba_id": 102, "phone_number_id": "106"})),
                Ok(finish(kind, [Some("102"), Some("106"), None])),
                "{name}"
            );
        }
        assert_eq!(
            event(
                "FINISH_ONLY_WABA",
                &json!({"waba_id": "102", "phone_number_id": "106"})
            ),
            Ok(finish(FinishKind::OnlyWaba, [Some("102"), None, None])),
            "the printed number is none"
        );
    }

    #[test]
    fn one_listed_account_stands_for_the_missing_one_and_two_do_not() {
        assert_eq!(
            event("FINISH", &json!({"waba_ids": ["102"]})),
            Ok(finish(FinishKind::CloudApi, [Some("102"), None, None]))
        );
        assert_eq!(
            event("FINISH", &json!({"waba_ids": ["102", "103"]})),
            Ok(finish(FinishKind::CloudApi, [None; 3]))
        );
    }

    #[test]
    fn malformed_ids_are_dropped() {
        for bad in [
            json!("1/2"),
            json!(""),
            json!(-1),
            json!(1.5),
            json!({}),
            Value::Null,
        ] {
            assert_eq!(
                event("FINISH", &json!({"waba_id": bad})),
                Ok(finish(FinishKind::CloudApi, [None; 3]))
            );
        }
        assert_eq!(
            event("FINISH", &Value::Null),
            Ok(finish(FinishKind::CloudApi, [None; 3]))
        );
    }

    #[test]
    fn a_cancel_names_its_step_whatever_it_is() {
        for step in [
            "BUSINESS_ACCOUNT_SELECTION",
            "WABA_PHONE_PROFILE_PICKER",
            "WHATSAPP_BUSINESS_PROFILE_SETUP",
            "PHONE_NUMBER_SETUP",
            "PHONE_NUMBER_VERIFICATION",
            "PERMISSIONS",
            "A_STEP_OF_TOMORROW_2",
        ] {
            assert_eq!(
                event("CANCEL", &json!({"current_step": step})),
                Ok(SessionEvent::Cancelled {
                    step: Some(step.to_owned())
                })
            );
        }
        for none in [json!("<b>"), json!("A".repeat(65)), json!(""), Value::Null] {
            assert_eq!(
                event("CANCEL", &json!({"current_step": none})),
                Ok(SessionEvent::Cancelled { step: None })
            );
        }
    }

    #[test]
    fn a_reported_error_by_both_names_of_its_code() {
        for (key, code) in [
            ("error_code", json!("524126")),
            ("error_id", json!(524_126)),
        ] {
            for name in ["CANCEL", "ERROR"] {
                let data = json!({
                    key: code, "error_message": "Your number is\n taken.",
                    "session_id": "f34b51dab5e0498", "timestamp": "1746041036"
                });
                assert_eq!(
                    event(name, &data),
                    Ok(SessionEvent::Reported {
                        error_code: Some("524126".to_owned()),
                        message: Some("Your number is taken.".to_owned()),
                        session_id: Some("f34b51dab5e0498".to_owned()),
                    })
                );
            }
        }
        assert_eq!(event("ERROR", &json!({})), Ok(SessionEvent::Error));
    }

    #[test]
    fn long_messages_are_cut() {
        let data = json!({"error_message": "é".repeat(1000)});
        let Ok(SessionEvent::Reported {
            message: Some(message),
            ..
        }) = event("CANCEL", &data)
        else {
            panic!("an error was reported");
        };
        assert_eq!(message.chars().count(), MAX_MESSAGE);
    }

    #[test]
    fn unknown_events_keep_their_name() {
        assert_eq!(
            event("RESUME", &json!({})),
            Ok(SessionEvent::Other("RESUME".to_owned()))
        );
    }

    #[test]
    fn what_is_no_event() {
        let long = format!("{{\"type\":\"{}\"}}", "x".repeat(MAX_BYTES));
        for (raw, why) in [
            (long.as_str(), NotASessionEvent::TooLong),
            ("", NotASessionEvent::NotJson),
            ("cb=f1&domain=example.com", NotASessionEvent::NotJson),
            ("[1]", NotASessionEvent::NotJson),
            (r#"{"event":"FINISH"}"#, NotASessionEvent::NotJson),
            (
                r#"{"type":"OTHER","event":"FINISH"}"#,
                NotASessionEvent::OtherType,
            ),
            (r#"{"type":"WA_EMBEDDED_SIGNUP"}"#, NotASessionEvent::NoName),
            (
                r#"{"type":"WA_EMBEDDED_SIGNUP","event":"<script>"}"#,
                NotASessionEvent::NoName,
            ),
        ] {
            assert_eq!(SessionEvent::parse(raw), Err(why), "{raw:.60}");
        }
    }

    fn any_json() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            any::<i64>().prop_map(Value::from),
            any::<f64>().prop_map(Value::from),
            any::<String>().prop_map(Value::from),
        ];
        leaf.prop_recursive(3, 24, 6, |inner| {
            prop_oneof![
                proptest::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
                proptest::collection::btree_map(
                    prop_oneof![
                        Just("waba_id".to_owned()),
                        Just("waba_ids".to_owned()),
                        Just("error_code".to_owned()),
                        Just("error_message".to_owned()),
                        Just("current_step".to_owned()),
                        any::<String>()
                    ],
                    inner,
                    0..6
                )
                .prop_map(|map| Value::Object(map.into_iter().collect())),
            ]
        })
    }

    proptest! {
        #[test]
        fn no_text_makes_it_panic(raw in any::<String>()) {
            prop_assert!(SessionEvent::parse(&raw).is_err());
        }

        #[test]
        fn no_data_makes_it_panic_or_lose_the_event(
            name in prop_oneof![Just("FINISH"), Just("CANCEL"), Just("ERROR"), Just("ELSE")],
            data in any_json(),
        ) {
            let message = json!({"type": "WA_EMBEDDED_SIGNUP", "event": name, "data": data});
            let raw = message.to_string();
            prop_assert_eq!(SessionEvent::parse(&raw).is_ok(), raw.len() <= MAX_BYTES);
        }
    }
}
