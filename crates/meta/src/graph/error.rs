//! What can go wrong in a call, as data.

use super::Call;
use std::time::Duration;

/// A call that did not give what it should. Neither `Display` nor `Debug` shows tokens,
/// secrets or addresses.
#[derive(Debug, thiserror::Error)]
pub enum GraphError {
    /// Meta answered that it will not.
    #[error(transparent)]
    Refused(Box<GraphRefusal>),
    /// No whole answer came.
    #[error("{call}: no answer from Meta ({})", describe(*sent, source))]
    Transport {
        /// Which call.
        call: Call,
        /// Whether Meta may have got the request, so that its effect may have happened.
        sent: bool,
        /// What broke, without the address.
        source: reqwest::Error,
    },
    /// An answer came that cannot be Meta's, or is not in the form that Meta describes.
    #[error("{call}: the answer with HTTP status {http_status} cannot be read: {problem}")]
    Unreadable {
        /// Which call.
        call: Call,
        /// HTTP status of the answer.
        http_status: u16,
        /// What is wrong with it; never a part of it.
        problem: String,
    },
    /// Meta had asked to be left alone for a while, so nothing was sent.
    #[error("{call}: not sent; Meta asked to wait {} s more", wait.as_secs())]
    Held {
        /// Which call.
        call: Call,
        /// How long from now.
        wait: Duration,
    },
}

/// Meta's refusal. Texts are cut to a sane length and carry no tokens.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", describe_refusal(self))]
pub struct GraphRefusal {
    /// Which call.
    pub call: Call,
    /// HTTP status; Meta does not promise much about it.
    pub http_status: u16,
    /// Meta's code, which decides.
    pub code: i64,
    /// A finer code, where one is given.
    pub subcode: Option<i64>,
    /// Meta's text for developers.
    pub message: String,
    /// More of it.
    pub details: Option<String>,
    /// Meta's text for the customer.
    pub user_message: Option<String>,
    /// Whether Meta itself says that the same call may work later.
    pub is_transient: bool,
    /// Names the call to Meta's support.
    pub fbtrace_id: Option<String>,
    /// How long Meta says to wait.
    pub wait: Option<Duration>,
}

/// What a failed call means for the caller.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum GraphErrorKind {
    /// The token has expired or the customer has taken it back.
    TokenDead,
    /// The app or the token may not do this.
    Permission,
    /// Too many calls; later they work again.
    RateLimited,
    /// The object does not exist, or is not shared with this token (any more).
    Gone,
    /// The number has another two-step PIN.
    PinMismatch,
    /// Too many tries, or too quick ones, of the two-step PIN; the details say for how long.
    PinTries,
    /// The possession of the number has to be proved by a code first.
    NotVerified,
    /// The number was deleted a moment ago; it can be registered after five minutes.
    RecentlyDeleted,
    /// The number was registered too often; blocked for 72 hours.
    RegisterLimit,
    /// Meta has blocked or locked the account for breaking its rules.
    Blocked,
    /// The account has no way to pay, or not a good one.
    PaymentMissing,
    /// The code cannot be exchanged: too old, used, or for another redirect address.
    CodeUsedOrExpired,
    /// This data was already asked for.
    SyncRepeated,
    /// The first 24 hours are over.
    SyncTooLate,
    /// Meta could not be reached, did not answer properly, or has a fault of its own.
    Unavailable,
    /// Anything else that Meta refuses.
    Other,
}

impl GraphError {
    /// What the failure means.
    #[must_use]
    pub fn kind(&self) -> GraphErrorKind {
        match self {
            Self::Refused(refusal) => refusal.kind(),
            Self::Unreadable {
                http_status: 429, ..
            }
            | Self::Held { .. } => GraphErrorKind::RateLimited,
            Self::Transport { .. } | Self::Unreadable { .. } => GraphErrorKind::Unavailable,
        }
    }

