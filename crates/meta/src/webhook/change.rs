//! One change out of a delivery.

use super::field::Field;
use super::{AccountEvent, canonical, kept};
use gangway_domain::{Hash256, Timestamp};
use serde_json::{Value, json};

/// One thing that Meta tells, with all that is worth knowing of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    /// What Meta says the change is of. Opaque: an account, the partner's own business,
    /// or a sample's zero.
    pub entry_id: Option<String>,
    /// When it happened.
    pub time: Option<Timestamp>,
    /// The same for each delivery of the same change, and for no other change.
    pub key: Hash256,
    /// What it says.
    pub event: AccountEvent,
    /// What to keep of it, as `{"field": …, "value": {…}}`: ids and Meta's words, nothing
    /// of messages, contacts and people.
    pub kept: Value,
}

/// Where a change was found.
pub(super) struct Place<'a> {
    pub(super) entry_id: Option<&'a str>,
    /// The time as it was written.
    pub(super) time: &'a Value,
    /// The field, if it was written outside of the change.
    pub(super) field: Option<&'a str>,
}

impl Change {
    /// From a change that is JSON. `whole` gives the delivery that it came in, in one
    /// form for all ways to write it.
    pub(super) fn of(place: &Place<'_>, change: &Value, whole: impl FnOnce() -> String) -> Self {
        // Meta's samples also have the value without its change around it.
        let value = change.get("value").unwrap_or(change);
        let stated = super::words::word(&change["field"])
            .or_else(|| super::words::word(&value["field"]))
            .or_else(|| place.field.map(str::to_owned));
        let field = Field::of(stated.as_deref(), value);
        let mut kept = json!({ "value": kept::kept(field, value) });
        if let Some(name) = stated.or_else(|| field.map(|field| field.name().to_owned())) {
            kept["field"] = Value::String(name);
        }
        let time = timestamp(place.time).or_else(|| timestamp(&value["timestamp"]));
        let mut content = String::new();
        canonical::write(change, &mut content);
        Self {
            entry_id: place.entry_id.map(str::to_owned),
            time,
            key: place.key(&content, time.is_none().then(whole).as_deref()),
            event: AccountEvent::from_kept(place.entry_id, &kept),
            kept,
        }
    }

    /// From a change that cannot be read although what is around it can.
    pub(super) fn unreadable(
        place: &Place<'_>,
        text: &str,
        whole: impl FnOnce() -> String,
    ) -> Self {
        let kept = json!({ "value": {} });
        let time = timestamp(place.time);
        Self {
            entry_id: place.entry_id.map(str::to_owned),
            time,
            key: place.key(text, time.is_none().then(whole).as_deref()),
            event: AccountEvent::from_kept(place.entry_id, &kept),
            kept,
        }
    }
}

impl Place<'_> {
    /// Without a time, two equal changes on two days differ in nothing, so then the
    /// whole delivery counts too: Meta repeats it as it was.
    fn key(&self, content: &str, whole: Option<&str>) -> Hash256 {
        let parts = json!([self.entry_id, self.time, self.field, whole]);
        let mut text = String::with_capacity(content.len() + 128);
        canonical::write(&parts, &mut text);
        text.push_str(content);
        gangway_crypto::hash(&text)
    }
}

/// Unix seconds; milliseconds where they can't be seconds of this age.
fn timestamp(value: &Value) -> Option<Timestamp> {
    const FIRST_MILLIS: i64 = 100_000_000_000;
    let time = super::words::count(value).filter(|&time| time > 0)?;
    Some(if time > FIRST_MILLIS {
        Timestamp::from_millis(time)
    } else {
        Timestamp::from_secs(time)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_in_seconds_and_in_milliseconds() {
        for (json, millis) in [
            (json!(1_763_700_000), Some(1_763_700_000_000)),
            (json!("1763700000"), Some(1_763_700_000_000)),
            (json!(1_763_700_000_123_i64), Some(1_763_700_000_123)),
            (json!(0), None),
            (json!(-5), None),
            (json!(1.5), None),
            (json!("soon"), None),
            (json!(u64::MAX), None),
            (Value::Null, None),
        ] {
            assert_eq!(timestamp(&json).map(Timestamp::as_millis), millis, "{json}");
        }
    }
}
