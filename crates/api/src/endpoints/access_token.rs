//! `POST /api/settings/accessToken`: an access token for a client id and secret.

use crate::Api;
use crate::caller::address_of;
use crate::envelope::{Fail, ok};
use crate::fields::{Fields, MALFORMED};
use crate::schema::FailAnswer;
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::response::Response;
use gangway_app::TokenError;
use serde::Serialize;
use std::sync::Arc;
use utoipa::ToSchema;

pub(crate) const PATH: &str = "/api/settings/accessToken";
pub(crate) const ALLOWED: &str = "POST";
const OK: u16 = 1;
const WRONG_CREDENTIAL: u16 = 2;
const BLOCKED: u16 = 3;
pub(crate) const METHOD: u16 = 13;

/// A partner's credential.
#[derive(ToSchema)]
#[allow(dead_code, reason = "describes the body that `Fields` reads leniently")]
pub(crate) struct AccessTokenRequest {
    /// The client id that the operator gave out.
    #[schema(example = "k7w2m9x4tq3h8n5v6b0c")]
    client_id: String,
    /// The client secret that was shown when the partner was made or its secret rotated.
    client_secret: String,
}

/// A fresh access token.
#[derive(Serialize, ToSchema)]
pub(crate) struct AccessTokenAnswer {
    #[schema(example = "OK")]
    status: &'static str,
    #[schema(example = 1)]
    reason: u16,
    /// Send it as `Authorization: Bearer <access_token>`.
    access_token: String,
    /// When it ends, in unix seconds, as text. One hour from now.
    #[schema(example = "1731842931")]
    expiration_time: String,
    #[schema(example = "Bearer")]
    token_type: &'static str,
}

/// Get an access token
///
/// The token lives for one hour; several may live at once. Rotating the secret or suspending
/// the partner ends all of its tokens at once.
///
/// | reason | meaning | HTTP |
/// |---|---|---|
/// | 1 | OK | 200 |
/// | 2 | id or secret wrong; or the JSON is malformed | 401; 400 |
/// | 3 | too many wrong tries from this address: blocked for a while | 429 |
/// | 13 | must be POST (ours) | 405 |
#[utoipa::path(
    post,
    path = PATH,
    tag = "Settings",
    operation_id = "accessToken",
    request_body = AccessTokenRequest,
    responses(
        (status = 200, description = "The token", body = AccessTokenAnswer),
        (status = 400, description = "Reason 2: the JSON is malformed", body = FailAnswer),
        (status = 401, description = "Reason 2: id or secret wrong", body = FailAnswer),
        (status = 413, description = "The body is over 64 KiB", body = FailAnswer),
        (status = 429, description = "Reason 3: blocked for a while", body = FailAnswer),
        (status = 503, description = "Busy or unavailable", body = FailAnswer),
    ),
    security(())
)]
pub(crate) async fn handler(
    State(api): State<Arc<Api>>,
    request: Request,
) -> Result<Response, Fail> {
    let address = address_of(&request);
    let fields = Fields::read(request.into_body()).await?;
    let required = |name: &'static str| {
        let malformed = |why: String| Fail::new(StatusCode::BAD_REQUEST, MALFORMED, why);
        fields
            .text(name)
            .map_err(|error| malformed(error.to_string()))?
            .ok_or_else(|| malformed(format!("{name} is required; add it to the JSON body")))
    };
    let client_id = required("client_id")?;
    let client_secret = required("client_secret")?;
    let issued = api
        .app
        .issue_token(client_id.trim(), client_secret.trim(), address)
        .await
        .map_err(|error| match error {
            TokenError::WrongCredential => Fail::unauthorized(
                WRONG_CREDENTIAL,
                "client_id or client_secret is wrong, or the partner is suspended",
            ),
            TokenError::Blocked { retry_after } => Fail::wait(
                BLOCKED,
                retry_after,
                format!(
                    "too many wrong tries from this address; try again in {} seconds",
                    retry_after.as_secs().max(1)
                ),
            ),
            TokenError::Store(error) => Fail::store(&api.app, &error),
        })?;
    Ok(ok(AccessTokenAnswer {
        status: "OK",
        reason: OK,
        access_token: issued.token.expose().to_owned(),
        expiration_time: issued.expires_at.as_secs().to_string(),
        token_type: "Bearer",
    }))
}
