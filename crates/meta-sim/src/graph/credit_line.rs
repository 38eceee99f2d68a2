//! The credit line of a Solution Partner: finding it, sharing it with a customer's account, and checking that.

use serde_json::{Map, json};

use super::{Call, GraphError, Outcome, auth, fields};
use crate::state::SimState;
use crate::world::{Allocation, World};

const CURRENCIES: [&str; 14] = [
    "AED", "ARS", "AUD", "CLP", "COP", "EUR", "GBP", "IDR", "INR", "MYR", "PEN", "SAR", "SGD",
    "USD",
];

/// `GET /{PARTNER_BUSINESS}/extendedcredits`
pub(super) fn list(state: &SimState, call: &Call) -> Outcome {
    let world = state.world();
    let app_id = partner(&world, call, state.now_ms())?;
    let app = world.apps.get(&app_id);
    let Some(app) = app.filter(|app| app.business_id == call.object_id()) else {
        return Err(unreachable(call, call.object_id()));
    };
    let lines = app.config.credit_line.iter();
    Ok(json!({ "data": lines.map(|id| json!({ "id": id })).collect::<Vec<_>>() }))
}

/// `POST /{CREDIT}/whatsapp_credit_sharing_and_attach`
pub(super) fn share_and_attach(state: &SimState, call: &Call) -> Outcome {
    let now_ms = state.now_ms();
    let mut world = state.world();
    let app_id = partner(&world, call, now_ms)?;
    let line = world
        .apps
        .get(&app_id)
        .and_then(|app| app.config.credit_line.as_deref());
    if line != Some(call.object_id()) {
        return Err(unreachable(call, call.object_id()));
    }
    let currency = call.params.required("waba_currency")?;
    if !CURRENCIES.contains(&currency.as_str()) {
        return Err(GraphError::parameter(&format!(
            "Param waba_currency must be one of {{{}}}",
            CURRENCIES.join(", ")
        )));
    }
    let waba_id = call.params.required("waba_id")?;
    let shared = world
        .wabas
        .get(&waba_id)
        .filter(|waba| waba.shared_with.contains(&app_id));
    let Some(waba) = shared else {
        return Err(unreachable(call, &waba_id));
    };
    if waba.funding.is_some() {
        return Err(GraphError::parameter(
            "A credit line is already attached to this WhatsApp Business Account: it cannot be swapped",
        ));
    }
    let business_id = waba.business_id.clone();
    let (id, credential_id) = (world.mint_id("585"), world.mint_id("444"));
    if let Some(waba) = world.wabas.get_mut(&waba_id) {
        waba.funding = Some(credential_id.clone());
        waba.currency = currency;
    }
    let allocation = Allocation {
        app_id,
        business_id,
        credential_id,
    };
    world.allocations.insert(id.clone(), allocation);
    Ok(json!({ "allocation_config_id": id, "waba_id": waba_id }))
}

/// `GET /{ALLOCATION}`
pub(super) fn allocation(state: &SimState, call: &Call) -> Outcome {
    let world = state.world();
    let app_id = partner(&world, call, state.now_ms())?;
    let found = world.allocations.get(call.object_id());
    let Some(allocation) = found.filter(|allocation| allocation.app_id == app_id) else {
        return Err(unreachable(call, call.object_id()));
    };
    let receiver = world
        .businesses
        .get(&allocation.business_id)
        .map(|business| business.name.as_str());
    let node = Map::from_iter([
        ("id".to_owned(), json!(call.object_id())),
        (
            "receiving_credential".to_owned(),
            json!({ "id": allocation.credential_id }),
        ),
        (
            "receiving_business".to_owned(),
            json!({ "id": allocation.business_id, "name": receiver }),
        ),
    ]);
    fields::select(
        &node,
        &fields::asked(call, "id,receiving_business")?,
        "ExtendedCreditAllocationConfig",
    )
}

/// The app of a Solution Partner's system user; nobody else has a credit line.
fn partner(world: &World, call: &Call, now_ms: i64) -> Result<String, GraphError> {
    auth::solution_partner(
        world,
        call,
        now_ms,
        "Only a Solution Partner has a credit line to share",
    )
}

fn unreachable(call: &Call, id: &str) -> GraphError {
    GraphError::unreachable_object(call.method.as_str(), id)
}
