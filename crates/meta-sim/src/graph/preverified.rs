//! The pool of numbers that a Solution Partner has proved before there is a customer for them.

use serde_json::{Map, Value, json};

use super::{Call, GraphError, Outcome, auth, fields, paging};
use crate::numbering;
use crate::state::SimState;
use crate::timestamp::graph_time;
use crate::world::{Preverified, World};

const DEFAULT_FIELDS: &str =
    "id,phone_number,code_verification_status,code_verification_time,verification_expiry_time";

const NODE_TYPE: &str = "WhatsAppBusinessPreVerifiedPhoneNumber";

/// `POST /{PARTNER_BUSINESS}/add_phone_numbers`
pub(super) fn add(state: &SimState, call: &Call) -> Outcome {
    let now_ms = state.now_ms();
    let mut world = state.world();
    let app_id = owner(&world, call, now_ms)?;
    let given = call.params.required("phone_number")?;
    let digits = numbering::parse(&given).ok_or_else(|| {
        GraphError::parameter("Param phone_number must be a phone number in E.164 form")
    })?;
    world.clear_pool(now_ms);
    let known = |number: &Preverified| number.digits == digits;
    if world.pool.values().any(known) {
        return Err(already_added());
    }
    if world.number_by_digits(&digits).is_some() {
        return Err(GraphError::parameter(
            "This phone number is already used by a WhatsApp account",
        ));
    }
    let own = |number: &&Preverified| number.app_id == app_id;
    let full = world.pool.values().filter(own).count() >= world.knobs.number_pool_size as usize;
    if full {
        return Err(GraphError::parameter(
            "You have reached the maximum number of phone numbers of this business",
        ));
    }
    let id = world.mint_id("900");
    let number = Preverified {
        id: id.clone(),
        app_id,
        digits,
        added_ms: now_ms,
        verified_ms: None,
        addition: world.next_onboarding(),
    };
    world.pool.insert(id.clone(), number);
    Ok(json!({ "id": id }))
}

/// `GET /{PARTNER_BUSINESS}/preverified_numbers`, in the order in which they were added.
pub(super) fn list(state: &SimState, call: &Call) -> Outcome {
    let now_ms = state.now_ms();
    let mut world = state.world();
    let app_id = owner(&world, call, now_ms)?;
    world.clear_pool(now_ms);
    let status = call.params.text("code_verification_status");
    let digits = call.params.text("phone_number");
    let digits = digits.map(|text| {
        text.chars()
            .filter(char::is_ascii_digit)
            .collect::<String>()
    });
    let mut numbers: Vec<&Preverified> = world
        .pool
        .values()
        .filter(|number| number.app_id == app_id)
        .filter(|number| {
            status
                .as_deref()
                .is_none_or(|one| one == number.status(now_ms))
        })
        .filter(|number| digits.as_deref().is_none_or(|one| one == number.digits))
        .collect();
    numbers.sort_by_key(|number| number.addition);
    let asked = fields::asked(call, DEFAULT_FIELDS)?;
    paging::answer(
        &numbers,
        call,
        |number| &number.id,
        |number| fields::select(&node(&world, number, now_ms), &asked, NODE_TYPE),
    )
}

/// `GET /{PRE_VERIFIED}`
pub(super) fn read(state: &SimState, call: &Call) -> Outcome {
    let now_ms = state.now_ms();
    let world = state.world();
    let number = own(&world, call, now_ms)?;
    let asked = fields::asked(call, DEFAULT_FIELDS)?;
    fields::select(&node(&world, number, now_ms), &asked, NODE_TYPE)
}

/// `DELETE /{PRE_VERIFIED}`
pub(super) fn delete(state: &SimState, call: &Call) -> Outcome {
    let mut world = state.world();
    let id = own(&world, call, state.now_ms())?.id.clone();
    world.pool.remove(&id);
    Ok(json!({ "success": true }))
}

/// The number of the path, if it is in the caller's pool.
pub(super) fn own<'w>(
    world: &'w World,
    call: &Call,
    now_ms: i64,
) -> Result<&'w Preverified, GraphError> {
    let app_id = partner(world, call, now_ms)?;
    let found = world.pool.get(call.object_id());
    found
        .filter(|number| number.app_id == app_id && !number.is_over(now_ms))
        .ok_or_else(|| GraphError::unreachable_object(call.method.as_str(), call.object_id()))
}

/// The partner whose business is in the path.
fn owner(world: &World, call: &Call, now_ms: i64) -> Result<String, GraphError> {
    let app_id = partner(world, call, now_ms)?;
    let business = world.apps.get(&app_id).map(|app| app.business_id.as_str());
    if business == Some(call.object_id()) {
        Ok(app_id)
    } else {
        Err(GraphError::unreachable_object(
            call.method.as_str(),
            call.object_id(),
        ))
    }
}

fn partner(world: &World, call: &Call, now_ms: i64) -> Result<String, GraphError> {
    auth::solution_partner(
        world,
        call,
        now_ms,
        "Only a Solution Partner has pre-verified phone numbers",
    )
}

/// What both lists of numbers say of one that is in them already.
pub(super) fn already_added() -> GraphError {
    GraphError::parameter("Phone number has already been added").subcode(2_388_012)
}

fn node(world: &World, number: &Preverified, now_ms: i64) -> Map<String, Value> {
    let time = |ms: Option<i64>| ms.map(graph_time);
    let owner = world.apps.get(&number.app_id);
    Map::from_iter([
        ("id".to_owned(), json!(number.id)),
        ("phone_number".to_owned(), json!(number.digits)),
        (
            "code_verification_status".to_owned(),
            json!(number.status(now_ms)),
        ),
        (
            "code_verification_time".to_owned(),
            json!(time(number.verified_ms)),
        ),
        (
            "verification_expiry_time".to_owned(),
            json!(time(number.expires_ms())),
        ),
        (
            "owner_business".to_owned(),
            json!({ "id": owner.map(|app| &app.business_id), "name": owner.map(|app| &app.config.name) }),
        ),
    ])
}
