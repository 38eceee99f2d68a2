//! What a failed call leads to: another try, a wait, or a halt that somebody has to clear.

use gangway_domain::{Problem, RetryPolicy, Timestamp};
use gangway_meta::{Call, GraphError, GraphErrorKind};
use gangway_storage::{StepError, Then};
use std::time::Duration;

/// A run waits this long for its own next try; for a longer pause it gives its lease back.
pub(super) const IN_RUN: Duration = Duration::from_secs(2);
/// The wait after a limit of which Meta does not say how long it lasts.
const BUSY: Duration = Duration::from_secs(5 * 60);
/// Meta takes no registration of a number for so long once there were ten.
pub(super) const REGISTER_LIMIT: Duration = Duration::from_secs(72 * 3600);
/// A number that was deleted at Meta rests for so long.
const RECENTLY_DELETED: Duration = Duration::from_secs(5 * 60);
/// After too many wrong PINs. Meta says how long in words only.
const PIN_TRIES: Duration = Duration::from_secs(3600);

/// What becomes of the set-up when the `tries`th try of a step failed like this.
pub(super) fn after_refusal(
    error: &GraphError,
    tries: u32,
    policy: &RetryPolicy,
    now: Timestamp,
) -> Then {
    use GraphErrorKind as Kind;
    let halt = |problem| Then::Halt {
        problem,
        not_before: None,
    };
    let halt_for = |problem, wait| Then::Halt {
        problem,
        not_before: Some(now.plus(wait)),
    };
    let exchange = error.call() == Call::ExchangeCode;
    match error.kind() {
        Kind::RateLimited => {
            let stated = error.wait();
            let pause = policy.pause_after(tries);
            match (pause, exchange) {
                // The code is used up with the waiting; a new turn brings another.
                (_, true) => halt(Problem::MetaUnavailable),
                (Some(pause), false) if may_call_again(error) => Then::Later {
                    at: now.plus(stated.unwrap_or_else(|| pause.max(BUSY))),
                    asked_by_meta: stated.is_some(),
                },
                _ => halt_for(Problem::MetaBusy, stated.unwrap_or(BUSY)),
            }
        }
        Kind::Unavailable if error.is_retryable() || error.call() == Call::AttachCreditLine => {
            match policy.pause_after(tries) {
                Some(pause) if pause <= IN_RUN => Then::Again,
                Some(pause) => Then::Later {
                    at: now.plus(pause),
                    asked_by_meta: false,
                },
                None => halt(Problem::MetaUnavailable),
            }
        }
        Kind::Unavailable => halt(Problem::MetaUnavailable),
        // Whatever Meta has against a code, only another one helps.
        _ if exchange => halt(Problem::CodeRefused),
        Kind::CodeUsedOrExpired => halt(Problem::CodeRefused),
        // Nobody but the customer can give access again.
        Kind::TokenDead | Kind::Gone | Kind::SyncTooLate => halt(Problem::AccessEnded),
        Kind::Permission => halt(Problem::AppNotAllowed),
        Kind::PinMismatch if error.call() == Call::Register => halt(Problem::PinUnknown),
        Kind::PinTries => halt_for(Problem::PinTries, error.wait().unwrap_or(PIN_TRIES)),
        Kind::RegisterLimit => halt_for(Problem::RegisterLimit, REGISTER_LIMIT),
        Kind::RecentlyDeleted => halt_for(Problem::RecentlyDeleted, RECENTLY_DELETED),
        Kind::NotVerified => halt(Problem::NumberNotVerified),
        Kind::Blocked => halt(Problem::Blocked),
        Kind::PaymentMissing => halt(Problem::PaymentMissing),
        Kind::PinMismatch | Kind::SyncRepeated | Kind::Other => halt(Problem::MetaRefused),
    }
}

/// What Meta asked for when it refused a registration with this code, and for how long.
pub(super) const fn asked_after(code: i64) -> Option<(Problem, Duration)> {
    match code {
        133_008 | 133_009 => Some((Problem::PinTries, PIN_TRIES)),
        133_015 => Some((Problem::RecentlyDeleted, RECENTLY_DELETED)),
        133_016 => Some((Problem::RegisterLimit, REGISTER_LIMIT)),
        _ => None,
    }
}

/// Whether a step may come to this call again by itself. Paying is looked up before it is
/// asked for again.
fn may_call_again(error: &GraphError) -> bool {
    error.call().may_repeat() || error.call() == Call::AttachCreditLine
}

/// How a failed call is kept.
pub(super) fn step_error(error: &GraphError) -> StepError {
    let facts = error.facts();
    StepError {
        text: facts.text,
        http_status: facts.http_status.map(i64::from),
        code: facts.code,
        subcode: facts.subcode,
        details: facts.details,
        fbtrace_id: facts.fbtrace_id,
    }
}
