//! Who calls, and what the caller reaches.

use axum::http::HeaderMap;
use axum::http::header::AUTHORIZATION;
use secrecy::ExposeSecret;

use super::params::Params;
use super::{Call, GraphError, Outcome};
use crate::signature::{fingerprint, hmac_sha256_hex};
use crate::state::SimState;
use crate::world::{App, Number, Token, Waba, World};

/// Whose token a call carries.
pub(super) enum Caller {
    /// `{APP_ID}|{APP_SECRET}`
    App { app_id: String },
    /// The partner's own system user.
    System { app_id: String },
    /// The business token of a customer.
    Business(Token),
}

/// The token of a call: Bearer header, or `access_token` in query, form or JSON.
pub(super) fn token_of(headers: &HeaderMap, params: &Params) -> Option<String> {
    let bearer = headers
        .get(AUTHORIZATION)
        .and_then(|value| value.to_str().ok())
        .and_then(|value| {
            let (scheme, token) = value.split_once(' ')?;
            (scheme.eq_ignore_ascii_case("bearer") || scheme.eq_ignore_ascii_case("oauth"))
                .then(|| token.trim().to_owned())
        });
    bearer
        .filter(|token| !token.is_empty())
        .or_else(|| params.text("access_token"))
}

/// How the log names the token of a call.
pub(super) fn token_name(call: &Call) -> Option<String> {
    call.token
        .as_deref()
        .map(|token| match token.split_once('|') {
            Some((app_id, _)) => app_id.to_owned(),
            None => fingerprint(token),
        })
}

/// Finds the caller of a call and checks `appsecret_proof`.
pub(super) fn caller(world: &World, call: &Call, now_ms: i64) -> Result<Caller, GraphError> {
    let token = call
        .token
        .as_deref()
        .ok_or_else(GraphError::token_missing)?;
    let caller = resolve(world, token, now_ms)?;
    let app_id = match &caller {
        Caller::App { app_id } | Caller::System { app_id } => app_id,
        Caller::Business(token) => &token.app_id,
    };
    check_proof(
        world,
        app_id,
        token,
        call,
        matches!(caller, Caller::Business(_)),
    )?;
    Ok(caller)
}

/// What a token is, or why it is none.
pub(super) fn resolve(world: &World, token: &str, now_ms: i64) -> Result<Caller, GraphError> {
    if let Some((app_id, secret)) = token.split_once('|') {
        return if world.app_secret_matches(app_id, secret) {
            Ok(Caller::App {
                app_id: app_id.to_owned(),
            })
        } else {
            Err(GraphError::token_invalid(
                None,
                "Invalid OAuth access token signature.",
            ))
        };
    }
    if let Some(app_id) = system_user(world, token) {
        return Ok(Caller::System { app_id });
    }
    let Some(found) = world.tokens.get(token) else {
        return Err(GraphError::token_invalid(
            None,
            "Invalid OAuth access token - Cannot parse access token",
        ));
    };
    if found.uninstalled {
        let message = "Error validating access token: The user has not authorized application.";
        return Err(GraphError::token_invalid(Some(458), message));
    }
    if !found.is_alive(now_ms) {
        let message = "Error validating access token: Session has expired.";
        return Err(GraphError::token_invalid(Some(463), message));
    }
    Ok(Caller::Business(found.clone()))
}

/// The app whose system user has this token.
fn system_user(world: &World, token: &str) -> Option<String> {
    let owns = |app: &&App| {
        let own = app.config.system_token.as_ref();
        own.is_some_and(|own| own.expose_secret() == token)
    };
    let app = world.apps.values().find(owns)?;
    Some(app.config.app_id.clone())
}

fn check_proof(
    world: &World,
    app_id: &str,
    token: &str,
    call: &Call,
    may_be_required: bool,
) -> Result<(), GraphError> {
    let Some(given) = call.params.text("appsecret_proof") else {
        return if may_be_required && world.knobs.require_appsecret_proof {
            Err(GraphError::proof(
                "API calls from the server require an appsecret_proof argument",
            ))
        } else {
            Ok(())
        };
    };
    let secret = world
        .apps
        .get(app_id)
        .map_or("", |app| app.config.app_secret.expose_secret());
    if hmac_sha256_hex(secret.as_bytes(), token.as_bytes()) == given.to_ascii_lowercase() {
        Ok(())
    } else {
        Err(GraphError::proof(
            "Invalid appsecret_proof provided in the API argument",
        ))
    }
}

/// The business token of the call; the calls on WABAs and numbers take no other.
pub(super) fn business(world: &World, call: &Call, now_ms: i64) -> Result<Token, GraphError> {
    match caller(world, call, now_ms)? {
        Caller::Business(token) => Ok(token),
        Caller::App { .. } | Caller::System { .. } => Err(GraphError::unreachable_object(
            call.method.as_str(),
            call.object_id(),
        )),
    }
}

/// The app whose token the call carries, which must be the app in the path.
pub(super) fn app_itself(world: &World, call: &Call, now_ms: i64) -> Result<String, GraphError> {
    match caller(world, call, now_ms)? {
        Caller::App { app_id } if app_id == call.object_id() => Ok(app_id),
        Caller::App { .. } => Err(GraphError::unreachable_object(
            call.method.as_str(),
            call.object_id(),
        )),
        Caller::Business(_) | Caller::System { .. } => Err(GraphError::app_token_required()),
    }
}

/// The app whose system user calls. Meta refuses every other kind of token with code 200.
pub(super) fn system(world: &World, call: &Call, now_ms: i64) -> Result<String, GraphError> {
    match caller(world, call, now_ms)? {
        Caller::System { app_id } => Ok(app_id),
        Caller::App { .. } | Caller::Business(_) => Err(GraphError::permission(
            "Requires business_management permission: call this with the token of the partner's system user",
        )),
    }
}

/// The app of a Solution Partner's system user; to others this is said.
pub(super) fn solution_partner(
    world: &World,
    call: &Call,
    now_ms: i64,
    otherwise: &str,
) -> Result<String, GraphError> {
    let app_id = system(world, call, now_ms)?;
    let app = world.apps.get(&app_id);
    if app.is_some_and(|app| app.config.solution_partner) {
        Ok(app_id)
    } else {
        Err(GraphError::permission(otherwise))
    }
}

/// The WABA of the path, if the token was granted it.
pub(super) fn granted_waba<'w>(
    world: &'w World,
    token: &Token,
    call: &Call,
) -> Result<&'w Waba, GraphError> {
    let found = world
        .wabas
        .get(call.object_id())
        .filter(|waba| world.reaches(token, &waba.id));
    found.ok_or_else(|| GraphError::unreachable_object(call.method.as_str(), call.object_id()))
}

/// The number of the path, if the token was granted its WABA.
pub(super) fn granted_number<'w>(
    world: &'w mut World,
    token: &Token,
    call: &Call,
) -> Result<&'w mut Number, GraphError> {
    let unreachable = || GraphError::unreachable_object(call.method.as_str(), call.object_id());
    let found = world
        .numbers
        .get(call.object_id())
        .is_some_and(|number| !number.gone && world.reaches(token, &number.waba_id));
    if !found {
        return Err(unreachable());
    }
    world
        .numbers
        .get_mut(call.object_id())
        .ok_or_else(unreachable)
}

/// The answer for an id that is nothing here: the token is looked at first, as everywhere.
pub(super) fn unknown_object(state: &SimState, call: &Call) -> Outcome {
    let world = state.world();
    caller(&world, call, state.now_ms())?;
    Err(GraphError::unreachable_object(
        call.method.as_str(),
        call.object_id(),
    ))
}
