//! `GET /{PHONE}` and `POST /{PHONE}`.

use serde_json::{Map, Value, json};

use super::{Call, GraphError, Outcome, auth, fields};
use crate::numbering;
use crate::state::SimState;
use crate::timestamp::graph_time;
use crate::world::{Connection, Number, World};

/// The fields that come when none are asked for.
pub(super) const DEFAULT_FIELDS: &str = "id,display_phone_number,verified_name,code_verification_status,quality_rating,platform_type,throughput,\
     last_onboarded_time,webhook_configuration";

pub(super) const NODE_TYPE: &str = "WhatsAppBusinessPhoneNumber";

pub(super) fn read(state: &SimState, call: &Call) -> Outcome {
    let now_ms = state.now_ms();
    let mut world = state.world();
    let token = auth::business(&world, call, now_ms)?;
    let number = auth::granted_number(&mut world, &token, call)?;
    let asked = fields::asked(call, DEFAULT_FIELDS)?;
    let id = number.id.clone();
    let node = world
        .numbers
        .get(&id)
        .map(|number| node(&world, number, &token.app_id, now_ms))
        .unwrap_or_default();
    fields::select(&node, &asked, NODE_TYPE)
}

/// Changes the two-step verification PIN.
pub(super) fn update(state: &SimState, call: &Call) -> Outcome {
    let mut world = state.world();
    let token = auth::business(&world, call, state.now_ms())?;
    let number = auth::granted_number(&mut world, &token, call)?;
    let pin = call.params.required("pin")?;
    if !is_pin(&pin) {
        return Err(GraphError::parameter(
            "Param pin must be a string of six digits",
        ));
    }
    number.pin = Some(pin);
    Ok(json!({ "success": true }))
}

pub(super) fn is_pin(text: &str) -> bool {
    text.len() == 6 && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Everything that can be asked of a number.
pub(super) fn node(
    world: &World,
    number: &Number,
    app_id: &str,
    now_ms: i64,
) -> Map<String, Value> {
    let connection = number.shown_connection(now_ms);
    let connected = connection == Connection::Connected;
    let can_send = if connected { "AVAILABLE" } else { "LIMITED" };
    let throughput = if connected {
        "STANDARD"
    } else {
        "NOT_APPLICABLE"
    };
    let health = json!({
        "can_send_message": can_send,
        "entities": [{ "entity_type": "PHONE_NUMBER", "id": number.id, "can_send_message": can_send }],
    });
    Map::from_iter([
        ("id".to_owned(), json!(number.id)),
        (
            "display_phone_number".to_owned(),
            json!(numbering::display(&number.digits)),
        ),
        ("verified_name".to_owned(), json!(number.verified_name)),
        (
            "code_verification_status".to_owned(),
            json!(if number.verified {
                "VERIFIED"
            } else {
                "NOT_VERIFIED"
            }),
        ),
        ("status".to_owned(), json!(connection.as_str())),
        (
            "quality_rating".to_owned(),
            json!(match &number.quality {
                Some(quality) => quality.as_str(),
                None if connected => "GREEN",
                None => "NA",
            }),
        ),
        // A number that was never registered runs on no platform yet; a coexistence number always does.
        (
            "platform_type".to_owned(),
            json!(if connection == Connection::Pending {
                "NOT_APPLICABLE"
            } else {
                "CLOUD_API"
            }),
        ),
        ("throughput".to_owned(), json!({ "level": throughput })),
        ("name_status".to_owned(), json!(number.name_status)),
        ("new_name_status".to_owned(), json!("NONE")),
        ("account_mode".to_owned(), json!("LIVE")),
        ("is_on_biz_app".to_owned(), json!(number.on_business_app)),
        ("is_pin_enabled".to_owned(), json!(number.pin.is_some())),
        ("is_official_business_account".to_owned(), json!(false)),
        ("is_preverified_number".to_owned(), json!(false)),
        (
            "whatsapp_business_manager_messaging_limit".to_owned(),
            json!("TIER_250"),
        ),
        ("certificate".to_owned(), Value::Null),
        ("health_status".to_owned(), health),
        (
            "last_onboarded_time".to_owned(),
            json!(graph_time(number.onboarded_ms)),
        ),
        (
            "webhook_configuration".to_owned(),
            webhook_configuration(world, number, app_id),
        ),
    ])
}

/// Where the app's message webhooks of this number go.
fn webhook_configuration(world: &World, number: &Number, app_id: &str) -> Value {
    let application = world
        .apps
        .get(app_id)
        .and_then(|app| app.callback.as_ref())
        .map(|callback| &callback.url);
    let waba = world.wabas.get(&number.waba_id);
    let account = waba.and_then(|waba| {
        waba.subscriptions
            .get(app_id)?
            .override_callback_uri
            .as_ref()
    });
    let mut configuration = Map::new();
    for (name, url) in [
        ("application", application),
        ("whatsapp_business_account", account),
    ] {
        if let Some(url) = url {
            configuration.insert(name.to_owned(), json!(url));
        }
    }
    if configuration.is_empty() {
        Value::Null
    } else {
        Value::Object(configuration)
    }
}
