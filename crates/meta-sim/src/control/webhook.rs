//! `/_sim/webhook`: sends chosen events, and says what the receiver answered.

use axum::Json;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::StatusCode;
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::{Refusal, read};
use crate::state::SimState;
use crate::webhook::{
    Change, Delivery, KINDS, Notice, Shape, Signature, apply, body, escaped, post, target,
};
use crate::world::World;

/// The most changes that Meta puts into one post.
const MOST_CHANGES: usize = 1000;
/// The most repeats of one order.
const MOST_TIMES: u32 = 1000;

/// How to send it. What to send stands beside it, as a [`Notice`].
#[derive(Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Manner {
    /// The app whose callback gets it; the only app, when left out.
    app_id: Option<String>,
    /// A whole body, sent as it is.
    payload: Option<Value>,
    /// Several happenings in one post.
    changes: Option<Vec<Notice>>,
    signature: Signature,
    shape: Shape,
    /// How often the same body is sent; 0 changes the world and sends nothing.
    times: u32,
    /// Sent from the queue after so long, and not at once.
    delay_seconds: u32,
    /// Whether what is told becomes true as well.
    world: bool,
}

impl Default for Manner {
    fn default() -> Self {
        Self {
            app_id: None,
            payload: None,
            changes: None,
            signature: Signature::Good,
            shape: Shape::Normal,
            times: 1,
            delay_seconds: 0,
            world: true,
        }
    }
}

const MANNER: [&str; 8] = [
    "app_id",
    "payload",
    "changes",
    "signature",
    "shape",
    "times",
    "delay_seconds",
    "world",
];

/// What can be ordered by name.
pub(super) async fn list() -> Json<Value> {
    Json(json!({ "events": KINDS }))
}

pub(super) async fn send(
    State(state): State<SimState>,
    body: Bytes,
) -> Result<Json<Value>, Refusal> {
    let refused = |message: String| Refusal(StatusCode::BAD_REQUEST, message);
    let (mut manner, mut notice) = (Map::new(), Map::new());
    for (name, value) in read::<Map<String, Value>>(&body)? {
        if MANNER.contains(&name.as_str()) {
            manner.insert(name, value);
        } else {
            notice.insert(name, value);
        }
    }
    let manner: Manner = serde_json::from_value(Value::Object(manner))
        .map_err(|error| refused(error.to_string()))?;
    let notice: Notice = serde_json::from_value(Value::Object(notice))
        .map_err(|error| refused(error.to_string()))?;
    let parcel = prepare(&state, &manner, notice).map_err(refused)?;
    let answer = match parcel.url {
        None => json!({ "url": null, "status": null, "delivered": false }),
        Some(url) if manner.delay_seconds > 0 => {
            let due_ms = state.now_ms() + i64::from(manner.delay_seconds) * 1000;
            let delivery = Delivery::new(
                &parcel.app_id,
                &parcel.field,
                url.clone(),
                parcel.text,
                due_ms,
            );
            let delivery = delivery.signed(manner.signature);
            let mut world = state.world();
            for _ in 0..manner.times {
                world.outbox.push(delivery.clone());
            }
            json!({ "url": url, "queued": manner.times })
        }
        Some(url) => {
            let mut statuses = Vec::new();
            for _ in 0..manner.times {
                let text = parcel.text.clone();
                statuses.push(post(&state, &parcel.app_id, &url, text, manner.signature).await);
            }
            let delivered = statuses.iter().all(|status| *status == Some(200));
            let mut answer = json!({
                "url": url, "status": statuses.last(), "delivered": delivered,
            });
            if statuses.len() > 1 {
                answer["statuses"] = json!(statuses);
            }
            answer
        }
    };
    state.world().outbox.release_waiting();
    state.wake_webhooks();
    Ok(Json(answer))
}

/// What is to be sent.
struct Parcel {
    app_id: String,
    field: String,
    /// None when nothing is to be sent.
    url: Option<String>,
    text: String,
}

/// Lays out what was ordered, and makes it true. What cannot be sent leaves the world as it was.
fn prepare(state: &SimState, manner: &Manner, notice: Notice) -> Result<Parcel, String> {
    let now_ms = state.now_ms();
    let mut world = state.world();
    let world = &mut *world;
    let app_id = the_app(world, manner.app_id.as_deref())?;
    if manner.times > MOST_TIMES {
        return Err(format!("`times` must be {MOST_TIMES} at most"));
    }
    if let Some(payload) = &manner.payload {
        return parcel(world, manner, app_id, "account_update", None, payload);
    }
    let notices = match &manner.changes {
        None => vec![notice],
        Some(changes) if (1..=MOST_CHANGES).contains(&changes.len()) => changes.clone(),
        Some(_) => return Err(format!("`changes` must have 1 to {MOST_CHANGES} entries")),
    };
    let mut changes: Vec<Change> = Vec::with_capacity(notices.len());
    for (at, notice) in notices.iter().enumerate() {
        let change = notice.change(world, &app_id, now_ms);
        changes.push(change.map_err(|error| match &manner.changes {
            Some(_) => format!("`changes[{at}]`: {error}"),
            None => error,
        })?);
    }
    let first = notices.first().ok_or("`changes` is empty")?;
    let waba_id = match first.about(world) {
        Ok(about) => Some(about.waba_id),
        Err(_) => first.waba_id.clone(),
    };
    let field = changes[0].field.clone();
    let body = body(&changes, manner.shape, now_ms);
    let parcel = parcel(world, manner, app_id, &field, waba_id.as_deref(), &body)?;
    if manner.world {
        for notice in &notices {
            if let Ok(about) = notice.about(world) {
                apply(world, &parcel.app_id, notice, &about, now_ms);
            }
        }
    }
    Ok(parcel)
}

fn the_app(world: &World, wanted: Option<&str>) -> Result<String, String> {
    match wanted {
        Some(app_id) => Ok(app_id.to_owned()),
        None if world.apps.len() == 1 => Ok(world.apps.keys().next().cloned().unwrap_or_default()),
        None => Err("`app_id` is needed: this simulator has not exactly one app".to_owned()),
    }
}

fn parcel(
    world: &World,
    manner: &Manner,
    app_id: String,
    field: &str,
    waba_id: Option<&str>,
    body: &Value,
) -> Result<Parcel, String> {
    let url = if manner.times == 0 {
        None
    } else {
        let url = target(world, &app_id, field, waba_id).ok_or_else(|| {
            format!("the app {app_id} has no callback that is subscribed to {field}")
        })?;
        Some(url)
    };
    Ok(Parcel {
        app_id,
        field: field.to_owned(),
        url,
        text: escaped(body),
    })
}
