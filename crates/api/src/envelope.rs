//! The envelope of every answer: `status`, `reason`, and on FAIL a sentence.

use axum::Json;
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use gangway_app::{App, StorageError};
use gangway_domain::FieldError;
use serde::Serialize;
use std::time::Duration;

/// A refusal, as it goes over the wire.
#[derive(Debug)]
pub(crate) struct Fail {
    http: StatusCode,
    reason: u16,
    message: String,
    header: Option<(HeaderName, HeaderValue)>,
}

#[derive(Serialize)]
struct FailBody<'a> {
    status: &'static str,
    reason: u16,
    message: &'a str,
}

impl Fail {
    /// A refusal with a reason of the endpoint's own table.
    pub(crate) fn new(http: StatusCode, reason: u16, message: impl Into<String>) -> Self {
        Self {
            http,
            reason,
            message: sentence(message.into()),
            header: None,
        }
    }

    /// A field that does not fit.
    pub(crate) fn field(reason: u16, error: &FieldError) -> Self {
        Self::new(StatusCode::UNPROCESSABLE_ENTITY, reason, error.to_string())
    }

    /// A failure that belongs to no endpoint: the HTTP status is the reason.
    pub(crate) fn of_http(http: StatusCode, message: impl Into<String>) -> Self {
        Self::new(http, http.as_u16(), message)
    }

    /// Wrong or missing credentials.
    pub(crate) fn unauthorized(reason: u16, message: impl Into<String>) -> Self {
        Self::new(StatusCode::UNAUTHORIZED, reason, message).with(
            header::WWW_AUTHENTICATE,
            HeaderValue::from_static("Bearer realm=\"Gangway partner API\""),
        )
    }

    /// A known path with the wrong method.
    pub(crate) fn method(reason: u16, allowed: &'static str) -> Self {
        Self::new(
            StatusCode::METHOD_NOT_ALLOWED,
            reason,
            format!(
                "use the {} method",
                allowed.split(',').next().unwrap_or(allowed)
            ),
        )
        .with(header::ALLOW, HeaderValue::from_static(allowed))
    }

    /// The same for a path that is no endpoint.
    pub(crate) fn of_http_method(allowed: &'static str) -> Self {
        Self::method(StatusCode::METHOD_NOT_ALLOWED.as_u16(), allowed)
    }

    /// Too much from this caller.
    pub(crate) fn wait(reason: u16, retry_after: Duration, message: impl Into<String>) -> Self {
        Self::new(StatusCode::TOO_MANY_REQUESTS, reason, message)
            .with(header::RETRY_AFTER, seconds(retry_after))
    }

    /// Somebody whom we need does not answer; it is nobody's fault here.
    pub(crate) fn unavailable(message: impl Into<String>) -> Self {
        Self::of_http(StatusCode::SERVICE_UNAVAILABLE, message)
            .with(header::RETRY_AFTER, HeaderValue::from_static("5"))
    }

    /// The store failed: the caller learns an id to quote, the log learns why.
    pub(crate) fn store(app: &App, error: &StorageError) -> Self {
        let id = request_id(app);
        tracing::error!(request_id = %id, %error, "a request failed in the store");
        match error {
            StorageError::Busy(_) | StorageError::Unavailable(_) => Self::of_http(
                StatusCode::SERVICE_UNAVAILABLE,
                format!("the service is busy or unavailable, try again shortly (request {id})"),
            )
            .with(header::RETRY_AFTER, HeaderValue::from_static("1")),
            StorageError::Corrupt(_) | StorageError::Refused(_) => Self::fault(&id),
        }
    }

    /// A fault of ours, with the id under which the log has the cause.
    pub(crate) fn fault(id: &str) -> Self {
        Self::of_http(
            StatusCode::INTERNAL_SERVER_ERROR,
            format!(
                "something went wrong on our side; try again, and quote request {id} if it stays"
            ),
        )
    }

    pub(crate) fn with(mut self, name: HeaderName, value: HeaderValue) -> Self {
        self.header = Some((name, value));
        self
    }
}

impl IntoResponse for Fail {
    fn into_response(self) -> Response {
        let body = FailBody {
            status: "FAIL",
            reason: self.reason,
            message: &self.message,
        };
        let mut response = (self.http, Json(body)).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        if let Some((name, value)) = self.header {
            headers.insert(name, value);
        }
        response
    }
}

/// A fresh id that ties an answer to its line in the log.
pub(crate) fn request_id(app: &App) -> String {
    let mut bytes = [0; 8];
    app.rng().fill(&mut bytes);
    format!("{:016x}", u64::from_be_bytes(bytes))
}

/// A successful answer that must not be kept by anybody on the way.
pub(crate) fn ok(body: impl Serialize) -> Response {
    ([(header::CACHE_CONTROL, "no-store")], Json(body)).into_response()
}

/// The same with JSON that is ready.
pub(crate) fn ready(body: Vec<u8>) -> Response {
    let headers = [
        (
            header::CONTENT_TYPE,
            HeaderValue::from_static("application/json"),
        ),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
    ];
    (headers, body).into_response()
}

fn seconds(wait: Duration) -> HeaderValue {
    HeaderValue::from(wait.as_secs().max(1))
}

/// One sentence: a capital only where a field's name does not start it, a full stop at the end.
fn sentence(mut text: String) -> String {
    if !text.ends_with('.') {
        text.push('.');
    }
    text
}
