//! `GET /api/settings/getEvents`: every event, the truth with which a partner reconciles.

use crate::Api;
use crate::auth::authenticate;
use crate::envelope::{Fail, ready};
use crate::list::list_json;
use crate::parameters::{limit, place, seconds, word};
use crate::schema::{AccountObject, FailAnswer, word_schema};
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::response::Response;
use gangway_app::{EventsError, EventsWish};
use gangway_domain::{FieldError, ListedNumber, PartnerEvent};
use std::sync::Arc;
use utoipa::openapi::{RefOr, Schema};
use utoipa::{IntoParams, PartialSchema, ToSchema};

pub(crate) const PATH: &str = "/api/settings/getEvents";
pub(crate) const ALLOWED: &str = "GET, HEAD";
pub(crate) const METHOD: u16 = 13;
const NOT_FOUND: u16 = 26;
const PARAMETER: u16 = 40;
/// How many events come where nothing is said.
const USUAL: u32 = 100;
const MOST: u32 = 1_000;

/// Which events.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[allow(dead_code, reason = "describes the query string that `read` reads")]
pub(crate) struct GetEventsQuery {
    /// `next_cursor` of the answer before; left out, it begins with the oldest event.
    #[param(pattern = "^[0-9]{1,18}$", example = "0")]
    cursor: Option<String>,
    /// At most so many; 100 where left out.
    #[param(minimum = 1, maximum = 1_000)]
    limit: Option<u32>,
    /// Those at this unix second or later.
    from: Option<i64>,
    /// Those of this kind.
    #[param(inline, value_type = EventName, required = false)]
    event: Option<String>,
    /// Those of the account with this number, temporary or real.
    #[param(format = "phone", example = "972571234567")]
    whatsapp: Option<String>,
}

/// What events can be asked by.
struct EventName;

impl ToSchema for EventName {}

impl PartialSchema for EventName {
    fn schema() -> RefOr<Schema> {
        kinds()
    }
}

fn kinds() -> RefOr<Schema> {
    word_schema(PartnerEvent::ALL.iter().map(|event| event.name()))
}

/// Events, the oldest first.
#[derive(ToSchema)]
#[allow(dead_code, reason = "describes the answer around stored JSON")]
pub(crate) struct GetEventsAnswer {
    #[schema(example = "OK")]
    status: String,
    #[schema(example = 1)]
    reason: u16,
    list: Vec<EventObject>,
    /// Where to go on: always there, also when there is nothing more yet.
    #[schema(pattern = "^[0-9]{1,18}$", example = "42")]
    next_cursor: String,
}

/// An event, byte for byte the body of its webhook.
#[derive(ToSchema)]
#[allow(dead_code, reason = "describes stored JSON")]
struct EventObject {
    /// Its `webhook-id`.
    #[schema(
        pattern = "^evt_[0-9a-f]{32}$",
        example = "evt_019514f2c8b07d3e9a415c2b6f80e1d4"
    )]
    id: String,
    /// `whatsapp`; `test` for a test.
    #[schema(example = "whatsapp")]
    r#type: String,
    #[schema(schema_with = kinds)]
    event: String,
    /// Unix seconds.
    #[schema(example = 1_739_874_999)]
    timestamp: i64,
    /// Your own id of the account; empty where you gave none.
    #[schema(example = "123123")]
    reference: String,
    /// The account as getAccounts listed it then. Not with a test.
    #[schema(required = false)]
    account: AccountObject,
    /// With `onboarding.finished`: the number that the account was listed by before.
    #[schema(required = false, example = "972571234567")]
    previous_whatsapp: String,
    /// With `onboarding.step` and `onboarding.cancelled`: at which step. Empty where Meta's
    /// dialog did not say.
    #[schema(required = false, example = "register")]
    current_step: String,
    /// With `onboarding.step`: `done`, `skipped` or `waiting` for another try.
    #[schema(required = false, example = "done")]
    step_state: String,
    /// Why, in one line.
    #[schema(required = false)]
    detail: String,
    /// With `onboarding.failed` and `number.disconnected`.
    #[schema(required = false)]
    error: EventError,
    /// With `number.updated`.
    #[schema(required = false)]
    update: EventUpdate,
    /// The how-manieth event of this account.
    #[schema(required = false, example = 3)]
    sequence: i64,
}

