//! `POST /api/whatsapp/renewLink`: another link for an account that is there.

use crate::Api;
use crate::auth::authenticate;
use crate::envelope::Fail;
use crate::fields::Fields;
use crate::one_account::{OneAccountAnswer, one_account};
use crate::schema::{FailAnswer, listed_number_schema};
use crate::{expiry, number};
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::response::Response;
use gangway_app::RenewError;
use std::sync::Arc;
use utoipa::ToSchema;
use utoipa::openapi::{RefOr, Schema};

pub(crate) const PATH: &str = "/api/whatsapp/renewLink";
pub(crate) const ALLOWED: &str = "POST";
const NUMBER: u16 = 4;
pub(crate) const METHOD: u16 = 13;
const CONNECTED: u16 = 25;
const NOT_FOUND: u16 = 26;
const LINK: u16 = 32;

/// Which account, and how long its new link lives.
#[derive(ToSchema)]
#[allow(dead_code, reason = "describes the body that `Fields` reads leniently")]
pub(crate) struct RenewLinkRequest {
    #[schema(schema_with = whatsapp)]
    whatsapp: String,
    #[schema(schema_with = expiry::schema)]
    expires_in: Option<i64>,
}

fn whatsapp() -> RefOr<Schema> {
    listed_number_schema("")
}

/// Give an account a new link
///
/// This call is ours. The account stays the same one, with its number, reference and
/// timeline; the link before stops working at once, and says to its customer that there is a
/// newer one. For a link that has expired, for one that went to the wrong person, and for a
/// number that was connected and is cut off: its customer connects it again with the new
/// link, and `status` stays 1 all the while. A set-up that is under way goes on. Each call
/// makes another link. Answers with the account exactly as getAccounts lists it.
///
/// | reason | meaning | HTTP |
/// |---|---|---|
/// | 1 | OK | 200 |
/// | 2 | wrong credentials, or the partner is suspended; or the JSON is malformed | 401; 400 |
/// | 3 | the access token does not exist or has expired | 401 |
/// | 4 | number empty or wrong | 422 |
/// | 13 | must be POST | 405 |
/// | 25 | the number is connected: there is nothing to renew | 409 |
/// | 26 | not found | 404 |
/// | 32 | expiry invalid | 422 |
#[utoipa::path(
    post,
    path = PATH,
    tag = "WhatsApp",
    operation_id = "renewLink",
    request_body = RenewLinkRequest,
    responses(
        (status = 200, description = "The account with its new link", body = OneAccountAnswer),
        (status = 400, description = "Reason 2: the JSON is malformed", body = FailAnswer),
        (status = 401, description = "Reason 2 or 3", body = FailAnswer),
        (status = 404, description = "Reason 26: not found", body = FailAnswer),
        (status = 409, description = "Reason 25: the number is connected", body = FailAnswer),
        (status = 413, description = "The body is over 64 KiB", body = FailAnswer),
        (status = 422, description = "Reason 4 or 32: a field is invalid", body = FailAnswer),
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
    let number = number::in_body(&fields, NUMBER)?;
    let expires_in = expiry::parse(&fields, LINK)?;
    let renewed = api
        .app
        .renew_link(grant.partner, &number, expires_in)
        .await
        .map_err(|error| match error {
            RenewError::Finished => Fail::new(StatusCode::CONFLICT, CONNECTED, error.to_string()),
            RenewError::NotFound => Fail::new(StatusCode::NOT_FOUND, NOT_FOUND, error.to_string()),
            RenewError::Store(error) => Fail::store(&api.app, &error),
        })?;
    Ok(one_account(&renewed.objects))
}