    /// Whether the same call may simply be made again after a pause. Never true of calls
    /// that must not be repeated; see [`Call::may_repeat`].
    #[must_use]
    pub fn is_retryable(&self) -> bool {
        let passes = match self {
            Self::Refused(refusal) => matches!(
                refusal.kind(),
                GraphErrorKind::Unavailable | GraphErrorKind::RateLimited
            ),
            Self::Transport { source, .. } => !source.is_builder(),
            Self::Unreadable { http_status, .. } => *http_status == 429 || *http_status >= 500,
            Self::Held { .. } => true,
        };
        passes && self.call().may_repeat()
    }

    /// How long Meta wants to be left alone. `None` where it does not say, also when it
    /// refuses for too many calls.
    #[must_use]
    pub fn wait(&self) -> Option<Duration> {
        match self {
            Self::Refused(refusal) => refusal.wait,
            Self::Held { wait, .. } => Some(*wait),
            Self::Transport { .. } | Self::Unreadable { .. } => None,
        }
    }

    /// Whether the call may have done what it is for all the same, so that this has to be
    /// found out before it is made again.
    #[must_use]
    pub fn may_have_acted(&self) -> bool {
        match self {
            // Where Meta itself stumbled, it may have done so after the effect.
            Self::Refused(refusal) => refusal.kind() == GraphErrorKind::Unavailable,
            Self::Transport { sent, .. } => *sent,
            Self::Unreadable { .. } => true,
            Self::Held { .. } => false,
        }
    }

    /// Which call failed.
    #[must_use]
    pub const fn call(&self) -> Call {
        match self {
            Self::Refused(refusal) => refusal.call,
            Self::Transport { call, .. }
            | Self::Unreadable { call, .. }
            | Self::Held { call, .. } => *call,
        }
    }
}

impl GraphRefusal {
    /// Meta's words, those meant for people first.
    #[must_use]
    pub fn said(&self) -> &str {
        let words = self.user_message.as_ref().or(self.details.as_ref());
        words.unwrap_or(&self.message)
    }

    fn kind(&self) -> GraphErrorKind {
        use GraphErrorKind as Kind;
        // Meta documents the last two as codes; Graph often puts such numbers below code 100.
        if self.has(2_593_107) {
            return Kind::SyncRepeated;
        }
        if self.has(2_593_108) {
            return Kind::SyncTooLate;
        }
        match (self.code, self.subcode) {
            // Subcodes 36007 to 36009 tell more, but Meta does not promise to send them.
            (100, _) if self.call == Call::ExchangeCode => Kind::CodeUsedOrExpired,
            (0 | 190, _) => Kind::TokenDead,
            (3 | 10 | 200..=299 | 131_005, _) => Kind::Permission,
            (4 | 80_007 | 80_008 | 130_429 | 131_056, _) => Kind::RateLimited,
            (33, _) | (100, Some(33)) => Kind::Gone,
            (133_005, _) => Kind::PinMismatch,
            (133_006, _) => Kind::NotVerified,
            (133_008 | 133_009, _) => Kind::PinTries,
            (133_015, _) => Kind::RecentlyDeleted,
            (133_016, _) => Kind::RegisterLimit,
            (368 | 131_031, _) => Kind::Blocked,
            (131_042, _) => Kind::PaymentMissing,
            (1 | 2 | 131_000 | 131_016 | 131_057 | 133_004 | 2_494_100, _) => Kind::Unavailable,
            // Answered with HTTP 500, but nothing that passes by itself: the number is not
            // registered right, or an earlier deregistration is unfinished.
            (131_045 | 133_000, _) => Kind::Other,
            // Meta has decided about the code; see `number_refusal`.
            (136_024 | 136_025, _) => Kind::Other,
            _ if self.is_transient || self.http_status >= 500 => Kind::Unavailable,
            _ => Kind::Other,
        }
    }

    pub(super) fn has(&self, code: i64) -> bool {
        self.code == code || self.subcode == Some(code)
    }
}

fn describe(sent: bool, source: &reqwest::Error) -> String {
    let what = if source.is_timeout() {
        "time ran out"
    } else if source.is_connect() {
        "could not connect"
    } else if source.is_builder() {
        "the request could not be made"
    } else {
        "the connection broke"
    };
    let effect = if sent {
        "it may have acted on the request"
    } else {
        "it did not get the request"
    };
    format!("{what}; {effect}")
}

