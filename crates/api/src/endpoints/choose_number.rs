//! `POST /api/whatsapp/chooseNumber`: which of a customer's numbers an account connects.

use crate::Api;
use crate::auth::authenticate;
use crate::envelope::{Fail, ok};
use crate::fields::Fields;
use crate::number;
use crate::schema::{FailAnswer, listed_number_schema};
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::response::Response;
use gangway_app::{App, ChoiceError, JourneyError};
use gangway_domain::{FieldError, PhoneNumberId};
use serde::Serialize;
use std::sync::Arc;
use utoipa::ToSchema;
use utoipa::openapi::{RefOr, Schema};

pub(crate) const PATH: &str = "/api/whatsapp/chooseNumber";
pub(crate) const ALLOWED: &str = "POST";
const OK: u16 = 1;
const NUMBER: u16 = 4;
const META: u16 = 10;
pub(crate) const METHOD: u16 = 13;
const NOT_FOUND: u16 = 26;
const NOT_WAITING: u16 = 28;
const TOO_OFTEN: u16 = 29;
const NOT_LISTED: u16 = 30;
const UNUSABLE: u16 = 31;
const ID: &str = "phone_number_id";

/// Which account, and which number it connects.
#[derive(ToSchema)]
#[allow(dead_code, reason = "describes the body that `Fields` reads leniently")]
pub(crate) struct ChooseNumberRequest {
    #[schema(schema_with = whatsapp)]
    whatsapp: String,
    /// Meta's id of the number, as getNumbers lists it.
    #[schema(pattern = "^[0-9]{1,20}$", example = "106540352242922")]
    phone_number_id: String,
}

fn whatsapp() -> RefOr<Schema> {
    listed_number_schema("")
}

/// The set-up goes on.
#[derive(Serialize, ToSchema)]
pub(crate) struct ChooseNumberAnswer {
    #[schema(example = "OK")]
    status: &'static str,
    #[schema(example = 1)]
    reason: u16,
}

/// Choose the number that an account connects
///
/// For an account that waits for a number, in place of its customer; see getNumbers. The set-up
/// goes on with the chosen number; how it ends is told by webhook and by getTimeline.
///
/// | reason | meaning | HTTP |
/// |---|---|---|
/// | 1 | OK | 200 |
/// | 2 | wrong credentials, or the partner is suspended; or the JSON is malformed | 401; 400 |
/// | 3 | the access token does not exist or has expired | 401 |
/// | 4 | number empty or wrong | 422 |
/// | 10 | Meta refused the request; `message` says why | 422 |
/// | 13 | must be POST | 405 |
/// | 26 | not found | 404 |
/// | 28 | the account does not wait for a number | 409 |
/// | 29 | asked too often; `Retry-After` says when again | 429 |
/// | 30 | the customer's WhatsApp account has no such number | 404 |
/// | 31 | the number is not verified, or another of your accounts has it; `message` says which | 409 |
#[utoipa::path(
    post,
    path = PATH,
    tag = "WhatsApp",
    operation_id = "chooseNumber",
    request_body = ChooseNumberRequest,
    responses(
        (status = 200, description = "The set-up goes on", body = ChooseNumberAnswer),
        (status = 400, description = "Reason 2: the JSON is malformed", body = FailAnswer),
        (status = 401, description = "Reason 2 or 3", body = FailAnswer),
        (status = 404, description = "Reason 26 or 30", body = FailAnswer),
        (status = 409, description = "Reason 28 or 31", body = FailAnswer),
        (status = 413, description = "The body is over 64 KiB", body = FailAnswer),
        (status = 422, description = "Reason 4 or 10", body = FailAnswer),
        (status = 429, description = "Reason 29: asked too often", body = FailAnswer),
        (status = 503, description = "Busy or unavailable, or Meta is", body = FailAnswer),
    )
)]
pub(crate) async fn handler(
    State(api): State<Arc<Api>>,
    request: Request,
) -> Result<Response, Fail> {
    let (parts, body) = request.into_parts();
    let grant = authenticate(&api.app, &parts.headers).await?;
    let fields = Fields::read(body).await?;
    let number = number::in_body(&fields, NUMBER)?;
    let wrong = || FieldError::new(ID, "must be an id as getNumbers lists it");
    let id = fields
        .text_or_number(ID)
        .and_then(|raw| PhoneNumberId::parse(&raw.unwrap_or_default()).map_err(|_| wrong()))
        .map_err(|error| Fail::field(NUMBER, &error))?;
    api.app
        .pick_number_for(grant.partner, &number, &id)
        .await
        .map_err(|error| refused(&api.app, &error))?;
    Ok(ok(ChooseNumberAnswer {
        status: "OK",
        reason: OK,
    }))
}

pub(super) fn refused(app: &App, error: &ChoiceError) -> Fail {
    let (http, reason) = match error {
        ChoiceError::UnknownAccount => (StatusCode::NOT_FOUND, NOT_FOUND),
        ChoiceError::NotWaiting => (StatusCode::CONFLICT, NOT_WAITING),
        ChoiceError::NotListed => (StatusCode::NOT_FOUND, NOT_LISTED),
        ChoiceError::Taken | ChoiceError::NotVerified => (StatusCode::CONFLICT, UNUSABLE),
        ChoiceError::Refused(_) => (StatusCode::UNPROCESSABLE_ENTITY, META),
        ChoiceError::TooOften(wait) | ChoiceError::TooManyCodes(wait) => {
            return Fail::wait(TOO_OFTEN, *wait, error.to_string());
        }
        ChoiceError::Journey(JourneyError::Store(error)) => return Fail::store(app, error),
        ChoiceError::WrongCode | ChoiceError::Unavailable | ChoiceError::Journey(_) => {
            return Fail::unavailable(error.to_string());
        }
    };
    Fail::new(http, reason, error.to_string())
}
