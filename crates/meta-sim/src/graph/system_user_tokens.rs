//! `POST /{BUSINESS}/system_user_access_tokens`: the business token of a customer, for the partner's system user.

use serde_json::json;

use super::auth::{self, Caller};
use super::{Call, GraphError, Outcome};
use crate::state::SimState;
use crate::world::{Grant, World};

pub(super) fn fetch(state: &SimState, call: &Call) -> Outcome {
    let now_ms = state.now_ms();
    let mut world = state.world();
    let Caller::System { app_id } = auth::caller(&world, call, now_ms)? else {
        return Err(GraphError::permission(
            "Requires the token of the partner's system user",
        ));
    };
    if call.params.text("appsecret_proof").is_none() {
        return Err(GraphError::proof(
            "API calls from the server require an appsecret_proof argument",
        ));
    }
    if call.params.text("fetch_only").as_deref() != Some("true") {
        return Err(GraphError::parameter(
            "Param fetch_only must be true: a partner may fetch the token of a customer, not make one",
        ));
    }
    let business_id = call.object_id().to_owned();
    let shared = world.shared_accounts(&business_id, &app_id);
    if shared.is_empty() {
        return Err(GraphError::unreachable_object(
            call.method.as_str(),
            &business_id,
        ));
    }
    let token = match living(&mut world, &app_id, &business_id, &shared, now_ms) {
        Some(token) => token,
        None => {
            let grant = Grant {
                business_id,
                waba_ids: shared,
            };
            world.issue_token(&app_id, grant, now_ms).value
        }
    };
    Ok(json!({ "access_token": token }))
}

/// The newest token of the customer that still works. There is one for each customer, so it also reaches what was
/// shared after it was issued.
fn living(
    world: &mut World,
    app_id: &str,
    business_id: &str,
    shared: &[String],
    now_ms: i64,
) -> Option<String> {
    let newest = world
        .tokens
        .values_mut()
        .filter(|token| {
            token.app_id == app_id
                && token.grant.business_id == business_id
                && token.is_alive(now_ms)
        })
        .max_by_key(|token| token.issued_ms)?;
    newest.grant.waba_ids = shared.to_vec();
    Some(newest.value.clone())
}
