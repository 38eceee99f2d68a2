//! What changes elsewhere appears by itself: a stream that says when something happened to one of
//! a partner's accounts. The page then asks for itself anew.

use crate::errors;
use crate::seen::At;
use axum::body::{Body, Bytes};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use futures_util::stream;
use gangway_app::App;
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

struct Watch {
    app: Arc<App>,
    partner: PartnerId,
    seen: i64,
    looks: u32,
}

pub(crate) async fn changes(at: At) -> Response {
    let app = &at.seen.guest.dashboard.app;
    let seen = match app.latest_event(at.partner.id).await {
        Ok(seen) => seen,
        Err(error) => return errors::failed(&at.seen.guest, &error),
    };
    let watch = Watch {
        app: Arc::clone(app),
        partner: at.partner.id,
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
    /// What to say next; nothing more when the server ends or the store fails.
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
