//! `GET /api/settings/getBusiness`: how the pages of your links look.

use crate::Api;
use crate::auth::authenticate;
use crate::envelope::{Fail, ok};
use crate::schema::FailAnswer;
use axum::extract::{Request, State};
use axum::response::Response;
use gangway_domain::{Branding, Colours};
use serde::Serialize;
use std::sync::Arc;
use utoipa::ToSchema;

pub(crate) const PATH: &str = "/api/settings/getBusiness";
pub(crate) const ALLOWED: &str = "GET, HEAD";
const OK: u16 = 1;
pub(crate) const METHOD: u16 = 13;

/// Your defaults; empty where there is none.
#[derive(Serialize, ToSchema)]
pub(crate) struct GetBusinessAnswer {
    #[schema(example = "OK")]
    status: &'static str,
    /// Where the logo was fetched; empty also for one that was uploaded in the dashboard.
    #[schema(example = "https://www.example.com/logo.png")]
    onboarding_logo: String,
    #[schema(example = "Two minutes, and your customers reach you on WhatsApp.")]
    onboarding_message: String,
    #[schema(example = "Connect my number")]
    onboarding_button: String,
    #[schema(example = "Welcome!")]
    onboarding_success: String,
    #[schema(example = "We are here to help.")]
    onboarding_failed: String,
    #[schema(example = "#0b5cd6")]
    onboarding_color: String,
    /// Empty while black or white is chosen.
    #[schema(example = "#ffffff")]
    onboarding_text_color: String,
    #[schema(example = 1)]
    reason: u16,
    /// Path of the picture that your pages show; empty where there is none.
    #[schema(example = "/logo/5feceb66ffc86f38d952786c6d696c79c2dbc239dd4e91b46729d73a27fb57e9")]
    logo_path: String,
}

/// See how the pages of your links look
///
/// What setBusiness set. This call is ours.
///
/// | reason | meaning | HTTP |
/// |---|---|---|
/// | 1 | OK | 200 |
/// | 2 | wrong credentials: no usable `Authorization` header, or the partner is suspended | 401 |
/// | 3 | the access token does not exist or has expired | 401 |
/// | 13 | must be GET | 405 |
#[utoipa::path(
    get,
    path = PATH,
    tag = "Settings",
    operation_id = "getBusiness",
    responses(
        (status = 200, description = "Your defaults", body = GetBusinessAnswer),
        (status = 401, description = "Reason 2 or 3", body = FailAnswer),
        (status = 503, description = "Busy or unavailable", body = FailAnswer),
    )
)]
pub(crate) async fn handler(
    State(api): State<Arc<Api>>,
    request: Request,
) -> Result<Response, Fail> {
    let grant = authenticate(&api.app, request.headers()).await?;
    let branding = api
        .app
        .branding(grant.partner)
        .await
        .map_err(|error| Fail::store(&api.app, &error))?;
    Ok(ok(answer(&branding)))
}

fn answer(branding: &Branding) -> GetBusinessAnswer {
    fn told<T: ToString>(value: Option<&T>) -> String {
        value.map_or_else(String::new, ToString::to_string)
    }
    let logo = branding.logo.as_ref();
    let url = logo.and_then(|logo| logo.url.as_ref());
    let colours = branding.colours;
    GetBusinessAnswer {
        status: "OK",
        onboarding_logo: url.map_or_else(String::new, |url| url.as_str().to_owned()),
        onboarding_message: told(branding.message.as_ref()),
        onboarding_button: told(branding.button.as_ref()),
        onboarding_success: told(branding.success.as_ref()),
        onboarding_failed: told(branding.failed.as_ref()),
        onboarding_color: told(colours.map(Colours::colour).as_ref()),
        onboarding_text_color: told(colours.and_then(Colours::given_text).as_ref()),
        reason: OK,
        logo_path: logo.map_or_else(String::new, |logo| format!("/logo/{}", logo.picture.hash)),
    }
}
