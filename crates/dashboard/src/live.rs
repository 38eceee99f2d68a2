//! What changes elsewhere appears by itself: a stream that says when something happened to one of
//! a partner's accounts. The page then asks for itself anew.

use crate::errors;
use crate::seen::At;
use axum::body::{Body, Bytes};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use futures_util::stream;
use gangway_app::{App, Viewer};
use gangway_domain::PartnerId;
use gangway_page::respond;
use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::OwnedSemaphorePermit;

/// How often one looks.
const PAUSE: Duration = Duration::from_secs(1);
/// A stream says something that often, so that nobody on the way takes it for dead.
const SIGN_OF_LIFE: u32 = 15;
/// Browsers come back by themselves; until then a page left open for days costs nothing.
const LOOKS: u32 = 15 * 60;
/// How often one looks whether she may still see it.
const SEEN_STILL: u32 = 15;
/// Pages beyond these have to be loaded anew by hand.
pub(crate) const STREAMS: usize = 1_000;
/// What the path of a stream ends with.
const PATH: &str = "/changes";

/// Whether a request is a stream, or made by the script when a stream says that something changed.
pub(crate) fn is_asked_by_a_page(path: &str, headers: &HeaderMap) -> bool {
    path.ends_with(PATH) || headers.contains_key("hx-request")
}

struct Watch {
    app: Arc<App>,
    viewer: Viewer,
    partner: PartnerId,
    _place: OwnedSemaphorePermit,
    seen: i64,
    looks: u32,
}

pub(crate) async fn changes(at: At) -> Response {
    let dashboard = &at.seen.guest.dashboard;
    let Ok(place) = Arc::clone(&dashboard.streams).try_acquire_owned() else {
        return errors::plain(StatusCode::SERVICE_UNAVAILABLE);
    };
    let app = &dashboard.app;
    let seen = match app.latest_event(at.partner.id).await {
        Ok(seen) => seen,
        Err(error) => return errors::failed(&at.seen.guest, &error),
    };
    let watch = Watch {
        app: Arc::clone(app),
        viewer: at.seen.viewer,
        partner: at.partner.id,
        _place: place,
        seen,
        looks: 0,
    };
    let stream = stream::unfold(watch, |mut watch| async {
        let said = watch.next().await?;
        Some((
            Ok::<_, Infallible>(Bytes::from_static(said.as_bytes())),
            watch,
        ))
    });
    let mut response = Body::from_stream(stream).into_response();
    let headers = response.headers_mut();
    respond::not_kept(headers);
    let events = HeaderValue::from_static("text/event-stream");
    headers.insert(header::CONTENT_TYPE, events);
    // nginx holds streams back otherwise.
    headers.insert("x-accel-buffering", HeaderValue::from_static("no"));
    response
}

impl Watch {
    /// What to say next; nothing more when the server ends, the store fails, or she may not see it
    /// any more.
    async fn next(&mut self) -> Option<&'static str> {
        if self.looks == 0 {
            self.looks = 1;
            return Some("retry: 2000\n\n");
        }
        while self.looks < LOOKS {
            tokio::select! {
                () = tokio::time::sleep(PAUSE) => {}
                () = self.app.streams_end() => return None,
            }
            self.looks += 1;
            if self.looks.is_multiple_of(SEEN_STILL) {
                let still = self.app.still_sees(&self.viewer, self.partner).await;
                if !still.ok()? {
                    return None;
                }
            }
            let latest = self.app.latest_event(self.partner).await.ok()?;
            if latest != self.seen {
                self.seen = latest;
                return Some("event: changed\ndata:\n\n");
            }
            if self.looks.is_multiple_of(SIGN_OF_LIFE) {
                return Some(":\n\n");
            }
        }
        None
    }
}
