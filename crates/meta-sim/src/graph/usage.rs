//! The usage headers on every answer.

use axum::http::{HeaderMap, HeaderName, HeaderValue};
use serde_json::json;

use super::Call;
use crate::world::World;

const X_APP_USAGE: HeaderName = HeaderName::from_static("x-app-usage");
const X_BUSINESS_USE_CASE_USAGE: HeaderName = HeaderName::from_static("x-business-use-case-usage");

/// Calls an hour that count as 100 percent.
const FULL: u64 = 5000;

const HOUR_MS: i64 = 3600 * 1000;

/// Counts the call and gives the headers of the token's app and customer. The share climbs for an hour, then starts again.
pub(super) fn headers(world: &mut World, call: &Call, now_ms: i64) -> HeaderMap {
    let mut headers = HeaderMap::new();
    let Some(token) = call.token.as_deref() else {
        return headers;
    };
    let business_token = world.tokens.get(token);
    let app_id = match (token.split_once('|'), business_token) {
        (Some((app_id, _)), _) => app_id.to_owned(),
        (None, Some(found)) => found.app_id.clone(),
        (None, None) => return headers,
    };
    let business_id = business_token.map(|found| found.grant.business_id.clone());
    let Some(app) = world.apps.get_mut(&app_id) else {
        return headers;
    };
    if now_ms - app.calls_since_ms >= HOUR_MS {
        (app.calls, app.calls_since_ms) = (0, now_ms);
    }
    app.calls += 1;
    let percent = (app.calls * 100).div_ceil(FULL).min(100);
    insert(
        &mut headers,
        X_APP_USAGE,
        &json!({ "call_count": percent, "total_time": percent, "total_cputime": percent }),
    );
    if let Some(business_id) = business_id {
        let usage = json!([{
            "type": "whatsapp",
            "call_count": percent,
            "total_cputime": percent,
            "total_time": percent,
            "estimated_time_to_regain_access": 0,
        }]);
        insert(
            &mut headers,
            X_BUSINESS_USE_CASE_USAGE,
            &json!({ business_id: usage }),
        );
    }
    headers
}

fn insert(headers: &mut HeaderMap, name: HeaderName, value: &serde_json::Value) {
    if let Ok(value) = HeaderValue::from_str(&value.to_string()) {
        headers.insert(name, value);
    }
}
