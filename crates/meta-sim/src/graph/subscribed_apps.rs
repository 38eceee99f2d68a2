//! `/{WABA}/subscribed_apps`: which apps hear of an account, and where.

use serde_json::{Map, Value, json};

use super::{Call, GraphError, Outcome, auth, challenge};
use crate::state::SimState;
use crate::world::Subscription;

const LONGEST_URI: usize = 200;

pub(super) fn list(state: &SimState, call: &Call) -> Outcome {
    let world = state.world();
    let token = auth::business(&world, call, state.now_ms())?;
    let waba = auth::granted_waba(&world, &token, call)?;
    let entries = waba.subscriptions.iter().map(|(app_id, subscription)| {
        let name = world
            .apps
            .get(app_id)
            .map_or("", |app| app.config.name.as_str());
        let link = format!("https://www.facebook.com/games/?app_id={app_id}");
        let mut entry = Map::new();
        entry.insert(
            "whatsapp_business_api_data".into(),
            json!({ "id": app_id, "name": name, "link": link }),
        );
        if let Some(uri) = &subscription.override_callback_uri {
            entry.insert("override_callback_uri".into(), json!(uri));
        }
        Value::Object(entry)
    });
    Ok(json!({ "data": entries.collect::<Vec<_>>() }))
}

/// Subscribes the token's app. With an override the callback is challenged first; without one an override is cleared.
pub(super) async fn subscribe(state: &SimState, call: &Call) -> Outcome {
    let (app_id, waba_id, already) = {
        let world = state.world();
        let token = auth::business(&world, call, state.now_ms())?;
        let waba = auth::granted_waba(&world, &token, call)?;
        (
            token.app_id.clone(),
            waba.id.clone(),
            waba.subscriptions.contains_key(&token.app_id),
        )
    };
    let override_callback_uri = call.params.text("override_callback_uri");
    if let Some(uri) = &override_callback_uri {
        if !already {
            return Err(GraphError::parameter(
                "The app must be subscribed before its callback can be overridden",
            ));
        }
        if uri.chars().count() > LONGEST_URI {
            return Err(GraphError::parameter(
                "Param override_callback_uri must have at most 200 characters",
            ));
        }
        let verify_token = call.params.required("verify_token")?;
        challenge::verify(state, uri, &verify_token)
            .await
            .map_err(|reason| {
                GraphError::parameter(&format!("Override callback verification failed: {reason}"))
            })?;
    }
    if let Some(waba) = state.world().wabas.get_mut(&waba_id) {
        waba.subscriptions.insert(
            app_id,
            Subscription {
                override_callback_uri,
            },
        );
    }
    Ok(json!({ "success": true }))
}

pub(super) fn unsubscribe(state: &SimState, call: &Call) -> Outcome {
    let mut world = state.world();
    let token = auth::business(&world, call, state.now_ms())?;
    let waba_id = auth::granted_waba(&world, &token, call)?.id.clone();
    if let Some(waba) = world.wabas.get_mut(&waba_id) {
        waba.subscriptions.remove(&token.app_id);
    }
    Ok(json!({ "success": true }))
}
