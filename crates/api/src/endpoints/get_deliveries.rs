//! `GET /api/settings/getDeliveries`: what became of each webhook.

use crate::Api;
use crate::auth::authenticate;
use crate::envelope::{Fail, ok};
use crate::parameters::{limit, place, word};
use crate::schema::{FailAnswer, optional_word_schema, word_schema};
use axum::extract::{Request, State};
use axum::response::Response;
use gangway_app::{DeliveryAttempt, DeliveryFilter, DeliveryView};
use gangway_domain::{AttemptFault, DeliveryState, EventId, FieldError, PartnerEvent, Timestamp};
use serde::Serialize;
use std::sync::Arc;
use utoipa::openapi::{RefOr, Schema};
use utoipa::{IntoParams, PartialSchema, ToSchema};

pub(crate) const PATH: &str = "/api/settings/getDeliveries";
pub(crate) const ALLOWED: &str = "GET, HEAD";
const OK: u16 = 1;
pub(crate) const METHOD: u16 = 13;
const PARAMETER: u16 = 40;
/// How many deliveries come where nothing is said.
const USUAL: u32 = 50;
const MOST: u32 = 200;

/// Which deliveries.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[allow(dead_code, reason = "describes the query string that `read` reads")]
pub(crate) struct GetDeliveriesQuery {
    /// Those that stand there.
    #[param(inline, value_type = StateName, required = false)]
    state: Option<String>,
    /// Those of the event with this id.
    #[param(
        pattern = "^evt_[0-9a-f]{32}$",
        example = "evt_019514f2c8b07d3e9a415c2b6f80e1d4"
    )]
    event: Option<String>,
    /// At most so many; 50 where left out.
    #[param(minimum = 1, maximum = 200)]
    limit: Option<u32>,
    /// `next_cursor` of the answer before.
    #[param(pattern = "^[0-9]{1,18}$")]
    cursor: Option<String>,
}

/// What deliveries can be asked by.
struct StateName;

impl ToSchema for StateName {}

impl PartialSchema for StateName {
    fn schema() -> RefOr<Schema> {
        states()
    }
}

fn states() -> RefOr<Schema> {
    word_schema(DeliveryState::ALL.iter().map(|state| state.name()))
}

fn kinds() -> RefOr<Schema> {
    word_schema(PartnerEvent::ALL.iter().map(|event| event.name()))
}

fn faults() -> RefOr<Schema> {
    optional_word_schema(AttemptFault::ALL.iter().map(|fault| fault.name()))
}

/// Deliveries, the newest first.
#[derive(Serialize, ToSchema)]
pub(crate) struct GetDeliveriesAnswer {
    #[schema(example = "OK")]
    status: &'static str,
    #[schema(example = 1)]
    reason: u16,
    list: Vec<DeliveryObject>,
    /// Where the next page starts, or null after the last one.
    next_cursor: Option<String>,
}

/// One event on its way to your webhook. A replay is a delivery of its own.
#[derive(Serialize, ToSchema)]
struct DeliveryObject {
    /// The event's id.
    #[schema(example = "evt_019514f2c8b07d3e9a415c2b6f80e1d4")]
    id: String,
    #[schema(schema_with = kinds)]
    event: &'static str,
    /// Unix seconds.
    #[schema(example = 1_739_874_999)]
    queued_time: i64,
    #[schema(schema_with = states)]
    state: &'static str,
    /// When it is tried next, in unix seconds; null once it is over.
    next_try: Option<i64>,
    /// The oldest first.
    attempts: Vec<AttemptObject>,
}

/// One try.
#[derive(Serialize, ToSchema)]
struct AttemptObject {
    /// Unix seconds at which it began.
    #[schema(example = 1_739_874_999)]
    time: i64,
    /// How long it took, in milliseconds.
    #[schema(minimum = 0, example = 84)]
    took_ms: u64,
    /// What your address answered; null where it did not.
    #[schema(example = 200)]
    http_status: Option<u16>,
    /// Why there was no answer.
    #[schema(schema_with = faults)]
    error: Option<&'static str>,
    /// How the answer began: at most 2,048 bytes, read as UTF-8.
    answer: String,
}

