//! The ready JSON of an event that a partner is told.
//!
//! It is written once, in the transaction of what happened, and sent as it is, however often.
//! As in the list, the public address is put in where [`BASE_MARK`](crate::BASE_MARK) stands.

use crate::fragment::{escape, fragment};
use gangway_domain::{
    AccountId, EventId, ListedNumber, Onboarding, PartnerEvent, PartnerId, TimelineEntry,
    TimelineEvent, Timestamp,
};
use sha2::{Digest, Sha256};
use std::fmt::Write;

/// An event as it is stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewEvent {
    /// Of which account; `None` for a test.
    pub account: Option<AccountId>,
    /// The how-manieth event of this account.
    pub sequence: Option<i64>,
    /// Its public identifier.
    pub id: EventId,
    /// What.
    pub event: PartnerEvent,
    /// When.
    pub at: Timestamp,
    /// JSON.
    pub body: String,
}

impl NewEvent {
    /// What a partner is told of an entry in an account's timeline; `None` where that is
    /// nothing ([`PartnerEvent::of`]). `account` is as it is afterwards, `sequence` the
    /// how-manieth event of it this is, `previous` the number that a finish replaced.
    #[must_use]
    pub fn of(
        entry: &TimelineEntry,
        account: &Onboarding,
        sequence: i64,
        previous: Option<&ListedNumber>,
    ) -> Option<Self> {
        let event = PartnerEvent::of(entry.event)?;
        let id = event_id(
            entry.at,
            &[
                account.link.as_str(),
                &account.id.to_string(),
                &sequence.to_string(),
                entry.event.name(),
            ],
        );
        let reference = account.details.reference.as_ref();
        let mut body = head(
            &id,
            event,
            entry.at,
            reference.map_or("", |text| text.as_str()),
        );
        let _ = write!(body, ",\"account\":{}", fragment(account));
        if let Some(previous) = previous {
            text(&mut body, "previous_whatsapp", previous.as_str());
        }
        tell(&mut body, event, entry, account);
        let _ = write!(body, ",\"sequence\":{sequence}}}");
        Some(Self {
            account: Some(account.id),
            sequence: Some(sequence),
            id,
            event,
            at: entry.at,
            body,
        })
    }

    /// A test that a partner asked for; `number` is that of the event among all of the
    /// partner's.
    #[must_use]
    pub fn test(partner: PartnerId, number: i64, now: Timestamp) -> Self {
        let event = PartnerEvent::WebhookTest;
        let id = event_id(
            now,
            &[event.name(), &partner.to_string(), &number.to_string()],
        );
        let mut body = head(&id, event, now, "");
        body.push('}');
        Self {
            account: None,
            sequence: None,
            id,
            event,
            at: now,
            body,
        }
    }
}

/// The time and a hash of what makes an event this one and no other: ordered as the events are,
/// and not given out again by a database that was set back to an earlier day.
fn event_id(at: Timestamp, parts: &[&str]) -> EventId {
    const TIME_BITS: u32 = 48;
    let digest = Sha256::digest(parts.join("\n").as_bytes());
    let hash = digest.iter().take(16);
    let hash = hash.fold(0_u128, |bits, byte| (bits << 8) | u128::from(*byte));
    let time = u128::from(at.as_millis().unsigned_abs());
    EventId::from_bits((time << (u128::BITS - TIME_BITS)) | (hash >> TIME_BITS))
}

fn head(id: &EventId, event: PartnerEvent, at: Timestamp, reference: &str) -> String {
    let mut body = String::with_capacity(1024);
    let _ = write!(
        body,
        "{{\"id\":\"{id}\",\"type\":\"{}\",\"event\":\"{}\",\"timestamp\":{}",
        group(event),
        event.name(),
        at.as_secs(),
    );
    text(&mut body, "reference", reference);
    body
}

/// The documented `type`.
const fn group(event: PartnerEvent) -> &'static str {
    match event {
        PartnerEvent::WebhookTest => "test",
        _ => "whatsapp",
    }
}

/// What there is to say beside the account.
fn tell(body: &mut String, event: PartnerEvent, entry: &TimelineEntry, account: &Onboarding) {
    let step = entry.step.as_deref();
    let cause = entry.cause.as_deref();
    match event {
        PartnerEvent::Step => {
            let state = match entry.event {
                TimelineEvent::StepDone => "done",
                TimelineEvent::StepSkipped => "skipped",
                _ => "waiting",
            };
            text(body, "current_step", step.unwrap_or_default());
            text(body, "step_state", state);
            maybe_text(body, "detail", cause);
        }
        PartnerEvent::Cancelled => {
            text(body, "current_step", step.unwrap_or_default());
            maybe_text(body, "detail", cause);
        }
        PartnerEvent::Failed => {
            let code = account
                .problem
                .map_or("link_expired", |problem| problem.name());
            // The timeline names the problem before what was said of it.
            let detail = cause.and_then(|cause| cause.strip_prefix(code)?.strip_prefix(": "));
            error(body, code, step, detail);
        }
        PartnerEvent::NumberDisconnected => {
            error(body, cause.unwrap_or("unknown"), None, None);
        }
        PartnerEvent::NumberUpdated => {
            let (name, value) = match entry.event {
                TimelineEvent::Reconnected => ("connection", "live"),
                _ => (step.unwrap_or_default(), cause.unwrap_or_default()),
            };
            body.push_str(",\"update\":{\"name\":\"");
            escape(body, name);
            body.push_str("\",\"value\":\"");
            escape(body, value);
            body.push_str("\"}");
        }
        PartnerEvent::Created
        | PartnerEvent::Opened
        | PartnerEvent::Started
        | PartnerEvent::Finished
        | PartnerEvent::Removed
        | PartnerEvent::RenewalRequested
        | PartnerEvent::WebhookTest => {}
    }
}

fn error(body: &mut String, code: &str, step: Option<&str>, detail: Option<&str>) {
    body.push_str(",\"error\":{\"code\":\"");
    escape(body, code);
    body.push('"');
    maybe_text(body, "step", step);
    maybe_text(body, "detail", detail);
    body.push('}');
}

fn maybe_text(body: &mut String, key: &str, value: Option<&str>) {
    if let Some(value) = value {
        text(body, key, value);
    }
}

fn text(body: &mut String, key: &str, value: &str) {
    let _ = write!(body, ",\"{key}\":\"");
    escape(body, value);
    body.push('"');
}
