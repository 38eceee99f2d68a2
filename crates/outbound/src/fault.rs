//! Why a call brought no status, out of what the HTTP client says.

use crate::allowed::Refused;
use crate::resolve::NotFound;
use gangway_domain::AttemptFault;
use std::error::Error;

pub(crate) fn fault_of(error: &reqwest::Error) -> AttemptFault {
    let causes = || std::iter::successors(error.source(), |error| (*error).source());
    if causes().any(|cause| cause.is::<Refused>()) {
        AttemptFault::Blocked
    } else if causes().any(|cause| cause.is::<NotFound>()) {
        AttemptFault::Dns
    } else if causes().any(is_tls) {
        AttemptFault::Tls
    } else if error.is_timeout() {
        AttemptFault::Timeout
    } else if error.is_connect() {
        AttemptFault::Connect
    } else {
        AttemptFault::Broken
    }
}

/// TLS reports through IO errors, one in another, which do not name it as their source.
fn is_tls(cause: &(dyn Error + 'static)) -> bool {
    let inner = cause
        .downcast_ref::<std::io::Error>()
        .and_then(std::io::Error::get_ref);
    cause.is::<rustls::Error>() || inner.is_some_and(|inner| is_tls(inner))
}
