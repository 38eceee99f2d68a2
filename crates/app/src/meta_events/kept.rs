//! How what Meta told is kept, and an operator's word on the claim list beside it.

use gangway_crypto::hash;
use gangway_domain::{LinkSlug, MetaBusinessId, Timestamp, WabaId};
use gangway_meta::webhook::{AccountEvent, Change};
use gangway_storage::MetaEvent;
use serde_json::{Value, json};

/// One event as it is taken in.
#[derive(Debug)]
pub(super) struct Told {
    pub(super) event: AccountEvent,
    /// What Meta says that it is of: mostly a WhatsApp account.
    pub(super) entry: Option<WabaId>,
    /// When it happened by Meta's clock, to the second; when it came where Meta does not say.
    pub(super) at: Timestamp,
    pub(super) received_at: Timestamp,
}

/// An operator said whose a WhatsApp account is.
#[derive(Debug)]
pub(super) struct Assigned {
    pub(super) waba: WabaId,
    pub(super) business: Option<MetaBusinessId>,
    pub(super) link: LinkSlug,
    pub(super) received_at: Timestamp,
}

#[derive(Debug)]
pub(super) enum Kept {
    Told(Told),
    Assigned(Assigned),
}

/// What is kept of a change; `None` for what is not ours.
pub(super) fn keep(change: &Change, now: Timestamp) -> Option<MetaEvent> {
    if matches!(change.event, AccountEvent::Messages) {
        return None;
    }
    let kept = json!({
        "entry": change.entry_id,
        "time": change.time.map(Timestamp::as_millis),
        "change": change.kept,
    });
    Some(MetaEvent {
        key: change.key,
        received_at: now,
        change: kept.to_string(),
    })
}

/// How an operator's word is kept.
pub(crate) fn assignment(
    waba: &WabaId,
    business: Option<&MetaBusinessId>,
    link: &LinkSlug,
    now: Timestamp,
) -> MetaEvent {
    let kept = json!({"assigned": {
        "waba": waba.as_str(),
        "business": business.map(MetaBusinessId::as_str),
        "link": link.as_str(),
        "at": now.as_millis(),
    }});
    let change = kept.to_string();
    MetaEvent {
        key: hash(&change),
        received_at: now,
        change,
    }
}

impl Kept {
    pub(super) fn read(event: &MetaEvent) -> Option<Self> {
        let kept: Value = serde_json::from_str(&event.change).ok()?;
        if let Some(assigned) = kept.get("assigned") {
            let business = assigned["business"].as_str();
            return Some(Self::Assigned(Assigned {
                waba: WabaId::parse(assigned["waba"].as_str()?).ok()?,
                business: business.and_then(|id| MetaBusinessId::parse(id).ok()),
                link: LinkSlug::parse(assigned["link"].as_str()?).ok()?,
                received_at: event.received_at,
            }));
        }
        let at = kept["time"].as_i64().map(Timestamp::from_millis);
        Some(Self::Told(Told {
            event: AccountEvent::from_kept(kept["entry"].as_str(), kept.get("change")?),
            entry: kept["entry"].as_str().and_then(|id| WabaId::parse(id).ok()),
            at: at.unwrap_or(event.received_at),
            received_at: event.received_at,
        }))
    }
}
