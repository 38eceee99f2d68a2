//! `PATCH /api/settings/setBusiness`: how the pages of your links look.

use crate::Api;
use crate::auth::authenticate;
use crate::envelope::{Fail, ok};
use crate::fields::Fields;
use crate::schema::FailAnswer;
use axum::extract::{Request, State};
use axum::response::Response;
use gangway_app::{BrandingError, ChangeBranding, LogoSource};
use gangway_domain::{COLOUR_FIELD, Change, Colour, FieldError, HttpsUrl, TEXT_COLOUR_FIELD, Text};
use serde::Serialize;
use std::sync::Arc;
use utoipa::ToSchema;

pub(crate) const PATH: &str = "/api/settings/setBusiness";
pub(crate) const ALLOWED: &str = "PATCH";
const OK: u16 = 1;
pub(crate) const METHOD: u16 = 27;
const LOGO: u16 = 28;
const MESSAGE: u16 = 29;
const BUTTON: u16 = 30;
const OUTCOME_TEXT: u16 = 31;
const COLOUR: u16 = 32;

/// What is left out stays as it is; `""` takes it away.
#[derive(ToSchema)]
#[allow(dead_code, reason = "describes the body that `Fields` reads leniently")]
pub(crate) struct SetBusinessRequest {
    /// Https address of a png or jpg of 200 x 60. It is fetched once and kept.
    #[schema(
        max_length = 512,
        nullable,
        example = "https://www.example.com/logo.png"
    )]
    onboarding_logo: Option<String>,
    /// Text above the button.
    #[schema(max_length = 200, nullable, format = "line")]
    onboarding_message: Option<String>,
    /// Text on the button.
    #[schema(max_length = 50, nullable, format = "line")]
    onboarding_button: Option<String>,
    /// Text after the finish.
    #[schema(max_length = 200, nullable, format = "line")]
    onboarding_success: Option<String>,
    /// Text after a failure.
    #[schema(max_length = 200, nullable, format = "line")]
    onboarding_failed: Option<String>,
    /// Colour of the button, the monogram and the progress (ours).
    #[schema(nullable, pattern = "^(#[0-9A-Fa-f]{6})?$", example = "#0b5cd6")]
    onboarding_color: Option<String>,
    /// Colour of text upon it (ours); left out or taken away, black or white is chosen.
    #[schema(nullable, pattern = "^(#[0-9A-Fa-f]{6})?$", example = "#ffffff")]
    onboarding_text_color: Option<String>,
}

/// What was given, as it is kept; empty where it was taken away.
#[derive(Default, Serialize, ToSchema)]
pub(crate) struct SetBusinessAnswer {
    #[schema(example = "OK")]
    status: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "https://www.example.com/logo.png")]
    onboarding_logo: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    onboarding_message: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    onboarding_button: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    onboarding_success: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    onboarding_failed: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "#0b5cd6")]
    onboarding_color: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "#ffffff")]
    onboarding_text_color: Option<String>,
    #[schema(example = 1)]
    reason: u16,
}

