//! `/_sim/`: what tests and the command line drive the simulator with.

mod books;
mod webhook;

use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use serde::Deserialize;
use serde_json::{Map, Value, json};

use crate::faults::FaultSpec;
use crate::knobs::Knobs;
use crate::numbering;
use crate::signup::{self, SignupRequest};
use crate::state::SimState;
use crate::timestamp::graph_time;
use crate::webhook::send_early;
use crate::world::{App, SentCodes};

/// All control routes, under `/_sim`.
pub(crate) fn routes() -> Router<SimState> {
    Router::new()
        .route("/clock", get(clock).post(advance))
        .route("/signup", post(sign_up))
        .route("/code", get(sent_code))
        .route("/webhook", get(webhook::list).post(webhook::send))
        .route("/redirect_uris", get(redirect_uris).post(add_redirect_uri))
        .route("/books", get(books::sums).post(books::deliver))
        .route("/log", get(log).delete(clear_log))
        .route("/world", get(world))
        .route("/faults", get(faults).post(add_fault).delete(clear_faults))
        .route("/knobs", get(knobs).post(set_knobs))
        .fallback(unknown)
}

/// A body that was read, or the reason why not, always as JSON.
fn read<T: serde::de::DeserializeOwned>(body: &[u8]) -> Result<T, Refusal> {
    serde_json::from_slice(body)
        .map_err(|error| Refusal(StatusCode::BAD_REQUEST, error.to_string()))
}

/// A refused control call: `{"error": "…"}`.
struct Refusal(StatusCode, String);

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        (self.0, Json(json!({ "error": self.1 }))).into_response()
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Advance {
    advance_seconds: u32,
}

async fn clock(State(state): State<SimState>) -> Json<Value> {
    let now_ms = state.now_ms();
    let mode = if state.clock().is_manual() {
        "manual"
    } else {
        "real"
    };
    Json(json!({ "now": now_ms.div_euclid(1000), "time": graph_time(now_ms), "mode": mode }))
}

async fn advance(
    State(state): State<SimState>,
    body: axum::body::Bytes,
) -> Result<Json<Value>, Refusal> {
    let Advance { advance_seconds } = read(&body)?;
    state.clock().advance(advance_seconds);
    state.wake_webhooks();
    Ok(clock(State(state)).await)
}

async fn sign_up(
    State(state): State<SimState>,
    body: axum::body::Bytes,
) -> Result<Json<Value>, Refusal> {
    let request: SignupRequest = read(&body)?;
    match signup::perform(&state, &request) {
        Ok(answer) => {
            send_early(&state).await;
            Ok(Json(json!(answer)))
        }
        Err(error) => Err(Refusal(StatusCode::BAD_REQUEST, error.to_string())),
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Recipient {
    number: String,
}

/// The last code that was "sent" to a number and is not used yet.
async fn sent_code(
    State(state): State<SimState>,
    Query(Recipient { number }): Query<Recipient>,
) -> Result<Json<Value>, Refusal> {
    let digits = numbering::parse(&number).ok_or_else(|| {
        let message = "`number` must be a phone number: 7 to 15 digits in international form";
        Refusal(StatusCode::BAD_REQUEST, message.to_owned())
    })?;
    let now_ms = state.now_ms();
    let world = state.world();
    let (code, sent_ms) = world.codes_sent.last(&digits).ok_or_else(|| {
        let message = "no code is waited for: none was sent to this number, or it is used up";
        Refusal(StatusCode::NOT_FOUND, message.to_owned())
    })?;
    Ok(Json(json!({
        "number": digits,
        "code": code,
        "sent_at": sent_ms.div_euclid(1000),
        "expired": now_ms - sent_ms >= SentCodes::LIFE_MS,
    })))
}

async fn log(State(state): State<SimState>) -> Json<Value> {
    Json(json!({ "calls": state.world().log.entries() }))
}

async fn clear_log(State(state): State<SimState>) -> StatusCode {
    state.world().log.clear();
    StatusCode::NO_CONTENT
}

async fn world(State(state): State<SimState>) -> Json<Value> {
    let now_ms = state.now_ms();
    Json(state.world().dump(now_ms))
}

async fn faults(State(state): State<SimState>) -> Json<Value> {
    Json(json!({ "faults": state.world().faults.list() }))
}

async fn add_fault(
    State(state): State<SimState>,
    body: axum::body::Bytes,
) -> Result<Json<Value>, Refusal> {
    let spec: FaultSpec = read(&body)?;
    if spec.nth == 0 || spec.times == 0 {
        return Err(Refusal(
            StatusCode::BAD_REQUEST,
            "`nth` and `times` count from 1".to_owned(),
        ));
    }
    if !spec.does_something() {
        let message =
            "the fault does nothing: give `error`, `status`, `drop`, `usage` or `delay_ms`";
        return Err(Refusal(StatusCode::BAD_REQUEST, message.to_owned()));
    }
    if spec
        .status
        .is_some_and(|status| StatusCode::from_u16(status).is_err() || status < 200)
    {
        return Err(Refusal(
            StatusCode::BAD_REQUEST,
            "`status` must be an HTTP status from 200 on".to_owned(),
        ));
    }
    Ok(Json(json!({ "id": state.world().faults.add(spec) })))
}

async fn clear_faults(State(state): State<SimState>) -> StatusCode {
    state.world().faults.clear();
    StatusCode::NO_CONTENT
}

async fn knobs(State(state): State<SimState>) -> Json<Knobs> {
    Json(state.world().knobs.clone())
}

/// Changes the named knobs and leaves the others.
async fn set_knobs(
    State(state): State<SimState>,
    body: axum::body::Bytes,
) -> Result<Json<Knobs>, Refusal> {
    let changes: Map<String, Value> = read(&body)?;
    let mut world = state.world();
    let mut merged = json!(world.knobs);
    for (name, value) in changes {
        merged[name] = value;
    }
    match serde_json::from_value::<Knobs>(merged) {
        Ok(knobs) => {
            world.knobs = knobs.clone();
            Ok(Json(knobs))
        }
        Err(error) => Err(Refusal(StatusCode::BAD_REQUEST, error.to_string())),
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Redirect {
    /// All apps, when left out.
    #[serde(default)]
    app_id: Option<String>,
    uri: String,
}

async fn redirect_uris(State(state): State<SimState>) -> Json<Value> {
    let world = state.world();
    let of_app =
        |app: &App| json!({ "app_id": app.config.app_id, "uris": app.config.redirect_uris });
    let apps: Vec<Value> = world.apps.values().map(of_app).collect();
    Json(json!({ "apps": apps }))
}

async fn add_redirect_uri(
    State(state): State<SimState>,
    body: axum::body::Bytes,
) -> Result<Json<Value>, Refusal> {
    let Redirect { app_id, uri } = read(&body)?;
    if url::Url::parse(&uri).is_err() {
        let message = "`uri` must be a whole URI, exactly as it will be sent".to_owned();
        return Err(Refusal(StatusCode::BAD_REQUEST, message));
    }
    if !state.add_redirect_uri(app_id.as_deref(), &uri) {
        let message = "there is no app of this `app_id` in this world".to_owned();
        return Err(Refusal(StatusCode::BAD_REQUEST, message));
    }
    Ok(redirect_uris(State(state)).await)
}

async fn unknown() -> Refusal {
    let known = "/_sim/ has clock, signup, code, webhook, redirect_uris, books, log, world, faults and knobs";
    Refusal(StatusCode::NOT_FOUND, known.to_owned())
}
