//! Answers and the headers that all of them carry.

use axum::Json;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use serde::Serialize;

const NO_STORE: HeaderValue = HeaderValue::from_static("no-store");
const RETRY_AFTER_SECONDS: HeaderValue = HeaderValue::from_static("30");

/// How long an answer may be kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Keep {
    /// Not at all: it is about one customer and this moment.
    Nowhere,
    /// A few minutes, by anybody.
    FiveMinutes,
}

/// A drawn page.
#[derive(Debug)]
pub struct PageAnswer {
    /// Its status.
    pub status: StatusCode,
    /// The document.
    pub body: Result<String, minijinja::Error>,
    /// The Content-Security-Policy.
    pub policy: String,
    /// How long it may be kept.
    pub keep: Keep,
    /// Whether search engines may show it.
    pub indexed: bool,
}

impl IntoResponse for PageAnswer {
    fn into_response(self) -> Response {
        let body = match self.body {
            Ok(body) => body,
            Err(error) => {
                tracing::error!(%error, "a page could not be drawn");
                return StatusCode::INTERNAL_SERVER_ERROR.into_response();
            }
        };
        let mut response = (self.status, Html(body)).into_response();
        let headers = response.headers_mut();
        no_sniffing(headers);
        // The address of an onboarding page is a secret; Meta's dialog has to see the origin.
        set(headers, header::REFERRER_POLICY, "strict-origin");
        set(headers, header::VARY, "accept-language");
        set(
            headers,
            HeaderName::from_static("cross-origin-opener-policy"),
            "same-origin-allow-popups",
        );
        if !self.indexed {
            set(headers, HeaderName::from_static("x-robots-tag"), "noindex");
        }
        let keep = match self.keep {
            Keep::Nowhere => NO_STORE,
            Keep::FiveMinutes => HeaderValue::from_static("public, max-age=300"),
        };
        headers.insert(header::CACHE_CONTROL, keep);
        if self.status == StatusCode::SERVICE_UNAVAILABLE {
            headers.insert(header::RETRY_AFTER, RETRY_AFTER_SECONDS);
        }
        match HeaderValue::from_str(&self.policy) {
            Ok(policy) => headers.insert(header::CONTENT_SECURITY_POLICY, policy),
            // Better a page that can do nothing than one that can do anything.
            Err(_) => headers.insert(
                header::CONTENT_SECURITY_POLICY,
                HeaderValue::from_static("default-src 'none'"),
            ),
        };
        response
    }
}

/// An answer to the page's script.
#[must_use]
pub fn json<T: Serialize>(status: StatusCode, answer: &T) -> Response {
    let mut response = (status, Json(answer)).into_response();
    let headers = response.headers_mut();
    not_kept(headers);
    if status == StatusCode::SERVICE_UNAVAILABLE {
        headers.insert(header::RETRY_AFTER, RETRY_AFTER_SECONDS);
    }
    response
}

/// To another page. The address that leads there may hold a secret and is told to nobody.
#[must_use]
pub fn see_other(place: &str) -> Response {
    let Ok(place) = HeaderValue::from_str(place) else {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    let mut response = StatusCode::SEE_OTHER.into_response();
    let headers = response.headers_mut();
    headers.insert(header::LOCATION, place);
    not_kept(headers);
    set(headers, header::REFERRER_POLICY, "no-referrer");
    response
}

/// An answer of this moment: what it says may be wrong in the next.
pub fn not_kept(headers: &mut HeaderMap) {
    no_sniffing(headers);
    headers.insert(header::CACHE_CONTROL, NO_STORE);
}

/// The type that is named is the type that is meant.
pub fn no_sniffing(headers: &mut HeaderMap) {
    set(headers, header::X_CONTENT_TYPE_OPTIONS, "nosniff");
}

fn set(headers: &mut HeaderMap, name: HeaderName, value: &'static str) {
    headers.insert(name, HeaderValue::from_static(value));
}
