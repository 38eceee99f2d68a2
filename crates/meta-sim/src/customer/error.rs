//! What can go wrong for a headless customer.

use url::Url;

/// Why a headless customer could not go through. URLs are shown without their query: it carries the session.
#[derive(Debug, thiserror::Error)]
pub enum CustomerError {
    /// A URL that is none.
    #[error("{what} `{url}` is not a URL: give it in full, with http:// or https://")]
    BadUrl {
        /// Which URL.
        what: &'static str,
        /// As given.
        url: String,
    },
    /// The HTTP client could not be set up.
    #[error("the HTTP client cannot be set up")]
    Client(#[source] reqwest::Error),
    /// No answer.
    #[error("no answer from {url}: check that it is running and reachable")]
    Unreachable {
        /// Without query.
        url: String,
        /// The cause.
        #[source]
        source: reqwest::Error,
    },
    /// The link's page offers no onboarding.
    #[error(
        "the link's page (HTTP {status}) offers no onboarding: the link is finished, expired, removed, or not an onboarding link"
    )]
    NoOnboarding {
        /// The page's status.
        status: u16,
    },
    /// The page's data cannot be read.
    #[error("the data of the link's page cannot be read: {reason}")]
    BadPage {
        /// What is wrong with it.
        reason: String,
    },
    /// The simulator does not let the customer through.
    #[error("the simulator refused: {reason}")]
    Refused {
        /// In its words.
        reason: String,
    },
    /// The server sends the browser to a dialog that is not the simulator's.
    #[error(
        "the server's dialog is at {url}, and not at the sandbox: set meta.dialog_url to the sandbox URL"
    )]
    ForeignDialog {
        /// Its origin.
        url: String,
    },
    /// Something else than a simulator answered.
    #[error("{url} answered HTTP {status}, and not as the simulator does: check the sandbox URL")]
    NotASimulator {
        /// What was asked.
        url: String,
        /// Its status.
        status: u16,
    },
    /// The server's answer has no state.
    #[error("{url} answered HTTP {status} without a state")]
    UnexpectedAnswer {
        /// Without query.
        url: String,
        /// Its status.
        status: u16,
    },
}

impl CustomerError {
    pub(crate) fn unreachable(url: &Url, source: reqwest::Error) -> Self {
        Self::Unreachable {
            url: without_query(url),
            source: source.without_url(),
        }
    }

    pub(super) fn unexpected(url: &Url, status: u16) -> Self {
        Self::UnexpectedAnswer {
            url: without_query(url),
            status,
        }
    }
}

fn without_query(url: &Url) -> String {
    let mut url = url.clone();
    url.set_query(None);
    url.into()
}
