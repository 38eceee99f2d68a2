//! `/oauth/access_token`: a code for a business token, or a token for a longer one.

use serde_json::{Map, Value, json};

use super::{Call, GraphError, Outcome};
use crate::state::SimState;
use crate::world::{Code, Token, World};

pub(super) fn answer(state: &SimState, call: &Call) -> Outcome {
    let now_ms = state.now_ms();
    let mut world = state.world();
    let app_id = call.params.required("client_id")?;
    if !world.apps.contains_key(&app_id) {
        return Err(GraphError::unknown_app());
    }
    let secret = call.params.text("client_secret").unwrap_or_default();
    if !world.app_secret_matches(&app_id, &secret) {
        return Err(GraphError::client_secret());
    }
    match call.params.text("grant_type").as_deref() {
        Some("fb_exchange_token") => renew(&mut world, &app_id, call, now_ms),
        Some("client_credentials") => {
            Ok(json!({ "access_token": format!("{app_id}|{secret}"), "token_type": "bearer" }))
        }
        _ => exchange(&mut world, &app_id, call, now_ms),
    }
}

fn exchange(world: &mut World, app_id: &str, call: &Call, now_ms: i64) -> Outcome {
    let value = call.params.required("code")?;
    let redirect_uri = call.params.text("redirect_uri");
    let Some(code) = world
        .codes
        .get_mut(&value)
        .filter(|code| code.app_id == app_id)
    else {
        return Err(GraphError::code_exchange(
            None,
            "Invalid verification code format.",
        ));
    };
    if code.used {
        return Err(GraphError::code_exchange(
            Some(36_009),
            "This authorization code has been used.",
        ));
    }
    if now_ms - code.issued_ms > Code::LIFE_MS {
        return Err(GraphError::code_exchange(
            Some(36_007),
            "This authorization code has expired.",
        ));
    }
    if code.redirect_uri != redirect_uri {
        let message = "Error validating verification code. Please make sure your redirect_uri is identical to the one \
                       you used in the OAuth dialog request";
        return Err(GraphError::code_exchange(Some(36_008), message));
    }
    code.used = true;
    let grant = code.grant.clone();
    let token = world.issue_token(app_id, grant, now_ms);
    Ok(token_answer(&token))
}

fn renew(world: &mut World, app_id: &str, call: &Call, now_ms: i64) -> Outcome {
    let value = call.params.required("fb_exchange_token")?;
    let alive = world
        .tokens
        .get(&value)
        .filter(|token| token.app_id == app_id && token.is_alive(now_ms));
    let Some(grant) = alive.map(|token| token.grant.clone()) else {
        return Err(GraphError::token_invalid(
            Some(463),
            "Error validating access token: Session has expired.",
        ));
    };
    let token = world.issue_token(app_id, grant, now_ms);
    Ok(token_answer(&token))
}

fn token_answer(token: &Token) -> Value {
    let mut answer = Map::new();
    answer.insert("access_token".into(), json!(token.value));
    answer.insert("token_type".into(), json!("bearer"));
    if let Some(expires_ms) = token.expires_ms {
        answer.insert(
            "expires_in".into(),
            json!((expires_ms - token.issued_ms) / 1000),
        );
    }
    Value::Object(answer)
}
