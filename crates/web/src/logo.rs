//! GET `/logo/{hash}`: a partner's logo. Whoever put it there, it is a picture and nothing else.

use crate::Web;
use axum::extract::{Path, State};
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use gangway_domain::PictureHash;
use gangway_page::respond;
use std::sync::Arc;

const HEADERS: [(HeaderName, HeaderValue); 4] = [
    // What it is called by says what is in it.
    (
        header::CACHE_CONTROL,
        HeaderValue::from_static("public, max-age=31536000, immutable"),
    ),
    (
        header::CONTENT_SECURITY_POLICY,
        HeaderValue::from_static("default-src 'none'; sandbox"),
    ),
    (
        header::X_CONTENT_TYPE_OPTIONS,
        HeaderValue::from_static("nosniff"),
    ),
    (
        HeaderName::from_static("cross-origin-resource-policy"),
        HeaderValue::from_static("same-origin"),
    ),
];

pub(crate) async fn logo(
    State(web): State<Arc<Web>>,
    hash: Result<Path<String>, axum::extract::rejection::PathRejection>,
) -> Response {
    let Some(hash) = hash.ok().and_then(|Path(hash)| PictureHash::parse(&hash)) else {
        return none(StatusCode::NOT_FOUND);
    };
    match web.app.logo_file(hash).await {
        Ok(Some(file)) => {
            let media_type = HeaderValue::from_static(file.logo.kind.media_type());
            let head = [(header::CONTENT_TYPE, media_type)];
            (head, HEADERS, file.bytes).into_response()
        }
        Ok(None) => none(StatusCode::NOT_FOUND),
        Err(error) => {
            tracing::error!(%error, "a logo could not be read");
            none(StatusCode::SERVICE_UNAVAILABLE)
        }
    }
}

fn none(status: StatusCode) -> Response {
    let mut response = status.into_response();
    respond::not_kept(response.headers_mut());
    response
}
