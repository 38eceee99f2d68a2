//! The dialog's pages.

use axum::http::StatusCode;
use axum::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, HeaderName, REFERRER_POLICY,
};
use axum::response::{IntoResponse, Response};
use minijinja::value::Serde;
use minijinja::{Environment, Value};
use serde::Serialize;

const DIALOG: &str = "dialog.html";
const PROBLEM: &str = "problem.html";

/// The compiled templates.
pub(crate) struct Pages {
    environment: Environment<'static>,
}

/// What the dialog shows.
#[derive(Serialize)]
pub(super) struct DialogPage<'a> {
    pub(super) app_name: &'a str,
    pub(super) client_id: &'a str,
    pub(super) config_id: &'a str,
    /// The text of `extras` as it came.
    pub(super) extras: &'a str,
    /// Set for the full-page variant.
    pub(super) redirect_uri: Option<&'a str>,
    pub(super) state: Option<&'a str>,
    /// Where the popup posts to, and the channel of the SDK's callback.
    pub(super) opener_origin: &'a str,
    pub(super) channel: &'a str,
    pub(super) business_name: &'a str,
    pub(super) coexistence: bool,
    /// The `data-ending` of the main button.
    pub(super) fitting: &'static str,
    /// What came prefilled, as label and text.
    pub(super) prefill: Vec<(&'static str, String)>,
    pub(super) cancel_steps: &'static [&'static str],
    pub(super) orderings: &'static [&'static str],
}

impl Pages {
    pub(crate) fn new() -> Result<Self, minijinja::Error> {
        let mut environment = Environment::new();
        environment.add_template(DIALOG, include_str!("../../templates/dialog.html"))?;
        environment.add_template(PROBLEM, include_str!("../../templates/problem.html"))?;
        Ok(Self { environment })
    }

    pub(super) fn dialog(&self, page: &DialogPage<'_>) -> Response {
        // Browsers hold redirects after a form to `form-action` too, so the place to return to is named in it.
        let return_to = page.redirect_uri.and_then(|uri| url::Url::parse(uri).ok());
        let return_to = return_to
            .map(|uri| uri.origin().ascii_serialization())
            .unwrap_or_default();
        self.render(StatusCode::OK, DIALOG, Value::from(Serde(page)), &return_to)
    }

    pub(super) fn problem(&self, message: &str) -> Response {
        let context = Value::from(Serde(serde_json::json!({ "message": message })));
        self.render(StatusCode::BAD_REQUEST, PROBLEM, context, "")
    }

    fn render(
        &self,
        status: StatusCode,
        name: &str,
        context: Value,
        form_target: &str,
    ) -> Response {
        match self
            .environment
            .get_template(name)
            .and_then(|template| template.render(context))
        {
            Ok(html) => {
                let policy = format!(
                    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; \
                     frame-src http://localhost:* http://127.0.0.1:*; form-action 'self' {form_target}; \
                     base-uri 'none'; frame-ancestors 'none'"
                );
                let headers: [(HeaderName, &str); 4] = [
                    (CONTENT_TYPE, "text/html; charset=utf-8"),
                    (CACHE_CONTROL, "no-store"),
                    (REFERRER_POLICY, "no-referrer"),
                    (CONTENT_SECURITY_POLICY, policy.as_str()),
                ];
                (status, headers, html).into_response()
            }
            Err(error) => {
                tracing::error!(%error, page = name, "a page of the simulator cannot be rendered");
                (
                    StatusCode::INTERNAL_SERVER_ERROR,
                    "The page cannot be rendered.",
                )
                    .into_response()
            }
        }
    }
}
