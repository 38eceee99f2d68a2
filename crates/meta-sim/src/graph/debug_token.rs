//! `/debug_token`: what a token is good for.

use serde_json::{Map, Value, json};

use super::auth::{self, Caller};
use super::{Call, GraphError, Outcome};
use crate::state::SimState;
use crate::world::{Token, World};

const SCOPES: [&str; 2] = [
    "whatsapp_business_management",
    "whatsapp_business_messaging",
];

pub(super) fn answer(state: &SimState, call: &Call) -> Outcome {
    let now_ms = state.now_ms();
    let world = state.world();
    let Caller::App { .. } = auth::caller(&world, call, now_ms)? else {
        let message = "You must provide an app access token, or a user access token that is an owner or developer of the app";
        return Err(GraphError::parameter(message));
    };
    let input = call.params.required("input_token")?;
    let data = match auth::resolve(&world, &input, now_ms) {
        Ok(Caller::Business(token)) => describe(&world, &token, true),
        Ok(Caller::App { app_id }) => without_targets(&world, &app_id, "APP", &[]),
        Ok(Caller::System { app_id }) => {
            let scopes = [SCOPES[0], SCOPES[1], "business_management"];
            without_targets(&world, &app_id, "SYSTEM_USER", &scopes)
        }
        Err(error) => {
            let mut data = match world.tokens.get(&input) {
                Some(dead) => describe(&world, dead, false),
                None => Map::from_iter([
                    ("is_valid".to_owned(), json!(false)),
                    ("scopes".to_owned(), json!([])),
                ]),
            };
            data.insert("error".into(), error.as_debug_error());
            data
        }
    };
    Ok(json!({ "data": data }))
}

fn describe(world: &World, token: &Token, is_valid: bool) -> Map<String, Value> {
    let granted = &token.grant.waba_ids;
    let targets: Vec<_> = granted
        .iter()
        .filter(|waba_id| world.reaches(token, waba_id))
        .collect();
    let granular = SCOPES.iter().map(|scope| {
        if world.knobs.granular_target_ids {
            json!({ "scope": scope, "target_ids": targets })
        } else {
            json!({ "scope": scope })
        }
    });
    let expires_at = token
        .expires_ms
        .map_or(0, |expires_ms| expires_ms.div_euclid(1000));
    Map::from_iter([
        ("app_id".to_owned(), json!(token.app_id)),
        (
            "application".to_owned(),
            json!(app_name(world, &token.app_id)),
        ),
        ("type".to_owned(), json!("SYSTEM_USER")),
        ("is_valid".to_owned(), json!(is_valid)),
        (
            "issued_at".to_owned(),
            json!(token.issued_ms.div_euclid(1000)),
        ),
        ("expires_at".to_owned(), json!(expires_at)),
        ("data_access_expires_at".to_owned(), json!(0)),
        ("scopes".to_owned(), json!(SCOPES)),
        ("granular_scopes".to_owned(), granular.collect()),
        ("user_id".to_owned(), json!(token.user_id)),
    ])
}

/// A token of the partner itself, which no customer granted anything.
fn without_targets(world: &World, app_id: &str, kind: &str, scopes: &[&str]) -> Map<String, Value> {
    Map::from_iter([
        ("app_id".to_owned(), json!(app_id)),
        ("application".to_owned(), json!(app_name(world, app_id))),
        ("type".to_owned(), json!(kind)),
        ("is_valid".to_owned(), json!(true)),
        ("scopes".to_owned(), json!(scopes)),
    ])
}

fn app_name<'w>(world: &'w World, app_id: &str) -> &'w str {
    world
        .apps
        .get(app_id)
        .map_or("", |app| app.config.name.as_str())
}
