//! `POST /api/whatsapp/verifyNumber`: the code that came to a registered number.

use super::register_number::{NumberAnswer, number_answer, refused};
use crate::Api;
use crate::auth::authenticate;
use crate::envelope::Fail;
use crate::fields::Fields;
use crate::number;
use crate::schema::{FailAnswer, number_schema};
use axum::extract::{Request, State};
use axum::response::Response;
use gangway_domain::NumberCode;
use std::sync::Arc;
use utoipa::ToSchema;
use utoipa::openapi::{RefOr, Schema};

pub(crate) const PATH: &str = "/api/whatsapp/verifyNumber";
pub(crate) const ALLOWED: &str = "POST";
const NUMBER: u16 = 4;
pub(super) const CODE: u16 = 11;
pub(super) const NOT_REGISTERED: u16 = 12;
pub(crate) const METHOD: u16 = 13;

/// Which number, and its code.
#[derive(ToSchema)]
#[allow(dead_code, reason = "describes the body that `Fields` reads leniently")]
pub(crate) struct VerifyNumberRequest {
    #[schema(schema_with = whatsapp)]
    whatsapp: String,
    /// The six digits; a dash or space in between does no harm.
    #[schema(pattern = "^[0-9]{3}[- ]?[0-9]{3}$", example = "123456")]
    code: String,
}

fn whatsapp() -> RefOr<Schema> {
    number_schema("The number that was registered.")
}

/// Verify a registered number
///
/// With the code that Meta sent after registerNumber. A code is good for some ten minutes; with
/// a new one the one before it is worth nothing any more.
///
/// | reason | meaning | HTTP |
/// |---|---|---|
/// | 1 | OK | 200 |
/// | 2 | wrong credentials, or the partner is suspended; or the JSON is malformed | 401; 400 |
/// | 3 | the access token does not exist or has expired | 401 |
/// | 4 | number empty or wrong | 422 |
/// | 7 | too many codes were tried for this number, try later | 429 |
/// | 10 | Meta refused the request; `message` says why | 422 |
/// | 11 | code wrong or expired | 422 |
/// | 12 | no registration of this number is waiting for a code | 404 |
/// | 13 | must be POST | 405 |
/// | 14 | the operator's Meta app has no pre-verified numbers | 501 |
#[utoipa::path(
    post,
    path = PATH,
    tag = "WhatsApp",
    operation_id = "verifyNumber",
    request_body = VerifyNumberRequest,
    responses(
        (status = 200, description = "The number is verified", body = NumberAnswer),
        (status = 400, description = "Reason 2: the JSON is malformed", body = FailAnswer),
        (status = 401, description = "Reason 2 or 3", body = FailAnswer),
        (status = 404, description = "Reason 12: nothing waits for a code", body = FailAnswer),
        (status = 413, description = "The body is over 64 KiB", body = FailAnswer),
        (status = 422, description = "Reason 4, 10 or 11", body = FailAnswer),
        (status = 429, description = "Reason 7: too many codes were tried", body = FailAnswer),
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
    let number = number::real_in_body(&fields, NUMBER)?;
    let code = fields
        .text_or_number("code")
        .and_then(|raw| NumberCode::parse("code", &raw.unwrap_or_default()))
        .map_err(|error| Fail::field(CODE, &error))?;
    api.app
        .verify_number(grant.partner, &number, &code)
        .await
        .map_err(|error| refused(&api.app, &error))?;
    Ok(number_answer(&number))
}
