//! The calls.

use std::fmt;
use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use reqwest::header::{ACCEPT, IF_NONE_MATCH};
use reqwest::redirect::Policy;
use reqwest::{RequestBuilder, Response};
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize};

use crate::account::{Account, NewAccount};
use crate::answer::Answer;
use crate::base_url::BaseUrl;
use crate::endpoint::{
    ACCESS_TOKEN, CREATE_ACCOUNT, DELETE_ACCOUNT, Endpoint, GET_ACCOUNTS, GET_RENEWAL_REQUESTS,
    GET_TIMELINE, RENEW_LINK,
};
use crate::error::Error;
use crate::list::{ListQuery, Page};
use crate::renewal::RenewalRequest;
use crate::timeline::Timeline;
use crate::token::{AccessToken, TokenCache};

/// Tells the time in Unix seconds; only the renewal of the access token asks.
pub type Clock = Arc<dyn Fn() -> u64 + Send + Sync>;

/// The reason, on every endpoint but `accessToken`, that says the token does not exist or has expired.
const TOKEN_NOT_TAKEN: u32 = 3;

const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);

/// Long enough for a list of tens of thousands of accounts on a slow line.
const CALL_TIMEOUT: Duration = Duration::from_secs(60);

/// A partner's access to one Gangway server. Clones share the connections and the access token.
#[derive(Clone)]
pub struct Client {
    shared: Arc<Shared>,
    clock: Clock,
}

struct Shared {
    http: reqwest::Client,
    base_url: BaseUrl,
    client_id: String,
    client_secret: SecretString,
    token: TokenCache,
}

impl fmt::Debug for Client {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Client")
            .field("base_url", &self.shared.base_url)
            .field("client_id", &self.shared.client_id)
            .finish_non_exhaustive()
    }
}

impl Client {
    /// A client for the server at `base_url`, such as `https://gangway.example.com`. Nothing is sent yet.
    ///
    /// # Errors
    ///
    /// [`Error::BaseUrl`] where the URL cannot be used, [`Error::Setup`] where the system offers no root certificates
    /// for an https URL.
    pub fn new(
        base_url: &str,
        client_id: impl Into<String>,
        client_secret: impl Into<SecretString>,
    ) -> Result<Self, Error> {
        let base_url = BaseUrl::parse(base_url)?;
        Ok(Self {
            shared: Arc::new(Shared {
                http: http_client(&base_url)?,
                base_url,
                client_id: client_id.into(),
                client_secret: client_secret.into(),
                token: TokenCache::default(),
            }),
            clock: Arc::new(system_clock),
        })
    }

    /// The same client on another clock.
    #[must_use]
    pub fn with_clock(self, clock: Clock) -> Self {
        Self { clock, ..self }
    }

    /// The access token that calls use, fetched where there is none that still serves.
    ///
    /// # Errors
    ///
    /// [`Error::Refused`] with reason 2 where id or secret are wrong, 3 where this address tried wrong ones too often.
    pub async fn access_token(&self) -> Result<Arc<AccessToken>, Error> {
        self.shared
            .token
            .current((self.clock)(), self.fetch_token())
            .await
    }

    /// Creates an onboarding account.
    ///
    /// # Errors
    ///
    /// [`Error::Refused`] where the server refuses what the account says.
    pub async fn create_account(&self, account: &NewAccount) -> Result<Account, Error> {
        let answer = self
            .call(&CREATE_ACCOUNT, |request| {
                let request = request.json(account);
                match &account.idempotency_key {
                    Some(key) => request.header("Idempotency-Key", key),
                    None => request,
                }
            })
            .await?;
        Ok(answer.json::<OneAccount>()?.account)
    }

    /// Lists onboarding accounts: all of them, or as `query` narrows them down.
    ///
    /// # Errors
    ///
    /// [`Error::Refused`] where the server does not take the credentials or the query.
    pub async fn get_accounts(&self, query: &ListQuery) -> Result<Page, Error> {
        let answer = self
            .call(&GET_ACCOUNTS, |request| request.query(query))
            .await?;
        page(answer)
    }

    /// Lists like [`get_accounts`](Self::get_accounts), but answers `None` while the list is still the one that `etag`
    /// names. Made for watching: hand in [`Page::etag`] of the last page seen, `None` at first.
    ///
    /// # Errors
    ///
    /// Those of [`get_accounts`](Self::get_accounts).
    pub async fn list_if_changed(
        &self,
        query: &ListQuery,
        etag: Option<&str>,
    ) -> Result<Option<Page>, Error> {
        let Some(etag) = etag else {
            return self.get_accounts(query).await.map(Some);
        };
        let answer = self
            .call(&GET_ACCOUNTS, |request| {
                request.query(query).header(IF_NONE_MATCH, etag)
            })
            .await?;
        if answer.is_not_modified() {
            Ok(None)
        } else {
            page(answer).map(Some)
        }
    }

    /// Lists like [`get_accounts`](Self::get_accounts), as CSV text with a header line.
    ///
    /// # Errors
    ///
    /// Those of [`get_accounts`](Self::get_accounts).
    pub async fn get_accounts_csv(&self, query: &ListQuery) -> Result<String, Error> {
        self.call(&GET_ACCOUNTS, |request| {
            request.query(query).header(ACCEPT, "text/csv")
        })
        .await?
        .into_csv()
    }

    /// Deletes an unfinished onboarding account for good; its link stops working at once. `whatsapp` is the number as
    /// listed. Answers the number that the server deleted, in digits.
    ///
    /// # Errors
    ///
    /// [`Error::Refused`] with reason 25 where the customer has already finished, 26 where there is no such account.
    pub async fn delete_account(&self, whatsapp: &str) -> Result<String, Error> {
        #[derive(Deserialize)]
        struct Deleted {
            whatsapp: String,
        }

        let answer = self
            .call(&DELETE_ACCOUNT, |request| {
                request.json(&serde_json::json!({ "whatsapp": whatsapp }))
            })
            .await?;
        Ok(answer.json::<Deleted>()?.whatsapp)
    }

