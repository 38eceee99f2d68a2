//! The HTTP client behind every call.

use super::answer::{self, Answer};
use super::holds::Holds;
use super::request::{Body, Request};
use super::usage::Usage;
use super::{Call, GraphError};
use crate::{GraphSetupError, MetaConfig};
use gangway_crypto::hmac_sha256_hex;
use gangway_domain::AppId;
use reqwest::redirect::Policy;
use reqwest::{Client, Response};
use rustls::{ClientConfig, RootCertStore};
use rustls_platform_verifier::BuilderVerifierExt;
use secrecy::{ExposeSecret, SecretString};
use serde::de::DeserializeOwned;
use std::sync::Arc;
use std::time::Duration;
use tokio::time::Instant;
use url::Url;

/// Longest wait for a connection, within the time of the whole call.
const CONNECT: Duration = Duration::from_secs(5);

/// How long calls are held when the allowance is used up and Meta does not say for how
/// long. Meta counts over a sliding hour, so a minute gives some of it back.
const HOLD: Duration = Duration::from_secs(60);

/// The Graph API as seen by one Meta app.
#[derive(Debug)]
pub struct Graph {
    client: Client,
    base: Url,
    holds: Holds,
    app_id: AppId,
    app_secret: SecretString,
}

impl Graph {
    /// Makes the client; nothing is sent yet.
    ///
    /// # Errors
    /// When the configuration is unusable, or TLS can't be set up.
    pub fn new(config: MetaConfig) -> Result<Self, GraphSetupError> {
        let base = config.base()?;
        let client = Client::builder()
            .tls_backend_preconfigured(tls(&base)?)
            .user_agent(concat!("gangway/", env!("CARGO_PKG_VERSION")))
            .timeout(config.timeout)
            .connect_timeout(config.timeout.min(CONNECT))
            // Tokens go to the configured address only.
            .redirect(Policy::none())
            .no_proxy()
            // The caller decides what may be repeated.
            .retry(reqwest::retry::never())
            .build()?;
        Ok(Self {
            client,
            base,
            holds: Holds::new(HOLD),
            app_id: config.app_id,
            app_secret: config.app_secret,
        })
    }

    /// Holds calls for another time than a minute when the allowance is used up and Meta
    /// states no wait.
    #[must_use]
    pub fn holding_for(mut self, hold: Duration) -> Self {
        self.holds.unstated = hold;
        self
    }

    /// How long calls about this object of Meta's are held back, because Meta asked for it.
    #[must_use]
    pub fn held_for(&self, object: &str) -> Option<Duration> {
        self.holds.wait(Some(object), Instant::now())
    }

    /// The app whose calls these are.
    #[must_use]
    pub const fn app_id(&self) -> &AppId {
        &self.app_id
    }

    pub(super) fn app_secret(&self) -> &str {
        self.app_secret.expose_secret()
    }

    /// Sends a request and reads what it asked for.
    pub(super) async fn send<T: DeserializeOwned>(
        &self,
        request: Request<'_>,
    ) -> Result<T, GraphError> {
        let call = request.call;
        let answer = self.answer(request).await?;
        tracing::debug!(
            call = call.name(),
            http_status = answer.http_status(),
            "Meta answered"
        );
        answer.read()
    }

    /// Sends a request that has nothing to tell but that it was done.
    pub(super) async fn act(&self, request: Request<'_>) -> Result<(), GraphError> {
        let call = request.call;
        let done: answer::Done = self.send(request).await?;
        if done.success {
            Ok(())
        } else {
            Err(GraphError::Unreadable {
                call,
                http_status: 200,
                problem: "it says neither that it was done nor why not".to_owned(),
            })
        }
    }

    async fn answer(&self, request: Request<'_>) -> Result<Answer, GraphError> {
        let call = request.call;
        let object = request.object();
        if call.can_be_held()
            && let Some(wait) = self.holds.wait(object, Instant::now())
        {
            return Err(GraphError::Held { call, wait });
        }
        let response = self
            .build(&request)
            .send()
            .await
            .map_err(|source| transport(call, source))?;
        let usage = Usage::read(response.headers());
        self.holds.learn(object, &usage, Instant::now());
        receive(call, usage.wait(), response).await
    }

    fn build(&self, request: &Request<'_>) -> reqwest::RequestBuilder {
        let mut url = self.base.clone();
        // The base was checked to have a path.
        if let Ok(mut path) = url.path_segments_mut() {
            path.extend(request.path);
        }
        let mut builder = self
            .client
            .request(request.method.clone(), url)
            .query(&request.query);
        let proof = request.bearer.map(|token| {
            let proof = hmac_sha256_hex(self.app_secret().as_bytes(), token.as_bytes());
            ("appsecret_proof", proof)
        });
        if let Some(token) = request.bearer {
            builder = builder.bearer_auth(token);
        }
        match &request.body {
            None => builder.query(proof.as_slice()),
            Some(Body::Json(body)) => builder.query(proof.as_slice()).json(body),
            Some(Body::Form(name, value)) => {
                let mut form = vec![(*name, *value)];
                form.extend(proof.iter().map(|(name, proof)| (*name, proof.as_str())));
                builder.form(&form)
            }
        }
    }
}

/// Reads the answer piece by piece, so that an endless one is left in time.
async fn receive(
    call: Call,
    wait: Option<Duration>,
    mut response: Response,
) -> Result<Answer, GraphError> {
    let mut answer = Answer::new(call, response.status().as_u16()).asking_to_wait(wait);
    while let Some(piece) = response
        .chunk()
        .await
        .map_err(|source| transport(call, source))?
    {
        answer.push(&piece)?;
    }
    Ok(answer)
}

fn transport(call: Call, source: reqwest::Error) -> GraphError {
    GraphError::Transport {
        call,
        sent: !(source.is_connect() || source.is_builder()),
        source: source.without_url(),
    }
}

/// TLS with ring and the system's certificates, set up here and not process-wide.
fn tls(base: &Url) -> Result<ClientConfig, rustls::Error> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let builder =
        ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions()?;
    let verified = if base.scheme() == "https" {
        builder.with_platform_verifier()?
    } else {
        // A simulator without TLS: systems that have no certificates can run it too.
        builder.with_root_certificates(RootCertStore::empty())
    };
    Ok(verified.with_no_client_auth())
}
