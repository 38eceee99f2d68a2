//! `/webhooks/meta`: where Meta asks whether the address is meant, and tells what happened.
//! No part of the partner API: Meta speaks here, and reads nothing but the HTTP status.

use axum::Router;
use axum::body::{Body, HttpBody, to_bytes};
use axum::extract::{RawQuery, Request, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use bytes::Bytes;
use gangway_app::{App, ReceiveError};
use std::sync::Arc;

const PATH: &str = "/webhooks/meta";
const SIGNATURE: &str = "x-hub-signature-256";
/// Meta's deliveries have 3 MB at most; whether it counts in tens or in twos, there is room.
const BODY_LIMIT: usize = 3 * 1024 * 1024 + 64 * 1024;

pub(crate) fn router(app: Arc<App>) -> Router {
    Router::new()
        .route(PATH, get(challenge).post(receive))
        .with_state(app)
}

/// Gives Meta's challenge back to who knows the verify token.
async fn challenge(State(app): State<Arc<App>>, RawQuery(query): RawQuery) -> Response {
    let query = query.unwrap_or_default();
    let value = |wanted: &str| {
        url::form_urlencoded::parse(query.as_bytes())
            .find(|(name, _)| name == wanted)
            .map(|(_, value)| value)
    };
    let (mode, token) = (value("hub.mode"), value("hub.verify_token"));
    let challenge = value("hub.challenge");
    match app.webhook_challenge(mode.as_deref(), token.as_deref(), challenge.as_deref()) {
        Some(challenge) => {
            let nosniff = [(header::X_CONTENT_TYPE_OPTIONS, "nosniff")];
            (nosniff, challenge).into_response()
        }
        None => {
            tracing::warn!(
                "Meta's question about /webhooks/meta was refused: is meta.verify_token what the app's dashboard has?"
            );
            StatusCode::FORBIDDEN.into_response()
        }
    }
}

/// Keeps a delivery, and acknowledges it once it is kept. Whatever else is answered, Meta
/// sends it again.
async fn receive(State(app): State<Arc<App>>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    // What is not even meant to be signed is not read.
    let Some(signature) = signature(&parts.headers) else {
        return StatusCode::FORBIDDEN.into_response();
    };
    let body = match whole(body).await {
        Ok(body) => body,
        Err(refused) => return refused.into_response(),
    };
    match app.receive_webhook(Some(signature), &body).await {
        Ok(_) => StatusCode::OK.into_response(),
        Err(error @ ReceiveError::NotSigned) => {
            tracing::warn!(%error, "a delivery to /webhooks/meta was refused");
            StatusCode::FORBIDDEN.into_response()
        }
        Err(error @ ReceiveError::Unreadable(_)) => {
            tracing::warn!(%error, "a delivery to /webhooks/meta was refused");
            StatusCode::BAD_REQUEST.into_response()
        }
        Err(ReceiveError::Store(error)) => {
            tracing::error!(%error, "a delivery of Meta's was not kept; Meta sends it again");
            let again = [(header::RETRY_AFTER, HeaderValue::from_static("1"))];
            (StatusCode::SERVICE_UNAVAILABLE, again).into_response()
        }
    }
}

/// The one signature; several are none.
fn signature(headers: &HeaderMap) -> Option<&str> {
    let mut all = headers.get_all(SIGNATURE).iter();
    match (all.next(), all.next()) {
        (Some(only), None) => only.to_str().ok(),
        _ => None,
    }
}

async fn whole(body: Body) -> Result<Bytes, StatusCode> {
    if body.size_hint().lower() > BODY_LIMIT as u64 {
        return Err(StatusCode::PAYLOAD_TOO_LARGE);
    }
    to_bytes(body, BODY_LIMIT).await.map_err(|error| {
        // The only error that is not the limit is a connection that broke off.
        tracing::debug!(%error, "a delivery of Meta's was not read");
        StatusCode::PAYLOAD_TOO_LARGE
    })
}