    /// Shows an account in full: where it stands, each step of its set-up, and what happened. `whatsapp` is the number
    /// as listed.
    ///
    /// # Errors
    ///
    /// [`Error::Refused`] with reason 26 where there is no such account.
    pub async fn timeline(&self, whatsapp: &str) -> Result<Timeline, Error> {
        self.call(&GET_TIMELINE, |request| {
            request.query(&[("whatsapp", whatsapp)])
        })
        .await?
        .json()
    }

    /// Lists the customers who ask for a new link and have none yet, the longest waiting one first; those of deleted
    /// accounts too.
    ///
    /// # Errors
    ///
    /// [`Error::Refused`] where the server does not take the credentials.
    pub async fn renewal_requests(&self) -> Result<Vec<RenewalRequest>, Error> {
        #[derive(Deserialize)]
        struct Listed {
            list: Vec<RenewalRequest>,
        }

        let answer = self.call(&GET_RENEWAL_REQUESTS, |request| request).await?;
        Ok(answer.json::<Listed>()?.list)
    }

    /// Gives an account a new link and puts the old one out of use. `whatsapp` is the number as listed; the link works
    /// for `expires_in` seconds, for ever where that is `None`.
    ///
    /// # Errors
    ///
    /// [`Error::Refused`] with reason 25 where the number is connected, 26 where there is no such account.
    pub async fn renew_link(
        &self,
        whatsapp: &str,
        expires_in: Option<u64>,
    ) -> Result<Account, Error> {
        #[derive(Serialize)]
        struct Renewal<'a> {
            whatsapp: &'a str,
            #[serde(skip_serializing_if = "Option::is_none")]
            expires_in: Option<u64>,
        }

        let renewal = Renewal {
            whatsapp,
            expires_in,
        };
        let answer = self
            .call(&RENEW_LINK, |request| request.json(&renewal))
            .await?;
        Ok(answer.json::<OneAccount>()?.account)
    }

    /// Makes a call with the access token; where the token is not taken, once more with a new one. That is safe for
    /// every call: a request without a good token does nothing.
    pub(crate) async fn call(
        &self,
        endpoint: &'static Endpoint,
        fill: impl Fn(RequestBuilder) -> RequestBuilder,
    ) -> Result<Answer, Error> {
        let attempt = async |token: &AccessToken| {
            let request = fill(self.request(endpoint)).bearer_auth(token.expose());
            Answer::read(endpoint, send(endpoint, request).await?).await
        };
        let token = self.access_token().await?;
        match attempt(&token).await {
            Err(Error::Refused {
                reason: TOKEN_NOT_TAKEN,
                ..
            }) => {
                let renewed = self
                    .shared
                    .token
                    .instead_of(&token, self.fetch_token())
                    .await?;
                attempt(&renewed).await
            }
            outcome => outcome,
        }
    }

    async fn fetch_token(&self) -> Result<AccessToken, Error> {
        #[derive(Deserialize)]
        struct Granted {
            access_token: String,
            expiration_time: String,
        }

        let request = self.request(&ACCESS_TOKEN).json(&serde_json::json!({
            "client_id": self.shared.client_id,
            "client_secret": self.shared.client_secret.expose_secret(),
        }));
        let answer = Answer::read(&ACCESS_TOKEN, send(&ACCESS_TOKEN, request).await?).await?;
        let granted: Granted = answer.json()?;
        let expires_at = granted
            .expiration_time
            .parse()
            .map_err(|_| answer.unreadable("`expiration_time` is not Unix seconds"))?;
        Ok(AccessToken::new(
            granted.access_token.into(),
            expires_at,
            (self.clock)(),
        ))
    }

    fn request(&self, endpoint: &Endpoint) -> RequestBuilder {
        let url = self.shared.base_url.join(endpoint.path);
        self.shared.http.request(endpoint.method.clone(), url)
    }
}

/// The answer of the calls that give one account.
#[derive(Deserialize)]
struct OneAccount {
    account: Account,
}

async fn send(endpoint: &Endpoint, request: RequestBuilder) -> Result<Response, Error> {
    request.send().await.map_err(|source| Error::Transport {
        endpoint: endpoint.name,
        source: source.without_url(),
    })
}

fn page(answer: Answer) -> Result<Page, Error> {
    #[derive(Deserialize)]
    struct Listed {
        list: Vec<Account>,
        #[serde(default)]
        next_cursor: Option<String>,
    }

    let Listed { list, next_cursor } = answer.json()?;
    Ok(Page {
        list,
        next_cursor,
        etag: answer.etag,
    })
}

fn http_client(base_url: &BaseUrl) -> Result<reqwest::Client, Error> {
    // Refused where the process has a provider already: then that one serves.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let mut builder = reqwest::Client::builder()
        .user_agent(concat!("gangway-client/", env!("CARGO_PKG_VERSION")))
        .connect_timeout(CONNECT_TIMEOUT)
        .timeout(CALL_TIMEOUT)
        // The API never redirects; following one could carry the secret to another host.
        .redirect(Policy::none());
    if !base_url.is_encrypted() {
        // Spares a plain connection the system's root certificates, which a bare machine may not have.
        builder = builder.tls_certs_only([]);
    }
    builder.build().map_err(Error::Setup)
}

#[allow(
    clippy::disallowed_methods,
    reason = "the default of a parameter: `with_clock` takes another clock"
)]
fn system_clock() -> u64 {
    SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .map_or(0, |since| since.as_secs())
}
