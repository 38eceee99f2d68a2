//! The style sheet and the scripts.

use crate::Dashboard;
use axum::extract::{Path, State};
use axum::response::Response;
use gangway_page::Asset;
use std::sync::Arc;

/// The embedded files.
pub(crate) struct Assets {
    pub(crate) style: String,
    pub(crate) script: String,
    files: Vec<Asset>,
}

/// htmx with what it needs to know, and the little that is ours. See `static/htmx/README.md`.
const SCRIPT: &str = concat!(
    include_str!("../static/htmx/htmx.min.js"),
    "\n",
    include_str!("../static/dashboard.js"),
);

impl Assets {
    pub(crate) fn new() -> Self {
        let style = Asset::css("dashboard", include_str!("../static/dashboard.css"));
        let script = Asset::js("dashboard", SCRIPT);
        Self {
            style: style.name().to_owned(),
            script: script.name().to_owned(),
            files: vec![style, script],
        }
    }
}

pub(crate) async fn serve(
    State(dashboard): State<Arc<Dashboard>>,
    Path(file): Path<String>,
) -> Response {
    gangway_page::serve(&dashboard.assets.files, &file)
}
