//! A headless customer: opens an onboarding link as the page in a browser would, goes through the simulator's signup,
//! and reports what the page would show. Made for the CI of partners.

mod error;
mod page;

use std::time::Duration;

use reqwest::header::{ACCEPT, ORIGIN};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use url::Url;

pub use error::CustomerError;
use page::Page;

use crate::ending::{Ending, Ordering};
use crate::signup::{SignupAnswer, Step};
use crate::state::http_client;

/// How the customer behaves. The default does what fits the link.
#[derive(Clone, Debug, Default)]
pub struct FinishOptions {
    /// The phone number to connect; left out, the simulator invents one.
    pub number: Option<String>,
    /// The business name to enter; left out, the prefilled one.
    pub business_name: Option<String>,
    /// How to end; left out, the success that fits the link.
    pub ending: Option<Ending>,
    /// In which order code and event reach the page.
    pub ordering: Ordering,
}

/// What the onboarding page says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum PageState {
    /// The button is to be pressed.
    Ready,
    /// Nothing, or not everything, has come yet.
    Waiting,
    /// The server is at it.
    Working,
    /// The account is finished.
    Finished,
    /// The customer gave up.
    Cancelled,
    /// It did not work.
    Failed,
    /// The link was finished before; nothing more is to be done.
    Refused,
    /// The link's time is over.
    Expired,
    /// The link is dead.
    Gone,
}

impl PageState {
    /// The state as one word.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Ready => "ready",
            Self::Waiting => "waiting",
            Self::Working => "working",
            Self::Finished => "finished",
            Self::Cancelled => "cancelled",
            Self::Failed => "failed",
            Self::Refused => "refused",
            Self::Expired => "expired",
            Self::Gone => "gone",
        }
    }

    fn is_final(self) -> bool {
        !matches!(self, Self::Waiting | Self::Working)
    }
}

/// Where the onboarding ended up.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Outcome {
    /// The page's state.
    pub state: PageState,
    /// The headline that the customer reads.
    #[serde(default)]
    pub title: String,
    /// The sentence that the customer reads.
    #[serde(default)]
    pub message: String,
    /// The connected number.
    #[serde(default)]
    pub number: Option<String>,
}

/// A customer without a browser.
#[derive(Debug)]
pub struct Customer {
    sandbox: Url,
    http: reqwest::Client,
    patience: Duration,
}

impl Customer {
    /// How often the status is asked for.
    const POLL: Duration = Duration::from_millis(150);
    /// How long a page that still waits, though all was delivered, is watched.
    const WAITING_PATIENCE: Duration = Duration::from_secs(2);

    /// A customer who goes through the simulator at this base URL.
    ///
    /// # Errors
    /// When the URL is none, or the HTTP client cannot be set up.
    pub fn new(sandbox_url: &str) -> Result<Self, CustomerError> {
        let bad_url = || CustomerError::BadUrl {
            what: "the sandbox URL",
            url: sandbox_url.to_owned(),
        };
        let sandbox = Url::parse(sandbox_url)
            .ok()
            .filter(Url::has_host)
            .ok_or_else(bad_url)?;
        let http = http_client(Duration::from_secs(60)).map_err(CustomerError::Client)?;
        Ok(Self {
            sandbox,
            http,
            patience: Duration::from_secs(30),
        })
    }

    /// Watches a working page for so long; 30 seconds if not set.
    #[must_use]
    pub fn with_patience(mut self, patience: Duration) -> Self {
        self.patience = patience;
        self
    }

    /// Opens the link, presses the button, goes through the dialog, and waits for the page to settle.
    ///
    /// # Errors
    /// When the link, the simulator or the server does not answer as it should. That the onboarding itself failed is
    /// no error: the outcome says so.
    pub async fn finish(
        &self,
        link: &str,
        options: &FinishOptions,
    ) -> Result<Outcome, CustomerError> {
        let bad_url = || CustomerError::BadUrl {
            what: "the onboarding link",
            url: link.to_owned(),
        };
        let link = Url::parse(link)
            .ok()
            .filter(Url::has_host)
            .ok_or_else(bad_url)?;
        let page = self.open(&link).await?;
        let started = self
            .tell(&page, &page.start_url, json!({ "session": page.session }))
            .await?;
        if started.state.is_final() {
            return Ok(started);
        }
        let answer = self.sign_up(&page, options).await?;
        let mut latest = started;
        let mut messages = answer.messages.iter();
        let mut heard = false;
        for step in &answer.order {
            let delivered = match step {
                Step::Code => {
                    let body = json!({ "session": page.session, "code": answer.code });
                    Some(self.tell(&page, &page.code_url, body).await?)
                }
                Step::Message => {
                    match messages.next().filter(|text| page::is_session_event(text)) {
                        Some(text) => {
                            let body = json!({ "session": page.session, "message": text });
                            Some(self.tell(&page, &page.event_url, body).await?)
                        }
                        None => None,
                    }
                }
                // A page does not listen to other origins than Meta's.
                Step::Stray => {
                    messages.next();
                    None
                }
            };
            if let Some(outcome) = delivered {
                heard = true;
                latest = outcome;
            }
            // A page that is done listens no more.
            if latest.state == PageState::Finished {
                return Ok(latest);
            }
        }
        if !heard {
            // The dialog closed without a word: the page reports that.
            let body = json!({ "session": page.session, "closed": true });
            latest = self.tell(&page, &page.event_url, body).await?;
        }
        self.settle(&page, latest).await
    }

