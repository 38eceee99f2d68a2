//! GET `/o/{slug}/qr.svg`: the link as a picture, to go on at another device.

use crate::Web;
use crate::frame::link_url;
use crate::visit::Visit;
use axum::extract::State;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use gangway_domain::LinkSlug;
use gangway_page::{qr_svg, respond};
use std::sync::Arc;

/// Draws the link of the page, as its partner's links are.
pub(crate) async fn picture(State(web): State<Arc<Web>>, visit: Visit) -> Response {
    let Ok(link) = LinkSlug::parse(&visit.slug) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let base = match web.app.base_of_link(&link).await {
        Ok(Some(base)) => base,
        Ok(None) => return StatusCode::NOT_FOUND.into_response(),
        Err(error) => {
            tracing::error!(%error, "a link could not be read");
            return StatusCode::SERVICE_UNAVAILABLE.into_response();
        }
    };
    match qr_svg(&link_url(&base, &link, visit.asked())) {
        Ok(svg) => {
            let mut response = svg.into_response();
            let headers = response.headers_mut();
            let svg = HeaderValue::from_static("image/svg+xml");
            headers.insert(header::CONTENT_TYPE, svg);
            let policy = HeaderValue::from_static("default-src 'none'");
            headers.insert(header::CONTENT_SECURITY_POLICY, policy);
            respond::not_kept(headers);
            response
        }
        Err(error) => {
            tracing::error!(%error, "a link does not fit into a QR code");
            StatusCode::NOT_FOUND.into_response()
        }
    }
}
