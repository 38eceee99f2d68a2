//! `DELETE /api/whatsapp/deleteWhatsApp`: a connected number is given up.

use crate::Api;
use crate::auth::authenticate;
use crate::envelope::{Fail, ok};
use crate::fields::Fields;
use crate::number;
use crate::schema::{FailAnswer, number_schema};
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::response::Response;
use gangway_app::DeleteWhatsAppError;
use serde::Serialize;
use std::sync::Arc;
use utoipa::ToSchema;
use utoipa::openapi::{RefOr, Schema};

pub(crate) const PATH: &str = "/api/whatsapp/deleteWhatsApp";
pub(crate) const ALLOWED: &str = "DELETE";
const OK: u16 = 1;
const NUMBER: u16 = 4;
pub(crate) const METHOD: u16 = 13;
const NOT_FOUND: u16 = 27;

/// Which number.
#[derive(ToSchema)]
#[allow(dead_code, reason = "describes the body that `Fields` reads leniently")]
pub(crate) struct DeleteWhatsAppRequest {
    #[schema(schema_with = whatsapp)]
    whatsapp: Option<String>,
}

fn whatsapp() -> RefOr<Schema> {
    number_schema("The connected number, as getWhatsApp shows it. Required, here or in the query.")
}

/// The number is gone.
#[derive(Serialize, ToSchema)]
pub(crate) struct DeleteWhatsAppAnswer {
    #[schema(example = "OK")]
    status: &'static str,
    /// The number, as digits.
    #[schema(example = "972501234567")]
    whatsapp: String,
    #[schema(example = 1)]
    reason: u16,
}

/// Delete a connected number
///
/// Immediate and irreversible: the number leaves getWhatsApp and getAccounts with this answer,
/// and its link is dead. Gangway then takes its app off the customer's WhatsApp account, and
/// deregisters the number where the set-up registered it - a number that stays in the WhatsApp
/// Business app is left alone - unless another account stands on the same; at last it erases
/// the access to both. The customer can connect the number again with a new link.
///
/// Safe to repeat: for a number that is deleted already the answer is the same. An account
/// that has not finished is removed by deleteAccount.
///
/// | reason | meaning | HTTP |
/// |---|---|---|
/// | 1 | OK | 200 |
/// | 2 | wrong credentials, or the partner is suspended; or the JSON is malformed | 401; 400 |
/// | 3 | the access token does not exist or has expired | 401 |
/// | 4 | number empty or wrong | 422 |
/// | 13 | must be DELETE | 405 |
/// | 27 | the number is not under your account | 404 |
#[utoipa::path(
    delete,
    path = PATH,
    tag = "WhatsApp",
    operation_id = "deleteWhatsApp",
    params(("whatsapp" = Option<String>, Query, description = "The number, where the client cannot send a body; the body wins", format = "phone")),
    request_body = DeleteWhatsAppRequest,
    responses(
        (status = 200, description = "Deleted", body = DeleteWhatsAppAnswer),
        (status = 400, description = "Reason 2: the JSON is malformed", body = FailAnswer),
        (status = 401, description = "Reason 2 or 3", body = FailAnswer),
        (status = 404, description = "Reason 27: not under your account", body = FailAnswer),
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
        .delete_whatsapp(grant.partner, &number)
        .await
        .map_err(|error| match error {
            DeleteWhatsAppError::NotFound => {
                Fail::new(StatusCode::NOT_FOUND, NOT_FOUND, error.to_string())
            }
            DeleteWhatsAppError::Store(error) => Fail::store(&api.app, &error),
        })?;
    Ok(ok(DeleteWhatsAppAnswer {
        status: "OK",
        whatsapp: number.as_str().to_owned(),
        reason: OK,
    }))
}
