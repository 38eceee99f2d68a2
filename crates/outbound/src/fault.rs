//! Why a call brought no status, out of what the HTTP client says.

use crate::allowed::Refused;
use crate::resolve::NotFound;
use gangway_domain::AttemptFault;
use std::error::Error;
use std::io;
use std::iter::successors;

pub(crate) fn fault_of(error: &reqwest::Error) -> AttemptFault {
    if any(error, |cause| cause.is::<Refused>()) || error.is_builder() {
        AttemptFault::Blocked
    } else if any(error, |cause| cause.is::<NotFound>()) {
        AttemptFault::Dns
    } else if any(error, |cause| cause.is::<rustls::Error>()) {
        AttemptFault::Tls
    } else if error.is_timeout() {
        AttemptFault::Timeout
    // There was a connection if the receiver broke off in the midst of TLS.
    } else if error.is_connect() && !any(error, broke_off) {
        AttemptFault::Connect
    } else {
        AttemptFault::Broken
    }
}

/// Whether one of the causes is such an error. One within an IO error, as those of TLS are, is
/// not named as its source.
fn any(error: &reqwest::Error, is: fn(&(dyn Error + 'static)) -> bool) -> bool {
    let within = |error: &(dyn Error + 'static)| {
        successors(Some(error), |error| {
            let error = error.downcast_ref::<io::Error>()?.get_ref()?;
            Some(error)
        })
        .any(is)
    };
    successors(error.source(), |error| (*error).source()).any(within)
}

fn broke_off(cause: &(dyn Error + 'static)) -> bool {
    use io::ErrorKind::{BrokenPipe, ConnectionAborted, ConnectionReset, UnexpectedEof};
    let kind = cause.downcast_ref().map(io::Error::kind);
    matches!(
        kind,
        Some(BrokenPipe | ConnectionAborted | ConnectionReset | UnexpectedEof)
    )
}
