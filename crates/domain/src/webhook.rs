//! What partners are told, and where and when it is sent.

use crate::{FieldError, FieldProblem, RetryPolicy, TimelineEvent, clean};
use std::time::Duration;
use url::Url;

macro_rules! named {
    ($(#[$doc:meta])* $name:ident { $($(#[$item:meta])* $variant:ident = $text:literal),* $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum $name {
            $($(#[$item])* $variant,)*
        }

        impl $name {
            /// Every one.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// Its name, stored and told.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$variant => $text,)*
                }
            }

            /// Reads a name.
            #[must_use]
            pub fn from_name(name: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|one| one.name() == name)
            }
        }
    };
}

named! {
    /// The kinds of events that partners are told.
    PartnerEvent {
        /// The partner made the account.
        Created = "onboarding.created",
        /// The customer looked at the page for the first time.
        Opened = "onboarding.opened",
        /// She pressed the button.
        Started = "onboarding.started",
        /// The set-up came a step further, left one out, or waits before it.
        Step = "onboarding.step",
        /// She left Meta's dialog.
        Cancelled = "onboarding.cancelled",
        /// The set-up halted, or the link's time ran out.
        Failed = "onboarding.failed",
        /// The number is live.
        Finished = "onboarding.finished",
        /// The account was removed.
        Removed = "onboarding.removed",
        /// She asks for a new link.
        RenewalRequested = "onboarding.renewal_requested",
        /// Meta said something new of a number, or it is live again.
        NumberUpdated = "number.updated",
        /// The number was cut off.
        NumberDisconnected = "number.disconnected",
        /// The partner asked for a test.
        WebhookTest = "webhook.test",
    }
}

impl PartnerEvent {
    /// What a partner is told when this happens to an account; `None` for what is the
    /// installation's own affair.
    #[must_use]
    pub const fn of(event: TimelineEvent) -> Option<Self> {
        Some(match event {
            TimelineEvent::Created => Self::Created,
            TimelineEvent::Opened => Self::Opened,
            TimelineEvent::Started => Self::Started,
            TimelineEvent::StepDone | TimelineEvent::StepSkipped | TimelineEvent::StepWaits => {
                Self::Step
            }
            TimelineEvent::Cancelled => Self::Cancelled,
            TimelineEvent::Halted | TimelineEvent::Expired => Self::Failed,
            TimelineEvent::Finished => Self::Finished,
            TimelineEvent::Removed => Self::Removed,
            TimelineEvent::RenewalRequested => Self::RenewalRequested,
            TimelineEvent::Reconnected | TimelineEvent::MetaNotice => Self::NumberUpdated,
            TimelineEvent::Disconnected => Self::NumberDisconnected,
            TimelineEvent::Code
            | TimelineEvent::Resumed
            | TimelineEvent::TakenOver
            | TimelineEvent::Recovered
            | TimelineEvent::LinkRenewed => return None,
        })
    }
}

named! {
    /// Where a delivery stands.
    DeliveryState {
        /// It is sent, now or later.
        Pending = "pending",
        /// The receiver took it.
        Delivered = "delivered",
        /// It was tried as often as it is, or the receiver wants no more.
        Failed = "failed",
    }
}

named! {
    /// Why an endpoint was switched off.
    OffReason {
        /// It answered 410 Gone.
        Gone = "gone",
        /// Nothing was taken for five days.
        Failing = "failing",
    }
}

named! {
    /// Why an attempt brought no HTTP status.
    AttemptFault {
        /// The address may not be called.
        Blocked = "blocked_address",
        /// The host name was not found.
        Dns = "dns",
        /// No connection.
        Connect = "connect",
        /// No safe connection: the certificate, above all.
        Tls = "tls",
        /// No answer in time.
        Timeout = "timeout",
        /// The connection broke before there was an answer.
        Broken = "connection_broken",
    }
}

/// The public identifier of an event: the same in every repetition.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct EventId(String);

impl EventId {
    const PREFIX: &str = "evt_";

    /// From 128 bits that no other event has.
    #[must_use]
    pub fn from_bits(bits: u128) -> Self {
        Self(format!("{}{bits:032x}", Self::PREFIX))
    }

