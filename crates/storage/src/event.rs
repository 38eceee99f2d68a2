//! The ready JSON of an event that a partner is told.
//!
//! It is written once, in the transaction of what happened, and sent as it is, however often.
//! As in the list, the public address is put in where [`BASE_MARK`](crate::BASE_MARK) stands.

use crate::fragment::{escape, fragment};
use gangway_domain::{
    AccountId, EventId, ListedNumber, NumberReminder, Onboarding, PartnerEvent, PartnerId,
    RegisteredNumber, TimelineEntry, TimelineEvent, Timestamp,
};
use sha2::{Digest, Sha256};
use std::fmt::Write;

/// An event as it is stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewEvent {
    /// Of which account; `None` for a test, and for a number that has none yet.
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

    /// What a partner is told of the time of a registered number.
    #[must_use]
    pub fn of_number(held: &RegisteredNumber, reminder: NumberReminder, now: Timestamp) -> Self {
        let event = PartnerEvent::NumberUpdated;
        let until = held.verified_until.map_or(0, Timestamp::as_millis);
        let id = event_id(
            now,
            &[
                event.name(),
                &held.partner.to_string(),
                held.number.as_str(),
                reminder.name(),
                &until.to_string(),
            ],
        );
        let mut body = head(&id, event, now, "");
        text(&mut body, "whatsapp", held.number.as_str());
        update(&mut body, "registration", reminder.name());
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
            update(body, name, value);
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

fn update(body: &mut String, name: &str, value: &str) {
    body.push_str(",\"update\":{\"name\":\"");
    escape(body, name);
    body.push_str("\",\"value\":\"");
    escape(body, value);
    body.push_str("\"}");
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

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;
    use gangway_domain::{
        AccountDetails, LandingSlug, LinkSlug, OnboardingState, PageTexts, PhoneNumber, Problem,
        TemporaryNumber, Text,
    };

    fn account() -> Onboarding {
        let text = |raw: &str| Text::required("text", raw).unwrap();
        Onboarding {
            id: AccountId::from_row(7),
            partner: PartnerId::from_row(1),
            created_at: Timestamp::from_secs(5),
            number: ListedNumber::Temporary(TemporaryNumber::recognise("972570000001").unwrap()),
            coexistence: false,
            details: AccountDetails {
                business_name: text("Bakery"),
                business_email: None,
                business_id: None,
                business_address: None,
                display_name: text("B"),
                reference: Some(Text::required("text", "crm \"7\" \\ ü").unwrap()),
                texts: PageTexts::default(),
                language: None,
                redirect_success: None,
                redirect_failed: None,
                domain_verification: None,
            },
            link: LinkSlug::parse("link1").unwrap(),
            landing: LandingSlug::parse("page1").unwrap(),
            expires_at: None,
            state: OnboardingState::Started,
            problem: None,
            cancelled_step: None,
            started_at: None,
            finished_at: None,
            disconnected: None,
            next_try: None,
            not_before: None,
            recovered: false,
        }
    }

    fn entry(event: TimelineEvent) -> TimelineEntry {
        TimelineEntry::new(Timestamp::from_millis(1_739_874_999_700), event)
    }

    fn event(entry: &TimelineEntry, account: &Onboarding) -> NewEvent {
        NewEvent::of(entry, account, 3, None).unwrap()
    }

    /// The body between the account and its end.
    fn rest(entry: &TimelineEntry, account: &Onboarding) -> String {
        let body = event(entry, account).body;
        let (_, rest) = body.split_once(&fragment(account)).unwrap();
        rest.strip_suffix(",\"sequence\":3}").unwrap().to_owned()
    }

    #[test]
    fn an_event_names_itself_its_account_and_its_place() {
        let (entry, account) = (entry(TimelineEvent::Created), account());
        let told = event(&entry, &account);
        let expected = format!(
            "{{\"id\":\"{}\",\"type\":\"whatsapp\",\"event\":\"onboarding.created\",\
             \"timestamp\":1739874999,\"reference\":\"crm \\\"7\\\" \\\\ ü\",\
             \"account\":{},\"sequence\":3}}",
            told.id,
            fragment(&account)
        );
        assert_eq!(told.body, expected);
        assert_eq!((told.account, told.sequence), (Some(account.id), Some(3)));
        assert_eq!((told.event, told.at), (PartnerEvent::Created, entry.at));
        let mut silent = account;
        silent.details.reference = None;
        let body = event(&entry, &silent).body;
        assert!(body.contains(",\"reference\":\"\",\"account\":"));
    }

    #[test]
    fn each_kind_says_what_there_is_to_say() {
        let account = account();
        let of = |told: TimelineEntry| rest(&told, &account);
        for kind in [
            TimelineEvent::Created,
            TimelineEvent::Opened,
            TimelineEvent::Started,
            TimelineEvent::Removed,
            TimelineEvent::RenewalRequested,
            TimelineEvent::Finished,
        ] {
            assert_eq!(of(entry(kind).step("s").cause("c")), "", "{kind:?}");
        }
        let waits = entry(TimelineEvent::StepWaits)
            .step("prove")
            .cause("no \"answer\"");
        for (told, expected) in [
            (
                entry(TimelineEvent::StepDone).step("exchange"),
                r#","current_step":"exchange","step_state":"done""#,
            ),
            (
                entry(TimelineEvent::StepSkipped)
                    .step("history_sync")
                    .cause("declined"),
                r#","current_step":"history_sync","step_state":"skipped","detail":"declined""#,
            ),
            (
                waits,
                r#","current_step":"prove","step_state":"waiting","detail":"no \"answer\"""#,
            ),
            (entry(TimelineEvent::Cancelled), r#","current_step":"""#),
            (
                entry(TimelineEvent::Cancelled)
                    .step("PHONE")
                    .cause("closed"),
                r#","current_step":"PHONE","detail":"closed""#,
            ),
            (
                entry(TimelineEvent::Expired),
                r#","error":{"code":"link_expired"}"#,
            ),
            (
                entry(TimelineEvent::Disconnected).cause("offboarded"),
                r#","error":{"code":"offboarded"}"#,
            ),
            (
                entry(TimelineEvent::Reconnected).cause("told"),
                r#","update":{"name":"connection","value":"live"}"#,
            ),
            (
                entry(TimelineEvent::MetaNotice)
                    .step("quality")
                    .cause("RED"),
                r#","update":{"name":"quality","value":"RED"}"#,
            ),
        ] {
            assert_eq!(of(told), expected);
        }
    }

    #[test]
    fn a_failure_names_the_problem_and_what_was_said_of_it() {
        let mut account = account();
        account.state = OnboardingState::NeedsPin;
        account.problem = Some(Problem::PinUnknown);
        let halted = |cause: &str| {
            let told = entry(TimelineEvent::Halted).step("register").cause(cause);
            rest(&told, &account)
        };
        let bare = r#","error":{"code":"pin_unknown","step":"register"}"#;
        assert_eq!(halted("pin_unknown"), bare);
        assert_eq!(
            halted("pin_unknown: wrong PIN: 1"),
            r#","error":{"code":"pin_unknown","step":"register","detail":"wrong PIN: 1"}"#
        );
        assert_eq!(halted("pin_unknown_to_us: x"), bare, "of another problem");
    }

    #[test]
    fn a_finish_names_the_number_before() {
        let mut account = account();
        let before = account.number.clone();
        account.number = ListedNumber::Real(PhoneNumber::from_meta("972501234567").unwrap());
        let told = entry(TimelineEvent::Finished);
        let event = NewEvent::of(&told, &account, 3, Some(&before)).unwrap();
        let end = r#","previous_whatsapp":"972570000001","sequence":3}"#;
        assert!(event.body.ends_with(end), "{}", event.body);
    }

    #[test]
    fn what_is_the_installations_own_is_not_told() {
        for kind in TimelineEvent::ALL {
            let told = NewEvent::of(&entry(*kind), &account(), 1, None);
            assert_eq!(told.map(|told| told.event), PartnerEvent::of(*kind));
        }
    }

    #[test]
    fn a_test_has_no_account() {
        let now = Timestamp::from_secs(1_739_874_999);
        let test = NewEvent::test(PartnerId::from_row(1), 4, now);
        let expected = format!(
            "{{\"id\":\"{}\",\"type\":\"test\",\"event\":\"webhook.test\",\
             \"timestamp\":1739874999,\"reference\":\"\"}}",
            test.id
        );
        assert_eq!(test.body, expected);
        assert_eq!((test.account, test.sequence), (None, None));
    }

    #[test]
    fn ids_are_one_events_and_in_the_order_of_time() {
        let (account, opened) = (account(), entry(TimelineEvent::Opened));
        let id = |entry: &TimelineEntry, account: &Onboarding, sequence| {
            NewEvent::of(entry, account, sequence, None).unwrap().id
        };
        let first = id(&opened, &account, 3);
        assert_eq!(first, id(&opened, &account, 3));
        let mut other = account.clone();
        other.id = AccountId::from_row(8);
        let mut renewed = account.clone();
        renewed.link = LinkSlug::parse("link2").unwrap();
        let started = entry(TimelineEvent::Started);
        for id in [
            id(&opened, &account, 4),
            id(&opened, &other, 3),
            id(&opened, &renewed, 3),
            id(&started, &account, 3),
        ] {
            assert_ne!(id, first);
            assert_eq!(id.as_str()[..16], first.as_str()[..16], "of one moment");
        }
        let mut earlier = opened.clone();
        for _ in 0..100 {
            let later = id(&earlier, &account, 3);
            earlier.at = Timestamp::from_millis(earlier.at.as_millis() - 1);
            assert!(id(&earlier, &account, 3).as_str() < later.as_str());
        }
        let partner = PartnerId::from_row(1);
        let test = |number| NewEvent::test(partner, number, opened.at).id;
        assert_ne!(test(1), test(2));
        assert_ne!(
            test(1),
            NewEvent::test(PartnerId::from_row(2), 1, opened.at).id
        );
    }
}
