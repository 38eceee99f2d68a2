//! `DELETE /api/whatsapp/deleteRegisteredNumber`: a registered number is given up.

use super::register_number::{NumberAnswer, number_answer, refused};
use crate::Api;
use crate::auth::authenticate;
use crate::envelope::Fail;
use crate::fields::Fields;
use crate::number;
use crate::schema::{FailAnswer, number_schema};
use axum::extract::{Request, State};
use axum::response::Response;
use std::sync::Arc;
use utoipa::ToSchema;
use utoipa::openapi::{RefOr, Schema};

pub(crate) const PATH: &str = "/api/whatsapp/deleteRegisteredNumber";
pub(crate) const ALLOWED: &str = "DELETE";
const NUMBER: u16 = 4;
pub(crate) const METHOD: u16 = 13;
pub(super) const LINKED: u16 = 23;

/// Which number.
#[derive(ToSchema)]
#[allow(dead_code, reason = "describes the body that `Fields` reads leniently")]
pub(crate) struct DeleteRegisteredNumberRequest {
    #[schema(schema_with = whatsapp)]
    whatsapp: Option<String>,
}

fn whatsapp() -> RefOr<Schema> {
    number_schema("The registered number. Required, here or in the query.")
}

/// Give a registered number up
///
/// This call is ours. The number leaves Meta's pool, and anybody may register it again. Only
/// while no link uses it: delete that account first.
///
/// | reason | meaning | HTTP |
/// |---|---|---|
/// | 1 | OK | 200 |
/// | 2 | wrong credentials, or the partner is suspended; or the JSON is malformed | 401; 400 |
/// | 3 | the access token does not exist or has expired | 401 |
/// | 4 | number empty or wrong | 422 |
/// | 10 | Meta refused the request; `message` says why | 422 |
/// | 12 | the number is not registered in your account | 404 |
/// | 13 | must be DELETE | 405 |
/// | 14 | the operator's Meta app has no pre-verified numbers | 501 |
/// | 23 | an onboarding link uses the number | 409 |
#[utoipa::path(
    delete,
    path = PATH,
    tag = "WhatsApp",
    operation_id = "deleteRegisteredNumber",
    params(("whatsapp" = Option<String>, Query, description = "The number, where the client cannot send a body; the body wins", format = "phone")),
    request_body = DeleteRegisteredNumberRequest,
    responses(
        (status = 200, description = "Given up", body = NumberAnswer),
        (status = 400, description = "Reason 2: the JSON is malformed", body = FailAnswer),
        (status = 401, description = "Reason 2 or 3", body = FailAnswer),
        (status = 404, description = "Reason 12: not registered", body = FailAnswer),
        (status = 409, description = "Reason 23: a link uses it", body = FailAnswer),
        (status = 413, description = "The body is over 64 KiB", body = FailAnswer),
        (status = 422, description = "Reason 4 or 10", body = FailAnswer),
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
    let mut fields = Fields::read_optional(body).await?;
    if let Some(given) = number::in_query(parts.uri.query()) {
        fields.or_insert(number::FIELD, given);
    }
    let number = number::real_in_body(&fields, NUMBER)?;
    api.app
        .release_number(grant.partner, &number)
        .await
        .map_err(|error| refused(&api.app, &error))?;
    Ok(number_answer(&number))
}
