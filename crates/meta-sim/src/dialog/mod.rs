//! The browser side: the JavaScript SDK and the signup dialog.

mod oauth;
mod pages;

use axum::Router;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::IntoResponse;
use axum::routing::get;

pub(crate) use pages::Pages;

use crate::state::SimState;

const SDK_JS: &str = include_str!("../../static/sdk.js");
const DIALOG_JS: &str = include_str!("../../static/dialog.js");
const DIALOG_CSS: &str = include_str!("../../static/dialog.css");
const STRAY_JS: &str = include_str!("../../static/stray.js");
const STRAY_HTML: &str = include_str!("../../static/stray.html");

const JAVASCRIPT: &str = "text/javascript; charset=utf-8";
const CSS: &str = "text/css; charset=utf-8";
const HTML: &str = "text/html; charset=utf-8";

/// `sdk.js` under any locale, the dialog under any version, and what they load.
pub(crate) fn routes() -> Router<SimState> {
    let dialog = || get(oauth::show).post(oauth::submit);
    Router::new()
        .route("/{prefix}/sdk.js", get(|| asset(JAVASCRIPT, SDK_JS)))
        .route("/{prefix}/dialog/oauth", dialog())
        .route("/dialog/oauth", dialog())
        .route(
            "/_sim/static/dialog.js",
            get(|| asset(JAVASCRIPT, DIALOG_JS)),
        )
        .route("/_sim/static/dialog.css", get(|| asset(CSS, DIALOG_CSS)))
        .route("/_sim/static/stray.js", get(|| asset(JAVASCRIPT, STRAY_JS)))
        .route("/_sim/stray", get(|| asset(HTML, STRAY_HTML)))
}

/// A file that is compiled in. It changes with the binary only, but a simulator is restarted often: never cached.
async fn asset(media: &'static str, text: &'static str) -> impl IntoResponse {
    ([(CONTENT_TYPE, media), (CACHE_CONTROL, "no-store")], text)
}
