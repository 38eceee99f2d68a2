//! `GET /api/settings/getWebhook`: where webhooks are sent, and whether they arrive.

use crate::Api;
use crate::auth::authenticate;
use crate::envelope::{Fail, ok};
use crate::schema::{FailAnswer, optional_word_schema};
use axum::extract::{Request, State};
use axum::response::Response;
use gangway_app::Endpoint;
use gangway_domain::{OffReason, PartnerEvent, Timestamp};
use serde::Serialize;
use std::sync::Arc;
use utoipa::ToSchema;
use utoipa::openapi::{RefOr, Schema};

pub(crate) const PATH: &str = "/api/settings/getWebhook";
pub(crate) const ALLOWED: &str = "GET, HEAD";
const OK: u16 = 1;
pub(crate) const METHOD: u16 = 13;

/// The webhook. Everything after `reason` is ours.
#[derive(Serialize, ToSchema)]
pub(crate) struct GetWebhookAnswer {
    #[schema(example = "OK")]
    status: &'static str,
    /// Empty where there is none.
    #[schema(example = "https://example.com/webhooks")]
    url: String,
    #[schema(example = 1)]
    reason: u16,
    /// The last characters of the signing secret; empty while there is none.
    #[schema(example = "LaSw")]
    secret_hint: String,
    /// Until this unix second the secret of before signs as well; null if there is none.
    former_secret_until: Option<i64>,
    /// Who is told when the webhook is switched off; empty if nobody.
    email: String,
    /// The events that are sent.
    #[schema(example = json!(["onboarding.created", "onboarding.finished"]))]
    events: Vec<&'static str>,
    /// Nothing was taken since this unix second; null while all is well.
    failing_since: Option<i64>,
    /// Nothing is sent since this unix second; null while the webhook is on.
    off_since: Option<i64>,
    /// Why.
    #[schema(schema_with = off_reasons)]
    off_reason: Option<&'static str>,
}

fn off_reasons() -> RefOr<Schema> {
    optional_word_schema(OffReason::ALL.iter().map(|why| why.name()))
}

/// See the webhook
///
/// Where events are posted, which secret signs them (its last characters), and whether they are
/// taken. `off_reason` is `gone` when the address answered 410, and `failing` when nothing was
/// taken for five days; setWebhook switches it on again.
///
/// | reason | meaning | HTTP |
/// |---|---|---|
/// | 1 | OK | 200 |
/// | 2 | wrong credentials: no usable `Authorization` header, or the partner is suspended | 401 |
/// | 3 | the access token does not exist or has expired | 401 |
/// | 13 | must be GET | 405 |
#[utoipa::path(
    get,
    path = PATH,
    tag = "Webhooks",
    operation_id = "getWebhook",
    responses(
        (status = 200, description = "The webhook", body = GetWebhookAnswer),
        (status = 401, description = "Reason 2 or 3", body = FailAnswer),
        (status = 503, description = "Busy or unavailable", body = FailAnswer),
    )
)]
pub(crate) async fn handler(
    State(api): State<Arc<Api>>,
    request: Request,
) -> Result<Response, Fail> {
    let grant = authenticate(&api.app, request.headers()).await?;
    let found = api
        .app
        .webhook(grant.partner)
        .await
        .map_err(|error| Fail::store(&api.app, &error))?;
    Ok(ok(answer(found, api.app.now())))
}

fn answer(endpoint: Option<Endpoint>, now: Timestamp) -> GetWebhookAnswer {
    let events = PartnerEvent::ALL.iter().map(|event| event.name());
    let mut answer = GetWebhookAnswer {
        status: "OK",
        url: String::new(),
        reason: OK,
        secret_hint: String::new(),
        former_secret_until: None,
        email: String::new(),
        events: events.collect(),
        failing_since: None,
        off_since: None,
        off_reason: None,
    };
    if let Some(endpoint) = endpoint {
        let former = endpoint.former.filter(|former| now < former.until);
        answer.url = endpoint
            .url
            .map_or_else(String::new, |url| url.as_str().to_owned());
        answer.secret_hint = endpoint.secret.hint;
        answer.former_secret_until = former.map(|former| former.until.as_secs());
        answer.email = endpoint
            .email
            .map_or_else(String::new, |mail| mail.as_str().to_owned());
        answer.failing_since = endpoint.failing_since.map(Timestamp::as_secs);
        answer.off_since = endpoint.off.map(|off| off.at.as_secs());
        answer.off_reason = endpoint.off.map(|off| off.why.name());
    }
    answer
}
