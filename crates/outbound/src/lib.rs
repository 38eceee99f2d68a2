//! HTTP to addresses that partners name, with no way into the operator's own network: every
//! address is judged after its name was looked up, and the connection goes to the judged
//! address and no other.

mod address;
mod allowed;
mod fault;
mod fetch;
mod resolve;
mod retry_after;
#[cfg(test)]
mod tests;
mod trust;

pub use allowed::{Allowed, NoNetwork, Refused};
pub use fetch::NotFetched;
pub use trust::{Authorities, NoCertificates};

use bytes::Bytes;
use fault::fault_of;
use gangway_domain::AttemptFault;
use reqwest::redirect::Policy;
use reqwest::{Client, Response};
use resolve::Judged;
use retry_after::retry_after;
use std::net::IpAddr;
use std::sync::{Arc, OnceLock};
use std::time::Duration;
use tokio::time::{Instant, timeout, timeout_at};
use url::{Host, Url};

/// How much of an answer is kept.
const KEPT: usize = 2 * 1024;
/// How much of it is read, so that the connection can be used again.
const READ: usize = 16 * 1024;
/// An answer that has begun may take so much longer to end.
const GRACE: Duration = Duration::from_secs(2);
/// A connection that is not used is kept for so long, and so many of them for each receiver.
const IDLE: Duration = Duration::from_secs(30);
const IDLE_MOST: usize = 64;

/// The HTTP client could not be made.
#[derive(Debug, thiserror::Error)]
enum NoClient {
    #[error("TLS could not be set up")]
    Tls(#[from] rustls::Error),
    #[error("the HTTP client could not be made")]
    Client(#[from] reqwest::Error),
}

/// An answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Posted {
    /// HTTP status.
    pub status: u16,
    /// How long the receiver asks to be left alone, in its own words: it may be ages.
    pub retry_after: Option<Duration>,
    /// How it began, at most 2,048 bytes.
    pub answer: Vec<u8>,
}

/// The way out. Clones share their connections.
#[derive(Debug, Clone)]
pub struct Outbound {
    /// Made with the first call: the system's certificates take their time and their room.
    client: Arc<OnceLock<Client>>,
    allowed: Arc<Allowed>,
    authorities: Arc<Authorities>,
    timeout: Duration,
}

impl Outbound {
    /// Calls take no longer than `timeout`, looking up the name included.
    #[must_use]
    pub fn new(allowed: Allowed, timeout: Duration) -> Self {
        Self {
            client: Arc::default(),
            allowed: Arc::new(allowed),
            authorities: Arc::default(),
            timeout,
        }
    }

    /// Believes the certificates of these authorities too.
    #[must_use]
    pub fn trusting(self, authorities: Authorities) -> Self {
        Self {
            client: Arc::default(),
            authorities: Arc::new(authorities),
            ..self
        }
    }

    fn client(&self) -> Result<&Client, NoClient> {
        if let Some(client) = self.client.get() {
            return Ok(client);
        }
        let client = Client::builder()
            .tls_backend_preconfigured(self.authorities.tls()?)
            .user_agent(concat!("Gangway/", env!("CARGO_PKG_VERSION")))
            .dns_resolver(Judged::new(Arc::clone(&self.allowed)))
            // An answer that leads elsewhere could lead inside.
            .redirect(Policy::none())
            // A proxy would look the name up itself.
            .no_proxy()
            .retry(reqwest::retry::never())
            .http1_only()
            // One dead address of several leaves time for another.
            .connect_timeout(self.timeout / 2)
            .tcp_nodelay(true)
            .pool_idle_timeout(IDLE)
            .pool_max_idle_per_host(IDLE_MOST)
            .build()?;
        Ok(self.client.get_or_init(|| client))
    }

    /// Judges what an address says by itself. A name is judged when it is looked up, each time
    /// something connects; what is no address at all is not judged here.
    ///
    /// # Errors
    /// When nothing is sent there.
    pub fn check(&self, url: &str) -> Result<(), Refused> {
        Url::parse(url).map_or(Ok(()), |url| self.judge(&url))
    }

    fn judge(&self, url: &Url) -> Result<(), Refused> {
        literal(url).map_or(Ok(()), |address| self.allowed.judge(address))
    }

    /// Posts a body. Once the receiver has answered with a status that is the outcome, whatever
    /// the rest of its answer is like.
    ///
    /// # Errors
    /// With the reason why there is no status.
    pub async fn post(
        &self,
        url: &str,
        headers: &[(&'static str, &str)],
        body: Bytes,
    ) -> Result<Posted, AttemptFault> {
        let url = Url::parse(url).map_err(|_| AttemptFault::Blocked)?;
        // The resolver is not asked for it.
        self.judge(&url).map_err(|_| AttemptFault::Blocked)?;
        let end = Instant::now() + self.timeout;
        let client = self.client().map_err(|error| {
            tracing::error!(%error, "no webhook can be sent from this node");
            AttemptFault::Tls
        })?;
        let mut request = client.post(url).body(body);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let response = match timeout_at(end, request.send()).await {
            Ok(Ok(response)) => response,
            Ok(Err(error)) => return Err(fault_of(&error)),
            Err(_) => return Err(AttemptFault::Timeout),
        };
        let status = response.status().as_u16();
        let retry_after = retry_after(response.headers());
        let mut answer = Vec::new();
        let grace = GRACE.min(end.duration_since(Instant::now()));
        // Out of time, or broken off: what there is will do.
        let _ = timeout(grace, read(response, &mut answer)).await;
        Ok(Posted {
            status,
            retry_after,
            answer,
        })
    }
}

/// Reads an answer, but not much more than is kept. What is dropped unread closes its
/// connection.
async fn read(mut response: Response, answer: &mut Vec<u8>) {
    let mut seen = 0;
    while let Ok(Some(chunk)) = response.chunk().await {
        let room = KEPT.saturating_sub(answer.len());
        answer.extend_from_slice(chunk.get(..room).unwrap_or(&chunk));
        seen += chunk.len();
        if seen > READ {
            break;
        }
    }
}

/// The address that a URL names without a name, in whichever spelling.
fn literal(url: &Url) -> Option<IpAddr> {
    match url.host()? {
        Host::Ipv4(address) => Some(IpAddr::V4(address)),
        Host::Ipv6(address) => Some(IpAddr::V6(address)),
        Host::Domain(_) => None,
    }
}