/// Set how the pages of your links look
///
/// These are your defaults: what createAccount is given for one link comes before them, and where
/// there is neither, the page has words and colours of its own. A change is seen at once on the
/// pages of all links.
///
/// The logo is fetched once, when it is set, and kept by us: a png or jpg by its own bytes, of at
/// most 100 KiB and 800 x 240 pixels, at least as wide as it is high and at most eight times as
/// wide; 200 x 60 is best. Its host has to be public, may not lead elsewhere, and has ten seconds.
/// The same address is not fetched again within a day: give a new picture a new address.
///
/// Text upon your colour has to be readable: a contrast of at least 4.5:1 (WCAG 2.2, AA).
///
/// | reason | meaning | HTTP |
/// |---|---|---|
/// | 1 | OK | 200 |
/// | 2 | wrong credentials, or the partner is suspended; or the JSON is malformed | 401; 400 |
/// | 3 | the access token does not exist or has expired | 401 |
/// | 27 | must be PATCH | 405 |
/// | 28 | logo invalid, or it could not be fetched | 422 |
/// | 29 | message invalid | 422 |
/// | 30 | button text invalid | 422 |
/// | 31 | success or failed text invalid | 422 |
/// | 32 | a colour is invalid, or the two do not go together (ours) | 422 |
#[utoipa::path(
    patch,
    path = PATH,
    tag = "Settings",
    operation_id = "setBusiness",
    request_body = SetBusinessRequest,
    responses(
        (status = 200, description = "Set", body = SetBusinessAnswer),
        (status = 400, description = "Reason 2: the JSON is malformed", body = FailAnswer),
        (status = 401, description = "Reason 2 or 3", body = FailAnswer),
        (status = 413, description = "The body is over 64 KiB", body = FailAnswer),
        (status = 422, description = "A field is invalid", body = FailAnswer),
        (status = 503, description = "Busy or unavailable", body = FailAnswer),
    )
)]
pub(crate) async fn handler(
    State(api): State<Arc<Api>>,
    request: Request,
) -> Result<Response, Fail> {
    let (parts, body) = request.into_parts();
    let grant = authenticate(&api.app, &parts.headers).await?;
    let fields = Fields::read(body).await?;
    let change = read(&fields)?;
    let answer = echo(&change);
    api.app
        .set_branding(grant.partner, change)
        .await
        .map_err(|error| match error {
            BrandingError::Field(error) => Fail::field(reason_of(error.field), &error),
            BrandingError::Store(error) => Fail::store(&api.app, &error),
        })?;
    Ok(ok(answer))
}

/// The reason of what only a use case can refuse.
fn reason_of(field: &str) -> u16 {
    match field {
        COLOUR_FIELD | TEXT_COLOUR_FIELD => COLOUR,
        _ => LOGO,
    }
}

fn read(fields: &Fields) -> Result<ChangeBranding, Fail> {
    Ok(ChangeBranding {
        logo: one(fields, LOGO, "onboarding_logo", |name, raw| {
            Ok(HttpsUrl::parse(name, raw)?.map(LogoSource::Url))
        })?,
        message: one(fields, MESSAGE, "onboarding_message", Text::parse)?,
        button: one(fields, BUTTON, "onboarding_button", Text::parse)?,
        success: one(fields, OUTCOME_TEXT, "onboarding_success", Text::parse)?,
        failed: one(fields, OUTCOME_TEXT, "onboarding_failed", Text::parse)?,
        colour: one(fields, COLOUR, COLOUR_FIELD, Colour::parse)?,
        text_colour: one(fields, COLOUR, TEXT_COLOUR_FIELD, Colour::parse)?,
    })
}

fn one<T>(
    fields: &Fields,
    reason: u16,
    name: &'static str,
    parse: impl FnOnce(&'static str, &str) -> Result<Option<T>, FieldError>,
) -> Result<Change<T>, Fail> {
    let refused = |error: FieldError| Fail::field(reason, &error);
    let given = fields.text(name).map_err(refused)?;
    let parsed = given.map(|raw| parse(name, raw)).transpose();
    Ok(Change::of(parsed.map_err(refused)?))
}

fn echo(change: &ChangeBranding) -> SetBusinessAnswer {
    fn told<T>(change: &Change<T>, text: impl FnOnce(&T) -> String) -> Option<String> {
        match change {
            Change::Keep => None,
            Change::Clear => Some(String::new()),
            Change::Set(value) => Some(text(value)),
        }
    }
    SetBusinessAnswer {
        status: "OK",
        onboarding_logo: told(&change.logo, |logo| match logo {
            LogoSource::Url(url) => url.as_str().to_owned(),
            LogoSource::Stored(_) => String::new(),
        }),
        onboarding_message: told(&change.message, ToString::to_string),
        onboarding_button: told(&change.button, ToString::to_string),
        onboarding_success: told(&change.success, ToString::to_string),
        onboarding_failed: told(&change.failed, ToString::to_string),
        onboarding_color: told(&change.colour, ToString::to_string),
        onboarding_text_color: told(&change.text_colour, ToString::to_string),
        reason: OK,
    }
}
