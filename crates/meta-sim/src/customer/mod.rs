//! A headless customer: opens an onboarding link as the page in a browser would, goes through the simulator's signup,
//! and reports what the page would show. Made for the CI of partners.

mod error;
mod outcome;
mod page;
mod redirect;

use std::time::Duration;

use reqwest::header::{ACCEPT, ORIGIN};
use serde_json::{Value, json};
use url::Url;

pub use error::CustomerError;
pub use outcome::{Outcome, PageState};
use page::Page;

use crate::ending::{Ending, Ordering};
use crate::remote::Remote;
use crate::signup::{SignupAnswer, Step};

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
    /// Go through the full-page dialog, as a browser without popups does.
    pub redirect: bool,
}

/// A customer without a browser.
#[derive(Debug)]
pub struct Customer {
    sandbox: Remote,
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
        Ok(Self {
            sandbox: Remote::new(sandbox_url)?,
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
        if options.redirect {
            return self.finish_by_redirect(&page, options).await;
        }
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
        let request = self.http().get(link.clone()).header(ACCEPT, "text/html");
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
            .http()
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
        let body = json!({
            "client_id": page.app_id,
            "config_id": page.config_id,
            "extras": page.extras,
            "number": options.number,
            "business_name": options.business_name,
            "ending": options.ending,
            "ordering": options.ordering,
        });
        let answer = self.sandbox.post("signup", &body).await?;
        serde_json::from_value(answer).map_err(|_| CustomerError::NotASimulator {
            url: self.sandbox.base().to_string(),
            status: 200,
        })
    }

    fn http(&self) -> &reqwest::Client {
        self.sandbox.http()
    }

    /// Asks for the status until it is final. A page that only waits gets less patience than one that works.
    async fn settle(&self, page: &Page, mut latest: Outcome) -> Result<Outcome, CustomerError> {
        let mut waited = Duration::ZERO;
        loop {
            let patience = match latest.state {
                PageState::Working => self.patience,
                PageState::Waiting | PageState::Delayed | PageState::Unknown => {
                    self.patience.min(Self::WAITING_PATIENCE)
                }
                _ => return Ok(latest),
            };
            if waited >= patience {
                return Ok(latest);
            }
            tokio::time::sleep(Self::POLL).await;
            waited += Self::POLL;
            let mut url = page.status_url.clone();
            url.query_pairs_mut().append_pair("session", &page.session);
            let request = self.http().get(url.clone());
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
