//! `POST /{PHONE}/smb_app_data`: the two synchronisations of a coexistence number.

use serde_json::json;

use super::registration::require_whatsapp;
use super::{Call, GraphError, Outcome, auth};
use crate::state::SimState;
use crate::webhook;
use crate::world::SyncKind;

/// Syncs can be asked for in the first 24 hours only.
const OPEN_MS: i64 = 24 * 3600 * 1000;

pub(super) fn start_sync(state: &SimState, call: &Call) -> Outcome {
    let now_ms = state.now_ms();
    let mut world = state.world();
    let token = auth::business(&world, call, now_ms)?;
    auth::granted_number(&mut world, &token, call)?;
    require_whatsapp(call)?;
    let asked = call.params.required("sync_type")?;
    let Some(kind) = SyncKind::ALL
        .into_iter()
        .find(|kind| kind.as_str() == asked)
    else {
        return Err(GraphError::parameter(
            "Param sync_type must be one of {HISTORY, SMB_APP_STATE_SYNC}",
        ));
    };
    let request_id = world.dice.text(32);
    let number = auth::granted_number(&mut world, &token, call)?;
    if !number.on_business_app {
        return Err(GraphError::parameter(
            "This number is not on the WhatsApp Business app: there is nothing to synchronise.",
        ));
    }
    if number.syncs.contains_key(&kind) {
        let details = format!("{asked} was already asked for; each synchronisation runs once.");
        return Err(GraphError::whatsapp(
            2_593_107,
            "Synchronization request limit exceeded",
            &details,
        ));
    }
    if now_ms - number.onboarded_ms > OPEN_MS {
        let details = "The number was onboarded more than 24 hours ago: it has to be offboarded and onboarded again.";
        return Err(GraphError::whatsapp(
            2_593_108,
            "Synchronization request outside the allowed window",
            details,
        ));
    }
    number.syncs.insert(kind, request_id.clone());
    let number_id = number.id.clone();
    webhook::queue_sync(&mut world, &number_id, kind, now_ms);
    drop(world);
    state.wake_webhooks();
    Ok(json!({ "messaging_product": "whatsapp", "request_id": request_id }))
}
