//! `DELETE /api/whatsapp/deleteAccount`: removes an account that has not finished.

use crate::Api;
use crate::auth::authenticate;
use crate::envelope::{Fail, ok};
use crate::fields::Fields;
use crate::number;
use crate::schema::{FailAnswer, listed_number_schema};
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::response::Response;
use gangway_app::DeleteError;
use serde::Serialize;
use std::sync::Arc;
use utoipa::ToSchema;
use utoipa::openapi::{RefOr, Schema};

pub(crate) const PATH: &str = "/api/whatsapp/deleteAccount";
pub(crate) const ALLOWED: &str = "DELETE";
const OK: u16 = 1;
const NUMBER: u16 = 4;
pub(crate) const METHOD: u16 = 13;
const FINISHED: u16 = 25;
const NOT_FOUND: u16 = 26;

/// Which account.
#[derive(ToSchema)]
#[allow(dead_code, reason = "describes the body that `Fields` reads leniently")]
pub(crate) struct DeleteAccountRequest {
    #[schema(schema_with = whatsapp)]
    whatsapp: Option<String>,
}

fn whatsapp() -> RefOr<Schema> {
    listed_number_schema(" Required, here or in the query.")
}

/// The account is gone.
#[derive(Serialize, ToSchema)]
pub(crate) struct DeleteAccountAnswer {
    #[schema(example = "OK")]
    status: &'static str,
    /// The number of the removed account, as digits.
    #[schema(example = "972571234567")]
    whatsapp: String,
    #[schema(example = 1)]
    reason: u16,
}

/// Remove an onboarding account
///
/// Irreversible: the link stops working at once. The number may come in the JSON body or as a
/// query parameter, since some clients cannot send a body with DELETE.
///
/// | reason | meaning | HTTP |
/// |---|---|---|
/// | 1 | OK | 200 |
/// | 2 | wrong credentials, or the partner is suspended; or the JSON is malformed | 401; 400 |
/// | 3 | the access token does not exist or has expired | 401 |
/// | 4 | number empty or wrong | 422 |
/// | 13 | must be DELETE | 405 |
/// | 25 | the account has already finished the onboarding | 409 |
/// | 26 | not found | 404 |
#[utoipa::path(
    delete,
    path = PATH,
    tag = "WhatsApp",
    operation_id = "deleteAccount",
    params(("whatsapp" = Option<String>, Query, description = "The number, where the client cannot send a body; the body wins", format = "phone")),
    request_body = DeleteAccountRequest,
    responses(
        (status = 200, description = "Removed", body = DeleteAccountAnswer),
        (status = 400, description = "Reason 2: the JSON is malformed", body = FailAnswer),
        (status = 401, description = "Reason 2 or 3", body = FailAnswer),
        (status = 404, description = "Reason 26: not found", body = FailAnswer),
        (status = 409, description = "Reason 25: already finished", body = FailAnswer),
        (status = 413, description = "The body is over 64 KiB", body = FailAnswer),
        (status = 422, description = "Reason 4: number empty or wrong", body = FailAnswer),
        (status = 503, description = "Busy or unavailable", body = FailAnswer),
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
    let number = number::in_body(&fields, NUMBER)?;
    api.app
        .delete_account(grant.partner, &number)
        .await
        .map_err(|error| match error {
            DeleteError::Finished => Fail::new(StatusCode::CONFLICT, FINISHED, error.to_string()),
            DeleteError::NotFound => Fail::new(StatusCode::NOT_FOUND, NOT_FOUND, error.to_string()),
            DeleteError::Store(error) => Fail::store(&api.app, &error),
        })?;
    Ok(ok(DeleteAccountAnswer {
        status: "OK",
        whatsapp: number.as_str().to_owned(),
        reason: OK,
    }))
}
