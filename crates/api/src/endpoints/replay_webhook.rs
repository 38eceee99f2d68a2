//! `POST /api/settings/replayWebhook`: events are sent again.

use crate::Api;
use crate::auth::authenticate;
use crate::envelope::{Fail, ok};
use crate::fields::Fields;
use crate::schema::FailAnswer;
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::response::Response;
use gangway_app::{App, ReplayError, ReplayWish};
use gangway_domain::{EventId, FieldError, Timestamp};
use serde::Serialize;
use std::sync::Arc;
use utoipa::ToSchema;

pub(crate) const PATH: &str = "/api/settings/replayWebhook";
pub(crate) const ALLOWED: &str = "POST";
const OK: u16 = 1;
const WHICH: u16 = 4;
pub(crate) const METHOD: u16 = 13;
const NOT_FOUND: u16 = 26;
const NO_WEBHOOK: u16 = 27;

/// Which events: one of the two.
#[derive(ToSchema)]
#[allow(dead_code, reason = "describes the body that `Fields` reads leniently")]
pub(crate) struct ReplayWebhookRequest {
    /// The id of one event, whatever became of it.
    #[schema(
        pattern = "^evt_[0-9a-f]{32}$",
        example = "evt_019514f2c8b07d3e9a415c2b6f80e1d4"
    )]
    event: Option<String>,
    /// All events since this unix second that were not delivered.
    #[schema(example = 1_739_874_663)]
    since: Option<i64>,
}

/// How much is sent.
#[derive(Serialize, ToSchema)]
pub(crate) struct ReplayWebhookAnswer {
    #[schema(example = "OK")]
    status: &'static str,
    #[schema(example = 1)]
    reason: u16,
    /// How many events are sent now.
    #[schema(minimum = 0, example = 1)]
    queued: u64,
}

/// Send events again
///
/// This call is ours. Either one event, delivered or not, or all since a time that were not
/// delivered: those whose tries are over, those that wait for a later try, and those that came
/// while there was no webhook. Each comes with the `webhook-id` that it always had, so that a
/// receiver which counts ids takes nothing twice.
///
/// | reason | meaning | HTTP |
/// |---|---|---|
/// | 1 | OK | 200 |
/// | 2 | wrong credentials, or the partner is suspended; or the JSON is malformed | 401; 400 |
/// | 3 | the access token does not exist or has expired | 401 |
/// | 4 | event or since invalid, or not exactly one of them | 422 |
/// | 13 | must be POST | 405 |
/// | 26 | there is no such event | 404 |
/// | 27 | there is no webhook, or it is switched off | 409 |
#[utoipa::path(
    post,
    path = PATH,
    tag = "Webhooks",
    operation_id = "replayWebhook",
    request_body = ReplayWebhookRequest,
    responses(
        (status = 200, description = "On their way", body = ReplayWebhookAnswer),
        (status = 400, description = "Reason 2: the JSON is malformed", body = FailAnswer),
        (status = 401, description = "Reason 2 or 3", body = FailAnswer),
        (status = 404, description = "Reason 26: no such event", body = FailAnswer),
        (status = 409, description = "Reason 27: no webhook to send to", body = FailAnswer),
        (status = 413, description = "The body is over 64 KiB", body = FailAnswer),
        (status = 422, description = "Reason 4: event or since invalid", body = FailAnswer),
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
    let wish = read(&fields).map_err(|error| Fail::field(WHICH, &error))?;
    let queued = api
        .app
        .replay(grant.partner, &wish)
        .await
        .map_err(|error| refused(&api.app, error))?;
    Ok(ok(ReplayWebhookAnswer {
        status: "OK",
        reason: OK,
        queued,
    }))
}

fn read(fields: &Fields) -> Result<ReplayWish, FieldError> {
    match (fields.text("event")?, fields.integer("since")?) {
        (Some(event), None) => Ok(ReplayWish::One(EventId::parse(event.trim())?)),
        (None, Some(since)) => Ok(ReplayWish::Undelivered(Timestamp::from_secs(since))),
        _ => Err(FieldError::new(
            "event",
            "or since has to be there, and only one of them",
        )),
    }
}

pub(super) fn refused(app: &App, error: ReplayError) -> Fail {
    match error {
        ReplayError::NotFound => Fail::new(StatusCode::NOT_FOUND, NOT_FOUND, error.to_string()),
        ReplayError::NoEndpoint => Fail::new(StatusCode::CONFLICT, NO_WEBHOOK, error.to_string()),
        ReplayError::Store(error) => Fail::store(app, &error),
    }
}
