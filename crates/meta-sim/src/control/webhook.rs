//! `POST /_sim/webhook`: sends a chosen event at once, and says what the receiver answered.

use axum::Json;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::StatusCode;
use serde::Deserialize;
use serde_json::{Value, json};

use super::{Refusal, read};
use crate::state::SimState;
use crate::webhook::{account_update, envelope, escaped, post, target};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Order {
    /// The app whose callback gets it; the only app, when left out.
    #[serde(default)]
    app_id: Option<String>,
    /// An `account_update` event about `waba_id`.
    #[serde(default)]
    event: Option<String>,
    #[serde(default)]
    waba_id: Option<String>,
    /// Any field with any value.
    #[serde(default)]
    field: Option<String>,
    #[serde(default)]
    value: Option<Value>,
    #[serde(default)]
    entry_id: Option<String>,
    /// A whole body, sent as it is.
    #[serde(default)]
    payload: Option<Value>,
}

pub(super) async fn send(
    State(state): State<SimState>,
    body: Bytes,
) -> Result<Json<Value>, Refusal> {
    let order: Order = read(&body)?;
    let (app_id, url, text) =
        prepare(&state, &order).map_err(|message| Refusal(StatusCode::BAD_REQUEST, message))?;
    let status = post(&state, &app_id, &url, text).await;
    Ok(Json(
        json!({ "url": url, "status": status, "delivered": status == Some(200) }),
    ))
}

/// App, URL and body of what was ordered.
fn prepare(state: &SimState, order: &Order) -> Result<(String, String, String), String> {
    let now_ms = state.now_ms();
    let world = state.world();
    let app_id = match &order.app_id {
        Some(app_id) => app_id.clone(),
        None if world.apps.len() == 1 => world.apps.keys().next().cloned().unwrap_or_default(),
        None => return Err("`app_id` is needed: this simulator has not exactly one app".to_owned()),
    };
    let waba_id = order.waba_id.as_deref();
    let (field, body) = match order {
        Order {
            payload: Some(payload),
            ..
        } => ("account_update", payload.clone()),
        Order {
            event: Some(event), ..
        } => {
            let waba_id =
                waba_id.ok_or("`waba_id` is needed: the account that the event is about")?;
            let body = account_update(&world, &app_id, event, waba_id, now_ms);
            (
                "account_update",
                body.ok_or("there is no such app or `waba_id` in this world")?,
            )
        }
        Order {
            field: Some(field),
            value: Some(value),
            ..
        } => {
            let entry_id = order.entry_id.as_deref().or(waba_id).unwrap_or("0");
            (field.as_str(), envelope(entry_id, field, value, now_ms))
        }
        _ => return Err(
            "say what to send: `event` with `waba_id`, `field` with `value`, or a whole `payload`"
                .to_owned(),
        ),
    };
    let url = target(&world, &app_id, field, waba_id)
        .ok_or_else(|| format!("the app {app_id} has no callback that is subscribed to {field}"))?;
    Ok((app_id, url, escaped(&body)))
}
