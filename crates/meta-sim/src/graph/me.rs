//! `/me`: whose business token this is.

use serde_json::{Map, json};

use super::auth::{self, Caller};
use super::{Call, GraphError, Outcome, fields};
use crate::state::SimState;

pub(super) fn answer(state: &SimState, call: &Call) -> Outcome {
    let world = state.world();
    let Caller::Business(token) = auth::caller(&world, call, state.now_ms())? else {
        return Err(GraphError::parameter(
            "An app token has no current user: call this with a business token",
        ));
    };
    let business_name = world
        .businesses
        .get(&token.grant.business_id)
        .map_or("", |business| business.name.as_str());
    let node = Map::from_iter([
        ("id".to_owned(), json!(token.user_id)),
        (
            "name".to_owned(),
            json!(format!("{business_name} system user")),
        ),
        (
            "client_business_id".to_owned(),
            json!(token.grant.business_id),
        ),
    ]);
    fields::select(&node, &fields::asked(call, "id,name")?, "SystemUser")
}