/// What went wrong.
#[derive(ToSchema)]
#[allow(dead_code, reason = "describes stored JSON")]
struct EventError {
    /// A problem as getTimeline names it; `link_expired`; or why the number was cut off.
    #[schema(example = "pin_unknown")]
    code: String,
    /// At which step of the set-up.
    #[schema(required = false, example = "register")]
    step: String,
    /// In one line.
    #[schema(required = false)]
    detail: String,
}

/// What is new of a number.
#[derive(ToSchema)]
#[allow(dead_code, reason = "describes stored JSON")]
struct EventUpdate {
    /// The matter: `connection`, or a fact as getTimeline names it.
    #[schema(example = "quality")]
    name: String,
    #[schema(example = "GREEN")]
    value: String,
}

/// List all events
///
/// This call is ours. Every event that was or would have been sent to your webhook, the oldest
/// first and without a gap: what you reconcile with after an outage of yours. Keep
/// `next_cursor` and ask on with it. An event that came later never stands before a
/// `next_cursor` that you were given. The operator sets how long events are kept: 30 days if
/// nothing else.
///
/// | reason | meaning | HTTP |
/// |---|---|---|
/// | 1 | OK | 200 |
/// | 2 | wrong credentials: no usable `Authorization` header, or the partner is suspended | 401 |
/// | 3 | the access token does not exist or has expired | 401 |
/// | 13 | must be GET | 405 |
/// | 26 | no account has this number | 404 |
/// | 40 | a query parameter is invalid | 422 |
#[utoipa::path(
    get,
    path = PATH,
    tag = "Webhooks",
    operation_id = "getEvents",
    params(GetEventsQuery),
    responses(
        (status = 200, description = "Events", body = GetEventsAnswer),
        (status = 401, description = "Reason 2 or 3", body = FailAnswer),
        (status = 404, description = "Reason 26: no such account", body = FailAnswer),
        (status = 422, description = "Reason 40: a parameter is invalid", body = FailAnswer),
        (status = 503, description = "Busy or unavailable", body = FailAnswer),
    )
)]
pub(crate) async fn handler(
    State(api): State<Arc<Api>>,
    request: Request,
) -> Result<Response, Fail> {
    let grant = authenticate(&api.app, request.headers()).await?;
    let wish = read(request.uri().query()).map_err(|error| Fail::field(PARAMETER, &error))?;
    let events = api
        .app
        .events(grant.partner, wish)
        .await
        .map_err(|error| match error {
            EventsError::NoAccount => {
                Fail::new(StatusCode::NOT_FOUND, NOT_FOUND, error.to_string())
            }
            EventsError::Store(error) => Fail::store(&api.app, &error),
        })?;
    let more = format!(",\"next_cursor\":\"{}\"", events.seen);
    Ok(ready(list_json(&events.objects, &more)))
}

fn read(query: Option<&str>) -> Result<EventsWish, FieldError> {
    let mut wish = EventsWish {
        after: 0,
        since: None,
        event: None,
        account: None,
        limit: USUAL,
    };
    for (name, value) in url::form_urlencoded::parse(query.unwrap_or_default().as_bytes()) {
        match &*name {
            "cursor" => wish.after = place(&value)?,
            "limit" => wish.limit = limit(&value, MOST)?,
            "from" => wish.since = Some(seconds("from", &value)?),
            "event" => {
                let words: Vec<_> = PartnerEvent::ALL.iter().map(|event| event.name()).collect();
                wish.event = Some(word("event", &value, PartnerEvent::from_name, &words)?);
            }
            "whatsapp" => wish.account = Some(ListedNumber::parse("whatsapp", &value)?),
            _ => {}
        }
    }
    Ok(wish)
}
