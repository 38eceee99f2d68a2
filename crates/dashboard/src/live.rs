//! What changes elsewhere appears by itself: a stream that says when something happened to one of
//! a partner's accounts. The page then asks for itself anew.

mod places;

pub(crate) use places::Places;

use crate::errors;
use crate::seen::{At, asked};
use axum::body::{Body, Bytes};
use axum::extract::RawQuery;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use futures_util::stream;
use gangway_app::{App, Viewer};
use gangway_domain::PartnerId;
use gangway_page::respond;
use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

/// How often one looks.
const PAUSE: Duration = Duration::from_secs(1);
/// A stream says something that often, so that nobody on the way takes it for dead.
const SIGN_OF_LIFE: u32 = 15;
/// Browsers come back by themselves; until then a page left open for days costs nothing.
const LOOKS: u32 = 15 * 60;
/// How often one looks whether she may still see it.
const SEEN_STILL: u32 = 15;
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
    _place: places::Place,
    /// What was said last, or what the page was drawn with.
    seen: i64,
    looks: u32,
}

/// What a page has seen, for the address of its stream. It is read before what the page shows: what
/// happens in between is said again rather than never.
pub(crate) async fn seen(at: &At) -> Result<i64, Response> {
    let guest = &at.seen.guest;
    let seen = guest.dashboard.app.latest_event(at.partner.id).await;
    seen.map_err(|error| errors::failed(guest, &error))
}

pub(crate) async fn changes(
    at: At,
    headers: HeaderMap,
    RawQuery(query): RawQuery,
) -> Result<Response, Response> {
    let dashboard = &at.seen.guest.dashboard;
    let Some(place) = dashboard.streams.take(at.seen.viewer.view.person.id) else {
        return Ok(errors::plain(StatusCode::SERVICE_UNAVAILABLE));
    };
    let app = &dashboard.app;
    // Who comes back says what it heard last.
    let heard = headers.get("last-event-id").and_then(|id| id.to_str().ok());
    let drawn = asked(&query.unwrap_or_default(), "seen");
    let known = heard.or(drawn.as_deref()).and_then(|id| id.parse().ok());
    let seen = match known {
        Some(known) => known,
        None => seen(&at).await?,
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
        Some((Ok::<_, Infallible>(Bytes::from(said)), watch))
    });
    let mut response = Body::from_stream(stream).into_response();
    let headers = response.headers_mut();
    respond::not_kept(headers);
    let events = HeaderValue::from_static("text/event-stream");
    headers.insert(header::CONTENT_TYPE, events);
    // nginx holds streams back otherwise.
    headers.insert("x-accel-buffering", HeaderValue::from_static("no"));
    Ok(response)
}

impl Watch {
    /// What to say next; nothing more when the server ends, the store fails, or she may not see it
    /// any more.
    async fn next(&mut self) -> Option<String> {
        if self.looks == 0 {
            self.looks = 1;
            return Some(format!("id: {}\nretry: 2000\n\n", self.seen));
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
                return Some(format!("id: {latest}\nevent: changed\ndata:\n\n"));
            }
            if self.looks.is_multiple_of(SIGN_OF_LIFE) {
                return Some(":\n\n".to_owned());
            }
        }
        None
    }
}
