//! Reading an answer: the envelope first, then what the call asked for.

use reqwest::header::{CONTENT_TYPE, ETAG};
use reqwest::{Response, StatusCode};
use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::endpoint::Endpoint;
use crate::error::Error;

/// An answer that arrived in full and is not a refusal.
pub(crate) struct Answer {
    endpoint: &'static str,
    http_status: StatusCode,
    is_csv: bool,
    pub(crate) etag: Option<String>,
    body: String,
}

/// What every answer begins with; the rest is read later, into the type the call asked for.
#[derive(Deserialize)]
struct Envelope {
    status: Verdict,
    reason: u32,
    #[serde(default)]
    message: String,
}

#[derive(Deserialize, PartialEq)]
enum Verdict {
    #[serde(rename = "OK")]
    Ok,
    #[serde(rename = "FAIL")]
    Fail,
}

impl Answer {
    /// Reads the whole answer and turns a `FAIL` into [`Error::Refused`], whatever its HTTP status.
    pub(crate) async fn read(endpoint: &Endpoint, response: Response) -> Result<Self, Error> {
        let http_status = response.status();
        let header = |name| Some(response.headers().get(name)?.to_str().ok()?.to_owned());
        let is_csv = header(CONTENT_TYPE).is_some_and(|media| media.starts_with("text/csv"));
        let etag = header(ETAG);
        let bytes = response.bytes().await.map_err(|source| Error::Transport {
            endpoint: endpoint.name,
            source: source.without_url(),
        })?;
        let mut answer = Self {
            endpoint: endpoint.name,
            http_status,
            is_csv,
            etag,
            body: String::new(),
        };
        answer.body =
            String::from_utf8(bytes.into()).map_err(|_| answer.unreadable("it is not UTF-8"))?;
        if !answer.is_not_modified() && !answer.is_good_csv() {
            answer.check_envelope()?;
        }
        Ok(answer)
    }

    /// Whether the server said that nothing changed since the ETag it was asked about.
    pub(crate) fn is_not_modified(&self) -> bool {
        self.http_status == StatusCode::NOT_MODIFIED
    }

    /// The answer's JSON as `T`.
    pub(crate) fn json<T: DeserializeOwned>(&self) -> Result<T, Error> {
        serde_json::from_str(&self.body).map_err(|error| self.unreadable(error.to_string()))
    }

    /// The answer as CSV text.
    pub(crate) fn into_csv(self) -> Result<String, Error> {
        if self.is_good_csv() {
            Ok(self.body)
        } else {
            Err(self.unreadable("CSV was asked for and something else came"))
        }
    }

    fn is_good_csv(&self) -> bool {
        self.is_csv && self.http_status.is_success()
    }

    fn check_envelope(&self) -> Result<(), Error> {
        let envelope: Envelope = self.json()?;
        match envelope.status {
            Verdict::Ok if self.http_status.is_success() => Ok(()),
            Verdict::Ok => {
                Err(self.unreadable("it says OK under an HTTP status that says otherwise"))
            }
            Verdict::Fail => Err(Error::Refused {
                endpoint: self.endpoint,
                http_status: self.http_status.as_u16(),
                reason: envelope.reason,
                message: envelope.message,
            }),
        }
    }

    /// The error for an answer that is not what the call expects.
    pub(crate) fn unreadable(&self, problem: impl Into<String>) -> Error {
        Error::Decode {
            endpoint: self.endpoint,
            http_status: self.http_status.as_u16(),
            problem: problem.into(),
        }
    }
}
