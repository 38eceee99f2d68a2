//! Fetching a small file.

use crate::Outbound;
use crate::fault::fault_of;
use gangway_domain::AttemptFault;
use reqwest::Response;
use reqwest::header::ACCEPT;
use std::time::Duration;
use tokio::time::timeout;
use url::Url;

/// Why there is no file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotFetched {
    /// Nobody answered, or not to the end.
    #[error("nothing came of it: {}", .0.name())]
    Fault(AttemptFault),
    /// The answer is no file.
    #[error("the answer had HTTP status {0}")]
    Status(u16),
    /// There is more than was asked for.
    #[error("the file is too large")]
    TooLarge,
}

impl Outbound {
    /// Fetches a file of at most so many bytes. It is there as a whole within `within`, and
    /// within the time of any other call, or not at all.
    ///
    /// # Errors
    /// With the reason why there is no file. An answer that leads elsewhere is none.
    pub async fn fetch(
        &self,
        url: &str,
        accept: &'static str,
        most: usize,
        within: Duration,
    ) -> Result<Vec<u8>, NotFetched> {
        let blocked = NotFetched::Fault(AttemptFault::Blocked);
        let url = Url::parse(url).map_err(|_| blocked)?;
        // The resolver is not asked for it.
        self.judge(&url).map_err(|_| blocked)?;
        let client = self.client().map_err(|error| {
            tracing::error!(%error, "nothing can be fetched by this node");
            NotFetched::Fault(AttemptFault::Tls)
        })?;
        let request = client.get(url).header(ACCEPT, accept);
        let fetched = async {
            let answer = request.send().await.map_err(|error| fault(&error))?;
            match answer.status().as_u16() {
                200 => whole(answer, most).await,
                status => Err(NotFetched::Status(status)),
            }
        };
        timeout(self.timeout.min(within), fetched)
            .await
            .unwrap_or(Err(NotFetched::Fault(AttemptFault::Timeout)))
    }
}

fn fault(error: &reqwest::Error) -> NotFetched {
    NotFetched::Fault(fault_of(error))
}

/// What is dropped unread closes its connection.
async fn whole(mut answer: Response, most: usize) -> Result<Vec<u8>, NotFetched> {
    let told = answer.content_length();
    if told.is_some_and(|told| usize::try_from(told).map_or(true, |told| told > most)) {
        return Err(NotFetched::TooLarge);
    }
    let mut file = Vec::new();
    while let Some(chunk) = answer.chunk().await.map_err(|error| fault(&error))? {
        if file.len() + chunk.len() > most {
            return Err(NotFetched::TooLarge);
        }
        file.extend_from_slice(&chunk);
    }
    Ok(file)
}
