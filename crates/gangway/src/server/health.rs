//! Whether it lives, whether it can work, for which hosts, and where a stranger is sent.

use axum::Router;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::Redirect;
use axum::routing::get;
use gangway_app::App;
use serde::Deserialize;
use std::sync::Arc;

pub(super) fn router(app: Arc<App>) -> Router {
    Router::new()
        .route("/", get(|| async { Redirect::to("/docs") }))
        .route("/healthz", get(|| async { "ok\n" }))
        .route("/readyz", get(ready))
        .route("/domains/allowed", get(allowed))
        .with_state(app)
}

#[derive(Deserialize)]
struct Asked {
    domain: String,
}

/// Whether a proxy should get a certificate for a host, as Caddy asks before it does.
async fn allowed(State(app): State<Arc<App>>, Query(asked): Query<Asked>) -> StatusCode {
    if app.serves_host(&asked.domain).await {
        StatusCode::OK
    } else {
        StatusCode::NOT_FOUND
    }
}

async fn ready(State(app): State<Arc<App>>) -> (StatusCode, &'static str) {
    match app.ready().await {
        Ok(()) => (StatusCode::OK, "ready\n"),
        Err(error) => {
            tracing::warn!(%error, "not ready");
            (
                StatusCode::SERVICE_UNAVAILABLE,
                "the store does not answer\n",
            )
        }
    }
}