    /// Reads one.
    ///
    /// # Errors
    /// When it is not of the form in which they are given out.
    pub fn parse(raw: &str) -> Result<Self, FieldError> {
        let fits = raw.strip_prefix(Self::PREFIX).is_some_and(|digits| {
            let lower_hex = |b: u8| b.is_ascii_digit() || (b'a'..=b'f').contains(&b);
            digits.len() == 32 && digits.bytes().all(lower_hex)
        });
        if fits {
            Ok(Self(raw.to_owned()))
        } else {
            Err(FieldError::new(
                "event",
                "is not the id of an event; it looks like evt_ and 32 characters",
            ))
        }
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Display for EventId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// Characters that an address may have.
const LONGEST: usize = 512;

/// Where a partner's webhooks are sent: http or https, at most 512 characters, without
/// credentials and fragment.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct WebhookUrl(String);

impl WebhookUrl {
    /// Cleans and checks; `None` when nothing is left after trimming.
    ///
    /// # Errors
    /// When it is too long or not such an address.
    pub fn parse(raw: &str) -> Result<Option<Self>, FieldError> {
        let wrong = |why| Err(FieldError::new("url", why));
        let text = clean("url", raw, LONGEST)?;
        if text.is_empty() {
            return Ok(None);
        }
        let Ok(url) = Url::parse(&text) else {
            return wrong(FieldProblem::NotAddress);
        };
        if !matches!(url.scheme(), "http" | "https") {
            return wrong(FieldProblem::NotHttp);
        }
        if !url.username().is_empty() || url.password().is_some() {
            return wrong(FieldProblem::WithCredentials);
        }
        if url.fragment().is_some() {
            return wrong(FieldProblem::WithFragment);
        }
        let text = String::from(url);
        if text.len() > LONGEST {
            return wrong(FieldProblem::TooLong { most: LONGEST });
        }
        Ok(Some(Self(text)))
    }

    /// The address in its normal form.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// When a delivery that was not taken is tried again: eight tries within about 28 hours.
#[must_use]
pub fn delivery_retries() -> RetryPolicy {
    const MINUTE: u64 = 60;
    const HOUR: u64 = 60 * MINUTE;
    let pauses = [
        5,
        5 * MINUTE,
        30 * MINUTE,
        2 * HOUR,
        5 * HOUR,
        10 * HOUR,
        10 * HOUR,
    ];
    RetryPolicy::new(pauses.map(Duration::from_secs).to_vec())
}

/// An endpoint that takes nothing for so long is switched off.
pub const OFF_AFTER: Duration = Duration::from_secs(5 * 24 * 3600);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_read_back() {
        for event in PartnerEvent::ALL {
            assert_eq!(PartnerEvent::from_name(event.name()), Some(*event));
        }
        assert_eq!(PartnerEvent::from_name("onboarding"), None);
    }

    #[test]
    fn every_event_but_the_test_is_told_of_something() {
        let told: Vec<_> = TimelineEvent::ALL
            .iter()
            .filter_map(|event| PartnerEvent::of(*event))
            .collect();
        for event in PartnerEvent::ALL {
            let expected = *event != PartnerEvent::WebhookTest;
            assert_eq!(told.contains(event), expected, "{event:?}");
        }
    }

    #[test]
    fn event_ids_read_back_and_nothing_else_does() {
        let id = EventId::from_bits(0xab);
        assert_eq!(id.as_str(), "evt_000000000000000000000000000000ab");
        assert_eq!(EventId::parse(id.as_str()), Ok(id));
        for bad in [
            "",
            "evt_",
            "evt_00000000000000000000000000000AB1",
            "msg_000000000000000000000000000000ab",
            "evt_0000000000000000000000000000000\u{661}",
        ] {
            assert!(EventId::parse(bad).is_err(), "{bad:?}");
        }
    }

    #[test]
    fn webhook_addresses_are_http_or_https() {
        for (raw, normal) in [
            (
                "https://example.com/hooks?a=1",
                "https://example.com/hooks?a=1",
            ),
            (" http://EXAMPLE.com ", "http://example.com/"),
            ("http://0x7f.1/", "http://127.0.0.1/"),
        ] {
            let url = WebhookUrl::parse(raw).unwrap().unwrap();
            assert_eq!(url.as_str(), normal);
        }
        assert_eq!(WebhookUrl::parse("  "), Ok(None));
        for bad in [
            "example.com",
            "ftp://example.com/",
            "https://",
            "https://u:p@example.com/",
            "https://example.com/#top",
            "javascript:alert(1)",
        ] {
            assert!(WebhookUrl::parse(bad).is_err(), "{bad}");
        }
        let long = format!("https://example.com/{}", "é".repeat(300));
        assert!(WebhookUrl::parse(&long).is_err(), "its normal form is long");
    }

    #[test]
    fn eight_tries_and_then_no_more() {
        let pauses: Vec<_> = (1..9)
            .map(|tries| delivery_retries().pause_after(tries).map(|p| p.as_secs()))
            .collect();
        let hour = 3600;
        assert_eq!(
            pauses,
            [
                Some(5),
                Some(300),
                Some(1800),
                Some(2 * hour),
                Some(5 * hour),
                Some(10 * hour),
                Some(10 * hour),
                None
            ]
        );
    }
}
