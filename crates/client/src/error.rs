//! What can go wrong with a call.

/// Why a call to the partner API gave no result.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The base URL given to [`Client::new`](crate::Client::new) cannot be used.
    #[error("base URL {url:?}: {problem}")]
    BaseUrl {
        /// The URL as given.
        url: String,
        /// What is wrong with it and what is expected.
        problem: &'static str,
    },
    /// The HTTP client could not be built, for instance because the system has no root certificates.
    #[error("the HTTP client cannot be set up")]
    Setup(#[source] reqwest::Error),
    /// The request did not reach the server, or the answer did not arrive in full.
    #[error("{endpoint}: no answer from the server")]
    Transport {
        /// Name of the endpoint, such as `getAccounts`.
        endpoint: &'static str,
        /// The cause, without the URL: its query may hold a customer's data.
        #[source]
        source: reqwest::Error,
    },
    /// The API answered `FAIL`.
    #[error("{endpoint}: refused with reason {reason}: {message}")]
    Refused {
        /// Name of the endpoint, such as `getAccounts`; reason numbers belong to it.
        endpoint: &'static str,
        /// HTTP status of the answer; 200 where the server answers 200 to everything.
        http_status: u16,
        /// The endpoint's reason number.
        reason: u32,
        /// One sentence that names the field and the mend; empty where the server gave none.
        message: String,
    },
    /// Something answered, but not in the form of the partner API.
    #[error(
        "{endpoint}: the answer (HTTP {http_status}) is not the partner API's: {problem}; check the base URL"
    )]
    Decode {
        /// Name of the endpoint, such as `getAccounts`.
        endpoint: &'static str,
        /// HTTP status of the answer.
        http_status: u16,
        /// What about the answer could not be understood.
        problem: String,
    },
}
