//! `GET /{WABA}`.

use serde_json::{Map, Value, json};

use super::{Call, Outcome, auth, fields, pricing};
use crate::state::SimState;
use crate::world::{Connection, Waba, World};

pub(super) fn read(state: &SimState, call: &Call) -> Outcome {
    let world = state.world();
    let token = auth::business(&world, call, state.now_ms())?;
    let waba = auth::granted_waba(&world, &token, call)?;
    let asked = fields::asked(call, "id,name,timezone_id,message_template_namespace")?;
    let mut node = node(&world, waba);
    if let Some(field) = asked.iter().find(|field| field.is(pricing::FIELD)) {
        let now = state.now_ms().div_euclid(1000);
        let counts = pricing::analytics(&world, waba, field, now)?;
        node.insert(pricing::FIELD.to_owned(), counts);
    }
    fields::select(&node, &asked, "WhatsAppBusinessAccount")
}

fn node(world: &World, waba: &Waba) -> Map<String, Value> {
    let business_name = world
        .businesses
        .get(&waba.business_id)
        .map(|business| business.name.as_str());
    let owner = json!({ "id": waba.business_id, "name": business_name });
    let live = world
        .numbers
        .values()
        .any(|number| number.waba_id == waba.id && number.connection == Connection::Connected);
    let can_send = if waba.banned {
        "BLOCKED"
    } else if live {
        "AVAILABLE"
    } else {
        "LIMITED"
    };
    let health = json!({
        "can_send_message": can_send,
        "entities": [{ "entity_type": "WABA", "id": waba.id, "can_send_message": can_send }],
    });
    Map::from_iter([
        ("id".to_owned(), json!(waba.id)),
        ("name".to_owned(), json!(waba.name)),
        ("timezone_id".to_owned(), json!("1")),
        ("currency".to_owned(), json!(waba.currency)),
        ("country".to_owned(), json!(waba.country)),
        (
            "message_template_namespace".to_owned(),
            json!(waba.namespace),
        ),
        ("account_review_status".to_owned(), json!(waba.review)),
        (
            "business_verification_status".to_owned(),
            json!("UNVERIFIED"),
        ),
        (
            "status".to_owned(),
            json!(if waba.banned { "DISABLED" } else { "ACTIVE" }),
        ),
        ("ownership_type".to_owned(), json!("CLIENT_OWNED")),
        ("owner_business_info".to_owned(), owner),
        ("on_behalf_of_business_info".to_owned(), Value::Null),
        ("primary_funding_id".to_owned(), json!(waba.funding)),
        ("primary_business_location".to_owned(), json!(waba.country)),
        (
            "marketing_messages_lite_api_status".to_owned(),
            json!("INELIGIBLE"),
        ),
        ("is_enabled_for_insights".to_owned(), json!(false)),
        (
            "whatsapp_business_manager_messaging_limit".to_owned(),
            json!("TIER_250"),
        ),
        ("health_status".to_owned(), health),
        (
            "creation_time".to_owned(),
            json!(waba.created_ms.div_euclid(1000)),
        ),
    ])
}
