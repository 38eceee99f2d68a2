//! Usage: the headers on every answer, and the calls an hour that an app has for an account.

use axum::http::{HeaderMap, HeaderName, HeaderValue};
use serde_json::{Value, json};

use super::auth::{self, Caller};
use super::{Call, GraphError};
use crate::faults::FaultUsage;
use crate::world::{Connection, Token, World};

const X_APP_USAGE: HeaderName = HeaderName::from_static("x-app-usage");
const X_BUSINESS_USE_CASE_USAGE: HeaderName = HeaderName::from_static("x-business-use-case-usage");

/// Calls an hour of a small app, and how many more each of its customers brings.
const APP_CALLS: u64 = 5000;
const APP_CALLS_PER_CUSTOMER: u64 = 200;

/// Counts a call on an account or its numbers, and refuses the one that is too many.
pub(super) fn admit(world: &mut World, call: &Call, now_ms: i64) -> Result<(), GraphError> {
    let Some((token, waba_id)) = managed(world, call, now_ms) else {
        return Ok(());
    };
    let allowed = allowed(world, &waba_id);
    let waba = world.wabas.get_mut(&waba_id);
    let calls = waba.map_or(0, |waba| {
        waba.usage.entry(token.app_id).or_default().count(now_ms)
    });
    if calls > allowed {
        Err(GraphError::account_limit())
    } else {
        Ok(())
    }
}

/// The account that the call is about, if its token reaches it.
fn managed(world: &World, call: &Call, now_ms: i64) -> Option<(Token, String)> {
    let Ok(Caller::Business(token)) = auth::resolve(world, call.token.as_deref()?, now_ms) else {
        return None;
    };
    let waba_id = account_of(world, call)?;
    world.reaches(&token, &waba_id).then_some((token, waba_id))
}

fn account_of(world: &World, call: &Call) -> Option<String> {
    let id = call.object_id();
    match world.numbers.get(id) {
        Some(number) => Some(number.waba_id.clone()),
        None => world.wabas.contains_key(id).then(|| id.to_owned()),
    }
}

/// A registered number makes the account a grown-up one.
fn allowed(world: &World, waba_id: &str) -> u64 {
    let registered = world
        .numbers
        .values()
        .any(|number| number.waba_id == waba_id && number.connection == Connection::Connected);
    u64::from(if registered {
        world.knobs.hourly_calls_registered
    } else {
        world.knobs.hourly_calls
    })
}

/// Counts the call for its app and gives the headers of app and account. The shares climb for an hour, then start
/// again. What a fault wants said replaces the figures of the account.
pub(super) fn headers(
    world: &mut World,
    call: &Call,
    scripted: Option<&FaultUsage>,
    now_ms: i64,
) -> HeaderMap {
    let mut headers = HeaderMap::new();
    let caller = call
        .token
        .as_deref()
        .and_then(|token| match token.split_once('|') {
            Some((app_id, _)) => Some((app_id.to_owned(), None)),
            None => match auth::resolve(world, token, now_ms) {
                Ok(Caller::Business(token)) => Some((token.app_id.clone(), Some(token))),
                Ok(Caller::System { app_id } | Caller::App { app_id }) => Some((app_id, None)),
                Err(_) => world
                    .tokens
                    .get(token)
                    .map(|token| (token.app_id.clone(), Some(token.clone()))),
            },
        });
    if let Some((app_id, _)) = &caller {
        app_usage(world, app_id, now_ms, &mut headers);
    }
    let token = caller.as_ref().and_then(|(_, token)| token.as_ref());
    let usage = match scripted {
        Some(usage) => Some((
            owner(world, call, token),
            json!({
                "type": "whatsapp",
                "call_count": usage.call_count,
                "total_cputime": usage.total_cputime,
                "total_time": usage.total_time,
                "estimated_time_to_regain_access": usage.estimated_time_to_regain_access,
            }),
        )),
        None => token.map(|token| {
            (
                token.grant.business_id.clone(),
                account_usage(world, call, token, now_ms),
            )
        }),
    };
    if let Some((business_id, usage)) = usage {
        insert(
            &mut headers,
            X_BUSINESS_USE_CASE_USAGE,
            &json!({ business_id: [usage] }),
        );
    }
    headers
}

fn app_usage(world: &mut World, app_id: &str, now_ms: i64, headers: &mut HeaderMap) {
    let customers = world
        .tokens
        .values()
        .filter(|token| token.app_id == app_id)
        .count();
    let full = APP_CALLS.max(APP_CALLS_PER_CUSTOMER * u64::try_from(customers).unwrap_or(0));
    let Some(app) = world.apps.get_mut(app_id) else {
        return;
    };
    let percent = percent(app.usage.count(now_ms), full);
    insert(
        headers,
        X_APP_USAGE,
        &json!({ "call_count": percent, "total_time": percent, "total_cputime": percent }),
    );
}

/// The figures of the account that the call is about; of the customer's first one, where it is about none.
fn account_usage(world: &World, call: &Call, token: &Token, now_ms: i64) -> Value {
    let waba_id = account_of(world, call)
        .filter(|waba_id| token.grant.waba_ids.contains(waba_id))
        .or_else(|| token.grant.waba_ids.first().cloned());
    let waba = waba_id.as_deref().and_then(|id| world.wabas.get(id));
    let count = waba.and_then(|waba| waba.usage.get(&token.app_id));
    let allowed = waba_id.as_deref().map_or(1, |id| allowed(world, id));
    let calls = count.map_or(0, |count| count.current(now_ms));
    let wait = match count {
        Some(count) if calls > allowed => count.minutes_left(now_ms),
        _ => 0,
    };
    let percent = percent(calls, allowed);
    json!({
        "type": "whatsapp",
        "call_count": percent,
        "total_cputime": percent,
        "total_time": percent,
        "estimated_time_to_regain_access": wait,
    })
}

/// The business that a header is keyed by: of the account, else of the token, else the partner's own.
fn owner(world: &World, call: &Call, token: Option<&Token>) -> String {
    let of_account =
        account_of(world, call).and_then(|id| Some(world.wabas.get(&id)?.business_id.clone()));
    let of_code = || {
        let code = call.params.text("code")?;
        Some(world.codes.get(&code)?.grant.business_id.clone())
    };
    let of_partner = || Some(world.apps.values().next()?.business_id.clone());
    of_account
        .or_else(|| token.map(|token| token.grant.business_id.clone()))
        .or_else(of_code)
        .or_else(of_partner)
        .unwrap_or_default()
}

fn percent(calls: u64, full: u64) -> u64 {
    (calls * 100).div_ceil(full.max(1)).min(100)
}

fn insert(headers: &mut HeaderMap, name: HeaderName, value: &Value) {
    if let Ok(value) = HeaderValue::from_str(&value.to_string()) {
        headers.insert(name, value);
    }
}
