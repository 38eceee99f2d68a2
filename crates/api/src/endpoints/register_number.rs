//! `POST /api/whatsapp/registerNumber`: a code to a number that the partner wants to register.

use crate::Api;
use crate::auth::authenticate;
use crate::envelope::{Fail, ok};
use crate::fields::Fields;
use crate::number;
use crate::schema::{FailAnswer, number_schema};
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::response::Response;
use gangway_app::{App, CodeMethod, NumberError, RegisterNumber};
use gangway_domain::{CodeLanguage, FieldError, PhoneNumber, Text};
use serde::Serialize;
use std::sync::Arc;
use utoipa::ToSchema;
use utoipa::openapi::{RefOr, Schema};

pub(crate) const PATH: &str = "/api/whatsapp/registerNumber";
pub(crate) const ALLOWED: &str = "POST";
const OK: u16 = 1;
const NUMBER: u16 = 4;
const HOW: u16 = 5;
const COMMENT: u16 = 6;
const TOO_MANY_CODES: u16 = 7;
const FULL: u16 = 8;
const HELD: u16 = 9;
const META: u16 = 10;
pub(crate) const METHOD: u16 = 13;
const NOT_OFFERED: u16 = 14;

/// Which number, and how its code comes.
#[derive(ToSchema)]
#[allow(dead_code, reason = "describes the body that `Fields` reads leniently")]
pub(crate) struct RegisterNumberRequest {
    #[schema(schema_with = whatsapp)]
    whatsapp: String,
    /// 1: a text message (SMS); 2: a voice call.
    #[schema(minimum = 1, maximum = 2, example = 1)]
    method: i64,
    /// A note of your own (ours).
    #[schema(max_length = 200, nullable)]
    comment: Option<String>,
    /// The language of the code's message, as Meta writes it (ours); `en_US` if left out.
    #[schema(
        nullable,
        pattern = r"^\s*([A-Za-z]{2,3}([_-][A-Za-z]{2})?)?\s*$",
        example = "en_US"
    )]
    language: Option<String>,
}

fn whatsapp() -> RefOr<Schema> {
    number_schema("The number that is to be registered.")
}

/// The code is on its way.
#[derive(Serialize, ToSchema)]
pub(crate) struct NumberAnswer {
    #[schema(example = "OK")]
    status: &'static str,
    /// The number, as digits.
    #[schema(example = "972501234567")]
    whatsapp: String,
    #[schema(example = 1)]
    reason: u16,
}

pub(super) fn number_answer(number: &PhoneNumber) -> Response {
    ok(NumberAnswer {
        status: "OK",
        whatsapp: number.as_str().to_owned(),
        reason: OK,
    })
}

/// Register a number
///
/// Meta sends a six-digit code to the number, as a text message or in a voice call; verifyNumber takes it.
/// A number that is registered and verified waits for its customer for 90 days, and is given to
/// createAccount. In the last 45 of them it may be registered again, which begins 90 new days.
///
/// For one number at most three codes may be asked for within an hour. At most 500 of your numbers
/// wait at the same time. A number has one holder: while you hold it nobody else can register it.
///
/// | reason | meaning | HTTP |
/// |---|---|---|
/// | 1 | OK | 200 |
/// | 2 | wrong credentials, or the partner is suspended; or the JSON is malformed | 401; 400 |
/// | 3 | the access token does not exist or has expired | 401 |
/// | 4 | number empty or wrong | 422 |
/// | 5 | method must be 1 or 2 | 422 |
/// | 6 | comment or language invalid | 422 |
/// | 7 | too many code requests for this number, try later | 429 |
/// | 8 | 500 numbers are waiting already | 409 |
/// | 9 | the number is already registered, by you or by somebody else | 409 |
/// | 10 | Meta refused the number or the request; `message` says why | 422 |
/// | 13 | must be POST | 405 |
/// | 14 | the operator's Meta app has no pre-verified numbers | 501 |
#[utoipa::path(
    post,
    path = PATH,
    tag = "WhatsApp",
    operation_id = "registerNumber",
    request_body = RegisterNumberRequest,
    responses(
        (status = 200, description = "The code is on its way", body = NumberAnswer),
        (status = 400, description = "Reason 2: the JSON is malformed", body = FailAnswer),
        (status = 401, description = "Reason 2 or 3", body = FailAnswer),
        (status = 409, description = "Reason 8 or 9", body = FailAnswer),
        (status = 413, description = "The body is over 64 KiB", body = FailAnswer),
        (status = 422, description = "Reason 4, 5, 6 or 10", body = FailAnswer),
        (status = 429, description = "Reason 7: too many code requests", body = FailAnswer),
        (status = 501, description = "Reason 14: no pre-verified numbers", body = FailAnswer),
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
    let wish = read(&fields)?;
    let number = wish.number.clone();
    api.app
        .register_number(grant.partner, wish)
        .await
        .map_err(|error| refused(&api.app, &error))?;
    Ok(number_answer(&number))
}

fn read(fields: &Fields) -> Result<RegisterNumber, Fail> {
    let number = number::real_in_body(fields, NUMBER)?;
    let wrong = |error: FieldError| Fail::field(HOW, &error);
    let method = match fields.integer("method").map_err(wrong)? {
        Some(1) => CodeMethod::Sms,
        Some(2) => CodeMethod::Voice,
        _ => {
            let why = "must be 1 (a text message) or 2 (a voice call)";
            return Err(wrong(FieldError::new("method", why)));
        }
    };
    let wrong = |error: FieldError| Fail::field(COMMENT, &error);
    let comment = fields.text("comment").map_err(wrong)?.unwrap_or_default();
    let language = fields.text("language").map_err(wrong)?.unwrap_or_default();
    Ok(RegisterNumber {
        number,
        method,
        comment: Text::parse("comment", comment).map_err(wrong)?,
        language: CodeLanguage::parse("language", language).map_err(wrong)?,
    })
}

pub(super) fn refused(app: &App, error: &NumberError) -> Fail {
    let (http, reason) = match error {
        NumberError::NotOffered => (StatusCode::NOT_IMPLEMENTED, NOT_OFFERED),
        NumberError::TooManyCodes(wait) => {
            return Fail::wait(TOO_MANY_CODES, *wait, error.to_string());
        }
        NumberError::Full => (StatusCode::CONFLICT, FULL),
        NumberError::Held => (StatusCode::CONFLICT, HELD),
        NumberError::Refused(_) => (StatusCode::UNPROCESSABLE_ENTITY, META),
        NumberError::WrongCode => (StatusCode::UNPROCESSABLE_ENTITY, super::verify_number::CODE),
        NumberError::NotRegistered => (StatusCode::NOT_FOUND, super::verify_number::NOT_REGISTERED),
        NumberError::Linked => (
            StatusCode::CONFLICT,
            super::delete_registered_number::LINKED,
        ),
        NumberError::Unavailable => return Fail::unavailable(error.to_string()),
        NumberError::Store(error) => return Fail::store(app, error),
    };
    Fail::new(http, reason, error.to_string())
}
