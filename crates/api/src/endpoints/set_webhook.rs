//! `POST /api/settings/setWebhook`: where webhooks are sent.

use crate::Api;
use crate::auth::authenticate;
use crate::envelope::{Fail, ok};
use crate::fields::Fields;
use crate::schema::{FailAnswer, flag_schema};
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::response::Response;
use gangway_app::{ChangeWebhook, UrlChange, WebhookError};
use gangway_domain::{Email, FieldError, WebhookUrl};
use serde::Serialize;
use std::sync::Arc;
use utoipa::ToSchema;
use utoipa::openapi::{RefOr, Schema};

pub(crate) const PATH: &str = "/api/settings/setWebhook";
pub(crate) const ALLOWED: &str = "POST";
const OK: u16 = 1;
const URL: u16 = 13;
pub(crate) const METHOD: u16 = 14;
const MORE: u16 = 15;

/// Where to send, and how to sign.
#[derive(ToSchema)]
#[allow(dead_code, reason = "describes the body that `Fields` reads leniently")]
pub(crate) struct SetWebhookRequest {
    /// http or https, without user name, password and fragment; `""` clears it. Left out, the
    /// address stays as it is: then `rotate_secret` or `email` has to be there (ours).
    #[schema(
        max_length = 512,
        example = "https://example.com/webhooks",
        nullable,
        required = false
    )]
    url: String,
    #[schema(schema_with = rotate_secret)]
    rotate_secret: Option<u8>,
    /// The e-mail address of who is told when the webhook is switched off (ours); `""` clears it.
    #[schema(max_length = 100, example = "ops@example.com")]
    email: Option<String>,
}

fn rotate_secret() -> RefOr<Schema> {
    flag_schema("Whether a new secret takes the place of the one there is (ours).")
}

/// The webhook as it is now.
#[derive(Serialize, ToSchema)]
pub(crate) struct SetWebhookAnswer {
    #[schema(example = "OK")]
    status: &'static str,
    /// The address in its normal form; empty where there is none.
    #[schema(example = "https://example.com/webhooks")]
    url: String,
    #[schema(example = 1)]
    reason: u16,
    /// The signing secret, in the one answer in which it is made (ours).
    #[schema(example = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")]
    #[serde(skip_serializing_if = "Option::is_none")]
    secret: Option<String>,
}

/// Set the webhook
///
/// From now on every event of your onboarding accounts is posted to this address, signed by
/// the [Standard Webhooks](https://www.standardwebhooks.com) specification. The secret comes in
/// the one answer in which it is made: with the first address, and with `rotate_secret`. After
/// a rotation both secrets sign, side by side, for as long as the operator has set (24 hours if
/// nothing else): put the new one in place meanwhile. Two sign at most.
///
/// Clearing the address keeps secret and events; what is due then waits. Setting an address
/// also switches a webhook on again that was switched off because it answered 410, or nothing
/// good for five days.
///
/// | reason | meaning | HTTP |
/// |---|---|---|
/// | 1 | OK | 200 |
/// | 2 | wrong credentials, or the partner is suspended; or the JSON is malformed | 401; 400 |
/// | 3 | the access token does not exist or has expired | 401 |
/// | 13 | the url is invalid | 422 |
/// | 14 | must be POST (ours) | 405 |
/// | 15 | rotate_secret or email invalid, or there is no secret to rotate (ours) | 422; 409 |
#[utoipa::path(
    post,
    path = PATH,
    tag = "Webhooks",
    operation_id = "setWebhook",
    request_body = SetWebhookRequest,
    responses(
        (status = 200, description = "Set", body = SetWebhookAnswer),
        (status = 400, description = "Reason 2: the JSON is malformed", body = FailAnswer),
        (status = 401, description = "Reason 2 or 3", body = FailAnswer),
        (status = 409, description = "Reason 15: there is nothing to change yet", body = FailAnswer),
        (status = 413, description = "The body is over 64 KiB", body = FailAnswer),
        (status = 422, description = "Reason 13 or 15: a field is invalid", body = FailAnswer),
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
    let changed =
        api.app
            .set_webhook(grant.partner, change)
            .await
            .map_err(|error| match error {
                WebhookError::Refused(_) => {
                    Fail::new(StatusCode::UNPROCESSABLE_ENTITY, URL, error.to_string())
                }
                WebhookError::NoSecret | WebhookError::NoEndpoint => {
                    Fail::new(StatusCode::CONFLICT, MORE, error.to_string())
                }
                WebhookError::Store(error) => Fail::store(&api.app, &error),
            })?;
    let url = changed.endpoint.and_then(|endpoint| endpoint.url);
    Ok(ok(SetWebhookAnswer {
        status: "OK",
        url: url.map_or_else(String::new, |url| url.as_str().to_owned()),
        reason: OK,
        secret: changed.secret.map(|secret| secret.expose().to_owned()),
    }))
}

fn read(fields: &Fields) -> Result<ChangeWebhook, Fail> {
    let of_url = |error: FieldError| Fail::field(URL, &error);
    let of_more = |error: FieldError| Fail::field(MORE, &error);
    let rotate = fields.flag("rotate_secret").map_err(of_more)?;
    let email = fields.text("email").map_err(of_more)?;
    let email = email.map(|raw| Email::parse("email", raw)).transpose();
    let email = email.map_err(of_more)?;
    let url = match fields.text("url").map_err(of_url)? {
        Some(raw) => match WebhookUrl::parse(raw).map_err(of_url)? {
            Some(url) => UrlChange::Set(url),
            None => UrlChange::Clear,
        },
        None if rotate == Some(true) || email.is_some() => UrlChange::Keep,
        None => {
            let missing =
                FieldError::new("url", "is missing; send an address, or \"\" to clear it");
            return Err(of_url(missing));
        }
    };
    Ok(ChangeWebhook {
        url,
        email,
        rotate: rotate.unwrap_or(false),
    })
}
