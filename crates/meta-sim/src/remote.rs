//! The control calls of a simulator elsewhere, for the command line and for headless customers.

use std::time::Duration;

use reqwest::Method;
use serde_json::{Map, Value};
use url::Url;

use crate::customer::CustomerError;
use crate::state::http_client;

/// A simulator that is driven over HTTP.
#[derive(Debug)]
pub struct Remote {
    base: Url,
    http: reqwest::Client,
}

impl Remote {
    /// The simulator at this base URL.
    ///
    /// # Errors
    /// When the URL is none, or the HTTP client cannot be set up.
    pub fn new(sandbox_url: &str) -> Result<Self, CustomerError> {
        let bad_url = || CustomerError::BadUrl {
            what: "the sandbox URL",
            url: sandbox_url.to_owned(),
        };
        let base = Url::parse(sandbox_url)
            .ok()
            .filter(Url::has_host)
            .ok_or_else(bad_url)?;
        let http = http_client(Duration::from_secs(60)).map_err(CustomerError::Client)?;
        Ok(Self { base, http })
    }

    /// Reads a control path such as `clock`.
    ///
    /// # Errors
    /// When nothing answers, or something else than a simulator.
    pub async fn get(&self, path: &str) -> Result<Value, CustomerError> {
        self.call(Method::GET, path, None).await
    }

    /// Orders something.
    ///
    /// # Errors
    /// When the simulator refuses, nothing answers, or something else than a simulator.
    pub async fn post(&self, path: &str, body: &Value) -> Result<Value, CustomerError> {
        self.call(Method::POST, path, Some(body)).await
    }

    /// Clears something.
    ///
    /// # Errors
    /// When the simulator refuses, nothing answers, or something else than a simulator.
    pub async fn delete(&self, path: &str) -> Result<(), CustomerError> {
        self.call(Method::DELETE, path, None).await.map(|_| ())
    }

    pub(crate) fn base(&self) -> &Url {
        &self.base
    }

    pub(crate) fn http(&self) -> &reqwest::Client {
        &self.http
    }

    async fn call(
        &self,
        method: Method,
        path: &str,
        body: Option<&Value>,
    ) -> Result<Value, CustomerError> {
        let url = self
            .base
            .join(&format!("/_sim/{path}"))
            .map_err(|_| CustomerError::BadUrl {
                what: "the sandbox URL",
                url: self.base.to_string(),
            })?;
        let mut request = self.http.request(method, url.clone());
        if let Some(body) = body {
            request = request.json(body);
        }
        let unreachable = |source| CustomerError::unreachable(&url, source);
        let response = request.send().await.map_err(unreachable)?;
        let status = response.status();
        let text = response.text().await.map_err(unreachable)?;
        let stranger = || CustomerError::NotASimulator {
            url: url.to_string(),
            status: status.as_u16(),
        };
        if status == reqwest::StatusCode::NO_CONTENT {
            return Ok(Value::Null);
        }
        let answer: Map<String, Value> = serde_json::from_str(&text).map_err(|_| stranger())?;
        if status.is_success() {
            return Ok(Value::Object(answer));
        }
        match answer.get("error").and_then(Value::as_str) {
            Some(reason) => Err(CustomerError::Refused {
                reason: reason.to_owned(),
            }),
            None => Err(stranger()),
        }
    }
}