/// Codes only: Meta's own texts may name numbers and people, and errors go to logs.
fn describe_refusal(refusal: &GraphRefusal) -> String {
    let mut text = format!("{}: Meta refused with code {}", refusal.call, refusal.code);
    if let Some(subcode) = refusal.subcode {
        text.push_str(&format!("/{subcode}"));
    }
    text.push_str(&format!(" (HTTP status {})", refusal.http_status));
    if let Some(trace) = &refusal.fbtrace_id {
        text.push_str(&format!(" [fbtrace_id {trace}]"));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use GraphErrorKind as Kind;

    fn refusal(call: Call, http_status: u16, code: i64, subcode: Option<i64>) -> GraphRefusal {
        GraphRefusal {
            call,
            http_status,
            code,
            subcode,
            message: "No.".to_owned(),
            details: None,
            user_message: None,
            is_transient: false,
            fbtrace_id: None,
            wait: None,
        }
    }

    fn refused(refusal: GraphRefusal) -> GraphError {
        GraphError::Refused(Box::new(refusal))
    }

    #[test]
    fn codes_have_their_meaning_and_only_passing_ones_are_retried() {
        for (http_status, code, subcode, kind, retryable) in [
            (401, 0, None, Kind::TokenDead, false),
            (400, 190, Some(463), Kind::TokenDead, false),
            (500, 3, None, Kind::Permission, false),
            (403, 10, None, Kind::Permission, false),
            (403, 200, None, Kind::Permission, false),
            (403, 294, None, Kind::Permission, false),
            (403, 299, None, Kind::Permission, false),
            (400, 300, None, Kind::Other, false),
            (400, 4, None, Kind::RateLimited, true),
            (400, 80_008, None, Kind::RateLimited, true),
            (400, 33, None, Kind::Gone, false),
            (400, 100, Some(33), Kind::Gone, false),
            (400, 100, None, Kind::Other, false),
            (400, 104, None, Kind::Other, false),
            (400, 133_005, None, Kind::PinMismatch, false),
            (400, 133_016, None, Kind::RegisterLimit, false),
            (400, 2_593_107, None, Kind::SyncRepeated, false),
            (400, 100, Some(2_593_107), Kind::SyncRepeated, false),
            (400, 2_593_108, None, Kind::SyncTooLate, false),
            (400, 1, None, Kind::Unavailable, true),
            (503, 2, None, Kind::Unavailable, true),
            (500, 131_000, None, Kind::Unavailable, true),
            (500, 131_016, None, Kind::Unavailable, true),
            (503, 133_004, None, Kind::Unavailable, true),
            (400, 2_494_100, None, Kind::Unavailable, true),
            (500, 131_045, None, Kind::Other, false),
            (500, 133_000, None, Kind::Other, false),
            (500, 987_654, None, Kind::Unavailable, true),
            (400, 987_654, None, Kind::Other, false),
            (400, 133_006, None, Kind::NotVerified, false),
            (400, 133_008, None, Kind::PinTries, false),
            (400, 133_009, None, Kind::PinTries, false),
            (500, 133_015, None, Kind::RecentlyDeleted, false),
            (403, 368, None, Kind::Blocked, false),
            (403, 131_031, None, Kind::Blocked, false),
            (400, 131_042, None, Kind::PaymentMissing, false),
            (400, 80_007, None, Kind::RateLimited, true),
            (400, 130_429, None, Kind::RateLimited, true),
            (400, 131_056, None, Kind::RateLimited, true),
            (403, 131_005, None, Kind::Permission, false),
            (400, 131_009, None, Kind::Other, false),
            (500, 131_057, None, Kind::Unavailable, true),
            (400, 136_024, None, Kind::Other, false),
            (500, 136_024, None, Kind::Other, false),
            (500, 136_025, None, Kind::Other, false),
            (400, 2_388_012, None, Kind::Other, false),
            (400, 200_000, None, Kind::Other, false),
        ] {
            let error = refused(refusal(Call::Waba, http_status, code, subcode));
            assert_eq!(error.kind(), kind, "{code}/{subcode:?}");
            assert_eq!(error.is_retryable(), retryable, "{code}/{subcode:?}");
            assert_eq!(
                error.may_have_acted(),
                kind == Kind::Unavailable,
                "{code}/{subcode:?}"
            );
        }
    }

    #[test]
    fn a_transient_fault_may_be_retried_unless_the_code_decides() {
        let transient = |code| {
            refused(GraphRefusal {
                is_transient: true,
                ..refusal(Call::Waba, 400, code, None)
            })
        };
        assert!(transient(987_654).is_retryable());
        assert!(transient(987_654).may_have_acted());
        assert!(!transient(190).is_retryable());
        assert!(!transient(4).may_have_acted(), "it was not let in");
    }

    #[test]
    fn a_code_is_used_up_only_in_an_exchange() {
        for subcode in [None, Some(36_007), Some(36_008), Some(36_009)] {
            let kind = |call| refused(refusal(call, 400, 100, subcode)).kind();
            assert_eq!(kind(Call::ExchangeCode), Kind::CodeUsedOrExpired);
            assert_eq!(kind(Call::Waba), Kind::Other);
        }
    }

    #[test]
    fn calls_with_a_cap_are_never_repeated() {
        for call in [
            Call::ExchangeCode,
            Call::Register,
            Call::Deregister,
            Call::AddPreverified,
            Call::AddNumber,
            Call::RequestCode,
            Call::VerifyCode,
        ] {
            let error = refused(refusal(call, 503, 2, None));
            assert_eq!(error.kind(), Kind::Unavailable);
            assert!(!error.is_retryable(), "{call}");
        }
    }

    #[test]
    fn what_was_held_back_was_not_done() {
        for (call, retryable) in [(Call::Waba, true), (Call::Register, false)] {
            let wait = Duration::from_secs(90);
            let error = GraphError::Held { call, wait };
            assert_eq!(error.kind(), Kind::RateLimited);
            assert_eq!(error.wait(), Some(wait));
            assert_eq!(error.is_retryable(), retryable);
            assert!(!error.may_have_acted());
            assert_eq!(error.call(), call);
            assert!(error.to_string().ends_with("wait 90 s more"), "{error}");
        }
    }

    #[test]
    fn facts_are_what_is_known() {
        let refusal = GraphRefusal {
            details: Some("Ask for the PIN.".to_owned()),
            fbtrace_id: Some("Abc123".to_owned()),
            ..refusal(Call::Register, 400, 133_005, Some(7))
        };
        let error = refused(refusal);
        let facts = error.facts();
        assert_eq!(facts.text, error.to_string());
        assert_eq!(
            (facts.http_status, facts.code, facts.subcode),
            (Some(400), Some(133_005), Some(7))
        );
        assert_eq!(facts.details.as_deref(), Some("Ask for the PIN."));
        assert_eq!(facts.fbtrace_id.as_deref(), Some("Abc123"));
        let wait = Duration::from_secs(1);
        let facts = GraphError::Held {
            call: Call::Waba,
            wait,
        }
        .facts();
        assert_eq!((facts.http_status, facts.code), (None, None));
    }

    #[test]
    fn a_gateways_page_is_retried_by_its_status() {
        for (http_status, kind, retryable) in [
            (503, Kind::Unavailable, true),
            (429, Kind::RateLimited, true),
            (200, Kind::Unavailable, false),
            (404, Kind::Unavailable, false),
        ] {
            let error = GraphError::Unreadable {
                call: Call::Waba,
                http_status,
                problem: "it is not JSON".to_owned(),
            };
            assert_eq!(error.kind(), kind, "{http_status}");
            assert_eq!(error.is_retryable(), retryable, "{http_status}");
            assert!(error.may_have_acted());
            assert_eq!(error.facts().http_status, Some(http_status));
        }
    }

    #[test]
    fn a_refusal_reads_as_one_line() {
        let refusal = GraphRefusal {
            details: Some("Ask for the PIN.".to_owned()),
            fbtrace_id: Some("Abc123".to_owned()),
            ..refusal(Call::Register, 400, 133_005, Some(7))
        };
        assert_eq!(
            refused(refusal).to_string(),
            "register: Meta refused with code 133005/7 (HTTP status 400) [fbtrace_id Abc123]"
        );
    }
}
