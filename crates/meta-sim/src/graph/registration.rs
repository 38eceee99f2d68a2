//! `POST /{PHONE}/register` and `POST /{PHONE}/deregister`.

use serde_json::json;

use super::phone_number::is_pin;
use super::{Call, GraphError, Outcome, auth};
use crate::state::SimState;
use crate::world::Connection;

const REGIONS: [&str; 14] = [
    "AE", "AU", "BH", "BR", "CA", "CH", "DE", "GB", "ID", "IN", "JP", "KR", "SG", "ZA",
];

pub(super) fn register(state: &SimState, call: &Call) -> Outcome {
    let now_ms = state.now_ms();
    let mut world = state.world();
    let token = auth::business(&world, call, now_ms)?;
    let visible_ms = now_ms + i64::from(world.knobs.register_visible_after_seconds) * 1000;
    let number = auth::granted_number(&mut world, &token, call)?;
    let admitted = number.registrations.admit(now_ms);
    require_whatsapp(call)?;
    let pin = call.params.required("pin")?;
    if !is_pin(&pin) {
        return Err(GraphError::parameter(
            "Param pin must be a string of six digits",
        ));
    }
    let region = call.params.text("data_localization_region");
    if region
        .as_deref()
        .is_some_and(|region| !REGIONS.contains(&region))
    {
        return Err(GraphError::parameter(
            "Param data_localization_region must be one of the supported countries",
        ));
    }
    if number.on_business_app {
        return Err(GraphError::parameter(
            "Register endpoint is not available for API solution for SMB businesses.",
        ));
    }
    if !admitted {
        return Err(too_many("register"));
    }
    if !number.verified {
        let details = "Verify the number with a code before registering it.";
        return Err(GraphError::whatsapp(
            133_006,
            "Phone number re-verification needed",
            details,
        ));
    }
    if number.pin.as_ref().is_some_and(|set| *set != pin) {
        let details =
            "The PIN is not the one that two-step verification of this number was set up with.";
        return Err(GraphError::whatsapp(
            133_005,
            "Two step verification PIN Mismatch",
            details,
        ));
    }
    number.pin = Some(pin);
    if number.connection != Connection::Connected {
        number.region = region;
        number.connected_from_ms = visible_ms;
    }
    number.connection = Connection::Connected;
    Ok(json!({ "success": true }))
}

pub(super) fn deregister(state: &SimState, call: &Call) -> Outcome {
    let now_ms = state.now_ms();
    let mut world = state.world();
    let token = auth::business(&world, call, now_ms)?;
    let number = auth::granted_number(&mut world, &token, call)?;
    let admitted = number.deregistrations.admit(now_ms);
    if number.on_business_app {
        return Err(GraphError::parameter(
            "Deregister endpoint is not available for API solution for SMB businesses.",
        ));
    }
    if !admitted {
        return Err(too_many("deregister"));
    }
    if number.connection != Connection::Connected {
        return Err(GraphError::whatsapp(
            133_010,
            "Phone number is not registered",
            "Register the number first.",
        ));
    }
    number.connection = Connection::Disconnected;
    number.region = None;
    Ok(json!({ "success": true }))
}

pub(super) fn require_whatsapp(call: &Call) -> Result<(), GraphError> {
    match call.params.required("messaging_product")?.as_str() {
        "whatsapp" => Ok(()),
        _ => Err(GraphError::parameter(
            "Param messaging_product must be one of {WHATSAPP}",
        )),
    }
}

fn too_many(what: &str) -> GraphError {
    let details = format!(
        "More than 10 {what} calls for this number in 72 hours: it is blocked for 72 hours."
    );
    GraphError::whatsapp(
        133_016,
        "Account register or deregister rate limit exceeded",
        &details,
    )
}
