//! `/{APP}/subscriptions`: the app's own callback and its fields.

use std::collections::BTreeSet;

use serde_json::json;

use super::{Call, GraphError, Outcome, auth, challenge};
use crate::state::SimState;
use crate::webhook::KNOWN_FIELDS;
use crate::world::Callback;

const OBJECT: &str = "whatsapp_business_account";

pub(super) fn list(state: &SimState, call: &Call) -> Outcome {
    let world = state.world();
    let app_id = auth::app_itself(&world, call, state.now_ms())?;
    let callback = world
        .apps
        .get(&app_id)
        .and_then(|app| app.callback.as_ref());
    let entries = callback.map(|callback| {
        let fields: Vec<_> = callback
            .fields
            .iter()
            .map(|name| json!({ "name": name, "version": "v25.0" }))
            .collect();
        json!({ "object": OBJECT, "callback_url": callback.url, "active": true, "fields": fields })
    });
    Ok(json!({ "data": entries.into_iter().collect::<Vec<_>>() }))
}

pub(super) async fn subscribe(state: &SimState, call: &Call) -> Outcome {
    let app_id = auth::app_itself(&state.world(), call, state.now_ms())?;
    if call.params.required("object")? != OBJECT {
        return Err(GraphError::parameter(
            "Param object must be whatsapp_business_account in this simulator",
        ));
    }
    let url = call.params.required("callback_url")?;
    let verify_token = call.params.required("verify_token")?;
    let fields: BTreeSet<String> = call.params.list("fields").into_iter().collect();
    if let Some(unknown) = fields
        .iter()
        .find(|field| !KNOWN_FIELDS.contains(&field.as_str()))
    {
        return Err(GraphError::parameter(&format!(
            "Param fields has an unknown field: {unknown}"
        )));
    }
    challenge::verify(state, &url, &verify_token)
        .await
        .map_err(|reason| GraphError::callback_verification(&reason))?;
    if let Some(app) = state.world().apps.get_mut(&app_id) {
        app.callback = Some(Callback { url, fields });
    }
    Ok(json!({ "success": true }))
}

/// Removes the named fields, or the whole subscription.
pub(super) fn unsubscribe(state: &SimState, call: &Call) -> Outcome {
    let mut world = state.world();
    let app_id = auth::app_itself(&world, call, state.now_ms())?;
    let fields = call.params.list("fields");
    if let Some(app) = world.apps.get_mut(&app_id) {
        match &mut app.callback {
            Some(callback) if !fields.is_empty() => {
                callback.fields.retain(|field| !fields.contains(field));
            }
            callback => *callback = None,
        }
    }
    Ok(json!({ "success": true }))
}