    async fn open(&self, link: &Url) -> Result<Page, CustomerError> {
        let request = self.http.get(link.clone()).header(ACCEPT, "text/html");
        let response = request
            .send()
            .await
            .map_err(|source| CustomerError::unreachable(link, source))?;
        let status = response.status().as_u16();
        let html = response
            .text()
            .await
            .map_err(|source| CustomerError::unreachable(link, source))?;
        Page::read(link, status, &html)
    }

    /// Posts as the page's script does: from the page's origin.
    async fn tell(&self, page: &Page, url: &Url, body: Value) -> Result<Outcome, CustomerError> {
        let request = self
            .http
            .post(url.clone())
            .header(ORIGIN, &page.origin)
            .json(&body);
        outcome(url, request).await
    }

    async fn sign_up(
        &self,
        page: &Page,
        options: &FinishOptions,
    ) -> Result<SignupAnswer, CustomerError> {
        let url = self
            .sandbox
            .join("/_sim/signup")
            .map_err(|_| CustomerError::BadUrl {
                what: "the sandbox URL",
                url: self.sandbox.to_string(),
            })?;
        let body = json!({
            "client_id": page.app_id,
            "config_id": page.config_id,
            "extras": page.extras,
            "number": options.number,
            "business_name": options.business_name,
            "ending": options.ending,
            "ordering": options.ordering,
        });
        let response = self.http.post(url.clone()).json(&body).send().await;
        let response = response.map_err(|source| CustomerError::unreachable(&url, source))?;
        let status = response.status().as_u16();
        let text = response
            .text()
            .await
            .map_err(|source| CustomerError::unreachable(&url, source))?;
        if status == 200 {
            return serde_json::from_str(&text).map_err(|_| CustomerError::NotASimulator {
                url: url.into(),
                status,
            });
        }
        let refusal: Option<Value> = serde_json::from_str(&text).ok();
        match refusal
            .as_ref()
            .and_then(|refusal| refusal["error"].as_str())
        {
            Some(reason) => Err(CustomerError::Refused {
                reason: reason.to_owned(),
            }),
            None => Err(CustomerError::NotASimulator {
                url: url.into(),
                status,
            }),
        }
    }

    /// Asks for the status until it is final. A page that only waits gets less patience than one that works.
    async fn settle(&self, page: &Page, mut latest: Outcome) -> Result<Outcome, CustomerError> {
        let mut waited = Duration::ZERO;
        loop {
            let patience = match latest.state {
                PageState::Working => self.patience,
                PageState::Waiting => self.patience.min(Self::WAITING_PATIENCE),
                _ => return Ok(latest),
            };
            if waited >= patience {
                return Ok(latest);
            }
            tokio::time::sleep(Self::POLL).await;
            waited += Self::POLL;
            let mut url = page.status_url.clone();
            url.query_pairs_mut().append_pair("session", &page.session);
            let request = self.http.get(url.clone());
            latest = outcome(&url, request).await?;
        }
    }
}

async fn outcome(url: &Url, request: reqwest::RequestBuilder) -> Result<Outcome, CustomerError> {
    let response = request
        .send()
        .await
        .map_err(|source| CustomerError::unreachable(url, source))?;
    let status = response.status().as_u16();
    let text = response
        .text()
        .await
        .map_err(|source| CustomerError::unreachable(url, source))?;
    // A refusal has a state as well, so the body counts and not the HTTP status.
    serde_json::from_str(&text).map_err(|_| CustomerError::unexpected(url, status))
}
