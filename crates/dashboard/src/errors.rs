//! Pages that say why there is no other one.

use crate::seen::Guest;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::Serialize;

#[derive(Serialize)]
struct Content {
    title: String,
    message: String,
}

pub(crate) async fn not_found(guest: Guest) -> Response {
    missing(&guest)
}

/// Where only forms are sent to.
pub(crate) async fn only_forms(guest: Guest) -> Response {
    say(&guest, StatusCode::METHOD_NOT_ALLOWED, "error-missing")
}

/// There is no such page, or not for her.
pub(crate) fn missing(guest: &Guest) -> Response {
    say(guest, StatusCode::NOT_FOUND, "error-missing")
}

/// Her role does not reach so far.
pub(crate) fn not_allowed(guest: &Guest) -> Response {
    say(guest, StatusCode::FORBIDDEN, "error-not-allowed")
}

/// The operator has suspended the partner.
pub(crate) fn suspended(guest: &Guest) -> Response {
    say(guest, StatusCode::FORBIDDEN, "error-suspended")
}

/// The store does not answer, or something of ours is broken.
pub(crate) fn failed(guest: &Guest, error: &dyn std::error::Error) -> Response {
    tracing::error!(%error, "a page of the dashboard could not be made");
    say(guest, StatusCode::SERVICE_UNAVAILABLE, "error-unavailable")
}

/// A page with a title and a sentence.
pub(crate) fn say(guest: &Guest, status: StatusCode, key: &str) -> Response {
    let content = Content {
        title: guest.say(&format!("{key}-title")),
        message: guest.say(key),
    };
    guest.draw(status, "error.html", &content)
}

/// Where not even a page can be drawn.
pub(crate) fn plain(status: StatusCode) -> Response {
    status.into_response()
}