/// See what became of each webhook
///
/// This call is ours. A delivery is one event on its way to your address, with every try that
/// was made. Eight tries are made within about 28 hours: at once, then after 5 seconds, 5
/// minutes, 30 minutes, 2, 5, 10 and 10 hours; after the last one it is `failed`, and
/// replayWebhook sends it again.
///
/// | reason | meaning | HTTP |
/// |---|---|---|
/// | 1 | OK | 200 |
/// | 2 | wrong credentials: no usable `Authorization` header, or the partner is suspended | 401 |
/// | 3 | the access token does not exist or has expired | 401 |
/// | 13 | must be GET | 405 |
/// | 40 | a query parameter is invalid | 422 |
#[utoipa::path(
    get,
    path = PATH,
    tag = "Webhooks",
    operation_id = "getDeliveries",
    params(GetDeliveriesQuery),
    responses(
        (status = 200, description = "Deliveries", body = GetDeliveriesAnswer),
        (status = 401, description = "Reason 2 or 3", body = FailAnswer),
        (status = 422, description = "Reason 40: a parameter is invalid", body = FailAnswer),
        (status = 503, description = "Busy or unavailable", body = FailAnswer),
    )
)]
pub(crate) async fn handler(
    State(api): State<Arc<Api>>,
    request: Request,
) -> Result<Response, Fail> {
    let grant = authenticate(&api.app, request.headers()).await?;
    let filter = read(request.uri().query()).map_err(|error| Fail::field(PARAMETER, &error))?;
    let found = api
        .app
        .deliveries(grant.partner, &filter)
        .await
        .map_err(|error| Fail::store(&api.app, &error))?;
    let full = found.len() >= usize::try_from(filter.limit).unwrap_or(usize::MAX);
    let last = found.last().filter(|_| full);
    Ok(ok(GetDeliveriesAnswer {
        status: "OK",
        reason: OK,
        next_cursor: last.map(|last| last.record.id.to_string()),
        list: found.iter().map(object).collect(),
    }))
}

fn read(query: Option<&str>) -> Result<DeliveryFilter, FieldError> {
    let mut filter = DeliveryFilter {
        limit: USUAL,
        ..DeliveryFilter::default()
    };
    for (name, value) in url::form_urlencoded::parse(query.unwrap_or_default().as_bytes()) {
        match &*name {
            "state" => {
                let words: Vec<_> = DeliveryState::ALL
                    .iter()
                    .map(|state| state.name())
                    .collect();
                filter.state = Some(word("state", &value, DeliveryState::from_name, &words)?);
            }
            "event" => filter.event = Some(EventId::parse(&value)?),
            "limit" => filter.limit = limit(&value, MOST)?,
            "cursor" => filter.before = Some(place(&value)?),
            _ => {}
        }
    }
    Ok(filter)
}

fn object(view: &DeliveryView) -> DeliveryObject {
    DeliveryObject {
        id: view.record.event_id.to_string(),
        event: view.record.event.name(),
        queued_time: view.record.queued_at.as_secs(),
        state: view.record.state.name(),
        next_try: view.record.due_at.map(Timestamp::as_secs),
        attempts: view.attempts.iter().map(attempt).collect(),
    }
}

fn attempt(attempt: &DeliveryAttempt) -> AttemptObject {
    AttemptObject {
        time: attempt.at.as_secs(),
        took_ms: u64::try_from(attempt.took.as_millis()).unwrap_or(u64::MAX),
        http_status: attempt.http_status,
        error: attempt.fault.map(AttemptFault::name),
        answer: String::from_utf8_lossy(&attempt.answer).into_owned(),
    }
}
