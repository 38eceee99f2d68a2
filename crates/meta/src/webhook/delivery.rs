//! Taking a delivery apart.
//!
//! Each change is cut out first and read alone afterwards, so that one that cannot be
//! read (nested too deep, half a character, a number without end) leaves the rest whole.

use super::change::{Change, Place};
use super::{canonical, words};
use serde::de::DeserializeOwned;
use serde_json::Value;
use serde_json::value::RawValue;
use std::cell::OnceCell;
use std::collections::HashMap;

/// Why a body is no webhook at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the body is not a JSON object")]
pub struct NotAWebhook;

type Members = HashMap<String, Box<RawValue>>;

/// Takes a delivery apart into its changes, in their order. They are as many as the body
/// holds; how long a body may be is for the caller to say.
///
/// # Errors
/// Only when the body is not a JSON object.
pub fn parse(body: &[u8]) -> Result<Vec<Change>, NotAWebhook> {
    let text = String::from_utf8_lossy(body);
    let top: Members = serde_json::from_str(&text).map_err(|_| NotAWebhook)?;
    let delivery = Delivery {
        text: &text,
        field: word(&top, "field"),
        whole: OnceCell::new(),
    };
    let mut changes = Vec::new();
    match top.get("entry") {
        Some(entries) => {
            for entry in list(entries) {
                delivery.read_entry(&entry, &mut changes);
            }
        }
        // As Meta's samples and its dashboard write it.
        None => delivery.read_members(&top, &text, &mut changes),
    }
    Ok(changes)
}

struct Delivery<'a> {
    text: &'a str,
    field: Option<String>,
    whole: OnceCell<String>,
}

impl Delivery<'_> {
    fn read_entry(&self, entry: &RawValue, changes: &mut Vec<Change>) {
        match read::<Members>(entry) {
            Some(members) => self.read_members(&members, entry.get(), changes),
            None => {
                let place = Place {
                    entry_id: None,
                    time: &Value::Null,
                    field: self.field.as_deref(),
                };
                changes.push(Change::unreadable(&place, entry.get(), || self.whole()));
            }
        }
    }

    fn read_members(&self, entry: &Members, text: &str, changes: &mut Vec<Change>) {
        let field = word(entry, "field").or_else(|| self.field.clone());
        let entry_id = word(entry, "id");
        let time = value(entry, "time").unwrap_or_default();
        let place = Place {
            entry_id: entry_id.as_deref(),
            time: &time,
            field: field.as_deref(),
        };
        match entry.get("changes") {
            Some(list_of_changes) => {
                for change in list(list_of_changes) {
                    changes.push(self.change(&place, change.get()));
                }
            }
            None => changes.push(self.change(&place, text)),
        }
    }

    fn change(&self, place: &Place<'_>, text: &str) -> Change {
        match serde_json::from_str::<Value>(text) {
            Ok(change) => Change::of(place, &change, || self.whole()),
            Err(_) => Change::unreadable(place, text, || self.whole()),
        }
    }

    /// A hash of the delivery, the same for all ways to write it.
    fn whole(&self) -> String {
        self.whole
            .get_or_init(|| {
                let mut text = String::new();
                match serde_json::from_str::<Value>(self.text) {
                    Ok(body) => canonical::write(&body, &mut text),
                    Err(_) => text.push_str(self.text),
                }
                gangway_crypto::hmac_sha256_hex(b"delivery", text.as_bytes())
            })
            .clone()
    }
}

/// The items of a list; of anything else, that one thing.
fn list(raw: &RawValue) -> Vec<Box<RawValue>> {
    read(raw).unwrap_or_else(|| vec![raw.to_owned()])
}

fn read<T: DeserializeOwned>(raw: &RawValue) -> Option<T> {
    serde_json::from_str(raw.get()).ok()
}

fn value(members: &Members, name: &str) -> Option<Value> {
    read(members.get(name)?)
}

fn word(members: &Members, name: &str) -> Option<String> {
    words::word(&value(members, name)?)
}
